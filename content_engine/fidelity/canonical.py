"""When two wordings are the same: NFKC, spaces, dashes and quotes; nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.wording.normalise import Normalised, normalise

MARKS = re.compile(
    r" ?\[\d{1,3}(?: ?, ?\d{1,3}){0,9}\](?: ?\[\d{1,3}(?: ?, ?\d{1,3}){0,9}\])*"
    r"(?=[.!?:;,]?(?:\s|$))"
)
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
    found = list(MARKS.finditer(reading.text))
    bare = reading.without((mark.start(), mark.end()) for mark in found)
    marks = tuple(_marks(reading, found))
    return Unmarked(bare.text, bare.text.replace("\n", " "), bare, marks)


def _marks(reading: Normalised, found: list[re.Match[str]]) -> Iterator[Mark]:
    """Where each run of markers stood."""
    removed = 0
    for mark in found:
        lead = len(mark.group()) - len(mark.group().lstrip())
        start, end = reading.span(mark.start() + lead, mark.end())
        numbers = tuple(int(number) for number in NUMBER.findall(mark.group()))
        yield Mark(mark.start() - removed, start, end, numbers)
        removed += len(mark.group())
