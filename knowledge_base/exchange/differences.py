"""Shows word by word how a text changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s+|\w+(?:[.,]\d+)*%?|[^\w\s]")
MOST_WORDS = 2_000  # beyond it the whole text counts as changed


@dataclass(frozen=True)
class Stretch:
    """A stretch of words: ``kept``, ``removed`` or ``added``."""

    kind: str
    text: str


def words(before: str, after: str) -> tuple[Stretch, ...]:
    """The stretches that lead from one text to the other, in reading order."""
    if before == after:
        return (Stretch("kept", after),) if after else ()
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        whole = (Stretch("removed", before), Stretch("added", after))
        return tuple(stretch for stretch in whole if stretch.text)
    return tuple(_stretches(old, new))


def _stretches(old: list[str], new: list[str]) -> Iterator[Stretch]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Stretch("kept", "".join(old[a:b]))
            continue
        if a < b:
            yield Stretch("removed", "".join(old[a:b]))
        if c < d:
            yield Stretch("added", "".join(new[c:d]))
