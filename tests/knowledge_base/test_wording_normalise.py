"""Texts are read in one form, and every place leads back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording.normalise import normalise


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("plain text.", "plain text."),
        ("95 % – 1.7–2.7", "95 % - 1.7-2.7"),
        ("non‑breaking hyphen", "non-breaking hyphen"),
        ("“quoted” ‘word’", "\"quoted\" 'word'"),
        ("wait…", "wait..."),
        ("two   spaces\tand tab", "two spaces and tab"),
        ("narrow\u202fspace\u00a0here", "narrow space here"),
        ("line\r\n\r\nline", "line\nline"),
        ("line \n  line", "line\nline"),
        ("para\u2029graph", "para\ngraph"),
        ("ﬁrst", "first"),
        ("ＡＢＣ１", "ABC1"),
        ("cafe\u0301", "café"),
        ("Velo\u00adrin", "Velorin"),
        ("Velo\u200brin", "Velorin"),
        ("10²", "10^2"),
        ("H₂O", "H_2O"),
        ("1½", "1 1⁄2"),
        ("Velorin® ▼ Brand™", "Velorin® ▼ Brand™"),
        ("≤ 35 %", "≤ 35 %"),
        ("−4.6", "-4.6"),
        ("", ""),
    ],
)
def test_texts_are_read_in_one_form(text: str, read: str) -> None:
    assert normalise(text).text == read


def test_a_power_never_becomes_a_digit() -> None:
    assert normalise("10²").text != normalise("102").text
    assert normalise("1½").text != normalise("11/2").text


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a\u200bb", (1,)),
        ("\u00ada", (0,)),
        ("a\u202eb\u2060", (1, 3)),
        ("a\x00b", (1,)),
        ("a\ue000b", (1,)),
        ("plain", ()),
    ],
)
def test_invisible_characters_are_removed_and_remembered(
    text: str, places: tuple[int, ...]
) -> None:
    assert normalise(text).hidden == places
    assert not any(unicodedata.category(c) == "Cf" for c in normalise(text).text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vеlorin helps", ["Vеlorin"]),
        ("Velorin helps", []),
        ("сор", ["сор"]),
        ("спасибо", []),
        ("5 µg and café", []),
        ("TNFα", ["TNFα"]),
        ("α-blocker", []),
        ("e\u0301t", []),
    ],
)
def test_words_of_mixed_scripts_are_found(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in normalise(text).mixed] == words


def test_spans_point_into_the_original() -> None:
    text = "With Velo\u00adrin®  9.8\u00a0% – ﬁne."
    read = normalise(text)
    start = read.text.index("Velorin")
    assert text[slice(*read.span(start, start + 8))] == "Velo\u00adrin®"
    start = read.text.index("fi")
    assert text[slice(*read.span(start, start + 2))] == "ﬁ"
    assert read.span(0, len(read.text)) == (0, len(text))


def test_an_empty_span_has_a_place() -> None:
    read = normalise("ab")
    assert read.span(1, 1) == (1, 1)
    assert read.span(2, 2) == (2, 2)
    assert normalise("").span(0, 0) == (0, 0)


def test_what_is_cut_out_does_not_move_the_rest() -> None:
    text = "claim [1] and [2] more"
    read = normalise(text).without([(13, 17), (5, 9)])
    assert read.text == "claim and more"
    assert text[slice(*read.span(6, 9))] == "and"
    assert text[slice(*read.span(10, 14))] == "more"


@given(st.text(max_size=60))
def test_every_character_keeps_its_place(text: str) -> None:
    read = normalise(text)
    assert len(read.text) == len(read.starts) == len(read.ends)
    assert all(
        0 <= a < b <= len(text) for a, b in zip(read.starts, read.ends, strict=True)
    )
    assert list(read.starts) == sorted(read.starts)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_plain_text_only_loses_double_spaces(text: str) -> None:
    read = normalise(text).text
    assert read.replace(" ", "") == text.replace(" ", "")
    assert "  " not in read
