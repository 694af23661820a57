"""The label in force is the newest adopted, effective one that was not withdrawn."""

import datetime

import pytest
from django.contrib.auth.models import User

from knowledge_base import labels
from knowledge_base.labels import LabelStepError, NoLabelError
from knowledge_base.models import Brand, Label, LedgerEntry
from knowledge_base.reasons import ReasonMissingError


def make_label(brand: Brand, version: str, effective_on: str) -> Label:
    return Label.objects.create(
        brand=brand,
        market="US",
        version=version,
        effective_on=datetime.date.fromisoformat(effective_on),
        indication="For adults.",
    )


def test_the_newest_effective_label_is_in_force(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    for version, day in (("2026-06", "2026-06-01"), ("2027-01", "2027-01-01")):
        label = make_label(brand, version, day)
        labels.adopt(label_id=label.pk, by=medical, at=at)
    for day, version in (
        ("2026-01-15", "2026-01"),
        ("2026-05-31", "2026-01"),
        ("2026-06-01", "2026-06"),
        ("2027-01-01", "2027-01"),
    ):
        when = datetime.date.fromisoformat(day)
        assert labels.current_at(brand, "US", when).version == version


def test_before_the_first_there_is_none(brand: Brand) -> None:
    with pytest.raises(NoLabelError, match="no adopted label in force for US on 2026"):
        labels.current_at(brand, "US", datetime.date(2026, 1, 14))
    with pytest.raises(NoLabelError):
        labels.current_at(brand, "DE", datetime.date(2026, 11, 21))


def test_a_draft_is_not_in_force_until_it_is_adopted(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    label = make_label(brand, "2026-06", "2026-06-01")
    assert labels.current_at(brand, "US", at.date()).version == "2026-01"
    labels.adopt(label_id=label.pk, by=medical, at=at)
    assert labels.current_at(brand, "US", at.date()) == label
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.action, entry.subject) == (
        "label.adopted",
        "label:calvoryn/US/2026-06",
    )
    with pytest.raises(LabelStepError):
        labels.adopt(label_id=label.pk, by=medical, at=at)


def test_a_withdrawn_label_gives_way(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    label = labels.current_at(brand, "US", at.date())
    with pytest.raises(ReasonMissingError):
        labels.withdraw(label_id=label.pk, reason=" ", by=medical, at=at)
    labels.withdraw(label_id=label.pk, reason="misprint", by=medical, at=at)
    with pytest.raises(NoLabelError):
        labels.current_at(brand, "US", at.date())
    assert LedgerEntry.objects.latest("sequence").action == "label.withdrawn"
    with pytest.raises(LabelStepError, match="already"):
        labels.withdraw(label_id=label.pk, reason="misprint", by=medical, at=at)
    with pytest.raises(LabelStepError):
        labels.adopt(label_id=label.pk, by=medical, at=at)
