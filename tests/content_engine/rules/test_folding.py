"""Words are sought folded and closed: look-alikes Latin, gaps gone, places kept."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.rules.surfaces import folding
from knowledge_base.wording.normalise import Normalised, normalise

WORDS = st.text(st.sampled_from("abcs 4-.*\nÄéаѕΑ½ßİ"), max_size=30)


def sought(text: str) -> Normalised:
    """A text folded and closed, as rules search it."""
    reading = normalise(text)
    folded = dataclasses.replace(reading, text=folding.folded(reading.text))
    return folding.closed(folded)


@pytest.mark.parametrize(
    ("letter", "folded"),
    [
        ("а", "a"), ("е", "e"), ("о", "o"), ("р", "p"), ("с", "c"), ("ѕ", "s"),
        ("і", "i"), ("ο", "o"), ("α", "a"), ("ν", "v"), ("А", "a"), ("Β", "b"),
        ("ı", "i"), ("İ", "i"), ("é", "e"), ("Ä", "a"), ("ß", "ß"), ("Z", "z"),
        ("1", "1"), ("%", "%"), ("ж", "ж"), ("中", "中"),
    ],
)  # fmt: skip
def test_letters_are_folded_to_what_they_look_like(letter: str, folded: str) -> None:
    assert folding.folded(letter) == folded


@given(st.text(max_size=40))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folding.folded(text)) == len(text)


@given(WORDS)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folding.folded(text)
    assert folding.folded(once) == once


@given(st.text("abcdefgh XYZ.,", max_size=40))
def test_plain_letters_only_become_small(text: str) -> None:
    assert folding.folded(text) == text.lower()


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("s a f e", "safe"),
        ("s.a.f.e", "safe"),
        ("s-a-f-e", "safe"),
        ("s a-f e", "s a-f e".replace("a-f", "af")),
        ("sa-\nfe", "safe"),
        ("sa- \n fe", "safe"),
        ("sa-fe", "safe"),
        ("s4fe", "safe"),
        ("5afe", "safe"),
        ("$afe", "safe"),
        ("s@f3", "saf3"),
        ("well-known", "wellknown"),
        ("a b", "a b"),
        ("b12", "b12"),
        ("9-12", "9-12"),
        ("9.8", "9.8"),
        ("n = 3 8 7", "n = 3 8 7"),
        ("word word", "word word"),
    ],
)
def test_gaps_inside_words_are_closed(text: str, closed: str) -> None:
    assert sought(text).text == closed


@given(WORDS)
def test_closing_keeps_the_places(text: str) -> None:
    reading = sought(text)
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    assert list(reading.starts) == sorted(reading.starts)


@given(WORDS)
def test_closing_only_takes_gaps_out(text: str) -> None:
    """Letters stay in their order; what goes is no letter."""
    before = [one for one in folding.folded(normalise(text).text) if one.isalpha()]
    after = [one for one in sought(text).text if one.isalpha()]
    rest = iter(after)
    assert all(any(one == other for other in rest) for one in before)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it is s a f e now", ["s a f e"]),
        ("it is s-a-f-e now", ["s-a-f-e"]),
        ("b.i.d. and t.i.d.", []),
        ("U.S.A.", []),
        ("arms A B C", []),
        ("1 2 3 4 5", []),
        ("plain words", []),
    ],
)
def test_words_spelt_with_gaps_are_told(text: str, told: list[str]) -> None:
    reading = normalise(text)
    assert [text[a:b] for a, b in folding.spelt_out(reading)] == told


def test_the_table_of_look_alikes_is_unicodes() -> None:
    table = folding.look_alikes()
    assert len(table) > 1_000
    assert all(len(key) == len(value) == 1 for key, value in table.items())
    assert all(value.isascii() and not key.isascii() for key, value in table.items())
