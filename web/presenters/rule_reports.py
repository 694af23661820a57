"""Rows of the report of rules, under names that people know."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User

from content_engine import rule_reports
from content_engine.rule_reports import By
from web.presenters.titles import brand_pairs
from web.presenters.verdicts import name_of


@dataclass(frozen=True)
class ReportRow:
    """What became of findings; ``share`` is overridden of fired in percent."""

    title: str
    fired: int
    fixed: int
    overridden: int
    open: int
    share: int


def rows(
    by: By, *, since: datetime.datetime | None = None, brand: str = ""
) -> tuple[ReportRow, ...]:
    """The report's rows, worst first."""
    found = rule_reports.report(by, since=since, brand=brand)
    titles = _titles(by, [row.key for row in found])
    return tuple(
        ReportRow(
            title=titles.get(row.key, row.key),
            fired=row.fired,
            fixed=row.fixed,
            overridden=row.overridden,
            open=row.open,
            share=round(100 * row.share),
        )
        for row in found
    )


def _titles(by: By, keys: list[str]) -> Mapping[str, str]:
    """What people call the keys that are no names yet."""
    if by is By.BRAND:
        return dict(brand_pairs())
    if by is By.PERSON:
        people = User.objects.filter(username__in=keys)
        return {user.get_username(): name_of(user) for user in people}
    return {}
