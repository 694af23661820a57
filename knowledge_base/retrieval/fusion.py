"""Makes one ranking out of several, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field

DAMPING = 60  # the usual constant of reciprocal rank fusion


@dataclass
class Ranked:
    """One candidate's share in the fused ranking."""

    score: float = 0.0
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ranking:
    """One way of searching: candidates best first, each with its reason."""

    weight: float
    places: tuple[tuple[int, str], ...]


def fuse(rankings: Iterable[Ranking]) -> dict[int, Ranked]:
    """Sum weight / (60 + rank) over the rankings, scaled so that 1 is first in all.

    Rankings that found nothing take no part.
    """
    known = [ranking for ranking in rankings if ranking.places]
    most = sum(ranking.weight for ranking in known) / (DAMPING + 1)
    fused: dict[int, Ranked] = {}
    for ranking in known:
        for rank, (pk, why) in enumerate(ranking.places, 1):
            ranked = fused.setdefault(pk, Ranked())
            ranked.score += ranking.weight / (DAMPING + rank) / most
            ranked.why.append(why)
    return fused
