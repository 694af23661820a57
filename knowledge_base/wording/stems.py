"""Cuts text into words that are compared: folded, without endings, without filler.

Claims, questions and outside documents all go through ``tokens``, so that "vaccinated",
"Vaccination" and "vaccinations" are one word, and "haemoglobin" and "hemoglobin" too.
"""

import functools
import re
import unicodedata

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
STOP = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "been", "being", "by", "can"),
        *(
            "could",
            "do",
            "does",
            "did",
            "for",
            "from",
            "had",
            "has",
            "have",
            "how",
            "i",
        ),
        *("if", "in", "is", "it", "its", "me", "my", "of", "on", "or", "our", "shall"),
        *("should", "so", "than", "that", "the", "their", "them", "there", "these"),
        *("they", "this", "those", "to", "was", "we", "were", "what", "when", "which"),
        *("who", "whom", "whose", "will", "with", "would", "you", "your"),
    }
)
FOLDED = (
    *(("ae", "e"), ("oe", "e"), ("isation", "ization"), ("ised", "ized")),
    *(("ising", "izing"), ("ysis", "yze"), ("yse", "yze"), ("ily", "y")),
)
VOWEL = re.compile(r"[aeiouy]")
LEAST = 3  # letters that a word keeps

# Endings of words, longest first in each step, and what takes their place.
Endings = tuple[tuple[str, str], ...]
PLURALS: Endings = (
    ("sses", "ss"),
    ("ies", "i"),
    ("xes", "x"),
    ("ss", "ss"),
    ("us", "us"),
)
PLURALS += (("is", "is"), ("s", ""))
VERBS = (("eed", "ee"), ("ingly", ""), ("edly", ""), ("ing", ""), ("ed", ""))
NOUNS = (
    *(("ization", "iz"), ("iveness", ""), ("fulness", ""), ("ousness", "")),
    *(("ability", ""), ("uction", "uc"), ("ation", ""), ("ition", "it")),
    *(("ator", ""), ("ment", ""), ("ness", ""), ("ally", ""), ("ancy", "ant")),
    *(("ency", "ent"), ("ance", "ant"), ("ence", "ent"), ("ious", ""), ("tion", "t")),
    *(("sion", "s"), ("able", ""), ("ible", ""), ("ate", ""), ("ize", "iz")),
    *(("ise", "iz"), ("ism", "iz"), ("ive", ""), ("ity", ""), ("ful", ""), ("age", "")),
    *(("ly", ""), ("er", ""), ("or", ""), ("al", ""), ("ic", ""), ("at", "")),
)


def tokens(text: str) -> list[str]:
    """The stems of a text in order, without the commonest words."""
    return [stem(word) for word in words(text)]


def words(text: str) -> list[str]:
    """The words and figures of a text in lower case, without the commonest words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
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
