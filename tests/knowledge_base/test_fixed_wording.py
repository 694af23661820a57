"""Approved words never change: neither through the model nor beside it."""

import datetime
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from knowledge_base import claims
from knowledge_base.models import (
    Brand,
    ClaimCitation,
    ClaimVariation,
    ClaimVersion,
    CopyBlockVersion,
    SafetyText,
)
from knowledge_base.models.claims import FixedWordingError

DAY = datetime.date(2030, 1, 1)
CHANGES: dict[str, Callable[[], object]] = {
    "text": lambda: ClaimVersion.objects.update(text="Other words."),
    "hash": lambda: ClaimVersion.objects.update(sha256="0" * 64),
    "expiry": lambda: ClaimVersion.objects.update(expires_on=DAY),
    "markets": lambda: ClaimVersion.objects.update(market_codes=("DE",)),
    "facts": lambda: ClaimVersion.objects.update(facts=[{"value": "99"}]),
    "qualifiers": lambda: ClaimVersion.objects.update(qualifiers=["Other."]),
    "approver": lambda: ClaimVersion.objects.update(approved_by="somebody"),
    "approval taken back": lambda: ClaimVersion.objects.update(approved_at=None),
    "reading": lambda: ClaimVersion.objects.update(reading={"other": True}),
    "indications": lambda: ClaimVersion.objects.update(indications=("other",)),
    "variation": lambda: ClaimVariation.objects.update(text="Other words."),
    "citation": lambda: ClaimCitation.objects.update(anchor=None),
    "block": lambda: CopyBlockVersion.objects.update(text="Other words."),
    "block's tones": lambda: CopyBlockVersion.objects.update(tones=("other",)),
    "safety text": lambda: SafetyText.objects.update(text="Other words."),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_refuses_a_change_of(name: str, brand: Brand) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        CHANGES[name]()


def test_nothing_joins_an_approved_claim(brand: Brand) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    reference = brand.references.get(key="CAIRN-1-2024")
    joining: tuple[Callable[[], object], ...] = (
        lambda: ClaimVariation.objects.create(
            claim_version=version, ordinal=9, text="Unseen words.", sha256="0"
        ),
        lambda: ClaimCitation.objects.create(
            claim_version=version, ordinal=9, reference=reference
        ),
    )
    for join in joining:
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            join()


def test_the_model_says_so_before_the_database_does(brand: Brand) -> None:
    version = claims.approved_version("calvoryn", "once-daily")
    version.text = "Other words that nobody approved."
    with pytest.raises(FixedWordingError, match="make a new revision"):
        version.save()


def test_a_draft_may_change(drafted_brand: Brand) -> None:
    version = ClaimVersion.objects.get(claim__key="once-daily")
    version.text = "Other words of a draft."
    version.save()
    assert CopyBlockVersion.objects.update(text="Other words.") == 46
    assert ClaimVariation.objects.update(text="Other words.") == 1


def test_saving_what_is_the_same_is_no_change(brand: Brand) -> None:
    version = claims.approved_version("calvoryn", "urate-target")
    version.save()
    assert ClaimVersion.objects.filter(pk=version.pk).update(text=version.text) == 1
