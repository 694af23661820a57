"""Tells how the words of one text become those of another, in bounded time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = r"\w+(?:[.,]\d+)*%?|[^\w\s]"  # a word, a figure with its decimals, a mark
MOST_EQUAL_PAIRS = 50_000
KEPT, REMOVED, ADDED = "kept", "removed", "added"


class Run(NamedTuple):
    """A stretch of words; its places count in the old text if removed, else the new."""

    kind: str
    start: int
    end: int


def runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """The stretches that lead from old words to new ones, in reading order.

    The matcher's time grows with the pairs of equal words: text of endless repetition
    is replaced whole.
    """
    counts = Counter(word for word in new if not word.isspace())
    if sum(counts[word] for word in old) > MOST_EQUAL_PAIRS:
        yield Run(REMOVED, 0, len(old))
        yield Run(ADDED, 0, len(new))
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield Run(KEPT, start, end)
            continue
        if old_start < old_end:
            yield Run(REMOVED, old_start, old_end)
        if start < end:
            yield Run(ADDED, start, end)
