"""Knows what of a text a reader sees: spaces and signs of no width are no words."""

import unicodedata

UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and a pattern that print nothing."""


def shown(text: str) -> str:
    """The text without the signs that print nothing, and without outer space."""
    return "".join(filter(_is_kept, text)).strip()


def _is_kept(sign: str) -> bool:
    if sign.isspace():
        return True
    return unicodedata.category(sign)[0] not in "ZC" and sign not in UNSEEN
