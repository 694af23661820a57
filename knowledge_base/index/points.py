"""Finds the points of texts: those that the database knows, then what is embedded."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from knowledge_base.embeddings.protocol import Embedder, Vectors
from knowledge_base.models import WordingVector

Points = dict[str, Vectors]
Progress = Callable[[int], None]
BATCH = 256
CHUNK = 2_000


def known(embedder: Embedder, hashes: Iterable[str]) -> Points:
    """The points that the database has, by the hash of their text."""
    wanted = list(dict.fromkeys(hashes))
    found: Points = {}
    for start in range(0, len(wanted), CHUNK):
        rows = WordingVector.objects.filter(
            embedder=embedder.name, sha256__in=wanted[start : start + CHUNK]
        )
        for sha, stored in rows.values_list("sha256", "vector"):
            point = np.frombuffer(stored, dtype="<f4").astype(np.float32)
            if len(point) == embedder.dimension:
                found[sha] = point
    return found


def new(embedder: Embedder, found: Points) -> Points:
    """Those of the points that the database does not have."""
    rows = WordingVector.objects.filter(embedder=embedder.name, sha256__in=list(found))
    stored = set(rows.values_list("sha256", flat=True))
    return {sha: point for sha, point in found.items() if sha not in stored}


def embedded(
    embedder: Embedder, texts: Mapping[str, str], progress: Progress | None = None
) -> Points:
    """The points of texts given by their hash; ``progress`` hears how many came."""
    hashes = list(texts)
    found: Points = {}
    for start in range(0, len(hashes), BATCH):
        part = hashes[start : start + BATCH]
        rows = embedder.embed([texts[sha] for sha in part])
        found |= dict(zip(part, rows, strict=True))
        if progress:
            progress(len(part))
    return found


def remember(embedder: Embedder, points: Points) -> None:
    """Keep points in the database, for every process and every later index."""
    WordingVector.objects.bulk_create(
        (
            WordingVector(
                embedder=embedder.name,
                sha256=sha,
                vector=point.astype("<f4").tobytes(),
            )
            for sha, point in points.items()
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def forget(embedder: Embedder) -> None:
    """Drop every stored point of an embedder; they are made anew when asked for."""
    WordingVector.objects.filter(embedder=embedder.name).delete()
