"""The lines that a piece must carry, in the one wording that the gate recognises.

The planner places what these functions return; the gate accepts nothing else in their
place. Each returns an empty text where the brand and market have nothing to say.
"""

import datetime
import re

from content_engine.pieces import Context
from content_engine.supply import BrandWords, CitedSource
from content_engine.vocabulary import Channel

SUBJECT_PREFIX = "Promotional: "
REFERENCES_HEADING = "References"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PREPARED = re.compile(r"Date of preparation: (\w+) (\d{4})\.")


def product_name(brand: BrandWords, context: Context) -> str:
    """Brand and established name; without ® in an SMS, where it doubles the parts."""
    if context.channel == Channel.SMS:
        triangle = "▼" if brand.black_triangle else ""
        return f"{brand.name}{triangle} ({brand.generic_name})"
    return brand.full_name


def promotional_line(brand: BrandWords, context: Context) -> str:
    """Says at the outset what this is, from whom, for whom and about what."""
    name = product_name(brand, context)
    if context.channel == Channel.SMS:
        return (
            f"{brand.manufacturer} promotion for {context.market} healthcare "
            f"professionals: {name}."
        )
    return (
        f"Promotional information from {brand.manufacturer} for {context.market} "
        f"healthcare professionals about {name}."
    )


def prescribing_line(brand: BrandWords, context: Context) -> str:
    """The one direct link to the prescribing information of the market."""
    return (
        f"Prescribing information ({context.market}): "
        f"{brand.prescribing_information_url}"
    )


def date_of_preparation_line(brand: BrandWords, context: Context) -> str:
    """Month and year in which the piece was prepared."""
    return prepared_in(context.day)


def prepared_in(day: datetime.date) -> str:
    """The date of preparation as it is printed."""
    return f"Date of preparation: {MONTHS[day.month - 1]} {day.year}."


def opt_out_line(brand: BrandWords, context: Context) -> str:
    """How to stop further messages."""
    if context.channel == Channel.SMS:
        return "Reply STOP to opt out."
    if not brand.privacy_url:
        return ""
    return f"Unsubscribe and privacy information: {brand.privacy_url}"


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


def _one_line(text: str) -> str:
    return " ".join(text.split())
