"""What may follow what in the life of a claim revision, as a table."""

import enum

from django_fsm import TransitionNotAllowed

from knowledge_base.models import ClaimState


class ClaimStepError(TransitionNotAllowed):
    """The claim revision does not stand where this step begins."""


class ClaimStep(enum.StrEnum):
    """A step that moves a claim revision; EXPIRE is none, dates are computed."""

    APPROVE_FIRST = "APPROVE_FIRST"
    APPROVE_LAST = "APPROVE_LAST"
    SUPERSEDE = "SUPERSEDE"
    SUSPEND = "SUSPEND"
    RECONFIRM = "RECONFIRM"
    WITHDRAW = "WITHDRAW"


S = ClaimState
NEXT: dict[ClaimStep, dict[ClaimState, ClaimState]] = {
    ClaimStep.APPROVE_FIRST: {S.DRAFT: S.DRAFT},
    ClaimStep.APPROVE_LAST: {S.DRAFT: S.APPROVED},
    ClaimStep.SUPERSEDE: {S.APPROVED: S.SUPERSEDED, S.SUSPENDED: S.SUPERSEDED},
    ClaimStep.SUSPEND: {S.APPROVED: S.SUSPENDED},
    ClaimStep.RECONFIRM: {S.SUSPENDED: S.APPROVED},
    ClaimStep.WITHDRAW: {S.APPROVED: S.WITHDRAWN, S.SUSPENDED: S.WITHDRAWN},
}
"""Where each step leads from each state; what is not listed is refused."""

ASKED = {
    ClaimStep.APPROVE_FIRST: ", not a draft",
    ClaimStep.APPROVE_LAST: ", not a draft",
    ClaimStep.SUPERSEDE: "; nothing replaces it",
    ClaimStep.SUSPEND: "; only an approved claim can be suspended",
    ClaimStep.RECONFIRM: "; only a suspended claim can be reconfirmed",
    ClaimStep.WITHDRAW: "; only an approved or suspended claim can be withdrawn",
}
"""What a refusal adds: the state that the step asks for."""


def refusal(step: ClaimStep, state: str, ref: str) -> ClaimStepError | None:
    """Why a revision in this state cannot take the step, None when it can."""
    if state in NEXT[step]:
        return None
    word = "a draft" if state == S.DRAFT else ClaimState(state).label.lower()
    error: ClaimStepError = ClaimStepError(f"{ref} is {word}{ASKED[step]}.")
    return error


def follow(step: ClaimStep, state: str, ref: str) -> ClaimState:
    """The state after the step. Raises ClaimStepError."""
    error = refusal(step, state, ref)
    if error:
        raise error
    return NEXT[step][ClaimState(state)]
