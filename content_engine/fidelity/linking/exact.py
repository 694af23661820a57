"""Finds wordings that stand in a text letter by letter, however many are known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

LEAD = 24  # characters
LAYER = 1_000
MOST_LAYERS = 8
Item = TypeVar("Item")


class Exact(Generic[Item]):
    """Wordings by how they begin: one automaton finds every beginning in one pass.

    The rest of a wording is looked up whole, so one more wording costs little: only a
    beginning that is new goes into the youngest layer, which is made anew; a full layer
    stays as it is, and many full ones are made one. What is added twice has to be
    removed twice.
    """

    def __init__(self, known: Iterable[tuple[str, Item]] = ()) -> None:
        """Hold all known wordings, each with what it stands for."""
        self._held: dict[str, Counter[Item]] = defaultdict(Counter)
        self._lengths: dict[str, Counter[int]] = defaultdict(Counter)
        self._layers: list[AhoCorasick] = []
        self._young: list[str] = []
        self._youngest: AhoCorasick | None = None
        self.add(known)

    def add(self, known: Iterable[tuple[str, Item]]) -> None:
        """Know these wordings too; an empty one is none."""
        fresh = [lead for one in known for lead in self._hold(*one)]
        if not fresh:
            return
        self._young += fresh
        self._youngest = _automaton(self._young)
        if len(self._young) >= LAYER:
            self._layers.append(self._youngest)
            self._young, self._youngest = [], None
        if len(self._layers) > MOST_LAYERS:
            self._make_one()

    def remove(self, wording: str, item: Item) -> None:
        """Forget once what a wording stands for. Raises ValueError if it never did."""
        items = self._held.get(wording)
        if not items or item not in items:
            raise ValueError(f"This wording does not stand for {item}.")
        items[item] -= 1
        self._lengths[wording[:LEAD]][len(wording)] -= 1
        if not items[item]:
            del items[item]
        if not items:
            del self._held[wording]

    def find(self, text: str) -> Iterator[tuple[Item, int, int]]:
        """What stands in a text, with its place; wordings may overlap."""
        for layer in filter(None, (*self._layers, self._youngest)):
            for _, start, end in layer.find_matches_as_indexes(text, overlapping=True):
                for length in self._lengths[text[start:end]]:
                    whole = text[start : start + length]
                    for item in self._held.get(whole, ()):
                        if len(whole) == length:  # the text did not end before it
                            yield item, start, start + length

    def _hold(self, wording: str, item: Item) -> Iterator[str]:
        """Keep a wording; its beginning, if no layer knows that yet."""
        if not wording:
            return
        lead = wording[:LEAD]
        if lead not in self._lengths:
            yield lead
        self._held[wording][item] += 1
        self._lengths[lead][len(wording)] += 1

    def _make_one(self) -> None:
        """One layer for all beginnings, without those of wordings that are gone."""
        lengths = {lead: +counts for lead, counts in self._lengths.items()}
        self._lengths = defaultdict(Counter, {k: v for k, v in lengths.items() if v})
        self._layers = [_automaton(self._lengths)]
        self._young, self._youngest = [], None


def _automaton(leads: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(list(leads), matchkind=MatchKind.Standard)
