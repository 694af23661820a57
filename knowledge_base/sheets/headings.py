"""Checks the line that names the columns, and sets cells under its names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge_base.sheets import bounds
from knowledge_base.sheets.sources import CellFault, FileUnreadableError, Row

LONGEST = 200
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def named(cells: Sequence[str]) -> tuple[str, ...]:
    """The headings without outer space. Raises FileUnreadableError."""
    names = tuple(re.sub(r"\s+", " ", cell).strip() for cell in cells)
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        raise FileUnreadableError("the first line does not name the columns")
    if len(names) > bounds.MAX_COLUMNS:
        raise FileUnreadableError(
            f"the file has more than {bounds.MAX_COLUMNS} columns"
        )
    _refuse_twins([key(name) for name in names if name])
    return names


def key(name: str) -> str:
    """The heading as values go by it."""
    return name.casefold()


def fault_in(name: str) -> str:
    """Why a column cannot have this name, as a clause; nothing if it can."""
    if len(name) > LONGEST:
        return f"a column's name is longer than {LONGEST} characters"
    if UNPRINTABLE.search(name):
        return "a column's name holds a character that cannot be printed"
    return ""


def row(
    number: int,
    names: Sequence[str],
    cells: Mapping[int, Any],
    faults: tuple[CellFault, ...] = (),
) -> Row:
    """One row from its filled cells, which are counted from 0."""
    if any(place >= len(names) for place in cells):
        return Row(number, {}, "there are more cells than columns")
    values = {
        key(name): cells.get(place, "") for place, name in enumerate(names) if name
    }
    return Row(number, values, "", faults)


def letters(place: int) -> str:
    """The letters by which a spreadsheet names a column, which is counted from 0."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _refuse_twins(names: list[str]) -> None:
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise FileUnreadableError(
            f"a column stands twice in the first line: {', '.join(twins)[:LONGEST]}"
        )
    for name in names:
        if fault := fault_in(name):
            raise FileUnreadableError(fault)
