"""What the form of a text block's draft offers, and a name for a new block."""

from collections.abc import Mapping
from typing import Any

from content_engine.vocabulary import Format
from knowledge_base.models import (
    BrandMarket,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
)
from web.presenters.titles import (
    Pairs,
    audience_pairs,
    brand_pairs,
    channel_pairs,
    market_pairs,
    word_pairs,
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
        "brand": brand_pairs(),
        "tones": word_pairs(tones for tones, _ in words),
        "themes": word_pairs((*(one for _, one in words), *themes)),
        "channels": channel_pairs(),
        "formats": tuple((f.value, words_title(f)) for f in Format),
        "audiences": audience_pairs(),
        "market_codes": market_pairs(codes.distinct()),
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
