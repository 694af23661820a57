"""The figures of a wording, with what each measures and where it begins."""

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from content_engine.fidelity.comparing import measures, texts
from knowledge_base.wording import quantities
from knowledge_base.wording.quantities import Kind, Quantity

TURNED = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}
DENIAL = re.compile(r"\b(?:no|not)\s\Z", re.IGNORECASE)
RANKED = re.compile(r"\bnumber\s\Z", re.IGNORECASE)
PERIODS = frozenset({"day", "week", "month"})
VOLUME = re.compile(r"\bvolume (?:in|at)\s\Z", re.IGNORECASE)
WALK = re.compile(r"[- ]walk")
POINTS = re.compile(r".*?\bpoints?(?= (?:on|in|of|from)\b)")
COUNTED_ON = frozenset({Kind.SCORE, Kind.DIFFERENCE})
REACH = 12  # letters before a figure that can turn it


class Figure(NamedTuple):
    """A quantity that counts, its measure, and where its words begin."""

    quantity: Quantity
    measure: measures.Measure
    start: int


def find(plain: str) -> Iterator[Figure]:
    """Each figure in order; ``number one`` and ``not significant`` are none."""
    for quantity in quantities.read(plain, texts.locale(plain)):
        if _is_part_of_a_name(plain, quantity):
            continue
        start = quantity.span[0]
        turned = quantity
        denial = _before(plain, quantity, DENIAL)
        if denial and quantity.operator in TURNED:  # ``no higher than 2`` is at most 2
            start = denial.start()
            operator = TURNED[quantity.operator]
            turned = dataclasses.replace(quantity, operator=operator)
        for one in _parted(_without_scale(turned)):
            if measure := measures.of(one):
                yield Figure(one, measure, start)


def _is_part_of_a_name(plain: str, quantity: Quantity) -> bool:
    """``number one``, ``expiratory volume in 1 second``, ``6-minute walk``."""
    if quantity.text == "one" and _before(plain, quantity, RANKED):
        return True
    end = quantity.span[1]
    is_walk = WALK.match(plain, end) is not None
    return is_walk or _before(plain, quantity, VOLUME) is not None


def _without_scale(quantity: Quantity) -> Quantity:
    """``6 points on the KCCQ``: what it counts on is told by words of its own."""
    found = POINTS.match(quantity.text)
    if quantity.kind not in COUNTED_ON or found is None:
        return quantity
    start = quantity.span[0]
    span = (start, start + found.end())
    return dataclasses.replace(quantity, text=found.group(), span=span)


def _parted(quantity: Quantity) -> Iterator[Quantity]:
    """``800 mg per day`` is a dose and a day, in how many parts is not said."""
    above, _, period = quantity.unit.rpartition("/")
    if quantity.kind is not Kind.DOSE or period not in PERIODS or "/" in above:
        yield quantity
        return
    start, end = quantity.span
    words = re.split(r"\s*(?:/|\bper\b|\ban?\b)\s*", quantity.text)[0]
    middle = min(start + len(words), end)
    yield dataclasses.replace(quantity, unit=above, text=words, span=(start, middle))
    yield Quantity(
        Kind.FREQUENCY,
        Decimal(1),
        unit=f"/{period}",
        label=measures.TOTAL,
        span=(middle, end),
        text=period,
    )


def _before(
    plain: str, quantity: Quantity, pattern: re.Pattern[str]
) -> re.Match[str] | None:
    start = quantity.span[0]
    return pattern.search(plain, max(0, start - REACH), start)
