"""What the form of a text block's draft offers, and a name for a new block."""

from collections.abc import Iterable, Mapping
from typing import Any

from content_engine.channels.catalogue import CHANNELS
from content_engine.vocabulary import Audience, Format
from knowledge_base.models import (
    Brand,
    BrandMarket,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
)
from web.presenters.briefs import (
    AUDIENCE_TITLES,
    Pairs,
    channel_title,
    market_title,
    words_title,
)


def drafting(brand: str = "") -> dict[str, Pairs]:
    """What the form of a draft offers; tones and themes that are in use already."""
    rows = CopyBlockVersion.objects.all()
    claims = ClaimVersion.objects.all()
    codes = BrandMarket.objects.order_by("market").values_list("market", flat=True)
    if brand:
        rows = rows.filter(block__brand__slug=brand)
        claims = claims.filter(claim__brand__slug=brand)
        codes = codes.filter(brand__slug=brand)
    words = tuple(rows.values_list("tones", "themes"))
    themes = claims.values_list("themes", flat=True)
    return {
        "brand": tuple(Brand.objects.order_by("name").values_list("slug", "name")),
        "tones": _words(tones for tones, _ in words),
        "themes": _words((*(one for _, one in words), *themes)),
        "channels": tuple((c.value, channel_title(c)) for c in CHANNELS),
        "formats": tuple((f.value, words_title(f)) for f in Format),
        "audiences": tuple((a.value, AUDIENCE_TITLES[a]) for a in Audience),
        "market_codes": tuple((code, market_title(code)) for code in codes.distinct()),
    }


def free_key(brand: str, given: Mapping[str, Any]) -> str:
    """A key for a new block that says where it stands, the first that is free."""
    parts = [given.get("role", ""), *given.get("tones", ())[:1]]
    stem = "-".join((*parts, *given.get("themes", ())[:1])).replace("_", "-")
    if not stem.strip("-"):
        return ""
    taken = set(
        CopyBlock.objects.filter(
            brand__slug=brand, key__startswith=f"{stem}-"
        ).values_list("key", flat=True)
    )
    number = next(n for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)
    return f"{stem}-{number}"


def _words(codes: Iterable[tuple[str, ...]]) -> Pairs:
    values = sorted({value for row in codes for value in row})
    return tuple((value, words_title(value)) for value in values)
