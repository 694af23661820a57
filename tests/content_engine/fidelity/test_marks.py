"""Reference marks are found in one pass, as an expression that tries all ways would."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.fidelity import canonical, judging
from content_engine.pieces import PieceText
from content_engine.vocabulary import PartName
from tests.content_engine.fidelity.shelves import SHELF
from tests.content_engine.supplies import ADMISSIONS

ONE = r" ?\[\d{1,3}(?: ?, ?\d{1,3}){0,9}\]"
EVERY_WAY = re.compile(rf"{ONE}(?:{ONE})*(?=[.!?:;,]?(?:\s|$))")
TEXTS = st.lists(
    st.sampled_from([
        "[1]", "[2]", " [3]", "[4, 5]", "[12,3]", "[", "]", "[1", "[a]", "[3 8]", " ",
        ".", ",", "x", "\n", "9", "[1234]",
    ]),
    max_size=14,
).map("".join)  # fmt: skip
A = ADMISSIONS.text


@given(TEXTS)
def test_marks_stand_where_an_expression_finds_them(text: str) -> None:
    expected = [found.span() for found in EVERY_WAY.finditer(text)]
    assert list(canonical.mark_spans(text)) == expected


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("a [1]", [" [1]"]),
        ("a [1].", [" [1]"]),
        ("a [1][2], b", [" [1][2]"]),
        ("a [1] [2]", [" [1] [2]"]),
        ("a [1] [2]b", [" [1]"]),
        ("a [1][2]b", []),
        ("a [1][2] [3]b", [" [1][2]"]),
        ("a [3 8] [1]", [" [1]"]),
        ("a [1]b [2]", [" [2]"]),
        ("[1]" * 50, ["[1]" * 50]),
        ("[1]" * 50 + "x", []),
        ("", []),
    ],
)
def test_marks_end_where_something_ends(text: str, marks: list[str]) -> None:
    assert [text[slice(*span)] for span in canonical.mark_spans(text)] == marks


@given(
    st.lists(
        st.sampled_from([A, A.replace("9.8", "8.9"), "Thank you.", " ", "\n", "x y"]),
        max_size=8,
    ).map("".join),
    st.data(),
)
def test_a_place_belongs_to_the_statement_that_holds_it(
    text: str, data: st.DataObject
) -> None:
    [part] = judging.read_all([PieceText(PartName.BODY, text)], SHELF)
    place = data.draw(st.integers(0, len(text)))
    every = [one.statement for one in part.judged]
    holding = [one for one in every if one.start <= place < one.end]
    assert part.statement_at(place) == (holding[0] if holding else None)
    end = data.draw(st.integers(place, len(text)))
    spans = [part.unmarked.span(hit.start, hit.end) for hit in part.hits]
    assert part.is_approved(place, end) == any(
        first <= place and end <= last for first, last in spans
    )
