"""Knows which words of patients, marketers and prescribers mean the same.

A thesaurus of the whole trade and of no single brand: whoever asks about side effects
means adverse reactions, whoever says "after a year" means week 52.
"""

import functools
import re
from collections.abc import Iterator
from importlib import resources

from knowledge_base.wording import stems

MOST_WORDS = 5  # in a term of the thesaurus
GROUPS = resources.files(__package__).joinpath("thesaurus.txt").read_text("utf-8")
YEAR_WEEKS, MONTH_WEEKS, MONTHS, DAYS = 52, 4, 12, 7
NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
BEFORE = "after|for|over|in|within|of|by|until|than|during|at"
# "Over a year" is a span of time, "days a year" is a rate.
SPAN = re.compile(
    rf"\b(?:(half an?|first|full|whole|\d+|{'|'.join(NUMBERS)})"
    rf"|(?:{BEFORE})\s+(?:an?|the)(?:\s+(?:full|whole))?)"
    r"\s+(day|week|month|year)s?\b"
)


def also(text: str) -> tuple[str, ...]:
    """Terms that mean what words of the text mean, each once, none of its own words."""
    said = stems.tokens(text)
    own = " ".join(said)
    found = dict.fromkeys((*_synonyms(said), *_spans(text)))
    return tuple(term for term in found if " ".join(stems.tokens(term)) not in own)


def _synonyms(said: list[str]) -> Iterator[str]:
    place = 0
    while place < len(said):
        length = _longest(said, place)
        yield from _thesaurus().get(tuple(said[place : place + length]), ())
        place += max(length, 1)


def _longest(said: list[str], place: int) -> int:
    """Words of the longest term that stands there: "half-life" is not "half"."""
    for length in range(min(MOST_WORDS, len(said) - place), 0, -1):
        if tuple(said[place : place + length]) in _thesaurus():
            return length
    return 0


def _spans(text: str) -> Iterator[str]:
    """Time as trials count it: a year is 52 weeks, the first month weeks 1 to 4."""
    for amount, unit in SPAN.findall(text.casefold()):
        weeks, days = _weeks(amount, unit)
        if amount == "first" and weeks > 1:
            yield f"weeks 1 to {weeks}"
        elif weeks:
            yield from (f"week {weeks}", f"{weeks} weeks")
        if unit == "year" and amount.startswith("half"):
            yield "6 months"
        if days == 1:
            yield "day after the first dose"


def _weeks(amount: str, unit: str) -> tuple[int, int]:
    """Whole weeks, and days where they make no week."""
    number = NUMBERS.index(amount) + 1 if amount in NUMBERS else 1
    number = int(amount) if amount.isdigit() else number
    if unit == "year":
        return (YEAR_WEEKS * number // (2 if amount.startswith("half") else 1), 0)
    if unit == "month":
        return (MONTH_WEEKS * number if number < MONTHS else YEAR_WEEKS, 0)
    if unit == "week":
        return (number, 0)
    return (number // DAYS if number % DAYS == 0 else 0, number)


@functools.cache
def _thesaurus() -> dict[tuple[str, ...], tuple[str, ...]]:
    """For the stems of each term: the other terms of its groups."""
    known: dict[tuple[str, ...], dict[str, None]] = {}
    for line in GROUPS.splitlines():
        terms = [term.strip() for term in line.split("=")]
        for term in terms:
            others = known.setdefault(tuple(stems.tokens(term)), {})
            others |= dict.fromkeys(other for other in terms if other != term)
    return {term: tuple(others) for term, others in known.items()}
