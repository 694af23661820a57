"""Rows of the labels: by brand and market, with where each version stands."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse

from knowledge_base.labels import standing
from knowledge_base.models import Brand, Label, LabelSource
from web.presenters.titles import (
    Pairs,
    market_pairs,
    market_title,
)

LIGHT = (
    "market", "set_id", "version", "effective_on", "labeler", "source", "approved_at",
    "withdrawn_at", "imported_at", "brand__name", "brand__slug", "brand__manufacturer",
)  # fmt: skip


@dataclass(frozen=True)
class LabelRow:
    """One version of a label."""

    pk: int
    version: str
    effective_on: datetime.date
    labeler: str
    source: str
    state: str
    tone: str
    is_other_labeler: bool
    is_in_force: bool
    href: str


@dataclass(frozen=True)
class LabelGroup:
    """Every version of a brand's labels in a market, the newest first."""

    brand: str
    market: str
    rows: tuple[LabelRow, ...]

    @property
    def in_force(self) -> LabelRow | None:
        """The one that counts today."""
        return next((row for row in self.rows if row.is_in_force), None)


def brands() -> Pairs:
    """Brands that have labels, by slug."""
    rows = Brand.objects.filter(labels__isnull=False).distinct().order_by("name")
    return tuple(rows.values_list("slug", "name"))


def all_brands() -> Pairs:
    """Every brand by its key, as a form sends it."""
    rows = Brand.objects.order_by("name").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in rows)


def markets() -> Pairs:
    """Markets that have labels."""
    codes = Label.objects.values_list("market", flat=True).distinct()
    return market_pairs(sorted(codes))


def groups(wishes: Mapping[str, str], day: datetime.date) -> tuple[LabelGroup, ...]:
    """The labels that were asked for, in one query."""
    rows = _light()
    if wishes["brand"]:
        rows = rows.filter(brand__slug=wishes["brand"])
    if wishes["market"]:
        rows = rows.filter(market=wishes["market"])
    ordered = rows.order_by("brand__name", "brand_id", "market")
    return tuple(
        _group(tuple(found), day)
        for _, found in groupby(ordered, lambda row: (row.brand_id, row.market))
    )


def siblings(label: Label, day: datetime.date) -> LabelGroup:
    """Every version of a brand's labels in one label's market."""
    rows = _light().filter(brand_id=label.brand_id, market=label.market)
    return _group(tuple(rows), day)


def _light() -> QuerySet[Label]:
    return Label.objects.select_related("brand").only(*LIGHT)


def _group(labels: Sequence[Label], day: datetime.date) -> LabelGroup:
    ordered = sorted(labels, key=lambda row: (row.effective_on, row.pk), reverse=True)
    brand = ordered[0].brand
    own = standing.own_set_among(ordered, brand.manufacturer)
    in_force = next((row for row in ordered if _may_be_in_force(row, day)), None)
    return LabelGroup(
        brand=brand.name,
        market=market_title(ordered[0].market),
        rows=tuple(_row(row, in_force, own, day) for row in ordered),
    )


def _may_be_in_force(label: Label, day: datetime.date) -> bool:
    is_standing = label.approved_at is not None and label.withdrawn_at is None
    return is_standing and label.effective_on <= day


def _row(
    label: Label, in_force: Label | None, own: str, day: datetime.date
) -> LabelRow:
    state, tone = _state(label, in_force, day)
    return LabelRow(
        pk=label.pk,
        version=label.version,
        effective_on=label.effective_on,
        labeler=label.labeler or label.brand.manufacturer,
        source=LabelSource(label.source).label,
        state=state,
        tone=tone,
        is_other_labeler=bool(label.set_id) and label.set_id != own,
        is_in_force=label == in_force,
        href=reverse("labels:label", args=[label.pk]),
    )


def _state(label: Label, in_force: Label | None, day: datetime.date) -> tuple[str, str]:
    if label.withdrawn_at:
        return "Withdrawn", "bad"
    if label == in_force:
        return "In force", "good"
    if label.approved_at:
        is_future = label.effective_on > day
        return (
            ("Adopted, not effective yet", "accent") if is_future else ("Earlier", "")
        )
    if in_force and label.effective_on < in_force.effective_on:
        return "Earlier, never adopted", ""
    return "Draft", "warn"
