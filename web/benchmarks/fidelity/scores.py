"""Judges scores that should be high where the meaning was changed."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
RATES = (0.01, 0.05, 0.10)  # of the faithful pairs called changed


def auroc(changed: Scores, faithful: Scores) -> float:
    """How often a changed pair scores above a faithful one; a tie counts half."""
    order = np.sort(faithful)
    below = np.searchsorted(order, changed, "left")
    up_to = np.searchsorted(order, changed, "right")
    return float(np.mean(below + up_to) / (2 * len(faithful)))


def threshold(faithful: Scores, rate: float) -> float:
    """The score above which at most so large a share of faithful pairs lies."""
    order = np.sort(faithful)[::-1]
    return float(order[min(int(rate * len(order)), len(order) - 1)])


def told(changed: Scores, faithful: Scores) -> dict[str, Any]:
    """The area under the curve, and what is detected at each false-positive rate."""
    return {
        "auroc": round(auroc(changed, faithful), 4),
        **{
            f"at {rate:.0%}": round(
                float(np.mean(changed > threshold(faithful, rate))), 4
            )
            for rate in RATES
        },
    }


def flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    """Truths as an array."""
    return np.asarray(list(values), dtype=bool)
