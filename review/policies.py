"""Who may take which step on what, and when: pure questions, answered with sentences.

``MAY`` asks about the person (a refusal is a matter of permission), ``CAN`` asks about
the object alone (a refusal means: not now). Each answers "" or one sentence that a
person can act on. No role, and no superuser, is above a question.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from knowledge_base.wording import visible
from review.states import (
    STEP_OF_APPROVAL,
    STEP_OF_FUNCTION,
    STEP_ROLES,
    STEP_STATES,
    Function,
    ReleaseState,
    ReviewState,
    ReviewVerdict,
    Role,
    Step,
)

CERTIFIED_MARKETS = frozenset({"GB"})
"""Markets in which a signatory certifies the final form (ML-13)."""

SIGNED_STEPS = frozenset(
    {
        *STEP_OF_FUNCTION.values(),
        *STEP_OF_APPROVAL.values(),
        Step.SUSPEND_WORDING,
        Step.RECONFIRM_WORDING,
        Step.CERTIFY,
        Step.WITHDRAW,
        Step.RECALL,
        Step.ADOPT_LABEL,
        Step.WITHDRAW_LABEL,
    }
)
"""Steps that a person signs."""

RELEASE_STEP_STATES: dict[Step, frozenset[ReleaseState]] = {
    Step.SUSPEND: frozenset({ReleaseState.RELEASED}),
    Step.RESUME: frozenset({ReleaseState.SUSPENDED}),
    Step.WITHDRAW: frozenset({ReleaseState.RELEASED, ReleaseState.SUSPENDED}),
}
"""The states of a release in which a step can be taken."""


@dataclass(frozen=True)
class PersonFacts:
    """What the questions need to know of a person."""

    id: int
    roles: frozenset[Role]
    is_active: bool = True


@dataclass(frozen=True)
class PieceFacts:
    """What the questions need to know of a version, its review and its release.

    ``authors`` asked for the piece or wrote any version of its variant, ``acted`` says
    in which functions each person has decided in any round of the variant. ``blocks``
    are the open BLOCK findings of the latest check, None when it was never checked;
    ``undisposed`` are its HIGH findings that nobody disposed of with a reason.
    """

    authors: frozenset[int] = frozenset()
    acted: Mapping[int, frozenset[Function]] = field(default_factory=dict)
    open_functions: frozenset[Function] = frozenset()
    market: str = ""
    is_newest: bool = True
    is_certified: bool = False
    blocks: tuple[str, ...] | None = ()
    undisposed: tuple[str, ...] = ()
    review_state: ReviewState | None = None
    release_state: ReleaseState | None = None


Person = Callable[[PieceFacts, PersonFacts], str]
Thing = Callable[[PieceFacts], str]


def _may(step: Step) -> Person:
    """The person's side of a step that only asks for a role."""

    def question(piece: PieceFacts, person: PersonFacts) -> str:
        return _role_refusal(step, person)

    return question


def _may_decide(function: Function) -> Person:
    """The person's side of a verdict: role, own work, one function per piece."""

    def question(piece: PieceFacts, person: PersonFacts) -> str:
        return (
            _role_refusal(STEP_OF_FUNCTION[function], person)
            or _own_work_refusal("decide on", piece, person)
            or _other_function_refusal(function, piece, person)
        )

    return question


def _may_certify(piece: PieceFacts, person: PersonFacts) -> str:
    return _role_refusal(Step.CERTIFY, person) or _own_work_refusal(
        "certify", piece, person
    )


def _may_cancel(piece: PieceFacts, person: PersonFacts) -> str:
    """A requester takes back only what is theirs; a coordinator takes back any."""
    refusal = _role_refusal(Step.CANCEL, person)
    if refusal or Role.COORDINATOR in person.roles or person.id in piece.authors:
        return refusal
    return "Only its requester or a coordinator cancels a review."


def _may_override(piece: PieceFacts, person: PersonFacts) -> str:
    """Nobody waves through what was found in words of their own."""
    return _role_refusal(Step.OVERRIDE_FINDING, person) or _own_work_refusal(
        "override what was found in", piece, person
    )


def _may_tell(step: Step) -> Person:
    """Marketers speak of findings in their own pieces, the others of any."""

    def question(piece: PieceFacts, person: PersonFacts) -> str:
        refusal = _role_refusal(step, person)
        others = STEP_ROLES[step] - {Role.REQUESTER}
        if refusal or others & person.roles or person.id in piece.authors:
            return refusal
        return "Only the marketer of this piece, a reviewer or a coordinator says this."

    return question


def _role_refusal(step: Step, person: PersonFacts) -> str:
    if not person.is_active:
        return "This account is closed: ask an administrator."
    if Role.AUDITOR in person.roles:
        return "An auditor reads everything and changes nothing."
    if step in SIGNED_STEPS and Role.ADMINISTRATOR in person.roles:
        return "An administrator neither decides nor signs."
    if STEP_ROLES[step] & person.roles:
        return ""
    asked = " or ".join(sorted(role.lower() for role in STEP_ROLES[step]))
    return f"This step is for the role {asked}."


def _own_work_refusal(verb: str, piece: PieceFacts, person: PersonFacts) -> str:
    if person.id in piece.authors:
        return f"You asked for, wrote or edited this piece, so you cannot {verb} it."
    return ""


def _other_function_refusal(
    function: Function, piece: PieceFacts, person: PersonFacts
) -> str:
    others = piece.acted.get(person.id, frozenset()) - {function}
    if not others:
        return ""
    names = " and ".join(sorted(other.lower() for other in others))
    return (
        f"You decided on this piece for {names}; one person acts in one function, "
        f"so somebody else decides for {function.lower()}."
    )


def _can_submit(piece: PieceFacts) -> str:
    if not piece.is_newest:
        return "A newer version of this variant exists: submit that one."
    standing = {
        ReviewState.DRAFT: "This version is in review already.",
        ReviewState.IN_REVIEW: "This version is in review already.",
        ReviewState.APPROVED: "This version is approved already.",
        ReviewState.CHANGES_REQUESTED: "Changes were requested: edit it, then submit.",
        ReviewState.REJECTED: "This version was rejected: edit it, then submit.",
    }
    return standing.get(piece.review_state or ReviewState.CANCELLED, "")


def _can_decide(function: Function) -> Thing:
    """The object's side of a verdict."""

    def question(piece: PieceFacts) -> str:
        return (
            _state_refusal(STEP_OF_FUNCTION[function], piece)
            or _stale_refusal(piece)
            or (
                ""
                if function in piece.open_functions
                else f"The {function.lower()} decision of this round is already given."
            )
        )

    return question


def _can_cancel(piece: PieceFacts) -> str:
    return _state_refusal(Step.CANCEL, piece)


def _can_certify(piece: PieceFacts) -> str:
    if piece.market not in CERTIFIED_MARKETS:
        return f"The market {piece.market} asks for no certificate."
    if piece.is_certified:
        return "This piece is certified already."
    return _state_refusal(Step.CERTIFY, piece) or _stale_refusal(piece)


def _can_release(piece: PieceFacts) -> str:
    if piece.release_state is not None:
        return f"This review has its release already: {_words(piece.release_state)}."
    return _state_refusal(Step.RELEASE, piece) or _stale_refusal(piece)


def _can_dispose(piece: PieceFacts) -> str:
    """An earlier version's findings are fixed by a newer one, and only that."""
    return _stale_refusal(piece)


def _can(step: Step) -> Thing:
    """The object's side of a step on a release."""

    def question(piece: PieceFacts) -> str:
        if piece.release_state is None:
            return "Nothing was released from this review."
        if piece.release_state in RELEASE_STEP_STATES[step]:
            return ""
        fitting = " or ".join(map(_words, sorted(RELEASE_STEP_STATES[step])))
        now = _words(piece.release_state)
        return f"This asset is {now} and the step is for one that is {fitting}."

    return question


def _state_refusal(step: Step, piece: PieceFacts) -> str:
    if piece.review_state in STEP_STATES[step]:
        return ""
    if piece.review_state is None:
        return "This version was never submitted for review."
    return f"The review is {_words(piece.review_state)}."


def _stale_refusal(piece: PieceFacts) -> str:
    if piece.is_newest:
        return ""
    return "A newer version of this variant exists: load the page again and look there."


def _words(state: ReviewState | ReleaseState) -> str:
    return state.lower().replace("_", " ")


MAY: dict[Step, Person] = {
    **{step: _may(step) for step in Step},
    **{STEP_OF_FUNCTION[function]: _may_decide(function) for function in Function},
    Step.CANCEL: _may_cancel,
    Step.CERTIFY: _may_certify,
    Step.OVERRIDE_FINDING: _may_override,
    **{step: _may_tell(step) for step in (Step.FIX_FINDING, Step.REOPEN_FINDING)},
}
"""May this person take the step on this piece?"""

CAN: dict[Step, Thing] = {
    Step.SUBMIT: _can_submit,
    **{STEP_OF_FUNCTION[function]: _can_decide(function) for function in Function},
    Step.CANCEL: _can_cancel,
    Step.CERTIFY: _can_certify,
    Step.RELEASE: _can_release,
    **dict.fromkeys((Step.OVERRIDE_FINDING, Step.REOPEN_FINDING), _can_dispose),
    **{step: _can(step) for step in RELEASE_STEP_STATES},
}
"""Does the piece allow the step now?"""


def blocks_refusal(piece: PieceFacts) -> tuple[str, ...]:
    """Why the words themselves keep a version from review: one sentence for each."""
    if piece.blocks is None:
        return ("This version was not checked yet: check it, then submit it.",)
    return (
        *piece.blocks,
        *(
            f"{finding.rstrip('.')}. Change the words, or have a reviewer or a "
            "coordinator override it with a reason."
            for finding in piece.undisposed
        ),
    )


def comment_refusal(verdict: ReviewVerdict, comment: str) -> str:
    """A verdict other than approval needs words that the requester can act on."""
    if verdict == ReviewVerdict.APPROVE or visible.shown(comment):
        return ""
    return "Say in the comment what is wrong, so that the requester can act on it."
