"""An inverted index in plain arrays: which rows hold a term, how often, how long."""

import functools
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
NAMES = ("terms", "starts", "rows", "counts", "lengths")


@dataclass(frozen=True)
class Postings:
    """For each term the rows that hold it, in order.

    ``terms`` are hashes of 64 bits, sorted; the rows of the term at place ``n`` are
    ``rows[starts[n]:starts[n + 1]]``, their counts alike. ``lengths`` counts the
    weighed terms of each row.
    """

    terms: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: Rows
    counts: NDArray[np.uint16]
    lengths: NDArray[np.float32]

    def of(self, term: str) -> tuple[Rows, NDArray[np.uint16]]:
        """Rows that hold the term, ascending, and how often each does."""
        place = int(np.searchsorted(self.terms, np.uint64(number(term))))
        if place == len(self.terms) or self.terms[place] != number(term):
            return self.rows[:0], self.counts[:0]
        own = slice(int(self.starts[place]), int(self.starts[place + 1]))
        return self.rows[own], self.counts[own]

    def save(self, directory: Path) -> None:
        """Write one file for each array."""
        for name in NAMES:
            np.save(directory / f"{name}.npy", getattr(self, name))


def load(directory: Path) -> Postings:
    """Read what ``save`` wrote; the large arrays stay on disk till they are asked.

    Raises OSError or ValueError.
    """
    return Postings(
        *(
            # As plain arrays: numpy's own class for maps is slow in small steps.
            np.asarray(np.load(directory / f"{name}.npy", mmap_mode="r"))
            for name in NAMES
        )
    )


class Collector:
    """Takes in row after row, and makes postings of them."""

    def __init__(self) -> None:
        self._terms, self._rows = array("Q"), array("i")
        self._counts, self._lengths = array("H"), array("f")

    def add(self, weighed: Sequence[str], marks: Sequence[str] = ()) -> None:
        """The next row: words that are weighed by their count, marks that are not."""
        row = len(self._lengths)
        counted = Counter(weighed)
        for mark in marks:
            counted[mark] = 1
        self._terms.extend(map(number, counted))
        self._counts.extend(min(count, 65_535) for count in counted.values())
        self._rows.extend([row] * len(counted))
        self._lengths.append(len(weighed))

    def made(self) -> Postings:
        """Everything taken in, sorted by term."""
        terms = np.frombuffer(self._terms or array("Q"), dtype=np.uint64)
        order = np.argsort(terms, kind="stable")
        known, starts = np.unique(terms[order], return_index=True)
        return Postings(
            terms=known,
            starts=np.append(starts, len(terms)).astype(np.int64),
            rows=np.frombuffer(self._rows, dtype=np.int32)[order],
            counts=np.frombuffer(self._counts, dtype=np.uint16)[order],
            lengths=np.frombuffer(self._lengths, dtype=np.float32),
        )


@functools.lru_cache(maxsize=65_536)
def number(term: str) -> int:
    """The 64 bits that stand for a term."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest())
