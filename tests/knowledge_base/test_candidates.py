"""Chosen proposals become drafts with anchors: all of them or none."""

import datetime

import pytest
from django.contrib.auth.models import User

from knowledge_base import candidates, claims, references
from knowledge_base.candidates import Chosen, Place
from knowledge_base.models import (
    Anchor,
    Brand,
    Claim,
    ClaimState,
    ClaimVersion,
    Label,
    LedgerEntry,
    Reference,
)

QUOTE = "Felostat reduced relapses of grey fever."
PLACE = Place("abstract", f"We looked. {QUOTE} Nausea occurred in 7% of adults.")


def chosen(key: str = "fewer-relapses", quote: str = QUOTE) -> Chosen:
    return Chosen(
        key=key,
        kind="efficacy",
        text="Calvoryn reduced relapses of grey fever.",
        quote=quote,
        market_codes=("US",),
        population="adults",
        comparator="placebo",
        timepoint="at week 24",
        reading={"quantities": []},
    )


@pytest.fixture
def reference(brand: Brand) -> Reference:
    return Reference.objects.create(
        brand=brand, key="STUDY-1", citation="A study.", kind="journal"
    )


def draft(
    reference: Reference, *rows: Chosen, by: User, at: datetime.datetime
) -> tuple[ClaimVersion, ...]:
    return candidates.draft_from_reference(
        reference_id=reference.pk, place=PLACE, chosen=rows, by=by, at=at
    )


def test_a_proposal_becomes_a_draft_on_its_anchor(
    reference: Reference, requester: User, at: datetime.datetime
) -> None:
    (version,) = draft(reference, chosen(), by=requester, at=at)
    assert (version.state, version.drafted_by) == (
        ClaimState.DRAFT,
        requester.username,
    )
    assert (version.population, version.comparator) == ("adults", "placebo")
    assert (version.timepoint, version.reading) == ("at week 24", {"quantities": []})
    citation = version.citations.get()
    assert citation.reference == reference
    assert citation.anchor
    assert (citation.anchor.quote, citation.anchor.locator) == (QUOTE, "abstract")
    assert LedgerEntry.objects.filter(action="claim.drafted").count() == 1


def test_a_draft_may_not_be_used(
    reference: Reference, requester: User, at: datetime.datetime
) -> None:
    (version,) = draft(reference, chosen(), by=requester, at=at)
    usable = ClaimVersion.objects.valid_on(at.date())
    assert not usable.filter(pk=version.pk).exists()


def test_two_proposals_share_an_anchor_for_one_quote(
    reference: Reference, requester: User, at: datetime.datetime
) -> None:
    draft(reference, chosen(), chosen("relapses"), by=requester, at=at)
    assert reference.anchors.count() == 1
    draft(reference, chosen("again"), by=requester, at=at)
    assert reference.anchors.count() == 1


def test_an_anchor_key_that_is_taken_gets_a_number(
    reference: Reference, requester: User, at: datetime.datetime
) -> None:
    Anchor.objects.create(
        reference=reference, key="fewer-relapses", locator="p. 1", quote="Other."
    )
    (version,) = draft(reference, chosen(), by=requester, at=at)
    anchor = version.citations.get().anchor
    assert anchor
    assert anchor.key == "fewer-relapses-2"


def test_a_label_is_cited_through_its_own_reference(
    brand: Brand, requester: User, at: datetime.datetime
) -> None:
    label = Label.objects.create(
        brand=brand,
        market="US",
        set_id="s-1",
        version="9",
        effective_on=at.date(),
        title="Calvoryn label",
    )
    made = candidates.draft_from_label(
        label_id=label.pk, place=PLACE, chosen=[chosen()], by=requester, at=at
    )
    assert made[0].citations.get().reference.label == label
    again = candidates.draft_from_label(
        label_id=label.pk, place=PLACE, chosen=[chosen("b")], by=requester, at=at
    )
    assert label.references.count() == 1
    assert again[0].citations.get().reference == made[0].citations.get().reference


def test_one_fault_drafts_nothing(
    reference: Reference, requester: User, at: datetime.datetime
) -> None:
    before = Claim.objects.count()
    with pytest.raises(claims.ClaimContentError, match="already"):
        draft(reference, chosen("one"), chosen("one"), by=requester, at=at)
    with pytest.raises(candidates.QuoteMissingError, match="not in its source"):
        draft(reference, chosen("two"), chosen("b", "Elsewhere."), by=requester, at=at)
    with pytest.raises(candidates.QuoteMissingError):
        draft(reference, chosen("three", ""), by=requester, at=at)
    with pytest.raises(candidates.NothingChosenError, match="Tick at least one"):
        draft(reference, by=requester, at=at)
    assert Claim.objects.count() == before
    assert not reference.anchors.exists()


def test_nothing_stands_on_a_retracted_reference(
    reference: Reference, requester: User, at: datetime.datetime
) -> None:
    references.retract(reference_id=reference.pk, reason="Fraud.", by=requester, at=at)
    with pytest.raises(claims.ClaimContentError, match="retracted"):
        draft(reference, chosen(), by=requester, at=at)
