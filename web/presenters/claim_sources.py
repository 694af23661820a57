"""Rows of what a claim stands on: each source, and its quote in the document's page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from knowledge_base import reference_files
from knowledge_base.models import Anchor, ClaimCitation, ClaimVersion, ReferencePage
from web.presenters.pieces import SourceRow, source_row

AROUND = 220
"""How much of a page is shown on either side of a quote, in characters."""


@dataclass(frozen=True)
class Excerpt:
    """A quote with the words around it, as the attached document has them."""

    before: str
    quote: str
    after: str
    page: int
    href: str


@dataclass(frozen=True)
class EvidenceSource(SourceRow):
    """A source that a claim stands on, best at an exact place in it."""

    href: str
    excerpt: Excerpt | None


Pages = Mapping[tuple[int, int], ReferencePage]


def sources(version: ClaimVersion) -> tuple[EvidenceSource, ...]:
    """The sources of a revision from ``claims.revisions``; one query for the pages."""
    citations = tuple(version.citations.all())
    pages = _pages(citations)
    slug = version.claim.brand.slug
    return tuple(_source(row, slug, pages) for row in citations)


def _pages(citations: Iterable[ClaimCitation]) -> Pages:
    """The quoted pages by reference and number; of several documents the newest."""
    wanted = {
        (row.reference_id, row.anchor.page)
        for row in citations
        if row.anchor and row.anchor.page
    }
    rows = ReferencePage.objects.filter(
        file__reference__in={reference for reference, _ in wanted},
        number__in={number for _, number in wanted},
    )
    found = rows.select_related("file").defer("file__content").order_by("file_id")
    return {(row.file.reference_id, row.number): row for row in found}


def _source(citation: ClaimCitation, slug: str, pages: Pages) -> EvidenceSource:
    reference, place = citation.reference, citation.anchor
    href = reverse("references:reference", args=[slug, reference.key])
    page = pages.get((reference.pk, place.page or 0)) if place else None
    return EvidenceSource(
        **vars(source_row(citation)),
        href=href,
        excerpt=_excerpt(place, page, href) if place and page else None,
    )


def _excerpt(anchor: Anchor, page: ReferencePage, href: str) -> Excerpt | None:
    span = reference_files.find(anchor.quote, page.text)
    if span is None:
        return None
    start, end = span
    before, after = page.text[:start], page.text[end:]
    return Excerpt(
        before=("…" if len(before) > AROUND else "") + before[-AROUND:],
        quote=page.text[start:end],
        after=after[:AROUND] + ("…" if len(after) > AROUND else ""),
        page=page.number,
        href=f"{href}?file={page.file_id}&page={page.number}#page",
    )
