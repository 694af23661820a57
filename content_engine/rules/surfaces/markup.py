"""Cuts a text into tags, comments, entities and words, each at its original place.

Linear in the text: every pattern is possessive, and what does not close is words.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})((?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
)
ATTRIBUTE = re.compile(
    r"([a-zA-Z][a-zA-Z0-9:-]{0,40})(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?+"
)
ENTITY = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)
OPENS = re.compile(r"[<&]")


class Kind(Enum):
    """What a token is."""

    WORDS = "words"
    ENTITY = "entity"
    COMMENT = "comment"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True)
class Attribute:
    """An attribute's value, decoded, with the original places of its letters."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Token:
    """A stretch of the text; ``text`` is what a reader gets of it, ``name`` a tag's."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    name: str = ""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


def is_marked_up(text: str) -> bool:
    """Whether a text holds anything but words."""
    return any(token.kind is not Kind.WORDS for token in tokens(text))


def tokens(text: str) -> Iterator[Token]:
    """Every stretch of a text, in order and without gap."""
    place = start = 0
    while found := OPENS.search(text, place):
        token = _token(text, found.start())
        place = found.start() + 1
        if token is None:
            continue
        if start < token.start:
            yield Token(Kind.WORDS, start, token.start, text[start : token.start])
        yield token
        place = start = token.end
    if start < len(text):
        yield Token(Kind.WORDS, start, len(text), text[start:])


def _token(text: str, place: int) -> Token | None:
    """The tag, comment or entity at a place; None where there are only words."""
    if text.startswith("<!--", place):
        return _comment(text, place)
    if text[place] == "&":
        entity = ENTITY.match(text, place)
        decoded = html.unescape(entity.group()) if entity else ""
        if entity is None or decoded == entity.group():
            return None
        return Token(Kind.ENTITY, place, entity.end(), decoded)
    tag = TAG.match(text, place)
    if tag is None:
        return None
    kind = Kind.CLOSE if tag.group(1) else Kind.OPEN
    return Token(
        kind,
        place,
        tag.end(),
        name=tag.group(2).lower(),
        attributes=_attributes(tag) if kind is Kind.OPEN else {},
    )


def _comment(text: str, place: int) -> Token:
    """A comment; one that is never closed hides all that follows."""
    close = text.find("-->", place + 4)
    inner = text[place + 4 : close if close >= 0 else len(text)]
    end = close + 3 if close >= 0 else len(text)
    return Token(Kind.COMMENT, place, end, inner)


def _attributes(tag: re.Match[str]) -> dict[str, Attribute]:
    """The attributes of a tag by lower-case name; of two the first counts."""
    found: dict[str, Attribute] = {}
    for one in ATTRIBUTE.finditer(tag.group(3)):
        value = one.group(2) or ""
        quoted = value[:1] in {'"', "'"}
        start = tag.start(3) + (one.start(2) if value else one.end()) + quoted
        text = value[1:-1] if quoted else value
        attribute = Attribute(text, start, start + len(text))
        found.setdefault(one.group(1).lower(), attribute)
    return found
