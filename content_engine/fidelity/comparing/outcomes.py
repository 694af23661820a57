"""What a comparison says: the outcome, the risk, every distortion with both spans.

The score rises with the risk that the meaning was changed. ``exact`` is 0;
``equivalent`` is 0.02 for each way in which the wordings differ, at most 0.1;
``different`` lies between 0.25 and 0.55 and grows with the share of words that cannot
be accounted for; ``distorted`` is 1 - product(1 - weight) over the distinct types, so
that another type never lowers it, with the weights below, at most 0.99.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

Outcome = Literal["exact", "equivalent", "distorted", "different"]

WEIGHTS: Final = {
    "digit": 0.95, "decimal": 0.96, "unit": 0.95, "interval": 0.93, "p_value": 0.93,
    "sample_size": 0.92, "dose": 0.95, "frequency": 0.94, "timepoint": 0.92,
    "arm_swap": 0.94, "comparator": 0.88, "population": 0.8, "endpoint": 0.82,
    "product": 0.9, "negation": 0.93, "direction": 0.92, "hedge_dropped": 0.75,
    "hedge_added": 0.7, "intensifier": 0.72, "superlative": 0.8, "causality": 0.78,
    "relative_absolute": 0.92, "statistic_dropped": 0.75, "safety_dropped": 0.82,
    "qualifier_dropped": 0.7, "statement_added": 0.66, "other": 0.58,
}  # fmt: skip
HIGHEST = 0.99
WAY = 0.02
MOST_WAYS = 5
LEAST_DIFFERENT, SPREAD = 0.25, 0.3


@dataclass(frozen=True)
class Distortion:
    """One departure: its type, the approved words and those that stand instead.

    Spans count code points of the texts that were given; none where nothing stands.
    What is not firm may be another way of writing the same in a free paraphrase.
    """

    type: str
    approved: str
    candidate: str
    approved_span: tuple[int, int] | None = None
    candidate_span: tuple[int, int] | None = None
    is_firm: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Comparison:
    """How a candidate stands to an approved wording.

    ``score`` is 0 to 1. ``ways`` names the faithful transformations that were seen;
    ``distortions`` of a ``different`` wording are the words without a counterpart.
    """

    outcome: Outcome
    score: float
    distortions: tuple[Distortion, ...] = ()
    ways: tuple[str, ...] = ()


def exact() -> Comparison:
    """The wordings are the same but for typography."""
    return Comparison("exact", 0.0)


def equivalent(ways: Iterable[str]) -> Comparison:
    """The wordings differ only in named ways that change nothing."""
    named = tuple(dict.fromkeys(ways))
    score = WAY * min(max(len(named), 1), MOST_WAYS)
    return Comparison("equivalent", round(score, 4), (), named)


def different(distortions: Iterable[Distortion], unexplained: float) -> Comparison:
    """It cannot be shown that the wordings say the same; ``unexplained`` is a share."""
    score = LEAST_DIFFERENT + SPREAD * min(max(unexplained, 0.0), 1.0)
    return Comparison("different", round(score, 4), tuple(distortions))


def distorted(distortions: Iterable[Distortion]) -> Comparison:
    """The candidate says something else, by type."""
    found = tuple(dict.fromkeys(distortions))
    types = sorted({one.type for one in found})
    kept = math.prod(1 - WEIGHTS[name] for name in types)
    return Comparison("distorted", round(min(HIGHEST, 1 - kept), 4), found)
