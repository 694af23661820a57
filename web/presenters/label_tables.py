"""Lays a label's table out with the clause that each of its lines is."""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_base.labels.clauses import folded

MARKS = re.compile(r" \[[a-z]{1,2}\]")
LOOKED_AHEAD = 4
"""So many clauses may stand without a line before a table is given up."""


@dataclass(frozen=True)
class AnchoredRow:
    """Claims that are anchored at one clause; ``more`` are not named."""

    claims: tuple[tuple[str, str], ...]
    more: int = 0


@dataclass(frozen=True)
class ClauseRow:
    """One clause of a section."""

    address: str
    text: str
    anchored: AnchoredRow | None = None


@dataclass(frozen=True)
class LineRow:
    """One line of a table; ``clause`` is what it is, if that is known."""

    cells: tuple[str, ...]
    clause: ClauseRow | None = None


@dataclass(frozen=True)
class TableRow:
    """A table as it stands in the label; ``others`` are clauses that are no line."""

    caption: str
    header: tuple[LineRow, ...]
    lines: tuple[LineRow, ...]
    others: tuple[ClauseRow, ...]

    @property
    def anchored(self) -> tuple[AnchoredRow, ...]:
        """What is anchored at any line or at the caption, in order."""
        lines = [line.clause for line in (*self.header, *self.lines) if line.clause]
        return tuple(one.anchored for one in (*self.others, *lines) if one.anchored)


def table_row(stored: Mapping[str, Any], clauses: Iterable[ClauseRow]) -> TableRow:
    """A stored table with its clauses, both in reading order."""
    waiting, others = deque(clauses), []
    caption = stored.get("caption", "")
    if waiting and caption and _holds(waiting[0], [caption]):
        others.append(waiting.popleft())
    header = tuple(_line(c, waiting, others) for c in stored.get("header", ()))
    lines = tuple(_line(c, waiting, others) for c in stored.get("rows", ()))
    return TableRow(caption, header, lines, (*others, *waiting))


def _line(
    cells: Sequence[str], waiting: deque[ClauseRow], others: list[ClauseRow]
) -> LineRow:
    """A line with the next clause that holds one of its cells."""
    for place in range(min(LOOKED_AHEAD, len(waiting))):
        if _holds(waiting[place], cells):
            others.extend(waiting.popleft() for _ in range(place))
            return LineRow(tuple(cells), waiting.popleft())
    return LineRow(tuple(cells))


def _holds(clause: ClauseRow, cells: Sequence[str]) -> bool:
    text = folded(clause.text)
    plain = (MARKS.sub("", folded(cell)) for cell in cells)
    return any(cell in text for cell in plain if cell)
