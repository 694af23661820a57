"""Rendering puts approved text in byte for byte; drafts that break a plan fail."""

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.pieces import Part, Segment, sha256
from content_engine.planning import layout
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.slots import Cell, MessagePlan
from content_engine.rendering import substituting
from content_engine.rendering.substituting import DraftRefusedError, render
from content_engine.supply import Supply
from content_engine.vocabulary import PartName, SegmentKind
from content_engine.writers.composer.writing import Composer
from tests.content_engine import supplies
from tests.content_engine.supplies import make_context, make_supply
from tests.content_engine.wishes import make_brief

SUPPLY = make_supply()


def make_plan(
    form: str = "long", channel: str = "email", supply: Supply = SUPPLY, seed: int = 7
) -> MessagePlan:
    context = make_context(channel=channel)
    cell = Cell("warm", "efficacy", form)
    return layout.plan(cell, context, supply, make_brief(context), seed)


PLAN = make_plan()
DRAFT = Composer().propose(PLAN, 1)[0]


def text_of(parts: tuple[Part, ...], name: PartName) -> str:
    return next(part.text for part in parts if part.name == name)


def with_body(change: Callable[[list[DraftSegment]], object]) -> Draft:
    """The good draft with its body's segments changed in place."""
    parts = []
    for part in DRAFT.parts:
        segments = list(part.segments)
        if part.name == PartName.BODY:
            change(segments)
        parts.append(DraftPart(part.name, tuple(segments)))
    return Draft(tuple(parts))


def replaced(place: int, segment: DraftSegment) -> Draft:
    return with_body(lambda segments: segments.__setitem__(place, segment))


@given(
    st.sampled_from(["short", "standard", "long"]),
    st.sampled_from(["email", "rep_email", "sms"]),
    st.integers(0, 10_000),
)
def test_segments_cover_each_part_and_claims_are_exact(
    form: str, channel: str, seed: int
) -> None:
    plan = make_plan("short" if channel == "sms" else form, channel, seed=seed)
    texts = {claim.ref: claim.text for claim in SUPPLY.claims}
    for draft in Composer().propose(plan, 2):
        for part in render(plan, draft, SUPPLY):
            end = 0
            for span in part.spans():
                assert span.start == end
                assert part.text[span.start : span.end] == span.segment.text
                assert span.sha256 == sha256(span.segment.text)
                end = span.end
                if span.segment.kind == SegmentKind.CLAIM:
                    assert span.segment.ref is not None
                    assert span.segment.text == texts[span.segment.ref]
            assert end == len(part.text)


def test_a_body_reads_in_paragraphs() -> None:
    body = text_of(render(PLAN, DRAFT, SUPPLY), PartName.BODY)
    paragraphs = body.split("\n\n")
    assert paragraphs[0] == (
        "Promotional information from Acme for US healthcare professionals about "
        "Velorin® (tamoxetrel)."
    )
    assert f"{supplies.ADMISSIONS.text}[1]" in paragraphs


def test_the_subject_says_that_it_is_promotional() -> None:
    subject = render(PLAN, DRAFT, SUPPLY)[0]
    assert subject.segments[0] == Segment(SegmentKind.BLOCK, "Promotional:")
    assert subject.text.startswith("Promotional: ")


def test_qualifiers_and_markers_follow_their_claim() -> None:
    supply = make_supply(claims=(supplies.HAZARD, supplies.ADMISSIONS))
    context = make_context()
    brief = make_brief(context, key_messages=("hazard",))
    plan = layout.plan(Cell("warm", "efficacy", "short"), context, supply, brief, 7)
    parts = render(plan, Composer().propose(plan, 1)[0], supply)
    body = next(part for part in parts if part.name == PartName.BODY)
    place = next(
        number for number, s in enumerate(body.segments) if s.ref == "hazard@1"
    )
    found = [(s.kind, s.text, s.ref) for s in body.segments[place : place + 4]]
    assert found == [
        (SegmentKind.CLAIM, supplies.HAZARD.text, "hazard@1"),
        (SegmentKind.COPY, " ", None),
        (SegmentKind.BLOCK, "Primary endpoint of TRIAL-A.", "hazard@1"),
        (SegmentKind.REFERENCE, "[1]", "TRIAL-A@1"),
    ]


def test_two_sources_have_two_markers() -> None:
    supply = make_supply(claims=(supplies.BURDEN,))
    plan = make_plan("short", supply=supply)
    parts = render(plan, Composer().propose(plan, 1)[0], supply)
    assert f"{supplies.BURDEN.text}[1][2]" in text_of(parts, PartName.BODY)
    footer = text_of(parts, PartName.FOOTER)
    assert footer.startswith("References\n1. Heartline")
    assert "\n2. Orlen P" in footer


def test_a_text_message_has_no_markers() -> None:
    plan = make_plan("short", "sms")
    parts = render(plan, Composer().propose(plan, 1)[0], SUPPLY)
    assert "[" not in "".join(part.text for part in parts)


def test_placeholders_are_segments_of_their_own() -> None:
    segments = list(
        substituting.block_segments("Dear {{accountTitle}} {{accountLname}},", "g@1")
    )
    assert [(s.kind, s.text, s.ref) for s in segments] == [
        ("block", "Dear ", "g@1"),
        ("token", "{{accountTitle}}", "accountTitle"),
        ("block", " ", "g@1"),
        ("token", "{{accountLname}}", "accountLname"),
        ("block", ",", "g@1"),
    ]


def test_free_copy_stays_copy() -> None:
    draft = replaced(0, DraftSegment(SegmentKind.COPY, None, "Good day to you."))
    body = next(p for p in render(PLAN, draft, SUPPLY) if p.name == PartName.BODY)
    assert Segment(SegmentKind.COPY, "Good day to you.") in body.segments


def test_an_optional_place_may_stay_empty() -> None:
    plan = make_plan("short", "sms")
    draft = Composer().propose(plan, 1)[0]
    emptied = Draft(
        tuple(
            DraftPart(part.name, ()) if part.name == PartName.CALL_TO_ACTION else part
            for part in draft.parts
        )
    )
    parts = render(plan, emptied, SUPPLY)
    assert PartName.CALL_TO_ACTION not in {part.name for part in parts}


CLAIM = DraftSegment(SegmentKind.CLAIM, "admissions@3")
HAZARD = DraftSegment(SegmentKind.CLAIM, "hazard@1")
ADMISSIONS_PLACE = next(
    place for place, segment in enumerate(DRAFT.parts[3].segments) if segment == CLAIM
)


def claims_swapped(segments: list[DraftSegment]) -> None:
    places = [n for n, s in enumerate(segments) if s.kind == SegmentKind.CLAIM]
    one, other = places[:2]
    segments[one], segments[other] = segments[other], segments[one]


BAD = {
    "missing from the body": with_body(lambda segments: segments.pop(ADMISSIONS_PLACE)),
    "stands twice in the body": with_body(lambda segments: segments.append(CLAIM)),
    "must stand in the order": with_body(claims_swapped),
    "unknown@1 has no place in the body": with_body(
        lambda s: s.append(DraftSegment(SegmentKind.CLAIM, "unknown@1"))
    ),
    "not approved as greeting": replaced(
        0, DraftSegment(SegmentKind.BLOCK, "closing-a@1", "Sources are listed below.")
    ),
    "is not an approved wording": replaced(
        0, DraftSegment(SegmentKind.BLOCK, "greeting-a@1", "Dear friend,")
    ),
    "holds a segment of kind safety": replaced(
        0, DraftSegment(SegmentKind.SAFETY, "US-safety-full@US-7")
    ),
    "cannot refer to": replaced(0, DraftSegment(SegmentKind.COPY, "dose@2", "Hello.")),
    "for the greeting in the body is empty": replaced(
        0, DraftSegment(SegmentKind.COPY, None, "  ")
    ),
    "holds brackets, markup": replaced(
        0, DraftSegment(SegmentKind.COPY, None, "Hello <b>you</b>")
    ),
    "came with words of the writer's own": replaced(
        ADMISSIONS_PLACE,
        DraftSegment(SegmentKind.CLAIM, "admissions@3", "It works well."),
    ),
    "segments for": with_body(
        lambda s: s.append(DraftSegment(SegmentKind.COPY, None, "More."))
    ),
    "is empty": with_body(lambda segments: segments.pop()),
    "nothing to write": Draft((*DRAFT.parts, DraftPart(PartName.FOOTER, (CLAIM,)))),
    "appears twice": Draft((*DRAFT.parts, DRAFT.parts[0])),
    "The subject has": Draft(
        (
            DraftPart(
                PartName.SUBJECT,
                (DraftSegment(SegmentKind.COPY, None, "Much " * 40 + "more"),),
            ),
            *DRAFT.parts[1:],
        )
    ),
}


@pytest.mark.parametrize(("words", "draft"), BAD.items(), ids=list(BAD))
def test_a_draft_that_breaks_the_plan_is_refused(words: str, draft: Draft) -> None:
    with pytest.raises(DraftRefusedError, match=words):
        render(PLAN, draft, SUPPLY)


@pytest.mark.parametrize("kind", [SegmentKind.COPY, SegmentKind.BLOCK])
def test_a_claim_moved_into_a_place_for_copy_is_refused(kind: SegmentKind) -> None:
    other = DraftSegment(kind, None, "Hello.")

    def move(segments: list[DraftSegment]) -> None:
        segments[ADMISSIONS_PLACE] = other
        segments[0] = CLAIM

    with pytest.raises(DraftRefusedError):
        render(PLAN, with_body(move), SUPPLY)


def test_copy_in_the_place_of_a_claim_is_refused() -> None:
    def push(segments: list[DraftSegment]) -> None:
        segments[ADMISSIONS_PLACE] = DraftSegment(SegmentKind.COPY, None, "Hello.")
        segments[ADMISSIONS_PLACE + 1] = CLAIM

    with pytest.raises(DraftRefusedError, match="The place for the claim admissions@3"):
        render(PLAN, with_body(push), SUPPLY)


def test_an_empty_draft_names_the_missing_claim() -> None:
    with pytest.raises(DraftRefusedError, match=r"is empty|is missing"):
        render(PLAN, Draft(()), SUPPLY)


def test_the_longest_value_of_a_placeholder_counts() -> None:
    plan = make_plan("short", "rep_email")
    cramped = dataclasses.replace(
        plan,
        parts=tuple(
            dataclasses.replace(part, limit=40)
            if part.name == PartName.HEADLINE
            else part
            for part in plan.parts
        ),
    )
    draft = Composer().propose(plan, 1)[0]
    parts = tuple(
        DraftPart(
            part.name, (DraftSegment(SegmentKind.COPY, None, "Hello " * 8 + "."),)
        )
        if part.name == PartName.HEADLINE
        else part
        for part in draft.parts
    )
    with pytest.raises(DraftRefusedError, match="The headline has 49 characters; 40"):
        render(cramped, Draft(parts), SUPPLY)
