"""What approved copy allows, counted by hand, and as the planner itself demands it."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.channels.catalogue import CHANNELS, rules_of
from content_engine.planning import coverage, layout
from content_engine.planning.coverage import Cell, Holding
from content_engine.planning.slots import Cell as PlannedCell
from content_engine.planning.slots import CopySlot
from content_engine.supply import BlockText
from content_engine.vocabulary import Channel, CopyRole, Format
from tests.content_engine import supplies
from tests.content_engine.supplies import make_context, make_supply
from tests.content_engine.wishes import make_brief

EMAIL, SMS = rules_of(Channel.EMAIL), rules_of(Channel.SMS)


def block(number: int, role: str = "opening", **content: Any) -> BlockText:
    """A block of one wording in a warm tone, open to every theme and format."""
    said = {"text": f"Words {number}.", "tones": ("warm",), **content}
    return BlockText(key=f"b{number}", ref=f"b{number}@1", role=role, **said)


def one_cell(
    blocks: Sequence[BlockText], channel: str = "email", format_: str = "short"
) -> Cell:
    found = coverage.cells(
        blocks, rules_of(channel), Format(format_), ["warm"], ["efficacy"]
    )
    return found[0]


def holding(cell: Cell, role: str) -> Holding:
    return next(one for one in cell.holdings if one.need.role == role)


def full(counts: dict[str, int]) -> list[BlockText]:
    """So many blocks of each role."""
    return [
        block(10 * place + number, role)
        for place, (role, count) in enumerate(counts.items())
        for number in range(count)
    ]


MAIL = [
    *("subject", "preheader", "headline", "greeting", "opening", "evidence_lead"),
    *("closing", "signature", "call_to_action"),
]


@pytest.mark.parametrize(
    ("channel", "format_", "bridges"),
    [
        ("email", "short", 0),
        ("email", "standard", 1),
        ("email", "long", 2),
        ("rep_email", "standard", 1),
    ],
)
def test_roles_of_a_mail_in_reading_order(
    channel: str, format_: str, bridges: int
) -> None:
    needs = coverage.needs(rules_of(channel), Format(format_))
    roles = [need.role.value for need in needs if need.role != CopyRole.BRIDGE]
    assert roles == MAIL
    assert sum(need.each for need in needs if need.role == CopyRole.BRIDGE) == bridges
    assert not any(need.is_optional for need in needs)


def test_roles_of_a_text_message() -> None:
    needs = coverage.needs(SMS, Format.STANDARD)
    assert [(need.role, need.is_optional) for need in needs] == [
        (CopyRole.OPENING, False),
        (CopyRole.CALL_TO_ACTION, True),
    ]
    assert coverage.needs(SMS, Format.LONG) == ()


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("format_", Format)
def test_needs_are_what_the_planner_lays_out(channel: str, format_: Format) -> None:
    """Not a second opinion: the same roles as often as in a plan of that format."""
    needs = coverage.needs(rules_of(channel), format_)
    if not needs:
        return
    claims = tuple(
        dataclasses.replace(
            supplies.ADMISSIONS,
            key=f"c{n}",
            ref=f"c{n}@1",
            text=f"Says {n}.",
            variations=(),
            place=n,
        )
        for n in range(3)
    )
    context = make_context("US", channel)
    cell = PlannedCell("warm", "efficacy", format_)
    supply = make_supply(claims=claims)
    plan = layout.plan(cell, context, supply, make_brief(context), 7)
    laid_out = Counter(
        slot.role
        for part in plan.parts
        for slot in part.slots
        if isinstance(slot, CopySlot) and not slot.optional
    )
    assert laid_out == {n.role: n.each for n in needs if not n.is_optional}


@pytest.mark.parametrize(
    ("content", "counted"),
    [
        ({}, 1),
        ({"themes": ("efficacy",)}, 1),
        ({"themes": ("safety",)}, 0),
        ({"tones": ("clinical",)}, 0),
        ({"tones": ("clinical", "warm")}, 1),
        ({"formats": ("short", "long")}, 1),
        ({"formats": ("long",)}, 0),
        ({"text": "Yours, {{userName}}"}, 0),
    ],
)
def test_what_counts_in_a_cell(content: dict[str, Any], counted: int) -> None:
    cell = one_cell([block(1, **content)])
    assert holding(cell, "opening").blocks == counted


def test_a_token_counts_where_the_channel_knows_it() -> None:
    blocks = [block(1, "signature", text="Yours, {{userName}}")]
    assert holding(one_cell(blocks, "rep_email"), "signature").blocks == 1


def test_wordings_are_counted_once_each() -> None:
    blocks = [
        block(1, text="[New|Recent] data [here|below]."),
        block(2, text="New data here."),
        block(3, text="Something else."),
    ]
    found = holding(one_cell(blocks), "opening")
    assert (found.blocks, found.wordings) == (3, 5)


def test_a_hole_is_where_no_message_can_be_made() -> None:
    cell = one_cell(full({role: 2 for role in MAIL if role != "closing"}))
    assert [one.need.role for one in cell.holdings if one.is_hole] == ["closing"]
    assert cell.headroom.messages == 0
    assert cell.headroom.scarce == (CopyRole.CLOSING,)
    assert (cell.headroom.missing, cell.headroom.next) == ((2,), 2)


def test_bridges_are_needed_several_at_once() -> None:
    blocks = full(dict.fromkeys(MAIL, 9) | {"bridge": 1})
    cell = one_cell(blocks, format_="long")
    assert holding(cell, "bridge").is_hole
    enough = one_cell([*blocks, block(999, "bridge")], format_="long")
    assert not holding(enough, "bridge").is_hole
    assert enough.headroom.messages == 1
    assert enough.headroom.missing == (16,)
    assert enough.headroom.next == 9


def test_an_optional_role_is_neither_a_hole_nor_a_limit() -> None:
    cell = one_cell([block(1), block(2)], "sms", "standard")
    assert not any(one.is_hole for one in cell.holdings)
    assert cell.headroom.messages == 2


def test_greetings_and_signatures_may_repeat_but_not_be_missing() -> None:
    counts = dict.fromkeys(MAIL, 5) | {"greeting": 1, "signature": 1}
    assert one_cell(full(counts)).headroom.messages == 5
    without = one_cell(full(counts | {"signature": 0}))
    assert without.headroom.messages == 0
    assert without.headroom.scarce == (CopyRole.SIGNATURE,)
    assert (without.headroom.missing, without.headroom.next) == ((1,), 5)


def test_the_sentence_of_the_design_two_more_openings_allow_fourteen() -> None:
    counts = dict.fromkeys(MAIL, 14) | {"opening": 12}
    headroom = one_cell(full(counts)).headroom
    assert (headroom.messages, headroom.next) == (12, 14)
    assert list(zip(headroom.scarce, headroom.missing, strict=True)) == [("opening", 2)]


def test_where_all_roles_are_even_each_needs_one_more() -> None:
    headroom = one_cell(full(dict.fromkeys(MAIL, 3))).headroom
    assert (headroom.messages, headroom.next) == (3, 4)
    assert set(headroom.missing) == {1}
    assert not set(headroom.scarce) & coverage.MAY_REPEAT


def test_a_format_that_is_not_carried_has_no_cells_to_fill() -> None:
    cell = one_cell([block(1)], "sms", "long")
    assert cell.holdings == ()
    assert cell.headroom == coverage.Headroom(0, (), (), 0)


def test_every_tone_meets_every_theme() -> None:
    found = coverage.cells([], EMAIL, Format.SHORT, ["a", "b"], ["x", "y", "z"])
    assert [(cell.tone, cell.theme) for cell in found] == [
        (tone, theme) for tone in "ab" for theme in "xyz"
    ]


COUNTS = st.fixed_dictionaries({role: st.integers(0, 4) for role in MAIL})


@given(COUNTS)
def test_what_is_missing_is_just_enough(counts: dict[str, int]) -> None:
    """The blocks that are asked for bring the number promised, and fewer do not."""
    headroom = one_cell(full(counts)).headroom
    assert headroom.next > headroom.messages
    added = dict(counts)
    for role, missing in zip(headroom.scarce, headroom.missing, strict=True):
        added[role.value] += missing
    assert one_cell(full(added)).headroom.messages == headroom.next
    first = headroom.scarce[0].value
    fewer = added | {first: added[first] - 1}
    assert one_cell(full(fewer)).headroom.messages < headroom.next


@given(COUNTS, st.sampled_from(MAIL))
def test_one_more_block_never_lessens_headroom(
    counts: dict[str, int], role: str
) -> None:
    more = counts | {role: counts[role] + 1}
    before, after = (one_cell(full(each)).headroom for each in (counts, more))
    assert after.messages >= before.messages
