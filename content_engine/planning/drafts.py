"""What fills a plan: a writer's segments for its open slots."""

from dataclasses import dataclass

from content_engine.vocabulary import PartName, SegmentKind


@dataclass(frozen=True)
class DraftSegment:
    """One filled slot.

    ``kind`` is CLAIM (``ref`` names it, no text), BLOCK (``ref`` names the block,
    ``text`` is one of its approved expansions) or COPY (free text, no ref).
    """

    kind: SegmentKind
    ref: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class DraftPart:
    """The filled slots of one part, in order."""

    name: PartName
    segments: tuple[DraftSegment, ...]


@dataclass(frozen=True)
class Draft:
    """What a writer hands in. Parts without open slots do not appear."""

    parts: tuple[DraftPart, ...]

    @property
    def connective_text(self) -> str:
        """All that the writer said or chose, without the claims."""
        segments = (segment for part in self.parts for segment in part.segments)
        return " ".join(segment.text for segment in segments if segment.text)
