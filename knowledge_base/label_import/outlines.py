"""Shows what was read from a label file: its head, and how long each section is."""

from collections.abc import Iterator
from typing import Any

from knowledge_base.label_import.documents import LabelDocument, Section

SHOWN = 200


def outline(document: LabelDocument, *, with_texts: bool = False) -> dict[str, Any]:
    """The document in the form that other programs rely on.

    ``with_texts`` adds the first 200 characters of each section's own text.
    """
    box = document.boxed_warning
    day = document.effective_on
    return {
        "title": document.title,
        "set_id": document.set_id,
        "version": document.version,
        "effective_on": day.isoformat() if day else None,
        "labeler": document.labeler,
        "products": list(dict.fromkeys(product.name for product in document.products)),
        "boxed_warning": {"text": box, "chars": len(box)} if box else None,
        "sections": [_section(one, with_texts=with_texts) for one in document.sections],
        "source": document.source,
        "market": document.market,
        "language": document.language,
        "sha256": document.sha256,
    }


def _section(section: Section, *, with_texts: bool) -> dict[str, Any]:
    shown = {"text": section.text[:SHOWN]} if with_texts else {}
    return {
        "code": section.code,
        "title": section.title,
        "chars": len(section.text),
        **shown,
        "sections": [_section(one, with_texts=with_texts) for one in section.sections],
    }


def lines(told: dict[str, Any]) -> Iterator[str]:
    """An outline for a person, sections indented below each other."""
    yield told["title"] or "(no title)"
    for name in ("set_id", "version", "effective_on", "labeler", "market"):
        yield f"{name}: {told[name] or 'not given'}"
    yield f"products: {', '.join(told['products']) or 'not given'}"
    box = told["boxed_warning"]
    yield f"boxed warning: {box['chars']} characters" if box else "boxed warning: none"
    for section in told["sections"]:
        yield from _section_lines(section, 1)
    if "stored" in told:
        yield "stored: " + ", ".join(str(value) for value in told["stored"].values())


def _section_lines(section: dict[str, Any], depth: int) -> Iterator[str]:
    name = section["title"] or "(no title)"
    yield f"{'  ' * depth}{section['code']} {name}: {section['chars']} characters"
    if section.get("text"):
        yield f"{'  ' * depth}    {section['text']}"
    for inner in section["sections"]:
        yield from _section_lines(inner, depth + 1)
