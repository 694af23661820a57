"""Days in words, and how near an end is."""

import datetime

from web.presenters.counts import counted

WARNINGS = ((7, "bad"), (30, "warn"), (60, "warn"), (90, "accent"))
"""So many days before an end it is spoken of, and in which tone."""


def day_text(day: datetime.date | None) -> str:
    """A day as people write it, 3 Mar 2027; "" without one."""
    return f"{day.day} {day:%b %Y}" if day else ""


def moment_text(at: datetime.datetime) -> str:
    """A moment in the one zone that pages use: 3 Mar 2027, 09:30 UTC."""
    moment = at.astimezone(datetime.UTC)
    return f"{day_text(moment)}, {moment:%H:%M} UTC"


def nearness(end: datetime.date, day: datetime.date) -> tuple[str, str]:
    """How soon an end comes, ``in 5 days``, and the tone; "" while it is far."""
    left = (end - day).days
    tone = next((tone for limit, tone in WARNINGS if left <= limit), "")
    return (f"in {counted(left, 'day')}" if tone else "", tone)
