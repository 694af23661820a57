"""Finds approved texts that stand whole inside a part, longest first.

A text counts only between statement boundaries: at the start or end of a part, a line
or a table's cell, after a full stop, or beside another approved text.
"""

import bisect
import copy
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from content_engine.fidelity import canonical
from content_engine.fidelity.linking.exact import Exact

START = re.compile(r"(?<![.!?:])[.!?:]+[)\]\"']*\s+|\n|(?<!\S)\|\s")
BULLET = re.compile(r"[-•*|] ")
NUMBERED = re.compile(r"(\d{1,3})\. ")
LINK_AT_END = re.compile(r"(?<!\S)(?=\S++$)\S*?https?://\S")


class Source(StrEnum):
    """Where an approved text comes from."""

    CLAIM = "claim"
    QUALIFIER = "qualifier"
    COPY = "copy"
    SAFETY = "safety"
    LABEL = "label"
    OBLIGATORY = "obligatory"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Approved:
    """A text that may be said; ``ref`` is ``KEY@VERSION`` of what it comes from.

    ``nature`` is the claim's kind, the block's role or the safety text's form.
    ``ends`` says that the text may be followed by more on its line.
    """

    text: str
    source: Source
    ref: str | None = None
    nature: str = ""

    @property
    def ends(self) -> bool:
        """Whether a reader sees that the text is over without a line break."""
        if self.text.endswith((".", "!", "?", ":")) or LINK_AT_END.search(self.text):
            return True
        return self.source is Source.COPY and self.text.endswith(",")


@dataclass(frozen=True)
class Hit:
    """An approved text at its place in an unmarked part."""

    approved: Approved
    start: int
    end: int
    number: int | None = None


class ApprovedTexts:
    """Approved texts, found by how they begin."""

    def __init__(
        self, texts: Iterable[Approved], patterns: Mapping[str, re.Pattern[str]]
    ) -> None:
        """Index the texts; ``patterns`` are obligatory lines with a date in them."""
        self.texts = tuple(dict.fromkeys(texts))
        self._held: tuple[Exact[Approved], ...] = (Exact(map(by_wording, self.texts)),)
        self._patterns = patterns

    def beside(self, others: Exact[Approved]) -> "ApprovedTexts":
        """The same texts, found together with others that are kept elsewhere."""
        both = copy.copy(self)
        both._held = (*self._held, others)
        return both

    def hits(self, part: canonical.Unmarked) -> tuple[Hit, ...]:
        """What of a part is approved, in reading order and without overlap."""
        taken: list[Hit] = []
        starts: list[int] = []
        for hit in sorted(self._candidates(part), key=_longest_first):
            place = bisect.bisect(starts, hit.start)
            clear_before = place == 0 or taken[place - 1].end <= hit.start
            if clear_before and (place == len(taken) or starts[place] >= hit.end):
                taken.insert(place, hit)
                starts.insert(place, hit.start)
        return tuple(taken)

    def _candidates(self, part: canonical.Unmarked) -> Iterator[Hit]:
        """Every approved text at every boundary; each end is a new boundary."""
        standing: dict[int, list[tuple[Approved, int]]] = defaultdict(list)
        for held in self._held:
            for approved, start, end in held.find(part.text):
                standing[start].append((approved, end))
        pending = [0, *(stop.end() for stop in START.finditer(part.lines))]
        seen: set[int] = set()
        while pending:
            start = _after_space(part.text, pending.pop())
            if start in seen:
                continue
            seen.add(start)
            if BULLET.match(part.text, start) and _opens_line(part.lines, start):
                pending.append(start + 2)
            for hit in self._at(part, start, standing):
                if _whole(part, hit):
                    yield hit
                    pending.append(hit.end)

    def _at(
        self,
        part: canonical.Unmarked,
        start: int,
        standing: Mapping[int, list[tuple[Approved, int]]],
    ) -> Iterator[Hit]:
        """The approved texts that start at a place."""
        numbered = NUMBERED.match(part.text, start)
        if numbered and _opens_line(part.lines, start):
            for approved, end in standing.get(numbered.end(), ()):
                if approved.source is Source.REFERENCE:
                    yield Hit(approved, start, end, int(numbered.group(1)))
        for approved, end in standing.get(start, ()):
            if approved.source is not Source.REFERENCE:
                yield Hit(approved, start, end)
        for ref, pattern in self._patterns.items():
            dated = pattern.match(part.text, start)
            if dated:
                approved = Approved(dated.group(), Source.OBLIGATORY, None, ref)
                yield Hit(approved, start, dated.end())


def by_wording(approved: Approved) -> tuple[str, Approved]:
    """A text under the form in which it is sought."""
    return canonical.canonical(approved.text), approved


def left_over(
    part: canonical.Unmarked, hits: Iterable[Hit]
) -> Iterator[tuple[int, int]]:
    """The stretches of a part that no approved text covers, without outer space."""
    place = 0
    for hit in itertools.chain(hits, (None,)):
        end = hit.start if hit else len(part.text)
        start = _after_space(part.text, place)
        stop = _before_space(part.text, end)
        if start < stop:
            yield start, stop
        place = hit.end if hit else end


def _longest_first(hit: Hit) -> tuple[int, int, int, str, str]:
    """Order of taking: length, then claims before copy of the same words."""
    approved = hit.approved
    weight = list(Source).index(approved.source)
    length = hit.end - hit.start
    return -length, weight, hit.start, approved.ref or "", approved.nature


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place


def _before_space(text: str, place: int) -> int:
    while place and text[place - 1] in " \n":
        place -= 1
    return place


def _opens_line(lines: str, start: int) -> bool:
    """Whether nothing but space stands before a place on its line."""
    while start and lines[start - 1] == " ":
        start -= 1
    return not start or lines[start - 1] == "\n"


def _whole(part: canonical.Unmarked, hit: Hit) -> bool:
    """Whether a text stands by itself and no marker was lifted from its middle."""
    point = hit.end - (1 if part.text[hit.end - 1] in ".!?:;," else 0)
    if any(hit.start < mark.place < point for mark in part.marks):
        return False
    follows = part.lines[hit.end : hit.end + 2]
    if follows == " |" or follows.removeprefix(" ")[:1] in {"", "\n"}:
        return True
    return follows[:1] == " " and hit.approved.ends
