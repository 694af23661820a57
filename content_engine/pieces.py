"""The shapes that the rooms of this floor hand to each other: segments, parts, pieces.

Offsets count Unicode code points; hashes are lower-case hex SHA-256 of UTF-8 bytes.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from content_engine.vocabulary import (
    Outcome,
    PartName,
    SegmentKind,
    Severity,
    StatementKind,
    Verdict,
)


def sha256(text: str) -> str:
    """The hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Segment:
    """A stretch of text from one origin; ``ref`` is ``KEY@VERSION``, None for copy."""

    kind: SegmentKind
    text: str
    ref: str | None = None


@dataclass(frozen=True)
class Span:
    """A segment at its place in a part's text."""

    segment: Segment
    start: int
    end: int

    @property
    def sha256(self) -> str:
        """The hash of the segment's own text."""
        return sha256(self.segment.text)

    def as_contract(self) -> dict[str, Any]:
        """The segment as programs get it."""
        return {
            "kind": self.segment.kind.value,
            "ref": self.segment.ref,
            "start": self.start,
            "end": self.end,
            "sha256": self.sha256,
        }


@dataclass(frozen=True)
class Part:
    """A named place of a message; its segments cover its text without gap."""

    name: PartName
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """What the reader reads."""
        return "".join(segment.text for segment in self.segments)

    def spans(self) -> Iterator[Span]:
        """Each segment with its offsets."""
        start = 0
        for segment in self.segments:
            end = start + len(segment.text)
            yield Span(segment, start, end)
            start = end

    def as_contract(self) -> dict[str, Any]:
        """The part as programs get it: text and segments with offsets and hashes."""
        return {
            "name": self.name.value,
            "text": self.text,
            "segments": [span.as_contract() for span in self.spans()],
        }


@dataclass(frozen=True)
class Context:
    """Where, when and to whom a piece speaks."""

    brand: str
    market: str
    channel: str
    audience: str
    day: datetime.date
    language: str = "en-US"
    intent: str = "promotional"
    region: str | None = None


@dataclass(frozen=True)
class PieceText:
    """One part of a foreign text: a name and words, nothing known of their origin."""

    name: PartName
    text: str


@dataclass(frozen=True)
class Piece:
    """Text handed to a check."""

    context: Context
    parts: tuple[PieceText, ...]


@dataclass(frozen=True)
class Finding:
    """A rule's objection, at a place or at something absent (start and end None)."""

    rule: str
    severity: Severity
    message: str
    part: PartName | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    citation: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class Difference:
    """Where a statement departs from the wording it is near: both sides, with places.

    ``type`` is that of a distortion, or ``unmatched`` for the words of a paraphrase
    that have no counterpart. ``start`` and ``end`` count in the statement's part,
    equal where words were left out; ``approved_start`` and ``approved_end`` in the
    approved wording, None where words were added.
    """

    type: str
    start: int
    end: int
    text: str
    approved: str
    approved_start: int | None = None
    approved_end: int | None = None


@dataclass(frozen=True)
class Statement:
    """The smallest checked unit of a piece and what became of it.

    ``claim`` is ``KEY@VERSION``; ``score`` from 0 to 1 rises with the risk that the
    meaning was changed. ``differences`` tell where and how it departs from the claim.
    """

    part: PartName
    start: int
    end: int
    text: str
    kind: StatementKind
    outcome: Outcome
    claim: str | None = None
    distortions: tuple[str, ...] = ()
    score: float = 0.0
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class CheckResult:
    """Everything that a check found in a piece."""

    rule_pack: str
    findings: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = field(default_factory=tuple)

    @property
    def verdict(self) -> Verdict:
        """Blocked by any BLOCK, for review by any HIGH, else cleared."""
        severities = {finding.severity for finding in self.findings}
        if Severity.BLOCK in severities:
            return Verdict.BLOCKED
        return Verdict.REVIEW if Severity.HIGH in severities else Verdict.CLEARED


def content_sha256(context: Context, label: str, parts: Iterable[Part]) -> str:
    """The hash that a signature signs: all that the reader gets and what it rests on.

    ``label`` is the label version in force. The day is left out: the same words made
    on another day are the same piece.
    """
    content = {
        "brand": context.brand,
        "market": context.market,
        "region": context.region,
        "channel": context.channel,
        "audience": context.audience,
        "language": context.language,
        "intent": context.intent,
        "label": label,
        "parts": [
            {
                "name": part.name,
                "segments": [[s.kind, s.ref, s.text] for s in part.segments],
            }
            for part in parts
        ],
    }
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False))
