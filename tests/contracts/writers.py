"""What every writer must keep, whoever writes: inherit and give a writer and plans."""

from abc import ABC, abstractmethod

import pytest

from content_engine.pieces import Part
from content_engine.planning.slots import ClaimSlot, CopySlot, MessagePlan, Slot
from content_engine.rendering import substituting
from content_engine.supply import Supply
from content_engine.vocabulary import SegmentKind
from content_engine.writers.protocol import Draft, Writer


class WriterContract(ABC):
    """Promises of the Writer protocol."""

    is_repeatable: bool = False
    most: int = 3

    @pytest.fixture
    @abstractmethod
    def writer(self) -> Writer:
        """The writer under test."""

    @pytest.fixture
    @abstractmethod
    def plan(self) -> MessagePlan:
        """A plan that this writer can fill."""

    @pytest.fixture
    @abstractmethod
    def supply(self) -> Supply:
        """The supply that the plan was made from."""

    @pytest.fixture
    def drafts(self, writer: Writer, plan: MessagePlan) -> tuple[Draft, ...]:
        """What the writer hands in."""
        return writer.propose(plan, self.most)

    def test_a_card_names_the_writer(self, writer: Writer) -> None:
        assert writer.card.name
        assert writer.card.prompt_version

    def test_between_one_and_count_drafts(self, drafts: tuple[Draft, ...]) -> None:
        assert 1 <= len(drafts) <= self.most

    def test_drafts_differ(self, drafts: tuple[Draft, ...]) -> None:
        assert len(set(drafts)) == len(drafts)

    def test_one_draft_when_one_is_asked(
        self, writer: Writer, plan: MessagePlan
    ) -> None:
        assert len(writer.propose(plan, 1)) == 1

    def test_every_claim_once_and_in_order(
        self, drafts: tuple[Draft, ...], plan: MessagePlan
    ) -> None:
        planned = [s.claim.ref for s in _slots(plan) if isinstance(s, ClaimSlot)]
        for draft in drafts:
            segments = [s for part in draft.parts for s in part.segments]
            said = [s.ref for s in segments if s.kind == SegmentKind.CLAIM]
            assert said == planned

    def test_only_claims_blocks_and_copy(self, drafts: tuple[Draft, ...]) -> None:
        allowed = {SegmentKind.CLAIM, SegmentKind.BLOCK, SegmentKind.COPY}
        for draft in drafts:
            assert {s.kind for part in draft.parts for s in part.segments} <= allowed

    def test_every_slot_that_is_not_optional_is_filled(
        self, drafts: tuple[Draft, ...], plan: MessagePlan
    ) -> None:
        slots = _slots(plan)
        least = sum(not (isinstance(s, CopySlot) and s.optional) for s in slots)
        for draft in drafts:
            assert (
                least <= sum(len(part.segments) for part in draft.parts) <= len(slots)
            )

    def test_only_open_parts_are_written(
        self, drafts: tuple[Draft, ...], plan: MessagePlan
    ) -> None:
        opened = [part.name for part in plan.parts if part.slots]
        for draft in drafts:
            assert [part.name for part in draft.parts] == opened

    def test_the_renderer_accepts_every_draft(
        self, drafts: tuple[Draft, ...], plan: MessagePlan, supply: Supply
    ) -> None:
        for draft in drafts:
            parts = substituting.render(plan, draft, supply)
            assert _safety(parts) == _safety(
                substituting.render(plan, drafts[0], supply)
            )

    def test_the_same_plan_gives_the_same_drafts(
        self, writer: Writer, plan: MessagePlan, drafts: tuple[Draft, ...]
    ) -> None:
        if not self.is_repeatable:
            pytest.skip("This writer does not promise to repeat itself.")
        assert writer.propose(plan, self.most) == drafts


def _slots(plan: MessagePlan) -> list[Slot]:
    return [slot for part in plan.parts for slot in part.slots]


def _safety(parts: tuple[Part, ...]) -> list[str]:
    segments = (s for part in parts for s in part.segments)
    return [s.text for s in segments if s.kind == SegmentKind.SAFETY]
