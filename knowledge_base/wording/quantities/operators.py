"""Reads what stands around a number and limits it: at least, up to, <, or more."""

import re
from typing import NamedTuple

from knowledge_base.wording import lists

_lists = lists.read("operators")
SIGNS: dict[str, str] = _lists["signs"]
_worded = [
    (word, operator) for operator, words in _lists["words"].items() for word in words
]
BY_WORD = {word.replace("\\", ""): operator for word, operator in _worded}
_words = "|".join(sorted((word for word, _ in _worded), key=len)[::-1])
_signs = r"<=|>=|=<|=>|[<>≤≥≦≧⩽⩾~∼≈≃≅=]"
LEFT = re.compile(
    rf"(?:(?P<sign>{_signs})|(?<![\w-])(?P<word>{_words}) (?:an? |the )?)\s?\Z",
    re.IGNORECASE,
)
MORE = r"(?:or|and) (?:more|above|higher|greater|over|older|longer|later|up)\b"
LESS = r"(?:or|and) (?:less|fewer|below|lower|under|younger|shorter)\b"
RIGHT = re.compile(
    rf"(?:\+(?![\d\w])|,? (?:of age )?(?:(?P<more>{MORE})|(?P<less>{LESS}))"
    r"|,? (?P<mehr>oder mehr)\b)"
)


class Limit(NamedTuple):
    """An operator and the place where its words begin or end."""

    operator: str
    place: int


def before(text: str, place: int) -> Limit:
    """The operator whose words end at a place; ``=`` if there is none."""
    start = max(0, place - 40)
    words = text[start:place]
    last = words.rstrip()[-1:]
    can_end = last.isalpha() or last == "." or last in SIGNS
    found = LEFT.search(words) if can_end else None
    if not found:
        return Limit("=", place)
    if sign := found.group("sign"):
        return Limit(SIGNS[sign], start + found.start())
    return Limit(BY_WORD[found.group("word").lower()], start + found.start())


def after(text: str, place: int) -> Limit:
    """The operator that follows a number or its unit: ``or more``, ``+``."""
    found = RIGHT.match(text, place)
    if not found:
        return Limit("=", place)
    return Limit("<=" if found.group("less") else ">=", found.end())
