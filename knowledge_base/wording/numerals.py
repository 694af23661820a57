"""Finds the numbers of a text: digits as a country writes them, and number words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge_base.wording import number_words

MOST_DIGITS = 15  # what is longer is a code, not a measurement
_power = r"10\^(?:-\^?)?\d(?:\^?\d)?"
_spaced = r"\d{1,3}(?:[ ']\d{3})+(?![\d])(?:[.,·]\d+)?"
PLAIN = {
    "en": (
        r"0,\d+|\d{1,3}(?:,\d{3})+(?:[.·]\d+)?(?!\d)"
        rf"|{_spaced}|\d+[.·]\d+|\d+,\d{{1,2}}(?!\d)|\d+|[.·]\d+"
    ),
    "de": (
        r"0\.\d+|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)"
        rf"|{_spaced}|\d+[,·]\d+|\d+\.\d+|\d+|[,·]\d+"
    ),
}
FRACTION = r"(?:(?P<whole>\d{1,4}) )?(?P<over>\d{1,2})⁄(?P<under>\d{1,2})"
SIGN = r"(?P<sign>(?:(?<![\w.,·)%])|(?<=[\d%]-))[-+]|±\s?)?"
MANY = re.compile(r" (million|billion|thousand|Mio\.?|Millionen|Tsd\.?)(?![a-z])")
FACTORS = {"million": 6, "billion": 9, "thousand": 3, "Mio": 6, "Millionen": 6}
ORDINALS = re.compile(r"\b(?:weeks?|days?|months?|years?|visits?|cycles?)\s?\Z", re.I)
BARE_POWER = re.compile(r"\s?[x×*]\s?10-(\d)\b(?! ?[a-zA-Z%])")


@dataclass(frozen=True)
class Numeral:
    """One number where it stands; ``sign`` is +, - or ± where one is written."""

    start: int
    end: int
    value: Decimal
    is_word: bool = False
    sign: str = ""


def _pattern(locale: str) -> re.Pattern[str]:
    plain = PLAIN.get(locale, PLAIN["en"])
    return re.compile(
        rf"(?<![\w^⁄])(?<!\w[.·]){SIGN}(?:{FRACTION}"
        rf"|(?P<plain>{plain})?(?:(?(plain)\s?[x×*]\s?){_power}(?!\d))"
        rf"|(?P<alone>{plain}))",
    )


PATTERNS = {locale: _pattern(locale) for locale in PLAIN}


def find(text: str, locale: str) -> list[Numeral]:
    """The numbers of a normalised text in order; overlaps go to the digits."""
    digits = list(_digits(text, locale))
    taken = {place for numeral in digits for place in range(numeral.start, numeral.end)}
    words = [
        Numeral(start, end, value, is_word=True)
        for start, end, value in number_words.find(text)
        if start not in taken
    ]
    found = sorted([*digits, *words], key=lambda numeral: numeral.start)
    return [_multiplied(text, numeral) for numeral in found]


def parse(written: str, locale: str) -> Decimal:
    """The value of digits as a country writes them."""
    comma_is_decimal = locale == "de"
    bare = written.replace(" ", "").replace("'", "").replace("·", ".")
    if comma_is_decimal:
        if not re.fullmatch(r"0\.\d+|\d+\.(?:\d{1,2}|\d{4,})", bare):
            bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"0,\d+|\d+,\d{1,2}", bare):
        bare = bare.replace(",", ".")
    return Decimal(bare.replace(",", ""))


def _digits(text: str, locale: str) -> Iterator[Numeral]:
    place = 0
    pattern = PATTERNS.get(locale, PATTERNS["en"])
    while found := pattern.search(text, place):
        numeral = _numeral(text, found, locale)
        place = max(numeral.end, found.start() + 1)
        if sum(letter.isdecimal() for letter in found.group()) <= MOST_DIGITS:
            yield numeral


def _numeral(text: str, found: re.Match[str], locale: str) -> Numeral:
    sign = (found.group("sign") or "").strip()
    end = found.end()
    if found.group("over"):
        value = _fraction(found)
    elif found.group("alone"):
        written = _unspaced(text, found)
        end = found.start("alone") + len(written)
        value = parse(written, locale)
        if (power := BARE_POWER.match(text, end)) and "." in str(value):
            value, end = value.scaleb(-int(power.group(1))), power.end()
    else:
        value = _scientific(found, locale)
    return Numeral(found.start(), end, -value if sign == "-" else value, sign=sign)


def _unspaced(text: str, found: re.Match[str]) -> str:
    """In ``week 4 120 patients`` the space does not part thousands."""
    written = found.group("alone")
    before = text[max(0, found.start() - 12) : found.start()]
    return written.split(" ")[0] if ORDINALS.search(before) else written


def _fraction(found: re.Match[str]) -> Decimal:
    under = Decimal(found.group("under"))
    part = Decimal(found.group("over")) / under if under else Decimal(0)
    return Decimal(found.group("whole") or 0) + part


def _scientific(found: re.Match[str], locale: str) -> Decimal:
    power = found.group().rpartition("10^")[2].replace("^", "")
    mantissa = found.group("plain")
    value = parse(mantissa, locale) if mantissa else Decimal(1)
    return Decimal(format(value.scaleb(int(power)), "f"))


def _multiplied(text: str, numeral: Numeral) -> Numeral:
    many = MANY.match(text, numeral.end)
    if not many:
        return numeral
    factor = FACTORS.get(many.group(1).rstrip("."), 3)
    value = Decimal(format(numeral.value.scaleb(factor).normalize(), "f"))
    return Numeral(numeral.start, many.end(), value, numeral.is_word, numeral.sign)
