"""Views of the index made by hand, for laws that need no database."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.index import View, parts, views
from knowledge_base.indexed import NEVER, Entry, Reach, Scope
from knowledge_base.wording.hashes import sha256

PLACE = Scope(1, "US", "email", "HCP", datetime.date(2026, 11, 21))
OPEN = Reach(("efficacy",))


@dataclass(frozen=True)
class Candidate:
    """A claim revision in the words that a search compares."""

    pk: int
    key: str
    wordings: tuple[str, ...]


def entry(candidate: Candidate, brand_id: int = 1, reach: Reach = OPEN) -> Entry:
    """The candidate as the index holds it, in force for ever."""
    return Entry(
        version_id=candidate.pk,
        brand_id=brand_id,
        key=candidate.key,
        heading=candidate.key.replace("-", " ") + ".",
        wordings=candidate.wordings,
        is_in_force=True,
        reach=reach,
        valid_from=0,
        expires_on=NEVER,
    )


def view_of(*layers: Sequence[Candidate]) -> View:
    """A view with one layer for each group of candidates."""
    return view_of_entries(*(map(entry, group) for group in layers))


def view_of_entries(*layers: Iterable[Entry]) -> View:
    """A view with one layer for each group of entries, by brand and key."""
    embedder, made = HashingEmbedder(), []
    for group in layers:
        rows = sorted(group, key=lambda one: (one.brand_id, one.key))
        texts = [text for row in rows for text in row.texts]
        points = dict(zip(map(sha256, texts), embedder.embed(texts), strict=True))
        present = np.ones(len(rows), dtype=np.bool_)
        part = parts.assembled(rows, points)
        made.append(views.Layer(part, present, tuple(rows)))
    return View(embedder, embedder.dimension, tuple(made))
