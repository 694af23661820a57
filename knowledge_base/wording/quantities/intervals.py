"""Intervals: two bounds after ``95% CI``, or in brackets after a ratio."""

import bisect
import re

from knowledge_base.wording import units
from knowledge_base.wording.numerals import Numeral
from knowledge_base.wording.quantities import heads
from knowledge_base.wording.quantities.shapes import Kind, Quantity

JOINT = re.compile(r"\s?(?:to|bis|and|und|--?|,|;)\s?")
BRACKET = re.compile(r",? ?[(\[]\s?|; ")
HOSTS = frozenset({Kind.RATIO, Kind.NNT, Kind.DIFFERENCE, Kind.FOLD})


def read(
    text: str,
    numerals: list[Numeral],
    index: int,
    announced: list[heads.Head],
    last: Quantity | None,
) -> Quantity | None:
    """The interval whose lower bound is a number; none if nothing announces one."""
    if index + 1 >= len(numerals):
        return None
    low, high = numerals[index], numerals[index + 1]
    unit = units.read(text, low.end + (text[low.end : low.end + 1] == " "))
    places = {low.end, unit.end if unit else low.end}
    if not any(JOINT.fullmatch(text, place, high.start) for place in places):
        return None
    head = _head(text, low.start, announced)
    if head is None and not _follows(text, low.start, last):
        return None
    if low.is_word or high.is_word or (head is None and low.value > high.value):
        return None
    after = units.read(text, high.end + (text[high.end : high.end + 1] == " "))
    if head is None and (unit or after):
        return None
    return Quantity(
        Kind.INTERVAL,
        (low.value, high.value),
        unit=after.name if after else unit.name if unit else "",
        label=head.label if head else "CI",
        span=(head.start if head else low.start, after.end if after else high.end),
    )


def _head(text: str, place: int, announced: list[heads.Head]) -> heads.Head | None:
    before = bisect.bisect_right(announced, place, key=lambda head: head.end)
    if not before:
        return None
    head = announced[before - 1]
    gap = text[head.end : place]
    fits = len(gap) <= 60 and heads.INTERVAL_GAP.fullmatch(gap)
    return head if fits else None


def _follows(text: str, place: int, last: Quantity | None) -> bool:
    """Whether the bounds stand in brackets right after what they bound."""
    if last is None or last.kind not in HOSTS:
        return False
    return bool(BRACKET.fullmatch(text, last.span[1], place))
