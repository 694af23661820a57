"""Open steps are exactly what succeeds, and the inbox is exactly what one can do."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from knowledge_base import claims, references
from knowledge_base.models import ClaimState, ClaimVersion
from review import claim_signing, claim_waiting, recalls
from review.claim_signing.signing import REFUSALS
from review.states import Role, Step
from tests import factories

pytestmark = pytest.mark.django_db
AT = factories.AT
NOBODY = User(username="nobody")
TAKEN: dict[Step, tuple[Callable[..., object], str]] = {
    Step.APPROVE_WORDING_MEDICAL: (claim_signing.CLAIMS.sign_approval, "MEDICAL"),
    Step.APPROVE_WORDING_REGULATORY: (claim_signing.CLAIMS.sign_approval, "REGULATORY"),
    Step.RECONFIRM_WORDING: (claim_signing.CLAIMS.sign_reconfirmation, ""),
    Step.SUSPEND_WORDING: (claim_signing.CLAIMS.sign_suspension, ""),
    Step.RECALL: (recalls.withdraw_claim, ""),
}


def _overtake(version: ClaimVersion, author: User) -> None:
    factories.redraft_claim(version, text="Still other words.", by=author)


def _retract(version: ClaimVersion, author: User) -> None:
    source = version.citations.get().reference
    references.retract(reference_id=source.pk, reason="x", by=NOBODY, at=AT)


def _supersede(version: ClaimVersion, author: User) -> None:
    newer = factories.redraft_claim(version, text="Newest words.", by=author)
    claims.put_in_force(newer, by=NOBODY, at=AT)


def _stop(step: Callable[..., object]) -> Callable[[ClaimVersion, User], object]:
    told: dict[str, Any] = {"reason": "x", "by": NOBODY, "at": AT}
    return lambda version, author: step(claim_version_id=version.pk, **told)


def _half(version: ClaimVersion, author: User) -> None:
    claims.approve(claim_version_id=version.pk, function="MEDICAL", by=NOBODY, at=AT)


# How a draft gets there; those in the first table are put in force before.
FROM_FORCE: dict[str, Callable[[ClaimVersion, User], object]] = {
    ClaimState.APPROVED: lambda version, author: None,
    ClaimState.SUSPENDED: _stop(claims.suspend),
    ClaimState.WITHDRAWN: _stop(claims.withdraw),
    ClaimState.SUPERSEDED: _supersede,
}
FROM_DRAFT: dict[str, Callable[[ClaimVersion, User], object]] = {
    ClaimState.DRAFT: lambda version, author: None,
    "HALF": _half,
    "OVERTAKEN": _overtake,
    "RETRACTED": _retract,
    "OPEN": lambda version, author: None,
}


def make(state: ClaimState | str, author: User) -> ClaimVersion:
    """A claim revision that was led there by its real steps."""
    old = factories.make_claim(factories.make_brand())
    open_reading = {"quantities": [{"text": "4%", "is_open": True}]}
    reading: dict[str, Any] = {"reading": open_reading} if state == "OPEN" else {}
    version = factories.redraft_claim(old, text="Other words.", by=author, **reading)
    if state in FROM_FORCE:
        claims.put_in_force(version, by=NOBODY, at=AT)
    (FROM_FORCE | FROM_DRAFT)[state](version, author)
    version.refresh_from_db()
    return version


PLACES = [*FROM_FORCE, *FROM_DRAFT]


def try_step(step: Step, version: ClaimVersion, by: User) -> str:
    """Take the step and take it back; the refusal's words, "" when it was taken."""
    operation, function = TAKEN[step]
    called = "claim_version_id" if step == Step.RECALL else "version_id"
    told: dict[str, Any] = {called: version.pk}
    told |= {"function": function} if function else {"reason": "Because."}
    try:
        with transaction.atomic():
            operation(**told, credentials=factories.credentials(by), by=by, at=AT)
            transaction.set_rollback(True)
    except REFUSALS as error:
        return " ".join(getattr(error, "messages", [str(error)]))
    return ""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("roles", [("MEDICAL",), ("REGULATORY", "MEDICAL"), ("LEGAL",)])
def test_open_steps_are_exactly_what_succeeds(
    place: ClaimState | str, roles: tuple[str, ...]
) -> None:
    person = factories.make_user(*roles)
    for author in (person, factories.make_user("REQUESTER")):
        version = make(place, author)
        for told in claim_waiting.open_steps(version, person, AT):
            refusal = try_step(Step(told.name), version, person)
            assert told.sentence == refusal, (place, told.name)
            assert told.allowed == (refusal == "")


@pytest.mark.parametrize(("place", "role"), list(itertools.product(PLACES, Role)))
def test_the_inbox_is_exactly_what_one_can_do(
    place: ClaimState | str, role: Role
) -> None:
    person = factories.make_user(role.value)
    for author in (person, factories.make_user("REQUESTER")):
        version = make(place, author)
        waits = version in claim_waiting.inbox(person)
        steps = claim_waiting.open_steps(version, person, AT)
        can = any(
            step.allowed
            for step in steps
            if step.name not in ("suspend_wording", "recall")
        )
        # What lacks evidence or an arm waits too: the page says what is missing.
        is_faulty = place in ("RETRACTED", "OPEN")
        is_ours = role in ("MEDICAL", "REGULATORY") and author != person
        assert waits == (can or (is_faulty and is_ours))


def test_the_longest_waiting_comes_first_and_a_count_is_one_question(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    author, medical = factories.make_user("REQUESTER"), factories.make_user("MEDICAL")
    made = [make(ClaimState.DRAFT, author) for _ in range(3)]
    assert list(claim_waiting.inbox(medical)) == made
    with django_assert_max_num_queries(2):
        assert claim_waiting.inbox(medical).count() == 3


def test_a_locked_account_is_told_so() -> None:
    person = factories.make_user("MEDICAL")
    version = make(ClaimState.DRAFT, factories.make_user("REQUESTER"))
    credentials = factories.credentials(person, password="wrong")
    for _ in range(5):
        with pytest.raises(REFUSALS):
            claim_signing.CLAIMS.sign_approval(
                version_id=version.pk,
                function="MEDICAL",
                credentials=credentials,
                by=person,
                at=AT,
            )
    step = claim_waiting.open_steps(version, person, AT)[0]
    assert not step.allowed
    assert "Signing is locked" in step.sentence
