"""The library names what a statement could be, the likest first, and keeps bounds."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity.linking import library, rarity
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.linking.rarity import RareWords
from content_engine.fidelity.matching import Approved, Source

TEXTS = [
    "Uratexin lowered serum urate in 71% of adults with chronic gout.",
    "Uratexin lowered serum urate in 38% of adults with chronic gout.",
    "Alergin reduced nasal symptoms within 2 hours of the first dose.",
    "In an open-label study of 212 patients, relapses were rare at year 2.",
    "No dose adjustment is needed in mild renal impairment.",
]


def approved(text: str, key: str = "") -> Approved:
    return Approved(text, Source.CLAIM, f"{key or text[:8]}@1", "efficacy")


def shelf(*texts: str) -> Library:
    return Library(approved(text) for text in texts or TEXTS)


def found(known: Library, statement: str, at_most: int = 5) -> list[str]:
    return [one.approved.text for one in known.candidates(statement, at_most)]


# Rare words


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("The Rates of HR", ["rate", "hr", "rate hr"], id="fillers go"),
        pytest.param("1,934 adults", ["1934", "adult", "1934 adult"], id="thousands"),
        pytest.param("9.8% vs 9,8", ["9.8", "vs", "9,8", "9.8 vs", "vs 9,8"], id="dot"),
        pytest.param("Haemoglobin", ["hemoglobin"], id="one spelling"),
        pytest.param("of the", [], id="nothing but fillers"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_the_keys_of_a_text(text: str, keys: list[str]) -> None:
    assert list(rarity.keys(text)) == keys


def test_a_text_of_any_length_has_a_bounded_number_of_keys() -> None:
    words = " ".join(f"w{chr(97 + n % 26)}{n}" for n in range(5_000))
    assert len(list(rarity.keys(words))) == 2 * rarity.MOST_WORDS - 1


def test_rare_words_count_and_common_ones_are_read_last() -> None:
    known = RareWords()
    for number in range(300):
        known.add(number, f"common words {'zebra' if number == 7 else 'horse'}")
    assert known.nearest("common zebra", 1) == [7]


@pytest.mark.parametrize("size", [10, 5_000])
def test_postings_read_are_bounded(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many wordings share a word, no more than the bound are looked at."""
    monkeypatch.setattr(rarity, "MOST_POSTINGS", 100)
    known = RareWords()
    for number in range(size):
        known.add(number, "same words everywhere")
    assert len(known.nearest("same words everywhere", size)) == min(size, 100)


def test_a_wording_that_was_not_added_cannot_be_removed() -> None:
    known = RareWords()
    known.add(1, "plums helped")
    known.add(3, "plums helped")
    for number, text in ((2, "plums helped"), (4, "plums"), (1, "pears")):
        with pytest.raises(KeyError):
            known.remove(number, text)
    assert known.nearest("plums helped", 5) == [1, 3]


def test_of_wordings_that_share_as_much_the_first_is_taken() -> None:
    known = RareWords()
    for number in (3, 1, 2):
        known.add(number, "plums helped")
    assert known.nearest("plums helped", 2) == [1, 2]


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), st.data())
def test_what_is_removed_is_found_no_more(
    texts: list[str], data: st.DataObject
) -> None:
    known = RareWords()
    for number, text in enumerate(texts):
        known.add(number, text)
    gone = data.draw(st.integers(0, len(texts) - 1))
    known.remove(gone, texts[gone])
    left = [number for number in range(len(texts)) if number != gone]
    for number in left:
        near = known.nearest(texts[number], len(texts))
        assert number in near
        assert gone not in near


# Likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(TEXTS[0], TEXTS[0], id="the same"),
        pytest.param("a b c d", "d c b a", id="turned"),
        pytest.param(TEXTS[0], f"As all of us have seen, {TEXTS[0]}", id="inside"),
    ],
)
def test_what_is_as_like_as_can_be(one: str, other: str) -> None:
    assert library.likeness(one, other) == library.likeness(other, one) == 100


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_of_a_hundred(one: str, other: str) -> None:
    assert 0 <= library.likeness(one, other) <= 100


def test_a_few_shared_words_inside_are_no_likeness() -> None:
    assert library.likeness("Uratexin helped adults.", TEXTS[0]) < library.INSIDE


# The library


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: t, id="as it stands"),
        pytest.param(lambda t: t.replace("%", " per cent"), id="percent"),
        pytest.param(lambda t: f"As was shown in the trial, {t}", id="longer"),
        pytest.param(lambda t: " ".join(reversed(t.split(", "))), id="fronted"),
        pytest.param(lambda t: t.replace("adults", "people"), id="a word"),
        pytest.param(lambda t: t.replace("a", "o", 1), id="a slip"),
    ],
)
def test_the_likest_comes_first(text: str, change: object) -> None:
    assert callable(change)
    assert found(shelf(), change(text))[0] == text


@pytest.mark.parametrize(
    "statement",
    ["", "We look forward to seeing you.", "The agenda of the day", "1 2 3 4 5", "%"],
)
def test_what_is_like_nothing_has_no_candidate(statement: str) -> None:
    assert found(shelf(), statement) == []


def test_at_most_as_many_candidates_as_asked() -> None:
    known = shelf(*(f"Uratexin helped 71% of adults in clinic {n}." for n in range(50)))
    for at_most in (0, 1, 7, 20):
        assert len(found(known, "Uratexin helped 71% of adults.", at_most)) == at_most
    assert len(found(known, "Uratexin helped 71% of adults.", 50)) == library.MEASURED


def test_candidates_fall_in_likeness() -> None:
    rated = shelf().candidates("Uratexin lowered serum urate in 71% of adults.", 5)
    likeness = [one.likeness for one in rated]
    assert likeness == sorted(likeness, reverse=True)
    assert min(likeness) >= library.ENOUGH


def test_typography_is_no_difference() -> None:
    known = shelf("Given for 4–6 weeks “at night”.")
    [one] = known.candidates('Given for 4-6 weeks "at night".', 1)
    assert one.likeness == 100


def test_a_wording_is_known_from_the_moment_it_is_added() -> None:
    known = shelf(*TEXTS[:2])
    assert TEXTS[2] not in found(known, TEXTS[2])
    known.add(approved(TEXTS[2]), 2)
    assert found(known, TEXTS[2])[0] == TEXTS[2]


def test_a_wording_is_unknown_from_the_moment_it_is_withdrawn() -> None:
    known = shelf()
    known.withdraw(approved(TEXTS[0]))
    assert TEXTS[0] not in found(known, TEXTS[0])
    assert found(known, TEXTS[1])[0] == TEXTS[1]
    known.add(approved(TEXTS[0]), 0)
    assert found(known, TEXTS[0])[0] == TEXTS[0]


def test_what_is_known_already_is_not_added_twice() -> None:
    known = shelf()
    known.add(approved(TEXTS[0]), 99)
    assert found(known, TEXTS[0]).count(TEXTS[0]) == 1
    known.withdraw(approved(TEXTS[0]))
    assert TEXTS[0] not in found(known, TEXTS[0])


def test_two_wordings_have_no_number_together() -> None:
    known = shelf()
    with pytest.raises(ValueError, match="number 0 is that of another"):
        known.add(approved("Never said."), 0)
    assert found(known, "Never said.") == []


def test_what_is_not_known_cannot_be_withdrawn() -> None:
    with pytest.raises(KeyError):
        shelf().withdraw(approved("Never said."))


def test_the_same_words_of_two_claims_are_both_named() -> None:
    known = Library([approved(TEXTS[0], "one"), approved(TEXTS[0], "two")])
    near = known.candidates(TEXTS[0], 5)
    assert [one.approved.ref for one in near] == ["one@1", "two@1"]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(TEXTS))), st.data())
def test_how_wordings_came_and_went_changes_no_answer(
    order: list[int], data: st.DataObject
) -> None:
    """A library that was kept up answers as one that was made at once."""
    known, twin = Library(), "Uratexin lowered serum urate in adults with gout."
    for number in order:
        known.add(approved(TEXTS[number]), 2 * number)
        known.add(approved(twin, f"twin {number}"), 2 * number + 1)
    gone = data.draw(st.sets(st.sampled_from(order)))
    for number in gone:
        known.withdraw(approved(TEXTS[number]))
    fresh = Library()
    for number in range(len(TEXTS)):
        if number not in gone:
            fresh.add(approved(TEXTS[number]), 2 * number)
        fresh.add(approved(twin, f"twin {number}"), 2 * number + 1)
    for text in (*TEXTS, twin):
        assert known.candidates(text, 20) == fresh.candidates(text, 20)


def test_near_duplicates_are_told_apart_by_their_figures() -> None:
    """A thousand claims that differ by a number alone: each finds itself."""
    chance = random.Random(7)  # noqa: S311 - figures, not secrets
    numbers = chance.sample(range(100, 9_999), 1_000)
    known = shelf(*(f"Uratexin helped {n / 10}% of adults with gout." for n in numbers))
    for number in numbers[::25]:
        text = f"Uratexin helped {number / 10} per cent of adults with gout."
        assert found(known, text, 1) == [text.replace(" per cent", "%")]
