"""Finds the points that lie nearest: exactly among few, through Chroma among many."""

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.index.chroma import ShelfError, Shelves
from knowledge_base.index.parts import Mask, Part, Places, Shelf
from knowledge_base.index.views import Layer, View
from knowledge_base.indexed import Scope

log = logging.getLogger(__name__)

# Up to here looking at every point is quicker than the graph, and it misses nothing.
EXACT_AT_MOST = 20_000
CHUNK = 1_024
LEAST_ASKED, MOST_ASKED = 100, 4_000
WIDER = 4


@dataclass(frozen=True)
class Near:
    """A claim revision and how near its nearest wording lies, 1 being the same."""

    claim_version_id: int
    similarity: float


def nearest(
    view: View, point: Vectors, place: Scope, limit: int, *, anywhere: bool
) -> list[Near]:
    """Revisions that a search may find there, nearest first, each once."""
    found: list[Near] = []
    for layer in view.layers:
        rows = layer.open_to(place, anywhere=anywhere)
        found += _in_layer(view.shelves, layer, rows, point, place.brand_id, limit)
    found.sort(key=lambda near: (-near.similarity, near.claim_version_id))
    return found[:limit]


def _in_layer(
    shelves: Shelves | None,
    layer: Layer,
    rows: Mask,
    point: Vectors,
    brand_id: int,
    limit: int,
) -> list[Near]:
    part = layer.part
    wordings = rows[part.owners]
    shelf = part.shelves.get(brand_id)
    if shelves and shelf and np.count_nonzero(wordings) > EXACT_AT_MOST:
        try:
            return _on_shelf(shelves, shelf, part, wordings, point, limit)
        except ShelfError as error:
            log.warning("Comparing every point: %s", error)
    return _best(part, np.flatnonzero(wordings), point, limit)


def _on_shelf(
    shelves: Shelves,
    shelf: Shelf,
    part: Part,
    wordings: Mask,
    point: Vectors,
    limit: int,
) -> list[Near]:
    """Ask for so many that enough of them may be found; ask wider, then exactly."""
    count = int(np.count_nonzero(wordings))
    asked = max(LEAST_ASKED, 3 * limit * shelf.total // (2 * count))
    while asked <= MOST_ASKED:
        places = shelves.nearest(shelf.name, point, min(asked, shelf.total))
        found = _best(part, places[wordings[places]], point, limit)
        if len(found) == limit or asked >= shelf.total:
            return found
        asked *= WIDER
    return _best(part, np.flatnonzero(wordings), point, limit)


def _best(
    part: Part, places: NDArray[np.int64], point: Vectors, limit: int
) -> list[Near]:
    """The revisions of these wordings by their true nearness."""
    near = np.empty(len(places), dtype=np.float32)
    for start in range(0, len(places), CHUNK):  # what fits the cache at a time
        own = slice(start, start + CHUNK)
        # Not @, whose threads wait for each other on a busy machine.
        near[own] = np.vecdot(part.vectors[places[own]], point)
    best: dict[int, float] = {}
    for rank in _descending(near, limit, int(np.diff(part.starts).max(initial=1))):
        pk = int(part.columns["pks"][part.owners[places[rank]]])
        best.setdefault(pk, float(near[rank]))
        if len(best) == limit:
            break
    return [Near(pk, similarity) for pk, similarity in best.items()]


def _descending(near: Vectors, limit: int, most_wordings: int) -> Places:
    """The ranks of enough points for ``limit`` revisions, nearest first."""
    enough = limit * most_wordings
    ranks: Places = np.arange(len(near))
    if len(near) > enough:
        ranks = np.argpartition(-near, enough)[:enough]
    ordered: Places = ranks[np.argsort(-near[ranks], kind="stable")]
    return ordered
