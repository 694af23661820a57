"""Plans an import: what each row would create, revise or leave, and why not."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.exchange import (
    cells,
    checking,
    columns,
    evidence,
    mapping,
    reading_rows,
    recorded,
)
from knowledge_base.exchange.checking import Candidate
from knowledge_base.exchange.evidence import Evidence
from knowledge_base.exchange.mapping import Choice
from knowledge_base.exchange.reading_rows import Fault, Stated, Titles
from knowledge_base.exchange.recorded import Values
from knowledge_base.models import BatchKind, Brand
from knowledge_base.sheets import Sheet

APPROVED = "is approved"  # beside the columns of what the library says
MOST_ROWS = 20_000
MOST_DRAFTS = 5_000  # more would hold the library's lock for minutes


class Effect(StrEnum):
    """What a row would do."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """One field of a revision that would say something else."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """What one row of the file would do."""

    number: int
    key: str
    effect: Effect
    values: Values
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All that an import would do; ``faults`` are of the file as a whole."""

    kind: str
    rows: tuple[PlannedRow, ...]
    evidence: Evidence
    faults: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which effect."""
        found = Counter(row.effect for row in self.rows)
        return {effect.value: found[effect] for effect in Effect}

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every fault of the file and its rows, one sentence each."""
        of_rows = (fault.sentence for row in self.rows for fault in row.faults)
        return (*self.faults, *of_rows)

    @property
    def sha256(self) -> str:
        """What would be done, in one hash: a person agrees to this and no more."""
        deeds = [(row.key, row.effect, row.values) for row in self.rows]
        anchors = [(*at, d.values) for at, d in self.evidence.anchors.items()]
        sources = [(key, d.values) for key, d in self.evidence.references.items()]
        text = json.dumps([deeds, sources, anchors, self.sentences], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def plan(kind: str, brand: Brand, sheet: Sheet, choice: Choice) -> Plan:
    """What importing the sheet would do to the brand's library; writes nothing."""
    faults = mapping.faults(kind, sheet.headings, choice)
    if len(sheet.rows) > MOST_ROWS:
        faults = (*faults, f"The file has more than {MOST_ROWS:,} rows: split it.")
    if faults:
        return Plan(kind, (), Evidence({}, {}), faults)
    titles = Titles(kind, choice)
    rows = reading_rows.read(kind, sheet, choice)
    found = evidence.gather(brand, rows if kind == BatchKind.CLAIMS else (), titles)
    library = _library(kind, brand)
    candidates = [_candidate(kind, row, library) for row in rows]
    others = [held[-1] for key, held in library.items()]
    _keep_kinds(candidates, library, titles)
    checking.check(kind, candidates, others, found, titles)
    planned = tuple(_planned(kind, each, library) for each in candidates)
    return Plan(kind, planned, found, tuple(_too_many(planned)))


def _too_many(rows: Iterable[PlannedRow]) -> Iterator[str]:
    moving = sum(row.effect in (Effect.CREATED, Effect.REVISED) for row in rows)
    if moving > MOST_DRAFTS:
        yield (
            f"The file would write {moving:,} drafts: split it into files of at most "
            f"{MOST_DRAFTS:,}."
        )


def _library(kind: str, brand: Brand) -> dict[str, list[Values]]:
    """What each key says: the revision in force, if any, and the newest, last."""
    found: dict[str, list[Values]] = {}
    for version in recorded.versions(kind, brand):
        values = recorded.values(version)
        held = found.setdefault(values["key"], [])
        if held and not held[-1][APPROVED]:
            held.pop()
        held.append(values | {APPROVED: recorded.is_approved(version)})
    return found


def _candidate(kind: str, row: Stated, library: dict[str, list[Values]]) -> Candidate:
    """The row with what the library says where the file has no such column."""
    base = {name: cells.EMPTY[c.form]() for name, c in columns.read_of(kind).items()}
    if row.key in library:
        newest = library[row.key][-1]
        base |= {name: newest[name] for name in base}
        is_reworded = row.values.get("text", newest["text"]) != newest["text"]
        if is_reworded and "reading" in base:
            base["reading"] = {}  # it told what other words say
    return Candidate(row, base | row.values)


def _keep_kinds(
    candidates: Iterable[Candidate], library: dict[str, list[Values]], titles: Titles
) -> None:
    for each in candidates:
        held = library.get(each.row.key)
        before, after = held and held[-1].get("kind"), each.values.get("kind")
        if before and after and before != after:
            each.row.blame(
                titles.of("kind"),
                f"the claim {each.row.key} is recorded as {before}: another kind needs "
                "another key",
            )


def _planned(
    kind: str, candidate: Candidate, library: dict[str, list[Values]]
) -> PlannedRow:
    row, values = candidate.row, candidate.values
    if row.faults:
        faults = tuple(dict.fromkeys(row.faults))
        return PlannedRow(row.number, row.key, Effect.REFUSED, values, faults=faults)
    held = library.get(row.key)
    if held is None:
        return PlannedRow(row.number, row.key, Effect.CREATED, values)
    said = recorded.compared(values)
    if any(said == _said(each) for each in held):
        return PlannedRow(row.number, row.key, Effect.UNCHANGED, values)
    changes = _changes(kind, _said(held[-1]), said)
    return PlannedRow(row.number, row.key, Effect.REVISED, values, changes)


def _said(values: Values) -> Values:
    return recorded.compared({n: v for n, v in values.items() if n != APPROVED})


def _changes(kind: str, before: Values, after: Values) -> tuple[Change, ...]:
    # A reading goes with the words that it read, and a new one is proposed.
    dropped = ("reading",) if not after.get("reading") else ()
    return tuple(
        Change(
            column.title,
            cells.write(column, before[name]),
            cells.write(column, after[name]),
        )
        for name, column in columns.read_of(kind).items()
        if name in after and before[name] != after[name] and name not in dropped
    )
