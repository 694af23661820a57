"""Whether words fit: tokens at their longest, and messages counted in units."""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from content_engine.channels import counting
from content_engine.channels.catalogue import ChannelRules
from content_engine.planning import elements
from content_engine.planning.slots import ClaimSlot, CopySlot, PartPlan, Slot
from content_engine.supply import BlockText
from knowledge_base.wording import alternations

TOKEN = re.compile(r"\{\{(\w+)\}\}")
BETWEEN_PARTS = "\n"
GSM7 = "GSM-7"


@functools.lru_cache(maxsize=8192)
def approved(text: str) -> tuple[str, ...]:
    """Every approved wording of a block's text; remembered, for it is asked often."""
    return alternations.expansions(text)


class TooLongError(ValueError):
    """A message that its channel cannot hold; ``excess`` is in characters."""

    def __init__(self, excess: int, limit: int, because: str) -> None:
        signs = "character" if excess == 1 else "characters"
        super().__init__(f"{excess} {signs} over {limit}{because}")
        self.excess = excess


def tokens_allowed(text: str, rules: ChannelRules) -> bool:
    """Whether every placeholder in a text is on the channel's list."""
    return all(name in rules.tokens for name in TOKEN.findall(text))


def suits(block: BlockText, rules: ChannelRules, format_: str) -> bool:
    """Whether a block may stand in a message of that channel and format at all."""
    is_open = not block.formats or format_ in block.formats
    return is_open and tokens_allowed(block.text, rules)


def longest_length(text: str, rules: ChannelRules) -> int:
    """The characters of a text, each placeholder at its longest value."""
    return len(TOKEN.sub(lambda match: "m" * rules.tokens.get(match[1], 0), text))


def blocks_within(
    blocks: Iterable[BlockText], room: int | None, rules: ChannelRules
) -> tuple[BlockText, ...]:
    """The blocks of which every expansion fits into so many characters."""
    return tuple(
        block
        for block in blocks
        if room is None
        or all(longest_length(text, rules) <= room for text in approved(block.text))
    )


def fitted(parts: Sequence[PartPlan], rules: ChannelRules) -> tuple[PartPlan, ...]:
    """The same parts with only those candidates that cannot overrun the channel.

    Optional slots that leave no room for the others are closed. Raises TooLongError
    where not even the shortest words fit.
    """
    fixed = [text for part in parts for text in _fixed_texts(part)]
    slots = [slot for part in parts for slot in part.slots]
    copies = [slot for slot in slots if isinstance(slot, CopySlot)]
    for open_slots in (copies, [slot for slot in copies if not slot.optional]):
        kept = _kept(fixed, open_slots, rules)
        if all(kept.values()):
            break
    else:
        shortest = [_by_length(slot)[0] for slot in open_slots]
        raise _too_long([*fixed, *shortest], rules)
    return tuple(
        replace(part, slots=tuple(_narrowed(part.slots, kept))) for part in parts
    )


def _kept(
    fixed: Sequence[str], slots: Sequence[CopySlot], rules: ChannelRules
) -> dict[CopySlot, tuple[BlockText, ...]]:
    """For each slot the blocks that fit beside the longest kept before it.

    The others are taken at their shortest, so that no combination overruns.
    """
    texts = [_by_length(slot)[0] for slot in slots]
    kept: dict[CopySlot, tuple[BlockText, ...]] = {}
    for place, slot in enumerate(slots):
        others = [*fixed, *texts[:place], *texts[place + 1 :]]
        kept[slot] = tuple(
            block
            for block in slot.candidates
            if all(_excess([*others, t], rules) <= 0 for t in approved(block.text))
        )
        longest = [t for block in kept[slot] for t in approved(block.text)]
        texts[place] = max(longest, key=len, default=texts[place])
    return kept


def _narrowed(
    slots: Iterable[Slot], kept: dict[CopySlot, tuple[BlockText, ...]]
) -> Iterable[Slot]:
    for slot in slots:
        if isinstance(slot, ClaimSlot):
            yield slot
        elif slot in kept:
            yield replace(slot, candidates=kept[slot])


def _by_length(slot: CopySlot) -> list[str]:
    wordings = (text for block in slot.candidates for text in approved(block.text))
    return sorted(wordings, key=len)


def _fixed_texts(part: PartPlan) -> Iterable[str]:
    yield "".join(segment.text for segment in (*part.before, *part.after))
    for slot in part.slots:
        if isinstance(slot, ClaimSlot):
            yield "".join(s.text for s in elements.marked_claim(slot.claim, {}))


def _excess(texts: Sequence[str], rules: ChannelRules) -> int:
    used, limit = _used_and_limit(texts, rules)
    return used - limit


def _used_and_limit(texts: Sequence[str], rules: ChannelRules) -> tuple[int, int]:
    assert rules.units is not None  # noqa: S101 - only such channels are fitted
    size = counting.count(BETWEEN_PARTS.join(text for text in texts if text))
    septets, ucs2 = rules.units
    return size.units, septets if size.alphabet == GSM7 else ucs2


def _too_long(texts: Sequence[str], rules: ChannelRules) -> TooLongError:
    used, limit = _used_and_limit(texts, rules)
    foreign = (c for text in texts for c in text if counting.count(c).alphabet != GSM7)
    sign = next(foreign, "")
    because = f", all that the sign {sign} leaves" if sign else ""
    return TooLongError(used - limit, limit, because)
