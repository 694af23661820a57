"""Rows of the list of references: what each is, and how much stands on it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from knowledge_base.models import (
    Reference,
    ReferenceFile,
)
from web.presenters.days import day_text
from web.presenters.titles import words_title


@dataclass(frozen=True)
class ReferenceRow:
    """A reference in a list."""

    key: str
    brand: str
    href: str
    citation: str
    kind: str
    state: str
    tone: str
    anchors: int
    files: int
    claims: int


def listed(wishes: Mapping[str, str]) -> QuerySet[Reference]:
    """References by brand and key, as wished for."""
    rows = _ready()
    if wishes["brand"]:
        rows = rows.filter(brand__slug=wishes["brand"])
    for word in wishes["q"].split():
        rows = rows.filter(Q(key__icontains=word) | Q(citation__icontains=word))
    return rows.order_by("brand__name", "key")


def reference_rows(
    references: Iterable[Reference], day: datetime.date
) -> tuple[ReferenceRow, ...]:
    """Rows of references from ``listed``."""
    return tuple(_row(reference, day) for reference in references)


def found(brand: str, key: str) -> Reference | None:
    """One reference with all that its page counts."""
    return _ready().filter(brand__slug=brand, key=key).first()


def document(brand: str, key: str, pk: int) -> ReferenceFile | None:
    """An attached document with its bytes."""
    rows = ReferenceFile.objects.filter(reference__brand__slug=brand, pk=pk)
    return rows.filter(reference__key=key).first()


def _ready() -> QuerySet[Reference]:
    return Reference.objects.select_related("brand").annotate(
        anchor_count=Count("anchors", distinct=True),
        file_count=Count("files", distinct=True),
        claim_count=Count("citations__claim_version__claim", distinct=True),
    )


def _row(reference: Reference, day: datetime.date) -> ReferenceRow:
    state, tone = _state(reference, day)
    counts = vars(reference)
    return ReferenceRow(
        key=reference.key,
        brand=reference.brand.name,
        href=_href(reference),
        citation=reference.citation,
        kind=words_title(reference.kind),
        state=state,
        tone=tone,
        anchors=counts["anchor_count"],
        files=counts["file_count"],
        claims=counts["claim_count"],
    )


def _state(reference: Reference, day: datetime.date) -> tuple[str, str]:
    if reference.retracted_at:
        return f"Retracted {day_text(reference.retracted_at.date())}", "bad"
    if reference.expires_on and reference.expires_on <= day:
        return f"Expired {day_text(reference.expires_on)}", "bad"
    return "May be cited", "good"


def _href(reference: Reference) -> str:
    return reverse("references:reference", args=[reference.brand.slug, reference.key])
