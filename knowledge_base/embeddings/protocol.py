"""The promise that every embedder keeps."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into points: near means alike. Equal texts give equal points."""

    @property
    def name(self) -> str:
        """Written into an index, which another embedder then refuses to read."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a point has."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text, in their order."""
        ...


def of_length_one(rows: Vectors) -> Vectors:
    """Scale every row to length 1; a row of zeros points along the first axis."""
    rows = rows.astype(np.float32, copy=True)
    lengths = np.linalg.norm(rows, axis=1)
    rows[lengths == 0, 0] = 1.0
    lengths[lengths == 0] = 1.0
    scaled: Vectors = rows / lengths[:, None]
    return scaled
