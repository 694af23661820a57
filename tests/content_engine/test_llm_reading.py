"""Reading a model's reply: what fits becomes a draft, all else a sentence."""

import contextlib
import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.planning.drafts import DraftSegment
from content_engine.planning.slots import CopySlot, MessagePlan, PartPlan
from content_engine.vocabulary import CopyRole, PartName, SegmentKind
from content_engine.writers.llm import filling, reading
from tests.content_engine import replies, supplies
from tests.content_engine.replies import BAD, Bad


@pytest.fixture(scope="module")
def plan() -> MessagePlan:
    return replies.make_plan()


@pytest.mark.parametrize("channel", ["email", "rep_email", "sms"])
@pytest.mark.parametrize("seed", range(5))
def test_good_replies_become_drafts(channel: str, seed: int) -> None:
    plan = replies.make_plan(channel=channel)
    reply = replies.good_reply(plan, replies.dice(seed), courtesies=0.4)

    draft = reading.read(plan, json.dumps(reply))

    assert [part.name.value for part in draft.parts] == [
        part["name"] for part in reply["parts"]
    ]
    assert [
        (segment.kind.value, segment.ref, segment.text)
        for part in draft.parts
        for segment in part.segments
    ] == [tuple(s.values()) for part in reply["parts"] for s in part["segments"]]


def test_parts_may_come_in_any_order(plan: MessagePlan) -> None:
    reply = replies.good_reply(plan)
    shuffled = {"parts": reply["parts"][::-1]}

    assert reading.read(plan, json.dumps(shuffled)) == reading.read(
        plan, json.dumps(reply)
    )


@pytest.mark.parametrize("text", replies.COURTESIES)
def test_courtesies_are_taken_and_trimmed(plan: MessagePlan, text: str) -> None:
    reply = replies.good_reply(plan)
    replies.body(reply)[0] = replies.own(f"  {text} ")

    draft = reading.read(plan, json.dumps(reply))

    body = next(part for part in draft.parts if part.name == PartName.BODY)
    assert body.segments[0] == DraftSegment(SegmentKind.COPY, None, text)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_bad_replies_are_refused_with_the_reason(plan: MessagePlan, bad: Bad) -> None:
    for seed in range(6):
        chance = replies.dice(seed)
        text = bad.spoil(replies.good_reply(plan, chance), chance)

        with pytest.raises(reading.ReplyRefusedError) as refused:
            reading.read(plan, text)

        assert bad.because in str(refused.value)
        assert all(reason.endswith(".") for reason in refused.value.reasons)


def test_all_faults_are_told_at_once(plan: MessagePlan) -> None:
    reply = replies.good_reply(plan)
    segments = replies.body(reply)
    del segments[replies.claims_at(reply)[0]]
    segments[0] = replies.own("This is the best, and 100% safe.")

    with pytest.raises(reading.ReplyRefusedError) as refused:
        reading.read(plan, json.dumps(reply))

    told = " ".join(refused.value.reasons)
    for words in ("superlative", "a digit", "per cent", "safety", "is missing"):
        assert words in told


def test_reasons_are_few_and_quote_little(plan: MessagePlan) -> None:
    reply = replies.good_reply(plan)
    replies.body(reply).extend(
        replies.claim(f"{number}{'x' * 500}@1") for number in range(60)
    )

    with pytest.raises(reading.ReplyRefusedError) as refused:
        reading.read(plan, json.dumps(reply))

    assert len(refused.value.reasons) == reading.MOST_REASONS
    assert max(map(len, refused.value.reasons)) < 300


def test_copy_carries_no_reference(plan: MessagePlan) -> None:
    reply = replies.good_reply(plan)
    replies.body(reply)[0] = {**replies.own("Thank you."), "ref": "admissions@3"}

    with pytest.raises(reading.ReplyRefusedError, match="drop the ref"):
        reading.read(plan, json.dumps(reply))


def test_a_block_stands_once() -> None:
    twice = supplies.block("twice", "bridge", "Of additional relevance:")
    again = dataclasses.replace(twice, role="evidence_lead")
    supply = supplies.make_supply(blocks=(*supplies.BLOCKS, twice, again))
    plan = replies.make_plan(supply)
    reply = replies.good_reply(plan)
    segments = replies.body(reply)
    block = {"kind": "block", "ref": "twice@1", "text": "Of additional relevance:"}
    first, second = replies.claims_at(reply)
    segments[first - 1], segments[second - 1] = block, dict(block)

    with pytest.raises(reading.ReplyRefusedError, match="stands 2 times"):
        reading.read(plan, json.dumps(reply))


def test_on_one_line_own_copy_must_be_closed() -> None:
    plan = replies.make_plan(channel="sms")
    reply = replies.good_reply(plan)
    replies.body(reply)[0] = replies.own("Thank you for reading")

    with pytest.raises(reading.ReplyRefusedError, match="full stop or colon"):
        reading.read(plan, json.dumps(reply))

    replies.body(reply)[0] = replies.own("Thank you for reading:")
    assert reading.read(plan, json.dumps(reply))


def test_a_part_may_not_outgrow_its_limit(plan: MessagePlan) -> None:
    reply = replies.good_reply(plan)
    part = next(p for p in reply["parts"] if p["name"] == "call_to_action")
    part["segments"] = [replies.own("Please open the document on our website today.")]

    with pytest.raises(reading.ReplyRefusedError, match="at most 40 characters"):
        reading.read(plan, json.dumps(reply))


def slot(role: CopyRole, *, optional: bool = False) -> CopySlot:
    block = supplies.block(role.value, role.value, "Thank you.")
    return CopySlot(role, (block,), optional)


def block_of(role: CopyRole) -> DraftSegment:
    return DraftSegment(SegmentKind.BLOCK, f"{role.value}@1", "Thank you.")


GREETING, OPENING, CLOSING = CopyRole.GREETING, CopyRole.OPENING, CopyRole.CLOSING


@pytest.mark.parametrize(
    ("filled", "fits"),
    [
        ((GREETING, OPENING, CLOSING), True),
        ((GREETING, OPENING), True),
        ((OPENING,), True),
        ((OPENING, CLOSING), False),  # what is over goes to the first optional slot
        ((GREETING,), False),
        ((), False),
        ((CLOSING, OPENING, GREETING), False),
        ((GREETING, OPENING, CLOSING, CLOSING), False),
    ],
)
def test_optional_slots_take_what_is_over(
    filled: tuple[CopyRole, ...], fits: bool
) -> None:
    part = PartPlan(
        PartName.BODY,
        (slot(GREETING, optional=True), slot(OPENING), slot(CLOSING, optional=True)),
        joint="\n",
    )

    faults = list(filling.faults(part, tuple(map(block_of, filled))))

    assert bool(faults) is not fits
    if faults:
        assert "greeting copy (may be left out), opening copy, closing" in faults[0]


@given(text=st.text(max_size=60))
def test_no_text_at_all_breaks_the_reader(plan: MessagePlan, text: str) -> None:
    reply = replies.good_reply(plan)
    replies.body(reply)[0] = replies.own(text)
    for given_text in (text, json.dumps(reply)):
        with contextlib.suppress(reading.ReplyRefusedError):
            assert reading.read(plan, given_text)
