"""Reads a table into a grid: spans are filled within bounds, footnotes stand below."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge_base.label_import.documents import Table
from knowledge_base.label_import.folding import inline
from knowledge_base.label_import.limits import MAX_COLUMNS, Budget

REPEATED = 80  # code points; a longer spanned cell stands once, then blank
NOTES = frozenset({"footnote"})
SPAN = re.compile(r"[0-9]{1,6}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Footnotes:
    """Gives each footnote of a table its letter, in reading order."""

    def __init__(self, table: Element) -> None:
        notes = list(table.iter("footnote"))
        self._letters = {id(note): letter(place) for place, note in enumerate(notes)}
        self._named = {note.get("ID", ""): self._letters[id(note)] for note in notes}
        self.texts = tuple(f"[{self._letters[id(n)]}] {inline(n)}" for n in notes)

    def marks(self, cell: Element) -> str:
        """The marks that a cell carries, such as `` [a] [c]``."""
        found = [
            self._letters[id(part)]
            if part.tag == "footnote"
            else self._named.get(part.get("IDREF", ""), "")
            for part in cell.iter()
            if part.tag in {"footnote", "footnoteRef"}
        ]
        return "".join(f" [{name}]" for name in found if name)


def letter(place: int) -> str:
    """The name of a footnote by its place: a to z, then aa, ab, ..."""
    more, last = divmod(place, len(LETTERS))
    return (letter(more - 1) if more else "") + LETTERS[last]


def caption(table: Element) -> Element | None:
    """The caption element of a table."""
    return table.find("caption")


def rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """Each row of a table with whether it belongs to the head; inner tables apart."""
    for part in table:
        if part.tag == "tr":
            yield part, False
        elif part.tag in {"thead", "tbody", "tfoot"}:
            for row in part.findall("tr"):
                yield row, part.tag == "thead"


def read(table: Element, budget: Budget) -> Table:
    """The table as a grid of folded texts. Raises LabelUnreadableError."""
    notes = Footnotes(table)
    lines = list(rows(table))
    grid = Grid(budget)
    for line, _ in lines:
        grid.add(line, notes)
    width = max((len(line) for line in grid.lines), default=0)
    budget.spend_cells(width * (len(lines) + len(notes.texts)))
    full = [tuple(line + [""] * (width - len(line))) for line in grid.lines]
    head = _head([is_head for _, is_head in lines], [line for line, _ in lines])
    below = [(note, *[""] * (width - 1)) for note in notes.texts]
    named = caption(table)
    return Table(
        "" if named is None else inline(named, without=NOTES) + notes.marks(named),
        tuple(full[:head]),
        (*full[head:], *below),
    )


class Grid:
    """Lines of cells in which what spans rows or columns is repeated."""

    def __init__(self, budget: Budget) -> None:
        self.lines: list[list[str]] = []
        self._hanging: dict[int, tuple[str, int]] = {}
        self._budget = budget

    def add(self, row: Element, notes: Footnotes) -> None:
        """Lay one row, under the cells that hang down into it."""
        line: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            self._hang(line, below)
            text = inline(cell, without=NOTES) + notes.marks(cell)
            again = text if len(text) <= REPEATED else ""
            height = _span(cell, "rowspan")
            room = max(1, MAX_COLUMNS - len(line))
            for place in range(min(_span(cell, "colspan"), room)):
                below[len(line)] = (again, height - 1)
                line.append(again if place else text)
        self._hang(line, below)
        self._hanging = {place: down for place, down in below.items() if down[1]}
        self._budget.spend_cells(len(line))
        self.lines.append(line)

    def _hang(self, line: list[str], below: dict[int, tuple[str, int]]) -> None:
        while len(line) in self._hanging:
            text, left = self._hanging[len(line)]
            below[len(line)] = (text, left - 1)
            line.append(text)


def _span(cell: Element, name: str) -> int:
    number = SPAN.match(cell.get(name, ""))
    return max(1, int(number.group())) if number else 1


def _head(are_head: list[bool], lines: list[Element]) -> int:
    """How many rows head the table: its thead, or else its rows of th alone."""
    head = next((n for n, is_head in enumerate(are_head) if not is_head), len(are_head))
    if head:
        return head
    return next((n for n, row in enumerate(lines) if not _is_head(row)), len(lines))


def _is_head(row: Element) -> bool:
    return len(row) > 0 and all(cell.tag == "th" for cell in row)
