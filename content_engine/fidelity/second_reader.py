"""Gives a second opinion on a comparison: a learned one, which can only raise the risk.

The rules carry every type of distortion. A logistic model over the sorts of words and
figures that an edit touches reads after them: the score rises by what it finds, and an
equality that it is very sure to be a change waits for a person.
"""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from content_engine.fidelity import edits
from content_engine.fidelity.comparing import Comparison

HERE = Path(__file__).with_suffix(".yaml")
SCHEMA = 1
SHARE = 0.5  # of the way to 1 that a sure second reader raises a score
STEEPEST = 30.0  # beyond it a logistic is 0 or 1
DOUBTED = (
    "The rules find that this says the same as the approved wording, and a second "
    "reader is sure that it does not: have a person compare them word by word, or use "
    "the approved wording."
)


class UnreadableWeightsError(ValueError):
    """The weights are none of this schema; one sentence."""


@dataclass(frozen=True)
class Model:
    """Weights of features by name; ``sure`` is the risk above which equality waits.

    ``version`` tells which fit it was.
    """

    version: str
    bias: float
    sure: float
    weights: Mapping[str, float]

    def risk(self, features: Mapping[str, float]) -> float:
        """How likely an edit changed the meaning, 0 to 1."""
        terms = (
            self.weights[name] * features[name]
            for name in sorted(self.weights.keys() & features.keys())
        )
        sum_ = math.fsum((self.bias, *terms))
        return 1 / (1 + math.exp(-max(-STEEPEST, min(STEEPEST, sum_))))


def risk_of(approved: str, candidate: str, model: Model | None = None) -> float:
    """How likely a candidate says something else, by its edit alone; 0 to 1."""
    return (model or carried()).risk(edits.features(approved, candidate))


def seconded(
    approved: str, candidate: str, found: Comparison, model: Model | None = None
) -> Comparison:
    """What the rules found, with the second opinion; never safer than it was.

    The score never falls. ``equivalent`` becomes ``different`` where the second reader
    is sure of a change; nothing else becomes anything else.
    """
    if found.outcome == "exact":
        return found
    reader = model or carried()
    risk = risk_of(approved, candidate, reader)
    score = max(found.score, round(raised(found.score, risk), 4))
    if found.outcome == "equivalent" and risk > reader.sure:
        return Comparison("different", score, (), found.ways)
    return replace(found, score=score)


def raised(score: float, risk: float) -> float:
    """A score with a risk that stands beside it: neither lowers the other."""
    return 1 - (1 - score) * (1 - SHARE * risk)


@functools.cache
def carried() -> Model:
    """The model that this version of the product carries."""
    return read(HERE.read_text("utf-8"))


def read(text: str) -> Model:
    """A model from its document. Raises UnreadableWeightsError."""
    try:
        document: Any = yaml.safe_load(text)
        schema = document["schema"]
        model = _model(document)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableWeightsError(
            "The weights hold no schema, version, bias, sure and weights."
        ) from error
    if schema != SCHEMA:
        raise UnreadableWeightsError(
            f"Weights of schema {schema} are not read here, only of {SCHEMA}: fit them "
            "anew."
        )
    numbers = (model.bias, model.sure, *model.weights.values())
    if not all(map(math.isfinite, numbers)):
        raise UnreadableWeightsError("A weight is no finite number.")
    return model


def _model(document: Any) -> Model:
    return Model(
        str(document["version"]),
        float(document["bias"]),
        float(document["sure"]),
        {str(name): float(value) for name, value in document["weights"].items()},
    )
