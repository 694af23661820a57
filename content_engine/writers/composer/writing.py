"""The embedded writer: approved copy blocks, put together without any network."""

from dataclasses import dataclass

from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.slots import ClaimSlot, MessagePlan, PartPlan
from content_engine.vocabulary import PartName, SegmentKind, WriterName
from content_engine.writers.composer.choosing import Chooser, NoWordingError, Wording
from content_engine.writers.protocol import WriterCard, WriterFailedError

CARD = WriterCard(name=WriterName.COMPOSER, model="embedded", prompt_version="1")
TRIES_FOR_EACH = 3


@dataclass(frozen=True)
class Composer:
    """Fills plans with approved blocks; the same plan gives the same drafts."""

    card: WriterCard = CARD

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        """Up to ``count`` different drafts; raises WriterFailedError if none."""
        chooser = Chooser(plan)
        drafts: dict[Draft, None] = {}
        failure = ""
        for _ in range(count * TRIES_FOR_EACH):
            try:
                drafts.setdefault(_draft(plan, chooser.message()))
            except NoWordingError as error:
                failure = str(error)
            if len(drafts) == count:
                break
        if not drafts:
            raise WriterFailedError(failure)
        return tuple(drafts)


def _draft(
    plan: MessagePlan, message: dict[PartName, tuple[Wording | None, ...]]
) -> Draft:
    return Draft(
        tuple(
            DraftPart(part.name, _segments(part, message[part.name]))
            for part in plan.parts
            if part.slots
        )
    )


def _segments(
    part: PartPlan, wordings: tuple[Wording | None, ...]
) -> tuple[DraftSegment, ...]:
    segments = []
    for slot, wording in zip(part.slots, wordings, strict=True):
        if isinstance(slot, ClaimSlot):
            segments.append(DraftSegment(SegmentKind.CLAIM, slot.claim.ref))
        elif wording is not None:
            segments.append(DraftSegment(SegmentKind.BLOCK, wording.ref, wording.text))
    return tuple(segments)
