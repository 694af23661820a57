"""Whether two quantities say the same after conversion of their units."""

from decimal import Decimal
from fractions import Fraction

from knowledge_base.wording import units
from knowledge_base.wording.quantities.shapes import Kind, Quantity

PRINTED = frozenset({Kind.PERCENTAGE, Kind.DIFFERENCE, Kind.RATIO})


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are equal: kind, operator, label, value and unit.

    Units are converted exactly, so 30 mg is 30,000 mcg and 18 months are 1.5 years;
    9.8 % is not 9.80 %, which claims a precision that the other does not. Arms,
    intervals, p and n are quantities of their own and do not count here.
    """
    if (one.kind, one.operator, one.label) != (other.kind, other.operator, other.label):
        return False
    if one.kind is Kind.FRACTION:
        return _share(one) == _share(other)
    if len(one.values) != len(other.values):
        return False
    if one.kind in PRINTED and _decimals(one) != _decimals(other):
        return False
    if not one.values:
        return True
    return _converted(one) == _converted(other)


def _share(quantity: Quantity) -> Fraction:
    above, below = quantity.values
    return Fraction(above) / Fraction(below)


def _decimals(quantity: Quantity) -> list[int | str]:
    return [_places(value) for value in quantity.values]


def _places(value: Decimal) -> int | str:
    return value.as_tuple().exponent


def _converted(quantity: Quantity) -> list[object]:
    return [units.convert(value, quantity.unit) for value in quantity.values]
