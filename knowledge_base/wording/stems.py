"""Cuts text into words that are compared: folded, without endings, without filler.

Claims, questions and outside documents all go through ``tokens``, so that "vaccinated",
"Vaccination" and "vaccinations" are one word, and "haemoglobin" and "hemoglobin" too.
"""

import functools
import re

from knowledge_base.wording import lists
from knowledge_base.wording.normalise import composed

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_lists = lists.read("endings")
STOP = frozenset(_lists["stop"])
VOWEL = re.compile(r"[aeiouy]")
LEAST = 3  # letters that a word keeps

Endings = tuple[tuple[str, str], ...]


def _endings(name: str) -> Endings:
    """Endings, longest first, and what takes their place."""
    return tuple((old, new) for old, new in _lists[name])


FOLDED, PLURALS, VERBS, NOUNS = map(_endings, ("folded", "plurals", "verbs", "nouns"))


def tokens(text: str) -> list[str]:
    """The stems of a text in order, without the commonest words."""
    return [stem(word) for word in words(text)]


def words(text: str) -> list[str]:
    """The words and figures of a text in lower case, without the commonest words."""
    plain = composed(text).casefold()
    return [word for word in TOKEN.findall(plain) if word not in STOP]


@functools.lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word in lower case without its ending; figures and short words stay."""
    if len(word) <= LEAST or not word.isascii() or not word.isalpha():
        return word
    for old, new in FOLDED:
        word = word.replace(old, new)
    word = _without(word, PLURALS)
    word = _undoubled(_without(word, VERBS))
    word = _without(_without(word, NOUNS), NOUNS)
    return word.rstrip("eiy") if len(word) > LEAST else word


def _without(word: str, endings: Endings) -> str:
    for old, new in endings:
        kept = word[: -len(old)]
        if word.endswith(old):
            fits = len(kept) >= LEAST and VOWEL.search(kept)
            return kept + new if fits else word
    return word


def _undoubled(word: str) -> str:
    """Stopp(ed), swell(ing): one letter of two, but for l, s and z."""
    is_double = len(word) > LEAST and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if is_double else word
