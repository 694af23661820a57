"""Finds claims by their words: rare words by BM25, figures and keys exactly."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.index import View
from knowledge_base.index.parts import FIGURE, KEY, Mask, Places
from knowledge_base.index.views import Layer
from knowledge_base.indexed import Scope
from knowledge_base.wording import figures as named_figures
from knowledge_base.wording import stems
from knowledge_base.wording.stems import tokens

__all__ = ["Match", "figures", "keyed", "matches", "tokens"]

# As Lucene weighs: how soon repetition stops to count, and how much length does.
SATURATION, LENGTH = 1.5, 0.75
ALSO = 0.5  # the weight of a word that the question implies but does not say
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Match:
    """A candidate that shares words with the text, and which."""

    pk: int
    score: float
    words: tuple[str, ...]


def matches(
    view: View,
    text: str,
    scope: Scope,
    limit: int,
    *,
    also: Sequence[str] = (),
    anywhere: bool = False,
) -> list[Match]:
    """Candidates that share a word with the text, best first, ties by key.

    Words of ``also`` count half.
    """
    said: dict[str, str] = {}
    for word in stems.words(text):
        said.setdefault(stems.stem(word), word)
    implied = {stem: stem for word in also for stem in tokens(word) if stem not in said}
    asked = said | implied
    if not asked:
        return []
    weights = _weights(view, asked, implied, scope.brand_id)
    found: list[tuple[float, bytes, int, tuple[str, ...]]] = []
    for layer in view.layers:
        rows = layer.open_to(scope, anywhere=anywhere)
        best, scores = _scored(layer, rows, weights, limit)
        shared = _shared(layer, best, asked)
        pks = layer.part.columns["pks"][best].tolist()
        keys = layer.part.keys[best].tolist()
        found += zip((-scores).tolist(), keys, pks, shared, strict=True)
    return [Match(pk, -minus, words) for minus, _, pk, words in sorted(found)[:limit]]


def figures(
    view: View, text: str, scope: Scope, limit: int, *, anywhere: bool = False
) -> dict[int, tuple[str, ...]]:
    """Candidates that name figures of the text: the figures, most shared first."""
    found: dict[int, tuple[str, ...]] = {}
    for name in dict.fromkeys(named_figures.named(text)):
        for pk in _marked(view, FIGURE + name, scope, anywhere=anywhere):
            found[pk] = (*found.get(pk, ()), name)
    best = sorted(found, key=lambda pk: -len(found[pk]))
    return {pk: found[pk] for pk in best[:limit]}


def keyed(
    view: View, text: str, scope: Scope, *, anywhere: bool = False
) -> tuple[int, ...]:
    """Candidates whose key, alone or with its revision, is all the text says."""
    asked = text.strip().partition("@")[0].casefold()
    return tuple(_marked(view, KEY + asked, scope, anywhere=anywhere))


def _marked(view: View, mark: str, scope: Scope, *, anywhere: bool) -> Iterator[int]:
    for layer in view.layers:
        rows, _ = layer.part.postings.of(mark)
        if len(rows):
            kept = rows[layer.open_to(scope, anywhere=anywhere)[rows]]
            yield from layer.part.columns["pks"][kept].tolist()


def _weights(
    view: View, asked: Iterable[str], implied: Iterable[str], brand_id: int
) -> dict[str, tuple[float, float]]:
    """For each word how much it tells, and the average length of a claim."""
    masks = [layer.part.of_brand(brand_id) for layer in view.layers]
    size = sum(int(np.count_nonzero(mask)) for mask in masks)
    pairs = list(zip(view.layers, masks, strict=True))
    length = sum(float(one.part.postings.lengths[own].sum()) for one, own in pairs)
    weights = {}
    for stem in asked:
        known = sum(
            int(np.count_nonzero(own[one.part.postings.of(stem)[0]]))
            for one, own in pairs
        )
        rare = math.log(1 + (size - known + 0.5) / (known + 0.5))
        share = ALSO if stem in implied else 1.0
        weights[stem] = (rare * share, length / max(size, 1))
    return weights


def _scored(
    layer: Layer, open_to: Mask, weights: dict[str, tuple[float, float]], limit: int
) -> tuple[Places, Scores]:
    """The best rows of a layer that may be found, with every tie of the last."""
    index, scores = layer.part.postings, np.zeros(len(layer.part), dtype=np.float32)
    for stem, (weight, average) in weights.items():
        rows, counts = index.of(stem)
        relative = index.lengths[rows] / np.float32(average or 1.0)
        damped = SATURATION * (1 - LENGTH + LENGTH * relative)
        scores[rows] += weight * counts / (counts + damped)
    scores[~open_to] = 0
    found = np.flatnonzero(scores)
    if len(found) > limit:
        least = np.partition(scores[found], len(found) - limit)[len(found) - limit]
        found = found[scores[found] >= least]
    # Rows lie in the order of keys, so that a stable sort breaks ties by key.
    best = found[np.argsort(-scores[found], kind="stable")][:limit]
    return best, scores[best]


def _shared(layer: Layer, rows: Places, asked: dict[str, str]) -> list[tuple[str, ...]]:
    """The words that each of the rows shares with what was asked."""
    shared: list[list[str]] = [[] for _ in rows]
    for stem, word in asked.items():
        held = layer.part.postings.of(stem)[0]
        places = np.minimum(np.searchsorted(held, rows), len(held) - 1)
        is_held = held[places] == rows if len(held) else np.zeros(len(rows), np.bool_)
        for place in np.flatnonzero(is_held).tolist():
            shared[place].append(word)
    return list(map(tuple, shared))
