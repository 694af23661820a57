"""Imports a label that was read from a file: a draft beside its earlier versions."""

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from knowledge_base.label_import import contents
from knowledge_base.label_import.documents import Clause, LabelDocument, Section
from knowledge_base.labels import products, recording, standing
from knowledge_base.labels.clauses import words_of
from knowledge_base.models import Brand, Label, LabelSection, LabelSource

MARKET = re.compile(r"[A-Z]{2}")
FEWEST_WORDS = 4
HOME = {LabelSource.SPL: "US"}


class LabelRefusedError(ValidationError):
    """The label cannot be stored as it is."""


class ImportState(StrEnum):
    """What an import did; LABELER is another labeller's label of the same product."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    VERSION = "version"
    LABELER = "labeler"


@dataclass(frozen=True)
class ImportedLabel:
    """The label as stored; ``is_new_brand`` says that its brand was made from it."""

    label: Label
    state: ImportState
    is_new_brand: bool = False


@dataclass(frozen=True)
class Destination:
    """Where a document would go, before anything is stored."""

    brand: Brand | None
    market: str
    known: Label | None
    state: ImportState


def destination(
    document: LabelDocument, *, brand_id: int | None = None, market: str = ""
) -> Destination:
    """The brand, market and state that an import would come to.

    Raises LabelRefusedError, UnclearBrandError or Brand.DoesNotExist.
    """
    place = _market(document, market)
    _refuse_unnamed(document)
    if brand_id is None:
        brand = products.brand_of(document)
    else:
        brand = Brand.objects.get(pk=brand_id)
    if brand is None:
        return Destination(None, place, None, ImportState.CREATED)
    known = Label.objects.filter(
        brand=brand, market=place, set_id=document.set_id, version=document.version
    ).first()
    if known and known.source_sha256 != document.sha256:
        raise LabelRefusedError(
            f"Version {document.version} of this label is here already with other "
            "words: a new text needs a new version."
        )
    state = ImportState.UNCHANGED if known else _state(brand, place, document)
    return Destination(brand, place, known, state)


@transaction.atomic
def import_document(
    document: LabelDocument,
    *,
    brand_id: int | None = None,
    market: str = "",
    by: User,
    at: datetime.datetime,
) -> ImportedLabel:
    """Store a document as a draft label, with its sections and clauses.

    The brand is the one given, else the one that has labels of this set, else the one
    with this product's name, else a new one. The market is the one given, else the
    document's, else US for SPL. The same file again changes nothing.
    Raises LabelRefusedError, UnclearBrandError or Brand.DoesNotExist.
    """
    place = destination(document, brand_id=brand_id, market=market)
    if place.brand:
        # Two imports for one brand follow each other; the second looks again.
        Brand.objects.select_for_update().get(pk=place.brand.pk)
        place = destination(document, brand_id=place.brand.pk, market=place.market)
    if place.known:
        return ImportedLabel(place.known, place.state)
    brand = place.brand or products.new_brand(document)
    label = _store(document, brand, place.market, by=by, at=at)
    made = ImportedLabel(label, place.state, is_new_brand=place.brand is None)
    recording.record("label.imported", label, by=by, at=at, payload=_told(made))
    return made


def _market(document: LabelDocument, given: str) -> str:
    market = (given or document.market or HOME.get(_source(document), "")).upper()
    if not market:
        raise LabelRefusedError("The file names no market: choose one.")
    if not MARKET.fullmatch(market):
        raise LabelRefusedError(
            f"“{market[:20]}” is no market: give two letters, such as US or GB."
        )
    return market


def _source(document: LabelDocument) -> LabelSource:
    return LabelSource(document.source)


def _refuse_unnamed(document: LabelDocument) -> None:
    for is_missing, what in (
        (not document.set_id.strip(), "which label it is (its set id)"),
        (not document.version.strip(), "its version"),
        (document.effective_on is None, "the day from which it is effective"),
    ):
        if is_missing:
            raise LabelRefusedError(f"The file does not say {what}.")
    if len(document.set_id) > 100 or len(document.version) > 50:
        raise LabelRefusedError("The set id or the version of this file is too long.")


def _state(brand: Brand, market: str, document: LabelDocument) -> ImportState:
    labels = Label.objects.filter(brand=brand, market=market)
    if labels.filter(set_id=document.set_id).exists():
        return ImportState.VERSION
    if labels.exclude(set_id="").exists():
        return ImportState.LABELER
    is_ours = standing.is_same_company(document.labeler, brand.manufacturer)
    if labels.exists() and not is_ours:
        return ImportState.LABELER
    return ImportState.VERSION if labels.exists() else ImportState.CREATED


def _store(
    document: LabelDocument,
    brand: Brand,
    market: str,
    *,
    by: User,
    at: datetime.datetime,
) -> Label:
    label = Label.objects.create(
        brand=brand,
        market=market,
        imported_by=by.get_username(),
        imported_at=at,
        **_columns(document),
    )
    _store_sections(label, document.sections)
    return label


def _columns(document: LabelDocument) -> dict[str, Any]:
    return {
        "set_id": document.set_id,
        "version": document.version,
        "effective_on": document.effective_on,
        "title": document.title,
        "labeler": document.labeler[:300],
        "products": [asdict(product) for product in document.products],
        "source": _source(document),
        "source_sha256": document.sha256,
        "boxed_warning": document.boxed_warning or "",
        "indication": contents.indication(document),
        "limitations_of_use": list(contents.limitations_of_use(document)),
        "contraindications": list(contents.contraindications(document)),
        "dosing": [line for line in contents.dosing(document) if _says_much(line)],
        "adverse_reactions": [
            row.as_dict() for row in contents.adverse_reactions(document)
        ],
    }


def _says_much(line: str) -> bool:
    """Whether a line says something alone: a bare heading is no approved wording."""
    return len(words_of(line)) >= FEWEST_WORDS


def _store_sections(label: Label, sections: Sequence[Section]) -> None:
    """Level by level, because a section is stored before those that stand inside it."""
    ordinals = itertools.count()
    levels: list[list[LabelSection]] = []
    for section in sections:
        _place(label, section, None, ordinals, levels)
    for rows in levels:
        LabelSection.objects.bulk_create(rows, batch_size=500)


def _place(
    label: Label,
    section: Section,
    parent: LabelSection | None,
    ordinals: Iterator[int],
    levels: list[list[LabelSection]],
    depth: int = 0,
) -> None:
    """Give a section its place in reading order, then those inside it."""
    row = LabelSection(
        label=label,
        parent=parent,
        ordinal=next(ordinals),
        code=section.code[:20],
        title=section.title,
        text=section.text,
        clauses=[_clause(clause) for clause in section.clauses],
        tables=[asdict(table) for table in section.tables],
    )
    if depth == len(levels):
        levels.append([])
    levels[depth].append(row)
    for inner in section.sections:
        _place(label, inner, row, ordinals, levels, depth + 1)


def _clause(clause: Clause) -> dict[str, Any]:
    stored = {"kind": clause.kind, "text": clause.text}
    return stored if clause.table is None else stored | {"table": clause.table}


def _told(made: ImportedLabel) -> dict[str, Any]:
    label = made.label
    return {
        "state": made.state.value,
        "is_new_brand": made.is_new_brand,
        "labeler": label.labeler,
        "effective_on": label.effective_on.isoformat(),
        "source_sha256": label.source_sha256,
    }
