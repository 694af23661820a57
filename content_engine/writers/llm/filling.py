"""Whether segments fill the open slots of their part, in order and readably."""

from collections.abc import Iterator

from content_engine.planning.drafts import DraftSegment
from content_engine.planning.slots import ClaimSlot, PartPlan, Slot, is_optional, taken
from content_engine.vocabulary import SegmentKind


def faults(part: PartPlan, segments: tuple[DraftSegment, ...]) -> Iterator[str]:
    """Sentences when the segments do not fill the slots in order, or read badly."""
    slots = taken(part.slots, len(segments))
    if len(slots) != len(segments) or not all(map(_suits, segments, slots)):
        order = ", ".join(_told(slot) for slot in part.slots)
        yield f"The segments of {part.name} must fill its slots in this order: {order}."
    length = len(part.joint) * max(0, len(segments) - 1) + sum(
        len(segment.text or "") for segment in segments
    )
    if part.limit is not None and length > part.limit:
        yield f"The copy of {part.name} is too long: at most {part.limit} characters."
    if "\n" not in part.joint:
        yield from _open_ends(part, segments)


def _open_ends(part: PartPlan, segments: tuple[DraftSegment, ...]) -> Iterator[str]:
    """On one line, a reader must see where own copy is over and a claim begins."""
    for segment in segments[:-1]:
        text = segment.text or "."
        if segment.kind == SegmentKind.COPY and text[-1] not in ".!?:":
            yield f'The copy "{text}" in {part.name} must end in a full stop or colon.'


def _suits(segment: DraftSegment, slot: Slot) -> bool:
    if isinstance(slot, ClaimSlot):
        return segment.kind == SegmentKind.CLAIM and segment.ref == slot.claim.ref
    if segment.kind == SegmentKind.BLOCK:
        return segment.ref in {block.ref for block in slot.candidates}
    return segment.kind == SegmentKind.COPY


def _told(slot: Slot) -> str:
    if isinstance(slot, ClaimSlot):
        return f'the claim "{slot.claim.ref}"'
    return f"{slot.role} copy" + (" (may be left out)" if is_optional(slot) else "")
