"""Parses XML within bounds: no document types, no entities, nothing is fetched.

Names lose their namespaces; only the root's is kept.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from knowledge_base.label_import.limits import (
    MAX_ATTRIBUTES,
    MAX_NAME,
    Budget,
    LabelUnreadableError,
)

DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]*\?>")
# A long namespace is repeated in every name that it stands before: refused unparsed.
LONG_NAMESPACE = re.compile(
    rf"""xmlns(?::[^\s=]*)?\s*=\s*(?:"[^"]{{{MAX_NAME},}}|'[^']{{{MAX_NAME},}})"""
)


class BoundedBuilder(TreeBuilder):
    """Builds the tree while it counts what is built."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.namespace = ""
        self._budget = budget
        self._depth = 0

    def start(self, tag: str, attrs: Mapping[str, str]) -> Element:
        """Open an element, if the budget allows it."""
        self._depth += 1
        self._budget.spend_element(self._depth)
        space, _, name = tag.rpartition("}")
        if self._depth == 1:
            self.namespace = space.removeprefix("{")
        plain = {key.rpartition("}")[2]: value for key, value in attrs.items()}
        return super().start(name, plain)

    def end(self, tag: str) -> Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def parse(text: str, budget: Budget) -> tuple[str, Element]:
    """The namespace of the root, and the root. Raises LabelUnreadableError."""
    if LONG_NAMESPACE.search(text):
        raise LabelUnreadableError("The XML names a namespace too long to be one.")
    if text.count("=") > MAX_ATTRIBUTES:
        raise LabelUnreadableError(
            f"The XML holds more than {MAX_ATTRIBUTES:,} attributes; no label does."
        )
    builder = BoundedBuilder(budget)
    # The text is decoded already: what it says of its own encoding is over.
    parser = DefusedXMLParser(target=builder, encoding="utf-8", forbid_dtd=True)
    try:
        parser.feed(_undeclared(text).encode())
        root = parser.close()
    except DefusedXmlException:
        raise LabelUnreadableError(
            "The XML declares a document type or entities, which no label needs."
        ) from None
    except ParseError as error:
        line, column = error.position
        raise LabelUnreadableError(
            f"The XML is broken at line {line}, column {column + 1}: "
            f"{str(error).partition(':')[0]}."
        ) from None
    except UnicodeEncodeError:
        raise LabelUnreadableError("The XML holds halves of characters.") from None
    return builder.namespace, root


def _undeclared(text: str) -> str:
    return DECLARATION.sub(lambda found: "\n" * found.group().count("\n"), text, 1)


def child(element: Element, *path: str) -> Element | None:
    """The first descendant along a path of names."""
    return element.find("/".join(path))


def attribute(element: Element | None, name: str) -> str:
    """An attribute's text; empty where the element or the attribute is missing."""
    return "" if element is None else element.get(name, "").strip()
