"""What the index holds of each claim revision, and the place that a search asks for."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_base.models import (
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
)
from knowledge_base.models.claims import ClaimVersionQuerySet

NEVER = 99_999_999
CHUNK = 2_000
# What a search may have to show: in force, or why it is not.
HELD = (ClaimState.APPROVED, ClaimState.SUSPENDED, ClaimState.WITHDRAWN)
COLUMNS = (
    *("pk", "claim__brand_id", "claim__key", "claim__kind", "state", "text"),
    *("endpoint", "timepoint", "valid_from", "expires_on", "market_codes"),
    *("channels", "audiences", "themes", "indications"),
)


@dataclass(frozen=True)
class Scope:
    """Where, when and to whom something is to be said, None being any, and on what."""

    brand_id: int
    market: str | None
    channel: str | None
    audience: str | None
    day: datetime.date
    theme: str = ""
    kind: str = ""
    indication: str = ""

    @property
    def codes(self) -> dict[str, str | None]:
        """The code that each limit of a claim's reach must hold, None for any."""
        return {
            "kinds": self.kind or None,
            "markets": self.market,
            "channels": self.channel,
            "audiences": self.audience,
            "themes": self.theme or None,
            "indications": self.indication or None,
        }


@dataclass(frozen=True)
class Reach:
    """How far a claim may be said; no codes mean everywhere."""

    kinds: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One claim revision: its approved wordings, own first, and its limits."""

    version_id: int
    brand_id: int
    key: str
    heading: str
    wordings: tuple[str, ...]
    is_in_force: bool
    reach: Reach
    valid_from: int
    expires_on: int

    @property
    def texts(self) -> tuple[str, ...]:
        """What is embedded: each wording under the claim's heading."""
        return tuple(f"{self.heading} {wording}" for wording in self.wordings)


def order() -> list[int]:
    """The revisions that the index holds, by brand and key."""
    listed = _held().values_list("claim__brand_id", "claim__key", "pk")
    return [pk for _, _, pk in sorted(listed)]


def count() -> int:
    """How many revisions the index holds."""
    return _held().count()


def entries(pks: Sequence[int]) -> Iterator[Entry]:
    """The entries of those revisions that the index holds, in the order given."""
    for start in range(0, len(pks), CHUNK):
        yield from _entries(_held(), pks[start : start + CHUNK])


def texts(pk: int) -> tuple[str, ...]:
    """What is embedded of one revision, held by the index or still a draft."""
    [entry] = _entries(ClaimVersion.objects.all(), [pk])
    return entry.texts


def heading(
    *, key: str, themes: Sequence[str], kind: str, endpoint: str, timepoint: str
) -> str:
    """What stands above each wording when it is embedded: what the claim is about."""
    about = ", ".join([*themes, kind])
    parts = [key.replace("-", " "), about, endpoint, timepoint]
    return " ".join(f"{part.replace('_', ' ')}." for part in parts if part)


def number(day: datetime.date) -> int:
    """A date as a number that sorts alike: 2026-11-21 is 20261121."""
    return day.year * 10_000 + day.month * 100 + day.day


def _held() -> ClaimVersionQuerySet:
    return ClaimVersion.objects.filter(state__in=HELD, approved_at__isnull=False)


def _entries(versions: ClaimVersionQuerySet, pks: Sequence[int]) -> list[Entry]:
    rows = versions.filter(pk__in=pks)
    variations, ends, retracted = _variations(pks), *_evidence(pks)
    found = {
        row["pk"]: _entry(
            row, variations[row["pk"]], (ends[row["pk"]], row["pk"] in retracted)
        )
        for row in rows.values(*COLUMNS)
    }
    return [found[pk] for pk in pks if pk in found]


def _variations(pks: Sequence[int]) -> defaultdict[int, list[str]]:
    found = defaultdict[int, list[str]](list)
    rows = ClaimVariation.objects.filter(claim_version_id__in=pks)
    for pk, text in rows.order_by("ordinal").values_list("claim_version_id", "text"):
        found[pk].append(text)
    return found


def _evidence(
    pks: Sequence[int],
) -> tuple[defaultdict[int, list[datetime.date]], set[int]]:
    """When the references of each revision end, and whose are retracted."""
    ends, retracted = defaultdict[int, list[datetime.date]](list), set()
    rows = ClaimCitation.objects.filter(claim_version_id__in=pks).values_list(
        "claim_version_id", "reference__expires_on", "reference__retracted_at"
    )
    for pk, expires_on, retracted_at in rows:
        if expires_on:
            ends[pk].append(expires_on)
        if retracted_at:
            retracted.add(pk)
    return ends, retracted


def _entry(
    row: dict[str, Any],
    variations: list[str],
    evidence: tuple[list[datetime.date], bool],
) -> Entry:
    ends, is_retracted = evidence
    known_ends = [number(day) for day in (row["expires_on"], *ends) if day]
    return Entry(
        version_id=row["pk"],
        brand_id=row["claim__brand_id"],
        key=row["claim__key"],
        heading=heading(
            key=row["claim__key"],
            themes=row["themes"],
            kind=row["claim__kind"],
            endpoint=row["endpoint"],
            timepoint=row["timepoint"],
        ),
        wordings=(row["text"], *variations),
        is_in_force=row["state"] == ClaimState.APPROVED and not is_retracted,
        reach=_reach(row),
        valid_from=number(row["valid_from"]) if row["valid_from"] else 0,
        expires_on=min(known_ends, default=NEVER),
    )


def _reach(row: dict[str, Any]) -> Reach:
    return Reach(
        kinds=(row["claim__kind"],),
        markets=row["market_codes"],
        channels=row["channels"],
        audiences=row["audiences"],
        themes=row["themes"],
        indications=row["indications"],
    )
