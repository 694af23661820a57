"""Reads the cells of one worksheet as they stream by; nothing else is kept."""

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from knowledge_base.sheets import bounds, headings
from knowledge_base.sheets.sources import CellFault, FileUnreadableError
from knowledge_base.sheets.workbook_parts import PartHandler, unescaped

ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MOST_COLUMNS = 16_384
MOST_MERGED = 10_000
BOOLEANS = {"1": "TRUE", "0": "FALSE"}
CellsFault = tuple[int, str, str]


@dataclass
class Line:
    """The filled cells of one row by their place, counted from 0, and faults."""

    number: int
    cells: dict[int, Any] = field(default_factory=dict)
    faults: list[CellsFault] = field(default_factory=list)

    def cell_faults(self, names: Sequence[str]) -> tuple[CellFault, ...]:
        """The faults under the headings' names."""
        return tuple(
            CellFault(headings.key(names[place]), address, message)
            for place, address, message in self.faults
            if place < len(names)
        )


class SheetHandler(PartHandler):
    """Gathers rows, and where cells are merged. Raises ValueError on damage."""

    def __init__(
        self, *, strings: Sequence[str], date_styles: set[int], is_1904: bool
    ) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.merged: list[str] = []
        self._strings, self._date_styles = strings, date_styles
        self._is_1904 = is_1904
        self._line = Line(0)
        self._place = -1
        self._kind = self._style = self._inside = ""
        self._parts: list[str] = []
        self._length = 0
        self._is_formula = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """Begin a row, a cell or what stands in it."""
        if name == "row":
            self._begin_row(attrs)
        elif name == "c":
            self._begin_cell(attrs)
        elif name == "f":
            self._is_formula = True
        elif name == "mergeCell" and len(self.merged) < MOST_MERGED:
            self.merged.append(attrs["ref"][:40])
        self._inside = name

    def characters(self, content: str) -> None:
        """Take letters of a value."""
        if self._inside in ("v", "t"):
            self._length += len(content)
            if self._length > bounds.MAX_CELL:
                raise FileUnreadableError(_too_long(self._address()))
            self._parts.append(content)

    def end(self, name: str) -> None:
        """Keep a cell or a row that is complete."""
        self._inside = ""
        if name == "c":
            self._keep_cell()
        elif name == "row" and (self._line.cells or self._line.faults):
            if len(self.lines) > bounds.MAX_ROWS:
                raise FileUnreadableError(
                    f"the file has more than {bounds.MAX_ROWS:,} rows"
                )
            self.lines.append(self._line)

    def _begin_row(self, attrs: AttributesImpl) -> None:
        number = int(attrs.get("r", str(self._line.number + 1)))
        if not self._line.number < number <= bounds.MAX_LINES:
            raise ValueError(f"row {number} does not follow {self._line.number}")
        self._line, self._place = Line(number), -1

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        self._place = _place(attrs["r"]) if "r" in attrs else self._place + 1
        self._kind, self._style = attrs.get("t", "n"), attrs.get("s", "0")
        self._parts, self._length, self._is_formula = [], 0, False

    def _keep_cell(self) -> None:
        text = "".join(self._parts)
        if self._is_formula:
            self._blame("holds a formula")
        elif self._kind == "e":
            self._blame(f"holds the error {text[:20]}")
        elif text:
            value = self._value(text)
            value = value.strip() if isinstance(value, str) else value
            if value != "":
                self._line.cells[self._place] = value
                self._bound()

    def _value(self, text: str) -> Any:
        if self._kind == "s":
            text = self._strings[int(text)]
            if len(text) > bounds.MAX_CELL:
                raise FileUnreadableError(_too_long(self._address()))
            return text
        if self._kind in ("inlineStr", "str"):
            return unescaped(text)
        if self._kind == "b":
            return BOOLEANS[text]
        if self._kind == "d":
            return datetime.datetime.fromisoformat(text).date()
        return self._number(float(text))

    def _number(self, number: float) -> Any:
        if int(self._style) in self._date_styles and number >= 1:
            first = datetime.date(1904, 1, 1) if self._is_1904 else FIRST_DAY
            # The year 1900 has a 29th of February there, which nobody needs.
            return first + datetime.timedelta(days=int(number))
        if not math.isfinite(number):
            raise ValueError("a number has no end")
        whole = number.is_integer() and abs(number) < 1e15
        return str(int(number) if whole else number)

    def _blame(self, message: str) -> None:
        self._line.faults.append((self._place, self._address(), message))
        self._bound()

    def _bound(self) -> None:
        if self._place >= bounds.MAX_COLUMNS:
            raise FileUnreadableError(
                f"the file has more than {bounds.MAX_COLUMNS} columns"
            )

    def _address(self) -> str:
        return f"{headings.letters(self._place)}{self._line.number}"


def _place(address: str) -> int:
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(f"{address!r} is no cell")
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    if place > MOST_COLUMNS:
        raise ValueError(f"{address!r} is no cell")
    return place - 1


def _too_long(address: str) -> str:
    return f"the cell {address} holds more than {bounds.MAX_CELL:,} characters"


FIRST_DAY = datetime.date(1899, 12, 30)
