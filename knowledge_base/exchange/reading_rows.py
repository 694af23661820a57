"""Reads the rows of a sheet into what they state, each fault by row and column."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge_base.exchange import cells, columns
from knowledge_base.exchange.column_forms import Column
from knowledge_base.exchange.mapping import Choice
from knowledge_base.sheets import Row, Sheet, headings


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, by the number of the row and the heading above it."""

    row: int
    column: str
    message: str

    @property
    def sentence(self) -> str:
        """The fault as a person reads it."""
        place = f"Row {self.row}, {self.column}" if self.column else f"Row {self.row}"
        return f"{place}: {self.message}."


@dataclass
class Stated:
    """What one row states: values by column, only for columns that the file has."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key by which the row's claim or block is known."""
        return str(self.values.get("key", ""))

    def blame(self, column: str, message: str) -> None:
        """Note a fault under a heading, or in the row as a whole."""
        self.faults.append(Fault(self.number, column, message))


@dataclass(frozen=True)
class Titles:
    """What a column is called in sentences: as the file heads it, else by its title."""

    kind: str
    choice: Choice

    def of(self, column: str) -> str:
        """The name of a column; nothing if the fault lies in the row."""
        chosen = self.choice.headings_of(column)
        table = columns.of(self.kind)
        return chosen[0] if chosen else table[column].title if column in table else ""


def read(kind: str, sheet: Sheet, choice: Choice) -> list[Stated]:
    """Every row of the sheet as the choice maps it; a key that stands twice is one."""
    reader = _Reader(sheet, choice, tuple(columns.read_of(kind).values()))
    rows = [reader.stated(row) for row in sheet.rows]
    _blame_twins(rows, Titles(kind, choice))
    return rows


@dataclass(frozen=True)
class _Reader:
    sheet: Sheet
    choice: Choice
    table: Sequence[Column]

    def stated(self, row: Row) -> Stated:
        stated = Stated(row.number)
        if row.fault:
            stated.blame("", row.fault)
            return stated
        faulty = self._blame_cells(row, stated)
        for column in self.table:
            names = self.choice.headings_of(column.name)
            values = [
                value
                for name in names
                if headings.key(name) not in faulty
                for value in self._values(column, name, row, stated)
            ]
            if names:
                stated.values[column.name] = _gathered(column, values)
        return stated

    def _blame_cells(self, row: Row, stated: Stated) -> set[str]:
        names = {
            headings.key(n): n for n, chosen in self.choice.columns.items() if chosen
        }
        for fault in row.faults:
            if fault.column in names:
                message = f"the cell {fault.address} {fault.message}"
                stated.blame(names[fault.column], message)
        return {fault.column for fault in row.faults}

    def _values(
        self, column: Column, name: str, row: Row, stated: Stated
    ) -> Iterator[Any]:
        try:
            yield cells.read(
                column,
                row.values.get(headings.key(name), ""),
                order=self.choice.day_order,
                is_guarded=self.sheet.is_guarded,
            )
        except cells.CellError as error:
            stated.blame(name, str(error))


def _gathered(column: Column, values: list[Any]) -> Any:
    """One value; several only where each is a list."""
    if len(values) == 1:
        return values[0]
    empty = cells.EMPTY[column.form]()
    return sum(values, empty) if isinstance(empty, list) else empty


def _blame_twins(rows: Iterable[Stated], titles: Titles) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if row.key in first:
            message = f"the key {row.key} stands already in row {first[row.key]}"
            row.blame(titles.of("key"), message)
        elif row.key:
            first[row.key] = row.number
        elif row.values and titles.of("key") not in {f.column for f in row.faults}:
            row.blame(titles.of("key"), "it is missing")
