"""All that a label's page shows: contents, sections, tables, anchored claims."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_base.claims import revisions
from knowledge_base.labels import citing, reading, recording, standing
from knowledge_base.models import (
    ClaimVersion,
    Label,
    LabelSection,
    LedgerEntry,
    SafetyText,
)
from web.presenters.histories import HistoryRow, history_rows
from web.presenters.label_tables import AnchoredRow, ClauseRow, TableRow, table_row
from web.presenters.labels import LabelRow, siblings
from web.presenters.pieces import revision_href

DEEPEST = 6
CLAIMS_NAMED = 5


@dataclass(frozen=True)
class Passage:
    """A stretch of a section: a paragraph, a list or a table."""

    kind: str
    clauses: tuple[ClauseRow, ...] = ()
    table: TableRow | None = None


@dataclass(frozen=True)
class SectionView:
    """A section with its passages; ``level`` is that of its heading."""

    pk: int
    place: int
    title: str
    level: int
    depth: int
    passages: tuple[Passage, ...]
    claims: int


@dataclass(frozen=True)
class LabelBody:
    """The sections of a label in reading order, and how many claims stand on it."""

    sections: tuple[SectionView, ...]
    claims: int = 0


@dataclass(frozen=True)
class _Marks:
    """The claims at each clause of a label, ready to be shown."""

    found: Mapping[str, Sequence[ClaimVersion]]

    def at(self, address: str) -> AnchoredRow | None:
        """The claims at one clause, None where there are none."""
        versions = self.found.get(address, ())
        if not versions:
            return None
        named = tuple(
            (
                revisions.ref(version),
                revision_href(version),
            )
            for version in versions[:CLAIMS_NAMED]
        )
        return AnchoredRow(named, max(0, len(versions) - CLAIMS_NAMED))


@dataclass(frozen=True)
class LabelPage:
    """All that a label's page shows."""

    label: Label
    brand: str
    market: str
    row: LabelRow
    versions: tuple[LabelRow, ...]
    products: str
    body: LabelBody
    stated: tuple[tuple[str, tuple[str, ...]], ...]
    safety: tuple[tuple[str, str], ...]
    replaced_pk: int | None
    history: tuple[HistoryRow, ...]


def label_page(label: Label, day: datetime.date) -> LabelPage:
    """The page of one label."""
    group = siblings(label, day)
    replaced = standing.replaced_by(label)
    names = dict.fromkeys(product["name"] for product in label.products)
    texts = SafetyText.objects.filter(label=label).order_by("-form")
    return LabelPage(
        label=label,
        brand=group.brand,
        market=group.market,
        row=next(row for row in group.rows if row.pk == label.pk),
        versions=group.rows,
        products=", ".join(names),
        body=body(label),
        stated=tuple(
            (section.path[-1], tuple(clause.text for clause in section.clauses))
            for section in reading.stated(label)
        ),
        safety=tuple((row.get_form_display(), row.text) for row in texts),
        replaced_pk=replaced.pk if replaced else None,
        history=history(label),
    )


def body(label: Label) -> LabelBody:
    """The whole label, clause by clause."""
    anchored = citing.anchored(label)
    marks = _Marks({clause.address: rows for clause, rows in anchored.items()})
    rows = tuple(LabelSection.objects.filter(label=label).order_by("ordinal"))
    paths = reading.title_paths(rows)
    every = {version.pk for versions in anchored.values() for version in versions}
    views = (_section(row, paths[row.pk], marks) for row in rows)
    shown = tuple(view for view in views if view.title.strip() or view.passages)
    return LabelBody(shown, len(every))


def history(label: Label) -> tuple[HistoryRow, ...]:
    """What the ledger tells of a label, the newest line first."""
    lines = LedgerEntry.objects.filter(subject=recording.subject(label))
    return history_rows(lines.order_by("-sequence")[:30])


def _section(row: LabelSection, path: tuple[str, ...], marks: _Marks) -> SectionView:
    titled = sum(1 for title in path[:-1] if title.strip())
    clauses = [
        _clause(row.ordinal, number, stored, marks)
        for number, stored in enumerate(reading.stored_clauses(row))
    ]
    claims = {
        name
        for clause in clauses
        if clause.anchored
        for name, _ in clause.anchored.claims
    }
    return SectionView(
        pk=row.pk,
        place=row.ordinal,
        title=row.title,
        level=min(titled + 2, DEEPEST),
        depth=len(path) - 1,
        passages=tuple(_passages(row, clauses)),
        claims=len(claims),
    )


def _clause(
    place: int, number: int, stored: Mapping[str, Any], marks: _Marks
) -> ClauseRow:
    address = f"c-{place}-{number}"
    return ClauseRow(address, stored["text"], marks.at(address))


def _passages(row: LabelSection, clauses: Sequence[ClauseRow]) -> Iterator[Passage]:
    """Items in a row make a list; the lines of a table are shown in it."""
    items: list[ClauseRow] = []
    shown: set[int] = set()
    stored = reading.stored_clauses(row)
    for clause, facts in zip(clauses, stored, strict=True):
        table = facts.get("table")
        is_item = facts["kind"] == "item" and table is None
        if items and not is_item:
            yield Passage("list", tuple(items))
            items = []
        if is_item:
            items.append(clause)
        elif table is None or table >= len(row.tables):
            yield Passage("paragraph", (clause,))
        elif table not in shown:
            shown.add(table)
            yield _table(row, table, clauses, stored)
    if items:
        yield Passage("list", tuple(items))


def _table(
    row: LabelSection,
    table: int,
    clauses: Sequence[ClauseRow],
    stored: Sequence[Mapping[str, Any]],
) -> Passage:
    of_it = [
        clause
        for clause, facts in zip(clauses, stored, strict=True)
        if facts.get("table") == table
    ]
    return Passage("table", table=table_row(row.tables[table], of_it))
