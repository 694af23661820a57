"""Cuts a section's text into clauses: paragraphs, list items, table rows.

The clauses joined by single spaces are the section's own text.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from knowledge_base.label_import import tables
from knowledge_base.label_import.documents import Clause, Table
from knowledge_base.label_import.folding import (
    BLOCKS,
    ENDS_A_WORD,
    SEAM,
    UNSEEN,
    fold,
    inline,
)
from knowledge_base.label_import.limits import Budget


@dataclass
class Cutting:
    """The clauses and tables of one section while they are cut."""

    budget: Budget
    clauses: list[Clause] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The section's own text."""
        return " ".join(clause.text for clause in self.clauses)

    def cut(self, element: Element, kind: str = "paragraph") -> None:
        """Cut an element. Raises LabelUnreadableError if its tables are too large."""
        if element.tag in UNSEEN:
            return
        if element.tag == "table":
            self._close(kind)
            self._cut_table(element)
            return
        within = kind if kind == "item" else BLOCKS.get(element.tag, kind)
        seam = SEAM if element.tag in ENDS_A_WORD else ""
        self._turn(element, kind, seam)
        self._open.append(element.text or "")
        for part in element:
            self.cut(part, within)
            self._open.append(part.tail or "")
        self._turn(element, within, seam)

    def finish(self) -> None:
        """Close what stands open at the end of the section."""
        self._close("paragraph")

    def _turn(self, element: Element, kind: str, seam: str) -> None:
        if element.tag in BLOCKS:
            self._close(kind)
        else:
            self._open.append(seam)

    def _close(self, kind: str) -> None:
        self._add(kind, fold("".join(self._open)))
        self._open.clear()

    def _add(self, kind: str, text: str, table: int | None = None) -> None:
        if text:
            self.clauses.append(Clause(kind, text, table))

    def _cut_table(self, element: Element) -> None:
        number = len(self.tables)
        self.tables.append(tables.read(element, self.budget))
        named = tables.caption(element)
        if named is not None:
            self._add("paragraph", inline(named), number)
        for row, _ in tables.rows(element):
            self._add("row", inline(row), number)


def cut(element: Element | None, budget: Budget) -> Cutting:
    """Cut a section's text element; nothing if it has none."""
    cutting = Cutting(budget)
    if element is not None:
        cutting.cut(element)
        cutting.finish()
    return cutting
