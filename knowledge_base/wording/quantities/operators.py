"""Reads what stands around a number and limits it: at least, up to, <, or more."""

import re
from typing import NamedTuple

SIGNS = {
    "<": "<", ">": ">", "≤": "<=", "≥": ">=", "<=": "<=", ">=": ">=", "=<": "<=",
    "=>": ">=", "≦": "<=", "≧": ">=", "⩽": "<=", "⩾": ">=", "~": "~", "∼": "~",
    "≈": "~", "≃": "~", "≅": "~", "=": "=",
}  # fmt: skip
WORDS = {
    ">=": (
        "at least|a minimum of|minimum of|minimum|no less than|no fewer than"
        "|not less than|not fewer than|no lower than|not lower than|no smaller than"
        "|not below|not under|no younger than|not younger than|no shorter than"
        "|greater than or equal to|equal to or greater than|more than or equal to"
        "|mindestens|wenigstens"
    ),
    "<=": (
        "up to|at most|a maximum of|maximum of|maximum|no more than|not more than"
        "|no higher than|not higher than|no greater than|not greater than"
        "|no longer than|not longer than|no older than|not older than|not above"
        "|not over|not exceeding|not to exceed|not exceed"
        "|less than or equal to|equal to or less than|bis zu|höchstens|maximal"
    ),
    "<": (
        "less than|fewer than|lower than|smaller than|younger than|below|under"
        "|weniger als|unter"
    ),
    ">": (
        "more than|greater than|higher than|older than|longer than|exceeding|exceeded"
        "|exceeds|above"
        "|over|mehr als"
    ),
    "~": (
        "approximately|approx\\.|about|around|nearly|almost|roughly|circa|ca\\.|etwa"
        "|rund|ungefähr"
    ),
}
BY_WORD = {
    word.replace("\\", ""): operator
    for operator, words in WORDS.items()
    for word in words.split("|")
}
_words = "|".join(
    sorted((w for words in WORDS.values() for w in words.split("|")), key=len)[::-1]
)
_signs = r"<=|>=|=<|=>|[<>≤≥≦≧⩽⩾~∼≈≃≅=]"
LEFT = re.compile(
    rf"(?:(?P<sign>{_signs})|(?<![\w-])(?P<word>{_words}) (?:an? |the )?)\s?\Z",
    re.IGNORECASE,
)
OVER_TIME = re.compile(r"(?<![\w-])over\s\Z", re.IGNORECASE)
MORE = r"(?:or|and) (?:more|above|higher|greater|over|older|longer|later|up)\b"
LESS = r"(?:or|and) (?:less|fewer|below|lower|under|younger|shorter)\b"
RIGHT = re.compile(
    rf"(?:\+(?![\d\w])|,? (?:of age )?(?:(?P<more>{MORE})|(?P<less>{LESS}))"
    r"|,? (?P<mehr>oder mehr)\b)"
)
AGE_WORD = re.compile(r"\b(?:older|younger) than\s?\Z", re.IGNORECASE)


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
