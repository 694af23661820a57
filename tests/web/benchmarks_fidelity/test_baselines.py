"""Similarities fall from 1 for equal texts; they do not see what a reviewer sees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.benchmarks.fidelity import baselines
from web.benchmarks.fidelity.baselines import METHODS
from web.benchmarks.fidelity.lexicons import Label, Pair

CLAIM = "With Velorin, 9.8 % of patients had a flare, compared with 13.1 % on placebo."
SWAPPED = (
    "With Velorin, 13.1 % of patients had a flare, compared with 9.8 % on placebo."
)
REWORDED = (
    "Flares came to 9.8 % of those on Velorin and to 13.1 % of the placebo group."
)
FOREIGN = "Unsubscribe."
EVERY = [pytest.param(name, id=name) for name in METHODS]


def pair(candidate: str, approved: str = CLAIM) -> Pair:
    return Pair(approved, candidate, Label.DISTORTED)


def risks(name: str, *candidates: str) -> list[float]:
    return [float(one) for one in METHODS[name]([pair(text) for text in candidates])]


@pytest.mark.parametrize("name", EVERY)
def test_the_same_text_bears_no_risk(name: str) -> None:
    assert risks(name, CLAIM) == [pytest.approx(0, abs=1e-6)]


@pytest.mark.parametrize("name", EVERY)
def test_a_foreign_text_bears_more_risk_than_a_rewording(name: str) -> None:
    swapped, foreign = risks(name, SWAPPED, FOREIGN)
    assert swapped < foreign <= 2


@pytest.mark.parametrize("name", EVERY)
def test_similarity_holds_a_swap_for_safer_than_honest_words(name: str) -> None:
    """Why similarity may never decide."""
    swapped, reworded = risks(name, SWAPPED, REWORDED)
    assert swapped < reworded


@pytest.mark.parametrize("name", ["rapidfuzz token_set_ratio", "word tf-idf cosine"])
def test_a_bag_of_words_does_not_see_a_swap_at_all(name: str) -> None:
    assert risks(name, SWAPPED) == [pytest.approx(0, abs=1e-6)]


@pytest.mark.parametrize("name", EVERY)
def test_there_is_a_risk_for_each_pair(name: str) -> None:
    assert len(risks(name, CLAIM, SWAPPED, CLAIM, FOREIGN)) == 4
    assert risks(name, CLAIM, FOREIGN)[1] == pytest.approx(
        risks(name, FOREIGN, CLAIM)[0], abs=1e-5
    )


@pytest.mark.parametrize("name", ["word tf-idf cosine", "character 3–5 tf-idf cosine"])
@pytest.mark.parametrize(
    ("approved", "candidate"),
    [
        pytest.param("", "", id="nothing at all"),
        pytest.param("Flares fell.", "", id="no candidate"),
        pytest.param("ab", "ab", id="shorter than a stretch"),
    ],
)
def test_texts_without_terms_are_not_divided_by_nought(
    name: str, approved: str, candidate: str
) -> None:
    (risk,) = METHODS[name]([pair(candidate, approved)])
    assert 0 <= risk <= 1


def test_rare_words_weigh_more() -> None:
    """A common word more changes less than a rare one more."""
    common = [pair("the flare", "the flare") for _ in range(20)]
    asked = [pair("flare the", "flare"), pair("flare tophus", "flare"), *common]
    found = METHODS["word tf-idf cosine"](asked)
    assert found[0] < found[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("abcd", ["abc", "bcd", "abcd"], id="four letters"),
        pytest.param("abc", ["abc"], id="three letters"),
        pytest.param("ab", [], id="two letters"),
        pytest.param(
            "abcdef",
            ["abc", "bcd", "cde", "def", "abcd", "bcde", "cdef", "abcde", "bcdef"],
            id="six letters",
        ),
    ],
)
def test_stretches_of_letters(text: str, expected: list[str]) -> None:
    assert baselines.grams(text) == expected


def test_words_are_read_in_small_letters() -> None:
    assert baselines.words("With Velorin,  9.8 %") == ["with", "velorin,", "9.8", "%"]


@settings(max_examples=30)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(sorted(METHODS)))
def test_a_similarity_has_no_direction(one: str, two: str, name: str) -> None:
    pairs = [pair(two, one), pair(one, two)]
    there, back = METHODS[name](pairs)
    assert np.isfinite([there, back]).all()
    assert there == pytest.approx(back, abs=1e-5)
