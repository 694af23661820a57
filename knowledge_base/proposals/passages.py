"""Cuts a source into statements, each with its place and the part it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.wording.statements import cut, trimmed

LONGEST = 1_500
PART = re.compile(
    r"\A(background|introduction|context|objectives?|aims?|purpose|importance|"
    r"rationale|(?:materials and )?methods?|design(?:, setting,? and participants)?|"
    r"setting|participants|patients|interventions?|main outcomes?(?: and measures)?|"
    r"measurements|(?:main )?results?|findings|conclusions?(?: and relevance)?|"
    r"interpretation|discussion|funding|(?:trial )?registration|limitations)"
    r"\s*(?:[:.]|[—–-]\s|\n|\Z)\s*",
    re.IGNORECASE,
)
UPPER_PART = re.compile(r"\A[A-Z][A-Z ,]{3,40}:\s+(?=\S)")
NO_FINDINGS = re.compile(
    r"background|introduction|context|objective|aim|purpose|importance|rationale|method|"
    r"design|setting|participants|patients|intervention|outcome|measurement|funding|"
    r"registration|limitations",
    re.IGNORECASE,
)
CROSS_REFERENCE = re.compile(
    r"\s*[\[(]\s*(?:see|refer to)\b[^\[\]()]*(?:\([^()]*\)[^\[\]()]*)*[\])]|"
    r"\s*\[\s*\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\s*\]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """A statement of the source: its place, its words there, and its part's name."""

    start: int
    end: int
    quote: str
    part: str = ""

    @property
    def tells_findings(self) -> bool:
        """Whether it stands in a part of an abstract that tells what was found."""
        return not NO_FINDINGS.search(self.part)


def passages(text: str) -> Iterator[Passage]:
    """The statements of a source in order; their quotes are the source's own words."""
    part = ""
    for start, end in _joined(text):
        name = PART.match(text[start:end]) or UPPER_PART.match(text[start:end])
        if name:
            part = name.group().strip(" \n:.—–-")
            start += name.end()
        if start < end:
            yield Passage(start, end, text[start:end], part)


def wording(quote: str) -> str:
    """The statement without its references to other places, on one line."""
    return " ".join(CROSS_REFERENCE.sub("", quote).split())


def _joined(text: str) -> Iterator[tuple[int, int]]:
    """Statements; one that ends inside a bracket goes on with the next of its line."""
    begin: int | None = None
    for piece in cut(text):
        start, end = trimmed(piece)
        if start == end:
            continue
        begin = start if begin is None else begin
        ends_line = piece.end == len(text) or "\n" in text[end : piece.end]
        if not ends_line and _is_open(text[begin:end]):
            continue
        yield begin, end
        begin = None


def _is_open(stretch: str) -> bool:
    return len(stretch) < LONGEST and any(
        stretch.count(left) > stretch.count(right) for left, right in ("[]", "()")
    )
