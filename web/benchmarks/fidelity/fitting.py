"""Fits the second reader anew: logistic regression over edits, on lexicons A and B.

Lexicon C is measured and never learned from. A changed edit is learned a second time as
if the comparison had folded the change away: what is written must be reason enough.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from content_engine.fidelity import edits, second_reader
from content_engine.fidelity.comparing import compare
from content_engine.fidelity.edits import Features
from content_engine.fidelity.second_reader import Model
from content_engine.pieces import sha256
from web.benchmarks.fidelity import corpus, lexicons, scores
from web.benchmarks.fidelity.lexicons import Label, Pair
from web.benchmarks.fidelity.sampling import Flags
from web.benchmarks.timing import Progress

LEARNED_FROM = ("a", "b")
PENALTY = 10.0  # of squared weights
STEPS, SMALLEST_STEP = 25, 1e-6
FOLDED_AWAY = 0.15  # of the weight of the changed edits: without what was read
LEAST_SEEN = 30  # edits with a feature that is learned
FOLDS = 5
LOST = 0.003  # of the faithful that wait for a person because the reader is sure
RATE = 0.05  # of the faithful called changed, where types are left out
MOST_LEFT_OUT = 6_000  # pairs with which leaving types out is measured
SEED = 11
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Edits that are known to be faithful or not, and the claim that each is of."""

    pairs: tuple[Pair, ...]
    features: tuple[Features, ...]

    @property
    def bent(self) -> Flags:
        """Which were changed."""
        return scores.flags(one.label == Label.DISTORTED for one in self.pairs)

    @property
    def folds(self) -> NDArray[np.int_]:
        """A fold for each; pairs of one claim share theirs."""
        return np.array(
            [int(sha256(one.approved)[:8], 16) % FOLDS for one in self.pairs]
        )

    def only(self, wanted: Flags) -> "Examples":
        """Some of them."""
        picked = np.flatnonzero(wanted)
        return Examples(
            tuple(self.pairs[n] for n in picked),
            tuple(self.features[n] for n in picked),
        )


def examples(pairs: Sequence[Pair]) -> Examples:
    """Edits to learn from; free paraphrases are neither faithful nor changed."""
    told = tuple(one for one in pairs if one.label != Label.FREE)
    read = tuple(edits.features(one.approved, one.candidate) for one in told)
    return Examples(told, read)


def pairs_learned_from() -> list[Pair]:
    """All pairs of the lexicons that may be learned from."""
    made = []
    for folder in LEARNED_FROM:
        lexicon = lexicons.read(lexicons.HERE / folder)
        made += [*corpus.drawn(lexicon).pairs, *lexicon.edits]
    return made


def fit(pairs: Sequence[Pair], progress: Progress) -> str:
    """The document of a model fitted on pairs, and sure as rarely as is asked for."""
    progress(0, 3)
    known = examples(pairs)
    progress(1, 3)
    sure = _sure(known, folded(known))
    progress(2, 3)
    model = fitted(known)
    progress(3, 3)
    weights = {name: round(value, 3) for name, value in model.weights.items()}
    document = {
        "schema": second_reader.SCHEMA,
        "version": f"{second_reader.SCHEMA}/{sha256(str(weights))[:8]}",
        "learned_from": list(LEARNED_FROM),
        "changed": int(known.bent.sum()),
        "faithful": int((~known.bent).sum()),
        "sure": sure,
        "bias": round(model.bias, 3),
        "weights": weights,
    }
    return yaml.safe_dump(document, sort_keys=False)


def _sure(known: Examples, risks: Numbers) -> float:
    """The risk above which so few faithful ones lie that the rules call equivalent."""
    faithful = ~known.bent
    linked = scores.flags(
        compare(pair.approved, pair.candidate).outcome == "equivalent"
        if is_faithful
        else False
        for pair, is_faithful in zip(known.pairs, faithful, strict=True)
    )
    falling = np.sort(risks[linked])[::-1]
    allowed = int(LOST * faithful.sum())
    if allowed >= len(falling):
        return 1.0
    return float(np.ceil(falling[allowed] * 1e4) / 1e4)


def fitted(known: Examples) -> Model:
    """Weights by Newton's steps; faithful and changed ones weigh alike as wholes."""
    blind = [_written(one) for one in known.only(known.bent).features]
    blind = [one for one in blind if one]
    seen = Counter(name for one in known.features for name in one)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    table = _table([*known.features, *blind], names)
    bent = np.concatenate([known.bent, np.ones(len(blind), dtype=bool)])
    weights = _weights(known.bent, len(blind))
    found = _newton(table, bent.astype(float), weights)
    told = dict(zip(names, map(float, found[1:]), strict=True))
    return Model("", float(found[0]), 1.0, told)


def _written(features: Features) -> Features:
    return {
        name: value
        for name, value in features.items()
        if name.startswith(edits.WRITTEN)
    }


def _weights(bent: Flags, blind: int) -> Numbers:
    """Half of all for the faithful edits, half for the changed ones in both forms."""
    all_, changed = len(bent), int(bent.sum())
    seen = 1 - FOLDED_AWAY if blind else 1.0
    of_changed, of_faithful = seen * all_ / 2 / changed, all_ / 2 / (all_ - changed)
    whole = np.where(bent, of_changed, of_faithful)
    return np.concatenate(
        [whole, np.full(blind, (1 - seen) * all_ / 2 / max(blind, 1))]
    )


def _table(features: Sequence[Features], names: Sequence[str]) -> Numbers:
    rows = [[1.0, *(one.get(name, 0.0) for name in names)] for one in features]
    return np.array(rows)


def _newton(table: Numbers, bent: Numbers, weights: Numbers) -> Numbers:
    found = np.zeros(table.shape[1])
    penalty = np.full(len(found), PENALTY)
    penalty[0] = 1e-6  # the bias is free
    for _ in range(STEPS):
        risks = _risks(table, found)
        slope = table.T @ (weights * (risks - bent)) + penalty * found
        bend = weights * np.maximum(risks * (1 - risks), 1e-6)
        step = np.linalg.solve((table.T * bend) @ table + np.diag(penalty), slope)
        found = found - step
        if np.abs(step).max() < SMALLEST_STEP:
            break
    return found


def _risks(table: Numbers, found: Numbers) -> Numbers:
    steepest = second_reader.STEEPEST
    return 1 / (1 + np.exp(-np.clip(table @ found, -steepest, steepest)))


def rated(model: Model, known: Examples) -> Numbers:
    """The risk of each edit by a model."""
    return np.array([model.risk(one) for one in known.features])


def folded(known: Examples, without: str = "") -> Numbers:
    """The risk of each edit by a model that saw no pair of its claim.

    ``without`` is a kind that no model saw either.
    """
    risks = np.zeros(len(known.pairs))
    folds = known.folds
    told = scores.flags(
        one.kind != without or one.label == Label.FAITHFUL for one in known.pairs
    )
    for fold in np.unique(folds):
        there = folds == fold
        rest = ~there & told
        if known.bent[rest].any() and not known.bent[rest].all():
            risks[there] = rated(fitted(known.only(rest)), known.only(there))
    return risks


def learned(pairs: Sequence[Pair]) -> dict[str, Any]:
    """What the reader finds alone: by folds over claims, and of types never seen."""
    chance = random.Random(SEED)  # noqa: S311 - which pairs, no secret
    few = chance.sample(list(pairs), min(len(pairs), MOST_LEFT_OUT))
    known = examples(few)
    bent = known.bent
    if bent.all() or not bent.any():
        return {}
    risks = folded(known)
    kinds = sorted({one.kind for one in known.pairs if one.label == Label.DISTORTED})
    return {
        "pairs": len(known.pairs),
        "by folds over claims": scores.told(risks[bent], risks[~bent]),
        "types left out": {kind: _left_out(known, kind, risks) for kind in kinds},
    }


def _left_out(known: Examples, kind: str, risks: Numbers) -> dict[str, float]:
    """How much of a type is detected by models that saw it, and that never did."""
    bent = known.bent
    of_kind = bent & scores.flags(one.kind == kind for one in known.pairs)
    unseen = folded(known, without=kind)
    return {
        "of": int(of_kind.sum()),
        **{
            name: round(
                float(np.mean(rate[of_kind] > scores.threshold(rate[~bent], RATE))), 4
            )
            for name, rate in (("seen", risks), ("never seen", unseen))
        },
    }
