"""Remembers what was made of texts: many short ones, few long ones.

Many rules ask for the same text; a flood of long ones must not fill the memory.
"""

import functools
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")
SHORT = 4_000  # characters: longer than a statement that is compared
LONG_ONES = 16  # more than a piece has parts


def remembered(many: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Remembers the answers for so many short texts, and for a few long ones."""

    def decorated(make: Callable[[str], Made]) -> Callable[[str], Made]:
        short = functools.lru_cache(maxsize=many)(make)
        long = functools.lru_cache(maxsize=LONG_ONES)(make)

        @functools.wraps(make)
        def asked(text: str) -> Made:
            return short(text) if len(text) <= SHORT else long(text)

        return asked

    return decorated
