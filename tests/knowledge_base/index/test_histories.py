"""Whatever changes in whatever order: the view tells what a new build would tell."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base import indexed
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.index import View, nearness, parts, views
from knowledge_base.index.points import Points
from knowledge_base.indexed import Entry, Reach
from knowledge_base.retrieval import lexical
from knowledge_base.wording.hashes import sha256
from tests.knowledge_base.views import PLACE, Candidate, entry, view_of_entries

LAW = settings(max_examples=40, deadline=None)
EMBEDDER = HashingEmbedder()
Library = dict[int, Entry]
WORDS = ("urate", "flares", "tablet", "48%", "week 12", "headache")
PKS = st.integers(1, 6)


def made(pk: int, words: Sequence[str], *, is_in_force: bool, markets: str) -> Entry:
    reach = Reach(("efficacy",), markets=tuple(markets.split()))
    texts = tuple(f"It speaks of {word}." for word in words)
    told = entry(Candidate(pk, f"key-{pk}", texts), reach=reach)
    return dataclasses.replace(told, is_in_force=is_in_force)


STEP = st.one_of(
    st.tuples(
        st.just("put"),
        st.builds(
            made,
            PKS,
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
            is_in_force=st.booleans(),
            markets=st.sampled_from(["", "US", "GB", "GB US"]),
        ),
    ),
    st.tuples(st.just("drop"), PKS),
)
HISTORY = st.lists(STEP, max_size=8)


def changed(library: Library, view: View, pks: set[int]) -> View:
    def entries(wanted: Sequence[int]) -> Iterator[Entry]:
        yield from (library[pk] for pk in wanted if pk in library)

    with mock.patch.object(indexed, "entries", entries):
        return whole(view.changed(pks))


def entries_of(one: Entry) -> Callable[[Sequence[int]], Iterator[Entry]]:
    """A database that holds one revision."""

    def entries(_: Sequence[int]) -> Iterator[Entry]:
        yield one

    return entries


def whole(view: View) -> View:
    """The view with a point for every text, as a later reader would have it."""
    texts = view.missing
    if not texts:
        return view
    rows = EMBEDDER.embed(list(texts.values()))
    found: Points = dict(zip(texts, rows, strict=True))
    layers = tuple(layer.with_points(found) for layer in view.layers)
    return dataclasses.replace(view, layers=layers)


def replayed(history: list[tuple[str, Entry | int]]) -> tuple[Library, View]:
    library: Library = {}
    view = View(EMBEDDER, EMBEDDER.dimension)
    for _, told in history:
        pk = told.version_id if isinstance(told, Entry) else told
        if isinstance(told, Entry):
            library[pk] = told
        else:
            library.pop(pk, None)
        view = changed(library, view, {pk})
    return library, view


def held(view: View) -> dict[int, tuple[object, ...]]:
    """What a view tells of every revision."""
    found: dict[int, tuple[object, ...]] = {}
    for layer in view.layers:
        for row in np.flatnonzero(layer.present).tolist():
            part = layer.part
            pk = int(part.columns["pks"][row])
            assert pk not in found, "a revision lies in two layers"
            start = int(part.starts[row])
            found[pk] = (
                part.keys[row],
                bool(part.columns["in_force"][row]),
                part.reach_of(row),
                tuple(h.tobytes() for h in part.hashes[start : part.starts[row + 1]]),
            )
    return found


@LAW
@given(HISTORY)
def test_step_by_step_is_as_built_anew(history: list[tuple[str, Entry | int]]) -> None:
    library, view = replayed(history)
    assert held(view) == held(view_of_entries(library.values()))
    assert set(held(view)) == set(library)


@LAW
@given(HISTORY, st.sampled_from(WORDS), st.booleans())
def test_searches_find_what_a_new_build_finds(
    history: list[tuple[str, Entry | int]], text: str, is_anywhere: bool
) -> None:
    library, view = replayed(history)
    fresh = view_of_entries(library.values())
    [point] = EMBEDDER.embed([text])
    mine, theirs = (
        {
            near.claim_version_id: round(near.similarity, 4)
            for near in nearness.nearest(each, point, PLACE, 99, anywhere=is_anywhere)
        }
        for each in (view, fresh)
    )
    assert mine == theirs
    words, others = (
        {
            match.pk: (round(match.score, 4), match.words)
            for match in lexical.matches(each, text, PLACE, 99, anywhere=is_anywhere)
        }
        for each in (view, fresh)
    )
    assert words == others
    figures, other_figures = (
        lexical.figures(each, text, PLACE, 99, anywhere=is_anywhere)
        for each in (view, fresh)
    )
    assert figures == other_figures


@LAW
@given(HISTORY, PKS)
def test_a_change_that_is_undone_leaves_no_trace(
    history: list[tuple[str, Entry | int]], pk: int
) -> None:
    library, view = replayed(history)
    before = held(view)
    other = made(pk, ["urate"], is_in_force=False, markets="GB")
    there = changed(library | {pk: other}, view, {pk})
    back = changed(library, there, {pk})
    assert held(back) == before
    assert held(view) == before, "a view never changes"


@LAW
@given(HISTORY, st.sets(PKS))
def test_the_same_news_twice_changes_nothing(
    history: list[tuple[str, Entry | int]], pks: set[int]
) -> None:
    library, view = replayed(history)
    once = changed(library, view, pks)
    assert held(changed(library, once, pks)) == held(once) == held(view)


@LAW
@given(st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True), st.data())
def test_changes_may_come_one_by_one_or_together(
    pks: list[int], data: st.DataObject
) -> None:
    library = {
        pk: made(pk, [WORDS[pk % len(WORDS)]], is_in_force=True, markets="")
        for pk in pks
    }
    empty = View(EMBEDDER, EMBEDDER.dimension)
    together = changed(library, empty, set(pks))
    step_by_step = empty
    for pk in data.draw(st.permutations(pks)):
        step_by_step = changed(library, step_by_step, {pk})
    assert held(together) == held(step_by_step)


@LAW
@given(HISTORY)
def test_every_revision_is_found_where_it_lies(
    history: list[tuple[str, Entry | int]],
) -> None:
    library, view = replayed(history)
    for pk in range(1, 8):
        place = view.row_of(pk)
        assert (place is not None) == (pk in library)
        if place:
            layer, row = place
            assert layer.present[row]
            assert int(layer.part.columns["pks"][row]) == pk


@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_small_top_is_made_anew_and_a_large_one_is_left(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TAIL", 2)
    library = {
        pk: made(pk, ["urate"], is_in_force=True, markets="") for pk in range(size)
    }
    view = View(EMBEDDER, EMBEDDER.dimension)
    view = changed(library, view, set(library)) if library else view
    library[50] = made(50, ["flares"], is_in_force=True, markets="")
    after = changed(library, view, {50})
    assert len(after.layers) == (2 if size >= 2 else 1)
    assert after.fresh_count == size + 1


def test_what_has_no_point_is_told_until_it_has_one() -> None:
    view = View(EMBEDDER, EMBEDDER.dimension)
    one = made(1, ["urate", "flares"], is_in_force=True, markets="")
    with mock.patch.object(indexed, "entries", entries_of(one)):
        bare = view.changed({1})
    assert bare.missing == {sha256(text): text for text in one.texts}
    assert not bare.has_meaning
    full = whole(bare)
    assert full.missing == {}
    assert full.has_meaning
    assert full.top_points().keys() == {sha256(text) for text in one.texts}
    assert bare.top_points() == {}


def test_known_points_are_not_asked_for_again() -> None:
    one = made(1, ["urate"], is_in_force=True, markets="")
    view = changed({1: one}, View(EMBEDDER, EMBEDDER.dimension), {1})
    shut = dataclasses.replace(one, is_in_force=False)
    with mock.patch.object(indexed, "entries", entries_of(shut)):
        assert view.changed({1}).missing == {}
    other = made(1, ["flares"], is_in_force=True, markets="")
    with mock.patch.object(indexed, "entries", entries_of(other)):
        assert list(view.changed({1}).missing.values()) == list(other.texts)


@LAW
@given(st.lists(PKS, max_size=9), st.lists(PKS, unique=True, max_size=6))
def test_rows_of_a_part(asked: list[int], own: list[int]) -> None:
    library = [made(pk, ["urate"], is_in_force=True, markets="") for pk in own]
    points = {sha256(t): EMBEDDER.embed([t])[0] for one in library for t in one.texts}
    part = parts.assembled(library, points)
    found = part.columns["pks"][part.rows_of(asked)].tolist()
    assert found == [pk for pk in asked if pk in own]
