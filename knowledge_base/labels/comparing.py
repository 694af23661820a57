"""Compares two labels clause by clause: what was added, removed, changed or moved."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from knowledge_base.labels import pairing, reading
from knowledge_base.labels.aligning import aligned
from knowledge_base.labels.clauses import HEADING, Clause, SectionClauses
from knowledge_base.models import Label
from knowledge_base.wording import rewording

TOKEN = re.compile(rewording.WORD)


class ChangeKind(StrEnum):
    """What became of a clause."""

    UNCHANGED = "unchanged"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


RUNS = {
    rewording.KEPT: ChangeKind.UNCHANGED,
    rewording.REMOVED: ChangeKind.REMOVED,
    rewording.ADDED: ChangeKind.ADDED,
}


@dataclass(frozen=True)
class WordRun:
    """A stretch of words: in both clauses, in the old one only, or in the new one."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True)
class ClauseChange:
    """A clause of the old label, what answers it in the new one, and how they differ.

    ``moved`` is a clause whose very words stand at another place now.
    """

    kind: ChangeKind
    old: Clause | None
    new: Clause | None

    @property
    def clause(self) -> Clause:
        """The clause as it stands now, or as it stood."""
        clause = self.new or self.old
        assert clause is not None  # noqa: S101 - a change has one side at least
        return clause

    @property
    def is_material(self) -> bool:
        """Whether what leaned on the old clause has to be looked at again.

        Words that moved within their section are still the words of that section.
        """
        if self.old is None or self.new is None:
            return self.kind == ChangeKind.REMOVED
        if self.kind == ChangeKind.MOVED:
            return self.old.plain_path != self.new.plain_path
        return self.kind == ChangeKind.CHANGED and self.old.kind != HEADING

    @cached_property
    def words(self) -> tuple[WordRun, ...]:
        """The words of both sides in reading order: only old, only new, or both."""
        if self.kind == ChangeKind.CHANGED and self.old and self.new:
            return tuple(word_runs(self.old.text, self.new.text))
        return (WordRun(self.kind, self.clause.text),)


@dataclass(frozen=True)
class SectionComparison:
    """A section of either label with all its clauses, unchanged ones too."""

    path: tuple[str, ...]
    code: str
    changes: tuple[ClauseChange, ...]


def compare(old: Label, new: Label) -> tuple[ClauseChange, ...]:
    """Every change from one label to another, in the reading order of the new one."""
    return changes_of(compare_sections(reading.sections(old), reading.sections(new)))


def changes_of(compared: Iterable[SectionComparison]) -> tuple[ClauseChange, ...]:
    """The changes alone."""
    return tuple(
        change
        for section in compared
        for change in section.changes
        if change.kind != ChangeKind.UNCHANGED
    )


def compare_sections(
    old: Sequence[SectionClauses], new: Sequence[SectionClauses]
) -> tuple[SectionComparison, ...]:
    """Section by section, in the reading order of the new label."""
    compared = [
        (_section(mine, theirs), list(_changes(mine, theirs)))
        for mine, theirs in _side_by_side(old, new)
    ]
    told = iter(_with_moves([each for _, found in compared for each in found]))
    return tuple(
        SectionComparison(
            section.path,
            section.code,
            tuple(change for _ in found if (change := next(told))),
        )
        for section, found in compared
    )


def word_runs(old: str, new: str) -> Iterator[WordRun]:
    """The words of two texts side by side; white space counts for nothing."""
    mine, theirs = _tokens(old), _tokens(new)
    texts = ([text for text, _ in mine], [text for text, _ in theirs])
    for kind, start, end in rewording.runs(*texts):
        own = mine if kind == rewording.REMOVED else theirs
        yield WordRun(RUNS[kind], _joined(own[start:end]))


def _side_by_side(
    old: Sequence[SectionClauses], new: Sequence[SectionClauses]
) -> Iterator[tuple[SectionClauses | None, SectionClauses | None]]:
    """Pairs in the new order; a section that is gone stands after its elder sister."""
    paired = pairing.pairs(old, new)
    gone = defaultdict(list)
    after = -1
    for place, section in enumerate(old):
        if place in paired:
            after = paired[place]
        else:
            gone[after].append(section)
    answers = {theirs: mine for mine, theirs in paired.items()}
    yield from ((section, None) for section in gone[-1])
    for place, section in enumerate(new):
        mine = answers.get(place)
        yield (None if mine is None else old[mine]), section
        yield from ((section, None) for section in gone[place])


def _section(
    mine: SectionClauses | None, theirs: SectionClauses | None
) -> SectionClauses:
    section = theirs or mine
    assert section is not None  # noqa: S101 - a pair has one side at least
    return section


def _changes(
    mine: SectionClauses | None, theirs: SectionClauses | None
) -> Iterator[ClauseChange]:
    old = mine.clauses if mine else ()
    new = theirs.clauses if theirs else ()
    for left, right in aligned(old, new):
        yield ClauseChange(_kind(left, right), left, right)


def _kind(old: Clause | None, new: Clause | None) -> ChangeKind:
    if old is None:
        return ChangeKind.ADDED
    if new is None:
        return ChangeKind.REMOVED
    return ChangeKind.UNCHANGED if old.folded == new.folded else ChangeKind.CHANGED


def _with_moves(changes: list[ClauseChange]) -> list[ClauseChange | None]:
    """Words taken out here and put in there moved: told once, where they stand now."""
    taken_out = defaultdict(list)
    for index, change in enumerate(changes):
        if change.kind == ChangeKind.REMOVED and change.clause.kind != HEADING:
            taken_out[change.clause.folded].append(index)
    told: list[ClauseChange | None] = list(changes)
    for index, change in enumerate(changes):
        if change.kind == ChangeKind.ADDED and taken_out[change.clause.folded]:
            left = taken_out[change.clause.folded].pop(0)
            told[left] = None
            told[index] = replace(
                change, kind=ChangeKind.MOVED, old=changes[left].clause
            )
    return told


def _tokens(text: str) -> list[tuple[str, str]]:
    """Words and marks, each with the space before it."""
    found, end = [], 0
    for match in TOKEN.finditer(text):
        found.append((match.group(), " " if match.start() > end else ""))
        end = match.end()
    return found


def _joined(tokens: list[tuple[str, str]]) -> str:
    return "".join(f"{space}{text}" for text, space in tokens)
