"""Rows of the claims browser: what was found, why, and why one may not be used."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet

from content_engine.channels.catalogue import CHANNELS
from content_engine.vocabulary import Audience
from knowledge_base.models import (
    Brand,
    BrandMarket,
    Claim,
    ClaimCitation,
    ClaimState,
    ClaimVersion,
)
from knowledge_base.models.codes import open_to
from knowledge_base.retrieval import chain
from knowledge_base.retrieval.chain import Found, Question
from web.presenters.briefs import (
    AUDIENCE_TITLES,
    Pairs,
    channel_title,
    market_title,
    words_title,
)
from web.presenters.histories import full_names
from web.presenters.pieces import claim_href

FOUND_AT_MOST = 20
CODES = {
    "market": "market_codes",
    "channel": "channels",
    "audience": "audiences",
    "theme": "themes",
}


@dataclass(frozen=True)
class ClaimRow:
    """One claim revision in a list."""

    key: str
    ref: str
    brand: str
    href: str
    text: str
    kind: str
    markets: tuple[str, ...]
    expires_on: datetime.date | None
    state: str
    tone: str
    why_not: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Claim revisions in order, why each was found, and where was searched."""

    versions: Sequence[ClaimVersion] | QuerySet[ClaimVersion]
    reasons: Mapping[int, tuple[str, ...]]
    note: str = ""


def offered() -> dict[str, Pairs]:
    """What the filters offer: only values that some claim has."""
    versions = tuple(ClaimVersion.objects.values_list("market_codes", "themes"))
    markets = {code for codes, _ in versions for code in codes}
    themes = {theme for _, codes in versions for theme in codes}
    kinds = Claim.objects.values_list("kind", flat=True).distinct().order_by("kind")
    brands = Brand.objects.order_by("name").values_list("slug", "name")
    return {
        "brand": tuple(brands),
        "market": tuple((code, market_title(code)) for code in sorted(markets)),
        "channel": tuple((c.value, channel_title(c)) for c in CHANNELS),
        "audience": tuple((a.value, AUDIENCE_TITLES[a]) for a in Audience),
        "theme": tuple((theme, words_title(theme)) for theme in sorted(themes)),
        "kind": tuple((kind, words_title(kind)) for kind in kinds),
    }


def search(wishes: Mapping[str, str], day: datetime.date) -> Result:
    """Claims for a question; by meaning where they may be used, else by their words."""
    if not wishes["q"].strip():
        return Result(listed(wishes, day), {})
    if wishes["state"] not in ("", "usable"):
        return Result(listed(wishes, day), {}, "Searched by words and key.")
    hits = _hits(wishes, day)
    allowed = _filtered(wishes).in_bulk(hits)
    best = sorted(allowed, key=lambda pk: -hits[pk].score)[:FOUND_AT_MOST]
    return Result(
        [allowed[pk] for pk in best],
        {pk: hits[pk].why for pk in best},
        _note(wishes),
    )


def listed(wishes: Mapping[str, str], day: datetime.date) -> QuerySet[ClaimVersion]:
    """Claims by key, in the state that was asked for."""
    rows = _filtered(wishes)
    for word in wishes["q"].split():
        rows = rows.filter(Q(text__icontains=word) | Q(claim__key__icontains=word))
    return _in_state(rows, wishes["state"], day).order_by("claim__key", "-version")


def claim_rows(
    versions: Iterable[ClaimVersion],
    day: datetime.date,
    reasons: Mapping[int, tuple[str, ...]] | None = None,
) -> tuple[ClaimRow, ...]:
    """Rows of claim revisions from ``listed`` or ``revisions``."""
    versions = tuple(versions)
    names = full_names(row.withdrawn_by for row in versions)
    return tuple(
        _row(row, day, names, (reasons or {}).get(row.pk, ())) for row in versions
    )


def query_of(wishes: Mapping[str, str]) -> str:
    """The question as a query string, for links to other pages of its answer."""
    return urlencode({name: value for name, value in wishes.items() if value})


def why_not(version: ClaimVersion, day: datetime.date, names: Mapping[str, str]) -> str:
    """Why a revision may not be used that day, "" when it may."""
    if version.state == ClaimState.WITHDRAWN:
        return _withdrawn(version, names)
    if version.state == ClaimState.DRAFT:
        return "A draft: nobody has approved it yet."
    if version.state == ClaimState.SUPERSEDED:
        return "Replaced by a newer revision."
    if version.valid_from and version.valid_from > day:
        return f"Not valid before {_day(version.valid_from)}."
    if version.expires_on and version.expires_on <= day:
        return f"Expired on {_day(version.expires_on)}."
    return _fallen_source(version, day)


def _row(
    version: ClaimVersion,
    day: datetime.date,
    names: Mapping[str, str],
    why: tuple[str, ...],
) -> ClaimRow:
    refusal = why_not(version, day, names)
    label, tone = _state(version, refusal)
    return ClaimRow(
        key=version.claim.key,
        ref=f"{version.claim.key}@{version.version}",
        brand=version.claim.brand.name,
        href=f"{claim_href(version)}?version={version.version}",
        text=version.text,
        kind=words_title(version.claim.kind),
        markets=version.market_codes,
        expires_on=version.expires_on,
        state=label,
        tone=tone,
        why_not=refusal,
        why=why,
    )


def _state(version: ClaimVersion, refusal: str) -> tuple[str, str]:
    if not refusal:
        return "May be used", "good"
    if version.state == ClaimState.APPROVED:
        return "Approved, not usable", "warn"
    tone = "bad" if version.state == ClaimState.WITHDRAWN else ""
    return version.get_state_display(), tone


def _withdrawn(version: ClaimVersion, names: Mapping[str, str]) -> str:
    who = names.get(version.withdrawn_by, version.withdrawn_by)
    when = _day(version.withdrawn_at.date()) if version.withdrawn_at else ""
    return f"Withdrawn by {who} on {when}: {version.withdrawal_reason}"


def _fallen_source(version: ClaimVersion, day: datetime.date) -> str:
    for citation in version.citations.all():
        reference = citation.reference
        if reference.retracted_at:
            when = _day(reference.retracted_at.date())
            return f"Its reference {reference.key} was retracted on {when}."
        if reference.expires_on and reference.expires_on <= day:
            when = _day(reference.expires_on)
            return f"Its reference {reference.key} expired on {when}."
    return ""


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%b %Y}"


def _ready() -> QuerySet[ClaimVersion]:
    citations = ClaimCitation.objects.select_related("reference").order_by("ordinal")
    return ClaimVersion.objects.select_related("claim__brand").prefetch_related(
        Prefetch("citations", citations)
    )


def _filtered(wishes: Mapping[str, str]) -> QuerySet[ClaimVersion]:
    rows = _ready()
    if wishes["brand"]:
        rows = rows.filter(claim__brand__slug=wishes["brand"])
    if wishes["kind"]:
        rows = rows.filter(claim__kind=wishes["kind"])
    codes = {CODES[name]: wishes[name] for name in CODES if wishes[name]}
    return rows.filter(open_to(**codes)) if codes else rows


def _in_state(
    rows: QuerySet[ClaimVersion], state: str, day: datetime.date
) -> QuerySet[ClaimVersion]:
    approved = rows.filter(state=ClaimState.APPROVED)
    if state == "all":
        return rows
    if state == "EXPIRED":
        return approved.filter(expires_on__lte=day)
    if state == "PENDING":
        return approved.filter(valid_from__gt=day)
    if state in ClaimState.values:
        return rows.filter(state=state)
    return rows.filter(pk__in=ClaimVersion.objects.valid_on(day).values("pk"))


def _hits(wishes: Mapping[str, str], day: datetime.date) -> dict[int, Found]:
    """The best hit for each claim over every place that the filters leave open."""
    hits = [
        hit
        for question in _questions(wishes, day)
        for hit in chain.find_claims(question)
    ]
    hits.sort(key=lambda hit: hit.score)
    return {hit.claim_version.pk: hit for hit in hits}


def _questions(wishes: Mapping[str, str], day: datetime.date) -> Iterator[Question]:
    """One question for each brand and market that the filters leave open."""
    places = BrandMarket.objects.select_related("brand").order_by("pk")
    if wishes["brand"]:
        places = places.filter(brand__slug=wishes["brand"])
    if wishes["market"]:
        places = places.filter(market=wishes["market"])
    for place in places:
        yield Question(
            brand=place.brand.slug,
            market=place.market,
            channel=_channel(wishes),
            audience=_audience(wishes),
            day=day,
            text=wishes["q"],
            limit=FOUND_AT_MOST,
        )


def _channel(wishes: Mapping[str, str]) -> str:
    return wishes["channel"] or next(iter(CHANNELS)).value


def _audience(wishes: Mapping[str, str]) -> str:
    return wishes["audience"] or Audience.HCP.value


def _note(wishes: Mapping[str, str]) -> str:
    channel = channel_title(_channel(wishes))
    audience = AUDIENCE_TITLES[_audience(wishes)].lower()
    return (
        f"Searched by meaning among what may be said today in {channel} to {audience}."
    )
