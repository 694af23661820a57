"""Texts marked by outcome: cut where a statement or an objection begins or ends."""

import bisect
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from content_engine.pieces import CheckResult, Piece, PieceText, Statement
from content_engine.vocabulary import Outcome, PartName
from web.presenters.areas import Layout, Patch

OUTCOME_WORDS: dict[str, tuple[str, str]] = {
    Outcome.EXACT: ("Approved wording", "good"),
    Outcome.EQUIVALENT: ("Same in other words", "good"),
    Outcome.DISTORTED: ("Distorted", "bad"),
    Outcome.CONTEXT_MISSING: ("Context missing", "warn"),
    Outcome.UNSUBSTANTIATED: ("No support", "bad"),
}
"""Every outcome that is underlined; what is no claim is left alone."""


@dataclass(frozen=True)
class Mark:
    """A stretch of a part; ``is_found`` says that a rule objects to it.

    ``origin`` and ``source`` say where words come from that are fixed.
    """

    text: str
    style: str = ""
    title: str = ""
    is_found: bool = False
    origin: str = ""
    source: str = ""


def mirrors(
    piece: Piece, result: CheckResult, layout: Layout
) -> dict[str, tuple[Mark, ...]]:
    """The marked words of every area of a page."""
    marked = {part.name: marks(part, result) for part in piece.parts}
    found: dict[str, tuple[Mark, ...]] = {}
    for patch in layout.patches:
        shown = tuple(_within(marked[PartName(patch.part)], patch))
        found[patch.area] = found.get(patch.area, ()) + shown
    return found


def _within(marked: tuple[Mark, ...], patch: Patch) -> Iterator[Mark]:
    """What of a part's marks lies in a patch."""
    start = 0
    for mark in marked:
        text = mark.text[max(patch.start - start, 0) : max(patch.end - start, 0)]
        start += len(mark.text)
        if text:
            yield replace(mark, text=text, origin=patch.origin, source=patch.title)


def marks(part: PieceText, result: CheckResult) -> tuple[Mark, ...]:
    """A part cut where an outcome or an objection begins or ends; it adds up to it."""
    told = [
        one
        for one in result.statements
        if one.part == part.name and one.outcome in OUTCOME_WORDS
    ]
    whole = {(one.start, one.end) for one in told}
    found = [
        (one.start, one.end)
        for one in result.findings
        if one.part == part.name and one.start is not None and one.end is not None
    ]
    inside = [span for span in found if span not in whole]
    edges = {0, len(part.text), *(edge for span in (*whole, *inside) for edge in span)}
    stops = sorted(edges)
    covering = _Covering(told)
    return tuple(
        Mark(
            part.text[start:end],
            *covering.style_at(start),
            is_found=any(a <= start < b for a, b in inside),
        )
        for start, end in itertools.pairwise(stops)
    )


class _Covering:
    """Which statement a place lies in; statements of a part do not overlap."""

    def __init__(self, statements: list[Statement]) -> None:
        self.statements = sorted(statements, key=lambda one: one.start)
        self.starts = [one.start for one in self.statements]

    def style_at(self, place: int) -> tuple[str, str]:
        """The outcome there and its words; nothing outside every statement."""
        before = bisect.bisect(self.starts, place)
        if before == 0 or self.statements[before - 1].end <= place:
            return "", ""
        outcome = self.statements[before - 1].outcome
        return outcome, OUTCOME_WORDS[outcome][0]
