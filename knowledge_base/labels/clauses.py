"""What a clause of a label is, where it stands, and when two are the same words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge_base.wording import normalise

HEADING = "heading"
STATED_CODE = "stated:"
"""What a kit states beside its sections bears this before the section's code."""
SEEN_ALIKE = str.maketrans(
    {
        **normalise.MAPPED,
        **dict.fromkeys(normalise.UNSEEN, ""),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
NUMBERING = re.compile(r"\s*\d+(?:\.\d+)*\.?\s+")
WORD = re.compile(r"\w+(?:[.,'-]\w+)*%?")


@dataclass(frozen=True)
class Clause:
    """The smallest quotable piece of a label, with the titles above it.

    ``number`` counts the stored clauses of its section from 0; headings and what a kit
    states beside its sections have none. ``section`` is the
    section's ordinal, None where there is no section.
    """

    section: int | None
    number: int | None
    kind: str
    text: str
    path: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The words as they are compared: a heading without its number."""
        text = folded(self.text)
        return NUMBERING.sub("", text, count=1) if self.kind == HEADING else text

    @cached_property
    def plain_path(self) -> tuple[str, ...]:
        """The titles above it without numbers, case aside."""
        return plain(self.path)

    @property
    def address(self) -> str:
        """The name of its place on the label's page, "" where it has none."""
        if self.section is None:
            return ""
        if self.number is None:
            return f"s-{self.section}"
        return f"c-{self.section}-{self.number}"


@dataclass(frozen=True)
class SectionClauses:
    """A section's heading and clauses, in reading order."""

    place: int | None
    code: str
    path: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @cached_property
    def plain_path(self) -> tuple[str, ...]:
        """The titles down to this section without numbers, case aside."""
        return plain(self.path)


def folded(text: str) -> str:
    """The text with white space, dashes and quotes in one form; case is kept."""
    return " ".join(text.translate(SEEN_ALIKE).split())


def plain(path: Iterable[str]) -> tuple[str, ...]:
    """Titles without their numbers, case aside."""
    return tuple(NUMBERING.sub("", folded(title), count=1).casefold() for title in path)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, case and punctuation aside; figures stay whole."""
    return tuple(WORD.findall(folded(text).casefold()))


def runs(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    """Every stretch of so many words; a shorter text is one stretch."""
    if not words:
        return
    for start in range(max(1, len(words) - length + 1)):
        yield tuple(words[start : start + length])
