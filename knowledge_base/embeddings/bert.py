"""Runs a small BERT encoder forwards with numpy alone."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

EPSILON = np.float32(1e-12)
TERMS = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
FAR_BELOW = np.float32(-1e9)  # what a padded place adds to its attention score


@dataclass(frozen=True)
class Encoder:
    """Weights by name, and how many layers and attention heads they make."""

    weights: Mapping[str, Floats]
    layers: int
    heads: int

    def mean_states(self, ids: Integers, mask: Integers) -> Floats:
        """The last layer's mean over the real tokens of each row."""
        states = self._embedded(ids)
        bias = ((1 - mask) * FAR_BELOW).astype(np.float32)[:, None, None, :]
        for layer in range(self.layers):
            states = self._layer(states, bias, f"encoder.layer.{layer}")
        real = mask[:, :, None].astype(np.float32)
        mean: Floats = (states * real).sum(axis=1) / real.sum(axis=1)
        return mean

    def _embedded(self, ids: Integers) -> Floats:
        words = self.weights["embeddings.word_embeddings.weight"][ids]
        places = self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kinds = self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._normed(words + places + kinds, "embeddings.LayerNorm")

    def _layer(self, states: Floats, bias: Floats, name: str) -> Floats:
        seen = self._attended(states, bias, f"{name}.attention.self")
        seen = self._linear(seen, f"{name}.attention.output.dense")
        states = self._normed(states + seen, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._linear(states, f"{name}.intermediate.dense"))
        outer = self._linear(inner, f"{name}.output.dense")
        return self._normed(states + outer, f"{name}.output.LayerNorm")

    def _attended(self, states: Floats, bias: Floats, name: str) -> Floats:
        query, key, value = (
            self._split(self._linear(states, f"{name}.{part}"))
            for part in ("query", "key", "value")
        )
        scale = np.float32(1 / math.sqrt(query.shape[-1]))
        scores = query @ key.transpose(0, 1, 3, 2) * scale + bias
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed: Floats = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        joined: Floats = mixed.transpose(0, 2, 1, 3).reshape(states.shape)
        return joined

    def _split(self, states: Floats) -> Floats:
        rows, places, width = states.shape
        cut = states.reshape(rows, places, self.heads, width // self.heads)
        return cut.transpose(0, 2, 1, 3)

    def _linear(self, states: Floats, name: str) -> Floats:
        mapped: Floats = states @ self.weights[f"{name}.weight"].T
        return mapped + self.weights[f"{name}.bias"]

    def _normed(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        scaled: Floats = centred / spread * self.weights[f"{name}.weight"]
        return scaled + self.weights[f"{name}.bias"]


def _gelu(values: Floats) -> Floats:
    curved = _erf(values * np.float32(math.sqrt(0.5)))
    curved += 1
    curved *= values
    curved *= np.float32(0.5)
    return curved


def _erf(values: Floats) -> Floats:
    # numpy has no erf; this is Abramowitz and Stegun 7.1.26, exact to 1.5e-7.
    # In place where it can be: this is a third of all the work.
    t: Floats = np.abs(values)
    t *= np.float32(0.3275911)
    t += 1
    np.reciprocal(t, out=t)
    total = np.full_like(t, TERMS[0])
    for term in TERMS[1:]:
        total *= t
        total += np.float32(term)
    total *= t
    total *= np.exp(-(values * values))
    np.subtract(1, total, out=total)
    return np.copysign(total, values)
