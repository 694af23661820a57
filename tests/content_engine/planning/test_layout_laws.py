"""Laws of the places of a message: who stands beside whom, what may fill a place."""

import dataclasses
import random
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content_engine.channels.catalogue import CHANNELS, rules_of
from content_engine.planning import coverage, elements
from content_engine.planning.layout import InfeasibleError
from content_engine.planning.slots import (
    Cell,
    ClaimSlot,
    CopySlot,
    MessagePlan,
    is_optional,
    taken,
)
from content_engine.supply import BlockText, Supply
from content_engine.vocabulary import Channel, CopyRole, Format, PartName, SegmentKind
from tests.content_engine import supplies
from tests.content_engine.planning import drawn
from tests.content_engine.planning.drawn import CELLS, SUPPLIES, WISHES, laid, say
from tests.content_engine.supplies import block, make_supply

FEW = settings(max_examples=30)
CELL = Cell("warm", "efficacy", "short")
ROLES_OF_MAIL = (
    "subject",
    "preheader",
    "headline",
    "greeting",
    "opening",
    "evidence_lead",
    "call_to_action",
    "closing",
    "signature",
)


def laid_or_skip(supply: Supply, cell: Cell, wishes: tuple[str, ...]) -> MessagePlan:
    try:
        return laid(supply, cell, key_messages=wishes)
    except InfeasibleError:
        assume(False)
        raise


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_a_bridge_stands_between_two_units_and_nowhere_else(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    slots = drawn.part_of(laid_or_skip(supply, cell, wishes)).slots
    for place, slot in enumerate(slots):
        if isinstance(slot, CopySlot) and slot.role == CopyRole.BRIDGE:
            assert isinstance(slots[place - 1], ClaimSlot)
            assert isinstance(slots[place + 1], ClaimSlot)


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_a_body_begins_and_ends_as_a_letter_does(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    slots = drawn.part_of(laid_or_skip(supply, cell, wishes)).slots
    roles = [slot.role for slot in slots if isinstance(slot, CopySlot)]
    assert roles[:3] == ["greeting", "opening", "evidence_lead"]
    assert roles[-2:] == ["closing", "signature"]
    assert set(roles[3:-2]) <= {"bridge"}
    assert isinstance(slots[3], ClaimSlot)


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_claims_stand_in_the_body_only(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    for part in laid_or_skip(supply, cell, wishes).parts:
        if part.name != PartName.BODY:
            assert not any(isinstance(slot, ClaimSlot) for slot in part.slots)


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_sources_are_listed_once_in_the_order_of_the_claims(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    plan = laid_or_skip(supply, cell, wishes)
    footer = drawn.part_of(plan, PartName.FOOTER)
    listed = [s.ref for s in footer.before if s.kind == SegmentKind.REFERENCE]
    cited = [source.ref for claim in plan.claims for source in claim.sources]
    assert listed == list(dict.fromkeys(cited))


@FEW
@given(SUPPLIES, CELLS, st.randoms(use_true_random=False))
def test_blocks_in_another_order_are_the_same_candidates(
    supply: Supply, cell: Cell, chance: random.Random
) -> None:
    plan = laid_or_skip(supply, cell, ())
    shuffled = list(supply.blocks)
    chance.shuffle(shuffled)
    other = laid(dataclasses.replace(supply, blocks=tuple(shuffled)), cell)
    assert {
        place: frozenset(found) for place, found in drawn.candidates_of(plan).items()
    } == {
        place: frozenset(found) for place, found in drawn.candidates_of(other).items()
    }


BLOCKS = st.lists(
    st.builds(
        block,
        st.sampled_from([f"key-{n}" for n in range(30)]),
        st.sampled_from([role.value for role in CopyRole]),
        st.sampled_from(["Words here.", "[Some|Other] words.", "To {{userName}},"]),
        tones=st.sampled_from([("warm",), ("direct",), ("direct", "warm"), ()]),
        themes=st.sampled_from([(), ("efficacy",), ("dosing",), ("onset", "dosing")]),
        formats=st.sampled_from([(), ("short",), ("long",), ("standard", "short")]),
    ),
    max_size=12,
    unique_by=lambda made: made.key,
)


@FEW
@given(BLOCKS, st.sampled_from(list(CHANNELS)), st.sampled_from(["short", "standard"]))
def test_every_candidate_has_role_tone_theme_format_and_tokens_of_its_place(
    added: list[BlockText], channel: Channel, form: str
) -> None:
    supply = make_supply(claims=(supplies.BRIEF,), blocks=(*supplies.BLOCKS, *added))
    plan = laid(supply, Cell("warm", "efficacy", form), channel)
    tokens = set(rules_of(channel).tokens)
    for part in plan.parts:
        for slot in part.slots:
            if isinstance(slot, CopySlot):
                for found in slot.candidates:
                    assert found.role == slot.role
                    assert "warm" in found.tones
                    assert not found.themes or "efficacy" in found.themes
                    assert not found.formats or form in found.formats
                    assert "userName" in tokens or "userName" not in found.text


@FEW
@given(BLOCKS)
def test_no_suiting_block_is_forgotten(added: list[BlockText]) -> None:
    supply = make_supply(blocks=(*supplies.BLOCKS, *added))
    plan = laid(supply, CELL)
    offered = {one.ref for found in drawn.candidates_of(plan).values() for one in found}
    for one in added:
        if (
            "warm" in one.tones
            and (not one.themes or "efficacy" in one.themes)
            and (not one.formats or "short" in one.formats)
            and "userName" not in one.text
            and one.role not in {"bridge", "description"}
        ):
            assert one.ref in offered


@pytest.mark.parametrize("role", ROLES_OF_MAIL)
@pytest.mark.parametrize(
    ("channel", "by"),
    [("email", "by e-mail"), ("rep_email", "by a representative's e-mail")],
)
def test_each_role_that_is_missing_is_named(channel: str, by: str, role: str) -> None:
    blocks = tuple(one for one in supplies.BLOCKS if one.role != role)
    with pytest.raises(InfeasibleError) as refusal:
        laid(make_supply(blocks=blocks), CELL, channel)
    assert str(refusal.value) == (
        f"There is no approved {role} in the tone warm for the theme efficacy in US "
        f"{by}."
    )


def test_an_sms_without_an_opening_is_named() -> None:
    blocks = tuple(one for one in supplies.BLOCKS if one.role != "opening")
    with pytest.raises(InfeasibleError) as refusal:
        laid(make_supply(blocks=blocks), CELL, "sms")
    assert str(refusal.value) == (
        "There is no approved opening in the tone warm for the theme efficacy in US "
        "by SMS."
    )


@pytest.mark.parametrize("bridges", [0, 1, 2, 3])
def test_bridges_must_be_as_many_as_their_places(bridges: int) -> None:
    held = tuple(say(f"c{n}", place=n) for n in range(3))
    blocks = (
        *(one for one in supplies.BLOCKS if one.role != "bridge"),
        *(
            block(f"bridge-{n}", "bridge", f"Under heading {n}:")
            for n in range(bridges)
        ),
    )
    supply = make_supply(claims=held, blocks=blocks)
    cell = Cell("warm", "efficacy", "long")
    if bridges >= 2:
        slots = drawn.part_of(laid(supply, cell)).slots
        assert sum(not isinstance(slot, ClaimSlot) for slot in slots) == 7
        return
    with pytest.raises(InfeasibleError) as refusal:
        laid(supply, cell)
    assert str(refusal.value) == (
        "2 different bridges are needed in the tone warm, and 1 is approved by e-mail."
        if bridges
        else "There is no approved bridge in the tone warm for the theme efficacy in "
        "US by e-mail."
    )


def test_a_lead_and_a_bridge_suit_the_claim_that_follows() -> None:
    claims = (
        say("first", themes=("efficacy", "onset"), place=1),
        say("second", themes=("dosing",), place=2),
    )
    blocks = (
        *supplies.BLOCKS,
        block("lead-onset", "evidence_lead", "On onset:", themes=("onset",)),
        block("lead-dosing", "evidence_lead", "On dosing:", themes=("dosing",)),
        block("bridge-dosing", "bridge", "On dosing too:", themes=("dosing",)),
        block("bridge-onset", "bridge", "On onset too:", themes=("onset",)),
    )
    supply = make_supply(claims=claims, blocks=blocks)
    slots = drawn.part_of(laid(supply, Cell("warm", "efficacy", "standard"))).slots
    held = {
        slot.role.value: {one.key for one in slot.candidates}
        for slot in slots
        if isinstance(slot, CopySlot)
    }
    assert held["evidence_lead"] == {"lead-a", "lead-b", "lead-onset"}
    assert held["bridge"] == {"bridge-a", "bridge-b", "bridge-dosing"}


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("channel", ["email", "rep_email"])
def test_a_plan_asks_for_what_coverage_counts(channel: str, form: Format) -> None:
    claims = tuple(say(f"c{n}", place=n) for n in range(3))
    plan = laid(make_supply(claims=claims), Cell("warm", "efficacy", form), channel)
    asked: dict[str, int] = {}
    for part in plan.parts:
        for slot in part.slots:
            if isinstance(slot, CopySlot):
                asked[slot.role] = asked.get(slot.role, 0) + 1
    needed = coverage.needs(rules_of(channel), form)
    assert {need.role: need.each for need in needed} == asked


def test_the_plan_keeps_seed_label_and_context() -> None:
    plan = laid(make_supply(), CELL, seed=41)
    assert (plan.seed, plan.label, plan.feedback) == (41, "US-7", ())
    assert plan.context.channel == "email"
    assert plan.cell == CELL


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({}, {}, True, id="the same plan"),
        pytest.param({}, {"seed": 8}, False, id="another seed"),
        pytest.param(
            {}, {"cell": Cell("direct", "efficacy", "short")}, False, id="tone"
        ),
        pytest.param({}, {"cell": Cell("warm", "onset", "short")}, False, id="theme"),
        pytest.param(
            {}, {"cell": Cell("warm", "efficacy", "long")}, False, id="format"
        ),
        pytest.param({}, {"feedback": ("no",)}, True, id="feedback is not chance"),
        pytest.param({}, {"label": "US-8"}, True, id="the label is not chance"),
    ],
)
def test_what_chance_depends_on(
    one: dict[str, object], other: dict[str, object], same: bool
) -> None:
    plan = laid(make_supply(), CELL)
    drawn_numbers = [
        dataclasses.replace(plan, **changes).rng().random()  # type: ignore[arg-type]
        for changes in (one, other)
    ]
    assert (drawn_numbers[0] == drawn_numbers[1]) is same


MUST = CopySlot(CopyRole.OPENING, ())
MAY = CopySlot(CopyRole.CALL_TO_ACTION, (), optional=True)
HELD = ClaimSlot(supplies.BRIEF)


@pytest.mark.parametrize(
    ("slots", "count", "places"),
    [
        ((MUST, HELD), 2, [0, 1]),
        ((MUST, HELD), 1, [0, 1]),
        ((MUST, HELD), 5, [0, 1]),
        ((MUST, MAY, HELD), 2, [0, 2]),
        ((MUST, MAY, HELD), 3, [0, 1, 2]),
        ((MAY, MUST, MAY), 1, [1]),
        ((MAY, MUST, MAY), 2, [0, 1]),
        ((MAY, MUST, MAY), 3, [0, 1, 2]),
        ((MAY,), 0, []),
        ((MAY,), 1, [0]),
        ((), 3, []),
    ],
)
def test_optional_places_take_what_is_over(
    slots: tuple[CopySlot | ClaimSlot, ...], count: int, places: list[int]
) -> None:
    assert taken(slots, count) == [slots[place] for place in places]


@given(st.lists(st.sampled_from([MUST, MAY, HELD])), st.integers(0, 8))
def test_no_place_that_must_be_filled_is_ever_left_out(
    slots: list[CopySlot | ClaimSlot], count: int
) -> None:
    found = taken(slots, count)
    needed = [slot for slot in slots if not is_optional(slot)]
    assert [slot for slot in found if not is_optional(slot)] == needed
    assert len(needed) <= len(found) <= max(len(needed), count)


@FEW
@given(SUPPLIES, CELLS)
def test_numbers_grow_by_one_in_reading_order(supply: Supply, cell: Cell) -> None:
    plan = laid_or_skip(supply, cell, ())
    numbers = [number for number, _ in elements.numbered(plan.claims).values()]
    assert all(later - earlier == 1 for earlier, later in pairwise(numbers))
    assert numbers[:1] == [1]


def test_a_claim_that_stood_as_a_companion_has_no_bridge_to_nowhere() -> None:
    claims = (say("a", companions=("c",), place=1), say("c", place=2))
    plan = laid(make_supply(claims=claims), CELL, key_messages=("a", "c"))
    assert [
        slot.role if isinstance(slot, CopySlot) else slot.claim.key
        for slot in drawn.part_of(plan).slots
    ] == ["greeting", "opening", "evidence_lead", "a", "c", "closing", "signature"]
