"""What a claim revision says and stands on, and how it is stored."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from knowledge_base import approvals
from knowledge_base.models import (
    Anchor,
    Claim,
    ClaimCitation,
    ClaimVariation,
    ClaimVersion,
    Reference,
)
from knowledge_base.wording.hashes import sha256

PLAIN_COLUMNS = (
    "text",
    "endpoint",
    "population",
    "comparator",
    "timepoint",
    "facts",
    "reading",
    "qualifiers",
    "companions",
    "valid_from",
    "expires_on",
)
SETS = ("market_codes", "channels", "audiences", "themes", "indications")


@dataclass(frozen=True)
class Cited:
    """A reference that a claim stands on, best at an exact place in it."""

    reference: Reference
    anchor: Anchor | None = None

    @property
    def name(self) -> str:
        """As a kit writes it: ``KEY`` or ``KEY#ANCHOR``."""
        return self.reference.key + (f"#{self.anchor.key}" if self.anchor else "")


@dataclass(frozen=True)
class ClaimContent:
    """All that is signed with a claim's approval.

    ``facts`` are the figures as written, ``reading`` is what the wording says (see
    ``knowledge_base.wording.readings``), in plain JSON values.
    """

    text: str
    market_codes: tuple[str, ...]
    cited: tuple[Cited, ...]
    variations: tuple[str, ...] = ()
    endpoint: str = ""
    population: str = ""
    comparator: str = ""
    timepoint: str = ""
    facts: list[dict[str, Any]] = field(default_factory=list)
    reading: dict[str, Any] = field(default_factory=dict)
    qualifiers: list[str] = field(default_factory=list)
    companions: list[str] = field(default_factory=list)
    channels: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    valid_from: datetime.date | None = None
    expires_on: datetime.date | None = None

    def columns(self) -> dict[str, Any]:
        """The content by the columns of a claim revision, sets of codes sorted."""
        columns = {name: getattr(self, name) for name in PLAIN_COLUMNS}
        codes = {name: tuple(sorted(set(getattr(self, name)))) for name in SETS}
        return columns | codes

    def equals(self, version: ClaimVersion) -> bool:
        """Whether a stored revision says just this, on the same evidence."""
        same = all(
            getattr(version, name) == value for name, value in self.columns().items()
        )
        wanted = [(c.reference.pk, c.anchor and c.anchor.pk) for c in self.cited]
        return (
            same
            and _texts(version.variations.all()) == self.variations
            and _places(version.citations.all()) == wanted
        )


def store(
    claim: Claim, content: ClaimContent, *, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Write the next revision as a draft; the calling write keeps the ledger line."""
    newest = claim.versions.order_by("-version").first()
    version = ClaimVersion.objects.create(
        claim=claim,
        version=newest.version + 1 if newest else 1,
        sha256=sha256(content.text),
        drafted_by=by.get_username(),
        drafted_at=at,
        **content.columns(),
    )
    ClaimVariation.objects.bulk_create(
        ClaimVariation(
            claim_version=version, ordinal=place, text=text, sha256=sha256(text)
        )
        for place, text in enumerate(content.variations)
    )
    ClaimCitation.objects.bulk_create(
        ClaimCitation(
            claim_version=version,
            ordinal=place,
            reference=cited.reference,
            anchor=cited.anchor,
        )
        for place, cited in enumerate(content.cited)
    )
    return version


def content_of(version: ClaimVersion) -> ClaimContent:
    """What a stored revision says, to revise it."""
    names = (*PLAIN_COLUMNS, *SETS)
    citations = version.citations.select_related("reference", "anchor")
    return ClaimContent(
        **{name: getattr(version, name) for name in names},
        variations=_texts(version.variations.all()),
        cited=tuple(
            Cited(row.reference, row.anchor) for row in citations.order_by("ordinal")
        ),
    )


def content_sha256(version: ClaimVersion) -> str:
    """What an approval signs: the hash of all that a stored revision says.

    Covers key, kind, number, wording, variations, citations with the quotes of their
    anchors, limits, dates, facts, reading, qualifiers and companions.
    """
    return approvals.hash_of(signed_content(version))


def signed_content(version: ClaimVersion) -> dict[str, Any]:
    """All that an approval signs, in plain JSON values."""
    plain = {name: getattr(version, name) for name in PLAIN_COLUMNS}
    days = {name: _iso(plain[name]) for name in ("valid_from", "expires_on")}
    return {
        **plain,
        **days,
        **{name: sorted(getattr(version, name)) for name in SETS},
        "key": version.claim.key,
        "kind": version.claim.kind,
        "version": version.version,
        "variations": _texts(version.variations.all()),
        "citations": _quoted(version),
    }


def open_figures(reading: dict[str, Any]) -> tuple[str, ...]:
    """The figures of a reading that no arm was given to, as they are written."""
    quantities = reading.get("quantities", ())
    return tuple(str(row.get("text", "")) for row in quantities if row.get("is_open"))


def _quoted(version: ClaimVersion) -> list[dict[str, str]]:
    rows = version.citations.all()
    if not getattr(version, "_prefetched_objects_cache", {}).get("citations"):
        rows = rows.select_related("reference", "anchor")
    return [
        {
            "reference": row.reference.key,
            "anchor": row.anchor.key if row.anchor else "",
            "locator": row.anchor.locator if row.anchor else "",
            "quote": row.anchor.quote if row.anchor else "",
        }
        for row in sorted(rows, key=lambda row: row.ordinal)
    ]


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _texts(variations: Iterable[ClaimVariation]) -> tuple[str, ...]:
    # Sorted here and not by the database, so that prefetched rows are used.
    return tuple(row.text for row in sorted(variations, key=lambda row: row.ordinal))


def _places(citations: Iterable[ClaimCitation]) -> list[tuple[int, int | None]]:
    rows = sorted(citations, key=lambda row: row.ordinal)
    return [(row.reference_id, row.anchor_id) for row in rows]
