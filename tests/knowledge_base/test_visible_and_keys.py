"""What a reader sees of a text, and what may be a key."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge_base.wording import visible
from knowledge_base.wording.keys import KEY

NOTHING = ("", " ", "\n\t", "\u200b", " \u2060 \ufeff", "\u00ad", "\u3164\u2800", "\0")


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_what_prints_nothing_shows_nothing(text: str) -> None:
    assert visible.shown(text) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Why. ", "Why."),
        ("W\u200bhy\u00ad so", "Why so"),
        ("\ufeffé 😀\u2060", "é 😀"),
        ("two\nlines", "two\nlines"),
        ("1 %\u00a0", "1 %"),
    ],
)
def test_words_stay_without_what_prints_nothing(text: str, shown: str) -> None:
    assert visible.shown(text) == shown


@given(text=st.text())
@example(text="\u200b a \u200b")
def test_what_is_shown_stays_the_same_shown_again(text: str) -> None:
    once = visible.shown(text)
    assert visible.shown(once) == once
    assert not any(unicodedata.category(one) == "Cf" for one in once)


@pytest.mark.parametrize("key", ["a", "7", "A.b:c+d-e_f", "..a", "é", "x" * 100])
def test_keys(key: str) -> None:
    assert KEY.fullmatch(key)


@pytest.mark.parametrize(
    "key", ["", ".", "..", "...", "-", "_", "._.", "a b", "a/b", "a\n", "x" * 101]
)
def test_what_is_no_key(key: str) -> None:
    assert not KEY.fullmatch(key)
