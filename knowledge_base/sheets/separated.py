"""Reads CSV, with commas, semicolons or tabs between its cells."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge_base.sheets import decoding, formulas, headings
from knowledge_base.sheets.sources import (
    CellFault,
    FileUnreadableError,
    Row,
    Sheet,
    gathered,
)

DELIMITERS = (",", ";", "\t")
QUOTED = re.compile(r'"[^"]*"')


def sheet(data: bytes) -> Sheet:
    """The table in a CSV file. Raises FileUnreadableError."""
    text = decoding.text(data)
    if "\x00" in text:
        raise FileUnreadableError("the file holds zero bytes; it is no CSV file")
    between = _delimiter(text.split("\n", 1)[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        names = headings.named(next(reader, []))
        return Sheet(names, gathered(_rows(reader, names)), is_guarded=True)
    except csv.Error as error:
        raise FileUnreadableError(f"line {reader.line_num}: {error}") from None


def _delimiter(headings: str) -> str:
    """What cuts the line into most names; of two that do alike, the comma."""
    bare = QUOTED.sub("name", headings)

    def names(sign: str) -> int:
        cells = bare.split(sign) if sign in bare else ()
        return sum(bool(cell.strip()) for cell in cells)

    return max(DELIMITERS, key=names)


def _rows(reader: Any, names: Sequence[str]) -> Iterator[Row]:
    # Counted by records, as a spreadsheet program shows them: a cell may hold lines.
    for number, cells in enumerate(reader, 2):
        filled = {p: cell for p, cell in enumerate(cells) if cell.strip()}
        if filled:
            texts = {place: cell.strip() for place, cell in filled.items()}
            yield headings.row(number, names, texts, _faults(number, names, filled))


def _faults(
    number: int, names: Sequence[str], cells: dict[int, str]
) -> tuple[CellFault, ...]:
    return tuple(
        CellFault(
            headings.key(names[place]),
            f"{headings.letters(place)}{number}",
            "holds a formula",
        )
        for place, cell in cells.items()
        if place < len(names) and names[place] and formulas.is_formula(cell)
    )
