"""Whole tables: every step, role and state, against the answers written down here."""

from itertools import product
from typing import Any

import pytest

from content_engine.vocabulary import FindingState
from review import policies
from review.policies import PersonFacts, PieceFacts
from review.states import (
    STEP_OF_FINDING,
    STEP_OF_FUNCTION,
    STEP_ROLES,
    Function,
    ReleaseState,
    ReviewState,
    ReviewVerdict,
    Role,
    Step,
)

TABLE = """
                   REQ MED LEG REG SIG COO AUD ADM
submit             yes  -   -   -   -   -   -   -
decide_medical      -  yes  -   -   -   -   -   -
decide_legal        -   -  yes  -   -   -   -   -
decide_regulatory   -   -   -  yes  -   -   -   -
cancel              -   -   -   -   -  yes  -   -
certify             -   -   -   -  yes  -   -   -
release             -   -   -   -   -  yes  -   -
suspend             -   -   -  yes  -  yes  -   -
resume              -   -   -  yes  -  yes  -   -
withdraw            -  yes  -  yes  -  yes  -   -
recall              -  yes  -  yes  -  yes  -   -
approve_wording_medical - yes - - - - - -
approve_wording_regulatory - - - yes - - - -
suspend_wording     -  yes  -  yes  -  yes  -   -
reconfirm_wording   -  yes  -  yes  -   -   -   -
accept_wording      yes yes  -  yes  -  yes  -   -
override_finding    -  yes yes yes  -  yes  -   -
fix_finding         -  yes yes yes  -  yes  -   -
reopen_finding      -  yes yes yes  -  yes  -   -
adopt_label         -   -   -  yes  -  yes  -   -
withdraw_label      -   -   -  yes  -  yes  -   -
issue_key           -   -   -   -   -  yes  -  yes
revoke_key          -   -   -   -   -  yes  -  yes
"""
ALLOWED = {
    (Step(line.split()[0]), role)
    for line in TABLE.strip().splitlines()[1:]
    for role, mark in zip(Role, line.split()[1:], strict=True)
    if mark == "yes"
}
STRANGER = 99
REVIEW_STEPS = [*STEP_OF_FUNCTION.values(), Step.CANCEL, Step.CERTIFY, Step.RELEASE]
OPEN_IN: dict[Step, set[str | None]] = {
    **{step: {"IN_REVIEW"} for step in STEP_OF_FUNCTION.values()},
    Step.CANCEL: {"DRAFT", "IN_REVIEW", "CHANGES_REQUESTED"},
    Step.CERTIFY: {"APPROVED"},
    Step.RELEASE: {"APPROVED"},
    Step.SUBMIT: {None, "CANCELLED"},
    Step.SUSPEND: {"RELEASED"},
    Step.RESUME: {"SUSPENDED"},
    Step.WITHDRAW: {"RELEASED", "SUSPENDED"},
}
OPEN_PIECE: dict[str, Any] = {"open_functions": frozenset(Function), "market": "GB"}


def _person(*roles: Role, is_active: bool = True) -> PersonFacts:
    return PersonFacts(id=STRANGER, roles=frozenset(roles), is_active=is_active)


@pytest.mark.parametrize(("step", "role"), list(product(Step, Role)))
def test_every_step_and_role(step: Step, role: Role) -> None:
    refusal = policies.MAY[step](PieceFacts(), _person(role))
    assert (refusal == "") == ((step, role) in ALLOWED)
    assert refusal == "" or refusal.endswith(".")


@pytest.mark.parametrize("step", Step)
def test_nobody_without_a_role_or_with_a_closed_account(step: Step) -> None:
    everything = set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}
    assert policies.MAY[step](PieceFacts(), _person())
    refusal = policies.MAY[step](PieceFacts(), _person(*everything, is_active=False))
    assert refusal == "This account is closed: ask an administrator."


@pytest.mark.parametrize("step", Step)
def test_auditors_change_nothing_whatever_else_they_are(step: Step) -> None:
    refusal = policies.MAY[step](PieceFacts(), _person(*Role))
    assert refusal == "An auditor reads everything and changes nothing."


@pytest.mark.parametrize("step", sorted(policies.SIGNED_STEPS))
def test_administrators_sign_nothing_whatever_else_they_are(step: Step) -> None:
    everything = set(Role) - {Role.AUDITOR}
    refusal = policies.MAY[step](PieceFacts(), _person(*everything))
    assert refusal == "An administrator neither decides nor signs."


@pytest.mark.parametrize("step", [*STEP_OF_FUNCTION.values(), Step.CERTIFY])
def test_own_work_is_refused(step: Step) -> None:
    roles = STEP_ROLES[step]
    mine = PieceFacts(authors=frozenset({STRANGER}))
    assert "asked for, wrote or edited" in policies.MAY[step](mine, _person(*roles))


TELLING = (Step.FIX_FINDING, Step.REOPEN_FINDING)


@pytest.mark.parametrize("step", TELLING)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_mine", [False, True])
def test_marketers_tell_of_findings_in_their_own_pieces(
    step: Step, role: Role, is_mine: bool
) -> None:
    piece = PieceFacts(authors=frozenset({STRANGER} if is_mine else ()))
    refusal = policies.MAY[step](piece, _person(role))
    may = (step, role) in ALLOWED or (role is Role.REQUESTER and is_mine)
    assert (refusal == "") == may
    if role is Role.REQUESTER and not is_mine:
        assert refusal == (
            "Only the marketer of this piece, a reviewer or a coordinator says this."
        )


@pytest.mark.parametrize("role", Role)
def test_nobody_overrides_what_was_found_in_their_own_words(role: Role) -> None:
    mine = PieceFacts(authors=frozenset({STRANGER}))
    refusal = policies.MAY[Step.OVERRIDE_FINDING](mine, _person(role, Role.LEGAL))
    if role is Role.AUDITOR:
        assert refusal == "An auditor reads everything and changes nothing."
    else:
        assert refusal == (
            "You asked for, wrote or edited this piece, so you cannot override what "
            "was found in it."
        )


@pytest.mark.parametrize("is_newest", [True, False])
@pytest.mark.parametrize("step", [Step.OVERRIDE_FINDING, Step.REOPEN_FINDING])
def test_of_an_earlier_version_only_a_fix_is_told(step: Step, is_newest: bool) -> None:
    piece = PieceFacts(is_newest=is_newest)
    assert (policies.CAN[step](piece) == "") == is_newest
    assert Step.FIX_FINDING not in policies.CAN


@pytest.mark.parametrize("state", FindingState)
def test_every_state_of_a_finding_has_its_step(state: FindingState) -> None:
    assert STEP_OF_FINDING[state] in TELLING or state is FindingState.OVERRIDDEN
    assert len(set(STEP_OF_FINDING.values())) == len(FindingState)


@pytest.mark.parametrize(
    ("acting", "acted"),
    list(product(Function, [set(), *({f} for f in Function)])),
)
def test_one_person_one_function(acting: Function, acted: set[Function]) -> None:
    person = _person(*(Role(function.value) for function in Function))
    piece = PieceFacts(acted={STRANGER: frozenset(acted)})
    refusal = policies.MAY[STEP_OF_FUNCTION[acting]](piece, person)
    assert (refusal == "") == (acted <= {acting})
    for other in acted - {acting}:
        assert other.lower() in refusal


def test_requester_takes_back_only_their_own() -> None:
    mine = PieceFacts(authors=frozenset({STRANGER}))
    requester, both = _person(Role.REQUESTER), _person(Role.REQUESTER, Role.COORDINATOR)
    assert policies.MAY[Step.CANCEL](mine, requester) == ""
    assert "Only its requester" in policies.MAY[Step.CANCEL](PieceFacts(), requester)
    assert policies.MAY[Step.CANCEL](PieceFacts(), both) == ""


@pytest.mark.parametrize(
    ("step", "state"),
    list(product([*REVIEW_STEPS, Step.SUBMIT], [None, *ReviewState])),
)
def test_every_step_in_every_review_state(
    step: Step, state: ReviewState | None
) -> None:
    piece = PieceFacts(**OPEN_PIECE, review_state=state)
    refusal = policies.CAN[step](piece)
    assert (refusal == "") == (state in OPEN_IN[step])
    assert refusal == "" or refusal.endswith(".")


@pytest.mark.parametrize(
    ("step", "state"),
    list(product(policies.RELEASE_STEP_STATES, [None, *ReleaseState])),
)
def test_every_step_in_every_release_state(
    step: Step, state: ReleaseState | None
) -> None:
    approved = ReviewState.APPROVED
    piece = PieceFacts(**OPEN_PIECE, review_state=approved, release_state=state)
    refusal = policies.CAN[step](piece)
    assert (refusal == "") == (state in OPEN_IN[step])
    assert refusal == "" or refusal.endswith(".")


@pytest.mark.parametrize("state", ReleaseState)
def test_a_review_is_released_once(state: ReleaseState) -> None:
    approved = ReviewState.APPROVED
    piece = PieceFacts(market="US", review_state=approved, release_state=state)
    assert "has its release already" in policies.CAN[Step.RELEASE](piece)


@pytest.mark.parametrize(
    "step", [*STEP_OF_FUNCTION.values(), Step.CERTIFY, Step.RELEASE, Step.SUBMIT]
)
def test_an_outdated_version_goes_nowhere(step: Step) -> None:
    state = {
        Step.SUBMIT: None,
        Step.CERTIFY: ReviewState.APPROVED,
        Step.RELEASE: ReviewState.APPROVED,
    }.get(step, ReviewState.IN_REVIEW)
    piece = PieceFacts(**OPEN_PIECE, review_state=state)
    assert policies.CAN[step](piece) == ""
    outdated = PieceFacts(**OPEN_PIECE, review_state=state, is_newest=False)
    assert "newer version" in policies.CAN[step](outdated)


@pytest.mark.parametrize("function", Function)
def test_a_function_decides_once(function: Function) -> None:
    others = frozenset(set(Function) - {function})
    piece = PieceFacts(review_state=ReviewState.IN_REVIEW, open_functions=others)
    assert "already given" in policies.CAN[STEP_OF_FUNCTION[function]](piece)
    for other in others:
        assert policies.CAN[STEP_OF_FUNCTION[other]](piece) == ""


def test_certificate_only_where_the_market_asks_and_once() -> None:
    approved = ReviewState.APPROVED
    elsewhere = PieceFacts(market="US", review_state=approved)
    assert "US asks for no certificate" in policies.CAN[Step.CERTIFY](elsewhere)
    again = PieceFacts(market="GB", review_state=approved, is_certified=True)
    assert "certified already" in policies.CAN[Step.CERTIFY](again)


@pytest.mark.parametrize(
    ("blocks", "sentences"),
    [((), 0), (("EV-01: No.",), 1), (("a", "b"), 2), (None, 1)],
)
def test_blocks(blocks: tuple[str, ...] | None, sentences: int) -> None:
    assert len(policies.blocks_refusal(PieceFacts(blocks=blocks))) == sentences


@pytest.mark.parametrize(
    ("verdict", "comment", "is_refused"),
    [
        (ReviewVerdict.APPROVE, "", False),
        (ReviewVerdict.REQUEST_CHANGES, " ", True),
        (ReviewVerdict.REJECT, "", True),
        (ReviewVerdict.REJECT, " \u200b\n\u00ad", True),
        (ReviewVerdict.REQUEST_CHANGES, "\u2800", True),
        (ReviewVerdict.REQUEST_CHANGES, "Why.", False),
        (ReviewVerdict.REJECT, "Why.", False),
    ],
)
def test_comment(verdict: ReviewVerdict, comment: str, is_refused: bool) -> None:
    assert bool(policies.comment_refusal(verdict, comment)) == is_refused
