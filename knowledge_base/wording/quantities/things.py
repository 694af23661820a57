"""The nouns that are counted, and what one of them is called."""

import re

from knowledge_base.wording import lists

_lists = lists.read("counted")
PEOPLE = f"(?:{lists.either(_lists['people'])})"
ITEMS = {name: lists.either(words) for name, words in _lists["items"].items()}
ITEM = "|".join(ITEMS.values())
NOUN = rf"(?P<people>{PEOPLE})|(?P<item>{ITEM})"
NOT_BETWEEN = rf"(?:{lists.either(_lists['not_between'])})\b"
BLANK = r"(?:(?<!\x00)\x00++ )"  # what was hidden, whole
GAP = rf"(?:(?!{NOT_BETWEEN}){BLANK}?[A-Za-z][\w-]{{1,24}} ){{0,3}}{BLANK}?"
COUNTED = re.compile(rf"[ -]{GAP}(?i:{NOUN})\b")
CLOSE = re.compile(rf"[ -](?i:{NOUN})\b")
RATE = re.compile(
    rf"[ -]?(?:(?P<noun>{GAP}[A-Za-z][\w-]{{0,24}})(?: |(?=/)))?"
    r"(?:/ ?|(?:per|pro|a|each) )"
    r"(?:(?P<many>1(?:[,. ]?000){1,2}|10{1,6}|10{1,2}[,. ]000) ?)?"
    r"(?:(?P<who>patients?|persons?|subjects?|participants?|women|people|population"
    r"|Patienten|Personen)(?:[- ]?(?P<time>years?|months?|weeks?|days?|jahre|monate))?"
    r"|(?P<py>PYs?|P-Y|PYRS)|(?P<only>years?|months?|weeks?|days?|Jahr|Monat))\b"
    r"(?: (?:per|a) (?P<each>year|month|week|day))?(?: of exposure)?"
)
FULL = [(name, re.compile(pattern, re.I)) for name, pattern in ITEMS.items()]


def called(found: re.Match[str]) -> str:
    """The name of what was counted; people are counted without a unit."""
    written = found.group("item") or ""
    return next((name for name, pattern in FULL if pattern.fullmatch(written)), "")
