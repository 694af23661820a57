"""The lines that a piece must carry, in the one wording that the gate recognises.

The planner places what these functions return; the gate accepts nothing else in their
place. Each returns an empty text where the brand and market have nothing to say.
"""

import datetime
import functools
import re
from pathlib import Path
from typing import Any

import yaml

from content_engine.pieces import Context
from content_engine.supply import BrandWords, CitedSource
from content_engine.vocabulary import Channel

WORDING = Path(__file__).with_name("obligatory.yaml")
DEFAULT_LANGUAGE = "en"


@functools.cache
def _wording() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(
        WORDING.read_text(encoding="utf-8")
    )
    return found


def words_of(language: str) -> dict[str, Any]:
    """The wording of a language such as ``de-DE``; English where there is none."""
    return _wording().get(language[:2].lower(), _wording()[DEFAULT_LANGUAGE])


SUBJECT_PREFIX: str = words_of(DEFAULT_LANGUAGE)["subject_prefix"]
REFERENCES_HEADING: str = words_of(DEFAULT_LANGUAGE)["references_heading"]
PREPARED = re.compile(
    "(?:" + "|".join(one["prepared"] for one in _wording().values()) + r") \w+ \d{4}\.?"
)


def product_name(brand: BrandWords, context: Context) -> str:
    """Brand and established name; without ® in an SMS, where it doubles the parts."""
    if context.channel == Channel.SMS:
        triangle = "▼" if brand.black_triangle else ""
        return f"{brand.name}{triangle} ({brand.generic_name})"
    return brand.full_name


def promotional_line(brand: BrandWords, context: Context) -> str:
    """Says at the outset what this is, from whom, for whom and about what."""
    form = "promotional_sms" if context.channel == Channel.SMS else "promotional"
    return _filled(
        form,
        context,
        maker=brand.manufacturer,
        market=context.market,
        name=product_name(brand, context),
    )


def prescribing_line(brand: BrandWords, context: Context) -> str:
    """The one direct link to the prescribing information of the market."""
    return _filled(
        "prescribing",
        context,
        market=context.market,
        address=brand.prescribing_information_url,
    )


def date_of_preparation_line(brand: BrandWords, context: Context) -> str:
    """Month and year in which the piece was prepared."""
    return prepared_in(context.day, context.language)


def prepared_in(day: datetime.date, language: str = DEFAULT_LANGUAGE) -> str:
    """The date of preparation as it is printed."""
    words = words_of(language)
    return f"{words['prepared']} {words['months'][day.month - 1]} {day.year}."


def material_code(context: Context) -> re.Pattern[str]:
    """The line with the code of a final form, bare or after its name."""
    names = "|".join(words_of(context.language)["code"])
    return re.compile(
        rf"(?:(?:{names}): )?{re.escape(context.market[:2])}-[A-Z]{{3}}-\d{{7}}"
        r"(?:-v\d{1,3}\.\d{1,3})?"
    )


def says_how_to_stop(line: str, language: str) -> bool:
    """Whether a line, without its addresses, speaks of stopping the messages."""
    return bool(_stops(language).search(line))


@functools.cache
def _stops(language: str) -> re.Pattern[str]:
    words = "|".join(words_of(language)["stops"])
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


def opt_out_line(brand: BrandWords, context: Context) -> str:
    """How to stop further messages."""
    if context.channel == Channel.SMS:
        return str(words_of(context.language)["opt_out_sms"])
    if not brand.privacy_url:
        return ""
    return _filled("opt_out", context, address=brand.privacy_url)


def adverse_event_line(brand: BrandWords, context: Context) -> str:
    """How adverse events are reported, in the words that the market prescribes."""
    return _one_line(brand.adverse_event_statement)


def postal_address_line(brand: BrandWords, context: Context) -> str:
    """Where the sender can be found."""
    return _one_line(brand.postal_address)


def reference_line(number: int, source: CitedSource) -> str:
    """One entry of the reference list; numbers follow first appearance."""
    return f"{number}. {_one_line(source.citation)}"


def marker(number: int) -> str:
    """The mark that leads from a claim to the reference list."""
    return f"[{number}]"


def lines(brand: BrandWords, context: Context) -> tuple[str, ...]:
    """Every obligatory line but the reference list and the safety information."""
    made = (
        promotional_line(brand, context),
        prescribing_line(brand, context),
        date_of_preparation_line(brand, context),
        opt_out_line(brand, context),
        adverse_event_line(brand, context),
        postal_address_line(brand, context),
        _one_line(brand.prescribing_information),
    )
    return tuple(line for line in made if line)


def _filled(form: str, context: Context, **values: str) -> str:
    """One line in the language of a piece, with its values."""
    line: str = words_of(context.language)[form]
    return line.format(**values)


def _one_line(text: str) -> str:
    return " ".join(text.split())
