"""Similarities that others decide by: the more alike, the less they see a change."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from rapidfuzz import fuzz

from knowledge_base.embeddings import choosing
from web.benchmarks.fidelity.lexicons import Pair
from web.benchmarks.fidelity.scores import Scores

Method = Callable[[Sequence[Pair]], Scores]
Weights = Mapping[str, float]
GRAMS = (3, 4, 5)


def _rated(rate: Callable[[str, str], float], pairs: Sequence[Pair]) -> Scores:
    return np.array([1 - rate(one.approved, one.candidate) / 100 for one in pairs])


def _cosine(terms: Callable[[str], Iterable[str]], pairs: Sequence[Pair]) -> Scores:
    """One minus the cosine of term weights; rare terms weigh more."""
    texts = dict.fromkeys(t for one in pairs for t in (one.approved, one.candidate))
    counts = {text: Counter(terms(text)) for text in texts}
    spread = Counter(term for one in counts.values() for term in one)
    rarity = {
        term: math.log((1 + len(counts)) / (1 + n)) + 1 for term, n in spread.items()
    }
    return np.array([
        1 - _alike(counts[one.approved], counts[one.candidate], rarity) for one in pairs
    ])  # fmt: skip


def _alike(one: Counter[str], other: Counter[str], rarity: Weights) -> float:
    """The cosine of two texts, 0 to 1."""
    shared = sum(n * other[term] * rarity[term] ** 2 for term, n in one.items())
    lengths = math.prod(
        math.sqrt(sum((n * rarity[term]) ** 2 for term, n in side.items()))
        for side in (one, other)
    )
    return shared / lengths if lengths else 0.0


def words(text: str) -> list[str]:
    """The words of a text in small letters, as similarity sees them."""
    return text.lower().split()


def grams(text: str) -> list[str]:
    """All stretches of three to five letters."""
    return [
        text[place : place + size]
        for size in GRAMS
        for place in range(len(text) - size + 1)
    ]


def _by_meaning(pairs: Sequence[Pair]) -> Scores:
    """One minus the cosine of sentence embeddings, by the embedder of the settings."""
    texts = list(
        dict.fromkeys(t for one in pairs for t in (one.approved, one.candidate))
    )
    places = {text: place for place, text in enumerate(texts)}
    points = choosing.chosen().embed(texts)
    left = points[[places[one.approved] for one in pairs]]
    right = points[[places[one.candidate] for one in pairs]]
    return np.asarray(1 - (left * right).sum(axis=1), dtype=float)


METHODS: Mapping[str, Method] = {
    "rapidfuzz ratio": partial(_rated, fuzz.ratio),
    "rapidfuzz token_set_ratio": partial(_rated, fuzz.token_set_ratio),
    "word tf-idf cosine": partial(_cosine, words),
    "character 3–5 tf-idf cosine": partial(_cosine, grams),
    "embedding cosine": _by_meaning,
}
