"""Makes one ranking out of several by their scores, each with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# What each way of searching weighs. Meaning and words were weighed against each other
# by cross-validation on outside documents (see ``manage.py benchmark retrieval``); an
# identifier outweighs all the others together.
WEIGHTS: Mapping[str, float] = {
    "key": 4.0,
    "figures": 0.2,
    "meaning": 0.4,
    "words": 0.6,
}
DEPTH = 200  # candidates that each way of searching gives
FAINTEST = 0.01  # what the last of a ranking is worth, beside 1 for its first


@dataclass(frozen=True)
class Hit:
    """One candidate as one way of searching sees it: a score on its scale, and why."""

    pk: int
    score: float
    why: str = ""


@dataclass(frozen=True)
class Ranking:
    """One way of searching: what it weighs, and candidates with their scores."""

    weight: float
    hits: tuple[Hit, ...]


@dataclass
class Ranked:
    """One candidate's share in the fused ranking, 0 to 1."""

    score: float = 0.0
    why: list[str] = field(default_factory=list)


def fuse(rankings: Iterable[Ranking]) -> dict[int, Ranked]:
    """Add up scores, each ranking stretched from near 0 to 1 and weighed.

    A candidate that is first in every ranking has 1. Rankings that found nothing take
    no part; a candidate that a ranking does not name gets nothing from it.
    """
    known = [ranking for ranking in rankings if ranking.hits]
    most = sum(ranking.weight for ranking in known)
    fused: dict[int, Ranked] = {}
    for ranking in known:
        scores = [hit.score for hit in ranking.hits]
        low, high = min(scores), max(scores)
        for hit in ranking.hits:
            share = (hit.score - low) / (high - low) if high > low else 1.0
            ranked = fused.setdefault(hit.pk, Ranked())
            stretched = FAINTEST + (1 - FAINTEST) * share
            ranked.score += ranking.weight * stretched / most
            ranked.why.append(hit.why)
    return fused
