"""A part of the index: revisions as columns, their words as postings, their points."""

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.index import postings
from knowledge_base.index.postings import Collector, Postings
from knowledge_base.indexed import Entry, Reach, Scope, number
from knowledge_base.wording import figures, stems
from knowledge_base.wording.hashes import sha256

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
COLUMNS = {
    "pks": np.int64,
    "brands": np.int64,
    "in_force": np.bool_,
    "valid_from": np.int32,
    "expires_on": np.int32,
}
LIMITS = tuple(field.name for field in fields(Reach))
KEPT_MASKS = 64
FIGURE, KEY = "#", "="  # no word begins with these
POINTS = "points.f32"


@dataclass(frozen=True)
class Shelf:
    """Where Chroma keeps one brand's points, and how many."""

    name: str
    total: int


@dataclass(frozen=True)
class Part:
    """Revisions in rows, by brand and key.

    The wordings of row ``n``, own first, have the points
    ``vectors[starts[n]:starts[n + 1]]``. ``codes`` has every set of codes that a limit
    knows; the column of that name says which one a row has.
    """

    columns: dict[str, NDArray[Any]]
    keys: NDArray[np.bytes_]
    starts: Places
    hashes: NDArray[np.uint8]
    codes: dict[str, tuple[tuple[str, ...], ...]]
    postings: Postings
    vectors: Vectors
    shelves: dict[int, Shelf] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["pks"])

    @functools.cached_property
    def owners(self) -> Places:
        """The row of each wording."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def of_brand(self, brand_id: int) -> Mask:
        """The rows of one brand."""
        mask: Mask = self.columns["brands"] == brand_id
        return mask

    def allowed(self, place: Scope) -> Mask:
        """The rows in force that may be said there and then; not to be written to."""
        if place not in self._masks:
            if len(self._masks) >= KEPT_MASKS:
                self._masks.clear()
            self._masks[place] = self._allowed(place)
        return self._masks[place]

    @functools.cached_property
    def _masks(self) -> dict[Scope, Mask]:
        return {}

    def _allowed(self, place: Scope) -> Mask:
        day, columns = number(place.day), self.columns
        mask: Mask = self.of_brand(place.brand_id) & columns["in_force"]
        mask &= (columns["valid_from"] <= day) & (columns["expires_on"] > day)
        for limit, code in place.codes.items():
            if code is not None:
                opens = [not own or code in own for own in self.codes[limit]]
                mask &= np.array(opens, dtype=np.bool_)[columns[limit]]
        return mask

    def reach_of(self, row: int) -> Reach:
        """How far a row's claim may be said."""
        return Reach(**{n: self.codes[n][self.columns[n][row]] for n in LIMITS})

    def rows_of(self, pks: Iterable[int]) -> Places:
        """The rows of those revisions that this part holds."""
        own = self.columns["pks"]
        order = self.columns["by_pk"]
        wanted = np.fromiter(pks, dtype=np.int64)
        places = np.minimum(np.searchsorted(own, wanted, sorter=order), len(own) - 1)
        rows: Places = order[places] if len(own) else order
        return rows[own[rows] == wanted] if len(own) else rows

    def points_of(self, row: int) -> Vectors:
        """The points of a row's wordings, own first."""
        return self.vectors[self.starts[row] : self.starts[row + 1]]


class Assembly:
    """Takes in entry after entry, and makes a part of them."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in (*COLUMNS, *LIMITS)}
        self._keys: list[bytes] = []
        self._starts = [0]
        self._hashes: list[bytes] = []
        self._codes: dict[str, dict[tuple[str, ...], int]] = {n: {} for n in LIMITS}
        self._collector = Collector()

    def add(self, entry: Entry) -> list[str]:
        """The next row. Returns the hashes of its embedded texts."""
        places = [
            known.setdefault(getattr(entry.reach, limit), len(known))
            for limit, known in self._codes.items()
        ]
        row = (
            *(entry.version_id, entry.brand_id, entry.is_in_force),
            *(entry.valid_from, entry.expires_on, *places),
        )
        for column, value in zip(self._columns.values(), row, strict=True):
            column.append(value)
        self._keys.append(entry.key.encode())
        hashes = [sha256(text) for text in entry.texts]
        self._hashes += map(bytes.fromhex, hashes)
        self._starts.append(len(self._hashes))
        named = {name for text in entry.wordings for name in figures.named(text)}
        self._collector.add(
            stems.tokens(" ".join((entry.heading, *entry.wordings))),
            (KEY + entry.key.casefold(), *(FIGURE + name for name in named)),
        )
        return hashes

    def made(self, vectors: Vectors) -> Part:
        """Everything taken in, with the points of all wordings in their order."""
        columns: dict[str, NDArray[Any]] = {
            name: np.array(told, dtype=COLUMNS.get(name, np.int32))
            for name, told in self._columns.items()
        }
        return Part(
            columns={**columns, "by_pk": np.argsort(columns["pks"])},
            keys=np.array(self._keys, dtype=np.bytes_),
            starts=np.array(self._starts, dtype=np.int64),
            hashes=np.frombuffer(b"".join(self._hashes), np.uint8).reshape(-1, 32),
            codes={limit: tuple(known) for limit, known in self._codes.items()},
            postings=self._collector.made(),
            vectors=vectors,
        )


def save(part: Part, directory: Path) -> None:
    """Write all but the points, which are written as they come."""
    part.postings.save(directory)
    others = {"keys": part.keys, "starts": part.starts, "hashes": part.hashes}
    columns: dict[str, Any] = {**part.columns, **others}
    np.savez(directory / "columns.npz", **columns)
    (directory / "codes.json").write_text(json.dumps(part.codes), encoding="utf-8")


def load(directory: Path, dimension: int, shelves: dict[int, Shelf]) -> Part:
    """Read a part; postings and points stay on disk till they are asked.

    Raises OSError, KeyError, TypeError or ValueError if it is damaged.
    """
    try:
        return _loaded(directory, dimension, shelves)
    except (EOFError, BadZipFile) as error:  # a file that was cut off
        raise ValueError(f"{directory.name} is cut off.") from error


def _loaded(directory: Path, dimension: int, shelves: dict[int, Shelf]) -> Part:
    with np.load(directory / "columns.npz") as columns:
        stored = {name: columns[name] for name in columns.files}
    keys, starts, hashes = (stored.pop(name) for name in ("keys", "starts", "hashes"))
    codes = json.loads((directory / "codes.json").read_text("utf-8"))
    return Part(
        columns=stored,
        keys=keys,
        starts=starts,
        hashes=hashes,
        codes={name: tuple(map(tuple, codes[name])) for name in LIMITS},
        postings=postings.load(directory),
        vectors=_points(directory, (len(hashes), dimension)),
        shelves=shelves,
    )


def _points(directory: Path, shape: tuple[int, int]) -> Vectors:
    path = directory / POINTS
    if path.stat().st_size != 4 * shape[0] * shape[1]:
        raise ValueError(f"{path.name} does not hold {shape[0]} points.")
    if not shape[0]:
        return np.zeros(shape, dtype=np.float32)
    # As a plain array: numpy's own class for maps is slow in small steps.
    return np.asarray(np.memmap(path, dtype=np.float32, mode="r", shape=shape))


def assembled(entries: Sequence[Entry], points: dict[str, Vectors]) -> Part:
    """A part in memory. ``points`` has a point for each hash of an embedded text."""
    assembly, rows = Assembly(), []
    for entry in entries:
        rows += [points[sha] for sha in assembly.add(entry)]
    return assembly.made(np.array(rows, dtype=np.float32))
