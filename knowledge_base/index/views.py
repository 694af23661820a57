"""One moment of the index: what was built, and in layers on it what changed since."""

import dataclasses
import functools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge_base import indexed
from knowledge_base.embeddings.protocol import Embedder, Vectors
from knowledge_base.index import parts, points
from knowledge_base.index.chroma import Shelves
from knowledge_base.index.parts import Mask, Part
from knowledge_base.index.points import Points
from knowledge_base.indexed import Entry, Scope
from knowledge_base.wording.hashes import sha256

TAIL = 100  # revisions in the topmost layer, which is made anew with every change
EMBEDDED_AT_ONCE = 64  # while a reader waits; the next reader takes up the next ones


@dataclass(frozen=True)
class Layer:
    """A part, and which of its rows no layer above has taken over.

    ``entries`` are those of a part in memory; ``missing`` are the places of its
    wordings that have no point yet.
    """

    part: Part
    present: Mask
    entries: tuple[Entry, ...] = ()
    missing: dict[int, str] = field(default_factory=dict)

    def open_to(self, place: Scope, *, anywhere: bool) -> Mask:
        """The rows that a search may find."""
        if anywhere:
            return self.present & self.part.of_brand(place.brand_id)
        return self.present & self.part.allowed(place)

    def without(self, pks: Collection[int]) -> "Layer":
        """The same layer with those revisions taken out."""
        rows = self.part.rows_of(pks)
        if not len(rows):
            return self
        present = self.present.copy()
        present[rows] = False
        return dataclasses.replace(self, present=present)

    def with_points(self, found: Points) -> "Layer":
        """The same layer with points for texts that had none."""
        vectors, missing = self.part.vectors.copy(), dict(self.missing)
        for place, text in self.missing.items():
            point = found.get(sha256(text))
            if point is not None:
                vectors[place] = point
                del missing[place]
        part = dataclasses.replace(self.part, vectors=vectors)
        return dataclasses.replace(self, part=part, missing=missing)


@dataclass(frozen=True)
class View:
    """Everything a search may look at, as it was at one moment; never changes.

    Without ``has_base`` nothing is built yet and all revisions lie in memory.
    """

    embedder: Embedder
    dimension: int
    layers: tuple[Layer, ...] = ()
    shelves: Shelves | None = None
    has_base: bool = False

    @property
    def fresh_count(self) -> int:
        """How many revisions changed since the index was built."""
        return sum(len(layer.part) for layer in self.layers if layer.entries)

    @functools.cached_property
    def missing(self) -> dict[str, str]:
        """Texts that have no point yet, by their hash."""
        texts = (text for layer in self.layers for text in layer.missing.values())
        return {sha256(text): text for text in texts}

    @property
    def has_meaning(self) -> bool:
        """Whether a search by meaning would find what it should."""
        return self.has_base or not self.missing

    def row_of(self, pk: int) -> tuple[Layer, int] | None:
        """Where a revision lies now."""
        for layer in self.layers:
            for row in layer.part.rows_of([pk]):
                if layer.present[row]:
                    return layer, int(row)
        return None

    def changed(self, pks: Collection[int]) -> "View":
        """The view after those revisions changed, as the database has them now."""
        entries = list(indexed.entries(sorted(pks)))
        found = {sha: p for pk in pks for sha, p in self._points_of(pk)}
        layers = [layer.without(pks) for layer in self.layers]
        if layers and layers[-1].entries and len(layers[-1].part) < TAIL:
            top = layers.pop()
            kept = [e for e in top.entries if e.version_id not in pks]
            lacking = set(map(sha256, top.missing.values()))
            known = ((sha, p) for e in kept for sha, p in self._points_of(e.version_id))
            found |= {sha: point for sha, point in known if sha not in lacking}
            entries = kept + entries
        if entries:
            layers.append(_layer(entries, found, self.dimension))
        return dataclasses.replace(self, layers=tuple(layers))

    def completed(self, *, embed: int = EMBEDDED_AT_ONCE) -> "View":
        """The view with points for what had none: stored ones, and some embedded now.

        Raises what the embedder raises.
        """
        missing = self.missing
        if not missing:
            return self
        found = points.known(self.embedder, missing)
        left = [sha for sha in missing if sha not in found][:embed]
        found |= points.embedded(self.embedder, {sha: missing[sha] for sha in left})
        layers = (one.with_points(found) if one.missing else one for one in self.layers)
        return dataclasses.replace(self, layers=tuple(layers))

    def top_points(self) -> Points:
        """The points in the topmost layer, by the hash of their text."""
        if not self.layers or not self.layers[-1].entries:
            return {}
        top = self.layers[-1]
        hashes = (row.tobytes().hex() for row in top.part.hashes)
        return {
            sha: point
            for place, (sha, point) in enumerate(
                zip(hashes, top.part.vectors, strict=True)
            )
            if place not in top.missing
        }

    def _points_of(self, pk: int) -> Iterator[tuple[str, Vectors]]:
        place = self.row_of(pk)
        if place is None:
            return
        layer, row = place
        start = int(layer.part.starts[row])
        for offset, point in enumerate(layer.part.points_of(row)):
            if start + offset not in layer.missing:
                yield layer.part.hashes[start + offset].tobytes().hex(), point


def of_base(part: Part, embedder: Embedder, shelves: Shelves | None) -> View:
    """A view of what was built, and nothing above it yet."""
    layer = Layer(part, np.ones(len(part), dtype=np.bool_))
    return View(embedder, part.vectors.shape[1], (layer,), shelves, has_base=True)


def _layer(entries: Sequence[Entry], found: Points, dimension: int) -> Layer:
    texts = [text for entry in entries for text in entry.texts]
    hashes = [sha256(text) for text in texts]
    nothing = np.zeros(dimension, dtype=np.float32)
    part = parts.assembled(entries, {sha: found.get(sha, nothing) for sha in hashes})
    missing = {n: texts[n] for n, sha in enumerate(hashes) if sha not in found}
    present = np.ones(len(part), dtype=np.bool_)
    return Layer(part, present, tuple(entries), missing)
