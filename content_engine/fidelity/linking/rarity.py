"""Finds wordings that share rare words with a statement; common words are not read."""

import bisect
import functools
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

import numpy as np

from content_engine.fidelity.comparing import lists
from content_engine.fidelity.comparing.spelling import fold

MOST_POSTINGS = 4_000
MOST_WORDS = 400
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
FILLING = frozenset(lists.words("grammar.function"))


class RareWords:
    """Postings of words and of pairs of neighbours; a number stands for a wording.

    Postings stand in the order of numbers, not of adding: who is found depends on what
    is known and never on how it came to be known.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("Q"))

    def add(self, number: int, text: str) -> None:
        """Know one wording more; a number is at most 64 bits long."""
        for key in set(keys(text)):
            postings = self._postings[key]
            if not postings or postings[-1] < number:
                postings.append(number)
            else:
                bisect.insort(postings, number)

    def remove(self, number: int, text: str) -> None:
        """Forget a wording. Raises KeyError if it was not added with just this text."""
        for key in set(keys(text)):
            postings = self._postings.get(key, array("Q"))
            place = bisect.bisect_left(postings, number)
            if postings[place : place + 1] != array("Q", [number]):
                raise KeyError(number)
            del postings[place]
            if not postings:
                del self._postings[key]

    def nearest(self, text: str, at_most: int) -> list[int]:
        """The wordings that share most rare words and pairs with a statement.

        The rarest are read first and at most 4,000 postings are, however many wordings
        are known; of two that share as many the lower number is taken.
        """
        known = (self._postings.get(key) for key in dict.fromkeys(keys(text)))
        read: list[array[int]] = []
        left = MOST_POSTINGS
        for postings in sorted(filter(None, known), key=len):
            read.append(postings[:left])
            left -= len(read[-1])
            if not left:
                break
        joined = np.concatenate([np.empty(0, np.uint64), *read])
        numbers, counts = np.unique(joined, return_counts=True)
        best = np.argsort(-counts, kind="stable")[:at_most]
        return [int(number) for number in numbers[best]]


def keys(text: str) -> Iterator[str]:
    """Words in one spelling, and each two that follow each other; fillers left out."""
    words = list(islice(_words(text), MOST_WORDS))
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))


def _words(text: str) -> Iterable[str]:
    for found in WORD.finditer(text):
        word = _folded(found.group())
        if word not in FILLING:
            yield word


@functools.lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return THOUSANDS.sub("", word) if word[0].isdigit() else fold(word.lower())
