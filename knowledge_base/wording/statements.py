"""Cuts a text into statements: sentences, lines, bullets; nothing is lost."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.wording import lists

_lists = lists.read("abbreviations")
ABBREVIATIONS = frozenset(_lists["always"])
NUMBERED = frozenset(_lists["numbered"])
LETTERED = frozenset(_lists["lettered"])
DOTTED = frozenset(_lists["dotted"])
UNITS = frozenset(_lists["units"])
STOP = re.compile(
    r"""(?<![.!?…])[.!?…]++ [*†‡§¶]*+ [)\]"'”’]*+ [*†‡§¶]*+ [¹²³⁰⁴-⁹⁻,–]*+
    (?:\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*+\])*+ \s++ | \n\s*+""",
    re.VERBOSE,
)
NUMBER = r"\d+(?:[.,]\d+)*"
LAST_WORD = re.compile(
    rf"(?:(?P<before>{NUMBER}|[\w-]+\.?)\s?)?(?<![\w.-])(?P<word>[\w.-]+)\Z"
)
FIGURE = re.compile(NUMBER)
YEAR = re.compile(r"(?:19|20)\d\d\Z")
INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]\Z")
GERMAN_NOUN = re.compile(rf"(?:{lists.either(_lists['months'])})\b")


@dataclass(frozen=True)
class Cut:
    """A statement with the space after it; ``text`` is the original's own."""

    start: int
    end: int
    text: str


def cut(text: str) -> tuple[Cut, ...]:
    """The statements of a text in order; joined again they are the text.

    Keeps decimals and abbreviations such as "vs.", "e.g." and "p." together; a unit
    ends a sentence ("5 min."), and so does a letter that ends a name ("LDL-C.").
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
    if after == len(text) or not {"?", "!"}.isdisjoint(text[dot:after]):
        return False
    if text[after].islower():
        return True
    found = LAST_WORD.search(text, max(0, dot - 40), dot)
    if not found:
        return False
    word, before = found.group("word"), found.group("before") or ""
    if word.isdecimal():
        return bool(GERMAN_NOUN.match(text, after))
    if word.lower() in UNITS and FIGURE.fullmatch(before) and not YEAR.match(before):
        return False
    if word.lower() in NUMBERED:
        return text[after].isdecimal()
    return word.lower() in ABBREVIATIONS or _is_initial(word, before)


def _is_initial(word: str, before: str) -> bool:
    """``J.``, ``J.-P.``: but not the letter of "hepatitis B" or the "U.S."."""
    if word.lower() in DOTTED or before.lower().rstrip(".") in LETTERED:
        return False
    return bool(INITIALS.fullmatch(word)) and (len(word) == 1 or word.isupper())
