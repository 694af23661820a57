"""Puts approved text into a plan's places: what a writer referred to, byte for byte."""

import re
from collections.abc import Iterator, Sequence

from content_engine.channels.catalogue import rules_of
from content_engine.pieces import Part, Segment
from content_engine.planning import elements, fitting
from content_engine.planning.drafts import Draft, DraftSegment
from content_engine.planning.slots import (
    ClaimSlot,
    CopySlot,
    MessagePlan,
    PartPlan,
    Slot,
    taken,
)
from content_engine.supply import CitedSource, Supply
from content_engine.vocabulary import PartName, SegmentKind

TOKEN = re.compile(r"(\{\{\w+\}\})")
NOT_IN_COPY = re.compile(r"[\x00-\x1f\x7f\[\]{}<>\u2028\u2029]")


class DraftRefusedError(ValueError):
    """A draft that breaks its plan; the reason names part and fault."""


def render(plan: MessagePlan, draft: Draft, supply: Supply) -> tuple[Part, ...]:
    """The message as its reader gets it, every stretch with its origin.

    Raises DraftRefusedError when the draft drops, doubles, moves or invents anything.
    """
    filled = _by_part(plan, draft)
    cites = rules_of(plan.context.channel).cites
    numbers = elements.numbered(plan.claims) if cites else {}
    parts = (
        _part(part, filled.get(part.name, ()), plan, numbers) for part in plan.parts
    )
    return tuple(part for part in parts if part.segments)


def block_segments(text: str, ref: str | None) -> Iterator[Segment]:
    """A block's text with its placeholders as segments of their own."""
    kind = SegmentKind.COPY if ref is None else SegmentKind.BLOCK
    for piece in TOKEN.split(text):
        if TOKEN.fullmatch(piece):
            yield Segment(SegmentKind.TOKEN, piece, piece.strip("{}"))
        elif piece:
            yield Segment(kind, piece, ref)


def _by_part(
    plan: MessagePlan, draft: Draft
) -> dict[PartName, tuple[DraftSegment, ...]]:
    filled: dict[PartName, tuple[DraftSegment, ...]] = {}
    open_parts = {part.name for part in plan.parts if part.slots}
    for part in draft.parts:
        if part.name not in open_parts:
            raise DraftRefusedError(f"The part {part.name} has nothing to write.")
        if part.name in filled:
            raise DraftRefusedError(f"The part {part.name} appears twice.")
        filled[part.name] = part.segments
    return filled


def _part(
    part: PartPlan,
    filled: Sequence[DraftSegment],
    plan: MessagePlan,
    numbers: dict[str, tuple[int, CitedSource]],
) -> Part:
    _require_all_claims(part, filled)
    groups = [list(part.before)]
    for slot, segment in _aligned(part, filled):
        if isinstance(slot, ClaimSlot):
            groups.append(_claim(slot, segment, numbers))
        else:
            groups.append(_copy(part, slot, segment))
    groups.append(list(part.after))
    segments: list[Segment] = []
    for group in groups:
        if segments and group:
            segments.append(Segment(SegmentKind.COPY, part.joint))
        segments.extend(group)
    made = Part(part.name, tuple(segments))
    _require_length(part, made, plan)
    return made


def _require_all_claims(part: PartPlan, filled: Sequence[DraftSegment]) -> None:
    """Name a dropped, doubled, moved or foreign claim before anything else."""
    planned = [slot.claim.ref for slot in part.slots if isinstance(slot, ClaimSlot)]
    found = [segment.ref for segment in filled if segment.kind == SegmentKind.CLAIM]
    if found == planned:
        return
    for ref in planned:
        if ref not in found:
            raise DraftRefusedError(f"The claim {ref} is missing from the {part.name}.")
    for said in found:
        if said not in planned:
            raise DraftRefusedError(
                f"The claim {said} has no place in the {part.name}; "
                f"only {', '.join(planned) or 'none'} may stand there."
            )
        if found.count(said) > 1:
            raise DraftRefusedError(
                f"The claim {said} stands twice in the {part.name}."
            )
    raise DraftRefusedError(
        f"The claims of the {part.name} must stand in the order {', '.join(planned)}."
    )


def _aligned(
    part: PartPlan, filled: Sequence[DraftSegment]
) -> Iterator[tuple[Slot, DraftSegment]]:
    """Each slot with its segment; optional slots take what is over, first come."""
    slots = taken(part.slots, len(filled))
    for slot, segment in zip(slots, filled, strict=False):
        _require_kind(part, slot, segment)
        yield slot, segment
    counts = f"{_counted(filled, 'segment')} for {_counted(part.slots, 'place')}"
    if len(filled) < len(slots):
        raise DraftRefusedError(
            f"The {part.name} has {counts}; "
            f"the place for {_title(slots[len(filled)])} is empty."
        )
    if len(filled) > len(slots):
        raise DraftRefusedError(f"The {part.name} has {counts}.")


def _require_kind(part: PartPlan, slot: Slot, segment: DraftSegment) -> None:
    allowed = (
        (SegmentKind.CLAIM,)
        if isinstance(slot, ClaimSlot)
        else (SegmentKind.BLOCK, SegmentKind.COPY)
    )
    if segment.kind not in allowed:
        raise DraftRefusedError(
            f"The place for {_title(slot)} in the {part.name} holds a segment of kind "
            f"{segment.kind}."
        )


def _claim(
    slot: ClaimSlot,
    segment: DraftSegment,
    numbers: dict[str, tuple[int, CitedSource]],
) -> list[Segment]:
    if segment.text is not None:
        raise DraftRefusedError(
            f"The claim {segment.ref} came with words of the writer's own."
        )
    return list(elements.marked_claim(slot.claim, numbers))


def _copy(part: PartPlan, slot: CopySlot, segment: DraftSegment) -> list[Segment]:
    text = segment.text or ""
    if segment.kind == SegmentKind.COPY:
        _require_plain(part, slot, segment)
        return [Segment(SegmentKind.COPY, text)]
    block = next((b for b in slot.candidates if b.ref == segment.ref), None)
    if block is None:
        raise DraftRefusedError(
            f"The block {segment.ref} is not approved as {slot.role} here."
        )
    if text not in fitting.approved(block.text):
        raise DraftRefusedError(
            f"“{text}” is not an approved wording of the block {segment.ref}."
        )
    return list(block_segments(text, block.ref))


def _require_plain(part: PartPlan, slot: CopySlot, segment: DraftSegment) -> None:
    text = segment.text or ""
    if segment.ref is not None:
        raise DraftRefusedError(f"Free copy cannot refer to {segment.ref}.")
    if not text.strip():
        raise DraftRefusedError(
            f"The place for {_title(slot)} in the {part.name} is empty."
        )
    if text != text.strip() or NOT_IN_COPY.search(text):
        raise DraftRefusedError(
            f"The copy for {_title(slot)} in the {part.name} holds brackets, markup, "
            "line breaks or spaces at its ends."
        )


def _require_length(part: PartPlan, made: Part, plan: MessagePlan) -> None:
    if part.limit is None or not part.slots:
        return
    length = fitting.longest_length(made.text, rules_of(plan.context.channel))
    if length > part.limit:
        raise DraftRefusedError(
            f"The {part.name} has {length} characters; {part.limit} are allowed."
        )


def _counted(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _title(slot: Slot) -> str:
    if isinstance(slot, ClaimSlot):
        return f"the claim {slot.claim.ref}"
    return f"the {slot.role}"
