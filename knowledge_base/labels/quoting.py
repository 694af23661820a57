"""Finds where a quote stands in a label, also where it runs over several clauses."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from knowledge_base.labels.clauses import (
    HEADING,
    Clause,
    SectionClauses,
    folded,
    runs,
    words_of,
)

SHARED_WORDS = 6
"""So many words in one run are no accident: the text repeats the clause."""


class QuoteFinder:
    """The words of one label, ready to be asked where quotes stand.

    Sections stand on lines of their own, so that no quote runs from one to another.
    """

    def __init__(self, sections: Iterable[SectionClauses]) -> None:
        self._clauses: list[Clause] = []
        self._starts: list[int] = []
        lines, end = [], 0
        for section in sections:
            texts = []
            for clause in section.clauses:
                if clause.kind == HEADING:
                    continue
                text = clause.folded.casefold()
                self._clauses.append(clause)
                self._starts.append(end)
                end += len(text) + 1
                texts.append(text)
            if texts:
                lines.append(" ".join(texts))
        self._text = "\n".join(lines)

    def find(self, quote: str) -> tuple[Clause, ...]:
        """The clauses over which a quote runs, wherever it stands, each once.

        Case counts for nothing.
        """
        wanted = folded(quote).casefold()
        return tuple(self._found(wanted)) if wanted else ()

    def _found(self, wanted: str) -> Iterator[Clause]:
        start, told = self._text.find(wanted), 0
        while start >= 0:
            first = bisect_right(self._starts, start) - 1
            end = bisect_right(self._starts, start + len(wanted) - 1)
            yield from self._clauses[max(first, told) : end]
            # Words that repeat themselves may begin again before they end.
            start, told = self._text.find(wanted, start + 1), end


class SharedRuns:
    """The long runs of words in some clauses, ready to be asked who repeats one."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._owners: dict[tuple[str, ...], Clause] = {}
        for clause in clauses:
            for run in _long_runs(clause.text):
                self._owners.setdefault(run, clause)

    def find(self, texts: Iterable[str]) -> tuple[Clause, ...]:
        """The clauses of which some text repeats a long run, each once."""
        if not self._owners:
            return ()
        found = (self._owners.get(run) for text in texts for run in _long_runs(text))
        return tuple(dict.fromkeys(clause for clause in found if clause))


def _long_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = words_of(text)
    if len(words) >= SHARED_WORDS:
        yield from runs(words, SHARED_WORDS)
