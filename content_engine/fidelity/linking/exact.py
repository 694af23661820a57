"""Finds wordings that stand in a text letter by letter, however many are known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

LEAD = 24  # characters
LAYER = 1_000
Item = TypeVar("Item")


class Exact(Generic[Item]):
    """Wordings by how they begin: one automaton finds every beginning in one pass.

    The rest of a wording is looked up whole, so one more wording costs little: only a
    beginning that is new goes into the youngest layer, which is made anew; a full layer
    stays as it is.
    """

    def __init__(self, known: Iterable[tuple[str, Item]] = ()) -> None:
        """Hold all known wordings, each with what it stands for."""
        self._held: dict[str, list[Item]] = defaultdict(list)
        self._lengths: dict[str, Counter[int]] = defaultdict(Counter)
        for wording, item in known:
            self._hold(wording, item)
        self._young: list[str] = []
        self._layers = [_automaton(self._lengths)] if self._lengths else []

    def add(self, wording: str, item: Item) -> None:
        """Know one wording more; an empty one is none."""
        is_new = wording[:LEAD] not in self._lengths
        if not self._hold(wording, item) or not is_new:
            return
        if not self._young:
            self._layers.append(_automaton(()))
        self._young.append(wording[:LEAD])
        self._layers[-1] = _automaton(self._young)
        if len(self._young) >= LAYER:
            self._young = []

    def remove(self, wording: str, item: Item) -> None:
        """Forget what a wording stands for. Raises ValueError if it never did."""
        self._held[wording].remove(item)
        self._lengths[wording[:LEAD]][len(wording)] -= 1
        if not self._held[wording]:
            del self._held[wording]

    def find(self, text: str) -> Iterator[tuple[Item, int, int]]:
        """What stands in a text, with its place; wordings may overlap."""
        for layer in self._layers:
            for _, start, end in layer.find_matches_as_indexes(text, overlapping=True):
                for length in self._lengths[text[start:end]]:
                    whole = text[start : start + length]
                    for item in self._held.get(whole, ()):
                        if len(whole) == length:  # the text did not end before it
                            yield item, start, start + length

    def _hold(self, wording: str, item: Item) -> bool:
        if not wording:
            return False
        self._held[wording].append(item)
        self._lengths[wording[:LEAD]][len(wording)] += 1
        return True


def _automaton(leads: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(list(leads), matchkind=MatchKind.Standard)
