"""Reads FDA Structured Product Labeling: one document, coded sections, products."""

import datetime
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge_base.label_import import clauses, sections
from knowledge_base.label_import.documents import LabelDocument, Product, Section
from knowledge_base.label_import.elements import attribute, child
from knowledge_base.label_import.folding import inline
from knowledge_base.label_import.limits import Budget, LabelUnreadableError

NAMESPACE = "urn:hl7-org:v3"
LOINC = "2.16.840.1.113883.6.1"
DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
NAMED = ("manufacturedProduct", "manufacturedMedicine", "partProduct", "partMedicine")


def read(root: Element, budget: Budget, sha256: str) -> LabelDocument:
    """The label in an SPL document. Raises LabelUnreadableError."""
    body = child(root, "component", "structuredBody")
    found = () if body is None else tuple(_sections(body, budget))
    if not found:
        raise LabelUnreadableError("The SPL document holds no sections.")
    code = root.find("code")
    return LabelDocument(
        source="SPL",
        title=_line(root, "title"),
        set_id=attribute(root.find("setId"), "root"),
        version=attribute(root.find("versionNumber"), "value"),
        effective_on=_day(root),
        labeler=_line(
            root, "author", "assignedEntity", "representedOrganization", "name"
        ),
        market="US" if attribute(code, "codeSystem") == LOINC else "",
        language=attribute(root.find("languageCode"), "code"),
        products=_products(root),
        boxed_warning=sections.boxed_warning(
            found, attribute(code, "code"), attribute(code, "displayName")
        ),
        sections=found,
        sha256=sha256,
    )


def _sections(parent: Element, budget: Budget) -> Iterator[Section]:
    for section in parent.findall("component/section"):
        cut = clauses.cut(section.find("text"), budget)
        yield Section(
            code=attribute(section.find("code"), "code"),
            title=_line(section, "title"),
            text=cut.text(),
            clauses=tuple(cut.clauses),
            tables=tuple(cut.tables),
            sections=tuple(_sections(section, budget)),
        )


def _line(element: Element, *path: str) -> str:
    found = child(element, *path)
    return "" if found is None else inline(found)


def _day(root: Element) -> datetime.date | None:
    """The day of the effective time; None where the file names no day that exists."""
    time = root.find("effectiveTime")
    given = attribute(time, "value")
    if not given and time is not None:
        given = attribute(time.find("low"), "value")
    digits = DAY.match(given)
    if not digits:
        return None
    try:
        return datetime.date(*map(int, digits.groups()))
    except ValueError:
        return None


def _products(root: Element) -> tuple[Product, ...]:
    """Each product once, by its name and its generic name."""
    found: dict[Product, None] = {}
    for element in root.iter():
        if element.tag in NAMED and (name := _line(element, "name")):
            generic = _line(element, "asEntityWithGeneric", "genericMedicine", "name")
            found.setdefault(Product(name, generic))
    return tuple(found)
