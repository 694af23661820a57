"""Reads a stored label into its clauses, section by section, in two queries at most."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge_base.label_import.documents import LabelDocument, Section
from knowledge_base.labels.clauses import (
    HEADING,
    STATED_CODE,
    Clause,
    SectionClauses,
)
from knowledge_base.models import Label, LabelSection, LabelSource

STATED = (
    ("34066-1", "Boxed warning", "boxed_warning"),
    ("34067-9", "Indication", "indication"),
    ("", "Population", "population"),
    ("", "Limitations of use", "limitations_of_use"),
    ("34070-3", "Contraindications", "contraindications"),
    ("34068-7", "Dosing", "dosing"),
    ("34084-4", "Adverse reactions", "adverse_reactions"),
)
"""What a kit states beside its sections, with the LOINC code that a section has."""
KIT_TITLE = "Stated in the kit"


def sections(label: Label) -> tuple[SectionClauses, ...]:
    """Every section with its clauses; what a kit states beside them stands last."""
    rows = tuple(LabelSection.objects.filter(label=label).order_by("ordinal"))
    paths = title_paths(rows)
    found = tuple(_section(row, paths[row.pk]) for row in rows)
    return found + stated(label)


def document_sections(document: LabelDocument) -> tuple[SectionClauses, ...]:
    """The same of a document that was read and is not stored."""
    ordinals = itertools.count()
    return tuple(
        found for section in document.sections for found in _read(section, (), ordinals)
    )


def stated(label: Label) -> tuple[SectionClauses, ...]:
    """What a kit states beside its sections; a file states nothing beside them."""
    if label.source != LabelSource.KIT:
        return ()
    found = []
    for code, title, column in STATED:
        path = (KIT_TITLE, title)
        value = getattr(label, column)
        texts = [_words(one) for one in (value if isinstance(value, list) else [value])]
        clauses = tuple(
            Clause(None, None, "paragraph", text, path) for text in texts if text
        )
        if clauses:
            found.append(SectionClauses(None, STATED_CODE + code, path, clauses))
    return tuple(found)


def title_paths(rows: tuple[LabelSection, ...]) -> Mapping[int, tuple[str, ...]]:
    """The titles down to each section, by the section's key; parents come first."""
    paths: dict[int, tuple[str, ...]] = {}
    for row in rows:
        above = paths.get(row.parent_id, ()) if row.parent_id else ()
        paths[row.pk] = (*above, row.title)
    return paths


def stored_clauses(row: LabelSection) -> tuple[Mapping[str, Any], ...]:
    """A section's clauses as they were stored; without any, its text is the one."""
    if row.clauses:
        return tuple(row.clauses)
    return ({"kind": "paragraph", "text": row.text},) if row.text.strip() else ()


def _section(row: LabelSection, path: tuple[str, ...]) -> SectionClauses:
    return SectionClauses(
        place=row.ordinal,
        code=row.code,
        path=path,
        clauses=tuple(_clauses(row, path)),
    )


def _clauses(row: LabelSection, path: tuple[str, ...]) -> Iterator[Clause]:
    if row.title.strip():
        yield Clause(row.ordinal, None, HEADING, row.title, path)
    for number, stored in enumerate(stored_clauses(row)):
        yield Clause(row.ordinal, number, stored["kind"], stored["text"], path)


def _read(
    section: Section, above: tuple[str, ...], ordinals: Iterator[int]
) -> Iterator[SectionClauses]:
    path, place = (*above, section.title), next(ordinals)
    heading = [Clause(place, None, HEADING, section.title, path)]
    clauses = (
        Clause(place, number, clause.kind, clause.text, path)
        for number, clause in enumerate(section.clauses)
    )
    titled = heading if section.title.strip() else []
    yield SectionClauses(place, section.code, path, (*titled, *clauses))
    for inner in section.sections:
        yield from _read(inner, path, ordinals)


def _words(stated: Any) -> str:
    """A statement as text; an adverse reaction with its rates."""
    if not isinstance(stated, Mapping):
        return str(stated)
    names = ("term", "rate", "comparator_rate")
    return " | ".join(str(stated[name]) for name in names if stated.get(name))
