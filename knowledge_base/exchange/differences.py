"""Shows word by word how a text changes."""

import re
from dataclasses import dataclass

from knowledge_base.wording import rewording

WORD = re.compile(rf"\s+|{rewording.WORD}")
MOST_WORDS = 2_000  # beyond it the whole text counts as changed


@dataclass(frozen=True)
class Stretch:
    """A stretch of words: ``kept``, ``removed`` or ``added``."""

    kind: str
    text: str


def words(before: str, after: str) -> tuple[Stretch, ...]:
    """The stretches that lead from one text to the other, in reading order."""
    if before == after:
        return (Stretch(rewording.KEPT, after),) if after else ()
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = ([text] * bool(text) for text in (before, after))
    return tuple(
        Stretch(kind, "".join((old if kind == rewording.REMOVED else new)[start:end]))
        for kind, start, end in rewording.runs(old, new)
    )
