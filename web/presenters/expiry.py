"""What ends soon or has ended: claims, references, labels and released assets."""

import datetime
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.urls import reverse

from content_engine.models import VariantSegment
from knowledge_base.claims import revisions
from knowledge_base.models import (
    ClaimCitation,
    ClaimState,
    ClaimVersion,
    Label,
    Reference,
)
from knowledge_base.sheets import formulas
from review.models import Release, ReleaseClaim
from review.states import ReleaseState
from web.presenters.counts import counted
from web.presenters.pieces import revision_href
from web.presenters.titles import (
    Pairs,
    brand_pairs,
    channel_title,
    market_title,
)

HORIZON = 90
WINDOWS: tuple[tuple[int, str], ...] = (
    (0, "Overdue"),
    (7, "Within 7 days"),
    (30, "Within 30 days"),
    (60, "Within 60 days"),
    (HORIZON, "Within 90 days"),
)
"""The last day of each window, counted from today, and its name."""
COLUMNS = ("ends_on", "days_left", "window", "kind", "name", "brand", "detail", "stops")


@dataclass(frozen=True)
class EndRow:
    """One thing that ends on a day; ``assets`` counts the released assets it stops."""

    on: datetime.date
    left: int
    kind: str
    name: str
    brand: str
    href: str
    detail: str
    assets: int

    @property
    def window(self) -> str:
        """The narrowest window that the day falls in."""
        return next(title for last, title in WINDOWS if self.left <= last)

    @property
    def when(self) -> str:
        """How far off the day is, in words."""
        if self.left == 0:
            return "today"
        days = counted(abs(self.left), "day")
        return f"in {days}" if self.left > 0 else f"{days} ago"

    @property
    def stops(self) -> str:
        """What stops on that day, in words."""
        if self.kind == "Released asset":
            return "Platforms get it no more." if self.assets else "It is suspended."
        if not self.assets:
            return "No released asset stands on it."
        verb = "stops" if self.assets == 1 else "stop"
        return f"{counted(self.assets, 'released asset')} {verb} with it."


@dataclass(frozen=True)
class Window:
    """The rows that end in one window, and in no narrower one."""

    title: str
    tone: str
    rows: tuple[EndRow, ...]


def brands() -> dict[str, Pairs]:
    """The brands to choose from."""
    return {"brand": brand_pairs()}


def ends(brand: str, day: datetime.date) -> tuple[EndRow, ...]:
    """Everything that ends up to the horizon, what ends first before the rest.

    ``brand`` is a slug, "" for all. Six queries, however many rows.
    """
    rows = (
        *_claims(brand, day),
        *_references(brand, day),
        *_labels(brand, day),
        *_releases(brand, day),
    )
    return tuple(sorted(rows, key=lambda row: (row.on, row.kind, row.name)))


def windows(rows: Iterable[EndRow]) -> tuple[Window, ...]:
    """The rows by window, the empty ones too: that nothing ends is worth saying."""
    rows = tuple(rows)
    tones = ("bad", "bad", "warn", "", "")
    return tuple(
        Window(title, tone, tuple(row for row in rows if row.window == title))
        for (_, title), tone in zip(WINDOWS, tones, strict=True)
    )


def table(rows: Iterable[EndRow]) -> Iterator[tuple[str, ...]]:
    """The rows for a spreadsheet, a head first; no cell begins a formula."""
    yield COLUMNS
    for row in rows:
        cells = (row.name, row.brand, row.detail, row.stops)
        plain = (formulas.guarded(cell) for cell in cells)
        yield (row.on.isoformat(), str(row.left), row.window, row.kind, *plain)


def _claims(brand: str, day: datetime.date) -> Iterator[EndRow]:
    rows = ClaimVersion.objects.filter(
        _of(brand, "claim__brand"),
        state__in=[ClaimState.APPROVED, ClaimState.SUSPENDED],
        expires_on__lte=_last(day),
    ).select_related("claim__brand")
    found = tuple(rows.order_by("pk"))
    carried = ReleaseClaim.objects.filter(
        claim_version__in=[row.pk for row in found],
        release__state=ReleaseState.RELEASED,
    )
    counts = Counter(carried.values_list("claim_version_id", flat=True))
    for row in found:
        assert row.expires_on is not None  # noqa: S101 - the filter asks for it
        yield EndRow(
            on=row.expires_on,
            left=(row.expires_on - day).days,
            kind="Claim",
            name=revisions.ref(row),
            brand=row.claim.brand.name,
            href=revision_href(row),
            detail=row.text,
            assets=counts[row.pk],
        )


def _references(brand: str, day: datetime.date) -> Iterator[EndRow]:
    rows = Reference.objects.filter(
        _of(brand, "brand"), retracted_at=None, expires_on__lte=_last(day)
    ).select_related("brand")
    found = tuple(rows.order_by("pk"))
    counts = _standing_on(row.pk for row in found)
    for row in found:
        assert row.expires_on is not None  # noqa: S101 - the filter asks for it
        yield EndRow(
            on=row.expires_on,
            left=(row.expires_on - day).days,
            kind="Reference",
            name=row.ref,
            brand=row.brand.name,
            href=reverse("references:reference", args=[row.brand.slug, row.key]),
            detail=row.citation,
            assets=counts[row.pk],
        )


def _standing_on(references: Iterable[int]) -> Counter[int]:
    """Released assets that print a reference or carry a claim standing on it."""
    wanted = tuple(references)
    cited = ClaimCitation.objects.filter(
        reference__in=wanted,
        claim_version__release_claims__release__state=ReleaseState.RELEASED,
    ).values_list("reference_id", "claim_version__release_claims__release_id")
    printed = VariantSegment.objects.filter(
        reference__in=wanted,
        part__version__reviews__release__state=ReleaseState.RELEASED,
    ).values_list("reference_id", "part__version__reviews__release__pk")
    return Counter(reference for reference, _ in cited.union(printed))


def _labels(brand: str, day: datetime.date) -> Iterator[EndRow]:
    """Labels in force whose successor is adopted and takes effect on a known day."""
    adopted = Label.objects.adopted().filter(_of(brand, "brand"), withdrawn_at=None)
    carrying = Count("releases", filter=Q(releases__state=ReleaseState.RELEASED))
    rows = adopted.annotate(assets=carrying, brand_name=F("brand__name")).values(
        "pk", "brand_name", "market", "version", "effective_on", "assets"
    )
    ordered = rows.order_by("brand_name", "market", "effective_on", "pk")
    for old, new in itertools.pairwise(ordered):
        is_successor = (old["brand_name"], old["market"]) == (
            new["brand_name"],
            new["market"],
        )
        if is_successor and day < new["effective_on"] <= _last(day):
            yield EndRow(
                on=new["effective_on"],
                left=(new["effective_on"] - day).days,
                kind="Label",
                name=f"{market_title(old['market'])}, {old['version']}",
                brand=old["brand_name"],
                href=reverse("labels:label", args=[old["pk"]]),
                detail=f"The label {new['version']} takes its place.",
                assets=old["assets"],
            )


def _releases(brand: str, day: datetime.date) -> Iterator[EndRow]:
    rows = Release.objects.filter(
        _of(brand, "brand"),
        state__in=[ReleaseState.RELEASED, ReleaseState.SUSPENDED],
        expires_on__lte=_last(day),
    ).select_related("brand")
    for row in rows.defer("body").order_by("pk"):
        yield EndRow(
            on=row.expires_on,
            left=(row.expires_on - day).days,
            kind="Released asset",
            name=row.code,
            brand=row.brand.name,
            href=reverse("releasing:asset", args=[row.uid]),
            detail=f"{channel_title(row.channel)}, {market_title(row.market)}",
            assets=int(row.state == ReleaseState.RELEASED),
        )


def _of(brand: str, path: str) -> Q:
    return Q(**{f"{path}__slug": brand}) if brand else Q()


def _last(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=HORIZON)
