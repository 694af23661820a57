"""All approved wordings that a statement may be compared with; kept up one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from content_engine.fidelity import canonical
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
    """Approved wordings, found by their rare words.

    Likeness only says what to compare first; it never makes a statement approved.
    """

    def __init__(self, known: Iterable[Approved] = ()) -> None:
        """Hold all known wordings."""
        self._known: dict[int, Approved] = {}
        self._texts: dict[int, str] = {}
        self._numbers: dict[Approved, int] = {}
        self._rare = RareWords()
        for number, approved in enumerate(known):
            self.add(approved, number)

    def add(self, approved: Approved, number: int) -> None:
        """Know one wording more; one that is known already changes nothing.

        Of wordings that are as near as each other the lower number comes first.
        Raises ValueError for a number that another wording has.
        """
        wording = canonical.canonical(approved.text)
        if approved in self._numbers:
            return
        if number in self._known:
            raise ValueError(f"The number {number} is that of another wording.")
        self._known[number] = approved
        self._texts[number] = wording
        self._numbers[approved] = number
        self._rare.add(number, wording)

    def withdraw(self, approved: Approved) -> None:
        """Forget a wording. Raises KeyError if it is not known."""
        number = self._numbers.pop(approved)
        del self._known[number]
        self._rare.remove(number, self._texts.pop(number))

    def candidates(self, statement: str, at_most: int) -> tuple[Candidate, ...]:
        """What a canonical statement could be, the likest first; none if nothing is."""
        near = self._rare.nearest(statement, MEASURED)
        rated = [(likeness(statement, self._texts[n]), n) for n in near]
        rated.sort(key=lambda one: (-one[0], one[1]))
        return tuple(
            Candidate(self._known[n], alike)
            for alike, n in rated[:at_most]
            if alike >= ENOUGH
        )


def likeness(statement: str, wording: str) -> float:
    """How alike two texts are, 0 to 100: as they stand, in any order, or one inside."""
    turned = fuzz.token_sort_ratio(statement, wording)
    short, long = sorted((statement, wording), key=len)
    if LONGER * len(short) > len(long):
        return max(turned, fuzz.ratio(statement, wording))
    return max(turned, fuzz.partial_ratio(short, long, score_cutoff=INSIDE))
