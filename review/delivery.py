"""Hands released assets to platforms, asking at that moment whether they still hold.

Nothing here depends on a job having run: every answer joins down to claims, references,
label and safety text. ``fetch`` and ``listing`` ask the same question of the database.
"""

import datetime
import uuid
from collections.abc import Mapping

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Q, QuerySet

from review import clocks, servability
from review.channel_keys import (
    OutOfScopeError,
    ScopeMissingError,
    issue_key,
    key_from,
    require_scope,
    revoke_key,
)
from review.models import ChannelKey, Fetch, Release
from review.states import ReleaseState

__all__ = [
    "NotServedError",
    "OutOfScopeError",
    "ScopeMissingError",
    "UnknownFilterError",
    "fetch",
    "issue_key",
    "key_from",
    "listing",
    "require_scope",
    "revoke_key",
]

OK, NOT_FOUND, GONE = 200, 404, 410
FILTERS = {
    "brand": "brand__slug",
    "market": "market",
    "channel": "channel",
    "audience": "audience",
    "language": "language",
}
MAX_LIMIT = 200


class NotServedError(ObjectDoesNotExist):
    """An asset is not there for this key (404) or not any more (410)."""

    def __init__(self, status: int, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.reason, self.sentence = status, reason, sentence


class UnknownFilterError(ValidationError):
    """A listing was to be narrowed by something that assets do not have."""


def fetch(key: ChannelKey, uid: str, *, at: datetime.datetime) -> Release:
    """The asset, if it may be used at this moment; leaves a receipt in any case.

    Raises NotServedError: 404 for what is not there or outside the key's scope, 410
    with a reason for what may not be used any more.
    """
    release = _in_scope(key).filter(uid__in=_uuids(uid)).first()
    refusal = _refusal(release, at)
    Fetch.objects.create(
        channel_key=key,
        release=release,
        asset_uid=uid[:64],
        status=refusal.status if refusal else OK,
        reason=refusal.reason if refusal else "",
        fetched_at=at,
    )
    if release is None or refusal:
        raise refusal or _not_found()
    return release


def listing(
    key: ChannelKey,
    *,
    at: datetime.datetime,
    filters: Mapping[str, str] | None = None,
    after: int | None = None,
    limit: int = 50,
) -> list[Release]:
    """Assets that ``fetch`` would serve now, by id, beginning behind ``after``.

    ``filters`` may name brand, market, channel, audience and language. At most 200 rows
    in one call; one receipt for the whole list. Raises UnknownFilterError.
    """
    rows = _in_scope(key).filter(_served_now(key, at), **_lookups(filters or {}))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: max(1, min(limit, MAX_LIMIT))])
    Fetch.objects.create(channel_key=key, status=OK, fetched_at=at)
    return found


def _in_scope(key: ChannelKey) -> QuerySet[Release]:
    """What exists for this key: its brands, markets and channels, once released."""
    rows: QuerySet[Release] = Release.objects.select_related("brand", "label").filter(
        market__in=key.market_codes, channel__in=key.channels
    )
    brand_ids = list(key.brands.values_list("pk", flat=True))
    if brand_ids:
        rows = rows.filter(brand_id__in=brand_ids)
    return rows.exclude(state=ReleaseState.PREPARED)


def _served_now(key: ChannelKey, at: datetime.datetime) -> Q:
    """The one predicate, for each market on its own day."""
    condition = Q(pk__in=[])
    for market in key.market_codes:
        day = clocks.day_in(market, at)
        condition |= Q(market=market) & servability.holds_on(day)
    return condition


def _refusal(release: Release | None, at: datetime.datetime) -> NotServedError | None:
    if release is None:
        return _not_found()
    day = clocks.day_in(release.market, at)
    if Release.objects.filter(servability.holds_on(day), pk=release.pk).exists():
        return None
    reason, sentence = servability.why_not(release, day)
    return NotServedError(GONE, reason, sentence)


def _not_found() -> NotServedError:
    return NotServedError(NOT_FOUND, "not-found", "No such asset exists for this key.")


def _uuids(uid: str) -> list[uuid.UUID]:
    """The asset's number; none when the text is no such number."""
    try:
        return [uuid.UUID(uid)]
    except ValueError:
        return []


def _lookups(filters: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(set(filters) - set(FILTERS))
    if unknown:
        raise UnknownFilterError(
            f"Assets cannot be filtered by {', '.join(unknown)}; "
            f"choose from {', '.join(FILTERS)}."
        )
    return {FILTERS[name]: value for name, value in filters.items()}
