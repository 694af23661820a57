"""Finds claims by their words: rare words by BM25, figures and keys exactly."""

import functools
import logging
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from knowledge_base.retrieval.filters import Candidate

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
STOP = {
    *("a", "an", "and", "are", "as", "at", "be", "by", "do", "does", "for", "from"),
    *("had", "has", "have", "how", "in", "is", "it", "its", "of", "on", "or", "that"),
    *("the", "their", "there", "these", "this", "those", "to", "was", "were", "what"),
    *("which", "who", "will", "with"),
}


@dataclass(frozen=True)
class Match:
    """A candidate that shares words with the text, and which."""

    pk: int
    score: float
    words: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Words and figures in lower case, without the commonest words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [token for token in TOKEN.findall(plain) if token not in STOP]


def matches(text: str, candidates: tuple[Candidate, ...]) -> list[Match]:
    """Candidates that share a word with the text, best first, ties by key."""
    asked = list(dict.fromkeys(tokens(text)))
    if not asked or not candidates:
        return []
    words, ranking = _corpus(candidates)
    scores = ranking.get_scores(asked)
    found = [
        Match(candidate.pk, float(score), tuple(w for w in asked if w in own))
        for candidate, own, score in zip(candidates, words, scores, strict=True)
    ]
    return sorted((m for m in found if m.words), key=lambda match: -match.score)


def figures(text: str, candidates: tuple[Candidate, ...]) -> dict[int, tuple[str, ...]]:
    """For each candidate that names a figure of the text: the figures, with a word."""
    asked = _named_figures(text)
    found = {}
    for candidate in candidates:
        own = {
            name for wording in candidate.wordings for name in _named_figures(wording)
        }
        shared = tuple(name for name in dict.fromkeys(asked) if name in own)
        if shared:
            found[candidate.pk] = shared
    return found


def keyed(text: str, candidates: tuple[Candidate, ...]) -> tuple[int, ...]:
    """Candidates whose key, alone or with its revision, is all the text says."""
    asked = text.strip().partition("@")[0].casefold()
    return tuple(c.pk for c in candidates if c.key.casefold() == asked)


def _named_figures(text: str) -> list[str]:
    """Figures with the word before or after that says what they count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = re.findall(
        r"(?:(week|day|month|year)s?\s+)?(\d+(?:[.,]\d+)*)\s*"
        r"(%|mg/dl|mg|weeks?|days?|months?|years?|patients|points)?",
        plain,
    )
    return [" ".join(part.rstrip("s") for part in parts if part) for parts in found]


@functools.lru_cache(maxsize=16)
def _corpus(candidates: tuple[Candidate, ...]) -> tuple[list[frozenset[str]], Any]:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
    texts = [
        tokens(" ".join((candidate.key.replace("-", " "), *candidate.wordings)))
        for candidate in candidates
    ]
    ranking: Any = bm25s.BM25()  # type: ignore[no-untyped-call]
    ranking.index(texts, show_progress=False)
    return [frozenset(text) for text in texts], ranking
