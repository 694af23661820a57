"""Which day it is in a market, and when a year has passed."""

import datetime
from zoneinfo import ZoneInfo

# Where a market has several zones, the one in which a day ends first counts: what
# expires is stopped everywhere by then.
ZONES = {
    "CA": "America/St_Johns",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "IT": "Europe/Rome",
    "US": "America/New_York",
}


def day_in(market: str, at: datetime.datetime) -> datetime.date:
    """The calendar day in a market at an aware moment; UTC for unknown markets."""
    zone = ZONES.get(market)
    return at.astimezone(ZoneInfo(zone) if zone else datetime.UTC).date()


def a_year_after(day: datetime.date) -> datetime.date:
    """The same day next year; 28 February after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
