"""Rows of the library: released assets, whether each is served now, and who fetched."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.urls import reverse

from knowledge_base.models import Brand, ClaimVersion
from review import clocks, servability
from review.models import Fetch, Release
from review.states import STEP_ROLES, ReleaseState, Step
from review.workflow import waiting
from review.workflow.waiting import OpenStep
from web.access import roles_of
from web.presenters import dossiers, knowledge, verdicts
from web.presenters.days import nearness
from web.presenters.knowledge import ClaimRow
from web.presenters.titles import channel_title, market_title

ROWS = 50
RECEIPTS = 50
SERVED = 200
TONES = {
    ReleaseState.RELEASED: "good",
    ReleaseState.SUSPENDED: "warn",
    ReleaseState.WITHDRAWN: "bad",
}
STEPS = (Step.SUSPEND, Step.RESUME, Step.WITHDRAW)
LOOKUPS = {
    "brand": "brand__slug",
    "market": "market",
    "channel": "channel",
    "state": "state",
}


@dataclass(frozen=True)
class Ending:
    """When an asset ends, and how urgently to say so."""

    on: datetime.date
    words: str
    tone: str


@dataclass(frozen=True)
class AssetRow:
    """One asset in the library; ``refusal`` says why it is not served right now."""

    uid: str
    pk: int
    code: str
    title: str
    brand: str
    market: str
    channel: str
    audience: str
    state: str
    tone: str
    ending: Ending
    refusal: str
    fetches: int
    latest_fetch_at: datetime.datetime | None


@dataclass(frozen=True)
class Library:
    """A page of assets, the newest first; ``is_first`` says that none is newer."""

    rows: tuple[AssetRow, ...]
    older: int | None
    is_first: bool


@dataclass(frozen=True)
class Receipt:
    """Who fetched an asset, and what was answered."""

    who: str
    at: datetime.datetime
    status: int
    answer: str
    tone: str


@dataclass(frozen=True)
class AssetPage:
    """Everything that the page of one asset shows to one person."""

    row: AssetRow
    content_sha256: str
    language: str
    label: str
    released_by: str
    released_at: datetime.datetime
    stopped_at: datetime.datetime | None
    stopping_reason: str
    successor: str
    successor_code: str
    review_pk: int
    frame: str
    plain_text: str
    parts: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[str, str], ...]
    claims: tuple[ClaimRow, ...]
    references: tuple[str, ...]
    origin: dict[str, Any]
    receipts: tuple[Receipt, ...]
    steps: dict[str, OpenStep]


def brands() -> list[tuple[str, str]]:
    """The brands of which something was released, for a filter."""
    found = Brand.objects.exclude(releases=None).distinct().order_by("name")
    return list(found.values_list("slug", "name"))


def markets() -> list[str]:
    """The markets in which something was released, for a filter."""
    found = Release.objects.order_by("market").values_list("market", flat=True)
    return list(found.distinct())


def library(
    wishes: dict[str, str], at: datetime.datetime, before: int | None = None
) -> Library:
    """Released assets as asked for; queries grow only with those not served."""
    found = _listed().filter(**{LOOKUPS[k]: v for k, v in wishes.items()})
    if before is not None:
        found = found.filter(pk__lt=before)
    releases = list(found.order_by("-pk")[: ROWS + 1])
    shown = releases[:ROWS]
    held = _held(shown, at)
    return Library(
        rows=tuple(_row(each, at, served=each.pk in held) for each in shown),
        older=shown[-1].pk if len(releases) > ROWS else None,
        is_first=before is None,
    )


def asset_page(uid: Any, user: User, at: datetime.datetime) -> AssetPage:
    """The page of one asset. Raises Release.DoesNotExist."""
    release = _whole().get(uid=uid)
    body, successor = release.body, release.superseded_by
    steps = waiting.open_steps(release.review, user, at)
    return AssetPage(
        row=_row(release, at, served=release.pk in _held([release], at)),
        content_sha256=release.content_sha256,
        language=release.language,
        label=release.label.version,
        released_by=verdicts.name_of(release.released_by),
        released_at=release.released_at,
        stopped_at=release.stopped_at,
        stopping_reason=release.stopping_reason,
        successor=_address(successor) if successor else "",
        successor_code=successor.code if successor else "",
        review_pk=release.review_id,
        frame=reverse("releasing:preview", args=[uid]) if body["html"] else "",
        plain_text=body["plain_text"],
        parts=tuple((_title(part["name"]), part["text"]) for part in body["parts"]),
        signatures=tuple(
            (_title(s["function"]), s["shown"]) for s in body["signatures"]
        ),
        claims=_claims(release, at),
        references=tuple(reference["citation"] for reference in body["references"]),
        origin=body["origin"],
        receipts=_receipts(release),
        steps={s.name: s for s in steps if s.name in _belonging(user)},
    )


def _listed() -> QuerySet[Release]:
    """Releases with what a row reads, the heavy bodies left where they are."""
    rows: QuerySet[Release] = Release.objects.annotate(
        words=KeyTransform("parts", "body"),
        served_count=Count("fetches", filter=Q(fetches__status=SERVED)),
        latest_fetch_at=Max("fetches__fetched_at"),
    )
    shown = rows.exclude(state=ReleaseState.PREPARED)
    return shown.select_related("brand").defer("body")


def _whole() -> QuerySet[Release]:
    """Releases with what their own page reads."""
    related = (
        "label",
        "released_by",
        "superseded_by",
        "review__version__variant__family__brief__brand",
    )
    return _listed().defer(None).select_related("brand", *related)


def _held(releases: Iterable[Release], at: datetime.datetime) -> frozenset[int]:
    """Those of the releases that platforms would be served at that moment."""
    condition = Q(pk__in=[])
    for market in {release.market for release in releases}:
        day = clocks.day_in(market, at)
        condition |= Q(market=market) & servability.holds_on(day)
    held = Release.objects.filter(condition, pk__in=[each.pk for each in releases])
    return frozenset(held.values_list("pk", flat=True))


def _row(release: Any, at: datetime.datetime, *, served: bool) -> AssetRow:
    day, state = clocks.day_in(release.market, at), ReleaseState(release.state)
    return AssetRow(
        uid=str(release.uid),
        pk=release.pk,
        code=release.code,
        title=dossiers.title_of({p["name"]: p["text"] for p in release.words}),
        brand=release.brand.name,
        market=market_title(release.market),
        channel=channel_title(release.channel),
        audience=release.audience,
        state=state.capitalize(),
        tone=TONES.get(state, ""),
        ending=_ending(release.expires_on, day),
        refusal="" if served else servability.why_not(release, day)[1],
        fetches=release.served_count,
        latest_fetch_at=release.latest_fetch_at,
    )


def _ending(on: datetime.date, day: datetime.date) -> Ending:
    if on <= day:
        return Ending(on, "over", "bad")
    return Ending(on, *nearness(on, day))


def _claims(release: Release, at: datetime.datetime) -> tuple[ClaimRow, ...]:
    carried = ClaimVersion.objects.filter(release_claims__release=release)
    ready = carried.select_related("claim__brand").prefetch_related(
        "citations__reference"
    )
    day = clocks.day_in(release.market, at)
    return knowledge.claim_rows(ready.order_by("claim__key", "version"), day)


def _receipts(release: Release) -> tuple[Receipt, ...]:
    found = Fetch.objects.filter(release=release).select_related("channel_key")
    return tuple(
        Receipt(
            who=fetch.channel_key.name,
            at=fetch.fetched_at,
            status=fetch.status,
            answer="served" if fetch.status == SERVED else _title(fetch.reason).lower(),
            tone="good" if fetch.status == SERVED else "bad",
        )
        for fetch in found.order_by("-fetched_at", "-pk")[:RECEIPTS]
    )


def _belonging(user: User) -> frozenset[str]:
    """The steps that belong to the person's work."""
    return frozenset(step.value for step in STEPS if STEP_ROLES[step] & roles_of(user))


def _address(release: Release) -> str:
    return reverse("releasing:asset", args=[release.uid])


def _title(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
