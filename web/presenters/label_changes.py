"""Rows of a comparison of labels: the changes, and all that leans on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from knowledge_base import copy_blocks
from knowledge_base.claims import revisions
from knowledge_base.labels.clauses import HEADING, Clause
from knowledge_base.labels.comparing import (
    ChangeKind,
    ClauseChange,
    SectionComparison,
    WordRun,
)
from knowledge_base.labels.leaning import (
    Leaning,
    LeaningBlock,
    LeaningClaim,
    LeaningSafety,
)
from knowledge_base.models import ClaimState, Label
from web.presenters.pieces import revision_href

TONES = {
    ChangeKind.ADDED: "good",
    ChangeKind.REMOVED: "bad",
    ChangeKind.CHANGED: "warn",
    ChangeKind.MOVED: "accent",
}
CLAUSES_NAMED = 3


@dataclass(frozen=True)
class ChangeRow:
    """One clause, with the words that differ; ``place`` is where it stands now."""

    kind: str
    tone: str
    words: tuple[WordRun, ...]
    is_heading: bool
    place: str
    moved_from: str
    moved_href: str


@dataclass(frozen=True)
class SectionRow:
    """A section of a comparison."""

    title: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class PlaceLink:
    """A clause of a label by its section, with its address."""

    title: str
    href: str


@dataclass(frozen=True)
class LeaningRow:
    """Something that leans on changed words."""

    name: str
    href: str
    text: str
    state: str
    tone: str
    note: str
    places: tuple[PlaceLink, ...]
    assets: int


@dataclass(frozen=True)
class LeaningRows:
    """All that leans, and how much of it stops."""

    claims: tuple[LeaningRow, ...]
    blocks: tuple[LeaningRow, ...]
    safety: tuple[LeaningRow, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing leans."""
        return not (self.claims or self.blocks or self.safety)


def counts(changes: Iterable[ClauseChange]) -> tuple[tuple[str, int, str], ...]:
    """How many of each kind, kinds without any left out."""
    kinds = [change.kind for change in changes]
    return tuple(
        (kind.value, kinds.count(kind), TONES[kind]) for kind in TONES if kind in kinds
    )


def section_rows(
    compared: Sequence[SectionComparison],
    *,
    old: Label | None,
    new: Label | None,
    changed_only: bool = True,
) -> tuple[SectionRow, ...]:
    """Sections with their clauses; addresses lead to labels that are stored."""
    rows = []
    for section in compared:
        changes = tuple(
            _change(change, old, new)
            for change in section.changes
            if change.kind != ChangeKind.UNCHANGED
            or not (changed_only or _named(change))
        )
        if changes:
            rows.append(SectionRow(_path(section.path), changes))
    return tuple(rows)


def leaning_rows(
    leaning: Leaning,
    old: Label | None,
    *,
    of_claims: Mapping[int, int],
    of_blocks: Mapping[int, int],
    in_use: tuple[str, str] = ("Will be suspended", "bad"),
) -> LeaningRows:
    """What leans, with counts of released assets by the revision they carry.

    ``in_use`` says what becomes of those in use, and in which tone.
    """
    return LeaningRows(
        claims=tuple(
            _claim(row, old, in_use, of_claims.get(row.version.pk, 0))
            for row in leaning.claims
        ),
        blocks=tuple(
            _block(row, old, in_use, of_blocks.get(row.version.pk, 0))
            for row in leaning.blocks
        ),
        safety=tuple(_safety(row, old) for row in leaning.safety),
    )


def _change(change: ClauseChange, old: Label | None, new: Label | None) -> ChangeRow:
    has_moved = change.kind == ChangeKind.MOVED and change.old is not None
    place = _href(new, change.new) if change.new else _href(old, change.old)
    return ChangeRow(
        kind=change.kind.value,
        tone=TONES.get(change.kind, ""),
        words=change.words,
        is_heading=change.clause.kind == HEADING,
        place=place,
        moved_from=_title(change.old) if has_moved and change.old else "",
        moved_href=_href(old, change.old) if has_moved else "",
    )


def _named(change: ClauseChange) -> bool:
    """Whether the section's own title says it already."""
    return change.kind == ChangeKind.UNCHANGED and change.clause.kind == HEADING


def _claim(
    row: LeaningClaim, old: Label | None, in_use: tuple[str, str], assets: int
) -> LeaningRow:
    version = row.version
    state, tone = {
        ClaimState.APPROVED: in_use,
        ClaimState.SUSPENDED: ("Suspended already", "warn"),
    }.get(ClaimState(version.state), ("Draft", ""))
    return LeaningRow(
        name=revisions.ref(version),
        href=revision_href(version),
        text=version.text,
        state=state,
        tone=tone,
        note=_note(row),
        places=_places(row.clauses, old),
        assets=assets,
    )


def _note(row: LeaningClaim) -> str:
    if row.is_placed:
        return ""
    if row.is_in_new_label:
        return (
            "Its quote is not in the old label, so nobody can show what it leaned on. "
            "The same words stand in the new label."
        )
    return "Its quote was not found in either label: a person must look."


def _block(
    row: LeaningBlock, old: Label | None, in_use: tuple[str, str], assets: int
) -> LeaningRow:
    version = row.version
    state, tone = (
        ("Suspended already", "warn") if version.suspended_at else ("Draft", "")
    )
    if row.is_to_suspend:
        state, tone = in_use
    return LeaningRow(
        name=copy_blocks.ref(version),
        href="",
        text=version.text,
        state=state,
        tone=tone,
        note="",
        places=_places(row.clauses, old),
        assets=assets,
    )


def _safety(row: LeaningSafety, old: Label | None) -> LeaningRow:
    return LeaningRow(
        name=f"{row.text.get_form_display()} safety information",
        href="",
        text=row.text.text,
        state="Repeats changed words",
        tone="warn",
        note="",
        places=_places(row.clauses, old),
        assets=0,
    )


def _places(clauses: Iterable[Clause], label: Label | None) -> tuple[PlaceLink, ...]:
    """The first clauses, each section once."""
    found: dict[str, PlaceLink] = {}
    for clause in clauses:
        title = _title(clause)
        found.setdefault(title, PlaceLink(title, _href(label, clause)))
    return tuple(found.values())[:CLAUSES_NAMED]


def _href(label: Label | None, clause: Clause | None) -> str:
    if label is None or label.pk is None or clause is None or not clause.address:
        return ""
    return f"{reverse('labels:label', args=[label.pk])}#{clause.address}"


def _title(clause: Clause) -> str:
    titles = [title for title in clause.path if title.strip()]
    return titles[-1] if titles else "a section without a title"


def _path(path: Sequence[str]) -> str:
    return " › ".join(title for title in path if title.strip()) or "Without a title"
