"""Texts that are all one sign are read in bounded runs, and few long ones remembered.

What is tested is what bounds the work; how long it takes is measured by hand.
"""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording import normalise, statements
from knowledge_base.wording.remembering import LONG_ONES, SHORT, remembered

MARKS = "\u0300\u0315\u0323\u0338\u05b4"
TEXTS = st.text(st.sampled_from([*"aé ﬁ①ｶ한", "\u1112", "\u1161", *MARKS]), max_size=40)


@given(TEXTS)
def test_composing_by_runs_composes_the_whole(text: str) -> None:
    assert normalise.composed(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("many", [1, 29, 30, 31, 95, 1_000])
def test_marks_on_one_letter_are_sorted_in_bounded_runs(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[int] = []

    class Counted:
        combining = staticmethod(unicodedata.combining)
        category = staticmethod(unicodedata.category)
        decomposition = staticmethod(unicodedata.decomposition)
        name = staticmethod(unicodedata.name)

        @staticmethod
        def normalize(form: Literal["NFKC"], text: str) -> str:
            lengths.append(len(text))
            return unicodedata.normalize(form, text)

    monkeypatch.setattr(normalise, "unicodedata", Counted)
    text = "x" + "\u0315\u0300" * many
    normalise._read.cache_clear()
    read = normalise.normalised(text)
    composed = normalise.composed(text)
    assert max(lengths) <= normalise.MOST_MARKS + 1
    assert {*read.text} == {*composed} == {*text}
    assert len(read.text) == len(composed) == len(text)


@pytest.mark.parametrize("sign", ["*", "†", ")", "'", ",", "[1]", "[1, 2]", ".", "¹"])
@pytest.mark.parametrize("end", ["x", " X", "\nx"])
def test_signs_after_a_full_stop_end_a_statement_or_not(sign: str, end: str) -> None:
    text = f"It ended.{sign * 3}{end}"
    cuts = statements.cut(text)
    assert "".join(one.text for one in cuts) == text
    assert len(cuts) == (1 if end == "x" else 2)


def test_few_long_texts_are_remembered() -> None:
    asked: list[str] = []

    @remembered(100)
    def shouted(text: str) -> str:
        asked.append(text)
        return text.upper()

    short = [f"{n}" for n in range(50)]
    long = [f"{n}".ljust(SHORT + 1) for n in range(LONG_ONES + 1)]
    for text in (*short, *long, *short, *long):
        assert shouted(text) == text.upper()
    assert asked[:67] == [*short, *long]
    assert set(asked[67:]) <= set(long)
    assert asked[67:]
    assert shouted.__name__ == "shouted"
