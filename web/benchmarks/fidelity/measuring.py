"""Measures pairs: what was seen of what was changed, and what was let through."""

import functools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from content_engine.fidelity import second_reader
from content_engine.fidelity.comparing import Comparison, compare
from web.benchmarks.fidelity import baselines, sampling, scores
from web.benchmarks.fidelity.lexicons import MIXED, Label, Pair
from web.benchmarks.fidelity.sampling import Flags, Resampled
from web.benchmarks.timing import Progress

LINKED = frozenset({"exact", "equivalent"})
NUMERIC = frozenset({
    "digit", "decimal", "unit", "interval", "p_value", "sample_size", "dose",
    "frequency", "timepoint", "arm_swap",
})  # fmt: skip
EXACTING = NUMERIC | {"product"}
OURS = "typed comparison"
SECONDED = "typed comparison, seconded"
ALONE = "second reader alone"
BESIDE = 400  # pairs that are rated by similarities too
EACH = 500  # pairs between two signs of progress
Measures = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Compared:
    """A pair and what the comparison said of it."""

    pair: Pair
    result: Comparison

    @functools.cached_property
    def seconded(self) -> Comparison:
        """What the gate makes of it: the comparison after the second reader."""
        pair = self.pair
        return second_reader.seconded(pair.approved, pair.candidate, self.result)

    @property
    def is_doubted(self) -> bool:
        """Whether only the second reader keeps it from being its claim."""
        return self.is_linked and self.seconded.outcome not in LINKED

    @property
    def is_linked(self) -> bool:
        """Whether it is taken for its claim, at once or after one click."""
        return self.result.outcome in LINKED

    @property
    def is_distorted(self) -> bool:
        """Whether it is blocked as changed."""
        return self.result.outcome == "distorted"

    @property
    def is_named(self) -> bool:
        """Whether the type is among those told; ``other`` may be told as unmatched."""
        told = {one.type for one in self.result.distortions}
        is_told = self.is_distorted or self.pair.kind == "other"
        return is_told and not self.is_linked and self.pair.kind in told

    @property
    def is_placed(self) -> bool:
        """Whether a span that was told touches what differs in either wording."""
        places = changed(self.pair.approved, self.pair.candidate)
        told = [
            (one.approved_span, one.candidate_span) for one in self.result.distortions
        ]
        return any(
            span is not None and span[0] < end and start < span[1]
            for spans in told
            for span, (start, end) in zip(spans, places, strict=True)
        )


def compared(pairs: Sequence[Pair], progress: Progress) -> list[Compared]:
    """Every pair with its comparison."""
    done = []
    for number, pair in enumerate(pairs, 1):
        done.append(Compared(pair, compare(pair.approved, pair.candidate)))
        if not number % EACH or number == len(pairs):
            progress(number, len(pairs))
    return done


def changed(approved: str, candidate: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where two texts differ: what is left between a common beginning and end."""
    shorter = min(len(approved), len(candidate))
    start = 0
    while start < shorter and approved[start] == candidate[start]:
        start += 1
    end = 0
    while end < shorter - start and approved[-1 - end] == candidate[-1 - end]:
        end += 1
    return tuple(  # type: ignore[return-value]
        (max(start - 1, 0), len(text) - end + 1) for text in (approved, candidate)
    )


def measured(done: Sequence[Compared]) -> dict[str, Any]:
    """All measures of a set of pairs, and the same by type and by way."""
    sample = Resampled([one.pair.approved for one in done])
    facts = _facts(done)
    types = _by_type(done, sample, facts)
    return {
        "measures": {**_measures(sample, facts, done), **_macro(done, sample, facts)},
        "types": types,
        "ways": _by_way(done, sample, facts),
    }


def _facts(done: Sequence[Compared]) -> dict[str, Flags]:
    kinds = [one.pair.kind for one in done]
    labels = [one.pair.label for one in done]
    exact = [one.result.outcome == "exact" for one in done]
    bent = scores.flags(label == Label.DISTORTED for label in labels)
    return {
        "bent": bent,
        "typed": bent & scores.flags(kind not in MIXED for kind in kinds),
        "numeric": bent & scores.flags(kind in NUMERIC for kind in kinds),
        "exacting": bent & scores.flags(kind in EXACTING for kind in kinds),
        "mixed": bent & scores.flags(kind in MIXED for kind in kinds),
        "faithful": scores.flags(label == Label.FAITHFUL for label in labels),
        "free": scores.flags(label == Label.FREE for label in labels),
        "detected": scores.flags(not one.is_linked for one in done),
        "distorted": scores.flags(one.is_distorted for one in done),
        "named": scores.flags(one.is_named for one in done),
        "placed": scores.flags(one.is_placed for one in done),
        "exact": scores.flags(exact),
        "linked": scores.flags(one.is_linked for one in done),
        "doubted": scores.flags(one.is_doubted for one in done),
        "let through": bent & scores.flags(one.is_linked for one in done),
    }


OF_WHAT = {
    "numeric detected": ("numeric", "detected"),
    "numeric and product detected": ("exacting", "detected"),
    "mixed detected": ("mixed", "detected"),
    "type named": ("typed", "named"),
    "place shown": ("typed", "placed"),
    "corrupted accepted": ("bent", "exact"),
    "numeric accepted": ("numeric", "exact"),
    "faithful linked": ("faithful", "linked"),
    "faithful distorted": ("faithful", "distorted"),
    "free distorted": ("free", "distorted"),
    "linked though corrupted, doubted": ("let through", "doubted"),
    "faithful doubted": ("faithful", "doubted"),
}
"""Each measure: which pairs it speaks of, and what is counted among them."""


def _measures(
    sample: Resampled, facts: Mapping[str, Flags], done: Sequence[Compared]
) -> Measures:
    found = {
        name: sampling.told(sample.shares(facts[of], facts[hit]), int(facts[of].sum()))
        for name, (of, hit) in OF_WHAT.items()
    }
    blocked = [one for one in done if one.is_distorted]
    types = [len({d.type for d in one.result.distortions}) for one in blocked]
    found["type named"]["types told"] = round(float(np.mean(types)), 2) if types else 0
    return found


def _macro(
    done: Sequence[Compared], sample: Resampled, facts: Mapping[str, Flags]
) -> Measures:
    """The mean over types and the worst of them, seen and called distorted."""
    found: Measures = {}
    kinds = _kinds(done, facts["typed"])
    for hit in ("detected", "distorted"):
        shares = {kind: sample.shares(of, facts[hit]) for kind, of in kinds.items()}
        if not shares:
            continue
        worst = min(shares, key=lambda kind: shares[kind][0])
        mean = sampling.mean(list(shares.values()))
        found[f"{hit}, mean of types"] = sampling.told(mean, len(kinds))
        lowest = sampling.told(shares[worst], int(kinds[worst].sum()))
        found[f"{hit}, worst type"] = {**lowest, "type": worst}
    return found


def _kinds(done: Sequence[Compared], among: Flags) -> dict[str, Flags]:
    kinds = [one.pair.kind for one in done]
    named = sorted({kind for kind, is_in in zip(kinds, among, strict=True) if is_in})
    return {kind: among & scores.flags(k == kind for k in kinds) for kind in named}


def _by_type(
    done: Sequence[Compared], sample: Resampled, facts: Mapping[str, Flags]
) -> dict[str, Measures]:
    """For each type: detected, called distorted, named, placed, and by score alone."""
    risks = np.array([one.result.score for one in done])
    faithful = risks[facts["faithful"]]
    told: dict[str, Measures] = {}
    for kind, of in _kinds(done, facts["bent"]).items():
        hits = {name: facts[name] for name in ("detected", "distorted", "placed")}
        if kind not in MIXED:
            hits["named"] = facts["named"]
        if faithful.size:
            for rate in scores.RATES[:2]:
                hits[f"at {rate:.0%}"] = risks > scores.threshold(faithful, rate)
        count = int(of.sum())
        told[kind] = {
            name: sampling.told(sample.shares(of, hit), count)
            for name, hit in hits.items()
        }
    return told


def _by_way(
    done: Sequence[Compared], sample: Resampled, facts: Mapping[str, Flags]
) -> dict[str, Measures]:
    """For each faithful way: linked, and wrongly called distorted."""
    return {
        kind: {
            name: sampling.told(sample.shares(of, facts[name]), int(of.sum()))
            for name in ("linked", "distorted")
        }
        for kind, of in _kinds(done, facts["faithful"]).items()
    }


def methods(done: Sequence[Compared]) -> dict[str, dict[str, float]]:
    """Our score beside similarities, on the same changed and faithful pairs.

    Of a large set so many are drawn, because embedding is slow; free ones stand apart.
    """
    asked = [one for one in done if one.pair.label != Label.FREE]
    chance = random.Random(sampling.SEED)  # noqa: S311 - which pairs, no secret
    asked = chance.sample(asked, min(len(asked), BESIDE))
    pairs = [one.pair for one in asked]
    bent = scores.flags(pair.label == Label.DISTORTED for pair in pairs)
    if bent.all() or not bent.any():
        return {}
    rated = {
        OURS: np.array([one.result.score for one in asked]),
        SECONDED: np.array([one.seconded.score for one in asked]),
        ALONE: np.array(
            [second_reader.risk_of(one.approved, one.candidate) for one in pairs]
        ),
    }
    rated |= {name: method(pairs) for name, method in baselines.METHODS.items()}
    return {name: scores.told(rate[bent], rate[~bent]) for name, rate in rated.items()}
