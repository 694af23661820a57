"""What a figure says in one form: family, operator, exact value, boundary word."""

import dataclasses
import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from knowledge_base.wording import units
from knowledge_base.wording.quantities import Kind, Quantity

FAMILIES = {
    Kind.P: "p",
    Kind.INTERVAL: "interval",
    Kind.COUNT: "count",
    Kind.FREQUENCY: "frequency",
}
PRINTED = frozenset(
    {Kind.PERCENTAGE, Kind.DIFFERENCE, Kind.RATIO, Kind.INTERVAL, Kind.P}
)
LOOSE_BOUNDS = {
    "": "",
    "at": "",
    "for": "during",
    "over": "during",
    "through": "during",
}
NOT = re.compile(r"\b(?:not|nicht)\b", re.IGNORECASE)
WHOLE = 100
TOTAL = "total"  # a dose of a day that may be taken at once or in parts


class Measure(NamedTuple):
    """A figure in the form in which two are equal or not."""

    family: str
    operator: str
    dimensions: tuple[object, ...]
    values: tuple[Fraction, ...]
    decimals: tuple[object, ...]
    bound: str


def of(quantity: Quantity) -> Measure | None:
    """The measure of a quantity; none for a phrase that only denies significance."""
    if quantity.kind is Kind.P and NOT.search(quantity.text):
        return None
    if quantity.kind is Kind.FRACTION:
        above, below = quantity.values
        if below == WHOLE:  # ``14 in 100``
            return of(_percentage(quantity))
        share = Fraction(above) / Fraction(below) if below else Fraction(0)
        return Measure("amount", quantity.operator, ("part",), (share,), (), "")
    if _is_of_hundred(quantity):
        return of(_percentage(quantity))
    converted = [_converted(value, quantity.unit) for value in quantity.values]
    return Measure(
        FAMILIES.get(quantity.kind, "amount"),
        quantity.operator,
        converted[0][0] if converted else (),
        tuple(value for _, value in converted),
        _decimals(quantity),
        _bound(quantity),
    )


def _is_of_hundred(quantity: Quantity) -> bool:
    """``14/100``, which is 14 %."""
    is_part = quantity.kind is Kind.COUNT and quantity.label != "range"
    return is_part and len(quantity.values) == 2 and quantity.values[1] == WHOLE


def _percentage(quantity: Quantity) -> Quantity:
    above = quantity.values[0]
    kind = Kind.PERCENTAGE
    return dataclasses.replace(quantity, kind=kind, value=above, unit="%", label="")


def are_totals_of_one(one: Measure, other: Measure) -> bool:
    """``per day`` and ``once daily``: only one says in how many parts."""
    if (one.dimensions, one.values) != (other.dimensions, other.values):
        return False
    return (one.bound == TOTAL) != (other.bound == TOTAL)


def _converted(value: Decimal, unit: str) -> tuple[tuple[object, ...], Fraction]:
    """A value in its dimensions; ``per 000`` of anything measures only itself."""
    try:
        return units.convert(value, unit)
    except ZeroDivisionError:
        return (unit,), Fraction(value)


def _decimals(quantity: Quantity) -> tuple[object, ...]:
    is_bare = quantity.kind is Kind.VALUE and not quantity.unit
    if quantity.kind not in PRINTED and not is_bare:
        return ()
    return tuple(value.as_tuple().exponent for value in quantity.values)


def _bound(quantity: Quantity) -> str:
    """The boundary word of a time, the level of an interval, what a dose is times."""
    label = quantity.label
    if quantity.kind is Kind.TIME:
        return LOOSE_BOUNDS.get(label, label)
    if quantity.kind is Kind.INTERVAL:
        return "" if label == "CI" else label
    if quantity.kind is Kind.FREQUENCY:
        return label if label == TOTAL else ""
    return label if label.endswith("x") and label[:-1].isdecimal() else ""
