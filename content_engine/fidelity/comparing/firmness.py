"""Tells figures that contradict each other from figures that are said in another way.

In a sentence that was built anew a missing sign, unit or name may stand in words; only
a number that neither wording knows of the other is proof of a change.
"""

import functools
import re
from collections.abc import Iterable
from decimal import Decimal

from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.wordings import Wording
from knowledge_base.wording import number_words
from knowledge_base.wording.quantities import Kind, Quantity

WORDED = frozenset({Kind.FOLD, Kind.FRACTION})  # said in words: ``cut in half``
LEVEL = re.compile(r"\d+")
PLAIN = re.compile(r"\d+(?:\.\d+)?")
Numbers = frozenset[Decimal]
PRINTED = frozenset({
    Kind.PERCENTAGE, Kind.RATIO, Kind.INTERVAL, Kind.P, Kind.DIFFERENCE,
})  # fmt: skip


def said(wording: Wording) -> Numbers:
    """Every number of a wording without its sign, also those in words."""
    found: set[Decimal] = set()
    for token in wording.tokens:
        if token.quantity is not None:
            found |= _sizes(token.quantity)
        else:
            found |= _numbers(token.text)
    return frozenset(found)


def contradict(old: Token, new: Token, was_said: Numbers, is_said: Numbers) -> bool:
    """Whether two figures differ however the sentence around them was built."""
    was, now = old.quantity, new.quantity
    if was is None or now is None:
        return False
    if _sizes(was) != _sizes(now):
        is_new = _sizes(now).isdisjoint(was_said) and _sizes(was).isdisjoint(is_said)
        return was.kind is now.kind and is_new
    if was.kind is Kind.P and now.kind is Kind.P:
        return was.operator != now.operator
    if was.kind is Kind.INTERVAL:
        levels = LEVEL.findall(was.label), LEVEL.findall(now.label)
        return all(levels) and levels[0] != levels[1]
    if not was.unit or not now.unit:
        return False
    return was.unit not in now.unit and now.unit not in was.unit


def is_missing(token: Token, is_said: Numbers) -> bool:
    """Whether a printed figure is gone; small whole numbers may stand in words."""
    quantity = token.quantity
    if quantity is None or quantity.kind in WORDED:
        return False
    if not _sizes(quantity).isdisjoint(is_said):
        return False
    has_places = any(value % 1 for value in quantity.values)
    return has_places or quantity.kind in PRINTED


def _sizes(quantity: Quantity) -> Numbers:
    return frozenset(abs(value) for value in quantity.values)


@functools.lru_cache(maxsize=8192)
def _numbers(word: str) -> Numbers:
    return frozenset(_values(word))


def _values(word: str) -> Iterable[Decimal]:
    if PLAIN.fullmatch(word):
        yield Decimal(word)
    for _, _, value in number_words.find(word):
        yield value
