"""Cells are spread evenly, and everybody gets a share."""

from collections import Counter
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from content_engine.planning import spreading
from content_engine.planning.slots import Cell

SIZES = st.integers(1, 7)


def names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


@given(SIZES, SIZES, st.integers(1, 3), st.integers(1, 200))
def test_on_every_axis_no_value_is_two_ahead(
    tones: int, themes: int, formats: int, count: int
) -> None:
    axes = (names("t", tones), names("h", themes), names("f", formats))
    cells = list(islice(spreading.in_turn(*axes), count))
    for axis, values in zip(("tone", "theme", "format"), axes, strict=True):
        used = Counter(getattr(cell, axis) for cell in cells)
        counts = [used[value] for value in values]
        assert max(counts) - min(counts) <= 1


@given(SIZES, SIZES, st.integers(1, 3))
def test_every_combination_comes_once_before_any_again(
    tones: int, themes: int, formats: int
) -> None:
    every = tones * themes * formats
    turn = spreading.in_turn(names("t", tones), names("h", themes), names("f", formats))
    cells = list(islice(turn, 2 * every))
    assert len(set(cells[:every])) == every
    assert set(cells[every:]) == set(cells[:every])


@given(st.integers(1, 200), st.integers(1, 30))
def test_shares_are_even_and_whole(count: int, people: int) -> None:
    shares = spreading.shares(count, names("p", people))
    assert sum(shares.values()) == count
    assert max(shares.values()) - min(shares.values()) <= 1


def test_a_person_gets_the_best_liked_first_and_ties_keep_their_order() -> None:
    cells = spreading.by_liking(
        ["a", "b"], ["x", "y"], ["short"], lambda cell: cell.theme == "y", "dr"
    )
    assert cells == [
        Cell("a", "y", "short", "dr"),
        Cell("b", "y", "short", "dr"),
        Cell("a", "x", "short", "dr"),
        Cell("b", "x", "short", "dr"),
    ]
