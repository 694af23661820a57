"""Supplies, cells and wishes drawn at random, for the laws of planning and writing."""

import dataclasses
from typing import Any

from hypothesis import strategies as st

from content_engine.pieces import Context
from content_engine.planning import layout
from content_engine.planning.requests import CompletedBrief
from content_engine.planning.slots import (
    Cell,
    ClaimSlot,
    CopySlot,
    MessagePlan,
    PartPlan,
)
from content_engine.supply import BlockText, ClaimText, Supply
from content_engine.vocabulary import PartName
from tests.content_engine import supplies
from tests.content_engine.supplies import make_context, make_supply
from tests.content_engine.wishes import make_brief

THEMES = ("efficacy", "dosing", "onset")
KEYS = tuple("abcd")
KINDS = ("efficacy", "safety", "dosing", "mechanism", "disease", "access")
MAILS = ("email", "rep_email")


def say(key: str, **changes: Any) -> ClaimText:
    """A short claim of its own words."""
    plain = dataclasses.replace(
        supplies.ADMISSIONS,
        key=key,
        ref=f"{key}@1",
        text=f"Passage {key} stands here.",
        variations=(),
    )
    return dataclasses.replace(plain, **changes)


@st.composite
def claims(draw: st.DrawFn) -> tuple[ClaimText, ...]:
    """Up to six claims, some of which must stand with others, present or not."""
    present = draw(st.lists(st.sampled_from(KEYS), min_size=2, unique=True))
    often = [*present, *present, *present]
    companions = st.lists(st.sampled_from([*often, "gone"]), max_size=2, unique=True)
    return tuple(
        say(
            key,
            kind=draw(st.sampled_from(KINDS)),
            themes=tuple(
                draw(st.lists(st.sampled_from(THEMES), min_size=1, unique=True))
            ),
            companions=tuple(one for one in draw(companions) if one != key),
            qualifiers=draw(st.sampled_from([(), ("As measured.",)])),
            score=draw(st.sampled_from([0.0, 0.4, 0.9])),
            population=draw(st.sampled_from(["", "Adults", "Adolescents"])),
            place=draw(st.integers(0, 9)),
        )
        for key in present
    )


SUPPLIES = claims().map(lambda found: make_supply(claims=found))
CELLS = st.builds(
    Cell,
    st.just("warm"),
    st.sampled_from(THEMES),
    st.sampled_from(["short", "standard"]),
)
WISHES = st.sampled_from([(), (), ("a",), ("b",), ("a", "c"), ("d", "b")])


def laid(
    supply: Supply,
    cell: Cell,
    channel: str = "email",
    seed: int = 7,
    **wishes: Any,
) -> MessagePlan:
    """The plan of a message in the US; raises InfeasibleError."""
    context = make_context(channel=channel)
    return layout.plan(cell, context, supply, brief_for(context, **wishes), seed)


def brief_for(context: Context, **wishes: Any) -> CompletedBrief:
    """A brief that demands some key messages, or none."""
    return make_brief(context, **wishes)


def part_of(plan: MessagePlan, name: PartName = PartName.BODY) -> PartPlan:
    """One part of a plan."""
    return next(part for part in plan.parts if part.name == name)


def claim_keys(plan: MessagePlan) -> list[str]:
    """The claims of a plan in reading order."""
    return [claim.key for claim in plan.claims]


def candidates_of(plan: MessagePlan) -> dict[tuple[str, int], tuple[BlockText, ...]]:
    """What may stand in each place for copy."""
    return {
        (part.name.value, place): slot.candidates
        for part in plan.parts
        for place, slot in enumerate(part.slots)
        if isinstance(slot, CopySlot)
    }


def claim_runs(plan: MessagePlan) -> list[list[str]]:
    """The claims of the body that stand next to each other without copy between."""
    runs: list[list[str]] = [[]]
    for slot in part_of(plan).slots:
        if isinstance(slot, ClaimSlot):
            runs[-1].append(slot.claim.key)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
