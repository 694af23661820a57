import datetime
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from knowledge_base.models import LedgerEntry
from review import facts, signatures
from review.models import Decision, Review, Signature
from review.states import Function, ReviewState, ReviewVerdict
from review.workflow import deciding, submitting
from tests import factories

pytestmark = pytest.mark.usefixtures("intact_ledger")


def _decide(review: Review, by: User, **changes: Any) -> Review:
    words: dict[str, Any] = {
        "function": Function.MEDICAL,
        "verdict": ReviewVerdict.APPROVE,
        "comment": "",
        "expected_sha256": review.content_sha256,
        "credentials": factories.credentials(by),
        "at": factories.AT,
    }
    return deciding.decide(review_id=review.pk, by=by, **{**words, **changes})


def _in_review(**place: Any) -> Review:
    return factories.make_review_at(ReviewState.IN_REVIEW, **place)


def test_third_approval_of_the_same_words_approves(at: datetime.datetime) -> None:
    review = _in_review()
    for function in Function:
        assert Review.objects.get(pk=review.pk).state == ReviewState.IN_REVIEW
        factories.decide(review, function)
    review = Review.objects.get(pk=review.pk)
    assert (review.state, review.closed_at) == (ReviewState.APPROVED, at)
    assert review.decisions.approving(review.content_sha256).count() == 3


def test_verdict_is_signed_over_the_hash(at: datetime.datetime, medical: User) -> None:
    review = _in_review()
    _decide(review, medical, comment="  Fine words.  ")
    decision = review.decisions.get(function="MEDICAL")
    signature = decision.signature
    assert signature is not None
    assert (signature.user, signature.meaning) == (medical, "APPROVED")
    assert signature.content_sha256 == decision.content_sha256 == review.content_sha256
    assert signature.subject == f"review:{review.pk}:MEDICAL"
    assert (decision.decided_by, decision.decided_at) == (medical, at)
    assert decision.comment == "Fine words."
    assert signatures.verify(signature, review.version)


def test_one_ledger_line_tells_all(medical: User) -> None:
    review = _in_review()
    before = LedgerEntry.objects.count()
    _decide(review, medical, verdict=ReviewVerdict.REJECT, comment="Off label.")
    assert LedgerEntry.objects.count() == before + 1
    entry = LedgerEntry.objects.get(action="review.decided")
    assert json.loads(entry.payload) == {
        "function": "MEDICAL",
        "verdict": "REJECT",
        "comment": "Off label.",
        "round": 1,
        "state": "REJECTED",
        "signature": Signature.objects.get().pk,
        "content_sha256": review.content_sha256,
    }


@pytest.mark.parametrize(
    ("verdict", "state", "meaning", "reason"),
    [
        (
            ReviewVerdict.REQUEST_CHANGES,
            ReviewState.CHANGES_REQUESTED,
            "REVIEWED",
            "Medical requested changes.",
        ),
        (
            ReviewVerdict.REJECT,
            ReviewState.REJECTED,
            "REJECTED",
            "Medical rejected the piece.",
        ),
    ],
)
def test_one_refusal_ends_the_round(
    verdict: ReviewVerdict,
    state: ReviewState,
    meaning: str,
    reason: str,
    medical: User,
) -> None:
    review = _in_review()
    factories.decide(review, Function.LEGAL)
    decided = _decide(review, medical, verdict=verdict, comment="Say why.")
    assert (decided.state, decided.closing_reason) == (state, reason)
    assert Signature.objects.get(user=medical).meaning == meaning
    assert review.decisions.get(function="REGULATORY").closed_reason == reason
    assert not review.decisions.open().exists()


@pytest.mark.parametrize(
    "verdict", [ReviewVerdict.REQUEST_CHANGES, ReviewVerdict.REJECT]
)
def test_refusal_needs_a_comment(verdict: ReviewVerdict, medical: User) -> None:
    review = _in_review()
    with pytest.raises(deciding.CommentMissingError, match="what is wrong"):
        _decide(review, medical, verdict=verdict, comment="  ")
    assert not Signature.objects.exists()


@pytest.mark.parametrize("function", Function)
def test_own_work_is_refused_for_everybody_who_touched_it(function: Function) -> None:
    """Requester, writer, earlier editor and submitter, each of them a reviewer."""
    people = {
        role: factories.make_user(function.value, "REQUESTER", username=role)
        for role in ("asked", "wrote", "edited", "submitted")
    }
    first = factories.make_version(requester=people["asked"], by=people["edited"])
    newest = factories.make_version(variant=first.variant, by=people["wrote"])
    review = submitting.submit(
        version_id=newest.pk, by=people["submitted"], at=factories.AT
    )
    for person in people.values():
        with pytest.raises(facts.NotYoursError, match="asked for, wrote or edited"):
            factories.decide(review, function, by=person)
    assert not Signature.objects.exists()


def test_superuser_gets_no_exception() -> None:
    review = _in_review()
    person = factories.make_user("ADMINISTRATOR")
    person.is_superuser = person.is_staff = True
    person.save()
    with pytest.raises(facts.NotYoursError, match="administrator"):
        _decide(review, person)
    nobody = factories.make_user()
    nobody.is_superuser = True
    nobody.save()
    with pytest.raises(facts.NotYoursError, match="role medical"):
        _decide(review, nobody)


def test_one_person_one_function_on_a_piece() -> None:
    review = _in_review()
    person = factories.make_user("MEDICAL", "LEGAL")
    _decide(review, person)
    with pytest.raises(facts.NotYoursError, match="one person acts in one function"):
        _decide(review, person, function=Function.LEGAL)


def test_one_function_over_all_rounds() -> None:
    person = factories.make_user("MEDICAL", "LEGAL")
    review = _in_review()
    verdict = ReviewVerdict.REQUEST_CHANGES
    _decide(review, person, verdict=verdict, comment="Change it.")
    newer = factories.make_review_at(
        ReviewState.IN_REVIEW, factories.make_version(variant=review.variant)
    )
    with pytest.raises(facts.NotYoursError, match="for medical"):
        _decide(newer, person, function=Function.LEGAL)
    _decide(newer, person)
    assert newer.decisions.get(function="MEDICAL").decided_by == person


def test_function_decides_once(medical: User) -> None:
    review = _in_review()
    factories.decide(review, Function.MEDICAL)
    with pytest.raises(facts.NotNowError, match="already given"):
        _decide(review, medical)


def test_double_click_decides_once(medical: User) -> None:
    review = _in_review()
    _decide(review, medical)
    with pytest.raises(facts.NotNowError, match="already given"):
        _decide(review, medical)
    assert Signature.objects.count() == 1


def test_stale_page_is_told(medical: User) -> None:
    review = _in_review()
    with pytest.raises(deciding.ConflictError, match="load the page again") as refused:
        _decide(review, medical, expected_sha256="0" * 64)
    assert isinstance(refused.value, TransitionNotAllowed)
    assert not Signature.objects.exists()
    assert not Decision.objects.exclude(verdict="").exists()


def test_edit_meanwhile_is_told(medical: User) -> None:
    review = _in_review()
    factories.make_version(variant=review.variant)
    with pytest.raises(facts.NotNowError, match="newer version"):
        _decide(review, medical)


@pytest.mark.parametrize("state", [s for s in ReviewState if s not in {"DRAFT"}])
@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("verdict", ReviewVerdict)
def test_every_state_function_and_verdict(
    state: ReviewState, function: Function, verdict: ReviewVerdict
) -> None:
    """Only IN_REVIEW takes verdicts."""
    review = factories.make_review_at(state)
    if state == ReviewState.IN_REVIEW:
        assert factories.decide(review, function, verdict).pk == review.pk
        return
    with pytest.raises(facts.NotNowError):
        factories.decide(review, function, verdict)


def test_refused_signature_leaves_no_verdict_but_its_trace(medical: User) -> None:
    review = _in_review()
    wrong = factories.credentials(medical, password="wrong")
    with pytest.raises(signatures.SigningRefusedError, match="password"):
        _decide(review, medical, credentials=wrong)
    assert review.decisions.open().count() == 3
    assert LedgerEntry.objects.filter(action="signature.refused").count() == 1


def test_refused_step_leaves_no_signature_and_opens_no_sitting(medical: User) -> None:
    review = factories.make_review_at(ReviewState.CANCELLED)
    with pytest.raises(facts.NotNowError):
        _decide(review, medical)
    typed = factories.credentials(medical)
    assert not Signature.objects.exists()
    assert signatures.needs_username(medical, typed.session_key, factories.AT)


def test_stale_object_cannot_overwrite_the_state() -> None:
    """The second of two holders of one review is told instead of overwriting."""
    review = _in_review()
    first, second = (Review.objects.get(pk=review.pk) for _ in range(2))
    first.reject()
    first.closed_at = factories.AT
    first.save(update_fields=["state", "closed_at"])
    second.cancel()
    second.closed_at = factories.AT
    with pytest.raises(ConcurrentTransition), transaction.atomic():
        second.save(update_fields=["state", "closed_at"])
