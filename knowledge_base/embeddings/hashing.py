"""Embeds by hashing words and their parts: quick, exact to repeat, knows no meaning."""

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np

from knowledge_base.embeddings.protocol import Vectors, of_length_one

WORD = re.compile(r"\w+")
PART = 4  # characters of a word's parts, so that "flare" and "flares" meet


class HashingEmbedder:
    """The twin of the real embedder for tests and for machines without room."""

    name = "hashing-1"
    dimension = 256

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text: the sum of the places its words and parts hash to."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature, weight in _features(text):
                place = hashlib.blake2b(feature.encode(), digest_size=4).digest()
                number = int.from_bytes(place)
                row[number % self.dimension] += weight if number >> 31 else -weight
        return of_length_one(rows)


def _features(text: str) -> Iterator[tuple[str, float]]:
    words = WORD.findall(text.casefold())
    for word in words:
        yield word, 1.0
        for start in range(len(word) - PART + 1):
            yield f"~{word[start : start + PART]}", 0.3
    for first, second in itertools.pairwise(words):
        yield f"{first} {second}", 0.5
