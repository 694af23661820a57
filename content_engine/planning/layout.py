"""Lays out one message: its parts, what is fixed in them, what a writer may fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from content_engine.channels.catalogue import ChannelRules, rules_of
from content_engine.pieces import Context
from content_engine.planning import elements, fitting, selection
from content_engine.planning.requests import CompletedBrief
from content_engine.planning.selection import InfeasibleError
from content_engine.planning.slots import (
    Cell,
    ClaimSlot,
    CopySlot,
    MessagePlan,
    PartPlan,
    Slot,
)
from content_engine.supply import BlockText, ClaimText, Supply
from content_engine.vocabulary import CopyRole, PartName

__all__ = ["InfeasibleError", "plan"]

ROLE_OF_PART = {
    PartName.SUBJECT: CopyRole.SUBJECT,
    PartName.PREHEADER: CopyRole.PREHEADER,
    PartName.HEADLINE: CopyRole.HEADLINE,
    PartName.CALL_TO_ACTION: CopyRole.CALL_TO_ACTION,
}


@dataclass(frozen=True)
class _Place:
    """Where a message is laid out."""

    cell: Cell
    context: Context
    rules: ChannelRules
    supply: Supply


def plan(
    cell: Cell,
    context: Context,
    supply: Supply,
    brief: CompletedBrief,
    seed: int,
    *,
    reasons: Mapping[str, str] | None = None,
) -> MessagePlan:
    """The plan of one message for a cell; it knows the cell's axes and no person.

    ``reasons`` tells for a claim key why it may not be used. Raises InfeasibleError.
    """
    cell = replace(cell, hcp=None)
    place = _Place(cell, context, rules_of(context.channel), supply)
    leads = selection.choose(cell, context, supply, brief.key_messages, reasons)
    if place.rules.units is None:
        parts = _parts(place, leads)
    else:
        parts = _parts_that_fit(place, leads, free=not brief.key_messages)
    return MessagePlan(cell, context, supply.label.version, parts, seed)


def _parts_that_fit(
    place: _Place, leads: Sequence[ClaimText], *, free: bool
) -> tuple[PartPlan, ...]:
    """The first choice of claims that the channel's units can hold."""
    choices = [tuple(leads)]
    if free:
        ranked = selection.candidates(place.cell, place.context, place.supply)
        choices = [(claim,) for claim in ranked]
    shortfalls: list[tuple[int, str, str]] = []
    for choice in choices:
        try:
            return fitting.fitted(_parts(place, choice), place.rules)
        except fitting.TooLongError as error:
            shortfalls.append((error.excess, choice[0].key, str(error)))
    _, key, shortfall = min(shortfalls)
    raise InfeasibleError(
        f"{place.rules.title} cannot hold the claim {key} with the safety "
        f"information and the obligatory lines: {shortfall}."
    )


def _parts(place: _Place, leads: Sequence[ClaimText]) -> tuple[PartPlan, ...]:
    claims = selection.with_companions(leads, place.supply)
    return tuple(_part(name, place, leads, claims) for name in place.rules.parts)


def _part(
    name: PartName,
    place: _Place,
    leads: Sequence[ClaimText],
    claims: Sequence[ClaimText],
) -> PartPlan:
    rules = place.rules
    before = elements.fixed_segments(name, rules, place.context, place.supply, claims)
    limit = rules.limits.get(name)
    slots: tuple[Slot, ...] = ()
    joint = " "
    if name == PartName.BODY:
        joint = rules.joint
        slots = _body_slots(place, leads)
    elif name in ROLE_OF_PART:
        fixed = sum(len(segment.text) for segment in before)
        room = None if limit is None else limit - fixed - len(joint) * bool(before)
        slots = _single_slot(place, ROLE_OF_PART[name], room)
    return PartPlan(name, slots, before, joint=joint, limit=limit)


def _single_slot(place: _Place, role: CopyRole, room: int | None) -> tuple[Slot, ...]:
    optional = place.rules.units is not None
    found = _copy(place, role, optional=optional)
    fitting_blocks = fitting.blocks_within(found.candidates, room, place.rules)
    if not fitting_blocks and not optional:
        raise InfeasibleError(
            f"Every approved {role} in the tone {place.cell.tone} is longer than the "
            f"{room} characters that are left {place.rules.by}."
        )
    return (replace(found, candidates=fitting_blocks),) if fitting_blocks else ()


def _body_slots(place: _Place, leads: Sequence[ClaimText]) -> tuple[Slot, ...]:
    if place.rules.units is not None:
        return (_copy(place, CopyRole.OPENING), *_claim_slots(place, leads, 0))
    slots: list[Slot] = [
        _copy(place, CopyRole.GREETING),
        _copy(place, CopyRole.OPENING),
        _copy(place, CopyRole.EVIDENCE_LEAD, leads[0].themes),
    ]
    for position, claim in enumerate(leads):
        unit = _claim_slots(place, leads, position)
        # A claim that stood already as a companion needs no bridge to nowhere.
        if position and unit:
            slots.append(_copy(place, CopyRole.BRIDGE, claim.themes))
        slots.extend(unit)
    slots.append(_copy(place, CopyRole.CLOSING))
    slots.append(_copy(place, CopyRole.SIGNATURE))
    _require_enough(place, slots)
    return tuple(slots)


def _claim_slots(
    place: _Place, leads: Sequence[ClaimText], position: int
) -> list[ClaimSlot]:
    """The claim at a position with those companions that did not stand before it."""
    earlier = selection.with_companions(leads[:position], place.supply)
    here = selection.with_companions(leads[: position + 1], place.supply)
    return [ClaimSlot(claim) for claim in here[len(earlier) :]]


def _copy(
    place: _Place,
    role: CopyRole,
    themes: Sequence[str] = (),
    *,
    optional: bool = False,
) -> CopySlot:
    """A slot with every approved block that suits tone, theme, format and channel."""
    wanted = set(themes) or {place.cell.theme}
    found = tuple(
        block
        for block in place.supply.blocks
        if block.role == role and _suits(block, place, wanted)
    )
    if not found and not optional:
        where = f"in {place.context.market} {place.rules.by}"
        raise InfeasibleError(
            f"There is no approved {role} in the tone {place.cell.tone} for the theme "
            f"{place.cell.theme} {where}."
        )
    return CopySlot(role, found, optional)


def _suits(block: BlockText, place: _Place, themes: set[str]) -> bool:
    return (
        place.cell.tone in block.tones
        and (not block.themes or bool(themes & set(block.themes)))
        and fitting.suits(block, place.rules, place.cell.format)
    )


def _require_enough(place: _Place, slots: Sequence[Slot]) -> None:
    """No block may stand twice, so as many are needed as there are places."""
    bridges = [
        slot
        for slot in slots
        if isinstance(slot, CopySlot) and slot.role == CopyRole.BRIDGE
    ]
    blocks = {block.ref for slot in bridges for block in slot.candidates}
    if len(blocks) < len(bridges):
        verb = "is" if len(blocks) == 1 else "are"
        raise InfeasibleError(
            f"{len(bridges)} different bridges are needed in the tone "
            f"{place.cell.tone}, and {len(blocks)} {verb} approved {place.rules.by}."
        )
