"""When two wordings are the same: NFKC, spaces, dashes and quotes; nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.wording.normalise import Normalised, normalise

MARK = re.compile(r" ?\[\d{1,3}(?: ?, ?\d{1,3}){0,9}\]")
AFTER_MARK = re.compile(r"[.!?:;,]?(?:\s|$)")
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[\w%<>=≤≥≠±~^_°µ®™▼£$€]+(?:[.,'’/-][\w%]+)*|[^\w\s]")


def canonical(text: str) -> str:
    """The form in which wordings are compared for equality."""
    return normalise(text).text.replace("\n", " ").strip()


def tokens(text: str) -> tuple[str, ...]:
    """Words, numbers and signs of a canonical text; numbers keep their decimals."""
    return tuple(WORD.findall(text))


@dataclass(frozen=True)
class Mark:
    """Reference numbers at a place in the text from which they were taken."""

    place: int
    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Unmarked:
    """A part's text without its reference markers, and the markers.

    ``lines`` keeps line breaks; ``text`` has spaces in their place and the same
    length. ``Mark.place`` counts in ``text``, ``Mark.start`` and ``end`` in the
    original.
    """

    lines: str
    text: str
    reading: Normalised
    marks: tuple[Mark, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of a stretch of ``text``."""
        return self.reading.span(start, end)


def unmark(text: str) -> Unmarked:
    """Normalise a part and lift the reference markers out of it."""
    reading = normalise(text)
    found = list(mark_spans(reading.text))
    bare = reading.without(found)
    marks = tuple(_marks(reading, found))
    return Unmarked(bare.text, bare.text.replace("\n", " "), bare, marks)


def mark_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where runs of reference markers stand in a normalised text.

    A run is over where a space, a line or the text's end follows, or a point and then
    one of these; what comes after that without such an end is none.
    """
    start = reach = end = 0
    for found in MARK.finditer(text):
        if found.start() != reach:
            if end:
                yield start, end
            start, end = found.start(), 0
        reach = found.end()
        end = reach if AFTER_MARK.match(text, reach) else end
    if end:
        yield start, end


def _marks(reading: Normalised, found: list[tuple[int, int]]) -> Iterator[Mark]:
    """Where each run of markers stood."""
    removed = 0
    for first, last in found:
        written = reading.text[first:last]
        lead = len(written) - len(written.lstrip())
        start, end = reading.span(first + lead, last)
        numbers = tuple(int(number) for number in NUMBER.findall(written))
        yield Mark(first - removed, start, end, numbers)
        removed += last - first
