"""Laws of the composer: only approved wordings, each once, by chance that repeats."""

import dataclasses
import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.planning import fitting
from content_engine.planning.slots import Cell, ClaimSlot, CopySlot, MessagePlan
from content_engine.rendering import substituting
from content_engine.supply import BlockText
from content_engine.vocabulary import PartName, SegmentKind
from content_engine.writers.composer import agreement
from content_engine.writers.composer.choosing import (
    UNUSABLE,
    Chooser,
    Deck,
    Message,
    Wording,
)
from content_engine.writers.composer.writing import CARD, Composer
from content_engine.writers.protocol import Draft, WriterFailedError
from tests.content_engine import supplies
from tests.content_engine.planning.drawn import laid
from tests.content_engine.supplies import block, make_supply

FEW = settings(max_examples=25)
SEEDS = st.integers(0, 10_000)
FORMS = st.sampled_from(["short", "standard", "long"])
CHANNELS = st.sampled_from(["email", "rep_email"])


def planned(
    blocks: tuple[BlockText, ...] = supplies.BLOCKS,
    form: str = "short",
    channel: str = "email",
    seed: int = 7,
) -> MessagePlan:
    supply = make_supply(blocks=blocks)
    return laid(supply, Cell("warm", "efficacy", form), channel, seed)


def blocks_of(draft: Draft) -> list[tuple[str | None, str | None]]:
    return [
        (segment.ref, segment.text)
        for part in draft.parts
        for segment in part.segments
        if segment.kind == SegmentKind.BLOCK
    ]


def without(*roles: str) -> tuple[BlockText, ...]:
    return tuple(one for one in supplies.BLOCKS if one.role not in roles)


@FEW
@given(SEEDS, FORMS, CHANNELS)
def test_every_word_is_a_wording_that_was_approved(
    seed: int, form: str, channel: str
) -> None:
    approved = {
        (one.ref, hashlib.sha256(text.encode()).hexdigest())
        for one in supplies.BLOCKS
        for text in fitting.approved(one.text)
    }
    for draft in Composer().propose(planned(form=form, channel=channel, seed=seed), 6):
        for ref, text in blocks_of(draft):
            digest = hashlib.sha256((text or "").encode()).hexdigest()
            assert (ref, digest) in approved


@FEW
@given(SEEDS, FORMS)
def test_every_draft_fills_its_plan_and_is_rendered(seed: int, form: str) -> None:
    plan = planned(form=form, seed=seed)
    for draft in Composer().propose(plan, 3):
        parts = substituting.render(plan, draft, make_supply())
        assert [part.name for part in parts] == [part.name for part in plan.parts]


@FEW
@given(SEEDS, FORMS)
def test_every_place_takes_a_block_of_its_own_role(seed: int, form: str) -> None:
    plan = planned(form=form, seed=seed)
    roles = {one.ref: one.role for one in supplies.BLOCKS}
    draft = Composer().propose(plan, 1)[0]
    filled = {part.name: part.segments for part in draft.parts}
    for part in plan.parts:
        for slot, segment in zip(part.slots, filled.get(part.name, ()), strict=True):
            if isinstance(slot, ClaimSlot):
                assert (segment.kind, segment.ref) == ("claim", slot.claim.ref)
                assert segment.text is None
            else:
                assert roles[segment.ref or ""] == slot.role


@FEW
@given(SEEDS, st.integers(1, 12))
def test_the_same_seed_gives_the_same_drafts(seed: int, count: int) -> None:
    one, other = (Composer().propose(planned(seed=seed), count) for _ in range(2))
    assert one == other


@FEW
@given(SEEDS, st.integers(1, 12))
def test_drafts_are_different_and_no_more_than_asked_for(seed: int, count: int) -> None:
    drafts = Composer().propose(planned(form="long", seed=seed), count)
    assert len(set(drafts)) == len(drafts) <= count


@FEW
@given(SEEDS, st.integers(1, 6), st.integers(1, 6))
def test_asking_for_more_keeps_those_that_came_first(
    seed: int, few: int, more: int
) -> None:
    plan = planned(form="long", seed=seed)
    short = Composer().propose(plan, few)
    assert Composer().propose(plan, few + more)[: len(short)] == short


@FEW
@given(SEEDS)
def test_no_wording_with_a_fault_is_ever_chosen(seed: int) -> None:
    blocks = tuple(
        one
        if "[" in one.text
        else dataclasses.replace(one, text=f"[{one.text}|Words  with a evil gap .]")
        for one in supplies.BLOCKS
    )
    for draft in Composer().propose(planned(blocks, seed=seed), 6):
        for _, text in blocks_of(draft):
            assert agreement.faults(text or "") == ()


def test_different_seeds_differ_and_so_do_cells() -> None:
    first = [Composer().propose(planned(seed=seed), 1)[0] for seed in range(12)]
    assert len(set(first)) > 6
    plan = planned(form="long")
    moved = dataclasses.replace(
        plan, cell=dataclasses.replace(plan.cell, theme="onset")
    )
    assert Composer().propose(plan, 3) != Composer().propose(moved, 3)


def test_the_card_says_that_no_model_wrote() -> None:
    assert (CARD.name, CARD.model, CARD.prompt_version) == ("composer", "embedded", "1")
    assert Composer().card == CARD


ROLES = ("subject", "preheader", "headline", "greeting", "opening", "evidence_lead")


@pytest.mark.parametrize("role", [*ROLES, "call_to_action", "closing", "signature"])
def test_a_role_of_which_all_read_badly_is_named(role: str) -> None:
    blocks = (*without(role), block("bad", role, "Read  on"))
    with pytest.raises(WriterFailedError) as failure:
        Composer().propose(planned(blocks), 2)
    assert str(failure.value) == (
        f"No approved {role} is left in the tone warm for the theme efficacy that fits "
        "beside the others."
    )


def word(ref: str, text: str, length: int = 0) -> Wording:
    first, last = agreement.first_word(text), agreement.last_word(text)
    return Wording(ref, text, length or len(text), first, last)


@pytest.mark.parametrize(
    ("first", "last", "used", "room", "cost"),
    [
        pytest.param("hello", "hello", (), 99, 0, id="joins well"),
        pytest.param("", "", (), 99, 0, id="the first paragraph"),
        pytest.param("you", "x", (), 99, 1, id="begins as the one before"),
        pytest.param("x", "you", (), 99, 2, id="begins as the one before ends"),
        pytest.param("you", "you", (), 99, 3, id="both"),
        pytest.param("x", "x", ("w",), 99, UNUSABLE, id="used already"),
        pytest.param("x", "x", (), 3, UNUSABLE, id="too long"),
        pytest.param("x", "x", (), 8, 0, id="just fits"),
    ],
)
def test_what_a_wording_costs_behind_another(
    first: str, last: str, used: tuple[str, ...], room: int, cost: int
) -> None:
    message = Message(refs=set(used), first=first, last=last)
    assert message.cost(word("w", "You read"), room) == cost


def deck(*blocks: tuple[Wording, ...], seed: int = 1) -> Deck:
    return Deck(blocks, random.Random(seed))  # noqa: S311 - copy, not secrets


def free(_: Wording) -> int:
    return 0


@given(st.integers(1, 8), st.integers(0, 99))
def test_each_block_is_drawn_once_before_any_again(size: int, seed: int) -> None:
    cards = deck(*((word(f"b{n}", f"Words {n}"),) for n in range(size)), seed=seed)
    for _ in range(3):
        drawn = [cards.draw(free) for _ in range(size)]
        assert {one.ref for one in drawn if one} == {f"b{n}" for n in range(size)}


@given(st.integers(1, 6), st.integers(0, 99))
def test_the_wordings_of_a_block_take_turns(size: int, seed: int) -> None:
    one_block = tuple(word("b", f"Wording {n}") for n in range(size))
    cards = deck(one_block, seed=seed)
    assert tuple(cards.draw(free) for _ in range(size)) == one_block
    assert cards.draw(free) == one_block[0]


def test_the_first_without_cost_is_drawn_else_the_cheapest() -> None:
    cards = deck((word("dear", "Dear"),), (word("cheap", "Cheap"),))
    prices = {"dear": 3, "cheap": 1}
    assert [one.ref for one in (cards.draw(lambda w: prices[w.ref]),) if one] == [
        "cheap"
    ]


def test_a_block_drawn_before_comes_again_where_it_is_cheaper() -> None:
    cards = deck((word("good", "Good"),), (word("poor", "Poor"),))
    while (first := cards.draw(free)) is None or first.ref != "good":
        pass
    again = cards.draw(lambda wording: 2 * (wording.ref == "poor"))
    assert again is not None
    assert again.ref == "good"


def test_where_nothing_is_usable_nothing_is_drawn() -> None:
    cards = deck((word("one", "One"),))
    assert cards.draw(lambda _: UNUSABLE) is None
    assert deck().draw(free) is None


@FEW
@given(SEEDS, st.integers(40, 200))
def test_the_copy_of_a_part_stays_within_its_room(seed: int, limit: int) -> None:
    plan = planned(form="short", seed=seed)
    parts = tuple(
        dataclasses.replace(part, limit=limit) if part.name == PartName.BODY else part
        for part in plan.parts
    )
    try:
        drafts = Composer().propose(dataclasses.replace(plan, parts=parts), 4)
    except WriterFailedError:
        return
    for draft in drafts:
        body = next(part for part in draft.parts if part.name == PartName.BODY)
        assert sum(len(segment.text or "") for segment in body.segments) <= limit


def test_a_chooser_names_its_parts_in_order() -> None:
    plan = planned()
    chosen = Chooser(plan).message()
    open_parts = [part for part in plan.parts if part.slots]
    assert list(chosen) == [part.name for part in open_parts]
    for part in open_parts:
        for slot, wording in zip(part.slots, chosen[part.name], strict=True):
            assert (wording is None) is not isinstance(slot, CopySlot)
