"""Units of measurement: how they are written and called, and what equals what."""

import functools
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from knowledge_base.wording import lists


class Atom(NamedTuple):
    """A unit that has no parts: what it measures, how much of it, how it is written."""

    dimension: str
    size: str
    spellings: tuple[str, ...]


_lists = lists.read("units")
ATOMS = {
    name: Atom(told["of"], told["size"], tuple(told["spelt"]))
    for name, told in _lists["atoms"].items()
}
WHOLE = {"beat/minute": r"bpm\b"}
LONE = frozenset({"d", "l", "s", "y", "m"})  # letters that stand for more than a unit
TIMES = frozenset({"ms", "second", "minute", "hour", "day", "week", "month", "year"})
PERSON_TIMES = {
    name: (told["of"], told["size"]) for name, told in _lists["person_times"].items()
}


class Unit(NamedTuple):
    """A unit as it is called, and where its words end in the text."""

    name: str
    end: int


class Size(NamedTuple):
    """What a unit measures, and how much of it one unit is, exactly."""

    dimensions: tuple[tuple[str, int], ...]
    factor: Fraction


def _groups(names: Iterable[str]) -> str:
    """One alternation in which the longest spelling of all units wins."""
    spellings = [spelling for name in names for spelling in ATOMS[name].spellings]
    return "|".join(sorted(spellings, key=len, reverse=True))


ONE = re.compile(_groups(ATOMS))
FULL = [(name, re.compile("|".join(atom.spellings))) for name, atom in ATOMS.items()]
PER = re.compile(r" ?/ ?| per | pro (?=kg|Tag|Woche|Monat|Stunde)")
BODY = re.compile(r" (?:of )?body[- ]?(?:weight|surface)\b")
BPM = re.compile(WHOLE["beat/minute"])


@functools.lru_cache(maxsize=1024)
def named(words: str) -> str:
    """What a unit is called that is written so; empty if it is none."""
    return next((name for name, pattern in FULL if pattern.fullmatch(words)), "")


def read(text: str, place: int) -> Unit | None:
    """The unit that begins at a place: ``mg``, ``mL/min/1.73 m2``, ``/L``."""
    if found := BPM.match(text, place):
        return Unit("beat/minute", found.end())
    first = ONE.match(text, place)
    if first and first.group() not in LONE - {"m", "s"}:
        return _with_denominators(text, named(first.group()), first.end())
    unit = _with_denominators(text, "", place)
    return unit if unit.name and text[place : place + 1] == "/" else None


def size(name: str) -> Size:
    """What a canonical unit measures; an unknown name measures only itself."""
    above, *below = name.split("/")
    dimensions: dict[str, int] = {}
    factor = Fraction(1)
    for part, power in [(above, 1), *((part, -1) for part in below)]:
        for dimension, amount, exponent in _sizes(part):
            dimensions[dimension] = dimensions.get(dimension, 0) + power * exponent
            factor *= amount**power
    kept = tuple(sorted((name, power) for name, power in dimensions.items() if power))
    return Size(kept, factor)


def convert(value: Decimal, name: str) -> tuple[tuple[tuple[str, int], ...], Fraction]:
    """A value in units of its dimensions, exactly: ``30 mg`` equals ``30000 mcg``."""
    measured = size(name)
    return measured.dimensions, Fraction(value) * measured.factor


def _sizes(part: str) -> list[tuple[str, Fraction, int]]:
    """Dimension, size and power of one part of a compound unit."""
    many, _, rest = part.partition(" ")
    if many.isdecimal() and int(many) and rest:
        return [(name, Fraction(many) * n, power) for name, n, power in _sizes(rest)]
    if part in PERSON_TIMES:
        dimension, amount = PERSON_TIMES[part]
        return [(dimension, Fraction(amount), 1)]
    if part not in ATOMS:
        return [(part, Fraction(1), 1)] if part else []
    dimension, amount, _ = ATOMS[part]
    if dimension == "concentration":
        return [("amount", Fraction(amount), 1), ("volume", Fraction(1), -1)]
    return [(dimension, Fraction(amount), 1)]


def _with_denominators(text: str, name: str, end: int) -> Unit:
    while (per := PER.match(text, end)) and len(name) < 60:
        below = ONE.match(text, per.end())
        if not below:
            break
        name, end = f"{name}/{named(below.group())}", below.end()
        if body := BODY.match(text, end):
            end = body.end()
    return Unit(name, end)
