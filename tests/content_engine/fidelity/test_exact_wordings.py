"""Every wording that stands in a text is found, however many and whenever it came."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity.linking import exact
from content_engine.fidelity.linking.exact import Exact

WORDINGS = st.lists(st.text(alphabet="abé ", min_size=1, max_size=5), max_size=12)
TEXTS = st.text(alphabet="abé ", max_size=40)
LONG = "The same beginning of many wordings, "


def naive(wordings: list[str], text: str) -> set[tuple[str, int, int]]:
    """Each wording at each place, by comparing them all."""
    return {
        (wording, start, start + len(wording))
        for wording in wordings
        for start in range(len(text))
        if text.startswith(wording, start)
    }


@given(WORDINGS, TEXTS)
def test_it_finds_what_comparing_everything_finds(
    wordings: list[str], text: str
) -> None:
    known = Exact((one, one) for one in wordings)
    assert set(known.find(text)) == naive(wordings, text)


@given(WORDINGS, WORDINGS, TEXTS)
def test_one_by_one_is_like_all_at_once(
    first: list[str], then: list[str], text: str
) -> None:
    grown = Exact((one, one) for one in first)
    for one in then:
        grown.add([(one, one)])
    assert set(grown.find(text)) == naive([*first, *then], text)


@given(WORDINGS, WORDINGS, TEXTS)
def test_adding_and_removing_leaves_what_was(
    kept: list[str], passing: list[str], text: str
) -> None:
    known = Exact((one, ("kept", one)) for one in kept)
    for one in passing:
        known.add([(one, ("passing", one))])
    for one in passing:
        known.remove(one, ("passing", one))
    found = {(one, start, end) for (_, one), start, end in known.find(text)}
    assert found == naive(kept, text)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 40), max_size=20), st.integers(0, 40))
def test_long_wordings_with_one_beginning_are_told_apart(
    ends: list[int], end: int
) -> None:
    known = Exact((f"{LONG}{'x' * one}.", one) for one in ends)
    found = {one for one, _, _ in known.find(f"So: {LONG}{'x' * end}.")}
    assert found == ({end} & set(ends))


def test_a_wording_longer_than_the_rest_of_the_text_is_not_found() -> None:
    """A shorter one with the same beginning is not found at the longer one's place."""
    known = Exact([(f"{LONG}one", 1), (f"{LONG}one and two", 2)])
    assert list(known.find(f"{LONG}one")) == [(1, 0, len(LONG) + 3)]


def test_one_wording_may_stand_for_several_things() -> None:
    known = Exact([("same", "a"), ("same", "b")])
    assert sorted(one for one, _, _ in known.find("the same")) == ["a", "b"]
    known.remove("same", "a")
    assert [one for one, _, _ in known.find("the same")] == ["b"]


def test_an_empty_wording_is_none() -> None:
    known = Exact([("", 1)])
    known.add([("", 2)])
    assert list(known.find("anything")) == []


def test_what_was_never_known_cannot_be_forgotten() -> None:
    known = Exact([("one", 1)])
    for wording, item in (("two", 1), ("one", 2)):
        with pytest.raises(ValueError, match="does not stand for"):
            known.remove(wording, item)


def test_a_place_counts_code_points() -> None:
    text = "ﬁé😀 Velorin"
    [(_, start, end)] = Exact([("Velorin", 1)]).find(text)
    assert text[start:end] == "Velorin"


def test_only_the_youngest_layer_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adding stays cheap: no automaton holds more new beginnings than a layer."""
    sizes: list[int] = []
    real = exact._automaton

    def counting(leads: list[str]) -> object:
        sizes.append(len(list(leads)))
        return real(leads)

    monkeypatch.setattr(exact, "LAYER", 4)
    known = Exact((f"old {n}", n) for n in range(50))
    monkeypatch.setattr(exact, "_automaton", counting)
    for number in range(10):
        known.add([(f"new {number}", 100 + number)])
    assert max(sizes) == 4
    text = " ".join(
        [*(f"old {n}." for n in range(50)), *(f"new {n}." for n in range(10))]
    )
    assert {one for one, _, _ in known.find(text)} == {*range(50), *range(100, 110)}


@settings(max_examples=30)
@given(st.lists(st.integers(0, 25), max_size=60))
def test_many_layers_are_made_one_and_nothing_is_lost(turned: list[int]) -> None:
    """Wordings come and go in layers of one; each number is in or out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "LAYER", 1)
        patch.setattr(exact, "MOST_LAYERS", 2)
        known: Exact[int] = Exact()
        held: set[int] = set()
        for number in turned:
            if number in held:
                known.remove(f"wording {number:02}", number)
            else:
                known.add([(f"wording {number:02}", number)])
            held ^= {number}
            assert len(known._layers) <= 2
        text = " ".join(f"wording {number:02}" for number in range(26))
        assert {one for one, _, _ in known.find(text)} == held


def test_what_was_added_twice_is_known_until_it_was_removed_twice() -> None:
    known = Exact([("same", 1), ("same", 1)])
    assert list(known.find("same")) == [(1, 0, 4)]
    known.remove("same", 1)
    assert list(known.find("same")) == [(1, 0, 4)]
    known.remove("same", 1)
    assert list(known.find("same")) == []


def test_a_known_beginning_makes_no_automaton(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Exact([(f"{LONG}1", 1)])
    monkeypatch.setattr(exact, "_automaton", pytest.fail)
    known.add([(f"{LONG}2", 2)])
    assert [one for one, _, _ in known.find(f"{LONG}2")] == [2]
