"""The composer's choice: no block twice, clean seams, many different messages."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.planning import layout
from content_engine.planning.slots import Cell, MessagePlan
from content_engine.supply import BlockText
from content_engine.vocabulary import SegmentKind
from content_engine.writers.composer import agreement
from content_engine.writers.composer.writing import Composer
from content_engine.writers.protocol import Draft, WriterFailedError
from tests.content_engine import supplies
from tests.content_engine.supplies import block, make_context, make_supply
from tests.content_engine.wishes import make_brief


def make_plan(
    blocks: tuple[BlockText, ...] = supplies.BLOCKS,
    form: str = "long",
    channel: str = "email",
    seed: int = 7,
) -> MessagePlan:
    context = make_context(channel=channel)
    cell = Cell("warm", "efficacy", form)
    supply = make_supply(blocks=blocks)
    return layout.plan(cell, context, supply, make_brief(context), seed)


def refs(draft: Draft) -> list[str | None]:
    segments = (s for part in draft.parts for s in part.segments)
    return [s.ref for s in segments if s.kind == SegmentKind.BLOCK]


def without(*roles: str) -> tuple[BlockText, ...]:
    return tuple(b for b in supplies.BLOCKS if b.role not in roles)


@given(st.integers(0, 10_000))
def test_no_block_stands_twice_in_a_message(seed: int) -> None:
    for draft in Composer().propose(make_plan(seed=seed), 5):
        assert len(refs(draft)) == len(set(refs(draft)))


def test_another_seed_gives_other_words() -> None:
    one, other = (Composer().propose(make_plan(seed=seed), 4) for seed in (1, 2))
    assert one != other


def test_the_supply_bounds_the_number_of_drafts() -> None:
    roles = {"subject": 1, "preheader": 1, "headline": 1, "greeting": 1, "opening": 1}
    kept: list[BlockText] = []
    for candidate in supplies.BLOCKS:
        taken = sum(b.role == candidate.role for b in kept)
        if taken < 1 or candidate.role not in roles:
            kept.append(dataclasses.replace(candidate, text="Plain."))
    drafts = Composer().propose(make_plan(tuple(kept), "short"), 40)
    assert 1 < len(drafts) < 40


def test_a_block_of_which_every_wording_reads_badly_is_no_choice() -> None:
    bad = block("bad", "opening", "A  gap and the the doubling.")
    plan = make_plan((*without("opening"), bad), "short")
    with pytest.raises(WriterFailedError) as failure:
        Composer().propose(plan, 3)
    assert str(failure.value) == (
        "No approved opening is left in the tone warm for the theme efficacy that "
        "fits beside the others."
    )


def test_the_same_word_does_not_meet_itself_at_a_seam() -> None:
    blocks = (
        *without("greeting", "opening"),
        block("g", "greeting", "To all of you,"),
        block("bad", "opening", "You will find it below."),
        block("good", "opening", "Please find it below."),
    )
    for draft in Composer().propose(make_plan(blocks, "short"), 4):
        assert "good@1" in refs(draft)


def test_consecutive_paragraphs_begin_differently_where_they_can() -> None:
    blocks = (
        *without("greeting", "opening"),
        block("g", "greeting", "The team at your clinic,"),
        block("same", "opening", "The evidence stands below."),
        block("other", "opening", "Below stands the evidence."),
    )
    for draft in Composer().propose(make_plan(blocks, "short"), 4):
        assert "other@1" in refs(draft)


def test_where_it_cannot_be_avoided_it_is_accepted() -> None:
    blocks = (
        *without("greeting", "opening"),
        block("g", "greeting", "The team at your clinic,"),
        block("same", "opening", "The evidence stands below."),
    )
    drafts = Composer().propose(make_plan(blocks, "short"), 2)
    assert all("same@1" in refs(draft) for draft in drafts)


def test_an_optional_place_without_good_words_stays_empty() -> None:
    blocks = (*without("call_to_action"), block("c", "call_to_action", "Look  here"))
    plan = make_plan(blocks, "short", "sms")
    draft = Composer().propose(plan, 1)[0]
    assert draft.parts[-1].segments == ()


def test_a_body_limit_holds() -> None:
    plan = make_plan(form="short")
    body = next(part for part in plan.parts if len(part.slots) > 1)
    longest = len("Dear healthcare professional,") + 60
    tight = dataclasses.replace(
        plan,
        parts=tuple(
            dataclasses.replace(part, limit=longest) if part == body else part
            for part in plan.parts
        ),
    )
    with pytest.raises(WriterFailedError, match="fits beside the others"):
        Composer().propose(tight, 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Two  spaces.", "two spaces"),
        ("A point .", "space before a point"),
        ("Done.. Next", "doubled point"),
        ("Look:, there", "doubled point"),
        ("Here is a evidence file", "a before a vowel"),
        ("Here is an summary", "an before a consonant"),
        ("See the the source", "the same word twice"),
    ],
)
def test_faults_that_a_reader_would_stumble_over(text: str, fault: str) -> None:
    assert fault in agreement.faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "A European trial, an hour, a one-page note, a unit.",
        "An honest line … with a point.",
        "Look: “this”. And that?",
        "In vs. out, e.g. here.",
        "",
    ],
)
def test_good_copy_has_no_faults(text: str) -> None:
    assert agreement.faults(text) == ()


def test_first_and_last_words() -> None:
    assert agreement.first_word("“Dear colleague,") == "dear"
    assert agreement.last_word("See the source:") == "source"
    assert agreement.first_word("…") == agreement.last_word("…") == ""
