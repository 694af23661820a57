"""Shares with 95% intervals, by resampling claims: pairs of a claim stay together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESAMPLES, SEED = 1_000, 7
SURE = (2.5, 97.5)  # percentiles: a 95% interval

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]


class Resampled:
    """A set of pairs by the claim that each is about."""

    def __init__(self, claims: Sequence[str]) -> None:
        """Draw the claims of every resample once, so that all shares agree."""
        names, self._places = np.unique(list(claims), return_inverse=True)
        self._count = len(names)
        chance = np.random.default_rng(SEED)
        weights = np.full(max(self._count, 1), 1 / max(self._count, 1))
        drawn = chance.multinomial(self._count, weights, RESAMPLES)[:, : self._count]
        self._weights = np.vstack([np.ones(self._count, dtype=int), drawn])

    def shares(self, of: Flags, hit: Flags) -> Shares:
        """The share of hits among ``of``: as measured, then for each resample."""
        asked = self._weights @ self._counted(of)
        found = self._weights @ self._counted(of & hit)
        with np.errstate(invalid="ignore"):  # a resample without any is no share
            return np.asarray(found / asked, dtype=float)

    def _counted(self, flags: Flags) -> NDArray[np.float64]:
        counted = np.bincount(self._places, weights=flags, minlength=self._count)
        return np.asarray(counted, dtype=float)


def mean(several: Sequence[Shares]) -> Shares:
    """The mean of several shares, of those that a resample has."""
    rows = np.array(several)
    with np.errstate(invalid="ignore"):  # a resample may have none of them
        return np.asarray(np.nansum(rows, axis=0) / (~np.isnan(rows)).sum(axis=0))


def told(shares: Shares, of: int) -> dict[str, Any]:
    """A share as measured, with its interval and how many pairs it speaks of."""
    if not of:
        return {"share": None, "interval": None, "of": 0}
    low, high = np.nanpercentile(shares[1:], SURE)
    return {
        "share": round(float(shares[0]), 4),
        "interval": [round(float(low), 4), round(float(high), 4)],
        "of": of,
    }
