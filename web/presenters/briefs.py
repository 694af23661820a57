"""What a brief can choose from: only what approved supply and profiles hold."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from content_engine.channels.catalogue import CHANNELS
from content_engine.vocabulary import Audience, Format, WriterName
from knowledge_base.models import (
    Brand,
    BrandMarket,
    ClaimVersion,
    CopyBlockVersion,
    HcpProfile,
    SegmentMembership,
)
from web.presenters.titles import (
    Pairs,
    audience_pairs,
    channel_pairs,
    known,
    market_pairs,
    word_pairs,
)

WRITER_TITLES: dict[str, str] = {
    WriterName.COMPOSER: "Composer: approved copy only",
    WriterName.OPENAI: "Language model: free copy between approved claims",
}


@dataclass(frozen=True)
class HcpRow:
    """One healthcare professional, to be ticked."""

    key: str
    name: str
    detail: str


@dataclass(frozen=True)
class HcpGroup:
    """The professionals whose largest share is one segment."""

    title: str
    description: str
    rows: tuple[HcpRow, ...]


@dataclass(frozen=True)
class Place:
    """Brand, market, channel and audience: what all other choices hang on."""

    brand: str
    market: str
    channel: str
    audience: str

    def as_dict(self) -> dict[str, str]:
        """The place by the names of its form fields."""
        return asdict(self)


@dataclass(frozen=True)
class Choices:
    """Everything that a brief form offers for one place."""

    place: Place
    offered: Mapping[str, Pairs]
    groups: tuple[HcpGroup, ...]


def choices(given: Mapping[str, str], day: datetime.date) -> Choices:
    """What can be chosen at the place given; unknown places fall to the first known."""
    brands = tuple(Brand.objects.order_by("name"))
    place = _place(given, brands)
    brand = next((row for row in brands if row.slug == place.brand), None)
    groups = _groups(_profiles(place))
    offered = {
        "brand": tuple(
            (row.slug, f"{row.name} ({row.generic_name})") for row in brands
        ),
        "market": _markets(brand),
        "channel": channel_pairs(),
        "audience": audience_pairs(),
        "hcps": tuple((row.key, row.name) for group in groups for row in group.rows),
        "formats": _formats(place.channel),
        "writer": writers(),
        **_supply(brand, place, day),
    }
    return Choices(place, offered, groups)


def found(
    groups: Iterable[HcpGroup], words: str, chosen: Iterable[str]
) -> tuple[HcpGroup, ...]:
    """The groups with the rows that hold every word, and those chosen already."""
    wanted, kept = words.casefold().split(), set(chosen)
    smaller = (
        HcpGroup(
            group.title,
            group.description,
            tuple(
                row
                for row in group.rows
                if row.key in kept or _holds(group, row, wanted)
            ),
        )
        for group in groups
    )
    return tuple(group for group in smaller if group.rows)


def usable_claims(
    brand: Brand, place: Place, day: datetime.date
) -> QuerySet[ClaimVersion]:
    """The claims that a brand may make at a place on that day."""
    return ClaimVersion.objects.usable(
        brand_id=brand.pk,
        market=place.market,
        channel=place.channel,
        audience=place.audience,
        day=day,
    )


def writers() -> Pairs:
    """The composer, and the language model where one is configured."""
    names = [WriterName.COMPOSER]
    if settings.OPENAI_API_KEY or settings.OPENAI_BASE_URL:
        names.append(WriterName.OPENAI)
    return tuple((name.value, WRITER_TITLES[name]) for name in names)


def _place(given: Mapping[str, str], brands: tuple[Brand, ...]) -> Place:
    slugs = [row.slug for row in brands]
    slug = known(given.get("brand", ""), slugs)
    markets = list(
        BrandMarket.objects.filter(brand__slug=slug)
        .order_by("-market")
        .values_list("market", flat=True)
    )
    return Place(
        brand=slug,
        market=known(given.get("market", ""), markets),
        channel=known(given.get("channel", ""), [c.value for c in CHANNELS]),
        audience=known(given.get("audience", ""), [a.value for a in Audience]),
    )


def _supply(brand: Brand | None, place: Place, day: datetime.date) -> dict[str, Pairs]:
    """Tones, themes and claims of the words that may be used there and then."""
    if brand is None:
        return {"tones": (), "themes": (), "claims": ()}
    copy = CopyBlockVersion.objects.usable(
        brand_id=brand.pk,
        market=place.market,
        channel=place.channel,
        audience=place.audience,
    )
    usable = usable_claims(brand, place, day).select_related("claim")
    claims = tuple(usable.order_by("claim__key"))
    return {
        "tones": word_pairs(row.tones for row in copy),
        "themes": word_pairs(row.themes for row in claims),
        "claims": tuple((row.claim.key, row.text) for row in claims),
    }


def _markets(brand: Brand | None) -> Pairs:
    if brand is None:
        return ()
    codes = brand.markets.order_by("-market").values_list("market", flat=True)
    return market_pairs(codes)


def _formats(channel: str) -> Pairs:
    carried = next((rules.claims for c, rules in CHANNELS.items() if c == channel), {})
    return tuple((f.value, f.value.capitalize()) for f in Format if f in carried)


def _profiles(place: Place) -> QuerySet[HcpProfile]:
    shares = SegmentMembership.objects.select_related("segment").order_by("-weight")
    profiles = HcpProfile.objects.filter(market=place.market).order_by("name")
    if place.audience != Audience.HCP:
        return profiles.none()
    return profiles.prefetch_related(Prefetch("memberships", shares))


def _groups(profiles: QuerySet[HcpProfile]) -> tuple[HcpGroup, ...]:
    rows: dict[tuple[str, str], list[HcpRow]] = {}
    for profile in profiles:
        shares = list(profile.memberships.all())
        first = shares[0].segment if shares else None
        group = (first.title, first.description) if first else ("No segment yet", "")
        mix = " + ".join(f"{s.weight:.0%} {s.segment.title.lower()}" for s in shares)
        facts = (profile.specialty, profile.setting, mix if len(shares) > 1 else "")
        detail = " · ".join(fact for fact in facts if fact)
        rows.setdefault(group, []).append(HcpRow(profile.key, profile.name, detail))
    return tuple(
        HcpGroup(title, description, tuple(found))
        for (title, description), found in sorted(rows.items())
    )


def _holds(group: HcpGroup, row: HcpRow, wanted: list[str]) -> bool:
    text = f"{group.title} {row.name} {row.detail}".casefold()
    return all(word in text for word in wanted)
