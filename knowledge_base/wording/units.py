"""Units of measurement: how they are written and called, and what equals what."""

import functools
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

# canonical name: (dimension, size in that dimension, spellings as regular expressions)
ATOMS: dict[str, tuple[str, str, str]] = {
    "%": ("percent", "1", r"%|per ?cent\b|pct\b|Prozent\b"),
    "pp": (
        "percentage points",
        "1",
        r"percentage[- ]points?\b|pp\b|%[- ]points?\b|Prozentpunkte?n?\b",
    ),
    "points": ("points", "1", r"points?\b|Punkten?\b|Punkte?\b"),
    "ULN": ("ULN", "1", r"(?:the )?upper limit of (?:the )?normal|ULN\b"),
    "kg": ("mass", "1000", r"kg\b|kilograms?\b|kilos?\b"),
    "g": ("mass", "1", r"g\b|grams?\b|Gramm\b"),
    "mg": ("mass", "1e-3", r"mg\b|milligrams?\b|Milligramm\b"),
    "mcg": ("mass", "1e-6", r"mcg\b|[μu]g\b|micrograms?\b|Mikrogramm\b"),
    "ng": ("mass", "1e-9", r"ng\b|nanograms?\b"),
    "pg": ("mass", "1e-12", r"pg\b|picograms?\b"),
    "L": ("volume", "1", r"[Ll]\b|lit(?:re|er)s?\b|Liter\b"),
    "dL": ("volume", "1e-1", r"d[Ll]\b|decilit(?:re|er)s?\b"),
    "mL": ("volume", "1e-3", r"m[Ll]\b|millilit(?:re|er)s?\b"),
    "mcL": ("volume", "1e-6", r"(?:mc|μ)[Ll]\b|microlit(?:re|er)s?\b"),
    "mm3": ("volume", "1e-6", r"mm\^?3\b|cubic millimet(?:re|er)s?\b"),
    "cm3": ("volume", "1e-3", r"cm\^?3\b"),
    "mol": ("amount", "1", r"mol\b"),
    "mmol": ("amount", "1e-3", r"mmol\b|millimoles?\b"),
    "mcmol": ("amount", "1e-6", r"(?:mc|μ)mol\b|micromoles?\b"),
    "nmol": ("amount", "1e-9", r"nmol\b|nanomoles?\b"),
    "pmol": ("amount", "1e-12", r"pmol\b|picomoles?\b"),
    "mM": ("concentration", "1e-3", r"mM\b|millimolar\b"),
    "mcM": ("concentration", "1e-6", r"(?:mc|μ)M\b|micromolar\b"),
    "nM": ("concentration", "1e-9", r"nM\b|nanomolar\b"),
    "pM": ("concentration", "1e-12", r"pM\b|picomolar\b"),
    "mEq": ("equivalents", "1", r"mEq\b"),
    "IU": ("IU", "1", r"IU\b|I\.U\.|international units?\b|I\.E\.|IE\b"),
    "U": ("U", "1", r"U\b|units?\b|Einheiten\b"),
    "mmHg": ("pressure", "1", r"mm ?Hg\b"),
    "kPa": ("kPa", "1", r"kPa\b"),
    "°C": ("celsius", "1", r"°C\b|degrees Celsius\b"),
    "°F": ("fahrenheit", "1", r"°F\b|degrees Fahrenheit\b"),
    "m2": ("area", "1", r"m\^?2\b"),
    "1.73 m2": ("area", "1.73", r"1[.,·]73 ?m\^?2\b"),
    "km": ("length", "1000", r"km\b"),
    "m": ("length", "1", r"m\b|met(?:re|er)s?\b"),
    "cm": ("length", "1e-2", r"cm\b|centimet(?:re|er)s?\b"),
    "mm": ("length", "1e-3", r"mm\b|millimet(?:re|er)s?\b"),
    "ms": ("time", "1e-3", r"ms\b|msec\b|milliseconds?\b"),
    "second": ("time", "1", r"s\b|sec\b|seconds?\b|Sekunden?\b"),
    "minute": ("time", "60", r"mins?\b|minutes?\b|Minuten?\b"),
    "hour": ("time", "3600", r"h\b|hrs?\b|hours?\b|Stunden?\b"),
    "day": ("time", "86400", r"d\b|days?\b|Tagen?\b|Tage?\b"),
    "week": ("time", "604800", r"wks?\b|weeks?\b|Wochen?\b"),
    "month": ("calendar", "1", r"mos?\b|months?\b|Monaten?\b|Monate?\b"),
    "year": ("calendar", "12", r"y\b|yrs?\b|years?\b|Jahren?\b|Jahre?\b"),
    "beat": ("beat", "1", r"beats?\b"),
    "cell": ("cell", "1", r"cells?\b|Zellen\b"),
    "copy": ("copy", "1", r"cop(?:y|ies)\b"),
    "kcal": ("energy", "1", r"kcal\b"),
    "mGy": ("radiation", "1e-3", r"mGy\b"),
    "Gy": ("radiation", "1", r"Gy\b"),
    "Hz": ("frequency", "1", r"Hz\b"),
    "night": ("night", "1", r"nights?\b"),
    "GBP": ("GBP", "1", r"GBP\b|£"),
    "USD": ("USD", "1", r"USD\b|US\$|\$"),
    "EUR": ("EUR", "1", r"EUR\b|€|euros?\b"),
}
WHOLE = {"beat/minute": r"bpm\b"}
LONE = frozenset({"d", "l", "s", "y", "m"})  # letters that stand for more than a unit
TIMES = frozenset({"ms", "second", "minute", "hour", "day", "week", "month", "year"})
PEOPLE = r"(?:patient|person|subject|participant|Patienten|Personen)"
PERSON_TIMES = {  # canonical name: (dimension, size)
    "patient": ("people", "1"),
    "patient-day": ("person-days", "1"),
    "patient-week": ("person-days", "7"),
    "patient-month": ("person-months", "1"),
    "patient-year": ("person-months", "12"),
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
    pairs = [
        (spelling, name) for name in names for spelling in _spellings(ATOMS[name][2])
    ]
    pairs.sort(key=lambda pair: len(pair[0]), reverse=True)
    return "|".join(spelling for spelling, _ in pairs)


def _spellings(pattern: str) -> list[str]:
    return re.split(r"\|(?![^(]*\))", pattern)


ONE = re.compile(_groups(ATOMS))
FULL = [(name, re.compile(pattern)) for name, (_, _, pattern) in ATOMS.items()]
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
