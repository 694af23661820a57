"""What was read from a label file, whatever its format."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table as it stands in the label, cells as folded text."""

    caption: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Clause:
    """The smallest quotable piece: a paragraph, an item (of a list) or a row.

    ``table`` is the number, from 0, of the table in its section whose row or caption
    this is. The texts of a section's clauses joined by single spaces are its own text.
    """

    kind: str
    text: str
    table: int | None = None


@dataclass(frozen=True)
class Section:
    """A section by its LOINC code; ``text`` is its own, white space folded."""

    code: str
    title: str
    text: str
    clauses: tuple[Clause, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple["Section", ...] = ()

    def walk(self) -> Iterator["Section"]:
        """The section itself and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True)
class Product:
    """A product that the label speaks of."""

    name: str
    generic_name: str = ""


@dataclass(frozen=True)
class LabelDocument:
    """A label file as read; ``source`` is SPL or FHIR, ``market`` may be unknown."""

    source: str
    title: str
    set_id: str
    version: str
    effective_on: datetime.date | None
    labeler: str
    market: str
    language: str
    products: tuple[Product, ...]
    boxed_warning: str | None
    sections: tuple[Section, ...]
    sha256: str
