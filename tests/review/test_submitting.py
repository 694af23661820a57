import datetime
import json

import pytest
from django.contrib.auth.models import User

from knowledge_base.models import LedgerEntry
from review import facts
from review.models import Review
from review.states import Function, ReviewState
from review.workflow import submitting
from tests import factories

pytestmark = pytest.mark.usefixtures("intact_ledger")


def test_opens_three_decisions_in_parallel(at: datetime.datetime) -> None:
    version = factories.make_version()
    requester = version.variant.family.brief.requested_by
    review = submitting.submit(version_id=version.pk, by=requester, at=at)
    assert (review.state, review.round) == (ReviewState.IN_REVIEW, 1)
    assert review.content_sha256 == version.content_sha256
    opened = review.decisions.open().values_list("function", flat=True)
    assert sorted(opened) == sorted(Function)
    assert set(review.decisions.values_list("opened_at", flat=True)) == {at}


def test_leaves_one_ledger_line(at: datetime.datetime, requester: User) -> None:
    version = factories.make_version(requester=requester)
    review = submitting.submit(version_id=version.pk, by=requester, at=at)
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.subject) == ("review.submitted", f"review:{review.pk}")
    assert entry.by == requester.get_username()
    assert json.loads(entry.payload) == {
        "variant": str(version.variant.uid),
        "version": 1,
        "round": 1,
        "content_sha256": version.content_sha256,
        "state": "IN_REVIEW",
        "cancelled_reviews": [],
    }


def test_blocks_are_listed_and_nothing_is_stored(
    at: datetime.datetime, requester: User
) -> None:
    version = factories.make_version(
        blocks=("No approved claim says this.", "The fair balance is missing."),
        requester=requester,
    )
    with pytest.raises(submitting.BlockedError) as refused:
        submitting.submit(version_id=version.pk, by=requester, at=at)
    assert refused.value.messages == [
        "EV-01: No approved claim says this.",
        "EV-01: The fair balance is missing.",
    ]
    assert not Review.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_unchecked_version_is_refused(at: datetime.datetime, requester: User) -> None:
    version = factories.make_version(requester=requester)
    version.checks.all().delete()
    with pytest.raises(submitting.BlockedError, match="not checked yet"):
        submitting.submit(version_id=version.pk, by=requester, at=at)


def test_only_the_latest_check_counts(at: datetime.datetime, requester: User) -> None:
    version = factories.make_version(requester=requester, blocks=("Once.",))
    version.checks.create(rule_pack="TEST/2", verdict="cleared", checked_at=at)
    review = submitting.submit(version_id=version.pk, by=requester, at=at)
    assert review.state == ReviewState.IN_REVIEW


def test_old_version_is_refused(at: datetime.datetime, requester: User) -> None:
    old = factories.make_version(requester=requester)
    factories.make_version(variant=old.variant)
    with pytest.raises(facts.NotNowError, match="A newer version"):
        submitting.submit(version_id=old.pk, by=requester, at=at)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ReviewState.IN_REVIEW, "in review already"),
        (ReviewState.APPROVED, "approved already"),
        (ReviewState.CHANGES_REQUESTED, "edit it"),
        (ReviewState.REJECTED, "edit it"),
    ],
)
def test_same_version_again_is_refused(
    state: ReviewState, sentence: str, at: datetime.datetime, requester: User
) -> None:
    review = factories.make_review_at(state, requester=requester)
    with pytest.raises(facts.NotNowError, match=sentence):
        submitting.submit(version_id=review.version_id, by=requester, at=at)


def test_cancelled_version_may_come_again_in_the_same_round(
    at: datetime.datetime, requester: User
) -> None:
    review = factories.make_review_at(ReviewState.CANCELLED, requester=requester)
    again = submitting.submit(version_id=review.version_id, by=requester, at=at)
    assert (again.state, again.round) == (ReviewState.IN_REVIEW, 1)


@pytest.mark.parametrize("state", [ReviewState.CHANGES_REQUESTED, ReviewState.REJECTED])
def test_new_version_after_a_refusal_is_the_next_round(
    state: ReviewState, at: datetime.datetime, requester: User
) -> None:
    review = factories.make_review_at(state, requester=requester)
    newer = factories.make_version(variant=review.variant)
    again = submitting.submit(version_id=newer.pk, by=requester, at=at)
    assert again.round == 2
    assert Review.objects.get(pk=review.pk).state == state


def test_newer_version_cancels_the_open_review_of_the_older(
    at: datetime.datetime, requester: User
) -> None:
    older = factories.make_review_at(ReviewState.IN_REVIEW, requester=requester)
    factories.decide(older, Function.LEGAL)
    newer = factories.make_version(variant=older.variant)
    review = submitting.submit(version_id=newer.pk, by=requester, at=at)
    older = Review.objects.get(pk=older.pk)
    reason = "Version 2 was submitted in its place."
    assert (older.state, older.closing_reason) == (ReviewState.CANCELLED, reason)
    assert older.closed_at == at
    assert not older.decisions.open().exists()
    assert older.decisions.filter(closed_reason=reason).count() == 2
    assert older.decisions.get(function="LEGAL").verdict == "APPROVE"
    entry = LedgerEntry.objects.get(subject=f"review:{review.pk}")
    assert json.loads(entry.payload)["cancelled_reviews"] == [older.pk]
    assert review.round == 1


@pytest.mark.parametrize(
    "role",
    ["MEDICAL", "LEGAL", "REGULATORY", "SIGNATORY", "COORDINATOR", "ADMINISTRATOR"],
)
def test_only_requesters_submit(role: str, at: datetime.datetime) -> None:
    version = factories.make_version()
    with pytest.raises(facts.NotYoursError, match="role requester"):
        submitting.submit(version_id=version.pk, by=factories.make_user(role), at=at)


def test_auditor_who_is_also_requester_changes_nothing(at: datetime.datetime) -> None:
    version = factories.make_version()
    person = factories.make_user("REQUESTER", "AUDITOR")
    with pytest.raises(facts.NotYoursError, match="auditor"):
        submitting.submit(version_id=version.pk, by=person, at=at)


def test_family_submits_what_can_be_and_says_why_not(
    at: datetime.datetime, requester: User
) -> None:
    first = factories.make_version(requester=requester)
    family = first.variant.family
    places = [
        family.variants.create(ordinal=n, tone="warm", theme="dosing", format="short")
        for n in (2, 3, 4)
    ]
    blocked = factories.make_version(variant=places[0], blocks=("No.", "Nor this."))
    approved = factories.make_review_at(
        ReviewState.APPROVED, factories.make_version(variant=places[1])
    )
    outcome = submitting.submit_family(family_id=family.pk, by=requester, at=at)
    assert len(outcome) == 1
    assert [review.version for review in outcome] == [first]
    assert [(r.version, r.sentences) for r in outcome.refused] == [
        (blocked, ("EV-01: No.", "EV-01: Nor this.")),
        (approved.version, ("This version is approved already.",)),
    ]
    lines = LedgerEntry.objects.filter(action="review.submitted")
    assert lines.count() == 2
