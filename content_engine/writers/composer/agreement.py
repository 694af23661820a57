"""Faults at the seams of composed copy: what a careful reader would stumble over."""

import re

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
DOUBLED_POINT = re.compile(r"([,:;!?])\s*[.,:;!?]|\.\.(?!\.)|\.\s*[,:;]")
VOWEL_AFTER_A = re.compile(r"\ba\s+(?=[aeio])(?!one\b|once\b|eu)", re.IGNORECASE)
CONSONANT_AFTER_AN = re.compile(r"\ban\s+(?=[bcdfgjklmnpqrstvwxyz])", re.IGNORECASE)
SAME_WORD = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)


def faults(text: str) -> tuple[str, ...]:
    """What is wrong inside one wording, in a few words each."""
    found = {
        "two spaces": "  " in text,
        "space before a point": bool(re.search(r"\s[,.;:!?]", text)),
        "doubled point": bool(DOUBLED_POINT.search(text)),
        "a before a vowel": bool(VOWEL_AFTER_A.search(text)),
        "an before a consonant": bool(CONSONANT_AFTER_AN.search(text)),
        "the same word twice": bool(SAME_WORD.search(text)),
    }
    return tuple(name for name, present in found.items() if present)


def first_word(text: str) -> str:
    """The word with which a paragraph opens, in lower case."""
    found = WORD.search(text)
    return found[0].casefold() if found else ""


def last_word(text: str) -> str:
    """The word with which a paragraph ends, in lower case."""
    found = WORD.findall(text)
    return found[-1].casefold() if found else ""
