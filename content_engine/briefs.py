"""Completes a brief with stated defaults, and names every fault of a faulty one."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from content_engine.affinity.memberships import NoMixError, is_whole, memberships
from content_engine.channels.catalogue import CHANNELS, UnbuiltChannelError, rules_of
from content_engine.planning.reading import Reader
from content_engine.planning.requests import CompletedBrief
from content_engine.vocabulary import Audience, Channel, Format, WriterName
from knowledge_base.models import (
    Brand,
    BrandMarket,
    Claim,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    HcpProfile,
    HcpSegment,
)

__all__ = ["BriefFaultsError", "CompletedBrief", "complete"]

KEYS = (
    "brand",
    "market",
    "channel",
    "audience",
    "language",
    "at",
    "objective",
    "expected_value",
    "tones",
    "themes",
    "formats",
    "key_messages",
    "hcps",
    "segment_mix",
    "count",
    "seed",
    "writer",
)
LANGUAGES = {"US": "en-US", "GB": "en-GB"}
COUNT, MOST, SEED = 8, 200, 7


class BriefFaultsError(ValidationError):
    """A brief that cannot be followed; ``faults`` names each fault with its key."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(list(self.faults))


def complete(raw: Mapping[str, Any], *, day: datetime.date) -> CompletedBrief:
    """The brief with nothing left open, for the day given unless it names its own.

    Raises BriefFaultsError with every fault found.
    """
    reader = Reader(raw, KEYS)
    brand = _brand(reader)
    place: dict[str, Any] = {
        "market": _market(reader, brand),
        "channel": _channel(reader),
        "audience": reader.one_of("audience", list(Audience), Audience.HCP),
        "day": reader.day("at", day),
    }
    if brand is None or reader.faults:
        raise BriefFaultsError(reader.faults)
    tones, themes = _tones(brand, place), _themes(brand, place)
    hcps = _hcps(reader, place["market"])
    completed = CompletedBrief(
        brand=brand.slug,
        **place,
        language=_language(reader, place["market"]),
        objective=reader.words("objective"),
        expected_value=reader.words_or_number("expected_value"),
        tones=reader.several("tones", *tones, "all tones of its copy"),
        themes=reader.several("themes", *themes, "all that its claims have"),
        formats=reader.several("formats", list(Format), [Format.STANDARD]),
        key_messages=reader.texts("key_messages"),
        hcps=hcps,
        segment_mix=_segment_mix(reader),
        count=_count(reader, len(hcps)),
        seed=reader.integer("seed", SEED, 0, 2**31),
        writer=reader.one_of("writer", list(WriterName), settings.WRITER),
        defaults=tuple(reader.defaults),
    )
    if reader.faults:
        raise BriefFaultsError(reader.faults)
    return completed


def _brand(reader: Reader) -> Brand | None:
    slug = reader.required("brand")
    found = Brand.objects.filter(slug=slug).first()
    if slug and found is None:
        slugs = Brand.objects.order_by("slug").values_list("slug", flat=True)
        reader.not_known("brand", slug, slugs)
    return found


def _market(reader: Reader, brand: Brand | None) -> str:
    market = reader.required("market")
    rows = BrandMarket.objects.filter(brand=brand).order_by("market")
    codes = list(rows.values_list("market", flat=True))
    if market and brand and market not in codes:
        reader.not_known("market", market, codes)
    return market


def _channel(reader: Reader) -> str:
    channel = reader.required("channel")
    if channel and channel not in list(Channel):
        reader.not_known("channel", channel, CHANNELS)
    elif channel:
        try:
            rules_of(channel)
        except UnbuiltChannelError as error:
            reader.faulty("channel", str(error))
    return channel


def _language(reader: Reader, market: str) -> str:
    language = reader.words("language")
    if not language:
        language = LANGUAGES.get(market, "en")
        reader.filled_in("language", language)
    return language


def _tones(brand: Brand, place: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """All tones of the brand's copy, and those that can be used in this place."""
    limits = {key: value for key, value in place.items() if key != "day"}
    blocks = CopyBlockVersion.objects.in_force().filter(block__brand=brand)
    usable = CopyBlockVersion.objects.usable(brand_id=brand.pk, **limits)
    known = _words(blocks.values_list("tones", flat=True))
    return known, _words(usable.values_list("tones", flat=True)) or known


def _themes(brand: Brand, place: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """All themes of the brand's claims, and those that can be used in this place.

    A theme of which every claim has expired is no mistake in a brief: its cells are
    infeasible, and say why.
    """
    claims = ClaimVersion.objects.filter(claim__brand=brand)
    usable = ClaimVersion.objects.usable(brand_id=brand.pk, **place)
    known = _words(claims.values_list("themes", flat=True))
    return known, _words(usable.values_list("themes", flat=True)) or known


def _words(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return sorted({word for row in rows for word in row})


def _hcps(reader: Reader, market: str) -> tuple[str, ...]:
    keys = reader.texts("hcps")
    rows = HcpProfile.objects.filter(key__in=keys).values_list("key", "market")
    markets = dict(rows)
    for key in keys:
        if key not in markets:
            reader.faulty("hcps", f"nobody is known as {key}.")
        elif markets[key] != market:
            reader.faulty("hcps", f"{key} practises in {markets[key]}, not {market}.")
    return keys


def _segment_mix(reader: Reader) -> Mapping[str, float]:
    shares = reader.value("segment_mix", {})
    if not isinstance(shares, Mapping) or not all(
        isinstance(share, int | float) for share in shares.values()
    ):
        reader.faulty("segment_mix", "write segments with their shares as numbers.")
        return {}
    known = list(HcpSegment.objects.order_by("key").values_list("key", flat=True))
    for segment in shares:
        if segment not in known:
            reader.not_known("segment_mix", segment, known)
    try:
        mix = memberships(shares)
    except NoMixError as error:
        reader.faulty("segment_mix", str(error))
        return {}
    if mix and not is_whole(shares):
        reader.filled_in("segment_mix", "shares scaled to sum to 1")
    return mix


def _count(reader: Reader, people: int) -> int:
    count = reader.integer("count", COUNT, 1, MOST)
    if count >= people:
        return count
    reader.filled_in("count", f"raised from {count} to {people}, one for each HCP")
    return people


def unavailable(brief: CompletedBrief) -> dict[str, str]:
    """For each key message that names a claim not usable for the brief: why not."""
    brand = Brand.objects.get(slug=brief.brand)
    usable = ClaimVersion.objects.usable(
        brand_id=brand.pk,
        market=brief.market,
        channel=brief.channel,
        audience=brief.audience,
        day=brief.day,
    )
    allowed = usable.values("claim")
    named = Claim.objects.filter(brand=brand, key__in=brief.key_messages)
    reasons = {}
    for claim in named.exclude(pk__in=allowed):
        version = claim.versions.order_by("-version").first()
        if version:
            reasons[claim.key] = _why_not(version, brief)
    return reasons


def _why_not(version: ClaimVersion, brief: CompletedBrief) -> str:
    limits = (
        (version.market_codes, brief.market, "it is not approved for {}"),
        (version.channels, brief.channel, "it is not approved for the channel {}"),
        (version.audiences, brief.audience, "it is not approved for the audience {}"),
    )
    if version.state != ClaimState.APPROVED:
        return f"its latest version is {version.get_state_display().lower()}"
    if version.expires_on and version.expires_on <= brief.day:
        return f"it expired on {version.expires_on}"
    if version.valid_from and version.valid_from > brief.day:
        return f"it is valid from {version.valid_from} only"
    for codes, code, sentence in limits:
        if codes and code not in codes:
            return sentence.format(code)
    return "a reference that it stands on has expired or was retracted"
