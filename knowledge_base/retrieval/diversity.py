"""Picks a varied selection: each next one near to the question and far from the chosen.

Maximal marginal relevance: with a diversity of 0 the order of fit, with 1 only how
different a claim is from those before it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = Mapping[int, NDArray[np.float32]]


def pick(
    order: Sequence[int],
    scores: Mapping[int, float],
    vectors: Vectors,
    *,
    diversity: float,
    limit: int,
) -> list[int]:
    """At most ``limit`` of ``order``, which is best first; ``diversity`` is 0 to 1.

    ``vectors`` have length 1; what has none counts as like nothing else.
    """
    if not diversity or len(order) < 2:
        return list(order[:limit])
    points = _points(order, vectors)
    fit = np.array([scores[pk] for pk in order])
    likeness = np.zeros(len(order))
    is_left = np.ones(len(order), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < min(limit, len(order)):
        worth = (1 - diversity) * fit - diversity * likeness
        best = int(np.argmax(np.where(is_left, worth, -np.inf)))
        chosen.append(order[best])
        is_left[best] = False
        likeness = np.maximum(likeness, points @ points[best])
    return chosen


def _points(order: Sequence[int], vectors: Vectors) -> NDArray[np.float32]:
    width = len(next(iter(vectors.values()), ()))
    none = np.zeros(width, dtype=np.float32)
    return np.array([vectors.get(pk, none) for pk in order], dtype=np.float32)
