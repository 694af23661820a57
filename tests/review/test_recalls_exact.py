"""The impact of a claim's withdrawal over many pieces, exactly (ML-17, ML-18)."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import ledger
from knowledge_base.models import ClaimState, ClaimVersion, LedgerEntry
from review import delivery, facts, recalls, releases
from review.delivery import NotServedError
from review.models import Fetch, Release, Review, Signature
from review.states import ReleaseState, ReviewState
from tests import factories
from tests.review import many_claims
from tests.review.many_claims import AT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("intact_ledger", "no_fresh_check"),
]
MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Town:
    """Pieces that say the claim alone, with others, or not at all."""

    claim: ClaimVersion
    served: list[Release]
    spared: list[Release]
    open: list[Review]
    ended: list[Release]


@pytest.fixture
def town() -> Town:
    """Two markets, three channels, every state that counts."""
    brand = factories.make_brand()
    factories.make_brand(market="GB")
    claim, beside, other = (
        factories.make_claim(brand, key, text=f"{key} is so.")
        for key in ("TARGET", "BESIDE", "OTHER")
    )
    said: list[tuple[list[ClaimVersion], dict[str, Any]]] = [
        ([claim], {}),
        ([beside, claim], {"channel": "sms"}),
        ([claim, beside, other], {"market": "GB"}),
    ]
    served = [
        many_claims.release(many_claims.make_version(words, **place))
        for words, place in said
    ]
    spared = [many_claims.release(many_claims.make_version([beside, other]))]
    in_review = factories.make_review_at(
        ReviewState.IN_REVIEW, many_claims.make_version([other, claim])
    )
    approved = factories.make_review_at(
        ReviewState.APPROVED, many_claims.make_version([claim])
    )
    for state in (ReviewState.REJECTED, ReviewState.CANCELLED):
        factories.make_review_at(state, many_claims.make_version([claim]))
    factories.make_review_at(ReviewState.IN_REVIEW, many_claims.make_version([other]))
    ended = [factories.make_release(ReleaseState.WITHDRAWN, claim=claim)]
    return Town(claim, served, spared, [in_review, approved], ended)


def _recall(town: Town, by: User, at: datetime.datetime = AT) -> recalls.ClaimRecall:
    return recalls.withdraw_claim(
        claim_version_id=town.claim.pk,
        reason="  The trial was recounted.  ",
        credentials=factories.credentials(by),
        by=by,
        at=at,
    )


def test_ml_17_the_impact_is_exact_over_many_variants(town: Town) -> None:
    touched = recalls.impact(town.claim, at=AT)
    assert {row.release for row in touched.releases} == set(town.served)
    codes = [row.release.code for row in touched.releases]
    assert codes == sorted(codes)
    assert touched.reviews == tuple(sorted(town.open, key=lambda row: row.pk))
    reviews = [row.review for row in (*town.served, *town.ended)]
    said = {row.variant for row in (*reviews, *town.open)}
    assert said <= set(touched.variants)
    assert len(touched.variants) == len(set(touched.variants)) == len(said) + 2
    assert not {row.variant for row in town.spared} & set(touched.variants)


def test_ml_17_a_claim_said_twice_in_one_piece_is_one_piece(town: Town) -> None:
    version = many_claims.make_version([town.claim, town.claim])
    asset = many_claims.release(version)
    touched = recalls.impact(town.claim, at=AT)
    assert [row.release for row in touched.releases].count(asset) == 1
    assert touched.variants.count(version.variant) == 1


def test_ml_17_another_revision_is_another_claim(town: Town) -> None:
    newer = factories.revise_claim(town.claim)
    assert recalls.impact(newer, at=AT) == recalls.Impact((), (), ())
    asset = many_claims.release(many_claims.make_version([newer]))
    assert [r.release for r in recalls.impact(newer, at=AT).releases] == [asset]
    old = recalls.impact(town.claim, at=AT)
    assert {row.release for row in old.releases} == set(town.served)


def test_ml_17_looking_changes_nothing(town: Town) -> None:
    before = LedgerEntry.objects.count(), Fetch.objects.count()
    for _ in range(2):
        recalls.impact(town.claim, at=AT)
    assert (LedgerEntry.objects.count(), Fetch.objects.count()) == before


def test_ml_18_last_served_is_the_last_time_it_was_served(town: Town) -> None:
    """Not refusals, not other assets', not later ones; by whom, each named once."""
    first, second = town.served[:2]
    (alpha, _), (beta, _) = factories.make_key(), factories.make_key()
    foreign, _ = factories.make_key(markets=("DE",))
    for key, asset, minutes in (
        (beta, first, 1),
        (alpha, first, 3),
        (alpha, first, 2),
        (alpha, town.spared[0], 9),
        (beta, first, 60),
    ):
        delivery.fetch(key, str(asset.uid), at=AT + minutes * MINUTE)
    with pytest.raises(NotServedError):
        delivery.fetch(foreign, str(first.uid), at=AT + 4 * MINUTE)
    rows = {
        row.release: row
        for row in recalls.impact(town.claim, at=AT + 10 * MINUTE).releases
    }
    assert rows[first].last_fetched_at == AT + 3 * MINUTE
    assert rows[first].fetched_by == tuple(sorted([alpha.name, beta.name]))
    assert (rows[second].last_fetched_at, rows[second].fetched_by) == (None, ())
    (row,) = (
        row
        for row in recalls.impact(town.claim, at=AT + 60 * MINUTE).releases
        if row.release == first
    )
    assert row.last_fetched_at == AT + 60 * MINUTE


def test_ml_17_one_signature_and_one_line_for_each_item(
    town: Town, medical: User
) -> None:
    signatures_before = set(Signature.objects.values_list("pk", flat=True))
    before = LedgerEntry.objects.count()
    recall = _recall(town, medical)
    made = set(Signature.objects.values_list("pk", flat=True)) - signatures_before
    assert made == {recall.signature.pk}
    lines = list(LedgerEntry.objects.order_by("sequence")[before:])
    claim = "claim:testavra/TARGET@1"
    codes = sorted(asset.code for asset in town.served)
    assert [(line.action, line.subject) for line in lines] == [
        ("claim.withdrawn", claim),
        ("recall.signed", claim),
        *(("release.recalled", f"release:{code}") for code in codes),
    ]
    assert {(line.by, line.at) for line in lines} == {(medical.username, AT)}
    told = [json.loads(line.payload) for line in lines]
    assert {row["reason"] for row in told} == {"The trial was recounted."}
    assert told[1]["releases"] == codes
    assert told[1]["reviews"] == sorted(row.pk for row in town.open)
    assert len(told[1]["variants"]) == len(recall.impact.variants)


@pytest.mark.parametrize("role", ["MEDICAL", "REGULATORY", "COORDINATOR"])
def test_ml_18_the_very_next_fetch_is_refused_and_only_of_these(
    role: str, town: Town
) -> None:
    key, _ = factories.make_key()
    assert set(delivery.listing(key, at=AT)) == {*town.served, *town.spared}
    recall = _recall(town, factories.make_user(role))
    assert recall.claim_version.state == ClaimState.WITHDRAWN
    for asset in town.served:
        with pytest.raises(NotServedError) as refusal:
            delivery.fetch(key, str(asset.uid), at=AT)
        assert (refusal.value.status, refusal.value.reason) == (410, "claim-withdrawn")
        assert refusal.value.sentence == "Claim TARGET@1 was withdrawn."
    assert delivery.listing(key, at=AT) == town.spared
    states = {row.pk: row.state for row in Release.objects.all()}
    assert {states[asset.pk] for asset in town.served} == {"RELEASED"}
    assert states[town.ended[0].pk] == "WITHDRAWN"


def test_ml_18_nothing_on_the_way_passes_the_gate_any_more(
    town: Town, medical: User
) -> None:
    """What was approved before the recall is not released after it."""
    approved = Review.objects.get(state=ReviewState.APPROVED, release=None)
    _recall(town, medical)
    with pytest.raises(
        releases.GatesClosedError, match="Claim TARGET@1 may not be used"
    ):
        releases.release(
            review_id=approved.pk, by=factories.make_user("COORDINATOR"), at=AT
        )
    assert not Release.objects.filter(review=approved).exists()


def test_ml_17_a_refused_recall_leaves_all_as_it_was(town: Town) -> None:
    """A wrong role or password: no signature, no line for any asset, all is served."""
    key, _ = factories.make_key()
    served = delivery.listing(key, at=AT)
    before = LedgerEntry.objects.count(), Signature.objects.count()
    for role in ("LEGAL", "SIGNATORY", "REQUESTER", "ADMINISTRATOR", "AUDITOR"):
        with pytest.raises(facts.NotYoursError):
            _recall(town, factories.make_user(role))
    assert (LedgerEntry.objects.count(), Signature.objects.count()) == before
    assert delivery.listing(key, at=AT) == served
    assert ledger.first_broken_entry() is None
