"""Finds claims by their meaning, through the index."""

import logging

from knowledge_base import index
from knowledge_base.index import Near
from knowledge_base.indexed import Scope

log = logging.getLogger(__name__)

FEWEST = 50  # asked of the index, so that what the database refuses leaves enough


def is_ready() -> bool:
    """Bring the index up to date; whether it can be asked now."""
    try:
        index.ensure()
    except ConnectionError as error:
        log.warning("Searching by words only: %s", error)
        return False
    return True


def nearest(text: str, scope: Scope, limit: int) -> list[Near] | None:
    """Revisions near in meaning; None if the index cannot answer."""
    try:
        return index.nearest(text, scope, max(FEWEST, 4 * limit))
    except ConnectionError as error:
        log.warning("Searching by words only: %s", error)
        return None
