"""Judges orders of results: how good the first ten are, and how sure one may be."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

RESAMPLES, SEED = 2_000, 7
SURE = (2.5, 97.5)  # percentiles: a 95% interval

Grades = Mapping[str, int]


def ndcg(order: Sequence[str], grades: Grades, depth: int) -> float:
    """Normalised discounted cumulative gain of the first ``depth``, 0 to 1."""
    best = sorted(grades.values(), reverse=True)
    ideal = _gain(best[:depth])
    return _gain([grades.get(one, 0) for one in order[:depth]]) / ideal if ideal else 0


def recall(order: Sequence[str], grades: Grades, depth: int) -> float:
    """Which share of what is right stands among the first ``depth``."""
    right = {one for one, grade in grades.items() if grade > 0}
    return len(right & set(order[:depth])) / len(right) if right else 0.0


def is_hit(order: Sequence[str], grades: Grades, depth: int) -> float:
    """1 if anything right stands among the first ``depth``, else 0."""
    return float(recall(order, grades, depth) > 0)


def told(values: Sequence[float]) -> dict[str, Any]:
    """The mean with its 95% interval, by resampling the questions."""
    known = np.asarray(values, dtype=float)
    chance = np.random.default_rng(SEED)
    picks = chance.integers(0, len(known), (RESAMPLES, len(known)))
    low, high = np.percentile(known[picks].mean(axis=1), SURE)
    return {
        "mean": round(float(known.mean()), 4),
        "interval": [round(float(low), 4), round(float(high), 4)],
    }


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))
