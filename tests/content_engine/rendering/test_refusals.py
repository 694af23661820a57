"""Each way in which a draft breaks its plan is refused in its very sentence."""

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.channels.catalogue import CHANNELS
from content_engine.pieces import Segment, sha256
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.slots import Cell, MessagePlan
from content_engine.rendering import substituting
from content_engine.rendering.substituting import DraftRefusedError
from content_engine.vocabulary import Channel, PartName, SegmentKind
from content_engine.writers.composer.writing import Composer
from tests.content_engine import supplies
from tests.content_engine.planning.drawn import laid
from tests.content_engine.supplies import make_supply

Change = Callable[[list[DraftSegment]], object]
BODY = PartName.BODY
CLAIM = DraftSegment(SegmentKind.CLAIM, "admissions@3")
SECOND = DraftSegment(SegmentKind.CLAIM, "dose@2")


def planned(channel: str = "email", form: str = "short") -> MessagePlan:
    supply = (
        make_supply(claims=(supplies.BRIEF,)) if channel == "sms" else make_supply()
    )
    return laid(supply, Cell("warm", "efficacy", form), channel)


def changed(plan: MessagePlan, change: Change, name: PartName = BODY) -> Draft:
    """A good draft with one part spoilt."""
    parts = []
    for part in Composer().propose(plan, 1)[0].parts:
        segments = list(part.segments)
        if part.name == name:
            change(segments)
        parts.append(DraftPart(part.name, tuple(segments)))
    return Draft(tuple(parts))


def refusal(plan: MessagePlan, draft: Draft) -> str:
    with pytest.raises(DraftRefusedError) as refused:
        substituting.render(plan, draft, make_supply())
    return str(refused.value)


def copied(text: str | None, ref: str | None = None) -> DraftSegment:
    return DraftSegment(SegmentKind.COPY, ref, text)


def put(place: int, segment: DraftSegment) -> Change:
    return lambda segments: segments.__setitem__(place, segment)


def claim_at(segments: list[DraftSegment]) -> int:
    return next(n for n, s in enumerate(segments) if s.kind == SegmentKind.CLAIM)


# what is done to the body of a short mail, and what is said of it
SPOILT: list[tuple[str, Change, str]] = [
    (
        "claim dropped",
        lambda s: s.pop(claim_at(s)),
        "The claim admissions@3 is missing from the body.",
    ),
    (
        "claim doubled",
        lambda s: s.append(CLAIM),
        "The claim admissions@3 stands twice in the body.",
    ),
    (
        "foreign claim",
        lambda s: s.append(DraftSegment(SegmentKind.CLAIM, "secret@1")),
        "The claim secret@1 has no place in the body; only admissions@3 may stand "
        "there.",
    ),
    (
        "older claim",
        lambda s: put(claim_at(s), DraftSegment(SegmentKind.CLAIM, "admissions@2"))(s),
        "The claim admissions@3 is missing from the body.",
    ),
    (
        "claim with words",
        lambda s: put(
            claim_at(s), dataclasses.replace(CLAIM, text="With it, 9% fewer.")
        )(s),
        "The claim admissions@3 came with words of the writer's own.",
    ),
    (
        "claim moved",
        lambda s: s.insert(0, s.pop(claim_at(s))),
        "The place for the greeting in the body holds a segment of kind claim.",
    ),
    (
        "one too few",
        lambda s: s.pop(),
        "The body has 5 segments for 6 places; the place for the signature is empty.",
    ),
    (
        "one too many",
        lambda s: s.append(copied("Thank you.")),
        "The body has 7 segments for 6 places.",
    ),
    (
        "safety written",
        put(0, DraftSegment(SegmentKind.SAFETY, None, "Well tolerated.")),
        "The place for the greeting in the body holds a segment of kind safety.",
    ),
    (
        "reference written",
        put(1, DraftSegment(SegmentKind.REFERENCE, "TRIAL-A@1", "[1]")),
        "The place for the opening in the body holds a segment of kind reference.",
    ),
    (
        "token written",
        put(0, DraftSegment(SegmentKind.TOKEN, None, "{{userName}}")),
        "The place for the greeting in the body holds a segment of kind token.",
    ),
    (
        "block of another role",
        put(0, DraftSegment(SegmentKind.BLOCK, "opening-a@1", "x")),
        "The block opening-a@1 is not approved as greeting here.",
    ),
    (
        "block unknown",
        put(0, DraftSegment(SegmentKind.BLOCK, "gone@1", "x")),
        "The block gone@1 is not approved as greeting here.",
    ),
    (
        "block reworded",
        put(0, DraftSegment(SegmentKind.BLOCK, "greeting-a@1", "Dear you,")),
        "“Dear you,” is not an approved wording of the block greeting-a@1.",
    ),
    (
        "block with its brackets",
        put(
            0,
            DraftSegment(
                SegmentKind.BLOCK,
                "greeting-a@1",
                "Dear [healthcare professional|prescriber],",
            ),
        ),
        "“Dear [healthcare professional|prescriber],” is not an approved wording of "
        "the block greeting-a@1.",
    ),
    (
        "copy with a reference",
        put(0, copied("Thank you.", "greeting-a@1")),
        "Free copy cannot refer to greeting-a@1.",
    ),
    (
        "copy of nothing",
        put(0, copied(None)),
        "The place for the greeting in the body is empty.",
    ),
    (
        "copy of spaces",
        put(0, copied("  ")),
        "The place for the greeting in the body is empty.",
    ),
]
ROWS = [pytest.param(change, told, id=name) for name, change, told in SPOILT]


@pytest.mark.parametrize(("change", "told"), ROWS)
def test_a_body_that_breaks_its_plan(change: Change, told: str) -> None:
    plan = planned()
    assert refusal(plan, changed(plan, change)) == told


@pytest.mark.parametrize(
    "text",
    [
        " before",
        "after ",
        "line\nbreak",
        "tab\there",
        "bell\x07",
        "delete\x7f",
        "separator\u2028here",
        "paragraph\u2029here",
        "[1]",
        "]",
        "{{userName}}",
        "}",
        "<b>bold</b>",
        "a > b",
    ],
)
def test_copy_with_markup_or_breaks(text: str) -> None:
    plan = planned()
    assert refusal(plan, changed(plan, put(0, copied(text)))) == (
        "The copy for the greeting in the body holds brackets, markup, line breaks or "
        "spaces at its ends."
    )


def test_claims_in_another_order() -> None:
    plan = planned(form="standard")
    first, second = (claim.ref for claim in plan.claims)

    def turn(segments: list[DraftSegment]) -> None:
        places = [n for n, s in enumerate(segments) if s.kind == SegmentKind.CLAIM]
        one, other = places
        segments[one], segments[other] = segments[other], segments[one]

    assert refusal(plan, changed(plan, turn)) == (
        f"The claims of the body must stand in the order {first}, {second}."
    )


@pytest.mark.parametrize(
    "name", [PartName.SAFETY_INFORMATION, PartName.FOOTER, PartName.ALT_TEXT]
)
def test_a_part_with_nothing_to_write(name: PartName) -> None:
    plan = planned()
    draft = Composer().propose(plan, 1)[0]
    more = Draft((*draft.parts, DraftPart(name, (copied("Words."),))))
    assert refusal(plan, more) == f"The part {name} has nothing to write."


def test_a_part_that_appears_twice() -> None:
    plan = planned()
    draft = Composer().propose(plan, 1)[0]
    assert refusal(plan, Draft((*draft.parts, draft.parts[0]))) == (
        "The part subject appears twice."
    )


def test_a_claim_where_none_may_stand() -> None:
    plan = planned()
    draft = changed(plan, lambda s: s.append(CLAIM), PartName.SUBJECT)
    assert refusal(plan, draft) == (
        "The claim admissions@3 has no place in the subject; only none may stand there."
    )


def test_a_part_left_out_is_empty() -> None:
    plan = planned()
    draft = Composer().propose(plan, 1)[0]
    without = Draft(tuple(p for p in draft.parts if p.name != PartName.SUBJECT))
    assert refusal(plan, without) == (
        "The subject has 0 segments for 1 place; the place for the subject is empty."
    )


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_segments_cover_every_part_and_carry_their_own_hash(channel: Channel) -> None:
    plan = planned(channel)
    supply = make_supply(claims=(supplies.BRIEF,))
    for draft in Composer().propose(plan, 3):
        for part in substituting.render(plan, draft, supply):
            end = 0
            for span in part.spans():
                assert span.start == end
                end = span.end
                assert part.text[span.start : span.end] == span.segment.text
                assert span.sha256 == sha256(span.segment.text)
            assert end == len(part.text)


@settings(max_examples=30)
@given(st.integers(0, 999), st.sampled_from(["short", "standard", "long"]))
def test_approved_words_are_put_in_byte_for_byte(seed: int, form: str) -> None:
    plan = laid(make_supply(), Cell("warm", "efficacy", form), seed=seed)
    draft = Composer().propose(plan, 1)[0]
    parts = substituting.render(plan, draft, make_supply())
    told = [s for part in parts for s in part.segments]
    claims = [s.text for s in told if s.kind == SegmentKind.CLAIM]
    assert claims == [claim.text for claim in plan.claims]
    safety = [s.text for s in told if s.kind == SegmentKind.SAFETY]
    assert safety == [make_supply().label.safety_full.text]


@pytest.mark.parametrize(
    ("text", "ref", "pieces"),
    [
        ("Hello.", "g@1", [("block", "Hello.", "g@1")]),
        ("Hello.", None, [("copy", "Hello.", None)]),
        ("{{a}}", "g@1", [("token", "{{a}}", "a")]),
        (
            "Dear {{a}} {{b}},",
            "g@1",
            [
                ("block", "Dear ", "g@1"),
                ("token", "{{a}}", "a"),
                ("block", " ", "g@1"),
                ("token", "{{b}}", "b"),
                ("block", ",", "g@1"),
            ],
        ),
        ("{{a}}{{a}}", None, [("token", "{{a}}", "a"), ("token", "{{a}}", "a")]),
        ("{a} {{b c}}", "g@1", [("block", "{a} {{b c}}", "g@1")]),
        ("", "g@1", []),
    ],
)
def test_placeholders_become_segments_of_their_own(
    text: str, ref: str | None, pieces: list[tuple[str, str, str | None]]
) -> None:
    made = list(substituting.block_segments(text, ref))
    assert made == [Segment(SegmentKind(kind), t, r) for kind, t, r in pieces]
    assert "".join(segment.text for segment in made) == text
