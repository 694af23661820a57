"""Keeps the claims of a place from check to check, and brings them up to date.

Reading all claims of a large library takes seconds, and few change between two checks.
So a process keeps what it has read and asks the database's log what changed since. All
else that a check rests on is small, and is read anew each time.
"""

import datetime
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from content_engine import supplies, usable_claims
from content_engine.pieces import Context
from content_engine.rules import approved
from content_engine.rules.approved import Approvals
from content_engine.rules.claim_texts import ClaimTexts
from content_engine.supply import ClaimText, Surroundings
from knowledge_base.index import changes
from knowledge_base.index.changes import Mark, OtherDatabaseError
from knowledge_base.models import ClaimVersion

Place = tuple[int, str, str, str]  # brand, market, channel, audience

MOST_CLAIMS = 250_000  # on all shelves of a process; the place asked last always stays


class Shelf:
    """The usable claims of one place on one day; whoever holds the lock may use it.

    ``mark`` is how far changes are in it, None while nothing is held to be true.
    ``unsettled`` are the revisions that were read in a transaction which may yet be
    undone: they are read again before the next check.
    """

    def __init__(self, place: Place, day: datetime.date) -> None:
        """Hold nothing yet."""
        self.lock = threading.Lock()
        self.place = place
        self.day = day
        self.mark: Mark | None = None
        self.unsettled: frozenset[int] = frozenset()
        self.held: dict[int, ClaimText] = {}
        self.texts = ClaimTexts()

    def bring_up_to_date(self, context: Context) -> None:
        """Hold what the database says now, as this transaction sees it."""
        mark, self.mark = self.mark, None  # if this fails, all is read anew
        if mark is None:
            self._fill(context)
            return
        try:
            later, changed = changes.since(mark)
        except OtherDatabaseError:
            self._fill(context)
            return
        pks = changed | self.unsettled | self._turned(context.day)
        while pks:
            self._read_again(pks, context)
            self.unsettled |= pks
            later, pks = changes.since(later)  # what came while reading
        self.day = context.day
        if _is_in_transaction():
            self.mark = mark
        else:
            self.mark, self.unsettled = later, frozenset()

    def _fill(self, context: Context) -> None:
        """Read every claim."""
        mark = changes.now()  # before the claims: at worst one is read twice
        self.held = dict(usable_claims.read(self.place[0], context))
        self.texts = ClaimTexts()
        self.texts.change(come=((one.place, one) for one in self.held.values()))
        self.day = context.day
        self.unsettled = (
            changes.unsettled(mark) if _is_in_transaction() else frozenset()
        )
        self.mark = mark

    def _turned(self, day: datetime.date) -> frozenset[int]:
        """The revisions whose time begins or ends between the day held and this one."""
        if day == self.day:
            return frozenset()
        after, until = sorted((self.day, day))
        turning = ClaimVersion.objects.turning(after=after, until=until)
        of_brand = turning.filter(claim__brand_id=self.place[0])
        return frozenset(of_brand.values_list("pk", flat=True))

    def _read_again(self, pks: Collection[int], context: Context) -> None:
        """Take over what became of some revisions."""
        come = dict(usable_claims.read(self.place[0], context, pks))
        held = {pk: self.held[pk] for pk in pks if pk in self.held}
        gone = [pk for pk, claim in held.items() if come.get(pk) != claim]
        fresh = {pk: one for pk, one in come.items() if held.get(pk) != one}
        self.texts.change(
            gone=[self.held.pop(pk) for pk in gone],
            come=((one.place, one) for one in fresh.values()),
        )
        self.held |= fresh


# One set for each process, in the order of use. Whoever changes it holds the lock.
_LOCK = threading.Lock()
_KEPT: dict[Place, Shelf] = {}


@contextmanager
def standing(context: Context) -> Iterator[tuple[Surroundings, Approvals]]:
    """What may be said in a context now; to be used inside the block alone.

    Raises UnknownBrandError, NoLabelError or NoSafetyTextError.
    """
    market = supplies.market_of(context)
    surroundings = supplies.surroundings(market, context)
    place = (market.brand_id, context.market, context.channel, context.audience)
    shelf = _taken(place, context.day)
    with shelf.lock:
        shelf.bring_up_to_date(context)
        _make_room()
        yield surroundings, approved.around(shelf.texts, surroundings, context)


def clear() -> None:
    """Let go of everything that this process keeps."""
    with _LOCK:
        _KEPT.clear()


def _taken(place: Place, day: datetime.date) -> Shelf:
    """The shelf of a place, from now on the one used last."""
    with _LOCK:
        shelf = _KEPT[place] = _KEPT.pop(place, Shelf(place, day))
        return shelf


def _make_room() -> None:
    """Let go of the shelves that were not used for longest, while there is too much."""
    with _LOCK:
        while len(_KEPT) > 1 and _count() > MOST_CLAIMS:
            del _KEPT[next(iter(_KEPT))]


def _count() -> int:
    return sum(len(shelf.held) for shelf in _KEPT.values())


def _is_in_transaction() -> bool:
    return bool(transaction.get_connection().in_atomic_block)
