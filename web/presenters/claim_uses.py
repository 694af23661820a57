"""Rows of where a claim, a reference or a text block is used, and what would stop."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse

from content_engine.models import Variant
from knowledge_base.claims import revisions
from knowledge_base.models import ClaimVersion
from review.models import Review
from review.states import ReleaseState
from review.where_used import Usage, UsedPlatform, UsedRelease
from web.presenters.counts import counted
from web.presenters.days import moment_text
from web.presenters.pieces import revision_href
from web.presenters.titles import words_title

T = TypeVar("T")
SHOWN = 50
TONES = {ReleaseState.RELEASED: "good", ReleaseState.SUSPENDED: "warn"}


@dataclass(frozen=True)
class UsedRow:
    """One thing that carries it."""

    name: str
    detail: str
    href: str
    state: str = ""
    tone: str = ""


@dataclass(frozen=True)
class UsedList:
    """The first of many, with how many there are in all."""

    rows: tuple[UsedRow, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class UseRows:
    """Everything that carries it; ``standing`` are the assets that would stop."""

    claims: UsedList
    variants: UsedList
    reviews: UsedList
    releases: UsedList
    standing: UsedList
    platforms: UsedList

    @property
    def sentence(self) -> str:
        """The size of it, in words."""
        standing = counted(self.standing.count, "released asset", "no")
        reviews = counted(self.reviews.count, "open or approved review", "no")
        variants = counted(self.variants.count, "variant", "no")
        return f"It is in {standing}, {reviews} and {variants}."


def use_rows(usage: Usage) -> UseRows:
    """What carries it, with links."""
    return UseRows(
        claims=_listed(usage.claims, _claim),
        variants=_listed(usage.variants, _variant),
        reviews=_listed(usage.reviews, _review),
        releases=_listed(usage.releases, _release),
        standing=_listed(usage.standing, _release),
        platforms=_listed(usage.platforms, _platform),
    )


def _listed(things: Sequence[T], row: Callable[[T], UsedRow]) -> UsedList:
    return UsedList(tuple(row(thing) for thing in things[:SHOWN]), len(things))


def _claim(version: ClaimVersion) -> UsedRow:
    state = version.get_state_display()
    return UsedRow(revisions.ref(version), state, revision_href(version))


def _variant(variant: Variant) -> UsedRow:
    name = words_title(f"{variant.tone}, {variant.theme}, {variant.format}")
    return UsedRow(name, "", reverse("marketing:variant", args=[variant.uid]))


def _review(review: Review) -> UsedRow:
    href = reverse("reviewing:detail", args=[review.pk])
    return UsedRow(f"Review {review.pk}", review.get_state_display(), href)


def _release(used: UsedRelease) -> UsedRow:
    state = ReleaseState(used.release.state)
    return UsedRow(
        name=used.release.code,
        detail=_fetched(used.last_fetched_at, used.fetched_by),
        href=reverse("releasing:asset", args=[used.release.uid]),
        state=state.capitalize(),
        tone=TONES.get(state, ""),
    )


def _platform(used: UsedPlatform) -> UsedRow:
    assets = counted(used.assets, "asset", "no")
    return UsedRow(
        used.name, f"{assets}, last on {moment_text(used.last_fetched_at)}", ""
    )


def _fetched(at: datetime.datetime | None, by: tuple[str, ...]) -> str:
    if at is None:
        return "never fetched"
    return f"last fetched {moment_text(at)} by {', '.join(by)}"
