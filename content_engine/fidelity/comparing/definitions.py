"""Finds what a wording says twice: words and, in brackets, their abbreviation."""

import re
from collections.abc import Iterator, Sequence

from content_engine.fidelity.comparing.tokens import Token

LONGEST = 8  # letters of an abbreviation
LEAST = 2
SHORT = re.compile(r"[A-Z][A-Za-z]*[A-Z]s?")
OPENING, CLOSING = frozenset("(["), frozenset(")]")
INSIDE = 2 * LONGEST  # tokens between brackets


def repeated(every: Sequence[Token]) -> frozenset[int]:
    """The places of tokens in brackets that say again what stands before them.

    ``interstitial lung disease (ILD)``, ``ILD (interstitial lung disease)``.
    """
    return frozenset(
        place
        for start, end in _brackets(every)
        if _are_one(every, start, end)
        for place in range(start + 1, end)
    )


def stands_for(letters: str, words: Sequence[Token]) -> bool:
    """Whether an abbreviation is made of the initials of some words."""
    if not LEAST <= len(letters) <= LONGEST or not words:
        return False
    return _initials(words) == letters.removesuffix("s").upper()


def is_short(text: str) -> bool:
    """Whether a word is written as an abbreviation: ``ILD``, ``QoL``, ``AEs``."""
    return SHORT.fullmatch(text) is not None


def _brackets(every: Sequence[Token]) -> Iterator[tuple[int, int]]:
    for start, token in enumerate(every):
        if token.text not in OPENING or not start:
            continue
        for end in range(start + 2, min(start + INSIDE, len(every))):
            if every[end].text in CLOSING:
                yield start, end
                break


def _are_one(every: Sequence[Token], start: int, end: int) -> bool:
    inside = every[start + 1 : end]
    if letters := _letters(inside):
        return any(
            stands_for(letters, every[first:start])
            for first in range(max(0, start - INSIDE), start)
        )
    first = start
    while first and (is_short(every[first - 1].text) or every[first - 1].text == "-"):
        first -= 1
    return stands_for(_letters(every[first:start]), inside)


def _letters(tokens: Sequence[Token]) -> str:
    """The letters of an abbreviation, also of one in two parts: ``HAQ-DI``."""
    if not all(is_short(token.text) or token.text == "-" for token in tokens):
        return ""
    return "".join(token.text for token in tokens if token.text != "-")


def _initials(words: Sequence[Token]) -> str:
    """The first letters of words; of a phrase each of its words counts."""
    if any(not token.word or token.text in ",;.:()" for token in words):
        return ""
    if words[0].is_function or words[0].text == "-":
        return ""
    whole = " ".join(t.text for t in words if not t.is_function)
    return "".join(part[0] for part in re.findall(r"[A-Za-zÀ-ÿ]+", whole)).upper()
