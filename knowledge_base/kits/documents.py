"""Turns YAML or JSON into plain data that remembers on which line everything stood.

YAML is read as its safe core only: no tags that make objects, no merge keys, true and
false are the only words that are not text (so ``NO`` stays Norway), dates stay text.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]

MAX_BYTES = 20 * 1024 * 1024
MAX_NODES = 500_000  # after aliases are followed: a bomb of aliases stops here
MAX_DEPTH = 40
MAX_DIGITS = 400
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
FIXED = {"": None, "~": None, "null": None, "true": True, "false": False}
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("bool", "float", "int", "null", "timestamp")
}
STRING_TAG = "tag:yaml.org,2002:str"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableError(ValueError):
    """The text is not a document that can be checked at all."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        self.sentence, self.line = sentence, line
        super().__init__(sentence)


@dataclass
class Document:
    """Plain data, the line of each place in it, and what was wrong with its form."""

    content: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[Path, str]] = field(default_factory=list)
    nodes: int = 0

    def line(self, path: Path) -> int | None:
        """The line on which this place, or the nearest place around it, begins."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def parse(text: str) -> Document:
    """Read YAML, or JSON where the text begins with a brace.

    Raises UnreadableError if the text is too large or is no such document.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise UnreadableError("The file is larger than 20 MB; split it.")
    try:
        return _json(text) if text.lstrip().startswith("{") else _yaml(text)
    except RecursionError:
        raise UnreadableError("The file is nested too deeply to be a kit.") from None


def _json(text: str) -> Document:
    document = Document()

    def pairs(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found:
                document.faults.append(((key,), "this key stands twice in one object"))
            found[key] = value
        return found

    try:
        document.content = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_decimal,
        )
    except json.JSONDecodeError as error:
        raise UnreadableError(f"This is not JSON: {error.msg}.", error.lineno) from None
    _count(document, document.content, 0)
    return document


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise UnreadableError(f"A number has more than {MAX_DIGITS} digits.")
    return int(digits)


def _decimal(digits: str) -> float:
    if not math.isfinite(float(digits)):
        raise UnreadableError(f"{digits} is larger than any number here.")
    return float(digits)


def _refuse_constant(name: str) -> None:
    raise UnreadableError(f"{name} is not a value that JSON knows.")


def _count(document: Document, value: Any, depth: int) -> None:
    _bound(document, depth)
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _count(document, inner, depth + 1)


def _bound(document: Document, depth: int, line: int | None = None) -> None:
    document.nodes += 1
    if document.nodes > MAX_NODES:
        raise UnreadableError("The file holds too many values to be a kit.", line)
    if depth > MAX_DEPTH:
        raise UnreadableError("The file is nested too deeply to be a kit.", line)


def _yaml(text: str) -> Document:
    document = Document()
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise UnreadableError(f"This is not YAML: {error.problem}.", line) from None
    except yaml.YAMLError as error:
        words = " ".join(str(error).split())  # the reader's own words fill two lines
        raise UnreadableError(f"This is not YAML: {words}.") from None
    if root is not None:
        document.content = _value(document, root, ())
    return document


def _value(document: Document, node: yaml.Node, path: Path) -> Any:
    line = node.start_mark.line + 1
    document.lines.setdefault(path, line)
    _bound(document, len(path), line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(document, inner, (*path, place))
            for place, inner in enumerate(node.value)
        ]
    return _scalar(document, node, path)


def _mapping(document: Document, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str) or key == "<<":
            document.lines[*path, "?"] = key_node.start_mark.line + 1
            document.faults.append(((*path, "?"), "only plain text can be a key"))
            continue
        place = (*path, key)
        if key in found:
            document.lines[place] = key_node.start_mark.line + 1
            document.faults.append((place, "this key stands twice in one mapping"))
        document.lines[place] = key_node.start_mark.line + 1
        found[key] = _value(document, value_node, place)
    return found


def _scalar(document: Document, node: yaml.Node, path: Path) -> Any:
    text: str = node.value
    if node.tag not in PLAIN_TAGS:
        if node.tag != STRING_TAG:
            document.faults.append((path, f"the tag {node.tag} is not allowed"))
        return text
    if text.lower() in FIXED:
        return FIXED[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text
