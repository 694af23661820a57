"""Chooses approved wordings for the open slots of a plan, by the plan's own chance."""

import functools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from content_engine.channels.catalogue import ChannelRules, rules_of
from content_engine.pieces import Segment
from content_engine.planning import elements, fitting
from content_engine.planning.slots import ClaimSlot, CopySlot, MessagePlan, PartPlan
from content_engine.supply import BlockText
from content_engine.vocabulary import PartName
from content_engine.writers.composer import agreement

NO_LIMIT = 1_000_000
UNUSABLE = 9


@dataclass(frozen=True)
class Wording:
    """One approved expansion of a block, with what its seams depend on."""

    ref: str
    text: str
    length: int
    first: str
    last: str


class NoWordingError(ValueError):
    """A slot for which no approved wording is left; names role, tone and theme."""


Cost = Callable[[Wording], int]


@dataclass
class Deck:
    """The blocks of one slot, drawn in a random order, each once before any again."""

    blocks: Sequence[tuple[Wording, ...]]
    rng: random.Random
    order: list[int] = field(default_factory=list)
    turns: dict[int, int] = field(default_factory=dict)

    def draw(self, cost: Cost) -> Wording | None:
        """The first wording without cost, else the cheapest; None if none is usable."""
        if not self.order:
            self._refill()
        best = self._cheapest(self.order, cost)
        if best is None or best[0]:
            rest = [p for p in range(len(self.blocks)) if p not in self.order]
            self.rng.shuffle(rest)
            again = self._cheapest(rest, cost)
            if again and (best is None or again[0] < best[0]):
                best = again
        if best is None:
            return None
        _, place, wording = best
        self.turns[place] = self.turns.get(place, 0) + 1
        if place in self.order:
            self.order.remove(place)
        return wording

    def _cheapest(
        self, places: Sequence[int], cost: Cost
    ) -> tuple[int, int, Wording] | None:
        best: tuple[int, int, Wording] | None = None
        for place in places:
            wordings = self.blocks[place]
            wording = wordings[self.turns.get(place, 0) % len(wordings)]
            price = cost(wording)
            if price < UNUSABLE and (best is None or price < best[0]):
                best = (price, place, wording)
            if price == 0:
                break
        return best

    def _refill(self) -> None:
        self.order = list(range(len(self.blocks)))
        self.rng.shuffle(self.order)


@dataclass
class Message:
    """What one message holds so far: blocks used, and how the text before ends."""

    refs: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""

    def cost(self, wording: Wording, room: int) -> int:
        """0 if a wording joins well; UNUSABLE if it is used or too long."""
        if wording.ref in self.refs or wording.length > room:
            return UNUSABLE
        return 2 * (wording.first == self.last) + (wording.first == self.first)

    def follow(self, text_first: str, text_last: str) -> None:
        """Take note of the paragraph that stands there now."""
        self.first, self.last = text_first, text_last


class Chooser:
    """Chooses for many messages of one plan."""

    def __init__(self, plan: MessagePlan) -> None:
        self._plan = plan
        rules = rules_of(plan.context.channel)
        rng = plan.rng()
        self._parts = [part for part in plan.parts if part.slots]
        self._rooms = {part.name: _room(part, rules) for part in self._parts}
        self._decks = {
            (part.name, place): Deck(_wordings_of(slot, rules), rng)
            for part in self._parts
            for place, slot in enumerate(part.slots)
            if isinstance(slot, CopySlot)
        }

    def message(self) -> dict[PartName, tuple[Wording | None, ...]]:
        """For each open part the wordings of its slots; None where a claim stands.

        Raises NoWordingError.
        """
        message = Message()
        return {part.name: self._part(part, message) for part in self._parts}

    def _part(self, part: PartPlan, message: Message) -> tuple[Wording | None, ...]:
        before = "".join(segment.text for segment in part.before)
        message.follow(agreement.first_word(before), agreement.last_word(before))
        room = self._rooms[part.name]
        chosen: list[Wording | None] = []
        for place, slot in enumerate(part.slots):
            if isinstance(slot, ClaimSlot):
                text = slot.claim.text
                message.follow(agreement.first_word(text), agreement.last_word(text))
                chosen.append(None)
                continue
            deck = self._decks[part.name, place]
            wording = deck.draw(partial(message.cost, room=room))
            if wording is not None:
                message.refs.add(wording.ref)
                message.follow(wording.first, wording.last)
                room -= wording.length
            elif not slot.optional:
                raise NoWordingError(self._refusal(slot))
            chosen.append(wording)
        return tuple(chosen)

    def _refusal(self, slot: CopySlot) -> str:
        cell = self._plan.cell
        return (
            f"No approved {slot.role} is left in the tone {cell.tone} for the "
            f"theme {cell.theme} that fits beside the others."
        )


def _wordings_of(
    slot: CopySlot, rules: ChannelRules
) -> tuple[tuple[Wording, ...], ...]:
    found = (_wordings(block, rules.channel) for block in slot.candidates)
    return tuple(wordings for wordings in found if wordings)


@functools.lru_cache(maxsize=8192)
def _wordings(block: BlockText, channel: str) -> tuple[Wording, ...]:
    """The expansions of a block that read without a fault."""
    return tuple(
        Wording(
            block.ref,
            text,
            fitting.longest_length(text, rules_of(channel)),
            agreement.first_word(text),
            agreement.last_word(text),
        )
        for text in fitting.approved(block.text)
        if not agreement.faults(text)
    )


def _room(part: PartPlan, rules: ChannelRules) -> int:
    """Characters left for copy in a part."""
    if part.limit is None:
        return NO_LIMIT
    fixed: list[Segment] = [*part.before, *part.after]
    for slot in part.slots:
        if isinstance(slot, ClaimSlot):
            numbers = elements.numbered([slot.claim])
            fixed.extend(elements.marked_claim(slot.claim, numbers))
            fixed.extend(Segment(fixed[0].kind, "9") for _ in numbers)
    joints = len(part.joint) * (len(part.slots) + 1)
    text = "".join(segment.text for segment in fixed)
    return part.limit - fitting.longest_length(text, rules) - joints
