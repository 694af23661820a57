"""Reads FHIR electronic product information: a document bundle with a composition."""

import datetime
from collections.abc import Iterator

from knowledge_base.label_import import clauses, fhir_facts, resources, sections
from knowledge_base.label_import.documents import LabelDocument, Section
from knowledge_base.label_import.limits import Budget, LabelUnreadableError
from knowledge_base.label_import.resources import Node, first, many, words

LOINC = "http://loinc.org"


def read(bundle: Node, budget: Budget, sha256: str) -> LabelDocument:
    """The label in a document bundle. Raises LabelUnreadableError."""
    entries = _entries(bundle)
    composition = entries[0]
    found = tuple(_sections(composition, budget, 1))
    language = words(composition, "language") or words(bundle, "language")
    kind = first(composition, "type", "coding")
    if not found:
        raise LabelUnreadableError("The FHIR composition holds no sections.")
    return LabelDocument(
        source="FHIR",
        title=words(composition, "title"),
        set_id=_set_id(bundle, composition),
        version=_version(bundle, composition),
        effective_on=_day(bundle, composition),
        labeler=fhir_facts.labeler(bundle, composition),
        market=fhir_facts.market(bundle, entries, language),
        language=language,
        products=fhir_facts.products(entries),
        boxed_warning=sections.boxed_warning(
            found, words(kind, "code"), words(kind, "display")
        ),
        sections=found,
        sha256=sha256,
    )


def _entries(bundle: Node) -> list[Node]:
    """The resources of the bundle, its composition first."""
    kind = words(bundle, "resourceType")
    if kind != "Bundle":
        raise LabelUnreadableError(
            f"This is a FHIR {kind or 'fragment'}; give the whole document bundle."
        )
    if words(bundle, "type") != "document":
        raise LabelUnreadableError(
            "The FHIR bundle is not of the type document, so it is no label."
        )
    found = [first(entry, "resource") for entry in many(bundle, "entry")]
    documents = [node for node in found if words(node, "resourceType") == "Composition"]
    if len(documents) != 1:
        raise LabelUnreadableError(
            f"The FHIR bundle holds {len(documents)} compositions; a label is one."
        )
    return [*documents, *(node for node in found if node is not documents[0])]


def _sections(parent: Node, budget: Budget, depth: int) -> Iterator[Section]:
    for section in many(parent, "section"):
        budget.spend_element(depth)
        cut = clauses.cut(resources.narrative(section, budget), budget)
        yield Section(
            code=_code(section),
            title=words(section, "title") or words(first(section, "code"), "text"),
            text=cut.text(),
            clauses=tuple(cut.clauses),
            tables=tuple(cut.tables),
            sections=tuple(_sections(section, budget, depth + 1)),
        )


def _code(section: Node) -> str:
    """The LOINC code of a section, or else its first code."""
    codings = list(many(first(section, "code"), "coding"))
    known = [coding for coding in codings if words(coding, "system") == LOINC]
    return next((words(coding, "code") for coding in [*known, *codings]), "")


def _set_id(bundle: Node, composition: Node) -> str:
    """What all versions of the label share."""
    given = (
        words(first(composition, "identifier"), "value")
        or words(first(bundle, "identifier"), "value")
        or words(composition, "id")
        or words(bundle, "id")
    )
    return given.removeprefix("urn:uuid:").removeprefix("urn:oid:")


def _version(bundle: Node, composition: Node) -> str:
    """By the composition, an extension of older FHIR, the record, or else the day."""
    older = (
        words(extension, "valueString")
        for extension in many(composition, "extension")
        if words(extension, "url").endswith("versionNumber")
    )
    return (
        words(composition, "version")
        or next(older, "")
        or words(first(composition, "meta"), "versionId")
        or words(first(bundle, "meta"), "versionId")
        or words(composition, "date")
    )


def _day(bundle: Node, composition: Node) -> datetime.date | None:
    """The day of effect: of the bundle in US labels, of the composition elsewhere."""
    given = [words(composition, "date"), words(bundle, "timestamp")]
    if fhir_facts.is_us(bundle):
        given.reverse()
    for day in filter(None, given):
        try:
            return datetime.date.fromisoformat(day[:10])
        except ValueError:
            continue
    return None
