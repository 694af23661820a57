"""Holds what this process has opened of the index, and brings it up to date."""

import dataclasses
import gc
import logging
import os
import threading
import time
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from knowledge_base import generations, indexed
from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.protocol import Embedder
from knowledge_base.index import building, changes, chroma, parts, views
from knowledge_base.index.changes import Mark, OtherDatabaseError
from knowledge_base.index.chroma import Shelves
from knowledge_base.index.parts import Shelf
from knowledge_base.index.views import View

log = logging.getLogger(__name__)

RETRY_SECONDS = 30.0  # after an embedder failed
MOST_MISSING = 2_000  # points that readers make for themselves, a few at a time
LARGE = 5_000  # wordings; walking all that belongs to 100,000 takes 150 ms


Place = tuple[str, str]


@dataclass(frozen=True)
class Held:
    """A view, the generation under it, and how far changes are in it.

    ``place`` is the directory and the embedder's name.
    """

    place: Place
    path: Path | None
    mark: Mark
    view: View
    retry_at: float = 0.0


# One for each process: what an earlier process opened is left to it, neither used nor
# closed. Whoever changes it holds the lock; views themselves never change.
_LOCK = threading.RLock()
_HELD: dict[int, Held] = {}
_ASKED: set[tuple[int, Path | None] | None] = set()


def synced() -> View:
    """The view of this moment. Asks the database once, more if something changed."""
    with _LOCK:
        try:
            return _synced()
        except OtherDatabaseError as error:
            log.warning("%s It is not used.", error)
            _distrust()
            return _synced()


def is_new() -> bool:
    """Whether this process has not been asked so since it opened what it holds."""
    with _LOCK:
        held = _HELD.get(os.getpid())
        place = (os.getpid(), held.path) if held else None
        is_known = place in _ASKED
        _ASKED.clear()
        _ASKED.add(place)
        return not is_known


def close() -> None:
    """Let go of everything that this process has opened."""
    with _LOCK:
        _HELD.pop(os.getpid(), None)


def _synced() -> View:
    held = _current(choosing.chosen())
    mark, changed = changes.since(held.mark)
    view = held.view.changed(changed) if changed else held.view
    view, retry_at = _completed(view, held.retry_at)
    # What an open transaction shows may be undone: it is used, not kept.
    if not _is_in_transaction():
        _HELD[os.getpid()] = dataclasses.replace(
            held, mark=mark, view=view, retry_at=retry_at
        )
    return view


def _current(embedder: Embedder) -> Held:
    path = generations.current()
    said = generations.manifest(path) if path else {}
    # Not the dimension, for which a service might have to be asked.
    if (said.get("format"), said.get("embedder")) != (building.FORMAT, embedder.name):
        path = None
    place = (str(generations.home()), embedder.name)
    held = _HELD.get(os.getpid())
    if held is None or (held.path, held.place) != (path, place):
        held = _opened(path, said, embedder, place)
        if held.path or not _is_in_transaction():
            _HELD[os.getpid()] = held
        _spare(held.view)
    return held


def _spare(view: View) -> None:
    """Keep the garbage collector off a large view, or searches wait for its walk."""
    if any(len(layer.part) > LARGE for layer in view.layers):
        gc.collect()
        gc.freeze()


def _opened(
    path: Path | None, said: dict[str, Any], embedder: Embedder, place: Place
) -> Held:
    if path is not None:
        try:
            return _read(path, said, embedder, place)
        except (OSError, KeyError, TypeError, ValueError) as error:
            log.warning("The index cannot be read and is not used: %s", error)
            generations.distrust(path)
    mark = changes.now()  # before the revisions: at worst one is read twice
    empty = View(embedder, _dimension(embedder))
    return Held(place, None, mark, empty.changed(indexed.order()))


def _read(path: Path, said: dict[str, Any], embedder: Embedder, place: Place) -> Held:
    shelves = {int(brand): Shelf(**told) for brand, told in said["shelves"].items()}
    part = parts.load(path, said["dimension"], shelves)
    opened = _shelves(path) if shelves else None
    mark = changes.told(said)
    return Held(place, path, mark, views.of_base(part, embedder, opened))


def _shelves(path: Path) -> Shelves | None:
    try:
        shelves = chroma.opened(path / building.SHELVES)
    except chroma.ShelfError as error:
        log.warning("Comparing every point: %s", error)
        return None
    # Closed with the last view that reads it; another process must not close it.
    closing: Any = weakref.finalize(shelves, shelves.closing())
    closing.atexit = False
    return shelves


def _completed(view: View, retry_at: float) -> tuple[View, float]:
    # Very many are left to the build that they have set off.
    if not 0 < len(view.missing) <= MOST_MISSING or time.monotonic() < retry_at:
        return view, retry_at
    try:
        return view.completed(), 0.0
    except ConnectionError as error:
        log.warning("New wordings cannot be embedded: %s", error)
        return view, time.monotonic() + RETRY_SECONDS


def _dimension(embedder: Embedder) -> int:
    try:
        return embedder.dimension
    except ConnectionError:
        return 0  # none of its points can come either


def _distrust() -> None:
    held = _HELD.pop(os.getpid(), None)
    if held and held.path:
        generations.distrust(held.path)


def _is_in_transaction() -> bool:
    return bool(transaction.get_connection().in_atomic_block)
