"""Records as they come from the database with their relations, without a database."""

import datetime
from typing import Any

from content_engine.models import Brief, Family, Variant, VariantSegment
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimCitation,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
    Label,
    Reference,
)

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
DAY = AT.date()
HOSTILE = "<script>alert('1')</script> & \"more\""


def later(days: int) -> datetime.date:
    """The day so many days from today."""
    return DAY + datetime.timedelta(days=days)


def brand(**columns: Any) -> Brand:
    """A brand with a company of its own."""
    said = {
        "pk": 1,
        "slug": "calvoryn",
        "name": "Calvoryn",
        "generic_name": "calvorine",
        "manufacturer": "Fenmoor Biologics",
    }
    return Brand(**{**said, **columns})


def reference(**columns: Any) -> Reference:
    """A reference that may be cited."""
    said = {
        "pk": 5,
        "brand": brand(),
        "key": "REF-1",
        "citation": "Roth I. J Urate. 2025.",
        "kind": "journal",
        "design": "double_blind",
    }
    return Reference(**{**said, **columns})


def claim(*cited: Reference, **columns: Any) -> ClaimVersion:
    """An approved claim revision that stands on references."""
    said = {
        "pk": 7,
        "version": 2,
        "claim": Claim(pk=3, brand=brand(), key="EFF-1", kind="quality_of_life"),
        "text": "Calvoryn lowered urate by 42%.",
        "state": "APPROVED",
        "market_codes": ("US", "DE"),
        "drafted_at": AT,
    }
    version = ClaimVersion(**{**said, **columns})
    citations = [
        ClaimCitation(claim_version=version, ordinal=number, reference=one)
        for number, one in enumerate(cited, 1)
    ]
    _fetched(version, citations=citations, approvals=[], variations=[])
    return version


def block(**columns: Any) -> CopyBlockVersion:
    """A text block in use."""
    said = {
        "pk": 9,
        "version": 3,
        "block": CopyBlock(pk=4, brand=brand(), key="opening-1"),
        "role": "opening",
        "text": "Good [news|results].",
        "tones": ("warm",),
        "drafted_at": AT,
        "drafted_by": "author",
        "approved_at": AT,
        "approved_by": "approver",
    }
    version = CopyBlockVersion(**{**said, **columns})
    _fetched(version, approvals=[])
    return version


def label(**columns: Any) -> Label:
    """A label adopted at the beginning of the year."""
    said = {
        "pk": 6,
        "brand": brand(),
        "market": "US",
        "version": "2026-01",
        "effective_on": datetime.date(2026, 1, 1),
        "source": "KIT",
        "approved_at": AT,
    }
    return Label(**{**said, **columns})


def segment(kind: str, text: str, **columns: Any) -> VariantSegment:
    """A stretch of a variant's part."""
    return VariantSegment(pk=11, kind=kind, text=text, **columns)


def variant(**columns: Any) -> Variant:
    """A variant in a family of its own."""
    brief = Brief(
        brand=brand(),
        market="US",
        channel="email",
        audience="HCP",
        content={},
        requested_at=AT,
    )
    said = {
        "family": Family(brief=brief, created_at=AT),
        "ordinal": 1,
        "tone": "warm",
        "theme": "quality_of_life",
        "format": "short",
    }
    return Variant(**{**said, **columns})


def _fetched(record: Any, **related: Any) -> None:
    vars(record)["_prefetched_objects_cache"] = related
