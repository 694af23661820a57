"""Which heading of a file stands for which column: guessed, then chosen by a person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge_base.exchange import columns
from knowledge_base.exchange.column_forms import Column, Form
from knowledge_base.sheets import headings
from knowledge_base.sheets.dates import DayOrder

LISTS = (Form.TEXTS, Form.CODES)  # several headings may fill one such column


@dataclass(frozen=True)
class Choice:
    """A person's choices for one file: columns by heading, order of dates, sheet."""

    columns: Mapping[str, str] = field(default_factory=dict)
    day_order: DayOrder = DayOrder.UNKNOWN
    sheet: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return {
            "columns": dict(self.columns),
            "day_order": self.day_order.value,
            "sheet": self.sheet,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Choice":
        """The choices from what ``as_dict`` gave."""
        return cls(
            dict(kept.get("columns", {})),
            DayOrder(kept.get("day_order", "")),
            str(kept.get("sheet", "")),
        )

    def headings_of(self, column: str) -> list[str]:
        """The headings that fill a column, in the order of the file."""
        return [name for name, chosen in self.columns.items() if chosen == column]


def guess(kind: str, names: Sequence[str]) -> dict[str, str]:
    """The column for each heading by its name or a common other name; "" for none."""
    known = _known(columns.read_of(kind).values())
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        column = known.get(_folded(name)) or known.get(_numberless(name))
        is_free = column and (column.name not in taken or column.form in LISTS)
        found[name] = column.name if column and is_free else ""
        taken.add(found[name])
    return found


def faults(kind: str, names: Sequence[str], choice: Choice) -> tuple[str, ...]:
    """Why a choice cannot be worked with, one sentence for each fault."""
    known, present = columns.read_of(kind), {headings.key(name) for name in names}
    found = [
        f"There is no column {heading} in the file."
        for heading in choice.columns
        if headings.key(heading) not in present
    ]
    for name in dict.fromkeys(filter(None, choice.columns.values())):
        column, chosen = known.get(name), choice.headings_of(name)
        if column is None:
            found.append(f"There is no column {name} to import into.")
        elif len(chosen) > 1 and column.form not in LISTS:
            found.append(f"{column.title} is filled from {' and '.join(chosen)}.")
    if not choice.headings_of("key"):
        found.append("Say which column holds the key: rows are told apart by it.")
    return tuple(found)


def missing(kind: str, choice: Choice) -> tuple[Column, ...]:
    """Columns that new entries need and no heading fills."""
    filled = set(choice.columns.values())
    return tuple(
        column
        for name, column in columns.read_of(kind).items()
        if column.is_required and name not in filled
    )


def _known(table: Iterable[Column]) -> dict[str, Column]:
    """Columns by every name for them; a column's own names go before others'."""
    found: dict[str, Column] = {}
    table = tuple(table)
    for names in (lambda c: (c.name, c.title), lambda c: c.synonyms):
        for column in table:
            for name in names(column):
                found.setdefault(_folded(name), column)
    return found


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def _numberless(name: str) -> str:
    """``Variation 2`` as ``variation``."""
    return re.sub(r" ?\d+$", "", _folded(name))
