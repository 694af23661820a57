"""Tells how long things took: the middle, the tail, and beside a peer."""

import statistics
from collections.abc import Callable, Mapping, Sequence

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is to do."""
CUTS = {"p50_ms": 49, "p95_ms": 94, "p99_ms": 98}


def told(seconds: Sequence[float], digits: int) -> dict[str, float]:
    """Percentiles and the longest in milliseconds, of two or more measurements."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    times = {name: cuts[place] for name, place in CUTS.items()}
    times["max_ms"] = max(seconds)
    rounded = {name: round(1_000 * time, digits) for name, time in times.items()}
    return {**rounded, "times": len(seconds)}


def times_the_peer(
    ours: Mapping[str, float], peer: Mapping[str, float]
) -> dict[str, float]:
    """How many times as long ours took, at the median and in the tail."""
    return {name: round(ours[name] / peer[name], 2) for name in ("p50_ms", "p99_ms")}
