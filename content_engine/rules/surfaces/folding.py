"""The form in which forbidden words are sought: look-alikes folded, gaps closed.

Folding never changes a text's length, closing only takes letters out, so both keep the
way back to the original.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from confusable_homoglyphs import utils

from knowledge_base.wording.normalise import Normalised

GAPPED = re.compile(r"(?<!\w)\w(?:([ .\-_*·/|])\w(?:\1\w){2,30})(?!\w)")
BROKEN = re.compile(r"(?<=[^\W\d_])-\s{0,3}\n\s{0,3}(?=[^\W\d_])")
INNER = re.compile(r"(?<=[^\W\d_])[-.*_·'|](?=[^\W\d_])")
DIGITS = re.compile(
    r"(?<=[^\W\d_])[0134578$@!](?=[^\W\d_])|(?<!\w)[5$@](?=[^\W\d_]{2})"
)
LETTERS_OF = MappingProxyType(
    {
        **{"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"},
        **{"$": "s", "@": "a", "!": "i"},
    }
)


@functools.cache
def look_alikes() -> Mapping[str, str]:
    """Letters of all scripts by the ASCII letter that Unicode says they look like."""
    found: dict[str, str] = {}
    table: dict[str, list[dict[str, str]]] = utils.load("confusables.json")  # type: ignore[no-untyped-call]
    for letter, twins in table.items():
        if len(letter) != 1 or letter.isascii():
            continue
        plain = [
            twin["c"]
            for twin in twins
            if len(twin["c"]) == 1 and twin["c"].isascii() and twin["c"].isalnum()
        ]
        if plain:
            found[letter] = min(plain, key=lambda one: (not one.isalpha(), one.lower()))
    return MappingProxyType(found)


@functools.lru_cache(maxsize=8192)
def _fold(letter: str) -> str:
    """One letter as it is sought: bare of marks, Latin where it looks Latin, small."""
    bare = unicodedata.normalize("NFD", letter)[0]
    small = look_alikes().get(bare, bare).lower()
    if not small.isascii():
        name = unicodedata.name(small[0], "")
        capital = name.removeprefix("LATIN LETTER SMALL CAPITAL ").lower()
        small = capital if len(capital) == 1 else small
    return small[0] if small else letter


def folded(text: str) -> str:
    """A text as it is sought, letter by letter; as long as before."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold, text))


def closed(reading: Normalised) -> Normalised:
    """A folded reading without the gaps that split words, and with digits as letters.

    Takes what `folded` made; what it does not change comes back as it is.
    """
    text = DIGITS.sub(lambda one: LETTERS_OF[one.group()], reading.text)
    cuts = sorted(set(_gaps(text)))
    if text == reading.text and not cuts:
        return reading
    changed = Normalised(
        text, reading.starts, reading.ends, reading.hidden, reading.mixed
    )
    return changed.without((place, place + 1) for place in cuts)


def spelt_out(reading: Normalised) -> Iterator[tuple[int, int]]:
    """Words that are spelt with a gap after every letter: places in the reading."""
    for found in GAPPED.finditer(reading.text):
        letters = found.group()[:: len(found.group(1)) + 1]
        if found.group(1) in " -_*|" and len(letters) > 3 and letters.isalpha():
            yield found.span()


def _gaps(text: str) -> Iterator[int]:
    """Every place that is nothing but a gap inside a word."""
    for found in GAPPED.finditer(text):
        if not any(letter.isdigit() for letter in found.group()):
            yield from range(found.start() + 1, found.end(), 2)
    for found in BROKEN.finditer(text):
        yield from range(found.start(), found.end())
    for found in INNER.finditer(text):
        yield found.start()
    if not text.isascii():
        for place, letter in enumerate(text):
            if unicodedata.combining(letter):
                yield place
