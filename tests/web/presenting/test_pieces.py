"""Rows of a piece: the mark of each stretch, what may be edited, what may be sent."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.models import InfeasibleCell, VariantPart, VariantVersion
from content_engine.vocabulary import PartName, SegmentKind
from knowledge_base.models import Label
from review.states import ReviewState
from tests.web.presenting.unsaved import AT, HOSTILE, claim, reference, segment, variant
from web.forms.marketing import EditForm
from web.presenters import dossiers, marketing, pieces, variant_pages
from web.presenters.edit_pages import EditPage
from web.presenters.pieces import PartRow, SegmentRow

RULES = "Statement that the rules put here"

# kind, text, columns, style, title, whether a person may put other words there
SEGMENTS: list[Any] = [
    pytest.param(
        "copy", "News for you.", {}, "free", "Free words of the writer", True, id="free"
    ),
    pytest.param("copy", " ", {}, "joint", "", False, id="a space"),
    pytest.param("copy", "\n\n", {}, "joint", "", False, id="line ends"),
    pytest.param(
        "claim",
        "It fell.",
        {"ref": "EFF-1@2", "claim_version_id": 7},
        "claim",
        "Approved claim EFF-1@2",
        False,
        id="a claim",
    ),
    pytest.param(
        "safety",
        "Take care.",
        {"ref": "safety-1"},
        "safety",
        "Safety text of the label safety-1",
        False,
        id="safety",
    ),
    pytest.param(
        "reference",
        "[1]",
        {"ref": "REF-1"},
        "reference",
        "Reference REF-1",
        False,
        id="a reference",
    ),
    pytest.param(
        "token",
        "{{first_name}}",
        {"ref": "first_name"},
        "token",
        "Filled in when it is sent first_name",
        False,
        id="a token",
    ),
    pytest.param(
        "block",
        "Good news.",
        {"ref": "opening-1@3", "block_version_id": 9},
        "block",
        "Approved copy opening-1@3",
        True,
        id="a text block",
    ),
    pytest.param(
        "block",
        "In adults.",
        {"ref": "EFF-1@2"},
        "block",
        "Words that travel with the claim EFF-1@2",
        False,
        id="a qualifier",
    ),
    pytest.param("block", "Report.", {}, "block", RULES, False, id="obligatory"),
]


@pytest.mark.parametrize(
    ("kind", "text", "columns", "style", "title", "is_open"), SEGMENTS
)
def test_a_stretch_bears_its_mark(
    kind: str,
    text: str,
    columns: dict[str, Any],
    style: str,
    title: str,
    *,
    is_open: bool,
) -> None:
    row = pieces.segment_row(segment(kind, text, **columns))
    assert (row.style, row.title, row.is_open) == (style, title, is_open)
    assert row.text == text
    assert row.href == ("#evidence-7" if kind == "claim" else "")


def test_every_kind_of_stretch_has_a_title() -> None:
    assert set(pieces.SEGMENT_TITLES) == {kind.value for kind in SegmentKind}
    assert set(pieces.PART_TITLES) == {name.value for name in PartName}
    assert all("_" not in title for title in pieces.PART_TITLES.values())


def test_a_claim_that_is_gone_leads_nowhere() -> None:
    assert pieces.segment_row(segment("claim", "It fell.", ref="EFF-9@1")).href == ""


def test_the_evidence_of_a_claim() -> None:
    row = pieces.evidence_row(claim(reference(), text=HOSTILE, qualifiers=["Note."]))
    assert (row.anchor, row.ref, row.key) == ("evidence-7", "EFF-1@2", "EFF-1")
    assert (row.kind, row.state) == ("quality of life", "Approved")
    assert (row.text, row.qualifiers) == (HOSTILE, ("Note.",))
    assert row.href == "/claims/calvoryn/EFF-1/"
    assert [source.key for source in row.sources] == ["REF-1"]


def version_of(*mentioned: Any) -> VariantVersion:
    """A version whose one part mentions these claims in turn."""
    made = VariantVersion(
        pk=1, variant=variant(), number=1, writer="composer", written_at=AT
    )
    part = VariantPart(pk=2, version=made, ordinal=0, name="body", text="Words.")
    rows = [segment("claim", "It fell.", claim_version=one) for one in mentioned]
    vars(part)["_prefetched_objects_cache"] = {"segments": rows}
    vars(made)["_prefetched_objects_cache"] = {"parts": [part]}
    return made


def test_a_claim_is_listed_once_in_the_order_of_first_mention() -> None:
    first, second = claim(pk=1), claim(pk=2)
    rows = pieces.evidence_rows(
        [version_of(second, first, second), version_of(first, None)]
    )
    assert [row.anchor for row in rows] == ["evidence-2", "evidence-1"]
    assert pieces.evidence_rows([]) == ()


# how much is new

COPY, CLAIM = "copy", "claim"


def part_of(*stretches: tuple[str, str], name: str = "body") -> PartRow:
    rows = tuple(pieces.segment_row(segment(kind, text)) for kind, text in stretches)
    return PartRow(name, name.title(), "".join(text for _, text in stretches), rows)


@pytest.mark.parametrize(
    ("stretches", "fresh", "share"),
    [
        ((), 0, 100),
        (((CLAIM, "It fell by half."),), 0, 100),
        (((COPY, "Dear reader, good news."),), 4, 0),
        (((COPY, "One "), (CLAIM, "two three")), 1, 66),
        (((COPY, " – "), (CLAIM, "two three")), 0, 100),
        (((COPY, "One two "), (CLAIM, "three four")), 2, 50),
    ],
)
def test_only_words_of_the_writer_have_to_be_read(
    stretches: tuple[tuple[str, str], ...], fresh: int, share: int
) -> None:
    reading = dossiers.reading((part_of(*stretches),))
    assert (reading.fresh_words, reading.percent_approved) == (fresh, share)
    assert bool(reading.fresh) == bool(fresh)


WORDS = st.lists(st.sampled_from(["one", "two", "–", "3"]), max_size=4).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from([COPY, CLAIM]), WORDS), max_size=5))
@settings(max_examples=100, deadline=None)
def test_what_is_new_is_never_more_than_all(stretches: list[tuple[str, str]]) -> None:
    spaced = [(kind, f"{text} ") for kind, text in stretches]
    reading = dossiers.reading((part_of(*spaced),))
    assert 0 <= reading.fresh_words <= reading.all_words
    assert 0 <= reading.percent_approved <= 100
    assert (reading.percent_approved == 100) == (reading.fresh_words == 0)


# editing


def row_of(number: int, *, is_open: bool = False, style: str = "claim") -> SegmentRow:
    text = " " * number if style == "joint" else f"Words {number}."
    return SegmentRow(number, "copy", style, text, "", "", "", is_open)


def laid_out(*rows: SegmentRow) -> list[Any]:
    """Numbers of the locked rows, or of the field, stretch by stretch."""
    page = EditPage(None, (PartRow("body", "Body", "", rows),))  # type: ignore[arg-type]
    form = EditForm(stretches=page.open_texts, sha256="a" * 64)
    (part,) = page.laid_out(form, {}, {})
    numbers = {row.text: row.id for row in rows}
    return [
        one.field.name if one.field else [numbers[mark.text] for mark in one.marks]
        for one in part.stretches
    ]


@pytest.mark.parametrize(
    ("rows", "stretches"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([row_of(1), row_of(2)], [[1, 2]], id="locked"),
        pytest.param([row_of(1, is_open=True)], ["segment_1"], id="open"),
        pytest.param(
            [row_of(1), row_of(2, is_open=True), row_of(3)],
            [[1], "segment_2", [3]],
            id="between",
        ),
        pytest.param(
            [
                row_of(1, is_open=True),
                row_of(2, style="joint"),
                row_of(3, is_open=True),
            ],
            ["segment_1", "segment_3"],
            id="a joint alone is not shown",
        ),
        pytest.param(
            [row_of(1, style="joint"), row_of(2), row_of(3, style="joint")],
            [[2]],
            id="joints at the ends are not shown",
        ),
        pytest.param(
            [row_of(1), row_of(2, style="joint"), row_of(3)],
            [[1, 2, 3]],
            id="joints within are",
        ),
    ],
)
def test_fields_stand_where_words_may_change(
    rows: list[SegmentRow], stretches: list[Any]
) -> None:
    assert laid_out(*rows) == stretches


@given(st.lists(st.sampled_from(["open", "claim", "joint"]), max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_open_stretch_has_one_field(styles: list[str]) -> None:
    rows = [
        row_of(n, is_open=style == "open", style=style)
        for n, style in enumerate(styles)
    ]
    shown = laid_out(*rows)
    fields = [one for one in shown if isinstance(one, str)]
    assert fields == [f"segment_{row.id}" for row in rows if row.is_open]
    locked = [number for one in shown if isinstance(one, list) for number in one]
    assert {row.id for row in rows if row.style == "claim"} <= set(locked)
    assert locked == sorted(set(locked))


# states and steps


@pytest.mark.parametrize("state", list(ReviewState))
def test_every_state_of_a_review_has_words(state: ReviewState) -> None:
    label, tone = marketing.REVIEW_WORDS[state]
    assert label
    assert tone in {"", "accent", "good", "warn", "bad"}


class Sendable:
    """As much of a variant's row as the family's button asks for."""

    def __init__(self, refusal: str) -> None:
        self.may_not_submit = refusal


@pytest.mark.parametrize(
    ("refusals", "sentence"),
    [
        ((), "There is nothing to send yet."),
        (("",), ""),
        (("It is in review.", ""), ""),
        (("It is in review.",), "It is in review."),
        (("It is in review.", "It is in review."), "It is in review."),
        (("It is in review.", "Blocked."), "No variant can be sent: each says why."),
    ],
)
def test_a_family_says_why_nothing_can_be_sent(
    refusals: tuple[str, ...], sentence: str
) -> None:
    rows: Any = tuple(map(Sendable, refusals))
    assert variant_pages._may_not_submit(rows) == sentence


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({}, "Warm × Quality of life × Short"),
        ({"hcp": "Dr Roth"}, "Warm × Quality of life × Short × Dr Roth"),
        ({"hcp": HOSTILE}, f"Warm × Quality of life × Short × {HOSTILE}"),
    ],
)
def test_a_cell_is_named_by_its_axes(columns: dict[str, str], name: str) -> None:
    cell = InfeasibleCell(
        tone="warm", theme="quality_of_life", format="short", reason="Why.", **columns
    )
    row = variant_pages._infeasible(cell)
    assert (row.cell, row.reason) == (name, "Why.")


@pytest.mark.parametrize(
    ("origin", "figures"),
    [
        ({}, ()),
        ({"diversity": None}, ()),
        ({"diversity": {"self_bleu4": 0.123}}, (("self-BLEU-4", "0.12"),)),
        (
            {"diversity": {"largest_jaccard": 1, "distinct2": 0.5, "other": 3}},
            (("distinct-2", "0.50"), ("largest likeness of two", "1.00")),
        ),
    ],
)
def test_figures_of_a_family_are_rounded(
    origin: dict[str, Any], figures: tuple[tuple[str, str], ...]
) -> None:
    assert variant_pages._figures(origin) == figures


@pytest.mark.parametrize(
    ("writer", "model", "prompt", "words"),
    [
        ("composer", "", "", "Composer"),
        ("openai", "gpt-x", "7", "Openai gpt x, prompt 7"),
        ("openai", "", "2", "Openai, prompt 2"),
    ],
)
def test_the_writer_is_named(writer: str, model: str, prompt: str, words: str) -> None:
    made = VariantVersion(
        writer=writer, model=model, prompt_version=prompt, label=Label()
    )
    assert variant_pages._writer(made) == words
