"""One reading of a text for every comparison, with a way back to the original.

NFKC; invisible characters removed; dashes, quotes and spaces unified. Superscripts,
subscripts and fractions keep their difference: a power must not become a digit.
Offsets count code points of the original.
"""

import functools
import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge_base.wording.remembering import remembered

DASHES = "‐‑‒–—―−﹘﹣－"
SINGLE_QUOTES = "‘’‚‛′"
DOUBLE_QUOTES = "“”„‟″"
KEPT = {"™", "℠", "®", "©", "…"}
MAPPED = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    "…": "...",
}
UNSEEN = {  # ignorable by Unicode though their category is that of letters or marks
    *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0",
    *map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))),
}
RAISED = {"<super>": "^", "<sub>": "_", "<fraction>": " "}
MOST_MARKS = 30  # on one letter; sorting more by rank would take their number squared
BREAKS = {"\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"}


@dataclass(frozen=True)
class Normalised:
    """Normalised text; ``starts`` and ``ends`` give each character's original place.

    ``hidden`` holds the original places of invisible characters that were removed,
    ``mixed`` the original spans of words that mix Latin letters with look-alikes.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    hidden: tuple[int, ...] = ()
    mixed: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of a stretch of the normalised text."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else self._end()
            return place, place
        return self.starts[start], self.ends[end - 1]

    def without(self, spans: Iterable[tuple[int, int]]) -> "Normalised":
        """The text with stretches cut out; what stays still knows its place."""
        kept: list[tuple[int, int]] = []
        start = 0
        for cut_start, cut_end in sorted(spans):
            kept.append((start, cut_start))
            start = cut_end
        kept.append((start, len(self.text)))
        return Normalised(
            "".join(self.text[a:b] for a, b in kept),
            tuple(itertools.chain.from_iterable(self.starts[a:b] for a, b in kept)),
            tuple(itertools.chain.from_iterable(self.ends[a:b] for a, b in kept)),
            self.hidden,
            self.mixed,
        )

    def _end(self) -> int:
        return self.ends[-1] if self.ends else 0


@remembered(512)
def normalise(text: str) -> Normalised:
    """Read a text in the one form in which texts are compared."""
    return normalised(text)


def normalised(text: str) -> Normalised:
    """The same, for pages that nobody asks for again: nothing is remembered."""
    if text.isascii() and text.isprintable() and "  " not in text:
        places = tuple(range(len(text) + 1))
        return Normalised(text, places[:-1], places[1:])
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    hidden: list[int] = []
    for start, end in _clusters(text):
        read = _read(text[start:end])
        if not read:
            hidden.append(start)
        for letter in read:
            if letter in " \n" and letters and letters[-1] in " \n":
                ends[-1] = end
                letters[-1] = "\n" if letter == "\n" else letters[-1]
                continue
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return Normalised(
        "".join(letters),
        tuple(starts),
        tuple(ends),
        tuple(hidden),
        () if text.isascii() else tuple(_mixed_words(text)),
    )


def composed(text: str) -> str:
    """A text in NFKC and nothing else, in time that grows with the text alone."""
    if text.isascii():
        return text
    forms = (unicodedata.normalize("NFKC", run) for run in _runs(text))
    return "".join(forms)


def _runs(text: str) -> Iterator[str]:
    """Stretches of a text none of which holds too many marks in a row."""
    start = marks = 0
    for place, letter in enumerate(text):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MOST_MARKS:
            yield text[start:place]
            start, marks = place, 1
    yield text[start:]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each character with the combining marks that follow it, up to a bound."""
    if text.isascii():
        yield from ((place, place + 1) for place in range(len(text)))
        return
    start = 0
    for place in range(1, len(text) + 1):
        is_full = place - start > MOST_MARKS
        if place == len(text) or is_full or not unicodedata.combining(text[place]):
            yield start, place
            start = place


@functools.lru_cache(maxsize=4096)
def _read(cluster: str) -> str:
    """A character, with its marks, as it is compared; nothing if it is invisible."""
    if cluster in BREAKS:
        return "\n"
    first = cluster[0]
    category = unicodedata.category(first)
    if category == "Zs" or cluster == "\t":
        return " "
    if category in {"Cf", "Cc", "Co", "Cs", "Cn"} or first in UNSEEN:
        return cluster[1:]
    if cluster in MAPPED:
        return MAPPED[cluster]
    if cluster in KEPT:
        return cluster
    raised = RAISED.get(unicodedata.decomposition(first).partition(" ")[0], "")
    return raised + _unified(unicodedata.normalize("NFKC", cluster))


def _unified(text: str) -> str:
    """What NFKC makes may itself be a dash, a quote or a space."""
    return "".join(MAPPED.get(letter, letter) for letter in text)


def _mixed_words(text: str) -> Iterator[tuple[int, int]]:
    """Words in which Latin letters stand beside Greek or Cyrillic look-alikes."""
    start = 0
    for is_word, group in itertools.groupby(text, key=_in_word):
        letters = list(group)
        end = start + len(letters)
        scripts = {script for letter in letters if (script := _script(letter))}
        if is_word and (len(scripts) > 1 or _only_imitates(letters)):
            yield start, end
        start = end


def _in_word(letter: str) -> bool:
    return letter.isalnum() or bool(unicodedata.combining(letter))


@functools.lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter by its Unicode name; nothing for digits and signs."""
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "" if name in {"MICRO", "FEMININE", "MASCULINE"} else name


LOOK_ALIKES = set("аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


def _only_imitates(letters: list[str]) -> bool:
    """Whether a whole word is spelt in foreign letters that look Latin."""
    return len(letters) > 1 and all(letter in LOOK_ALIKES for letter in letters)
