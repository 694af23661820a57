"""What the library holds, by the same columns in which files are read."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from knowledge_base.copy_blocks import BlockState, state_of
from knowledge_base.models import (
    BatchKind,
    Brand,
    ClaimCitation,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
)

DESCRIBING = (
    *("citation", "reference_kind", "design", "published_on", "reference_expires_on"),
    *("url", "locator", "quote"),
)
ASIDE = (*DESCRIBING, "version", "state")
SETS = (
    *("markets", "channels", "audiences", "themes", "indications", "tones", "formats"),
)
Values = dict[str, Any]


def versions(
    kind: str, brand: Brand, keys: Collection[str] = ()
) -> QuerySet[ClaimVersion] | QuerySet[CopyBlockVersion]:
    """Every revision of a brand's claims or blocks with all that ``values`` reads.

    With ``keys``: of these claims or blocks only.
    """
    if kind == BatchKind.BLOCKS:
        blocks = CopyBlockVersion.objects.filter(block__brand=brand)
        blocks = blocks.filter(block__key__in=keys) if keys else blocks
        return blocks.select_related("block").order_by("block__key", "version")
    citations = ClaimCitation.objects.select_related("reference", "anchor")
    claims = ClaimVersion.objects.filter(claim__brand=brand)
    claims = claims.filter(claim__key__in=keys) if keys else claims
    return (
        claims.select_related("claim")
        .prefetch_related("variations", Prefetch("citations", citations))
        .order_by("claim__key", "version")
    )


def values(version: ClaimVersion | CopyBlockVersion) -> Values:
    """One revision by columns: texts, lists of texts, ISO days and plain JSON."""
    if isinstance(version, CopyBlockVersion):
        return _block(version)
    return _claim(version) | _evidence(version.citations.all())


def is_approved(version: ClaimVersion | CopyBlockVersion) -> bool:
    """Whether the revision is approved and neither replaced, stopped nor taken back."""
    if isinstance(version, CopyBlockVersion):
        return state_of(version) == BlockState.APPROVED
    return version.state == ClaimState.APPROVED


def compared(stated: Values) -> Values:
    """What two sets of values are compared by: sets of names have no order."""
    found = {name: value for name, value in stated.items() if name not in ASIDE}
    return found | {name: sorted(set(found[name])) for name in SETS if name in found}


def _claim(version: ClaimVersion) -> Values:
    variations = sorted(version.variations.all(), key=lambda row: row.ordinal)
    return {
        "key": version.claim.key,
        "kind": version.claim.kind,
        "text": version.text,
        "variations": [row.text for row in variations],
        "markets": list(version.market_codes),
        "channels": list(version.channels),
        "audiences": list(version.audiences),
        "themes": list(version.themes),
        "indications": list(version.indications),
        "endpoint": version.endpoint,
        "population": version.population,
        "comparator": version.comparator,
        "timepoint": version.timepoint,
        "figures": version.facts,
        "reading": version.reading,
        "qualifiers": version.qualifiers,
        "companions": version.companions,
        "valid_from": _iso(version.valid_from),
        "expires_on": _iso(version.expires_on),
        "version": str(version.version),
        "state": version.state,
    }


def _evidence(citations: Iterable[ClaimCitation]) -> Values:
    rows = sorted(citations, key=lambda row: row.ordinal)
    entries = [tuple(_described(row)) for row in rows]
    names = ("references", *DESCRIBING)
    return {
        name: [entry[place] for entry in entries] for place, name in enumerate(names)
    }


def _described(row: ClaimCitation) -> Iterator[str]:
    reference, anchor = row.reference, row.anchor
    yield reference.key + (f"#{anchor.key}" if anchor else "")
    yield reference.citation
    yield reference.kind
    yield reference.design
    yield _iso(reference.published_on)
    yield _iso(reference.expires_on)
    yield reference.url
    yield anchor.locator if anchor else ""
    yield anchor.quote if anchor else ""


def _block(version: CopyBlockVersion) -> Values:
    return {
        "key": version.block.key,
        "role": version.role,
        "text": version.text,
        "tones": list(version.tones),
        "themes": list(version.themes),
        "channels": list(version.channels),
        "formats": list(version.formats),
        "audiences": list(version.audiences),
        "markets": list(version.market_codes),
        "version": str(version.version),
        "state": state_of(version).value,
    }


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
