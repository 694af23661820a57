"""Builds a generation aside and makes it current, while readers go on reading."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from knowledge_base import generations, indexed
from knowledge_base.embeddings.protocol import Embedder
from knowledge_base.index import chroma, nearness, parts, points
from knowledge_base.index.changes import Mark, now
from knowledge_base.index.parts import Assembly, Part, Shelf
from knowledge_base.indexed import Entry

Progress = Callable[[int, int], None]
FORMAT = 2  # of the files, and of how words are read from texts
SHELVES = "chroma"
PREFIX = "claims-"


def build(embedder: Embedder, progress: Progress | None = None) -> int:
    """Build a generation and have everybody read it; inside ``generations.writing()``.

    ``progress`` hears (done, all) steps. Returns its wordings. Raises ShelfError,
    OSError, or what the embedder raises; the generation before then stays current.
    """
    before = known_part(embedder)
    path, mark = generations.fresh(), now()  # the mark first: at worst read twice
    part = _written(path, embedder, before, progress)
    shelves = _filled(path, part, progress)
    generations.make_current(path, _told(embedder, mark, len(part.hashes), shelves))
    _clear_server()
    return len(part.hashes)


def fits(embedder: Embedder, said: dict[str, Any]) -> bool:
    """Whether a generation that says this can be read with that embedder."""
    wanted = (FORMAT, embedder.name, embedder.dimension)
    return wanted == (said.get("format"), said.get("embedder"), said.get("dimension"))


def known_part(embedder: Embedder) -> Part | None:
    """The part of the current generation, None if there is none that can be read."""
    path = generations.current()
    if path is None or not fits(embedder, generations.manifest(path)):
        return None
    try:
        return parts.load(path, embedder.dimension, {})
    except (OSError, KeyError, TypeError, ValueError):
        return None


def _written(
    path: Path, embedder: Embedder, before: Part | None, progress: Progress | None
) -> Part:
    """Write revisions, words and points chunk by chunk: memory stays small."""
    pks, assembly = indexed.order(), Assembly()
    with (path / parts.POINTS).open("wb") as file:
        for start in range(0, len(pks), indexed.CHUNK):
            entries = list(indexed.entries(pks[start : start + indexed.CHUNK]))
            _write_points(file, assembly, entries, embedder, before)
            if progress:
                progress(min(start + indexed.CHUNK, len(pks)), len(pks))
    part = assembly.made(np.zeros((0, embedder.dimension), dtype=np.float32))
    parts.save(part, path)
    return parts.load(path, embedder.dimension, {})


def _write_points(
    file: BinaryIO,
    assembly: Assembly,
    entries: Sequence[Entry],
    embedder: Embedder,
    before: Part | None,
) -> None:
    texts: dict[str, str] = {}
    order: list[str] = []
    for entry in entries:
        hashes = assembly.add(entry)
        order += hashes
        texts |= zip(hashes, entry.texts, strict=True)
    found = dict(_kept(before, entries)) if before else {}
    found |= points.known(embedder, (sha for sha in texts if sha not in found))
    missing = {sha: text for sha, text in texts.items() if sha not in found}
    made = points.embedded(embedder, missing)
    points.remember(embedder, made)
    found |= made
    for sha in order:
        file.write(found[sha].astype("<f4").tobytes())


def _kept(before: Part, entries: Sequence[Entry]) -> Iterator[tuple[str, Any]]:
    """Points of the generation before: approved wording does not change."""
    for row in before.rows_of(entry.version_id for entry in entries):
        start = int(before.starts[row])
        for offset, point in enumerate(before.points_of(int(row))):
            yield before.hashes[start + offset].tobytes().hex(), point


def _filled(path: Path, part: Part, progress: Progress | None) -> dict[int, Shelf]:
    """Put the points of each large brand on a shelf of its own."""
    brands = part.columns["brands"][part.owners]
    known, starts, counts = np.unique(brands, return_index=True, return_counts=True)
    large = counts > nearness.EXACT_AT_MOST
    total, done = len(part) + int(counts[large].sum()), len(part)
    found: dict[int, Shelf] = {}
    if not large.any():
        return found
    prefix = f"{_prefix()}{path.name}-{uuid.uuid4().hex[:8]}-"
    shelves = chroma.opened(path / SHELVES)
    try:
        for brand, start, count in zip(
            known[large].tolist(),
            starts[large].tolist(),
            counts[large].tolist(),
            strict=True,
        ):
            shelf = Shelf(f"{prefix}{brand}", count)
            for filled in shelves.fill(
                shelf.name, start, part.vectors[start : start + count]
            ):
                done += filled
                if progress:
                    progress(done, total)
            found[brand] = shelf
    finally:
        shelves.close()
    return found


def _told(
    embedder: Embedder, mark: Mark, entries: int, shelves: dict[int, Shelf]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "embedder": embedder.name,
        "dimension": embedder.dimension,
        "entries": entries,
        "anchor": mark.anchor,
        "nonce": mark.nonce,
        "horizon": mark.horizon,
        "seen": sorted(mark.seen),
        "shelves": {str(brand): asdict(shelf) for brand, shelf in shelves.items()},
    }


def _prefix() -> str:
    """What the shelves of this very place are called on a server that others use."""
    return f"{PREFIX}{generations.identity()}-"


def _clear_server() -> None:
    """Take away what generations that are gone, or never finished, left on a server."""
    if not chroma.is_served():
        return
    shelves = chroma.opened(Path())
    try:
        kept = tuple(f"{_prefix()}{name}-" for name in generations.names())
        for name in shelves.names(_prefix()):
            if not name.startswith(kept):
                shelves.drop(name)
    finally:
        shelves.close()
