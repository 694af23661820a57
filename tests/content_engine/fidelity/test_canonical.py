"""What counts as the same wording, and how marks of references are lifted out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity import canonical
from content_engine.fidelity.canonical import Mark


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("95% CI 0.64–0.86", "95% CI 0.64-0.86"),
        ("9.8\u00a0%", "9.8 %"),
        ("“so”", '"so"'),
        (" two\nlines ", "two lines"),
        ("ﬁrst", "first"),
    ],
)
def test_typography_makes_no_difference(one: str, other: str) -> None:
    assert canonical.canonical(one) == canonical.canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("9.8 %", "9.8%"), ("may", "May"), ("9.8", "9,8"), ("a.", "a"), ("10²", "102")],
)
def test_everything_else_does(one: str, other: str) -> None:
    assert canonical.canonical(one) != canonical.canonical(other)


@pytest.mark.parametrize(
    ("text", "left", "marks"),
    [
        ("A claim.[1]", "A claim.", (Mark(8, 8, 11, (1,)),)),
        ("A claim. [1][2] More", "A claim. More", (Mark(8, 9, 15, (1, 2)),)),
        ("A claim [1].", "A claim.", (Mark(7, 8, 11, (1,)),)),
        ("A claim.[1, 3]", "A claim.", (Mark(8, 8, 14, (1, 3)),)),
        ("One.[1]\nTwo.[2]", "One. Two.", (
            Mark(4, 4, 7, (1,)), Mark(9, 12, 15, (2,)),
        )),
        ("9[1]8%", "9[1]8%", ()),
        ("[x] [1234] []", "[x] [1234] []", ()),
    ],
)  # fmt: skip
def test_marks_are_lifted_out(text: str, left: str, marks: tuple[Mark, ...]) -> None:
    read = canonical.unmark(text)
    assert (read.text, read.marks) == (left, marks)


def test_places_in_the_rest_lead_to_the_original() -> None:
    text = "One.[1] Two\u00ad.\n"
    read = canonical.unmark(text)
    start = read.text.index("Two")
    assert text[slice(*read.span(start, start + 4))] == "Two\u00ad."


def test_tokens_keep_figures_whole() -> None:
    assert canonical.tokens("p<0.001; 0.64-0.86, n=3,870 (HF)") == (
        *("p<0.001", ";", "0.64-0.86", ",", "n=3,870", "(", "HF", ")"),
    )


LETTERS = st.text(alphabet="ab .\n\u00a0–“\u00ad[1]2,é", max_size=60)


@given(LETTERS)
def test_a_canonical_text_is_its_own_canonical_text(text: str) -> None:
    once = canonical.canonical(text)
    assert canonical.canonical(once) == once
    assert "\n" not in once


@settings(max_examples=200)
@given(LETTERS)
def test_lines_and_text_are_as_long_and_lead_back(text: str) -> None:
    read = canonical.unmark(text)
    assert len(read.lines) == len(read.text) == len(read.reading.text)
    for place in range(len(read.text)):
        start, end = read.span(place, place + 1)
        assert 0 <= start < end <= len(text)


@given(LETTERS)
def test_marks_stand_where_they_say_and_in_order(text: str) -> None:
    marks = canonical.unmark(text).marks
    for mark in marks:
        words = text[mark.start : mark.end].replace("\u00ad", "")
        assert words[0] == "["
        assert words.rstrip()[-1] == "]"
        assert mark.numbers
    assert [one.start for one in marks] == sorted(one.start for one in marks)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a-b c/d", ("a-b", "c/d"), id="joined words are one"),
        pytest.param("0.5 %", ("0.5", "%"), id="a sign apart is a token"),
        pytest.param("x.", ("x", "."), id="a full stop is a token"),
        pytest.param("p≤0.05", ("p≤0.05",), id="an operator belongs to its figure"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_tokens(text: str, found: tuple[str, ...]) -> None:
    assert canonical.tokens(text) == found
