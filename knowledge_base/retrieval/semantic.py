"""Finds claims by their meaning, through the index."""

import logging
from collections.abc import Iterable

from knowledge_base import index
from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.index import Near, View
from knowledge_base.indexed import Scope

log = logging.getLogger(__name__)


def nearest(
    view: View, text: str, scope: Scope, limit: int, *, anywhere: bool = False
) -> list[Near] | None:
    """Revisions near in meaning, nearest first; None if the index cannot answer."""
    try:
        return index.nearest(view, text, scope, limit, anywhere=anywhere)
    except ConnectionError as error:
        log.warning("Searching by words only: %s", error)
        return None


def vectors(view: View, pks: Iterable[int]) -> dict[int, Vectors]:
    """The unit vector of each revision's own wording; who has none is left out."""
    return index.vectors(view, list(pks))
