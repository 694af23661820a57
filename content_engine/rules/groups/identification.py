"""ID: product, sender, purpose and obligatory statements are there and in place."""

import datetime
import re
from collections.abc import Iterable, Iterator

from content_engine.fidelity import canonical
from content_engine.fidelity.judging import PartReading
from content_engine.rules import obligatory
from content_engine.rules.findings import Objection
from content_engine.rules.readings import UNSEEN, Reading
from content_engine.vocabulary import Intent, PartName

ADDRESS = re.compile(r":/|@|^www\.", re.IGNORECASE)
ADDRESS_LENGTH = 200
YELLOW_CARD = "yellowcard.mhra.gov.uk"
REPORT_ELEMENTS = ("adverse events should be reported", YELLOW_CARD)
NAMES = {"GB": ("gb", "uk"), "US": ("us", "u.s.")}
OUTSET = 300
LINE = 200  # a link with its name is shorter, what is printed is longer
MONTHS_VALID = 24
PRINTED = {
    "the legal category": r"legal category|\bPOM\b|\bGSL\b",
    "the cost": r"\bcost\b|\bprice\b|£",
    "the marketing authorisation": r"authorisation|\bPL(?:GB)? ?\d",
    "a date": r"\b(?:19|20)\d\d\b",
}
"""What prescribing information that is printed must name, and how it is told."""


def established_name(reading: Reading) -> Iterator[Objection]:
    """ID-02: the established name stands beside the brand's first mention."""
    yield from _named(reading, reading.parts)


def established_name_on_screen(reading: Reading) -> Iterator[Objection]:
    """ID-01: so it does in a headline, where the brand is most prominent."""
    headline = [part for part in reading.parts if part.name == PartName.HEADLINE]
    yield from dict.fromkeys(
        [*_named(reading, reading.parts), *_named(reading, headline)]
    )


def _named(reading: Reading, parts: Iterable[PartReading]) -> Iterator[Objection]:
    generic = re.escape(reading.supply.brand.generic_name)
    return _first_mention(
        reading,
        parts,
        re.compile(rf"®?▼?\s?\({generic}\)", _case(reading.context.language)),
        f"The first mention is not followed by ({reading.supply.brand.generic_name}).",
    )


def _case(language: str) -> re.RegexFlag:
    """How letters are compared: German writes the established name with a capital."""
    return re.IGNORECASE if language.startswith("de") else re.NOFLAG


def triangle(reading: Reading) -> Iterator[Objection]:
    """ID-06: the black triangle stands beside the first mention of the product."""
    if reading.supply.brand.black_triangle:
        yield from _first_mention(
            reading,
            reading.parts,
            re.compile(r"®?\s?▼"),
            "The product is under additional monitoring: ▼ belongs beside its name.",
        )


def adverse_event_statement(reading: Reading) -> Iterator[Objection]:
    """ID-03: how to report adverse events stands in the piece, in full."""
    if not _promotes(reading):
        return
    statement = reading.supply.brand.adverse_event_statement
    words = canonical.canonical(statement).lower()
    maker = reading.supply.brand.manufacturer
    missing = [one for one in (*REPORT_ELEMENTS, maker.lower()) if one not in words]
    if missing:
        yield Objection(
            f"The brand's adverse event statement itself lacks: {', '.join(missing)}."
        )
    if not statement or not reading.holds(statement):
        yield Objection("The adverse event statement is missing.", suggestion=statement)


def prescribing_information(reading: Reading) -> Iterator[Objection]:
    """ID-04, ID-09: the market's prescribing information is one link away or there."""
    brand = reading.supply.brand
    if not _promotes(reading):
        return
    linked = any(
        link.address.rstrip("/") == brand.prescribing_information_url.rstrip("/")
        for link in reading.links()
        if link.part not in UNSEEN
    )
    full = brand.prescribing_information
    printed = reading.context.market == "GB" and full and reading.holds(full)
    if not linked and not printed:
        yield Objection(
            "The link to the prescribing information of this market is missing.",
            suggestion=obligatory.prescribing_line(brand, reading.context),
        )


def printed_content(reading: Reading) -> Iterator[Objection]:
    """ID-08: prescribing information that is printed names what it must."""
    text = reading.part(PartName.PRESCRIBING_INFORMATION)
    links = [
        link
        for link in reading.links()
        if link.part is PartName.PRESCRIBING_INFORMATION
    ]
    if not text.strip() or (links and len(text) < LINE):
        return
    missing = [
        name
        for name, pattern in PRINTED.items()
        if not re.search(pattern, text, re.IGNORECASE)
    ]
    if missing:
        yield Objection(
            f"The printed prescribing information lacks {', '.join(missing)}.",
            PartName.PRESCRIBING_INFORMATION,
            0,
            len(text),
            text,
        )


def date_of_preparation(reading: Reading) -> Iterator[Objection]:
    """ID-05: month and year of preparation are given, real, past and recent."""
    if not _promotes(reading):
        return
    day = reading.context.day
    language = reading.context.language
    months = obligatory.words_of(language)["months"]
    heading = obligatory.words_of(language)["prepared"].rstrip(":")
    prepared = re.compile(rf"{re.escape(heading)}:?[ \u00a0]{{0,3}}([^.\n]{{0,40}})")
    suggestion = obligatory.prepared_in(day, language)
    dates = [
        (part.name, found)
        for part in reading.visible()
        for found in prepared.finditer(part.original)
    ]
    if not dates:
        yield Objection("The date of preparation is missing.", suggestion=suggestion)
    for name, found in dates:
        fault = _date_fault(found.group(1), day, months)
        if fault:
            place = (name, found.start(), found.end(), found.group())
            yield Objection(fault, *place, suggestion)


def purpose_and_audience(reading: Reading) -> Iterator[Objection]:
    """ID-10: the piece says that it is promotional and for whom."""
    if reading.context.intent != Intent.PROMOTIONAL:
        return
    words = reading.unit().lower()
    own = obligatory.words_of(reading.context.language)
    names = NAMES.get(reading.context.market, (reading.context.market.lower(),))
    if not any(word in words for word in own["promotes"]):
        yield Objection("The piece does not say that it is promotional.")
    readers = [who.format(market=name) for name in names for who in own["readers"]]
    if not any(who in words for who in readers):
        yield Objection(
            f"The piece does not say that it is for {reading.context.market} "
            "healthcare professionals."
        )


def company(reading: Reading) -> Iterator[Objection]:
    """ID-11: the company is named at the outset."""
    maker = canonical.canonical(reading.supply.brand.manufacturer)
    if _promotes(reading) and maker not in reading.unit()[:OUTSET]:
        yield Objection(
            f"{maker} is not named at the outset.",
            suggestion=obligatory.promotional_line(
                reading.supply.brand, reading.context
            ),
        )


def _promotes(reading: Reading) -> bool:
    """Whether the piece promotes, whatever it calls itself."""
    if reading.context.intent == Intent.NON_PROMOTIONAL:
        return any(True for _ in reading.claims())
    return reading.context.intent != Intent.MEDICAL_RESPONSE


def _first_mention(
    reading: Reading,
    parts: Iterable[PartReading],
    beside: re.Pattern[str],
    message: str,
) -> Iterator[Objection]:
    """An objection where something does not follow the brand's first mention."""
    name = re.compile(
        rf"(?<![\w.-]){re.escape(reading.supply.brand.name)}(?!\w)", re.IGNORECASE
    )
    for part in parts:
        if part.name == PartName.PLAIN_TEXT:
            continue
        text = part.unmarked.text
        mentions = (one for one in name.finditer(text) if not _in_address(text, one))
        found = next(mentions, None)
        if found and not beside.match(text, found.end()):
            start, end = part.unmarked.span(found.start(), found.end())
            yield Objection(
                message,
                part.name,
                start,
                end,
                part.original[start:end],
                obligatory.product_name(reading.supply.brand, reading.context),
            )
        if found:
            return


def _in_address(text: str, found: re.Match[str]) -> bool:
    """Whether a name is part of a link or mail address rather than of a sentence."""
    before = text[max(0, found.start() - ADDRESS_LENGTH) : found.start()]
    after = text[found.end() : found.end() + ADDRESS_LENGTH]
    word = before.rpartition(" ")[2] + found.group() + after.partition(" ")[0]
    return bool(ADDRESS.search(word))


def _date_fault(words: str, day: datetime.date, months: list[str]) -> str:
    """What is wrong with a month and year, or nothing."""
    month, _, year = words.strip().partition(" ")
    if month not in months or not re.fullmatch(r"\d{4}", year):
        return "The date of preparation is not a month and a year."
    age = (day.year - int(year)) * 12 + day.month - 1 - months.index(month)
    if age < 0:
        return "The date of preparation is in the future."
    return "The date of preparation is too long ago." if age > MONTHS_VALID else ""
