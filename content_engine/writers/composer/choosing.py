"""Chooses approved wordings for the open slots of a plan, by the plan's own chance."""

import functools
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from content_engine.channels.catalogue import ChannelRules, rules_of
from content_engine.planning import fitting
from content_engine.planning.slots import (
    ClaimSlot,
    CopySlot,
    MessagePlan,
    PartPlan,
)
from content_engine.supply import BlockText
from content_engine.writers.composer import agreement


@dataclass(frozen=True)
class Wording:
    """One approved expansion of a block."""

    ref: str
    text: str


class NoWordingError(ValueError):
    """A slot for which no approved wording is left."""


@dataclass
class _Message:
    """What one message holds so far."""

    refs: set[str] = field(default_factory=set)
    before: str = ""


@functools.lru_cache(maxsize=4096)
def wordings(block: BlockText) -> tuple[Wording, ...]:
    """The expansions of a block that read without a fault."""
    return tuple(
        Wording(block.ref, text)
        for text in fitting.approved(block.text)
        if not agreement.faults(text)
    )


@dataclass
class Chooser:
    """Chooses for many messages of one plan, sparing what it used before."""

    plan: MessagePlan
    rng: random.Random
    used: Counter[str] = field(default_factory=Counter)

    def message(self) -> dict[str, tuple[Wording | None, ...]]:
        """For each open part the wordings of its slots; None where a claim stands.

        Raises NoWordingError.
        """
        message = _Message()
        rules = rules_of(self.plan.context.channel)
        made = {
            part.name: self._part(part, message, rules)
            for part in self.plan.parts
            if part.slots
        }
        for chosen in made.values():
            self.used.update(wording.ref for wording in chosen if wording)
            self.used.update(wording.text for wording in chosen if wording)
        return {str(name): chosen for name, chosen in made.items()}

    def _part(
        self, part: PartPlan, message: _Message, rules: ChannelRules
    ) -> tuple[Wording | None, ...]:
        message.before = "".join(segment.text for segment in part.before)
        room = _room(part, rules)
        chosen: list[Wording | None] = []
        for slot in part.slots:
            if isinstance(slot, ClaimSlot):
                message.before = slot.claim.text
                chosen.append(None)
                continue
            wording = self._wording(slot, message, room, rules)
            message.refs.add(wording.ref)
            message.before = wording.text
            room -= fitting.longest_length(wording.text, rules)
            chosen.append(wording)
        return tuple(chosen)

    def _wording(
        self, slot: CopySlot, message: _Message, room: int, rules: ChannelRules
    ) -> Wording:
        free = [
            wording
            for block in slot.candidates
            if block.ref not in message.refs
            for wording in wordings(block)
            if fitting.longest_length(wording.text, rules) <= room
        ]
        if not free:
            cell = self.plan.cell
            raise NoWordingError(
                f"No approved {slot.role} is left in the tone {cell.tone} for the "
                f"theme {cell.theme} that fits beside the others."
            )
        return self._best(free, message)

    def _best(self, free: Sequence[Wording], message: _Message) -> Wording:
        """The least used of those that join best with what stands before."""
        opening = agreement.first_word(message.before)

        def cost(wording: Wording) -> tuple[int, int, int, float]:
            return (
                agreement.clashes(message.before, wording.text) * 2
                + (agreement.first_word(wording.text) == opening),
                self.used[wording.ref],
                self.used[wording.text],
                self.rng.random(),
            )

        return min(free, key=cost)


def _room(part: PartPlan, rules: ChannelRules) -> int:
    """Characters left for copy in a part; a very large number where it has no limit."""
    if part.limit is None:
        return 10**9
    texts: Iterable[str] = (
        *(segment.text for segment in (*part.before, *part.after)),
        *(_claim_text(slot) for slot in part.slots if isinstance(slot, ClaimSlot)),
    )
    joints = len(part.joint) * (len(part.slots) + 1)
    fixed = sum(fitting.longest_length(text, rules) for text in texts)
    return part.limit - fixed - joints


def _claim_text(slot: ClaimSlot) -> str:
    markers = "".join(f"[{10}]" for _ in slot.claim.sources)
    return " ".join((slot.claim.text, *slot.claim.qualifiers)) + markers
