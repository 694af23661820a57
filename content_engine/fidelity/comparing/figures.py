"""The figures of a wording, with what each measures and where it begins."""

import dataclasses
import re
from collections.abc import Iterator
from typing import NamedTuple

from content_engine.fidelity.comparing import measures, texts
from knowledge_base.wording import quantities
from knowledge_base.wording.quantities import Quantity

TURNED = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}
DENIAL = re.compile(r"\b(?:no|not)\s\Z", re.IGNORECASE)
RANKED = re.compile(r"\bnumber\s\Z", re.IGNORECASE)
REACH = 8  # letters before a figure that can turn it


class Figure(NamedTuple):
    """A quantity that counts, its measure, and where its words begin."""

    quantity: Quantity
    measure: measures.Measure
    start: int


def find(plain: str) -> Iterator[Figure]:
    """Each figure in order; ``number one`` and ``not significant`` are none."""
    for quantity in quantities.read(plain, texts.locale(plain)):
        if quantity.text == "one" and _before(plain, quantity, RANKED):
            continue
        start = quantity.span[0]
        turned = quantity
        denial = _before(plain, quantity, DENIAL)
        if denial and quantity.operator in TURNED:  # ``no higher than 2`` is at most 2
            start = denial.start()
            operator = TURNED[quantity.operator]
            turned = dataclasses.replace(quantity, operator=operator)
        if measure := measures.of(turned):
            yield Figure(turned, measure, start)


def _before(
    plain: str, quantity: Quantity, pattern: re.Pattern[str]
) -> re.Match[str] | None:
    start = quantity.span[0]
    return pattern.search(plain, max(0, start - REACH), start)
