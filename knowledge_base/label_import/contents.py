"""What a label says on the points that every piece is checked against."""

import re
from collections.abc import Iterable, Iterator

from knowledge_base.label_import.documents import Clause, LabelDocument, Section
from knowledge_base.label_import.reaction_tables import (
    AdverseReaction,
    adverse_reactions,
)
from knowledge_base.label_import.sections import Topic, about, topic

__all__ = [
    "AdverseReaction",
    "adverse_reactions",
    "contraindications",
    "dosing",
    "indication",
    "limitations_of_use",
]
NUMBER = re.compile(r"\A\s*\d{1,2}(?:\.\d{1,2})*\.?\s+")
LIMITATIONS = re.compile(r"\s*limitations?\s+of\s+use\s*[:.–—-]?\s*", re.IGNORECASE)


def indication(document: LabelDocument) -> str:
    """What the medicine is approved for, one clause a line; limitations apart."""
    lines: list[str] = []
    for section in _own(document, Topic.INDICATIONS):
        lines += [clause.text for clause in _until_limits(section.clauses)]
    return "\n".join(lines)


def limitations_of_use(document: LabelDocument) -> tuple[str, ...]:
    """What it is not approved for, from sections and paragraphs called so."""
    found: list[str] = []
    for section in _own(document, Topic.INDICATIONS):
        before = sum(1 for _ in _until_limits(section.clauses))
        found += _lines(section.clauses[before:])
    for section in about(document.sections, Topic.INDICATIONS):
        for inner in about(section.sections, Topic.LIMITATIONS):
            found += _all_lines(inner)
    for section in about(document.sections, Topic.LIMITATIONS):
        found += _all_lines(section)
    plain = (LIMITATIONS.sub("", line, count=1).strip() for line in found)
    return tuple(dict.fromkeys(filter(None, plain)))


def dosing(document: LabelDocument) -> tuple[str, ...]:
    """How it is dosed, one clause a line."""
    return _topic_lines(document, Topic.DOSAGE)


def contraindications(document: LabelDocument) -> tuple[str, ...]:
    """When it must not be used; a section without text speaks by its title."""
    return _topic_lines(document, Topic.CONTRAINDICATIONS)


def _topic_lines(document: LabelDocument, wanted: Topic) -> tuple[str, ...]:
    found: list[str] = []
    for section in about(document.sections, wanted):
        found += _all_lines(section)
    return tuple(dict.fromkeys(found))


def _all_lines(section: Section) -> Iterator[str]:
    for part in section.walk():
        if part.clauses:
            yield from _lines(part.clauses)
        elif not part.sections and part.title and part is not section:
            yield NUMBER.sub("", part.title)


def _own(document: LabelDocument, wanted: Topic) -> Iterator[Section]:
    """Sections on a topic with what stands in them, other topics apart."""

    def descend(section: Section) -> Iterator[Section]:
        yield section
        for inner in section.sections:
            if topic(inner) in {None, wanted}:
                yield from descend(inner)

    for section in about(document.sections, wanted):
        yield from descend(section)


def _until_limits(clauses: Iterable[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        if LIMITATIONS.match(clause.text):
            return
        yield clause


def _lines(clauses: Iterable[Clause]) -> Iterator[str]:
    """Each clause; the items of a list each after the words that lead into it."""
    lead, is_used = "", True
    for clause in clauses:
        if clause.kind == "item" and lead:
            yield f"{lead} {clause.text}"
            is_used = True
            continue
        if not is_used:
            yield lead
        is_lead = clause.kind == "paragraph" and clause.text.endswith(":")
        lead, is_used = (clause.text, False) if is_lead else ("", True)
        if not is_lead:
            yield clause.text
    if not is_used:
        yield lead
