"""ST-09: figures that stand beside each other agree with each other."""

import math
import re
from collections.abc import Iterator
from decimal import Decimal

from content_engine.fidelity import cascade
from content_engine.rules.findings import Objection
from content_engine.rules.lines import Line, written
from content_engine.rules.readings import Reading
from knowledge_base.wording import quantities
from knowledge_base.wording.quantities import Kind, Quantity

NEEDED = re.compile(r"\b(?:nnt|number needed to treat)\b\D{0,20}(\d{1,4})\b")
SUMS = re.compile(r"point|prozentpunkt|\d ?/ ?\d|\bof\b|\bvon\b")
BESIDE = 4  # characters between a share and its count


def wrong_sums(reading: Reading) -> Iterator[Objection]:
    """ST-09: differences, shares and numbers needed to treat are reckoned right."""
    for line in written(reading):
        if len(line.copy) > cascade.LONGEST:  # refused whole
            continue
        if ("%" in line.copy and SUMS.search(line.copy)) or NEEDED.search(line.copy):
            yield from _in_line(line)


def _in_line(line: Line) -> Iterator[Objection]:
    found = quantities.read(line.copy)
    shares = [one for one in found if one.kind is Kind.PERCENTAGE and _is_plain(one)]
    differences = [
        one for one in found if one.kind is Kind.DIFFERENCE and _is_plain(one)
    ]
    if len(shares) == 2 and len(differences) == 1:
        yield from _difference(line, shares, differences[0])
    for one in found:
        if one.kind is Kind.COUNT and isinstance(one.value, tuple):
            yield from _share(line, shares, one)
    needed = NEEDED.search(line.copy)
    if needed and len(differences) == 1:
        yield from _needed(line, needed, differences[0])


def _difference(
    line: Line, shares: list[Quantity], stated: Quantity
) -> Iterator[Objection]:
    """A difference in points equals that of the two shares, but for rounding."""
    first, second = (_number(share) for share in shares)
    true = abs(first - second)
    if abs(true - abs(_number(stated))) > _step(first, second) * 3 / 2:
        message = f"The difference of these shares is {true} points."
        yield line.objection(*stated.span, message)


def _share(line: Line, shares: list[Quantity], count: Quantity) -> Iterator[Objection]:
    """A share beside its count is that count."""
    assert isinstance(count.value, tuple)  # noqa: S101 - settled by the caller
    part, whole = count.value[:2]
    beside = [
        share
        for share in shares
        if 0 <= count.span[0] - share.span[1] <= BESIDE
        or 0 <= share.span[0] - count.span[1] <= BESIDE
    ]
    if not beside or not whole:
        return
    true = part / whole * 100
    if abs(true - _number(beside[0])) > _step(_number(beside[0])) * Decimal("0.51"):
        shown = true.quantize(_step(_number(beside[0])))
        yield line.objection(*beside[0].span, f"{count.text} is {shown}%.")


def _needed(
    line: Line, found: re.Match[str], difference: Quantity
) -> Iterator[Objection]:
    """The number needed to treat is the difference turned over, rounded up."""
    points = abs(_number(difference))
    if not points:
        return
    true = math.ceil(100 / points)
    if abs(true - int(found.group(1))) > 1:
        message = f"A difference of {points} points gives an NNT of {true}."
        yield line.objection(*found.span(1), message)


def _is_plain(quantity: Quantity) -> bool:
    return isinstance(quantity.value, Decimal) and quantity.operator == "="


def _number(quantity: Quantity) -> Decimal:
    assert isinstance(quantity.value, Decimal)  # noqa: S101 - plain ones only come here
    return quantity.value


def _step(*values: Decimal) -> Decimal:
    """One unit in the last place of the coarsest value."""
    places = max(int(value.as_tuple().exponent) for value in values)
    return Decimal(1).scaleb(min(places, 0))
