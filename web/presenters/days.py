"""Days in words."""

import datetime


def day_text(day: datetime.date) -> str:
    """A day as people write it: 3 Mar 2027."""
    return f"{day.day} {day:%b %Y}"
