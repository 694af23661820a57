"""Folds what an element says into one line: no word glued, no space doubled."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

# Where words might be glued; XML itself can hold no such character.
SEAM = "\0"
SEAM_BEFORE_A_STOP = re.compile(rf"\s*{SEAM}[\s{SEAM}]*(?=[,.;:!?)\]]|\Z)")
ENDS_A_WORD = frozenset({"br", "footnote", "hr", "td", "th", "suffix"})
UNSEEN = frozenset({"script", "style"})


def fold(text: str) -> str:
    """White space folded; a seam becomes a space unless a stop follows it."""
    return " ".join(SEAM_BEFORE_A_STOP.sub("", text).replace(SEAM, " ").split())


def inline(element: Element, *, without: frozenset[str] = frozenset()) -> str:
    """All the text in an element as one folded line, some elements left out."""
    return fold("".join(pieces(element, without)))


def pieces(element: Element, without: frozenset[str]) -> Iterator[str]:
    """The text in an element in reading order, with seams."""
    if element.tag in UNSEEN or element.tag in without:
        return
    yield element.text or ""
    for part in element:
        seam = SEAM if part.tag in ENDS_A_WORD or part.tag in BLOCKS else ""
        yield seam
        yield from pieces(part, without)
        yield seam
        yield part.tail or ""


BLOCKS = {
    "paragraph": "paragraph",
    "p": "paragraph",
    "div": "paragraph",
    "blockquote": "paragraph",
    "pre": "paragraph",
    "caption": "paragraph",
    "list": "paragraph",
    "ul": "paragraph",
    "ol": "paragraph",
    "dl": "paragraph",
    "section": "paragraph",
    "renderMultiMedia": "paragraph",
    **{f"h{level}": "paragraph" for level in range(1, 7)},
    "item": "item",
    "li": "item",
    "dt": "item",
    "dd": "item",
}
