"""How much of a piece a reviewer has to read, and what it is called."""

import re
from dataclasses import dataclass

from content_engine.vocabulary import SegmentKind
from web.presenters.pieces import PartRow

WORD = re.compile(r"\S*\w\S*")
TITLE_WORDS = 12


@dataclass(frozen=True)
class FreshRow:
    """A stretch of copy that no one has approved yet."""

    part: str
    text: str


@dataclass(frozen=True)
class Reading:
    """How much of a piece is new, counted in words."""

    fresh_words: int
    all_words: int
    fresh: tuple[FreshRow, ...]

    @property
    def percent_approved(self) -> int:
        """The share of words that were approved before, rounded down."""
        if not self.all_words:
            return 100
        return 100 * (self.all_words - self.fresh_words) // self.all_words


def reading(parts: tuple[PartRow, ...]) -> Reading:
    """Which words need reading: the writer's own, everything else being approved."""
    fresh = tuple(
        FreshRow(part.title, segment.text.strip())
        for part in parts
        for segment in part.segments
        if segment.kind == SegmentKind.COPY and words(segment.text)
    )
    return Reading(
        fresh_words=sum(words(row.text) for row in fresh),
        all_words=sum(words(part.text) for part in parts),
        fresh=fresh,
    )


def title_of(texts: dict[str, str]) -> str:
    """What people call a piece: its subject line, or its first words.

    ``texts`` are the parts' texts by name, in reading order.
    """
    text = texts.get("subject") or next(filter(None, texts.values()), "")
    found = text.split()
    title = " ".join(found[:TITLE_WORDS])
    return (
        f"{title} …" if len(found) > TITLE_WORDS else title or "A piece without words"
    )


def words(text: str) -> int:
    """The number of words in a text; punctuation alone is none."""
    return len(WORD.findall(text))
