"""Reads a day from a cell in the styles that people write, and refuses to guess."""

import datetime
import re
from enum import StrEnum
from typing import Any

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
DAY_IN_WORDS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+([a-z]{3,9})\.?[ ,-]+(\d{4})"
)
MONTH_IN_WORDS = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


class DayOrder(StrEnum):
    """What stands first in a date of numbers alone."""

    UNKNOWN = ""
    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class DateUnclearError(ValueError):
    """The cell does not say one day; the message is a clause."""


def day(value: Any, order: DayOrder = DayOrder.UNKNOWN) -> datetime.date:
    """The day that a cell names: 2026-03-01, 1 Mar 2026, a date cell, or numbers.

    Raises DateUnclearError, also for 01/03/2026 while the order is unknown.
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = str(value).strip()
    year, month, number = _numbers(text, order)
    try:
        return datetime.date(year, month, number)
    except ValueError:
        raise DateUnclearError(f"{text!r} is no day of the calendar") from None


def _numbers(text: str, order: DayOrder) -> tuple[int, int, int]:
    if found := ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := NUMBERS.fullmatch(text):
        number, month = _ordered(int(found[1]), int(found[3]), text, order)
        return int(found[4]), month, number
    if found := DAY_IN_WORDS.fullmatch(text.lower()):
        return int(found[3]), _month(found[2], text), int(found[1])
    if found := MONTH_IN_WORDS.fullmatch(text.lower()):
        return int(found[3]), _month(found[1], text), int(found[2])
    raise DateUnclearError(f"{text[:40]!r} is no date such as 2026-03-01 or 1 Mar 2026")


def _ordered(first: int, second: int, text: str, order: DayOrder) -> tuple[int, int]:
    """The day and the month of a date in numbers."""
    if order == DayOrder.DAY_FIRST:
        return first, second
    if order == DayOrder.MONTH_FIRST:
        return second, first
    if first == second or first > 12 >= second:
        return first, second
    if second > 12 >= first:
        return second, first
    raise DateUnclearError(
        f"{text!r} may be read in two ways: say whether the day or the month comes "
        "first, or write it as 2026-03-01"
    )


def _month(word: str, text: str) -> int:
    fits = [place for place, name in enumerate(MONTHS, 1) if name.startswith(word)]
    if word == "sept":
        return 9
    if len(fits) != 1:
        raise DateUnclearError(f"{text[:40]!r} names no month")
    return fits[0]
