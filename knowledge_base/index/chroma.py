"""Knows Chroma, embedded or as a server: shelves of points, searched by nearness."""

import functools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from knowledge_base.embeddings.protocol import Vectors

BATCH = 2_000
TIMEOUT_SECONDS = 30.0
# With Chroma's defaults the recall fell to .54 at 10,000 vectors; with these .999.
HNSW = {
    "space": "cosine",
    "ef_search": 200,
    "ef_construction": 200,
    "max_neighbors": 32,
    "sync_threshold": 10_000,
}


class ShelfError(ConnectionError):
    """Chroma cannot be reached, or not be read."""


class Shelves:
    """Named shelves of points in one Chroma, which no other name sees.

    Every door raises ShelfError.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._known: dict[str, Any] = {}

    def fill(self, name: str, first: int, vectors: Vectors) -> Iterator[int]:
        """Put points on a new shelf, numbered from ``first``; tells how many came."""
        shelf = _translated(self._client.create_collection)(
            name, embedding_function=None, configuration={"hnsw": HNSW}
        )
        for start in range(0, len(vectors), BATCH):
            part = vectors[start : start + BATCH]
            ids = [str(first + start + place) for place in range(len(part))]
            _translated(shelf.add)(ids=ids, embeddings=np.asarray(part))
            yield len(part)

    def nearest(self, name: str, point: Vectors, count: int) -> NDArray[np.int64]:
        """The numbers of the points that lie nearest, nearest first."""
        found = _translated(self._shelf(name).query)(
            query_embeddings=[point], n_results=count, include=["distances"]
        )
        return np.array([int(known) for known in found["ids"][0]], dtype=np.int64)

    def count(self, name: str) -> int:
        """How many points lie on a shelf."""
        return int(_translated(self._shelf(name).count)())

    def names(self, prefix: str) -> list[str]:
        """The shelves whose names begin so."""
        names = (shelf.name for shelf in _all(self._client))
        return sorted(name for name in names if name.startswith(prefix))

    def drop(self, name: str) -> None:
        """Take a shelf away with all that is on it."""
        _translated(self._client.delete_collection)(name)

    def close(self) -> None:
        """Let go of files, memory and connections."""
        self.closing()()

    def closing(self) -> Callable[[], None]:
        """What closes the shelves when nobody has them any more."""
        return functools.partial(_close, self._client)

    def _shelf(self, name: str) -> Any:
        if name not in self._known:
            found = _translated(self._client.get_collection)(
                name, embedding_function=None
            )
            self._known[name] = found
        return self._known[name]


def opened(directory: Path) -> Shelves:
    """The server that CHROMA_URL names, else the embedded Chroma of the directory.

    Raises ShelfError.
    """
    opening = _served if is_served() else _embedded
    return Shelves(_translated(opening)(directory))


def is_served() -> bool:
    """Whether the shelves stand on a server, apart from the generations."""
    return bool(settings.CHROMA_URL)


def _embedded(directory: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(directory, settings=_silent())


def _served(_: Path) -> Any:
    import chromadb

    place = urlsplit(settings.CHROMA_URL)
    is_secure = place.scheme == "https"
    token = settings.CHROMA_TOKEN
    client: Any = chromadb.HttpClient(
        host=place.hostname or "127.0.0.1",
        port=place.port or (443 if is_secure else 8000),
        ssl=is_secure,
        headers={"X-Chroma-Token": token} if token else None,
        settings=_silent(),
    )
    client._server._session.timeout = TIMEOUT_SECONDS  # else it waits for ever
    return client


def _close(client: Any) -> None:
    client.close()
    # Over HTTP there are two sessions, which Chroma itself never closes.
    for part in (client, client._admin_client):
        session = getattr(part._server, "_session", None)
        if session is not None:
            session.close()


def _silent() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _all(client: Any) -> Iterator[Any]:
    step, start = 500, 0
    while part := _translated(client.list_collections)(limit=step, offset=start):
        yield from part
        start += step


def _translated(call: Any) -> Any:
    """The same call, its failures in our words."""

    @functools.wraps(call)
    def calling(*values: Any, **named: Any) -> Any:
        try:
            return call(*values, **named)
        except _failures() as error:
            raise ShelfError(f"Chroma cannot answer: {error}") from error

    return calling


@functools.cache
def _failures() -> tuple[type[Exception], ...]:
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    return (
        *(ChromaError, HTTPError, sqlite3.Error),
        *(OSError, RuntimeError, ValueError, KeyError, TypeError),
    )
