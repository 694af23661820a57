"""Postings find rows by term; weighed as Lucene does, whatever layer a row lies in."""

import dataclasses
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.index import parts, postings
from knowledge_base.index.postings import Collector
from knowledge_base.retrieval import lexical
from knowledge_base.wording import stems
from tests.knowledge_base.views import (
    OPEN,
    PLACE,
    Candidate,
    entry,
    view_of,
    view_of_entries,
)

quick = settings(max_examples=40, deadline=None)
WORDS = ("urate", "flare", "gout", "tablet", "daily", "headache", "liver", "week")
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=9
)


@quick
@given(rows=TEXTS)
def test_a_term_leads_to_its_rows_and_how_often_each_holds_it(
    rows: list[list[str]],
) -> None:
    collector = Collector()
    for row in rows:
        collector.add(row, ("#mark",))
    made = collector.made()
    for word in WORDS:
        found, counts = made.of(word)
        wanted = [(n, row.count(word)) for n, row in enumerate(rows) if word in row]
        assert list(zip(found.tolist(), counts.tolist(), strict=True)) == wanted
    assert made.of("#mark")[0].tolist() == list(range(len(rows)))
    assert made.lengths.tolist() == [len(row) for row in rows]


def test_nothing_is_found_in_nothing() -> None:
    assert Collector().made().of("word")[0].tolist() == []


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    collector = Collector()
    collector.add(["gout", "flare", "gout"])
    collector.made().save(tmp_path)
    rows, counts = postings.load(tmp_path).of("gout")
    assert (rows.tolist(), counts.tolist()) == ([0], [2])


@quick
@given(
    rows=TEXTS,
    asked=st.lists(st.sampled_from(WORDS), min_size=1, unique=True),
    cut=st.integers(0, 9),
)
def test_scores_are_those_of_another_library_in_one_layer_or_in_two(
    rows: list[list[str]], asked: list[str], cut: int
) -> None:
    candidates = [Candidate(n, f"k{n}", (" ".join(row),)) for n, row in enumerate(rows)]
    texts = [stems.tokens(f"{c.key}. {c.wordings[0]}") for c in candidates]
    peer: Any = bm25s.BM25(  # type: ignore[no-untyped-call] # it has no types
        k1=lexical.SATURATION, b=lexical.LENGTH, method="lucene"
    )
    peer.index(texts, show_progress=False)
    wanted = peer.get_scores([stems.stem(word) for word in asked])
    for view in (view_of(candidates), view_of(candidates[:cut], candidates[cut:])):
        found = lexical.matches(view, " ".join(asked), PLACE, 100)
        assert {match.pk for match in found} == set(np.flatnonzero(wanted).tolist())
        for match in found:
            assert match.score == pytest.approx(wanted[match.pk], rel=1e-4)
        order = [(-round(match.score, 4), match.pk) for match in found]
        assert [pk for _, pk in order] == [match.pk for match in found]


def test_the_limit_keeps_the_best_and_ties_go_by_key() -> None:
    rows = [Candidate(9 - n, f"k{n}", ("gout week",)) for n in range(5)]
    rows.append(Candidate(50, "z", ("gout gout gout",)))
    found = lexical.matches(view_of(rows), "gout", PLACE, 3)
    assert [match.pk for match in found] == [50, 9, 8]


def test_a_word_that_is_implied_counts_half() -> None:
    view = view_of([Candidate(1, "a", ("gout",)), Candidate(2, "b", ("liver",))])
    [asked] = lexical.matches(view, "gout", PLACE, 5)
    [implied] = lexical.matches(view, "", PLACE, 5, also=["gout"])
    both = lexical.matches(view, "gout", PLACE, 5, also=["gout", "liver"])
    assert implied.score == pytest.approx(asked.score / 2)
    assert [match.pk for match in both] == [1, 2]
    assert both[0].score == pytest.approx(asked.score)


def test_a_brand_is_weighed_by_itself() -> None:
    own = [entry(Candidate(n, f"k{n}", ("gout liver",))) for n in range(3)]
    other = [
        entry(Candidate(10 + n, f"o{n}", ("gout",)), brand_id=2) for n in range(30)
    ]
    alone = lexical.matches(view_of_entries(own), "gout liver", PLACE, 50)
    among = lexical.matches(view_of_entries([*own, *other]), "gout liver", PLACE, 50)
    assert [(m.pk, m.score) for m in alone] == [(m.pk, m.score) for m in among]


def test_limits_hold_for_words_figures_and_keys() -> None:
    closed = dataclasses.replace(OPEN, markets=("GB",))
    view = view_of_entries(
        [
            entry(Candidate(1, "open", ("gout 48%",))),
            entry(Candidate(2, "closed", ("gout 48%",)), reach=closed),
        ]
    )
    for anywhere, pks in ((False, {1}), (True, {1, 2})):
        found = lexical.matches(view, "gout", PLACE, 9, anywhere=anywhere)
        assert {match.pk for match in found} == pks
        figures = lexical.figures(view, "48 %", PLACE, 9, anywhere=anywhere)
        assert set(figures) == pks
        keyed = lexical.keyed(view, "closed", PLACE, anywhere=anywhere)
        assert set(keyed) == pks - {1}


def test_a_part_gives_the_rows_of_revisions_that_it_holds() -> None:
    rows = [entry(Candidate(pk, f"k{pk}", ("x",))) for pk in (7, 3, 5)]
    [layer] = view_of_entries(rows).layers
    own = layer.part.columns["pks"].tolist()
    assert sorted(own) == [3, 5, 7]
    assert {own[row] for row in layer.part.rows_of([5, 9, 0, 7])} == {5, 7}
    assert layer.part.rows_of([]).tolist() == []
    assert parts.Assembly().made(layer.part.vectors[:0]).rows_of([1]).tolist() == []
