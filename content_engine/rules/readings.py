"""A piece as the rules read it: parts, approved texts in them, what is said of what."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from content_engine.fidelity import canonical, judging
from content_engine.fidelity.judging import PartReading
from content_engine.fidelity.matching import Hit, Source
from content_engine.pieces import Context, Piece
from content_engine.rules.approved import Approvals
from content_engine.supply import ClaimText, Surroundings
from content_engine.vocabulary import Channel, PartName

ORDER = (
    PartName.SUBJECT,
    PartName.PREHEADER,
    PartName.HEADLINE,
    PartName.PATH,
    PartName.DESCRIPTION,
    PartName.BODY,
    PartName.CALL_TO_ACTION,
    PartName.ALT_TEXT,
    PartName.SAFETY_INFORMATION,
    PartName.PRESCRIBING_INFORMATION,
    PartName.FOOTER,
    PartName.PLAIN_TEXT,
)
UNSEEN = frozenset({PartName.PLAIN_TEXT, PartName.ALT_TEXT, PartName.PATH})
LINK = re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,15}:/{1,2}[^\s<>\"]+|\bwww\.[^\s<>\"]+")


@dataclass(frozen=True)
class SaidClaim:
    """A claim where a part says it."""

    claim: ClaimText
    hit: Hit
    part: PartReading

    @property
    def span(self) -> tuple[int, int]:
        """Its original offsets."""
        return self.part.unmarked.span(self.hit.start, self.hit.end)

    @property
    def text(self) -> str:
        """Its words as they stand in the piece."""
        start, end = self.span
        return self.part.original[start:end]


@dataclass(frozen=True)
class Link:
    """An address in a part, without the full stop of its sentence."""

    address: str
    part: PartName
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A piece read against what may be said in its context; parts in reading order."""

    context: Context
    supply: Surroundings
    approvals: Approvals
    parts: tuple[PartReading, ...]

    @property
    def is_sms(self) -> bool:
        """Whether all parts arrive as one message."""
        return self.context.channel == Channel.SMS

    def part(self, name: PartName) -> str:
        """The original text of a part; empty where there is none."""
        return "\n".join(part.original for part in self.parts if part.name == name)

    def visible(self) -> tuple[PartReading, ...]:
        """The parts that every reader sees: neither the twin nor an image's text."""
        return tuple(part for part in self.parts if part.name not in UNSEEN)

    def unit(self) -> str:
        """All visible words as one canonical text."""
        return self._unit

    @functools.cached_property
    def _unit(self) -> str:
        return " ".join(part.unmarked.text.strip() for part in self.visible())

    def holds(self, wording: str) -> bool:
        """Whether the visible parts carry a wording whole."""
        return canonical.canonical(wording) in self.unit()

    def claims(self) -> Iterator[SaidClaim]:
        """Every claim said anywhere, in reading order."""
        for part in self.parts:
            for hit in part.hits:
                if hit.approved.source is Source.CLAIM and hit.approved.ref:
                    claim = self.approvals.claims.by_ref[hit.approved.ref]
                    yield SaidClaim(claim, hit, part)

    def links(self) -> Iterator[Link]:
        """Every address outside the reference list."""
        for part in self.parts:
            cited = [
                part.unmarked.span(hit.start, hit.end)
                for hit in part.hits
                if hit.approved.source is Source.REFERENCE
            ]
            place = 0
            for found in LINK.finditer(part.original):
                address = found.group().rstrip(".,;:!?)]'")
                start = found.start()
                while place < len(cited) and cited[place][1] <= start:
                    place += 1
                if place == len(cited) or start < cited[place][0]:
                    yield Link(address, part.name, start, start + len(address))


def read(piece: Piece, supply: Surroundings, allowed: Approvals) -> Reading:
    """Read a piece part by part against what may be said, and what stands around."""
    parts = sorted(piece.parts, key=lambda part: ORDER.index(part.name))
    return Reading(
        piece.context,
        supply,
        allowed,
        judging.read_all(parts, allowed.shelf),
    )
