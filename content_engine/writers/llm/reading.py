"""Reads a model's reply against its plan: a draft, or every reason why not."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.slots import CopySlot, MessagePlan, PartPlan
from content_engine.vocabulary import SegmentKind
from content_engine.writers.llm import copy_words, filling, schema
from knowledge_base.wording import alternations

LONGEST_REPLY = 40_000
MOST_REASONS = 12
LONGEST_QUOTED = 80
WRITABLE = (SegmentKind.COPY, SegmentKind.BLOCK, SegmentKind.CLAIM)


class ReplyRefusedError(ValueError):
    """A reply that breaks its plan; each reason is a sentence for the next attempt."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))[:MOST_REASONS]
        super().__init__(" ".join(self.reasons))


def read(plan: MessagePlan, text: str) -> Draft:
    """The draft in a reply. Raises ReplyRefusedError with everything wrong in it.

    Shape first, then ids, slots and copy; the rendered text is judged once more by the
    gate, which knows nothing of this reading.
    """
    reply = _shaped(text)
    paired = tuple(_paired(plan, reply))
    reasons = [
        reason
        for part, segments in paired
        for segment in segments
        for reason in _segment_faults(plan, part, segment)
    ]
    reasons = [*reasons, *_claim_faults(plan, reply), *_repeated_blocks(reply)]
    if reasons:
        raise ReplyRefusedError(reasons)
    parts = [(part, tuple(map(_drafted, segments))) for part, segments in paired]
    if faults := [
        fault for part, drafted in parts for fault in filling.faults(part, drafted)
    ]:
        raise ReplyRefusedError(faults)
    return Draft(tuple(DraftPart(part.name, drafted) for part, drafted in parts))


def _shaped(text: str) -> schema.Reply:
    if not text.strip():
        raise ReplyRefusedError(["The answer was empty."])
    if len(text) > LONGEST_REPLY:
        raise ReplyRefusedError([f"The answer passes {LONGEST_REPLY} characters."])
    try:
        return schema.Reply.model_validate_json(text)
    except ValidationError as error:
        faults = [_shape_fault(fault) for fault in error.errors()]
        raise ReplyRefusedError(faults) from error


def _shape_fault(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return "The answer is not one JSON object and nothing else."
    place = ".".join(str(step) for step in fault["loc"]) or "the answer"
    if fault["type"] == "extra_forbidden":
        return f"The key at {place} does not belong there."
    return f"At {place}: {fault['msg'].lower()}."


def _paired(
    plan: MessagePlan, reply: schema.Reply
) -> Iterator[tuple[PartPlan, list[schema.ReplySegment]]]:
    """Each open part with what the reply has for it; the nth of a name to the nth."""
    given = defaultdict(list)
    for part in reply.parts:
        given[part.name].append(part.segments)
    for planned in plan.parts:
        if planned.slots:
            of_name = given[planned.name.value]
            yield planned, of_name.pop(0) if of_name else []
    if left := [name for name, segments in given.items() if segments]:
        raise ReplyRefusedError(
            [
                f'The part "{_clip(name)}" is not open or stands too often.'
                for name in left
            ]
        )


def _segment_faults(
    plan: MessagePlan, part: PartPlan, segment: schema.ReplySegment
) -> Iterator[str]:
    if segment.kind not in WRITABLE:
        yield (
            f'A segment of kind "{_clip(segment.kind)}" in {part.name} is not yours '
            "to write: safety information, references and placeholders are placed by "
            "code."
        )
    elif segment.kind == SegmentKind.COPY:
        yield from _copy_faults(plan, part, segment)
    else:
        yield from _reference_faults(plan, part, segment)


def _copy_faults(
    plan: MessagePlan, part: PartPlan, segment: schema.ReplySegment
) -> Iterator[str]:
    if segment.ref is not None:
        yield f'Copy in {part.name} has the ref "{_clip(segment.ref)}"; drop the ref.'
    for objection in copy_words.objections(segment.text or "", plan.context):
        yield f"Your own copy in {part.name} holds {objection}."


def _reference_faults(
    plan: MessagePlan, part: PartPlan, segment: schema.ReplySegment
) -> Iterator[str]:
    is_claim = segment.kind == SegmentKind.CLAIM
    allowed = schema.claim_refs(plan) if is_claim else schema.block_refs(plan)
    if segment.ref not in allowed:
        yield _unknown(segment, allowed)
    elif is_claim and segment.text is not None:
        yield f'The claim "{segment.ref}" carries text; its wording is put in by code.'
    elif not is_claim and segment.text not in _wordings(part, segment.ref):
        yield (
            f'The text of block "{segment.ref}" is not one of its approved wordings in '
            f"{part.name}; copy one of its texts letter by letter."
        )


def _unknown(segment: schema.ReplySegment, allowed: Sequence[str]) -> str:
    key = (segment.ref or "").partition("@")[0]
    meant = [ref for ref in allowed if ref.partition("@")[0] == key]
    hint = f'; the version in force is "{meant[0]}"' if meant else ""
    return f'The {segment.kind} "{_clip(segment.ref)}" is not in this plan{hint}.'


def _wordings(part: PartPlan, ref: str | None) -> set[str]:
    """The approved wordings of a block that some slot of this part allows."""
    return {
        wording
        for slot in part.slots
        if isinstance(slot, CopySlot)
        for block in slot.candidates
        if block.ref == ref
        for wording in alternations.expansions(block.text)
    }


def _claim_faults(plan: MessagePlan, reply: schema.Reply) -> Iterator[str]:
    planned = schema.claim_refs(plan)
    given = [
        segment.ref
        for part in reply.parts
        for segment in part.segments
        if segment.kind == SegmentKind.CLAIM
    ]
    for ref in planned:
        if ref not in given:
            yield f'The claim "{ref}" is missing; it must stand exactly once.'
        elif given.count(ref) > 1:
            yield f'The claim "{ref}" stands more than once.'


def _repeated_blocks(reply: schema.Reply) -> Iterator[str]:
    refs = Counter(
        segment.ref
        for part in reply.parts
        for segment in part.segments
        if segment.kind == SegmentKind.BLOCK
    )
    for ref, times in refs.items():
        if times > 1:
            yield f'The block "{_clip(ref)}" stands {times} times; use each once.'


def _drafted(segment: schema.ReplySegment) -> DraftSegment:
    text = segment.text.strip() if segment.text else None
    return DraftSegment(SegmentKind(segment.kind), segment.ref, text)


def _clip(text: str | None) -> str:
    """A model's own word, short enough to be quoted back."""
    return (text or "")[:LONGEST_QUOTED]
