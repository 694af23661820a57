"""A pool of drafts, from which the one least like the messages chosen is taken."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from content_engine.planning.drafts import Draft
from content_engine.writers.composer import diversity


@dataclass
class Candidate:
    """A draft; ``nearest`` is its largest likeness to any chosen message."""

    draft: Draft
    text: str
    grams: int = 0
    size: int = 0
    nearest: float = 0.0
    compared: int = 0


@dataclass
class Chosen:
    """The messages of a family so far, as bit sets of their trigrams."""

    texts: list[str] = field(default_factory=list)
    grams: list[tuple[int, int]] = field(default_factory=list)
    _bits: dict[tuple[str, ...], int] = field(default_factory=dict)

    def candidate(self, draft: Draft) -> Candidate:
        """A draft with its connective text, ready for comparing."""
        text = draft.connective_text
        grams = self._set(text)
        return Candidate(draft, text, grams, grams.bit_count())

    def add(self, candidate: Candidate) -> None:
        """Keep a message."""
        self.texts.append(candidate.text)
        self.grams.append((candidate.grams, candidate.size))

    def farthest_first(self, pool: list[Candidate]) -> Iterator[Candidate]:
        """Take candidates out of a pool, the least like any chosen one first.

        Greedy max-min: a candidate is as near as its nearest neighbour. Texts that
        were chosen already are dropped.
        """
        while pool:
            for candidate in pool:
                self._compare(candidate)
            best = min(pool, key=lambda candidate: candidate.nearest)
            pool.remove(best)
            if best.text not in self.texts:
                yield best

    def _compare(self, candidate: Candidate) -> None:
        """Bring a candidate's nearest up to date: Jaccard, by counting common bits."""
        grams, size, nearest = candidate.grams, candidate.size, candidate.nearest
        for other, others in self.grams[candidate.compared :]:
            common = (grams & other).bit_count()
            everything = size + others - common
            nearest = max(nearest, common / everything if everything else 1.0)
        candidate.nearest, candidate.compared = nearest, len(self.grams)

    def _set(self, text: str) -> int:
        bits = 0
        for gram in diversity.trigrams(text):
            bits |= 1 << self._bits.setdefault(gram, len(self._bits))
        return bits
