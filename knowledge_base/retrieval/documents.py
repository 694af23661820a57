"""Outside documents in the place of claims: searched by the very same code, in memory.

For measuring alone: a document is an entry of the index that is open to everybody, its
title stands where a claim's heading does.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.protocol import Embedder, Vectors
from knowledge_base.index import View, parts, views
from knowledge_base.indexed import NEVER, Entry, Reach, Scope
from knowledge_base.retrieval import fusion, ranking
from knowledge_base.retrieval.fusion import Ranking
from knowledge_base.retrieval.ranking import Search
from knowledge_base.wording.hashes import sha256

BATCH = 64
EVERYBODY = Reach()
ANYWHERE = Scope(1, "", "", "", datetime.date(2000, 1, 1))
NO_KEY = "\0"  # no text names it
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Document:
    """A title and the text under it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Corpus:
    """Documents with their view: the number of a document is its place, from 1."""

    ids: tuple[str, ...]
    view: View


def corpus(
    documents: Sequence[Document], kept: Path, progress: Progress | None = None
) -> Corpus:
    """All documents ready for searching; their points are kept in a directory.

    ``progress`` hears how many documents of how many have points.
    """
    embedder = choosing.chosen()
    rows = [_entry(place, document) for place, document in enumerate(documents, 1)]
    points = _points(embedder, [row.texts[0] for row in rows], kept, progress)
    part = parts.assembled(rows, points)
    layer = views.Layer(part, np.ones(len(rows), dtype=np.bool_))
    view = View(embedder, embedder.dimension, (layer,), has_base=True)
    return Corpus(tuple(document.id for document in documents), view)


def rankings(known: Corpus, text: str, depth: int = fusion.DEPTH) -> dict[str, Ranking]:
    """What each way of searching finds, as the search for claims does it."""
    search = Search(text, ANYWHERE, known.view, depth=depth)
    found = {
        "figures": ranking.by_figures(search),
        "meaning": ranking.by_meaning(search),
        "words": ranking.by_words(search),
    }
    return {name: one for name, one in found.items() if one is not None}


def ordered(known: Corpus, found: Iterable[Ranking]) -> list[str]:
    """The documents of one or more rankings, best first."""
    fused = fusion.fuse(found)
    best = sorted(fused, key=lambda place: -fused[place].score)
    return [known.ids[place - 1] for place in best]


def _entry(place: int, document: Document) -> Entry:
    title = document.title.strip()
    return Entry(
        version_id=place,
        brand_id=ANYWHERE.brand_id,
        key=f"{NO_KEY}{place:09}",
        heading=title if title.endswith((".", "?", "!")) else f"{title}.",
        wordings=(document.text,),
        is_in_force=True,
        reach=EVERYBODY,
        valid_from=0,
        expires_on=NEVER,
    )


def _points(
    embedder: Embedder, texts: Sequence[str], kept: Path, progress: Progress | None
) -> dict[str, Vectors]:
    path = kept / f"{embedder.name}.npz"
    found = _kept(path)
    wanted = {sha: text for text in texts if (sha := sha256(text)) not in found}
    missing = list(wanted)
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        rows = embedder.embed([wanted[sha] for sha in batch])
        found |= dict(zip(batch, rows, strict=True))
        if progress:
            progress(start + len(batch), len(missing))
    if missing:
        kept.mkdir(parents=True, exist_ok=True)
        np.savez(path, hashes=np.array(list(found)), points=np.array([*found.values()]))
    return found


def _kept(path: Path) -> dict[str, Vectors]:
    """Points of earlier runs; a file that cannot be read counts as none."""
    try:
        with np.load(path) as stored:
            return dict(zip(stored["hashes"].tolist(), stored["points"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}
