"""The search by meaning and by words: a derived index that can be lost at any time.

It narrows a search; whether a claim may be used is asked of the database, never of the
index. A generation is built aside; what changed since then is read from the database's
own log and searched exactly, so no change ever waits for a build.
"""

import logging
import threading

from django.db import connections, transaction

from knowledge_base import generations, indexed
from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.index import building, changes, checking, holding, nearness, points
from knowledge_base.index.building import Progress
from knowledge_base.index.changes import OtherDatabaseError
from knowledge_base.index.checking import Report
from knowledge_base.index.holding import close
from knowledge_base.index.nearness import Near
from knowledge_base.index.views import View
from knowledge_base.indexed import Scope
from knowledge_base.wording.hashes import sha256

__all__ = [
    "IndexUnavailableError",
    "Near",
    "Report",
    "View",
    "check",
    "close",
    "ensure",
    "is_stale",
    "mend",
    "nearest",
    "prepare",
    "rebuild",
    "take_up",
    "vectors",
    "view",
]

log = logging.getLogger(__name__)

BUILT_WHILE_WAITING = 2_000  # revisions: about what a reader may wait for
MOST_FRESH = 2_000  # revisions changed since the build; then a new one is built


class IndexUnavailableError(ConnectionError):
    """The search by meaning cannot answer now."""


def view() -> View:
    """Everything a search may look at now. Never raises for a lost index.

    Asks the database what changed, so it stands in the caller's own thread; the view
    itself asks nothing any more.
    """
    try:
        ensure()
    except IndexUnavailableError as error:
        log.warning("Searching without an index: %s", error)
    seen, is_new = holding.synced(), holding.is_new()
    if is_new:
        for said in checking.glance().differences:
            log.warning("%s Run check_index --mend.", said)
    if seen.has_base and seen.fresh_count > MOST_FRESH:
        _build_in_background()
    return seen


def nearest(
    view: View, text: str, place: Scope, limit: int, *, anywhere: bool = False
) -> list[Near]:
    """Revisions whose wordings lie nearest, nearest first, inside the scope.

    With ``anywhere`` all of the brand that was ever in force and is not superseded.
    Raises IndexUnavailableError.
    """
    if not view.has_meaning:
        raise IndexUnavailableError("The search by meaning is still being built.")
    try:
        [point] = view.embedder.embed([text])
    except ConnectionError as error:
        raise IndexUnavailableError(f"The text cannot be embedded: {error}") from error
    if len(point) != view.dimension:
        raise IndexUnavailableError("The index was made by another embedder.")
    return nearness.nearest(view, point, place, limit, anywhere=anywhere)


def vectors(view: View, pks: list[int]) -> dict[int, Vectors]:
    """The point of each revision's own wording; who has none is left out."""
    found = {}
    for pk in pks:
        place = view.row_of(pk)
        if place and int(place[0].part.starts[place[1]]) not in place[0].missing:
            found[pk] = place[0].part.points_of(place[1])[0]
    return found


def is_stale() -> bool:
    """Whether no generation fits: lost, of another embedder or of another database."""
    said = generations.manifest()
    if not building.fits(choosing.chosen(), said):
        return True
    try:
        changes.since(changes.told(said))
    except OtherDatabaseError:
        return True
    return False


def ensure() -> None:
    """See to it that there is a generation: a small one at once, else in background.

    Raises IndexUnavailableError while there is none.
    """
    try:
        if building.fits(choosing.chosen(), generations.manifest()):
            return
    except ConnectionError as error:
        raise IndexUnavailableError(f"The embedder is not known: {error}") from error
    if indexed.count() <= BUILT_WHILE_WAITING:
        _build(None, only_if_stale=True)
    else:
        _build_in_background()
        raise IndexUnavailableError("The index is being built.")


def prepare(pk: int) -> None:
    """Embed a draft's wordings ahead, so that the last approval shows at once.

    Raises IndexUnavailableError; ``take_up`` then embeds them.
    """
    try:
        embedder = choosing.chosen()
        texts = {sha256(text): text for text in indexed.texts(pk)}
        known = points.known(embedder, texts)
        lacking = {sha: text for sha, text in texts.items() if sha not in known}
        points.remember(embedder, points.embedded(embedder, lacking))
    except ConnectionError as error:
        raise IndexUnavailableError(f"Wordings cannot be embedded: {error}") from error


def take_up() -> None:
    """Take changes into the index for every process: for after a writer's commit.

    Raises IndexUnavailableError; a search then takes them up for itself.
    """
    ensure()
    seen = holding.synced()
    if seen.fresh_count > MOST_FRESH:
        _build_in_background()
        return
    try:
        seen = seen.completed(embed=MOST_FRESH)
    except ConnectionError as error:
        raise IndexUnavailableError(f"Wordings cannot be embedded: {error}") from error
    top = seen.top_points()
    points.remember(seen.embedder, points.new(seen.embedder, top))


def check(*, is_quick: bool = False) -> Report:
    """Whether index and database agree: by their counts, or in everything.

    Raises IndexUnavailableError if there is no index and none can be built.
    """
    ensure()
    return checking.glance() if is_quick else checking.compare()


def mend(report: Report) -> None:
    """Build anew what differs; where points are wrong, embed every text again.

    Raises IndexUnavailableError.
    """
    if report.has_wrong_points:
        points.forget(choosing.chosen())
        path = generations.current()
        if path:
            generations.distrust(path)
    rebuild()


def rebuild(progress: Progress | None = None) -> int:
    """Build the index anew; ``progress`` hears (done, all). Returns its wordings."""
    return _build(progress, only_if_stale=False)


def _build(progress: Progress | None, *, only_if_stale: bool) -> int:
    try:
        with generations.writing():
            embedder = choosing.chosen()
            if only_if_stale and building.fits(embedder, generations.manifest()):
                return 0
            return building.build(embedder, progress)
    except OSError as error:  # of the disk, of Chroma or of the embedder
        raise IndexUnavailableError(f"The index cannot be built: {error}") from error


def _build_in_background() -> None:
    """Build in a thread, unless this or another process is at it already."""
    if transaction.get_connection().in_atomic_block or generations.is_being_written():
        return
    threading.Thread(target=_build_quietly, name="index", daemon=True).start()


def _build_quietly() -> None:
    try:
        _build(None, only_if_stale=False)
    except IndexUnavailableError as error:
        log.warning("%s", error)
    finally:
        connections.close_all()
