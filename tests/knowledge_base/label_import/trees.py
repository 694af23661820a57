"""Trees of sections as they should be read, and the files in which they are written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from knowledge_base import label_import
from knowledge_base.label_import.documents import LabelDocument, Section
from tests.knowledge_base import label_files as files

# Letters of several scripts, what XML escapes, and white space of every kind.
WORDS = st.text(
    alphabet="abcXYZ019&<>\"'éßЖñ漢قא²µ≥–’ \t\n\u00a0",
    max_size=24,
)
CODES = st.sampled_from(["34067-9", "34068-7", "43685-7", "42229-5", "51945-4", ""])


@dataclass(frozen=True)
class Node:
    """A section to be written: its code, title, clauses and inner sections."""

    code: str
    title: str
    clauses: tuple[tuple[str, str], ...]
    inner: tuple["Node", ...] = ()


Told = tuple[str, str, tuple[tuple[str, str], ...], tuple[Any, ...]]


def nodes(depth: int = 3) -> st.SearchStrategy[Node]:
    """Sections with up to so many levels below them."""
    clauses = st.lists(
        st.tuples(st.sampled_from(["paragraph", "item"]), WORDS), max_size=3
    ).map(tuple)
    inner: st.SearchStrategy[tuple[Node, ...]] = st.just(())
    if depth:
        inner = st.lists(nodes(depth - 1), max_size=2).map(tuple)
    return st.builds(Node, CODES, WORDS, clauses, inner)


def read(data: bytes) -> LabelDocument:
    """A label file as read."""
    return label_import.read(data, "label")


def one(markup: str, code: str = "42229-5") -> Section:
    """The section that a text's markup in SPL is read to."""
    return read(files.spl(files.section(code, "T", markup))).sections[1]


def folded(text: str) -> str:
    """Words with single spaces between them."""
    return " ".join(text.split())


def expected(node: Node) -> Told:
    """What should be read of a section: words folded, empty clauses gone."""
    clauses = tuple((kind, folded(text)) for kind, text in node.clauses if folded(text))
    inner = tuple(map(expected, node.inner))
    return node.code, folded(node.title), clauses, inner


def told(section: Section) -> Told:
    """What was read of a section, in the same form."""
    clauses = tuple((clause.kind, clause.text) for clause in section.clauses)
    return section.code, section.title, clauses, tuple(map(told, section.sections))


def as_spl(tree: Sequence[Node]) -> bytes:
    """The sections in an SPL document, after its listing of products."""
    return files.spl(*map(_spl_section, tree))


def as_bundle(tree: Sequence[Node]) -> dict[str, Any]:
    """The sections in a FHIR bundle."""
    bundle = files.bundle()
    bundle["entry"][0]["resource"]["section"] = [_fhir_section(node) for node in tree]
    return bundle


def as_json(tree: Sequence[Node]) -> bytes:
    """The bundle in JSON."""
    return json.dumps(as_bundle(tree)).encode()


def _spl_section(node: Node) -> str:
    text = "".join(
        f"<paragraph>{escape(words)}</paragraph>"
        if kind == "paragraph"
        else f"<list><item>{escape(words)}</item></list>"
        for kind, words in node.clauses
    )
    inner = [_spl_section(child) for child in node.inner]
    return files.section(node.code, escape(node.title), text, *inner)


def _fhir_section(node: Node) -> dict[str, Any]:
    markup = "".join(
        f"<p>{escape(words)}</p>"
        if kind == "paragraph"
        else f"<ul><li>{escape(words)}</li></ul>"
        for kind, words in node.clauses
    )
    made: dict[str, Any] = {"title": node.title, "text": files.div(markup)}
    if node.code:
        made["code"] = files.coded(node.code)
    if node.inner:
        made["section"] = [_fhir_section(child) for child in node.inner]
    return made
