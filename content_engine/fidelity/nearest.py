"""Finds the approved wording that an unsupported statement is near, to explain it.

Nearness never makes a statement approved; it only chooses what to show beside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from content_engine.fidelity import canonical

ENOUGH = 0.6
SHARED = 4


@dataclass(frozen=True)
class Wording:
    """An approved wording and the claim it belongs to; None for safety information."""

    text: str
    ref: str | None


class Wordings:
    """Approved wordings, found by the words that they share with a statement."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        """Index every wording by its words."""
        self._all = tuple(dict.fromkeys(wordings))
        self._sizes = []
        self._holding: dict[str, list[int]] = defaultdict(list)
        for place, wording in enumerate(self._all):
            words = _words(wording.text)
            self._sizes.append(len(words))
            for word in words:
                self._holding[word].append(place)

    def nearest(self, statement: str) -> Wording | None:
        """The wording with most words in common, if that is most of the smaller one."""
        words = _words(statement)
        shared: dict[int, int] = defaultdict(int)
        for word in words:
            for place in self._holding.get(word, ()):
                shared[place] += 1
        best = max(
            shared,
            key=lambda place: (
                2 * shared[place] / (len(words) + self._sizes[place]),
                -place,
            ),
            default=None,
        )
        if best is None or shared[best] < SHARED:
            return None
        smaller = min(len(words), self._sizes[best])
        return self._all[best] if shared[best] >= ENOUGH * smaller else None


def _words(text: str) -> frozenset[str]:
    return frozenset(
        token.lower()
        for token in canonical.tokens(canonical.canonical(text))
        if token[0].isalnum()
    )
