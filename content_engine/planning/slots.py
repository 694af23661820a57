"""The plan of one message: what is fixed, and what a writer may fill."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from content_engine.pieces import Context, Segment
from content_engine.supply import BlockText, ClaimText
from content_engine.vocabulary import CopyRole, PartName


@dataclass(frozen=True)
class Cell:
    """One place on the axes of a family."""

    tone: str
    theme: str
    format: str
    hcp: str | None = None


@dataclass(frozen=True)
class CopySlot:
    """A place for connective copy of one role, chosen from approved candidates."""

    role: CopyRole
    candidates: tuple[BlockText, ...]
    optional: bool = False


@dataclass(frozen=True)
class ClaimSlot:
    """A place for one claim, with its qualifiers and reference markers."""

    claim: ClaimText


Slot = CopySlot | ClaimSlot


def is_optional(slot: Slot) -> bool:
    """Whether a message is whole without it."""
    return isinstance(slot, CopySlot) and slot.optional


def taken(slots: Sequence[Slot], count: int) -> list[Slot]:
    """The slots that so many segments fill; optional ones take what is over."""
    spare = count - sum(not is_optional(slot) for slot in slots)
    found = []
    for slot in slots:
        if is_optional(slot):
            if spare <= 0:
                continue
            spare -= 1
        found.append(slot)
    return found


@dataclass(frozen=True)
class PartPlan:
    """One part: fixed text before and after, slots in order between.

    ``joint`` stands between slots (a blank line in a body, a space in an SMS);
    ``limit`` is the most characters the part may have, tokens at their longest.
    """

    name: PartName
    slots: tuple[Slot, ...] = ()
    before: tuple[Segment, ...] = ()
    after: tuple[Segment, ...] = ()
    joint: str = " "
    limit: int | None = None


@dataclass(frozen=True)
class MessagePlan:
    """Everything a writer needs for one message, and nothing about any person."""

    cell: Cell
    context: Context
    label: str
    parts: tuple[PartPlan, ...]
    seed: int
    feedback: tuple[str, ...] = field(default_factory=tuple)

    @property
    def claims(self) -> tuple[ClaimText, ...]:
        """The claims in reading order."""
        return tuple(
            slot.claim
            for part in self.parts
            for slot in part.slots
            if isinstance(slot, ClaimSlot)
        )

    def rng(self) -> random.Random:
        """Chance that is the same for the same brief, cell and seed."""
        cell = self.cell
        return random.Random(  # noqa: S311 - choosing copy, not secrets
            f"{self.seed}/{cell.tone}/{cell.theme}/{cell.format}/{cell.hcp}"
        )
