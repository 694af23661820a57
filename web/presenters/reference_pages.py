"""Rows of one reference's page: exact places, documents, their pages, who cites it."""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count

from knowledge_base import reference_files
from knowledge_base.claims import revisions
from knowledge_base.models import (
    Anchor,
    ClaimCitation,
    ClaimState,
    Reference,
    ReferencePage,
)
from review import where_used
from web.presenters import references
from web.presenters.claim_uses import UseRows, use_rows
from web.presenters.days import day_text
from web.presenters.histories import full_names
from web.presenters.pieces import revision_href
from web.presenters.titles import words_title


@dataclass(frozen=True)
class AnchorRow:
    """An exact place, and whether its words were found in the document."""

    key: str
    name: str
    locator: str
    quote: str
    page: int | None
    is_missing: bool
    href: str


@dataclass(frozen=True)
class FileRow:
    """An attached document."""

    pk: int
    name: str
    pages: int
    who: str
    attached_at: datetime.datetime
    sha256: str
    is_shown: bool


@dataclass(frozen=True)
class Stretch:
    """A stretch of a page's text; ``anchors`` are the places whose quote it is in."""

    text: str
    anchors: str


@dataclass(frozen=True)
class Viewer:
    """One page of a document with its quotes marked."""

    file: FileRow
    number: int
    stretches: tuple[Stretch, ...]
    previous: str
    following: str

    @property
    def is_marked(self) -> bool:
        """Whether any quote stands on the page."""
        return any(stretch.anchors for stretch in self.stretches)


@dataclass(frozen=True)
class CitingRow:
    """A claim revision that stands on the reference."""

    ref: str
    text: str
    state: str
    anchor: str
    href: str


@dataclass(frozen=True)
class ReferencePageRows:
    """All that a reference's page shows."""

    row: references.ReferenceRow
    ref: str
    slug: str
    about: tuple[tuple[str, str], ...]
    url: str
    anchors: tuple[AnchorRow, ...]
    files: tuple[FileRow, ...]
    viewer: Viewer | None
    citing: tuple[CitingRow, ...]
    use: UseRows
    may_retract: bool


def reference_page(
    reference: Reference, day: datetime.date, *, file_pk: str, page: str
) -> ReferencePageRows:
    """The page of a reference from ``found``; the viewer opens at a file's page."""
    files = tuple(_files(reference, file_pk))
    anchors = tuple(reference.anchors.order_by("page", "key"))
    shown = next((file for file in files if file.is_shown), None)
    return ReferencePageRows(
        row=references.reference_rows([reference], day)[0],
        ref=reference.ref,
        slug=reference.brand.slug,
        about=tuple(_about(reference)),
        url=reference.url if reference.url.startswith(("http://", "https://")) else "",
        anchors=tuple(_anchor(reference, anchor, files) for anchor in anchors),
        files=files,
        viewer=_viewer(reference, shown, anchors, page) if shown else None,
        citing=tuple(_citing(reference)),
        use=use_rows(where_used.of_reference(reference)),
        may_retract=reference.retracted_at is None,
    )


def marked(text: str, anchors: Iterable[Anchor]) -> Iterator[Stretch]:
    """The text in stretches, each with the keys of the quotes that it is part of."""
    spans = {
        anchor.key: span
        for anchor in anchors
        if (span := reference_files.find(anchor.quote, text))
    }
    cuts = sorted({0, len(text), *(place for span in spans.values() for place in span)})
    for start, end in itertools.pairwise(cuts):
        keys = [key for key, (a, b) in spans.items() if a <= start and end <= b]
        yield Stretch(text[start:end], ", ".join(keys))


def _about(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "Kind", words_title(reference.kind)
    if reference.design:
        yield "Design", words_title(reference.design)
    if reference.published_on:
        yield "Published", day_text(reference.published_on)
    until = day_text(reference.expires_on) if reference.expires_on else "No end is set"
    yield "May be cited until", until
    yield "Brand", reference.brand.name


def _files(reference: Reference, file_pk: str) -> Iterator[FileRow]:
    rows = tuple(reference_files.files_of(reference).annotate(count=Count("pages")))
    names = full_names(row.attached_by for row in rows)
    wanted = [row.pk for row in rows if str(row.pk) == file_pk]
    shown = next(iter((*wanted, *(row.pk for row in rows))), 0)
    for row in rows:
        yield FileRow(
            pk=row.pk,
            name=row.name,
            pages=vars(row)["count"],
            who=names[row.attached_by],
            attached_at=row.attached_at,
            sha256=row.sha256,
            is_shown=row.pk == shown,
        )


def _anchor(
    reference: Reference, anchor: Anchor, files: tuple[FileRow, ...]
) -> AnchorRow:
    return AnchorRow(
        key=anchor.key,
        name=f"{reference.key}#{anchor.key}",
        locator=anchor.locator,
        quote=anchor.quote,
        page=anchor.page,
        is_missing=bool(files) and anchor.page is None,
        href=f"?page={anchor.page}#page" if anchor.page and files else "",
    )


def _viewer(
    reference: Reference, file: FileRow, anchors: tuple[Anchor, ...], page: str
) -> Viewer | None:
    first = next((anchor.page for anchor in anchors if anchor.page), 1)
    wanted = int(page) if page.isdecimal() and len(page) < 6 else first
    number = min(max(wanted, 1), file.pages)
    row = ReferencePage.objects.filter(file_id=file.pk, number=number).first()
    if row is None:
        return None
    address = f"?file={file.pk}&page="
    return Viewer(
        file=file,
        number=number,
        stretches=tuple(marked(row.text, anchors)),
        previous=f"{address}{number - 1}#page" if number > 1 else "",
        following=f"{address}{number + 1}#page" if number < file.pages else "",
    )


def _citing(reference: Reference) -> Iterator[CitingRow]:
    live = (ClaimState.DRAFT, ClaimState.APPROVED, ClaimState.SUSPENDED)
    rows = (
        ClaimCitation.objects.filter(reference=reference)
        .filter(claim_version__state__in=live)
        .select_related("claim_version__claim__brand", "anchor")
        .order_by("claim_version__claim__key", "claim_version__version")
    )
    for row in rows:
        version = row.claim_version
        yield CitingRow(
            ref=revisions.ref(version),
            text=version.text,
            state=version.get_state_display(),
            anchor=row.anchor.key if row.anchor else "",
            href=revision_href(version),
        )
