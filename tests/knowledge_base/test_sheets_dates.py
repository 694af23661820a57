"""Dates are read in the styles that people write; nothing is guessed."""

import contextlib
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.sheets import dates
from knowledge_base.sheets.dates import DateUnclearError, DayOrder

FIRST = datetime.date(2026, 3, 1)
D, M = DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST

READ: list[tuple[Any, DayOrder, datetime.date]] = [
    ("2026-03-01", DayOrder.UNKNOWN, FIRST),
    (" 2026-03-01 ", DayOrder.UNKNOWN, FIRST),
    ("2026-03-01 00:00:00", DayOrder.UNKNOWN, FIRST),
    ("1 Mar 2026", DayOrder.UNKNOWN, FIRST),
    ("01 March 2026", DayOrder.UNKNOWN, FIRST),
    ("1-MAR-2026", DayOrder.UNKNOWN, FIRST),
    ("1st March, 2026", DayOrder.UNKNOWN, FIRST),
    ("Mar 1, 2026", DayOrder.UNKNOWN, FIRST),
    ("March 1st 2026", DayOrder.UNKNOWN, FIRST),
    ("3 Sept 2026", DayOrder.UNKNOWN, datetime.date(2026, 9, 3)),
    ("01/03/2026", D, FIRST),
    ("1.3.2026", D, FIRST),
    ("03/01/2026", M, FIRST),
    ("3-1-2026", M, FIRST),
    ("25/12/2026", DayOrder.UNKNOWN, datetime.date(2026, 12, 25)),
    ("12/25/2026", DayOrder.UNKNOWN, datetime.date(2026, 12, 25)),
    ("05/05/2026", DayOrder.UNKNOWN, datetime.date(2026, 5, 5)),
    (FIRST, DayOrder.UNKNOWN, FIRST),
    (datetime.datetime(2026, 3, 1, 9), DayOrder.UNKNOWN, FIRST),  # noqa: DTZ001
]
REFUSED: list[tuple[str, DayOrder, str]] = [
    ("01/03/2026", DayOrder.UNKNOWN, "may be read in two ways"),
    ("1.3.2026", DayOrder.UNKNOWN, "may be read in two ways"),
    ("12/25/2026", D, "no day of the calendar"),
    ("25/12/2026", M, "no day of the calendar"),
    ("2026-02-30", DayOrder.UNKNOWN, "no day of the calendar"),
    ("31 Apr 2026", DayOrder.UNKNOWN, "no day of the calendar"),
    ("1 Ma 2026", DayOrder.UNKNOWN, "is no date such as"),
    ("1 Jux 2026", DayOrder.UNKNOWN, "names no month"),
    ("1 Mar", DayOrder.UNKNOWN, "is no date such as"),
    ("01/03/26", D, "is no date such as"),
    ("2026-03-01T09:30", DayOrder.UNKNOWN, "is no date such as"),
    ("46082", DayOrder.UNKNOWN, "is no date such as"),
    ("0000-01-01", DayOrder.UNKNOWN, "no day of the calendar"),
    ("soon", DayOrder.UNKNOWN, "is no date such as"),
    ("1/3-2026", D, "is no date such as"),
]


@pytest.mark.parametrize(("value", "order", "day"), READ)
def test_a_day_is_read(value: Any, order: DayOrder, day: datetime.date) -> None:
    assert dates.day(value, order) == day


@pytest.mark.parametrize(("value", "order", "words"), REFUSED)
def test_what_is_unclear_is_refused(value: str, order: DayOrder, words: str) -> None:
    with pytest.raises(DateUnclearError, match=words):
        dates.day(value, order)


@given(st.dates())
def test_every_day_is_read_in_every_style(day: datetime.date) -> None:
    year = f"{day.year:04}"
    month = dates.MONTHS[day.month - 1]
    assert dates.day(f"{year}-{day.month:02}-{day.day:02}") == day
    assert dates.day(f"{day.day} {month[:3]} {year}") == day
    assert dates.day(f"{month.title()} {day.day}, {year}") == day
    assert dates.day(f"{day.day}/{day.month}/{year}", D) == day
    assert dates.day(f"{day.month}/{day.day}/{year}", M) == day


@given(st.text(max_size=20))
def test_no_text_escapes_in_another_way(text: str) -> None:
    with contextlib.suppress(DateUnclearError):
        assert dates.day(text)
