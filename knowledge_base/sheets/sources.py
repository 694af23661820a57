"""What a file of rows is, and what is wrong with it as a whole or in one cell."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from knowledge_base.sheets import bounds


class FileUnreadableError(ValueError):
    """The file as a whole cannot be read as rows; the message is a clause."""


@dataclass(frozen=True)
class Source:
    """A file's name, whose ending says its format, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be taken as it is; ``message`` is a clause that ends it."""

    column: str
    address: str
    message: str


@dataclass(frozen=True)
class Row:
    """One row by the number that a spreadsheet shows, and what is wrong with it.

    ``values`` go by heading in small letters: text, a date from a date cell, or what
    JSON holds. ``fault`` is a clause about the row as a whole.
    """

    number: int
    values: dict[str, Any]
    fault: str = ""
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table: its headings as written, its rows, and the sheets left aside.

    ``is_guarded`` says that an apostrophe before = + - @ stands for plain text.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    names: tuple[str, ...] = ()
    is_guarded: bool = False


def gathered(found: Iterable[Row]) -> tuple[Row, ...]:
    """All rows of a file. Raises FileUnreadableError if there are none or too many."""
    rows: list[Row] = []
    for row in found:
        if len(rows) == bounds.MAX_ROWS:
            raise FileUnreadableError(
                f"the file has more than {bounds.MAX_ROWS:,} rows"
            )
        rows.append(row)
    if not rows:
        raise FileUnreadableError("the file holds no rows")
    return tuple(rows)


def plain(value: Any) -> Any:
    """A cell's value as text where it came from a date cell."""
    return value.isoformat() if isinstance(value, datetime.date) else value
