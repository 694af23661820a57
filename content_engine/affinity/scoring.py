"""How well an asset fits a taste: a weighted mean that can be read line by line.

Leanings run from -1 (dislikes) to 1 (likes). On each axis an HCP's opinion is the mean
of the segments' leanings by mix, moved towards the HCP's own facts the more of them
there are. The score maps the mean opinion over all axes to 0..1; 0.5 is no opinion.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

Leanings = Mapping[str, Mapping[str, float]]

AXES: Mapping[str, float] = {"theme": 0.35, "tone": 0.3, "format": 0.2, "channel": 0.15}
HALF_TRUST = 2  # so many own observations weigh as much as the whole mix


@dataclass(frozen=True)
class Taste:
    """What is known of a taste: segment shares, their leanings, own facts."""

    mix: Mapping[str, float] = field(default_factory=dict)
    leanings: Mapping[str, Leanings] = field(default_factory=dict)
    own: Leanings = field(default_factory=dict)
    observations: int = 0


@dataclass(frozen=True)
class Contribution:
    """What one source says about one feature, as it enters the score.

    ``source`` is a segment's key, or empty for the HCP's own facts.
    """

    axis: str
    value: str
    source: str
    share: float
    leaning: float
    weight: float

    @property
    def amount(self) -> float:
        """How far it moves the score."""
        return self.weight * self.leaning / 2


@dataclass(frozen=True)
class Affinity:
    """A predicted preference, 0 to 1, the interval it lies in, and why."""

    score: float
    interval: tuple[float, float]
    contributions: tuple[Contribution, ...] = ()


def score(features: Mapping[str, str], taste: Taste) -> Affinity:
    """The affinity of an asset with these features (axis to value) to a taste."""
    found = tuple(
        contribution
        for axis, value in features.items()
        if axis in AXES
        for contribution in _contributions(axis, value, taste)
    )
    middle = 0.5 + sum(contribution.amount for contribution in found)
    bounded = min(1.0, max(0.0, middle))
    return Affinity(bounded, _interval(bounded, taste.observations), found)


def own_trust(observations: int) -> float:
    """The weight of own facts against the mix: 0 without any, towards 1 with many."""
    return observations / (observations + HALF_TRUST)


def _contributions(axis: str, value: str, taste: Taste) -> list[Contribution]:
    known = taste.own.get(axis, {})
    own = known.get(value)
    # Who told us of one tone told us of all: on that axis the mix has less to say.
    trust = own_trust(taste.observations) if known else 0.0
    found = []
    if own is not None:
        found.append(Contribution(axis, value, "", 1.0, own, AXES[axis] * trust))
    for segment, share in taste.mix.items():
        leaning = taste.leanings.get(segment, {}).get(axis, {}).get(value)
        if leaning is not None:
            weight = AXES[axis] * (1 - trust) * share
            found.append(Contribution(axis, value, segment, share, leaning, weight))
    return found


def _interval(middle: float, observations: int) -> tuple[float, float]:
    """As wide as 1/sqrt(observations + 2), always within 0 and 1, around the score."""
    width = 1 / math.sqrt(observations + HALF_TRUST)
    return middle * (1 - width), middle + (1 - middle) * width
