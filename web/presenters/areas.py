"""Where the words of a checked text stand on a page: in fields, and in fixed stretches.

Offsets count code points.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from content_engine.pieces import Piece


@dataclass(frozen=True)
class Patch:
    """A stretch of a part in the area that shows it.

    ``start`` and ``end`` count in the part, ``at`` in the area. In an open area a
    person can write; ``origin`` and ``title`` say where fixed words come from.
    """

    part: str
    start: int
    end: int
    area: str
    at: int = 0
    is_open: bool = True
    origin: str = ""
    title: str = ""

    @property
    def href(self) -> str:
        """The address of the area on its page."""
        return f"#id_{self.area}" if self.is_open else f"#mirror-{self.area}"


@dataclass(frozen=True)
class Spot:
    """The place of a span on a page; ``is_whole`` says that one field holds all of it.

    ``place`` is ``AREA:START:END`` in the field, "" where nobody can write.
    """

    href: str
    place: str = ""
    is_whole: bool = False


NOWHERE = Spot("#h-text")


@dataclass(frozen=True)
class Layout:
    """The areas of a page in reading order."""

    patches: tuple[Patch, ...]

    @classmethod
    def of_parts(cls, piece: Piece) -> "Layout":
        """A page with one field for each part."""
        parts = piece.parts
        return cls(tuple(Patch(p.name, 0, len(p.text), p.name) for p in parts))

    def spot(self, part: str | None, start: int | None, end: int | None) -> Spot:
        """Where a span of a part stands; where the part does, if it has no span."""
        shown = [one for one in self.patches if one.part == part]
        if not shown:
            return NOWHERE
        if start is None or end is None:
            return Spot(shown[0].href)
        touched = [one for one in shown if one.start < end and start < one.end]
        first = next((one for one in touched if one.is_open), None)
        if first is None:
            return Spot((touched or shown)[0].href)
        latest = [one for one in touched if one.area == first.area][-1]
        begins = max(start, first.start) - first.start + first.at
        ends = min(end, latest.end) - latest.start + latest.at
        return Spot(
            first.href,
            f"{first.area}:{begins}:{ends}",
            _covers(touched, start, end)
            and {one.area for one in touched} == {first.area},
        )


def _covers(patches: Iterable[Patch], start: int, end: int) -> bool:
    """Whether patches in order hold every letter of a span."""
    for patch in patches:
        if patch.start > start:
            return False
        start = max(start, patch.end)
    return start >= end
