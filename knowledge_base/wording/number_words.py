"""Reads numbers that are written as words, in English and German."""

import re
from collections.abc import Iterator
from decimal import Decimal

UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
GERMAN = {
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "eins": 1, "zwei": 2, "drei": 3,
    "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
    "elf": 11, "zwölf": 12, "zwanzig": 20, "dreißig": 30, "fünfzig": 50, "hundert": 100,
}  # fmt: skip
SMALL = {word: number for number, word in enumerate(UNITS)}
SMALL |= {word: 10 * number for number, word in enumerate(TENS, start=2)}
LARGE = {"thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}

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
