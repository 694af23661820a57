"""The database refuses what the policies refuse, whoever writes to it."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from review.models import Decision, Release, Review, Signature, SigningWindow
from review.states import Function, ReleaseState, ReviewState
from review.workflow import submitting
from tests import factories
from tests.review.many_claims import lift

pytestmark = pytest.mark.django_db
AT = factories.AT


def _verdict(review: Review, by: User, **changes: Any) -> dict[str, Any]:
    """The columns of a verdict, as a careless script would write them."""
    signature = Signature.objects.create(
        user=by, printed_name="x", meaning="APPROVED", signed_at=AT, subject="x"
    )
    return {
        "verdict": "APPROVE",
        "content_sha256": review.content_sha256,
        "decided_by": by,
        "decided_at": AT,
        "signature": signature,
        **changes,
    }


def _refuses(sentence: str, rows: Any, **columns: Any) -> None:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        rows.update(**columns)


def test_own_work_and_other_functions() -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    medical = review.decisions.filter(function="MEDICAL")
    legal = review.decisions.filter(function="LEGAL")
    _refuses("own work", medical, **_verdict(review, review.requested_by))
    reviewer = factories.make_user("MEDICAL")
    medical.update(**_verdict(review, reviewer))
    _refuses("one function|unique|UNIQUE", legal, **_verdict(review, reviewer))
    newer = factories.make_review_at(
        ReviewState.IN_REVIEW, factories.make_version(variant=review.variant)
    )
    rows = newer.decisions.filter(function="LEGAL")
    _refuses("one function", rows, **_verdict(newer, reviewer))


def test_editors_of_any_version_decide_on_none() -> None:
    editor, submitter = (factories.make_user("REQUESTER", "LEGAL") for _ in range(2))
    version = factories.make_version()
    newest = factories.make_version(variant=version.variant, by=editor)
    review = submitting.submit(version_id=newest.pk, by=submitter, at=AT)
    rows = review.decisions.filter(function="LEGAL")
    for person in (editor, submitter, version.variant.family.brief.requested_by):
        _refuses("own work", rows, **_verdict(review, person))


@pytest.mark.parametrize(
    "missing", ["decided_by", "decided_at", "signature", "content_sha256"]
)
def test_verdict_is_complete(missing: str) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    verdict = _verdict(review, factories.make_user("LEGAL"))
    verdict[missing] = "" if missing == "content_sha256" else None
    rows = review.decisions.filter(function="LEGAL")
    _refuses("verdict_has_person", rows, **verdict)


def test_refusal_has_a_comment() -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    verdict = _verdict(review, factories.make_user("LEGAL"), verdict="REJECT")
    rows = review.decisions.filter(function="LEGAL")
    _refuses("refusal_has_a_comment", rows, **verdict)


def test_verdicts_and_signatures_stay() -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    _refuses("never changed", review.decisions.all(), comment="Changed.")
    _refuses("never changed", Signature.objects.all(), printed_name="Other")


@pytest.mark.parametrize("approvals", range(3))
def test_fewer_than_three_approvals_never_approve(approvals: int) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    for function in list(Function)[:approvals]:
        factories.decide(review, function)
    rows = Review.objects.filter(pk=review.pk)
    _refuses("three approvals", rows, state="APPROVED", closed_at=AT)


def test_approvals_of_other_words_do_not_count() -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    for function in list(Function)[:2]:
        factories.decide(review, function)
    rows = review.decisions.filter(function="REGULATORY")
    other = _verdict(review, factories.make_user("REGULATORY"), content_sha256="0" * 64)
    rows.update(**other)
    reviews = Review.objects.filter(pk=review.pk)
    _refuses("three approvals", reviews, state="APPROVED", closed_at=AT)


def test_review_is_not_born_approved() -> None:
    version = factories.make_version()
    with pytest.raises(IntegrityError, match="three approvals"), transaction.atomic():
        Review.objects.create(
            version=version,
            variant=version.variant,
            content_sha256=version.content_sha256,
            requested_by=version.written_by,
            submitted_at=AT,
            closed_at=AT,
            state=ReviewState.APPROVED,
        )


def test_one_open_review_per_variant() -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    version = factories.make_version(variant=review.variant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            version=version,
            variant=version.variant,
            content_sha256=version.content_sha256,
            requested_by=version.written_by,
            submitted_at=AT,
        )


def test_decision_opens_once_per_function() -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(review=review, function="LEGAL", opened_at=AT)


@pytest.mark.parametrize(
    "change",
    [
        {"body": {}},
        {"content_sha256": "0" * 64},
        {"code": "US-TES-2699999"},
        {"expires_on": datetime.date(2099, 1, 1)},
    ],
)
def test_asset_stays_as_released(change: dict[str, Any]) -> None:
    factories.make_release()
    sentence = "never changed|Only what was approved"
    _refuses(sentence, Release.objects.all(), **change)


def test_asset_of_an_unapproved_review_is_not_released() -> None:
    asset = factories.make_release(ReleaseState.SUSPENDED)
    other = factories.make_review_at(ReviewState.IN_REVIEW)
    columns = {
        field.attname: getattr(asset, field.attname)
        for field in Release._meta.concrete_fields
        if field.attname not in {"id", "uid", "code", "review_id", "state"}
    }
    refused = pytest.raises(IntegrityError, match="approved is released")
    with refused, transaction.atomic():
        Release.objects.create(
            **columns, review=other, code="X", state=ReleaseState.RELEASED
        )


def test_one_released_per_variant_and_market() -> None:
    old = factories.make_release(ReleaseState.SUPERSEDED)
    rows = Release.objects.filter(pk=old.pk)
    lift("review_release", "release_moves_by_its_steps")
    _refuses("one_released|UNIQUE", rows, state=ReleaseState.RELEASED)


def test_stopped_asset_has_time_and_reason() -> None:
    factories.make_release()
    _refuses("stopped_release", Release.objects.all(), state="WITHDRAWN")


def test_closed_review_has_a_time() -> None:
    factories.make_review_at(ReviewState.IN_REVIEW)
    _refuses("closed_review", Review.objects.all(), state="CANCELLED")


def test_state_is_not_assigned() -> None:
    review, asset = (
        factories.make_review_at(ReviewState.IN_REVIEW),
        factories.make_release(),
    )
    for row, state in ((review, "APPROVED"), (asset, "EXPIRED")):
        with pytest.raises(AttributeError):
            row.state = state


@pytest.mark.parametrize("state", [s for s in ReviewState if s != ReviewState.DRAFT])
@pytest.mark.parametrize(
    "name", ["submit", "approve", "request_changes", "reject", "cancel"]
)
def test_every_review_transition_in_every_state(state: ReviewState, name: str) -> None:
    review = factories.make_review_at(state)
    allowed = {
        "IN_REVIEW": {"approve", "request_changes", "reject", "cancel"},
        "CHANGES_REQUESTED": {"cancel"},
    }
    if name in allowed.get(state, set()):
        getattr(review, name)()
        return
    with pytest.raises(TransitionNotAllowed):
        getattr(review, name)()


def test_rows_say_what_they_are() -> None:
    asset = factories.make_release()
    key, _ = factories.make_key()
    review = asset.review
    assert str(asset) == asset.code
    assert str(review) == f"review {review.pk} APPROVED"
    assert str(review.decisions.get(function="LEGAL")) == "LEGAL APPROVE"
    assert str(Decision(function="LEGAL")) == "LEGAL open"
    assert str(asset.claims.get()).startswith(f"{asset.pk} carries")
    assert str(key) == key.name
    window = SigningWindow.objects.all()[0]
    assert str(window) == f"{window.user_id} 2026-11-21 09:30:00"
    assert str(window.user.signing_guard) == f"{window.user_id} 0"
