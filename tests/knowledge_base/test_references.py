"""A retracted reference takes its claims out of use."""

import datetime

import pytest
from django.contrib.auth.models import User

from knowledge_base import references
from knowledge_base.models import Brand, ClaimVersion, LedgerEntry
from knowledge_base.reasons import ReasonMissingError
from knowledge_base.references import AlreadyRetractedError


def test_claims_that_stand_on_it_are_out_of_use(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    reference = brand.references.get(key="CAIRN-1-2024")
    references.retract(
        reference_id=reference.pk, reason="Data withdrawn.", by=medical, at=at
    )
    usable = ClaimVersion.objects.valid_on(at.date())
    keys = set(usable.values_list("claim__key", flat=True))
    assert keys == {"once-daily", "year-one-extension"}
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.action, entry.subject) == (
        "reference.retracted",
        "reference:calvoryn/CAIRN-1-2024@1",
    )


def test_a_retraction_needs_a_reason_and_happens_once(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    reference = brand.references.get(key="CAIRN-1-2024")
    with pytest.raises(ReasonMissingError, match="why you retract this reference"):
        references.retract(reference_id=reference.pk, reason="", by=medical, at=at)
    references.retract(reference_id=reference.pk, reason="x", by=medical, at=at)
    with pytest.raises(AlreadyRetractedError):
        references.retract(reference_id=reference.pk, reason="x", by=medical, at=at)
