import datetime

import pytest
from django.contrib.auth.models import User

from review import signatures
from review.models import Review
from review.states import Function, ReviewState, ReviewVerdict
from review.workflow import waiting
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]


def _inbox(user: User) -> list[Review]:
    return list(waiting.inbox(user))


def test_open_decisions_wait_for_their_function(
    medical: User, legal: User, requester: User, coordinator: User
) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    assert _inbox(medical) == _inbox(legal) == [review]
    assert _inbox(requester) == _inbox(coordinator) == []
    factories.decide(review, Function.MEDICAL, by=medical)
    assert _inbox(medical) == []
    assert _inbox(legal) == [review]


def test_own_work_and_other_functions_do_not_wait() -> None:
    author = factories.make_user("REQUESTER", "LEGAL")
    both = factories.make_user("MEDICAL", "LEGAL")
    review = factories.make_review_at(ReviewState.IN_REVIEW, requester=author)
    edited = factories.make_review_at(
        ReviewState.IN_REVIEW, factories.make_version(by=author)
    )
    assert _inbox(author) == []
    assert _inbox(both) == [review, edited]
    factories.decide(review, Function.MEDICAL, by=both)
    assert _inbox(both) == [edited]


def test_outdated_versions_do_not_wait(medical: User) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.make_version(variant=review.variant)
    assert _inbox(medical) == []


def test_approved_waits_for_its_release(coordinator: User) -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    assert _inbox(coordinator) == [review]
    factories.make_release()
    assert _inbox(coordinator) == [review]
    factories.make_version(variant=review.variant)
    assert _inbox(coordinator) == []


def test_gb_waits_for_the_signatory_first(coordinator: User, signatory: User) -> None:
    author = factories.make_user("REQUESTER", "SIGNATORY")
    review = factories.make_review_at(
        ReviewState.APPROVED, market="GB", requester=author
    )
    assert (_inbox(coordinator), _inbox(signatory)) == ([], [review])
    assert _inbox(author) == []
    factories.make_certificate(review)
    assert (_inbox(coordinator), _inbox(signatory)) == ([review], [])


def test_changes_wait_for_their_requester_until_submitted_again(
    requester: User,
) -> None:
    review = factories.make_review_at(
        ReviewState.CHANGES_REQUESTED, requester=requester
    )
    other = factories.make_user("REQUESTER")
    assert (_inbox(requester), _inbox(other)) == ([review], [])
    factories.make_review_at(
        ReviewState.IN_REVIEW, factories.make_version(variant=review.variant)
    )
    assert _inbox(requester) == []


def test_nothing_waits_for_auditors_and_closed_accounts(medical: User) -> None:
    factories.make_review_at(ReviewState.IN_REVIEW)
    assert _inbox(factories.make_user("AUDITOR", "MEDICAL")) == []
    medical.is_active = False
    assert _inbox(medical) == []


def test_longest_waiting_first(medical: User) -> None:
    first, second = (factories.make_review_at(ReviewState.IN_REVIEW) for _ in range(2))
    assert _inbox(medical) == [first, second]


@pytest.mark.parametrize("state", [s for s in ReviewState if s != ReviewState.DRAFT])
def test_what_waits_can_be_done(state: ReviewState, at: datetime.datetime) -> None:
    """Whoever finds a review in the inbox has an open step on it or a piece to edit."""
    review = factories.make_review_at(state, market="GB")
    for role in ("MEDICAL", "LEGAL", "REGULATORY", "SIGNATORY", "COORDINATOR"):
        person = factories.make_user(role)
        steps = waiting.open_steps(review, person, at)
        forward = {s.name for s in steps if s.allowed} - {"cancel"}
        assert bool(forward) == (review in _inbox(person))


def test_steps_name_their_function_and_label(
    medical: User, at: datetime.datetime
) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    steps = {step.name: step for step in waiting.open_steps(review, medical, at)}
    assert list(steps) == [
        "decide_medical",
        "decide_legal",
        "decide_regulatory",
        "cancel",
        "certify",
        "release",
        "suspend",
        "resume",
        "withdraw",
    ]
    assert steps["decide_medical"].allowed
    assert steps["decide_medical"].function == Function.MEDICAL
    assert steps["decide_legal"].sentence == "This step is for the role legal."
    assert steps["release"].function is None
    assert steps["release"].label == "Release"


def test_locked_signing_closes_signed_steps(
    medical: User, at: datetime.datetime
) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    wrong = factories.credentials(medical, password="wrong")
    for _ in range(5):
        with pytest.raises(signatures.SigningRefusedError):
            signatures.prove(by=medical, at=at, credentials=wrong)
    step = waiting.open_steps(review, medical, at)[0]
    assert (step.allowed, step.name) == (False, "decide_medical")
    assert "locked for this account until 09:45 UTC" in step.sentence


def test_release_step_says_which_gates_are_closed(
    coordinator: User, at: datetime.datetime
) -> None:
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    steps = {step.name: step for step in waiting.open_steps(review, coordinator, at)}
    assert not steps["release"].allowed
    assert "signatory's certificate" in steps["release"].sentence


def test_submission_says_what_blocks(requester: User) -> None:
    blocked = factories.make_version(blocks=("No approved claim says this.",))
    step = waiting.submission(blocked, requester)
    assert (step.name, step.allowed) == ("submit", False)
    assert step.sentence == "EV-01: No approved claim says this."
    fine = waiting.submission(factories.make_version(), requester)
    assert (fine.allowed, fine.sentence) == (True, "")


def test_verdict_closes_the_round_for_all(legal: User) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(review, Function.MEDICAL, ReviewVerdict.REJECT)
    assert _inbox(legal) == []
