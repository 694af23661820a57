import datetime
import json

import pytest
from django.contrib.auth.models import User

from knowledge_base import claim_contents, reasons
from knowledge_base.claims import ClaimStepError
from knowledge_base.models import ClaimState, ClaimVersion, LedgerEntry
from review import delivery, facts, recalls, signatures
from review.models import Signature
from review.states import ReleaseState, ReviewState
from tests import factories

pytestmark = pytest.mark.usefixtures("intact_ledger", "no_fresh_check")
AT = factories.AT


@pytest.fixture
def claim(db: None) -> ClaimVersion:
    """A claim that several pieces say."""
    return factories.make_claim(factories.make_brand(), "EFF-001")


def _recall(
    claim: ClaimVersion, by: User, reason: str = "Recount."
) -> recalls.ClaimRecall:
    return recalls.withdraw_claim(
        claim_version_id=claim.pk,
        reason=reason,
        credentials=factories.credentials(by),
        by=by,
        at=AT,
    )


def test_impact_is_exact(claim: ClaimVersion) -> None:
    served = factories.make_release(claim=claim)
    unserved = factories.make_release(ReleaseState.SUSPENDED, claim=claim)
    ended = factories.make_release(ReleaseState.WITHDRAWN, claim=claim)
    in_review = factories.make_review_at(ReviewState.IN_REVIEW, claim=claim)
    rejected = factories.make_review_at(ReviewState.REJECTED, claim=claim)
    factories.make_release()
    key, _ = factories.make_key()
    for minutes in (0, 5):
        at = AT + datetime.timedelta(minutes=minutes)
        delivery.fetch(key, str(served.uid), at=at)
    with pytest.raises(delivery.NotServedError):
        delivery.fetch(key, str(unserved.uid), at=AT)

    touched = recalls.impact(claim, at=AT + datetime.timedelta(hours=1))
    made = (served, unserved, ended, in_review, rejected)
    assert list(touched.variants) == [row.variant for row in made]
    assert touched.reviews == (in_review,)
    assert [row.release for row in touched.releases] == [served, unserved]
    first, second = touched.releases
    assert first.last_fetched_at == AT + datetime.timedelta(minutes=5)
    assert first.fetched_by == (key.name,)
    assert (second.last_fetched_at, second.fetched_by) == (None, ())
    earlier = recalls.impact(claim, at=AT).releases[0]
    assert earlier.last_fetched_at == AT


def test_recall_is_signed_and_the_next_fetch_is_refused(
    claim: ClaimVersion, medical: User
) -> None:
    asset, other = factories.make_release(claim=claim), factories.make_release()
    key, _ = factories.make_key()
    delivery.fetch(key, str(asset.uid), at=AT)
    before = LedgerEntry.objects.count()
    recall = _recall(claim, medical)
    assert recall.claim_version.state == ClaimState.WITHDRAWN
    assert recall.signature.meaning == "WITHDREW"
    assert recall.signature.content_sha256 == claim_contents.content_sha256(claim)
    assert recall.signature.subject == "claim:testavra/EFF-001@1"
    with pytest.raises(delivery.NotServedError) as refusal:
        delivery.fetch(key, str(asset.uid), at=AT)
    assert refusal.value.reason == "claim-withdrawn"
    assert delivery.fetch(key, str(other.uid), at=AT) == other
    lines = list(LedgerEntry.objects.order_by("sequence")[before:])
    assert [line.action for line in lines] == [
        "claim.withdrawn",
        "recall.signed",
        "release.recalled",
    ]
    assert lines[0].subject == lines[1].subject == "claim:testavra/EFF-001@1"
    assert json.loads(lines[1].payload)["releases"] == [asset.code]
    assert lines[2].subject == f"release:{asset.code}"
    payload = json.loads(lines[2].payload)
    assert payload["last_fetched_at"] == AT.isoformat()
    assert payload["signature"] == recall.signature.pk


def test_unserved_release_says_so(claim: ClaimVersion, coordinator: User) -> None:
    factories.make_release(claim=claim)
    _recall(claim, coordinator)
    line = LedgerEntry.objects.get(action="release.recalled")
    assert json.loads(line.payload)["last_fetched_at"] is None


@pytest.mark.parametrize("role", ["LEGAL", "REQUESTER", "ADMINISTRATOR", "AUDITOR"])
def test_others_do_not_recall(role: str, claim: ClaimVersion) -> None:
    with pytest.raises(facts.NotYoursError):
        _recall(claim, factories.make_user(role))
    assert ClaimVersion.objects.get(pk=claim.pk).state == ClaimState.APPROVED
    assert not Signature.objects.exists()


def test_recall_needs_a_reason_and_a_signature(
    claim: ClaimVersion, medical: User
) -> None:
    with pytest.raises(reasons.ReasonMissingError):
        _recall(claim, medical, " ")
    with pytest.raises(signatures.SigningRefusedError):
        recalls.withdraw_claim(
            claim_version_id=claim.pk,
            reason="Recount.",
            credentials=factories.credentials(medical, password="wrong"),
            by=medical,
            at=AT,
        )
    assert ClaimVersion.objects.get(pk=claim.pk).state == ClaimState.APPROVED


def test_second_recall_leaves_nothing(claim: ClaimVersion, medical: User) -> None:
    _recall(claim, medical)
    before = LedgerEntry.objects.count(), Signature.objects.count()
    with pytest.raises(ClaimStepError):
        _recall(claim, medical)
    assert (LedgerEntry.objects.count(), Signature.objects.count()) == before
