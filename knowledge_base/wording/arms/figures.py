"""Which figures of a text are results of an arm, grouped as they belong together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.wording.quantities import Kind, Quantity

STATISTICS = frozenset({Kind.RATIO, Kind.P, Kind.NNT, Kind.INTERVAL, Kind.FOLD})
RESULTS = frozenset({
    Kind.PERCENTAGE, Kind.RATE, Kind.VALUE, Kind.FRACTION, Kind.SCORE, Kind.DIFFERENCE
})  # fmt: skip
TOGETHER = re.compile(r"\s?[,(\[]{1,2}\s?")
HEADED = re.compile(r"\b(?:difference|Differenz)\b[^.;]{0,90}\Z", re.IGNORECASE)
CRITERION = re.compile(
    r"\b(?:of|by|score|baseline|than|from|with|a|an|day|days|down|improvement"
    r"|reduction|rise|count|above|below|or)\s?\Z|\b(?:[A-Z]{2,}|[a-z]+ NRS)\s?\Z"
)
RESULT_BEFORE = re.compile(
    r"\b(?:was|were|of|by|is|at|and|vs\.?|versus|mean|median)\s?\Z"
)
NAMED_DAYS = re.compile(r"\d [a-z ]+ days\Z")  # migraine days, no stretch of time
HAPPENINGS = frozenset({
    "event", "exacerbation", "relapse", "attack", "seizure", "hospitalisation", "death",
    "case", "episode",
})  # fmt: skip
SPREADS = frozenset({"SD", "SE", "SEM", "IQR", "scale"})


@dataclass
class Group:
    """Figures of one result: a percentage with the count behind it.

    ``is_paired`` marks one of two results side by side: alone it cannot be bound.
    """

    members: list[int]
    start: int
    end: int
    arm: str = ""
    is_paired: bool = False

    @property
    def awaits(self) -> bool:
        """Whether it may still be bound by itself."""
        return not (self.arm or self.is_paired)


def groups(text: str, quantities: Sequence[Quantity]) -> list[Group]:
    """The results that an arm may have, in order; thresholds are none."""
    made: list[Group] = []
    for place, quantity in enumerate(quantities):
        start, end = quantity.span
        last = made[-1] if made else None
        if last and last.members[-1] == place - 1 and _joins(text, last, quantity):
            last.members.append(place)
            last.end = end
        elif is_result(text, quantity) or _leads(text, quantities, place):
            made.append(Group([place], start, end))
    return made


def is_result(text: str, quantity: Quantity) -> bool:
    """Whether a figure is something that happened in an arm."""
    before = text[max(0, quantity.span[0] - 100) : quantity.span[0]]
    if quantity.kind is Kind.COUNT:
        is_part = len(quantity.values) == 2 and quantity.label != "range"
        return is_part or (quantity.unit in HAPPENINGS and quantity.operator == "=")
    if quantity.kind is Kind.TIME:
        is_said = RESULT_BEFORE.search(before) or NAMED_DAYS.search(quantity.text)
        return not quantity.label and bool(is_said)
    if quantity.kind not in RESULTS or quantity.label in SPREADS:
        return False
    if quantity.kind is Kind.DIFFERENCE:
        return quantity.unit == "pp" and not (quantity.label or HEADED.search(before))
    if quantity.kind is Kind.SCORE and (len(quantity.values) == 2):
        return False
    return not is_criterion(before, quantity)


def is_criterion(before: str, quantity: Quantity) -> bool:
    """Whether a figure is a threshold: ``a reduction of at least 50 %``."""
    if quantity.operator in {"=", "~"}:
        return False
    if quantity.kind in {Kind.SCORE, Kind.VALUE, Kind.RATE}:
        return True
    return bool(CRITERION.search(before))


def _joins(text: str, group: Group, quantity: Quantity) -> bool:
    """``48% (192/400)``, ``48%, 192/400``: the count belongs to the percentage."""
    gap = text[group.end : quantity.span[0]]
    if not TOGETHER.fullmatch(gap):
        return False
    return quantity.kind is Kind.COUNT or ("(" in gap and quantity.kind in {
        Kind.PERCENTAGE, Kind.RATE
    })  # fmt: skip


def _leads(text: str, quantities: Sequence[Quantity], place: int) -> bool:
    """``29 (63%)``, ``21 patients (3.5 per 100 patient-years)``: counts that lead."""
    if quantities[place].kind is not Kind.COUNT or place + 1 == len(quantities):
        return False
    after = quantities[place + 1]
    gap = text[quantities[place].span[1] : after.span[0]]
    return gap.strip() == "(" and after.kind in {Kind.PERCENTAGE, Kind.RATE}
