"""The claims that were ticked, and what would stop with each."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge_base.models import ClaimState, ClaimVersion
from review.models import ReleaseClaim
from review.where_used import STANDING
from web.presenters.knowledge import ClaimRow, claim_rows

AT_ONCE = 25


@dataclass(frozen=True)
class TickedRow:
    """A claim with the number of released assets that stop with it."""

    row: ClaimRow
    assets: int
    can_stop: bool


def chosen(ticked: Iterable[str]) -> list[ClaimVersion]:
    """The revisions that were ticked, at most so many at once, by key."""
    pks = [int(pk) for pk in dict.fromkeys(ticked) if pk.isdecimal() and len(pk) < 16]
    rows = ClaimVersion.objects.select_related("claim__brand")
    rows = rows.prefetch_related("citations__reference", "approvals")
    return list(
        rows.filter(pk__in=pks[:AT_ONCE]).order_by("claim__key", "claim_id", "version")
    )


def rows(
    versions: Sequence[ClaimVersion], at: datetime.datetime
) -> tuple[TickedRow, ...]:
    """The claims with what stops."""
    shown = claim_rows(versions, at.date())
    carried = ReleaseClaim.objects.filter(
        claim_version__in=versions, release__state__in=STANDING
    )
    assets = Counter(carried.values_list("claim_version_id", flat=True))
    return tuple(
        TickedRow(
            row=row,
            assets=assets[version.pk],
            can_stop=version.state == ClaimState.APPROVED,
        )
        for row, version in zip(shown, versions, strict=True)
    )
