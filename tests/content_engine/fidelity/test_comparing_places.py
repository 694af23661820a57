"""Every departure leads back to the words it was found in, on both sides."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity.comparing import Comparison, compare, texts
from tests.content_engine import comparing_cases

BASES = sorted(comparing_cases.BASES.values())
HEART = comparing_cases.BASES["heart"]


def sides(result: Comparison, approved: str, candidate: str) -> list[tuple[str, str]]:
    """What stands at the spans of each departure; nothing where there is none."""
    return [
        (
            approved[slice(*one.approved_span)] if one.approved_span else "",
            candidate[slice(*one.candidate_span)] if one.candidate_span else "",
        )
        for one in result.distortions
    ]


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        pytest.param("9.8 %", "9.3 %", "9.8 %", "9.3 %", id="digit"),
        pytest.param("9.8 %", "9·3\u00a0%", "9.8 %", "9·3\u00a0%", id="signs"),
        pytest.param("Velorin", "Cardi\u00adplex", "Velorin", "Cardi\u00adplex",
                     id="soft hyphen"),
        pytest.param("placebo", "Dulmora®", "placebo", "Dulmora", id="trade mark"),
        pytest.param("; p<0.001", "", "p<0.001", "", id="left out"),
        pytest.param("had a first", "clearly had a first", "", "clearly", id="added"),
        pytest.param("within 18 months", "within 8 months[4]", "18 months",
                     "8 months", id="mark"),
        pytest.param("had a", "had no", "", "no", id="negation"),
    ],
)  # fmt: skip
def test_a_span_holds_the_words_that_differ(
    old: str, new: str, was: str, now: str
) -> None:
    assert old in HEART
    candidate = HEART.replace(old, new)
    result = compare(HEART, candidate)
    assert (was, now) in sides(result, HEART, candidate)


@pytest.mark.parametrize(
    ("lead", "tail"),
    [
        pytest.param("• ", "", id="bullet"),
        pytest.param("\n\n  ", "  \n", id="space"),
        pytest.param("\u200b\u00ad", "", id="invisible"),
        pytest.param("“", "”", id="quotes"),
    ],
)
def test_what_stands_around_moves_no_span(lead: str, tail: str) -> None:
    candidate = f"{lead}{HEART.replace('13.1', '31.1')}{tail}"
    result = compare(HEART, candidate)
    assert ("13.1 %", "31.1 %") in sides(result, HEART, candidate)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("With Velorin", "• With Velorin®", id="bullet and trade mark"),
        pytest.param("hospitalisation", "hospi\u00adtalisation", id="soft hyphen"),
        pytest.param("With", "\n\nWith", id="space"),
    ],
)
def test_the_approved_side_leads_back_too(old: str, new: str) -> None:
    approved = HEART.replace(old, new)
    candidate = HEART.replace("13.1", "31.1")
    result = compare(approved, candidate)
    assert ("13.1 %", "31.1 %") in sides(result, approved, candidate)


@pytest.mark.parametrize(("approved", "candidate"), [("", "a b"), ("of", "Velorin")])
def test_a_text_without_content_is_meant_as_a_whole(
    approved: str, candidate: str
) -> None:
    [one] = compare(approved, candidate).distortions
    assert one.candidate_span == (0, len(candidate))
    assert one.approved_span == ((0, len(approved)) if approved else None)


WORDS = [word for text in BASES for word in text.split()] + [
    "\u00ad", "®", "[1]", "²", "ﬁ", "\n-", "е", "é", "  ",
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join),
)
def test_spans_lie_in_their_texts(approved: str, candidate: str) -> None:
    for one in compare(approved, candidate).distortions:
        for span, text in (
            (one.approved_span, approved), (one.candidate_span, candidate)
        ):  # fmt: skip
            if span is not None:
                assert 0 <= span[0] < span[1] <= len(text)
        assert bool(one.approved_span) == bool(one.approved)
        assert bool(one.candidate_span) == bool(one.candidate)


# How a text is prepared, and the way back


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("• A claim", "A claim", id="bullet"),
        pytest.param("1. A claim", "A claim", id="number"),
        pytest.param("A claim.[1, 2]", "A claim.", id="mark"),
        pytest.param("40% or less [2, 3].", "40% or less.", id="or is no odds ratio"),
        pytest.param("Median 5 [3, 8] days", "Median 5 [3, 8] days", id="bounds stay"),
        pytest.param("OR 2 [1, 3] here", "OR 2 [1, 3] here", id="odds ratio's bounds"),
        pytest.param("Velorin® helps™", "Velorin helps", id="trade marks"),
        pytest.param("disorder.²", "disorder.", id="raised mark"),
        pytest.param("1.73 m²", "1.73 m^2", id="a power stays"),
        pytest.param("a \n\n b", "a b", id="one line"),
        pytest.param("Vеlorin", "Velorin", id="Cyrillic letter"),
        pytest.param("2*15 mg", "2*15 mg", id="a product stays"),
        pytest.param("word* and †", "word and", id="footnote signs"),
        pytest.param("   ", "", id="nothing"),
    ],
)
def test_a_wording_made_ready(text: str, plain: str) -> None:
    assert texts.prepared(text).text == plain


@given(st.text(alphabet="ab 1.\n•®²[]–é\u00ad", max_size=40))
def test_every_letter_made_ready_knows_its_place(text: str) -> None:
    made = texts.prepared(text)
    assert len(made.starts) == len(made.ends) == len(made.text)
    assert list(made.starts) == sorted(made.starts)
    for place, letter in enumerate(made.text):
        start, end = made.span(place, place + 1)
        assert start < end
        if letter.isascii() and letter.isalpha():
            assert letter in text[start:end]


@given(st.text(alphabet="ab 1.\n•®[]é", max_size=40))
def test_made_ready_twice_is_made_ready_once(text: str) -> None:
    once = texts.prepared(text).text
    assert texts.key(once) == texts.key(text) or "[" in once or once[:1] in "1•"


@pytest.mark.parametrize(
    ("text", "has"),
    [("Velorin", False), ("Vеlorin", True), ("٩.8%", True), ("β-blocker", False),
     ("", False), ("Ο", True), ("9.8 % ≤ ²", False)],
)  # fmt: skip
def test_look_alikes_are_told(text: str, has: bool) -> None:
    assert texts.has_look_alikes(text) is has
