"""Puts a person's words into the open stretches of a stored version, and no others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from content_engine.channels.catalogue import ChannelRules
from content_engine.models import VariantPart, VariantSegment, VariantVersion
from content_engine.pieces import Context, Part, Segment
from content_engine.planning import fitting
from content_engine.rendering import substituting
from content_engine.supply import BlockText
from content_engine.vocabulary import PartName, SegmentKind


class NotEditableError(ValidationError):
    """A stretch that nobody may rewrite, or words that may not stand there."""


@dataclass(frozen=True)
class Place:
    """Where a piece speaks, and the approved copy that it may hold."""

    context: Context
    rules: ChannelRules
    blocks: tuple[BlockText, ...]


@dataclass(frozen=True)
class Stretch:
    """A segment and the stored one it comes from; ``at`` is where in its words.

    ``source`` is the stored segment's id, None for what an edit puts there by rule.
    """

    segment: Segment
    source: int | None = None
    at: int = 0

    @property
    def kind(self) -> SegmentKind:
        """What the words are."""
        return self.segment.kind

    def says(self, kind: SegmentKind, text: str, ref: str | None) -> "Stretch":
        """The same place with another origin or other words."""
        return replace(self, segment=Segment(kind, text, ref))


@dataclass(frozen=True)
class RewrittenPart:
    """A part whose stretches know where they come from."""

    name: PartName
    stretches: tuple[Stretch, ...]

    @property
    def part(self) -> Part:
        """The part as the rooms below pass it on."""
        return Part(self.name, tuple(one.segment for one in self.stretches))

    def spans(self) -> Iterator[tuple[Stretch, int, int]]:
        """Each stretch with its offsets in the part."""
        start = 0
        for stretch in self.stretches:
            end = start + len(stretch.segment.text)
            yield stretch, start, end
            start = end


def rewritten(
    base: VariantVersion, changes: Mapping[int, str], place: Place
) -> tuple[RewrittenPart, ...]:
    """The parts of a version with other words; ``changes`` is by segment id.

    Raises NotEditableError.
    """
    rows = VariantPart.objects.filter(version=base).prefetch_related("segments")
    brought = brought_claims(base)
    unknown = set(changes) - {s.pk for row in rows for s in row.segments.all()}
    if unknown:
        raise NotEditableError("A stretch that you changed is not in this version.")
    return tuple(
        RewrittenPart(
            PartName(row.name), tuple(_stretches(row, changes, brought, place))
        )
        for row in rows.order_by("ordinal")
    )


def brought_claims(version: VariantVersion) -> frozenset[int]:
    """The segments of claims that an edit brought in, which an edit may take out."""
    said = VariantSegment.objects.filter(kind=SegmentKind.CLAIM)
    first = said.filter(
        part__version__variant_id=version.variant_id, part__version__number=1
    )
    rows = said.filter(part__version=version)
    return frozenset(
        rows.exclude(ref__in=first.values("ref")).values_list("pk", flat=True)
    )


def require_lengths(parts: Iterable[RewrittenPart], rules: ChannelRules) -> None:
    """Refuse a part that is longer than its channel allows."""
    for rewritten_part in parts:
        part = rewritten_part.part
        limit = rules.limits.get(part.name)
        length = fitting.longest_length(part.text, rules)
        if limit is not None and length > limit:
            raise NotEditableError(
                f"The {part.name.replace('_', ' ')} has {length} characters; "
                f"{limit} are allowed."
            )


def _stretches(
    row: VariantPart, changes: Mapping[int, str], brought: frozenset[int], place: Place
) -> Iterator[Stretch]:
    for stored in sorted(row.segments.all(), key=lambda segment: segment.ordinal):
        if stored.pk in changes and changes[stored.pk] != stored.text:
            _require_open(stored, brought)
            yield from _reworded(stored, changes[stored.pk], place)
        else:
            kind = SegmentKind(stored.kind)
            segment = Segment(kind, stored.text, stored.ref or None)
            yield Stretch(segment, stored.pk)


def _reworded(stored: VariantSegment, text: str, place: Place) -> Iterator[Stretch]:
    """Approved words keep or get their block; any others become copy."""
    _require_usable(text, place.rules)
    at = 0
    for segment in substituting.block_segments(
        text, _block_of(stored, text, place.blocks)
    ):
        yield Stretch(segment, stored.pk, at)
        at += len(segment.text)


def _require_open(stored: VariantSegment, brought: frozenset[int]) -> None:
    is_copy = stored.kind == SegmentKind.COPY and stored.text.strip()
    if not is_copy and stored.block_version_id is None and stored.pk not in brought:
        raise NotEditableError(
            f"“{stored.text[:60]}” is fixed: claims, references, safety information "
            "and obligatory lines cannot be rewritten."
        )


def _block_of(
    stored: VariantSegment, text: str, blocks: Iterable[BlockText]
) -> str | None:
    """The approved block that these words are an expansion of, its own block first."""
    own = stored.block_version
    role = own.role if own else None
    for block in sorted(blocks, key=lambda block: block.ref != stored.ref):
        if role in {None, block.role} and text in fitting.approved(block.text):
            return block.ref
    return None


def _require_usable(text: str, rules: ChannelRules) -> None:
    if not text.strip():
        raise NotEditableError("A stretch cannot be left empty.")
    foreign = set(fitting.TOKEN.findall(text)) - set(rules.tokens)
    if foreign:
        raise NotEditableError(
            f"The placeholder {{{{{min(foreign)}}}}} is not allowed {rules.by}."
        )
    if substituting.NOT_IN_COPY.search(fitting.TOKEN.sub("", text)):
        raise NotEditableError("Write plain words: no line breaks, brackets or markup.")
