"""Each limit of each channel, one sign below it, at it and above it, at every door."""

import dataclasses

import pytest

from content_engine.channels import counting
from content_engine.channels.catalogue import CHANNELS, rules_of
from content_engine.planning import fitting, layout
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.layout import ROLE_OF_PART, InfeasibleError
from content_engine.planning.slots import Cell, ClaimSlot, CopySlot, MessagePlan
from content_engine.rendering import plain, substituting
from content_engine.rendering.substituting import DraftRefusedError
from content_engine.supply import BlockText
from content_engine.vocabulary import Channel, PartName, SegmentKind
from content_engine.writers.composer.writing import Composer
from tests.content_engine import supplies
from tests.content_engine.supplies import block, make_context, make_supply
from tests.content_engine.wishes import make_brief

CELL = Cell("warm", "efficacy", "short")
# The figures of CH-01, CH-02 and the house, in characters; SMS has one by part.
LIMITS = {
    (Channel.EMAIL, PartName.SUBJECT): 150,
    (Channel.EMAIL, PartName.PREHEADER): 140,
    (Channel.EMAIL, PartName.HEADLINE): 120,
    (Channel.EMAIL, PartName.BODY): 6000,
    (Channel.EMAIL, PartName.CALL_TO_ACTION): 40,
    (Channel.REP_EMAIL, PartName.SUBJECT): 150,
    (Channel.REP_EMAIL, PartName.PREHEADER): 140,
    (Channel.REP_EMAIL, PartName.HEADLINE): 120,
    (Channel.REP_EMAIL, PartName.BODY): 6000,
    (Channel.REP_EMAIL, PartName.CALL_TO_ACTION): 40,
    (Channel.SMS, PartName.CALL_TO_ACTION): 20,
}
FIXED = {PartName.SUBJECT: len("Promotional: ")}
SINGLE = [(channel, part) for channel, part in LIMITS if part in ROLE_OF_PART]
MAIL = [(channel, part) for channel, part in LIMITS if channel != Channel.SMS]


def planned(
    blocks: tuple[BlockText, ...], channel: str, market: str = "US"
) -> MessagePlan:
    context = make_context(market, channel)
    supply = make_supply(market, blocks=blocks)
    return layout.plan(CELL, context, supply, make_brief(context), 7)


def without(role: str) -> tuple[BlockText, ...]:
    return tuple(one for one in supplies.BLOCKS if one.role != role)


def lengths() -> list[object]:
    return [
        pytest.param(-1, True, id="one below"),
        pytest.param(0, True, id="at the limit"),
        pytest.param(1, False, id="one above"),
    ]


def test_the_catalogue_holds_these_limits_and_no_other() -> None:
    held = {
        (channel, part): limit
        for channel, rules in CHANNELS.items()
        for part, limit in rules.limits.items()
    }
    assert held == LIMITS


@pytest.mark.parametrize(
    ("channel", "part", "advised"),
    [
        (Channel.EMAIL, PartName.SUBJECT, 50),
        (Channel.EMAIL, PartName.PREHEADER, 100),
        (Channel.REP_EMAIL, PartName.SUBJECT, 50),
        (Channel.REP_EMAIL, PartName.PREHEADER, 100),
    ],
)
def test_what_is_advised_is_less_than_what_is_allowed(
    channel: Channel, part: PartName, advised: int
) -> None:
    rules = rules_of(channel)
    assert rules.advised[part] == advised < rules.limits[part]


@pytest.mark.parametrize(("over", "is_open"), lengths())
@pytest.mark.parametrize(("channel", "part"), SINGLE)
def test_a_block_is_a_candidate_as_long_as_it_fits(
    channel: Channel, part: PartName, over: int, is_open: bool
) -> None:
    role = ROLE_OF_PART[part]
    room = LIMITS[channel, part] - FIXED.get(part, 0)
    exact = block("exact", role, "w" * (room + over))
    plan = planned((*without(role), block("short", role, "Brief"), exact), channel)
    slot = next(p for p in plan.parts if p.name == part).slots[0]
    assert isinstance(slot, CopySlot)
    found = {candidate.key for candidate in slot.candidates}
    assert found == ({"short", "exact"} if is_open else {"short"})


@pytest.mark.parametrize(
    ("channel", "part"), [pair for pair in SINGLE if pair[0] != Channel.SMS]
)
def test_where_every_block_is_too_long_the_room_is_told(
    channel: Channel, part: PartName
) -> None:
    role = ROLE_OF_PART[part]
    room = LIMITS[channel, part] - FIXED.get(part, 0)
    with pytest.raises(InfeasibleError) as refusal:
        planned((*without(role), block("long", role, "w" * (room + 1))), channel)
    assert str(refusal.value) == (
        f"Every approved {role} in the tone warm is longer than the {room} characters "
        f"that are left {rules_of(channel).by}."
    )


def test_an_sms_goes_without_a_call_that_is_too_long() -> None:
    blocks = (*without("call_to_action"), block("c", "call_to_action", "w" * 21))
    plan = planned(blocks, "sms")
    action = next(p for p in plan.parts if p.name == PartName.CALL_TO_ACTION)
    assert action.slots == ()


@pytest.mark.parametrize("part", list(ROLE_OF_PART))
def test_the_longest_wording_of_a_block_decides(part: PartName) -> None:
    role = ROLE_OF_PART[part]
    room = LIMITS[Channel.EMAIL, part] - FIXED.get(part, 0)
    mixed = block("mixed", role, f"[Brief|{'w' * (room + 1)}]")
    plan = planned((*without(role), block("short", role, "Brief"), mixed), "email")
    slot = next(p for p in plan.parts if p.name == part).slots[0]
    assert isinstance(slot, CopySlot)
    assert [candidate.key for candidate in slot.candidates] == ["short"]


def with_copy(plan: MessagePlan, name: PartName, text: str) -> Draft:
    """A draft of the composer, in which one slot of a part says something else."""
    draft = Composer().propose(plan, 1)[0]
    parts = []
    for part in draft.parts:
        segments = list(part.segments)
        if part.name == name:
            segments[0] = DraftSegment(SegmentKind.COPY, None, text)
        parts.append(DraftPart(part.name, tuple(segments)))
    return Draft(tuple(parts))


def length_beside(plan: MessagePlan, name: PartName) -> int:
    """Characters of a part around one character of the copy."""
    made = substituting.render(plan, with_copy(plan, name, "w"), make_supply())
    return len(next(part.text for part in made if part.name == name)) - 1


@pytest.mark.parametrize(("over", "is_open"), lengths())
@pytest.mark.parametrize(("channel", "part"), MAIL)
def test_free_copy_is_rendered_as_long_as_it_fits(
    channel: Channel, part: PartName, over: int, is_open: bool
) -> None:
    plan = planned(supplies.BLOCKS, channel)
    limit = LIMITS[channel, part]
    text = "w" * (limit - length_beside(plan, part) + over)
    draft = with_copy(plan, part, text)
    if is_open:
        made = substituting.render(plan, draft, make_supply())
        length = len(next(p.text for p in made if p.name == part))
        assert length == limit + over
        return
    with pytest.raises(DraftRefusedError) as refusal:
        substituting.render(plan, draft, make_supply())
    assert str(refusal.value) == (
        f"The {part} has {limit + 1} characters; {limit} are allowed."
    )


TOKEN_LENGTHS = {"accountTitle": 12, "accountLname": 40, "userName": 60}
TOKENS = (*TOKEN_LENGTHS, "AccountTitle", "accountFname", "customText", "x")


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("channel", list(CHANNELS))
def test_a_placeholder_is_open_where_the_channel_lists_it(
    channel: Channel, name: str
) -> None:
    is_open = channel == Channel.REP_EMAIL and name in TOKEN_LENGTHS
    text = f"Dear {{{{{name}}}}}, hello"
    assert fitting.tokens_allowed(text, rules_of(channel)) is is_open
    suiting = fitting.suits(block("b", "greeting", text), rules_of(channel), "short")
    assert suiting is is_open


@pytest.mark.parametrize("name", TOKEN_LENGTHS)
@pytest.mark.parametrize(("over", "is_open"), lengths())
def test_a_placeholder_counts_at_its_longest(
    name: str, over: int, is_open: bool
) -> None:
    room = 120 - TOKEN_LENGTHS[name]
    text = "w" * (room + over) + f"{{{{{name}}}}}"
    blocks = (block("tokened", "headline", text), block("plain", "headline", "Brief"))
    plan = planned((*without("headline"), *blocks), "rep_email")
    slot = next(p for p in plan.parts if p.name == PartName.HEADLINE).slots[0]
    assert isinstance(slot, CopySlot)
    assert ("tokened" in {c.key for c in slot.candidates}) is is_open


def test_two_placeholders_count_twice() -> None:
    text = "{{accountTitle}} {{accountLname}} {{accountTitle}}"
    assert fitting.longest_length(text, rules_of("rep_email")) == 12 + 1 + 40 + 1 + 12


def sms_with(claim_text: str, market: str = "US") -> MessagePlan:
    """An SMS of one opening, this claim and what is obligatory."""
    context = make_context(market, "sms")
    claim = dataclasses.replace(supplies.BRIEF, text=claim_text)
    supply = make_supply(market, claims=(claim,), blocks=(OPENING,))
    return layout.plan(CELL, context, supply, make_brief(context), 7)


OPENING = block("opening", "opening", "Hello")


def sent(plan: MessagePlan, market: str = "US") -> str:
    """The message as it leaves."""
    draft = Composer().propose(plan, 1)[0]
    return plain.render_text(substituting.render(plan, draft, make_supply(market)))


@pytest.mark.parametrize(
    ("sign", "limit", "alphabet"),
    [
        pytest.param("w", 459, "GSM-7", id="three parts of septets"),
        pytest.param("▼", 201, "UCS-2", id="three parts of words"),
    ],
)
@pytest.mark.parametrize(("over", "is_open"), lengths())
def test_an_sms_fills_its_units_to_the_last(
    sign: str, limit: int, alphabet: str, over: int, is_open: bool
) -> None:
    short = dataclasses.replace(
        make_supply().label, safety_short=supplies.safety("US-safety-short@US-7", "S.")
    )
    brand = supplies.make_brand(prescribing_information_url="https://pi.example/u")
    context = make_context("US", "sms")

    def lay(text: str) -> MessagePlan:
        claim = dataclasses.replace(supplies.BRIEF, text=text)
        supply = make_supply(claims=(claim,), blocks=(OPENING,), label=short)
        supply = dataclasses.replace(supply, brand=brand)
        return layout.plan(CELL, context, supply, make_brief(context), 7)

    beside = counting.count(sent(lay(sign))).units - 1
    text = sign + "w" * (limit - beside - 1 + over)
    if is_open:
        size = counting.count(sent(lay(text)))
        assert (size.alphabet, size.units) == (alphabet, limit + over)
        assert size.parts == 3
        return
    because = ", all that the sign ▼ leaves" if sign == "▼" else ""
    with pytest.raises(InfeasibleError) as refusal:
        lay(text)
    assert str(refusal.value) == (
        "An SMS cannot hold the claim admissions-brief with the safety information "
        f"and the obligatory lines: 1 character over {limit}{because}."
    )


@pytest.mark.parametrize("excess", [1, 2, 7, 40, 300])
def test_the_excess_of_an_sms_is_told_to_the_character(excess: int) -> None:
    signs = "character" if excess == 1 else "characters"
    beside = counting.count(sent(sms_with("w"))).units - 1
    with pytest.raises(InfeasibleError) as refusal:
        sms_with("w" * (459 - beside + excess))
    assert str(refusal.value).endswith(f": {excess} {signs} over 459.")


def test_of_several_claims_the_nearest_to_fitting_is_named() -> None:
    context = make_context("US", "sms")
    claims = tuple(
        dataclasses.replace(supplies.BRIEF, key=key, ref=f"{key}@1", text="w" * size)
        for key, size in (("far", 500), ("near", 420), ("middle", 450))
    )
    supply = make_supply(claims=claims, blocks=(OPENING,))
    with pytest.raises(InfeasibleError, match="cannot hold the claim near with"):
        layout.plan(CELL, context, supply, make_brief(context), 7)


@pytest.mark.parametrize(
    ("channel", "form", "count"),
    [
        ("email", "short", 1),
        ("email", "standard", 2),
        ("email", "long", 3),
        ("rep_email", "short", 1),
        ("rep_email", "standard", 2),
        ("rep_email", "long", 3),
        ("sms", "short", 1),
        ("sms", "standard", 1),
    ],
)
def test_each_format_carries_so_many_claims(
    channel: str, form: str, count: int
) -> None:
    assert rules_of(channel).claims[form] == count  # type: ignore[index]
    claims = tuple(
        dataclasses.replace(
            supplies.BRIEF, key=f"c{n}", ref=f"c{n}@1", text=f"Claim {n}.", place=n
        )
        for n in range(5)
    )
    context = make_context("US", channel)
    plan = layout.plan(
        Cell("warm", "efficacy", form),
        context,
        make_supply(claims=claims),
        make_brief(context),
        7,
    )
    slots = [slot for part in plan.parts for slot in part.slots]
    assert sum(isinstance(slot, ClaimSlot) for slot in slots) == count
