"""Rows of an import's pages: columns and samples, what would change, what was done."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BoundField

from knowledge_base import copy_blocks
from knowledge_base.claims import revisions
from knowledge_base.exchange import columns, differences, mapping
from knowledge_base.exchange.column_forms import Column
from knowledge_base.exchange.differences import Stretch
from knowledge_base.exchange.mapping import Choice
from knowledge_base.exchange.planning import Effect, Plan, PlannedRow
from knowledge_base.exchange.reading_rows import Fault
from knowledge_base.models import (
    BatchKind,
    ClaimVersion,
    CopyBlockVersion,
    ImportBatch,
)
from knowledge_base.sheets import Sheet, headings
from knowledge_base.sheets.formulas import guarded
from knowledge_base.sheets.sources import plain
from web.forms.exchange import MappingForm
from web.presenters import blocks, pieces

SAMPLES = 3
SAMPLE_LENGTH = 120
SHOWN_ROWS, SHOWN_FAULTS = 100, 200
MOVING = (Effect.CREATED, Effect.REVISED)
TONES = {
    Effect.CREATED: "good",
    Effect.REVISED: "accent",
    Effect.UNCHANGED: "",
    Effect.REFUSED: "bad",
}


@dataclass(frozen=True)
class HeadingRow:
    """One heading of the file, its first values, and the choice of its column."""

    heading: str
    samples: tuple[str, ...]
    field: BoundField


@dataclass(frozen=True)
class ChangeRow:
    """One field that would say something else, word by word."""

    title: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class TrialRow:
    """What one row of the file would do."""

    number: int
    key: str
    effect: str
    tone: str
    text: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class Trial:
    """What an import would do, as far as a page can show it."""

    counts: tuple[tuple[str, int, str], ...]
    rows: tuple[TrialRow, ...]
    more_rows: int
    file_faults: tuple[str, ...]
    faults: tuple[Fault, ...]
    more_faults: int
    new_references: tuple[str, ...]
    sha256: str
    why_not: str


@dataclass(frozen=True)
class DraftRow:
    """A draft that an import made."""

    ref: str
    text: str
    href: str


def heading_rows(sheet: Sheet, form: MappingForm) -> tuple[HeadingRow, ...]:
    """Each heading with its first values."""
    return tuple(
        HeadingRow(name, tuple(_samples(sheet, name)), form[f"column_{place}"])
        for place, name in enumerate(sheet.headings)
        if name
    )


def column_rows(kind: str) -> tuple[Column, ...]:
    """Every column that files may have, with what it means."""
    return tuple(columns.of(kind).values())


def missing(kind: str, choice: Choice) -> tuple[str, ...]:
    """Titles of columns without which nothing new can be imported."""
    return tuple(column.title for column in mapping.missing(kind, choice))


def trial(plan: Plan) -> Trial:
    """A plan as a page shows it: what changes first, then the faults."""
    moving = [
        row for row in plan.rows if row.effect in (Effect.CREATED, Effect.REVISED)
    ]
    faults = [fault for row in plan.rows for fault in row.faults]
    counts = plan.counts
    return Trial(
        counts=tuple((e.value, counts[e.value], TONES[e]) for e in Effect),
        rows=tuple(_trial_row(row) for row in moving[:SHOWN_ROWS]),
        more_rows=max(0, len(moving) - SHOWN_ROWS),
        file_faults=plan.faults,
        faults=tuple(faults[:SHOWN_FAULTS]),
        more_faults=max(0, len(faults) - SHOWN_FAULTS),
        new_references=tuple(plan.evidence.references),
        sha256=plan.sha256,
        why_not=_why_not(plan, len(moving)),
    )


def faults_file(plan: Plan) -> Iterator[str]:
    """Every fault as lines of CSV."""
    yield _line(("row", "column", "fault"))
    for sentence in plan.faults:
        yield _line(("", "", sentence))
    for row in plan.rows:
        for fault in row.faults:
            yield _line((str(fault.row), fault.column, fault.message))


def drafts(batch: ImportBatch) -> tuple[DraftRow, ...]:
    """What the import wrote: the drafts of its moment, in its person's name."""
    made = {"drafted_at": batch.applied_at, "drafted_by": batch.applied_by}
    if batch.kind == BatchKind.BLOCKS:
        made_blocks = CopyBlockVersion.objects.filter(block__brand=batch.brand, **made)
        rows = made_blocks.select_related("block__brand").order_by("block__key")
        return tuple(
            DraftRow(copy_blocks.ref(row), row.text, blocks.revision_href(row))
            for row in rows
        )
    made_claims = ClaimVersion.objects.filter(claim__brand=batch.brand, **made)
    return tuple(
        DraftRow(revisions.ref(row), row.text, pieces.revision_href(row))
        for row in made_claims.select_related("claim__brand").order_by("claim__key")
    )


def _samples(sheet: Sheet, heading: str) -> Iterator[str]:
    found = 0
    for row in sheet.rows:
        value = str(plain(row.values.get(headings.key(heading), "")))
        if value:
            yield value if len(value) <= SAMPLE_LENGTH else f"{value[:SAMPLE_LENGTH]}…"
            found += 1
        if found == SAMPLES:
            return


def _trial_row(row: PlannedRow) -> TrialRow:
    return TrialRow(
        number=row.number,
        key=row.key,
        effect=row.effect.value,
        tone=TONES[row.effect],
        text=str(row.values["text"]),
        changes=tuple(
            ChangeRow(change.title, differences.words(change.before, change.after))
            for change in row.changes
        ),
    )


def _why_not(plan: Plan, moving: int) -> str:
    if plan.sentences:
        return "Mend the faults in the file and upload it again: all or nothing."
    return "" if moving else "The library says just this already: nothing to import."


def _line(cells: Iterable[str]) -> str:
    page = io.StringIO(newline="")
    csv.writer(page).writerow(guarded(cell) for cell in cells)
    return page.getvalue()
