"""What the index holds of each approved claim, and the condition that narrows it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge_base.models import ClaimState, ClaimVersion
from knowledge_base.wording.hashes import sha256

NEVER = 99_999_999
CODES = {"market": "market_codes", "channel": "channels", "audience": "audiences"}


@dataclass(frozen=True)
class Scope:
    """Where, when and to whom something is to be said."""

    brand_id: int
    market: str
    channel: str
    audience: str
    day: datetime.date


@dataclass(frozen=True)
class Entry:
    """One approved wording with the limits of its claim as flags and numbers."""

    id: str
    text: str
    sha256: str
    metadata: dict[str, Any]


def entries() -> list[Entry]:
    """One entry for each approved wording that no retraction has reached."""
    approved = ClaimVersion.objects.filter(state=ClaimState.APPROVED)
    rows = approved.exclude(citations__reference__retracted_at__isnull=False)
    rows = rows.select_related("claim").order_by("pk")
    rows = rows.prefetch_related("variations", "citations__reference")
    return [entry for row in rows for entry in _entries_of(row)]


def condition(scope: Scope) -> dict[str, Any]:
    """The scope as Chroma wants it: every limit inside the search, dates as numbers."""
    day = number(scope.day)
    limits: list[dict[str, Any]] = [
        {"brand": scope.brand_id},
        {"valid_from": {"$lte": day}},
        {"expires_on": {"$gt": day}},
    ]
    limits += [
        {"$or": [{f"{name}_any": True}, {f"{name}_{getattr(scope, name)}": True}]}
        for name in CODES
    ]
    return {"$and": limits}


def number(day: datetime.date) -> int:
    """A date as a number that sorts alike: 2026-11-21 is 20261121."""
    return day.year * 10_000 + day.month * 100 + day.day


def _entries_of(version: ClaimVersion) -> Iterator[Entry]:
    texts = [version.text, *(row.text for row in version.variations.all())]
    for place, text in enumerate(texts):
        sha = sha256(text)
        told = _limits(version) | {"claim_version": version.pk, "sha256": sha}
        yield Entry(f"{version.pk}/{place}", text, sha, told)


def _limits(version: ClaimVersion) -> dict[str, Any]:
    ends = [citation.reference.expires_on for citation in version.citations.all()]
    known_ends = [number(day) for day in (version.expires_on, *ends) if day]
    limits: dict[str, Any] = {
        "brand": version.claim.brand_id,
        "valid_from": number(version.valid_from) if version.valid_from else 0,
        "expires_on": min(known_ends, default=NEVER),
    }
    for name, column in CODES.items():
        codes = getattr(version, column)
        flags = [f"{name}_{code}" for code in codes] or [f"{name}_any"]
        limits |= dict.fromkeys(flags, True)
    return limits
