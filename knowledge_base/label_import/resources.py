"""FHIR resources whatever they are written in: JSON and XML read alike.

A node is a mapping of names to lists of nodes or plain texts.
"""

import html.entities
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from knowledge_base.label_import import elements
from knowledge_base.label_import.limits import (
    MAX_DEPTH,
    MAX_VALUES,
    Budget,
    LabelUnreadableError,
)

Node = dict[str, Any]
NAMESPACE = "http://hl7.org/fhir"
XML_OWN = {"amp", "lt", "gt", "quot", "apos"}
ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")


def from_json(text: str) -> Node:
    """The resource in a JSON text. Raises LabelUnreadableError."""
    if sum(text.count(mark) for mark in "[{,") > MAX_VALUES:
        raise LabelUnreadableError(
            f"The JSON holds more than {MAX_VALUES:,} values; no label does."
        )
    try:
        found = json.loads(text, parse_constant=_refuse, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise LabelUnreadableError(
            f"The JSON is broken at line {error.lineno}, column {error.colno}: "
            f"{error.msg}."
        ) from None
    except RecursionError:
        raise LabelUnreadableError(
            f"The file is nested deeper than {MAX_DEPTH} levels; no label is."
        ) from None
    if not isinstance(found, dict):
        raise LabelUnreadableError("The JSON is not an object; a FHIR bundle is one.")
    if "\\u" in text:
        _refuse_half_characters(found)
    return found


def _refuse_half_characters(found: Node) -> None:
    """Refuse what JSON can escape, but no text can hold."""
    written = json.dumps(found, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        raise LabelUnreadableError("The JSON holds halves of characters.") from None
    if "\\u0000" in written:
        raise LabelUnreadableError("The JSON holds characters that are nothing.")


def _refuse(name: str) -> None:
    raise LabelUnreadableError(f"The JSON holds {name}, which is no value.")


def from_xml(root: Element) -> Node:
    """The resource in an XML element, in the shape that its JSON would have."""
    return {"resourceType": root.tag, **_children(root)}


def _children(element: Element) -> Node:
    node: Node = {"url": [element.attrib["url"]]} if "url" in element.attrib else {}
    for part in element:
        node.setdefault(part.tag, []).append(_value(part))
    return node


def _value(element: Element) -> Any:
    if element.tag == "div":
        return element
    if element.tag == "resource" and len(element):
        return from_xml(element[0])
    if "value" in element.attrib:
        return element.get("value", "")
    return _children(element)


def many(node: Node, name: str) -> Iterator[Node]:
    """The mappings under a name."""
    found = node.get(name)
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict):
            yield one


def first(node: Node, *path: str) -> Node:
    """The first mapping along a path of names; empty where there is none."""
    for name in path:
        node = next(many(node, name), {})
    return node


def words(node: Node, name: str) -> str:
    """The plain text under a name, folded; empty where there is none."""
    found = node.get(name)
    if isinstance(found, list):
        found = found[0] if found else ""
    return " ".join(found.split()) if isinstance(found, str) else ""


def narrative(node: Node, budget: Budget) -> Element | None:
    """The XHTML of a node's text. Raises LabelUnreadableError."""
    found = first(node, "text").get("div")
    if isinstance(found, list):
        found = found[0] if found else None
    if isinstance(found, Element):
        return found
    if not isinstance(found, str) or not found.strip():
        return None
    return elements.parse(ENTITY.sub(_letter, found), budget)[1]


def _letter(found: re.Match[str]) -> str:
    """Named characters of HTML, which XML alone does not know."""
    name = found.group(1)
    known = name not in XML_OWN and html.entities.html5.get(f"{name};")
    return known or found.group()
