"""Attaches documents to references, and proves that quotes stand on their pages."""

import datetime
import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from knowledge_base import ledger, pdf_pages, quarantine
from knowledge_base.models import Anchor, Reference, ReferenceFile, ReferencePage
from knowledge_base.wording import quotes
from knowledge_base.wording.keys import KEY, WITHIN_KEYS

LONGEST_LOCATOR, LONGEST_QUOTE, LONGEST_NAME = 200, 5_000, 200


class ReferenceFileError(ValidationError):
    """The file cannot be attached; the message is one sentence that says why."""


class AnchorError(ValidationError):
    """The anchor cannot be placed; the message is one sentence that says why."""


@dataclass(frozen=True)
class Attached:
    """A file that was attached: anchors with a page now, and those not found in it."""

    file: ReferenceFile
    found: tuple[Anchor, ...]
    missing: tuple[Anchor, ...]


def attach(
    *, reference_id: int, name: str, content: bytes, by: User, at: datetime.datetime
) -> Attached:
    """Keep a PDF with the text of its pages, and look up every anchor's quote in it.

    Raises ReferenceFileError if it cannot be read or is attached already.
    """
    try:
        pages = pdf_pages.extract(content)  # before the transaction: it takes its time
    except pdf_pages.PdfUnreadableError as error:
        raise ReferenceFileError(str(error)) from None
    with transaction.atomic():
        reference = _locked(reference_id)
        file = _stored(reference, name, content, by, at)
        ReferencePage.objects.bulk_create(
            ReferencePage(file=file, number=number, text=text)
            for number, text in enumerate(pages, 1)
        )
        found, missing = _looked_up(reference, pages)
        _record(reference, file, len(pages), missing, by, at)
    return Attached(file, found, missing)


@transaction.atomic
def place_anchor(
    *,
    reference_id: int,
    key: str,
    locator: str,
    quote: str,
    page: int,
    by: User,
    at: datetime.datetime,
) -> Anchor:
    """Add an exact place to a reference whose document says just that on that page.

    Raises AnchorError.
    """
    reference = _locked(reference_id)
    key, locator, quote = key.strip(), locator.strip(), quote.strip()
    fault = _fault(reference, key, locator, quote)
    if fault:
        raise AnchorError(fault)
    _proven(reference, quote, page)
    anchor = Anchor.objects.create(
        reference=reference, key=key, locator=locator, quote=quote, page=page
    )
    ledger.record(
        action="reference.anchored",
        subject=f"reference:{reference.brand.slug}/{reference.ref}",
        by=by.get_username(),
        at=at,
        payload={"anchor": key, "page": page, "quote": quote},
    )
    return anchor


def find(quote: str, page_text: str) -> tuple[int, int] | None:
    """Where a quote stands in a page's text, for highlighting; None if it does not."""
    return quotes.find(quote, page_text)


def files_of(reference: Reference) -> QuerySet[ReferenceFile]:
    """The attached documents, newest first, without their bytes."""
    return reference.files.order_by("-attached_at", "-pk").defer("content")


def page_of(reference: Reference, quote: str) -> ReferencePage | None:
    """The page of an attached document on which the words stand, newest file first."""
    for file in files_of(reference):
        for page in file.pages.order_by("number").iterator(chunk_size=50):
            if find(quote, page.text):
                return page
    return None


def _locked(reference_id: int) -> Reference:
    rows = Reference.objects.select_related("brand").select_for_update(of=("self",))
    return rows.get(pk=reference_id)


def _stored(
    reference: Reference, name: str, content: bytes, by: User, at: datetime.datetime
) -> ReferenceFile:
    sha256 = hashlib.sha256(content).hexdigest()
    twin = reference.files.filter(sha256=sha256).defer("content").first()
    if twin:
        raise ReferenceFileError(
            f"This very file is attached to {reference.key} already, as {twin.name}."
        )
    return ReferenceFile.objects.create(
        reference=reference,
        name=_named(name),
        sha256=sha256,
        content=content,
        attached_by=by.get_username(),
        attached_at=at,
    )


def _named(name: str) -> str:
    """A file's name without its folders and without signs that could mislead."""
    plain = PurePath(name.replace("\\", "/")).name
    plain = re.sub(r"[^\w .,()+-]", "_", plain).strip(" .")
    return plain[-LONGEST_NAME:] or "document.pdf"


def _looked_up(
    reference: Reference, pages: list[str]
) -> tuple[tuple[Anchor, ...], tuple[Anchor, ...]]:
    found: list[Anchor] = []
    missing: list[Anchor] = []
    for anchor in reference.anchors.order_by("key"):
        numbers = (n for n, text in enumerate(pages, 1) if find(anchor.quote, text))
        page = next(numbers, None)
        if page is None:
            missing.append(anchor)  # an earlier file may hold it: its page stays
            continue
        anchor.page = page
        anchor.save(update_fields=["page"])
        found.append(anchor)
    return tuple(found), tuple(missing)


def _record(
    reference: Reference,
    file: ReferenceFile,
    pages: int,
    missing: tuple[Anchor, ...],
    by: User,
    at: datetime.datetime,
) -> None:
    ledger.record(
        action="reference.file_attached",
        subject=f"reference:{reference.brand.slug}/{reference.ref}",
        by=by.get_username(),
        at=at,
        payload={
            "name": file.name,
            "sha256": file.sha256,
            "pages": pages,
            "quotes_not_found": [anchor.key for anchor in missing],
        },
    )


def _fault(reference: Reference, key: str, locator: str, quote: str) -> str:
    if not KEY.fullmatch(key):
        return f"The anchor's key may hold {WITHIN_KEYS}."
    if reference.anchors.filter(key=key).exists():
        return f"{reference.key} has an anchor {key} already."
    for what, text, most in (
        ("place", locator, LONGEST_LOCATOR),
        ("quote", quote, LONGEST_QUOTE),
    ):
        if not text:
            return f"The anchor's {what} is missing."
        if len(text) > most:
            return f"The anchor's {what} is longer than {most:,} characters."
        if quarantine.hides(text):
            return f"The anchor's {what} holds characters that no reader sees."
    return ""


def _proven(reference: Reference, quote: str, page: int) -> None:
    file = files_of(reference).first()
    if file is None:
        raise AnchorError(f"No document is attached to {reference.key} yet.")
    row = file.pages.filter(number=page).first() if 0 < page < 10_000 else None
    if row is None:
        raise AnchorError(f"{file.name} has no page {page}.")
    if not find(quote, row.text):
        raise AnchorError(f"The quote does not stand on page {page} of {file.name}.")
