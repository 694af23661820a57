"""Says where a claim, a reference, a label section or a text block is used.

Each answer is complete and takes a constant number of queries, however much it lists.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from content_engine.models import Variant, VariantSegment
from knowledge_base.labels import quoting, reading
from knowledge_base.models import (
    ClaimCitation,
    ClaimVersion,
    CopyBlockVersion,
    LabelSection,
    Reference,
)
from review.models import Fetch, Release, ReleaseClaim, Review
from review.states import ReleaseState, ReviewState

STANDING = frozenset({ReleaseState.RELEASED, ReleaseState.SUSPENDED})
"""States of an asset that can still be served, or served again."""


@dataclass(frozen=True)
class UsedRelease:
    """A released asset, with who got it and when it was served for the last time."""

    release: Release
    last_fetched_at: datetime.datetime | None
    fetched_by: tuple[str, ...]

    @property
    def is_standing(self) -> bool:
        """Whether it is served, or could be again."""
        return ReleaseState(self.release.state) in STANDING


@dataclass(frozen=True)
class UsedPlatform:
    """A platform that fetched, how many of the assets, and when the last of them."""

    name: str
    assets: int
    last_fetched_at: datetime.datetime


@dataclass(frozen=True)
class Usage:
    """All that carries a thing, in the order of its making; assets by their codes.

    ``claims`` stand on it, ``variants`` say it in any of their versions, ``reviews``
    are open or approved and not released, ``releases`` have any state.
    """

    claims: tuple[ClaimVersion, ...] = ()
    variants: tuple[Variant, ...] = ()
    reviews: tuple[Review, ...] = ()
    releases: tuple[UsedRelease, ...] = ()
    platforms: tuple[UsedPlatform, ...] = ()

    @property
    def standing(self) -> tuple[UsedRelease, ...]:
        """The assets that would stop."""
        return tuple(row for row in self.releases if row.is_standing)


def of_claim(version: ClaimVersion, *, at: datetime.datetime | None = None) -> Usage:
    """Where a claim revision is said; fetches counted up to ``at``, if given."""
    return _usage(Q(claim_version=version), (version,), at)


def of_reference(reference: Reference, *, at: datetime.datetime | None = None) -> Usage:
    """Where a reference is printed, or a claim that stands on it is said."""
    claims = _claims(Q(citations__reference=reference))
    return _usage(_said(claims) | Q(reference=reference), claims, at)


def of_section(section: LabelSection, *, at: datetime.datetime | None = None) -> Usage:
    """Where claims are said whose quotes stand in that section of a label."""
    claims = _claims(Q(pk__in=_quoting(section)))
    return _usage(_said(claims), claims, at)


def of_block(
    version: CopyBlockVersion, *, at: datetime.datetime | None = None
) -> Usage:
    """Where a text block's revision is said."""
    return _usage(Q(block_version=version), (), at)


def _claims(condition: Q) -> tuple[ClaimVersion, ...]:
    rows = ClaimVersion.objects.filter(condition).select_related("claim__brand")
    return tuple(rows.distinct().order_by("claim__key", "version"))


def _said(claims: Iterable[ClaimVersion]) -> Q:
    return Q(claim_version__in=[version.pk for version in claims])


def _quoting(section: LabelSection) -> set[int]:
    """The claim revisions with a quote from this section of its brand's label."""
    label = section.label
    finder = quoting.QuoteFinder(
        row for row in reading.sections(label) if row.place == section.ordinal
    )
    rows = ClaimCitation.objects.filter(
        Q(reference__label=label) | Q(reference__label=None, reference__kind="label"),
        reference__brand_id=label.brand_id,
        anchor__isnull=False,
    )
    quoted: dict[str, set[int]] = defaultdict(set)
    for version_id, quote in rows.values_list("claim_version_id", "anchor__quote"):
        quoted[quote].add(version_id)
    return {pk for quote, pks in quoted.items() if finder.find(quote) for pk in pks}


def _usage(
    condition: Q, claims: tuple[ClaimVersion, ...], at: datetime.datetime | None
) -> Usage:
    segments = VariantSegment.objects.filter(condition)
    versions = segments.values("part__version_id")
    carried = ReleaseClaim.objects.filter(
        claim_version__in=[version.pk for version in claims]
    )
    releases = Release.objects.filter(
        Q(review__version__in=versions) | Q(pk__in=carried.values("release_id"))
    )
    variants = Variant.objects.filter(
        pk__in=segments.values("part__version__variant_id")
    )
    reviews = Review.objects.filter(
        version__in=versions,
        state__in=[ReviewState.IN_REVIEW, ReviewState.APPROVED],
        release=None,
    )
    served = Fetch.objects.filter(release__in=releases.values("pk"), status=200)
    if at is not None:
        served = served.filter(fetched_at__lte=at)
    return Usage(
        claims=claims,
        variants=tuple(variants.order_by("pk")),
        reviews=tuple(reviews.order_by("pk")),
        releases=_with_fetches(releases.defer("body").order_by("code"), served),
        platforms=_platforms(served),
    )


def _with_fetches(
    releases: QuerySet[Release], served: QuerySet[Fetch]
) -> tuple[UsedRelease, ...]:
    by: dict[int | None, list[tuple[str, datetime.datetime]]] = defaultdict(list)
    rows = served.values_list("release_id", "channel_key__name")
    for release_id, name, latest in rows.annotate(latest=Max("fetched_at")):
        by[release_id].append((name, latest))
    return tuple(
        UsedRelease(
            release=release,
            last_fetched_at=max((at for _, at in by[release.pk]), default=None),
            fetched_by=tuple(sorted(name for name, _ in by[release.pk])),
        )
        for release in releases
    )


def _platforms(served: QuerySet[Fetch]) -> tuple[UsedPlatform, ...]:
    rows = served.values_list("channel_key__name").annotate(
        assets=Count("release_id", distinct=True), latest=Max("fetched_at")
    )
    return tuple(UsedPlatform(*row) for row in rows.order_by("channel_key__name"))
