"""The search by meaning: the only module that knows Chroma.

The index is derived from the database and can be lost at any time. It narrows a search;
whether a claim may be used is asked of the database, never of the index.
"""

import functools
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Sum

from knowledge_base import generations, indexed
from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.protocol import Embedder, Vectors
from knowledge_base.indexed import Entry, Scope
from knowledge_base.models import ClaimState, ClaimVersion, Reference

Progress = Callable[[int, int], None]

NAME = "claims"
BATCH = 256
MOST_NEAR = 1_000
# With Chroma's defaults the recall fell to .54 at 10,000 vectors; with these .999.
HNSW = {
    "space": "cosine",
    "ef_search": 200,
    "ef_construction": 200,
    "max_neighbors": 32,
}


class IndexUnavailableError(ConnectionError):
    """The search by meaning cannot answer now."""


@dataclass(frozen=True)
class Near:
    """A claim revision and how near its nearest wording lies, 1 being the same."""

    claim_version_id: int
    similarity: float


def is_stale() -> bool:
    """Whether the index is lost, of another embedder, or not of today's claims."""
    said = generations.manifest()
    return not _is_of(choosing.chosen(), said) or said.get("of") != _fingerprint()


def ensure() -> None:
    """Build the index anew if it is stale. Raises IndexUnavailableError."""
    if is_stale():
        _build(None, only_if_stale=True)


def rebuild(progress: Progress | None = None) -> int:
    """Build the index anew; ``progress`` hears (done, all). Returns its entries."""
    return _build(progress, only_if_stale=False)


def nearest(text: str, scope: Scope, limit: int) -> list[Near]:
    """Revisions whose wordings lie nearest, nearest first, inside the scope.

    Raises IndexUnavailableError; the failing generation is then not used again.
    """
    path, said = generations.current(), generations.manifest()
    embedder = choosing.chosen()
    if path is None or not _is_of(embedder, said):
        raise IndexUnavailableError("The search by meaning has no index of its own.")
    if not said["entries"]:
        return []
    point = embedder.embed([text])
    try:
        with _READER_LOCK:
            found = _reader(path).query(
                query_embeddings=point.tolist(),
                n_results=min(limit, said["entries"], MOST_NEAR),
                where=indexed.condition(scope),
                include=["metadatas", "distances"],
            )
    except _failures() as error:
        generations.distrust(path)
        raise IndexUnavailableError(f"The index cannot be read: {error}") from error
    return _best(found["metadatas"][0], found["distances"][0])


def _best(metadatas: Sequence[Any], distances: Sequence[float]) -> list[Near]:
    best: dict[int, float] = {}
    for told, distance in zip(metadatas, distances, strict=True):
        best.setdefault(told["claim_version"], 1.0 - distance)
    return [Near(pk, similarity) for pk, similarity in best.items()]


def _build(progress: Progress | None, *, only_if_stale: bool) -> int:
    embedder = choosing.chosen()
    try:
        with generations.writing():
            if only_if_stale and not is_stale():
                return 0
            fingerprint = _fingerprint()  # before the claims: at worst one build more
            entries = indexed.entries()
            path = generations.fresh()
            _fill(path, entries, _vectors(entries, embedder, progress))
            told = {
                "embedder": embedder.name,
                "dimension": embedder.dimension,
                "of": fingerprint,
                "entries": len(entries),
            }
            generations.make_current(path, told)
    except _failures() as error:
        raise IndexUnavailableError(f"The index cannot be built: {error}") from error
    return len(entries)


def _vectors(
    entries: list[Entry], embedder: Embedder, progress: Progress | None
) -> dict[str, list[float]]:
    known = _known_vectors(embedder)
    wanted = dict.fromkeys(entry.sha256 for entry in entries)
    texts = {entry.sha256: entry.text for entry in entries}
    missing = [sha for sha in wanted if sha not in known]
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        rows: Vectors = embedder.embed([texts[sha] for sha in part])
        known |= zip(part, rows.tolist(), strict=True)
        if progress:
            progress(start + len(part), len(missing))
    return known


def _known_vectors(embedder: Embedder) -> dict[str, list[float]]:
    # Wording does not change, so most vectors of a new generation exist already.
    path, said = generations.current(), generations.manifest()
    if path is None or not _is_of(embedder, said) or not said.get("entries"):
        return {}
    try:
        with _READER_LOCK:
            stored = _reader(path).get(include=["metadatas", "embeddings"])
    except _failures():
        return {}
    return {
        told["sha256"]: list(map(float, vector))
        for told, vector in zip(stored["metadatas"], stored["embeddings"], strict=True)
    }


def _fill(path: Path, entries: list[Entry], vectors: dict[str, list[float]]) -> None:
    client = _client(path)
    try:
        claims = client.create_collection(
            NAME, embedding_function=None, configuration={"hnsw": HNSW}
        )
        for start in range(0, len(entries), BATCH):
            part = entries[start : start + BATCH]
            claims.upsert(
                ids=[entry.id for entry in part],
                embeddings=[vectors[entry.sha256] for entry in part],
                metadatas=[entry.metadata for entry in part],
            )
    finally:
        client.close()


def _is_of(embedder: Embedder, said: dict[str, Any]) -> bool:
    return (said.get("embedder"), said.get("dimension")) == (
        embedder.name,
        embedder.dimension,
    )


def _fingerprint() -> str:
    approved = ClaimVersion.objects.filter(state=ClaimState.APPROVED).aggregate(
        count=Count("pk"), sum=Sum("pk"), most=Max("pk"), at=Max("approved_at")
    )
    evidence = Reference.objects.aggregate(
        versions=Sum("version"), retracted=Count("retracted_at")
    )
    return " ".join(str(value) for value in (*approved.values(), *evidence.values()))


# One reader a process; whoever uses it holds the lock, because a flip closes it.
_READER_LOCK = threading.Lock()
_OPEN: dict[tuple[int, Path], tuple[Any, Any]] = {}


def _reader(path: Path) -> Any:
    place = (os.getpid(), path)
    if place not in _OPEN:
        while _OPEN:
            (pid, _), (client, _collection) = _OPEN.popitem()
            if pid == os.getpid():
                client.close()
        client = _client(path)
        _OPEN[place] = client, client.get_collection(NAME, embedding_function=None)
    return _OPEN[place][1]


def _client(path: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(
        path, settings=Settings(anonymized_telemetry=False)
    )


@functools.cache
def _failures() -> tuple[type[Exception], ...]:
    from chromadb.errors import ChromaError

    return (ChromaError, sqlite3.Error, OSError, RuntimeError, ValueError)
