"""What a person may do with a text block's revision, and why not what they may not."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User

from knowledge_base import copy_blocks
from knowledge_base.copy_blocks import BlockState
from knowledge_base.models import CopyBlockVersion
from review import facts, policies
from review.policies import PieceFacts
from review.states import STEP_OF_APPROVAL, Step
from web import errors
from web.presenters.titles import Pairs

STEPS: dict[str, Step] = {
    "suspend": Step.SUSPEND_WORDING,
    "reconfirm": Step.RECONFIRM_WORDING,
    "retire": Step.RECALL,
}
"""Steps that ask for a reason, and who the policies let take them."""
STANDS_IN: dict[str, tuple[BlockState, ...]] = {
    "suspend": (BlockState.APPROVED,),
    "reconfirm": (BlockState.SUSPENDED,),
    "retire": (BlockState.APPROVED, BlockState.SUSPENDED),
}
"""The states in which a step is offered at all."""
APPROVING: Pairs = tuple((str(f), f.title()) for f in STEP_OF_APPROVAL)
"""The functions that approve a text block."""
NOT_AN_APPROVER = "Only a medical or a regulatory reviewer may approve a text block."


@dataclass(frozen=True)
class Doors:
    """What may be done: a step by its name, and why not, "" when it may.

    ``functions`` are those for which the person may approve; ``steps`` holds only what
    the block's state allows to anybody.
    """

    functions: Pairs
    approval: str
    steps: Mapping[str, str]


def doors(version: CopyBlockVersion, user: User) -> Doors:
    """What this person may do with the revision, and why not what not."""
    person, piece = facts.person_facts(user), PieceFacts()
    held = [
        str(function)
        for function, step in STEP_OF_APPROVAL.items()
        if not policies.MAY[step](piece, person)
    ]
    may, why = [], NOT_AN_APPROVER
    for function in held:
        error = copy_blocks.approval_refusal(version, function, user.get_username())
        why = _sentence(error)
        may += [] if error else [(function, function.title())]
    state = copy_blocks.state_of(version)
    return Doors(
        functions=tuple(may),
        approval="" if may else why,
        steps={
            name: policies.MAY[step](piece, person) or _refusal(name, version, user)
            for name, step in STEPS.items()
            if state in STANDS_IN[name]
        },
    )


def _refusal(name: str, version: CopyBlockVersion, user: User) -> str:
    """What the block itself has against a step by this person."""
    if name != "reconfirm":
        return ""
    error = copy_blocks.reconfirmation_refusal(version, user.get_username())
    return _sentence(error)


def _sentence(error: Exception | None) -> str:
    return " ".join(errors.sentences_of(error)) if error else ""
