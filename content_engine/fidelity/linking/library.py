"""All approved wordings that a statement may be compared with; kept up one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from content_engine.fidelity import canonical
from content_engine.fidelity.linking.exact import Exact
from content_engine.fidelity.linking.rarity import RareWords
from content_engine.fidelity.matching import Approved

MEASURED = 20
ENOUGH = 52.0  # of 100; what is less alike is not worth a comparison
INSIDE = 85.0  # of 100; from here a wording stands inside a longer sentence
LONGER = 1.3  # times as long is longer


@dataclass(frozen=True)
class Candidate:
    """An approved wording that a statement could be; ``likeness`` is 0 to 100."""

    approved: Approved
    likeness: float


class Library:
    """Approved wordings, found by their letters or by their rare words.

    Likeness only says what to compare first; it never makes a statement approved.
    """

    def __init__(self, known: Iterable[Approved] = ()) -> None:
        """Hold all known wordings."""
        self._all: list[Approved] = []
        self._texts: list[str] = []
        self._places: dict[Approved, int] = {}
        self._rare = RareWords()
        self._exact: Exact[Approved] = Exact(self._taken(known))

    def add(self, approved: Approved) -> None:
        """Know one wording more; one that is known already changes nothing."""
        for wording, taken in self._taken([approved]):
            self._exact.add(wording, taken)

    def withdraw(self, approved: Approved) -> None:
        """Forget a wording. Raises KeyError if it is not known."""
        place = self._places.pop(approved)
        self._exact.remove(self._texts[place], approved)
        self._rare.remove(place, self._texts[place])

    def exactly(self, statement: str) -> tuple[Approved, ...]:
        """The wordings that a canonical statement is, letter by letter."""
        whole = (0, len(statement))
        found = self._exact.find(statement)
        return tuple(one for one, *span in found if tuple(span) == whole)

    def candidates(self, statement: str, at_most: int) -> tuple[Candidate, ...]:
        """What a canonical statement could be, the likest first; none if nothing is."""
        near = self._rare.nearest(statement, MEASURED)
        rated = [(likeness(statement, self._texts[n]), n) for n in near]
        rated.sort(key=lambda one: (-one[0], one[1]))
        return tuple(
            Candidate(self._all[n], alike)
            for alike, n in rated[:at_most]
            if alike >= ENOUGH
        )

    def _taken(self, known: Iterable[Approved]) -> Iterable[tuple[str, Approved]]:
        """Each new wording in canonical form, once it is numbered and posted."""
        for approved in known:
            wording = canonical.canonical(approved.text)
            if approved in self._places or not wording:
                continue
            self._places[approved] = len(self._all)
            self._rare.add(len(self._all), wording)
            self._all.append(approved)
            self._texts.append(wording)
            yield wording, approved


def likeness(statement: str, wording: str) -> float:
    """How alike two texts are, 0 to 100: as they stand, in any order, or one inside."""
    turned = fuzz.token_sort_ratio(statement, wording)
    short, long = sorted((statement, wording), key=len)
    if LONGER * len(short) > len(long):
        return max(turned, fuzz.ratio(statement, wording))
    return max(turned, fuzz.partial_ratio(short, long, score_cutoff=INSIDE))
