"""Aligns two lists of clauses: equal ones first, then those that are most alike."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge_base.labels.clauses import Clause, words_of

Pair = tuple[Clause | None, Clause | None]
ALIKE = 0.5
"""Two clauses are shown as one that changed if they share half of their words."""
MOST_COMPARED = 40_000
"""Larger blocks are shown as taken out and put in: nobody reads such pairs anyway."""


def aligned(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Pair]:
    """Both lists side by side in reading order; a clause without a twin stands alone.

    Only equal words count as unchanged: likeness decides what is shown beside what.
    """
    alone = _once([clause.folded for clause in old], [clause.folded for clause in new])
    for mine, theirs in _gaps(old, new, alone):
        equal = _equal_places(_numbered(mine), _numbered(theirs))
        for left, right in _gaps(mine, theirs, equal):
            yield from _most_alike(left, right)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of their words two clauses share, 0 to 1."""
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def _once(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of words that stand once on each side, in the same order in both.

    They hold the two lists together, whatever is repeated around them.
    """
    mine, theirs = Counter(old), Counter(new)
    alone = {words for words in mine if mine[words] == theirs[words] == 1}
    return _equal_places(
        [(words, 0) if words in alone else (words, 1) for words in old],
        [(words, 0) if words in alone else (words, 2) for words in new],
    )


def _gaps(
    old: Sequence[Clause], new: Sequence[Clause], equal: Sequence[tuple[int, int]]
) -> Iterator[tuple[Sequence[Clause], Sequence[Clause]]]:
    """The stretches between equal clauses, and each pair of these as a stretch."""
    place_old, place_new = 0, 0
    for mine, theirs in equal:
        yield old[place_old:mine], new[place_new:theirs]
        yield [old[mine]], [new[theirs]]
        place_old, place_new = mine + 1, theirs + 1
    yield old[place_old:], new[place_new:]


def _numbered(clauses: Sequence[Clause]) -> list[tuple[str, int]]:
    """Each clause's words with how often they stood before: every entry is unique."""
    seen: Counter[str] = Counter()
    numbered = []
    for clause in clauses:
        numbered.append((clause.folded, seen[clause.folded]))
        seen[clause.folded] += 1
    return numbered


def _equal_places(
    old: Sequence[tuple[str, int]], new: Sequence[tuple[str, int]]
) -> list[tuple[int, int]]:
    """The longest run of pairs that are equal and in the same order in both.

    As every entry stands once on each side, it is the longest rising run of places.
    """
    where = {entry: place for place, entry in enumerate(new)}
    pairs = [(a, where[entry]) for a, entry in enumerate(old) if entry in where]
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        tails[length : length + 1] = [index]
    found = []
    index = tails[-1] if tails else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _most_alike(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Pair]:
    """Pairs in order with the greatest likeness in all, unlike clauses apart."""
    twins = _twins(old, new) if len(old) * len(new) <= MOST_COMPARED else {}
    place = 0
    for index, clause in enumerate(old):
        twin = twins.get(index)
        if twin is None:
            yield clause, None
            continue
        yield from ((None, other) for other in new[place:twin])
        yield clause, new[twin]
        place = twin + 1
    yield from ((None, other) for other in new[place:])


def _twins(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    mine = [frozenset(words_of(clause.text)) for clause in old]
    theirs = [frozenset(words_of(clause.text)) for clause in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            alike = _alike(old[a], new[b], mine[a], theirs[b])
            together = best[a + 1][b + 1] + alike if alike else 0.0
            best[a][b] = max(together, best[a + 1][b], best[a][b + 1])
    return _walked(best)


def _alike(
    old: Clause, new: Clause, mine: frozenset[str], theirs: frozenset[str]
) -> float:
    """The likeness of two clauses that may be shown as one, else 0."""
    if old.folded == new.folded:
        return 1.0
    if old.kind != new.kind:
        return 0.0
    alike = likeness(mine, theirs)
    return alike if alike >= ALIKE else 0.0


def _walked(best: list[list[float]]) -> dict[int, int]:
    """The pairs that make up the best sum."""
    twins, a, b = {}, 0, 0
    while a < len(best) - 1 and b < len(best[0]) - 1:
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            twins[a] = b
            a, b = a + 1, b + 1
    return twins
