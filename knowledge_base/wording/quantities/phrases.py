"""Quantities that are phrases: once daily, halved, a third fewer, not significant."""

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge_base.wording import lists, number_words
from knowledge_base.wording.quantities import operators
from knowledge_base.wording.quantities.shapes import Kind, Quantity

_lists = lists.read("frequencies")
TIMES: dict[str, int] = _lists["times"]
BY_PERIOD = [
    (name, re.compile(lists.either(words), re.I))
    for name, words in _lists["periods"].items()
]
LATIN: dict[str, int] = _lists["latin"]
_small = "|".join([*number_words.UNITS[1:13], *number_words.GERMAN])
_long = "day|week|month|year|Tag|Woche|Monat|Jahr"
_dose = (
    r"(?:\b(?:mg|mcg|g|mL|ml|IU|units?|tablets?|capsules?|puffs?|doses?"
    r"|Tabletten?|mg/kg)|\d(?:mg|mcg|g))"
)
FREQUENCY = re.compile(
    rf"\b(?:(?P<times>{'|'.join(TIMES)}|\d times)[ -](?:(?:a|per|every|each|pro) )?"
    rf"(?P<period>daily|weekly|monthly|yearly|annually|nightly|{_long}"
    r"|täglich|wöchentlich|monatlich|jährlich)"
    rf"|(?:every|alle) (?:(?P<many>other|\d{{1,2}}(?: to |-| or )\d{{1,2}}|\d{{1,2}}"
    rf"|{_small})[ -])?"
    r"(?P<each>hours?|days?|weeks?|months?|years?|Stunden|Tage|Wochen|Monate|Jahre)"
    r"|[qQ](?P<number>\d{1,2})(?P<letter>[hHdDwWmM]|wk))\b",
    re.IGNORECASE,
)
AFTER_DOSE = re.compile(
    r"(?:(?P<latin>[oqbt]\.?[di]\.?(?:[ds]\.?)?|[oqbt]\.[id]\.(?:d\.)?|qds|qid|tds)"
    r"|(?P<adverb>daily|weekly|monthly|täglich|wöchentlich|monatlich))(?![\w])",
    re.IGNORECASE,
)
DOSE_BEFORE = re.compile(rf"{_dose}\s?\Z")
PARTS: dict[str, int] = _lists["parts"]
_part = "|".join(PARTS)
FRACTION = re.compile(
    r"\b(?:(?P<loose>an?)[ -]|(?P<number>one|two|three|four|five|six|seven|nine|ein"
    rf"|eine|zwei|drei)[ -])?(?P<part>{_part})s?\b(?![ -]?(?:life|lives|maximal|time"
    rf"|an?\b|as\b))"
    r"(?: (?P<way>fewer|less|lower|more|higher|weniger|mehr)\b)?",
    re.IGNORECASE,
)
SHARED = re.compile(r"(?: of\b| the\b| der\b|[ ]?[.,;)]|\Z)")
LED = re.compile(r"\b(?:by|over|than|nearly|about|almost|to|least|um|fast)\s?\Z", re.I)
FOLDS = (
    (re.compile(r"\b(?:doubl(?:ed|es|ing)|verdoppelte?n?)\b", re.I), Decimal(2)),
    (re.compile(r"\b(?:tripl(?:ed|es|ing)|verdreifachte?)\b", re.I), Decimal(3)),
    (re.compile(r"\b(?:halv(?:ed|es|ing)|halbierte?n?)\b", re.I), Decimal("0.5")),
    (re.compile(r"\b(?:twice|doppelt) (?:as|so) \w+\b", re.I), Decimal(2)),
    (re.compile(r"\bhalf as \w+\b|\bhalb so \w+\b", re.I), Decimal("0.5")),
)
FOLD_WORD = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|twenty)fold\b", re.IGNORECASE
)
NOT_SIGNIFICANT = re.compile(
    r"\b[pP](?:[- ]value)? ?= ?(?:NS\b|n\.s\.)|(?<=\()(?:NS|n\.s\.)(?=\))"
    r"|(?<=[,;] )NS\b"
    r"|\bnot (?:statistically )?significant(?:ly)?\b|\bnicht signifikant\b"
)


def find(text: str) -> Iterator[Quantity]:
    """Every phrase that is a quantity; spans count the text as given."""
    for reader in (_frequencies, _fractions, _folds, _not_significant):
        yield from reader(text)


def _frequencies(text: str) -> Iterator[Quantity]:
    for found in FREQUENCY.finditer(text):
        if found.group("times"):
            written = found.group("times").lower()
            times = TIMES.get(written) or int(written.split(" ")[0])
            yield _frequency(found, times, "1", found.group("period"))
        elif found.group("each"):
            many = (found.group("many") or "1").lower()
            yield _frequency(found, 1, many, found.group("each"))
        else:
            yield _frequency(found, 1, found.group("number"), found.group("letter"))
    for found in AFTER_DOSE.finditer(text):
        if not DOSE_BEFORE.search(text[max(0, found.start() - 14) : found.start()]):
            continue
        latin = (found.group("latin") or "").replace(".", "").lower()
        if latin in LATIN:
            yield _frequency(found, LATIN[latin], "1", "day")
        elif not latin:
            yield _frequency(found, 1, "1", found.group("adverb"))


def _many(written: str) -> str:
    """How many periods lie between: ``other`` is 2, ``4 to 6`` is 4-6."""
    if low_high := re.findall(r"\d+", written):
        return "-".join(low_high)
    if written == "other":
        return "2"
    known = number_words.SMALL.get(written) or number_words.GERMAN.get(written, 1)
    return str(known)


def _frequency(found: re.Match[str], times: int, many: str, period: str) -> Quantity:
    name = next((name for name, words in BY_PERIOD if words.fullmatch(period)), "day")
    count = _many(many)
    unit = f"/{name}" if count == "1" else f"/{count} {name}"
    limit = operators.before(found.string, found.start())
    made = _quantity(
        Kind.FREQUENCY, Decimal(times), found, unit=unit, start=limit.place
    )
    return dataclasses.replace(made, operator=limit.operator)


def _fractions(text: str) -> Iterator[Quantity]:
    for found in FRACTION.finditer(text):
        before = text[max(0, found.start() - 10) : found.start()]
        is_share = (
            found.group("number")
            or found.group("way")
            or SHARED.match(text, found.end())
            or LED.search(before)
        )
        if not is_share or not _is_sure(found, before):
            continue
        number = (found.group("number") or "one").lower()
        above = number_words.SMALL.get(number) or number_words.GERMAN.get(number, 1)
        value = (Decimal(above), Decimal(PARTS[found.group("part").lower()]))
        way = {"weniger": "fewer", "mehr": "more"}
        label = (found.group("way") or "").lower()
        limit = operators.before(text, found.start())
        made = _quantity(
            Kind.FRACTION, value, found, label=way.get(label, label), start=limit.place
        )
        yield dataclasses.replace(made, operator=limit.operator)


def _is_sure(found: re.Match[str], before: str) -> bool:
    """Ordinals are no fractions: only half and Hälfte stand without a number."""
    named = found.group("number") or found.group("loose")
    is_half = found.group("part").lower() in {"half", "hälfte"}
    return bool(named) or (is_half and not re.search(r"(?:first|second) \Z", before))


def _folds(text: str) -> Iterator[Quantity]:
    for pattern, value in FOLDS:
        for found in pattern.finditer(text):
            yield _quantity(Kind.FOLD, value, found)
    for found in FOLD_WORD.finditer(text):
        number = number_words.SMALL[found.group(1).lower()]
        yield _quantity(Kind.FOLD, Decimal(number), found)


def _not_significant(text: str) -> Iterator[Quantity]:
    for found in NOT_SIGNIFICANT.finditer(text):
        yield Quantity(Kind.P, (), operator="NS", span=found.span())


def _quantity(
    kind: Kind,
    value: Decimal | tuple[Decimal, ...],
    found: re.Match[str],
    *,
    unit: str = "",
    label: str = "",
    start: int | None = None,
) -> Quantity:
    begin = found.start() if start is None else start
    return Quantity(kind, value, unit=unit, label=label, span=(begin, found.end()))
