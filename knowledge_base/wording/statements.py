"""Cuts a text into statements: sentences, lines, bullets; nothing is lost."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

ABBREVIATIONS = frozenset({
    "al", "approx", "ca", "cf", "dr", "e.g", "ed", "eds", "etc", "fig", "figs", "i.e",
    "incl", "jr", "max", "min", "mr", "mrs", "ms", "no", "nos", "p", "pp", "prof",
    "resp", "sr", "st", "suppl", "vol", "vs",
})  # fmt: skip
STOP = re.compile(
    r"""(?<![.!?])[.!?]+ [)\]"'”’]* (?:\s?\[\d{1,3}\])* \s+ | \n\s*""", re.VERBOSE
)
LAST_WORD = re.compile(r"[\w.]+\Z")


@dataclass(frozen=True)
class Cut:
    """A statement with the space after it; ``text`` is the original's own."""

    start: int
    end: int
    text: str


def cut(text: str) -> tuple[Cut, ...]:
    """The statements of a text in order; joined again they are the text.

    Keeps decimals and abbreviations such as "vs.", "e.g." and "p." together.
    """
    edges = [0, *_edges(text), len(text)]
    return tuple(
        Cut(start, end, text[start:end])
        for start, end in itertools.pairwise(edges)
        if start < end
    )


def trimmed(piece: Cut) -> tuple[int, int]:
    """Where the words of a statement start and end, without the space around."""
    lead = len(piece.text) - len(piece.text.lstrip())
    return piece.start + lead, piece.start + max(lead, len(piece.text.rstrip()))


def _edges(text: str) -> Iterator[int]:
    """The places at which a new statement starts."""
    for stop in STOP.finditer(text):
        if "\n" in stop.group() or not _goes_on(text, stop.start(), stop.end()):
            yield stop.end()


def _goes_on(text: str, dot: int, after: int) -> bool:
    """Whether a full stop belongs to an abbreviation or to what follows it."""
    if text[dot] != "." or after == len(text):
        return False
    if text[after].islower():
        return True
    before = LAST_WORD.search(text, max(0, dot - 20), dot)
    word = before.group().lower() if before else ""
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())
