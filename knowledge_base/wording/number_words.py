"""Reads numbers that are written as words, in English and German."""

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge_base.wording import lists

_lists = lists.read("numbers")
UNITS: list[str] = _lists["units"]
TENS: list[str] = _lists["tens"]
GERMAN: dict[str, int] = _lists["german"]
LARGE: dict[str, int] = _lists["large"]
SMALL = {word: number for number, word in enumerate(UNITS)}
SMALL |= {word: 10 * number for number, word in enumerate(TENS, start=2)}

_unit = "|".join(sorted(UNITS[:10], key=len, reverse=True))
_low = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{_unit}))?|{'|'.join(reversed(UNITS))})"
_hundreds = rf"(?:(?:{_unit}|a) hundred(?:(?: and)? {_low})?|{_low})"
_thousands = rf"(?:(?:{_hundreds}|a) thousand(?:,? (?:and )?{_hundreds})?|{_hundreds})"
_german = "|".join(sorted(GERMAN, key=len, reverse=True))
WORDS = re.compile(
    rf"\b(?:(?P<english>{_thousands}(?: point(?: (?:{_unit}))+)?)"
    rf"|(?P<half>half an?(?= ))|(?P<german>{_german}))\b",
    re.IGNORECASE,
)
PART = re.compile(r"[a-z]+")


def find(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Where numbers stand as words, and what they say: ``nine point eight`` is 9.8."""
    for found in WORDS.finditer(text):
        words = found.group().lower()
        if found.group("german"):
            yield found.start(), found.end(), Decimal(GERMAN[words])
            continue
        if found.group("half"):
            yield found.start(), found.end(), Decimal("0.5")
            continue
        whole, _, decimals = words.partition(" point ")
        digits = "".join(str(SMALL[word]) for word in decimals.split())
        value = str(_whole(whole)) + (f".{digits}" if digits else "")
        yield found.start(), found.end(), Decimal(value)


def _whole(words: str) -> int:
    """The value of ``two hundred and twelve``."""
    total = current = 0
    for word in PART.findall(words):
        if word == "hundred":
            current = (current or 1) * 100
        elif word in LARGE:
            total, current = total + (current or 1) * LARGE[word], 0
        else:
            current += SMALL.get(word, 1 if word == "a" else 0)
    return total + current
