"""Measures of pairs whose outcome is given: shares, types, the worst, the place."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity.comparing import Comparison, Distortion, Outcome
from web.benchmarks.fidelity import baselines, measuring, scores
from web.benchmarks.fidelity.lexicons import TYPES, Label, Pair
from web.benchmarks.fidelity.measuring import Compared, Measures

CLAIM = "Flares fell by 40% in a year."
WRONG = "Flares fell by 46% in a year."
TEXTS = st.text("ab 0", max_size=12)


def found(kind: str, span: tuple[int, int] | None = (15, 18)) -> Distortion:
    return Distortion(kind, "40%", "46%", span, span)


def compared(
    kind: str,
    outcome: Outcome = "distorted",
    *types: str,
    label: Label = Label.DISTORTED,
    score: float = 0.9,
    claim: str = CLAIM,
) -> Compared:
    result = Comparison(outcome, score, tuple(found(one) for one in types))
    return Compared(Pair(claim, WRONG, label, kind), result)


def measures(*done: Compared) -> Measures:
    told: Measures = measuring.measured(done)["measures"]
    return told


def share(name: str, *done: Compared) -> float | None:
    told: float | None = measures(*done)[name]["share"]
    return told


# One pair


@pytest.mark.parametrize(
    ("outcome", "is_linked", "is_distorted"),
    [
        ("exact", True, False),
        ("equivalent", True, False),
        ("distorted", False, True),
        ("different", False, False),
    ],
)
def test_an_outcome_links_blocks_or_waits(
    outcome: Outcome, is_linked: bool, is_distorted: bool
) -> None:
    one = compared("digit", outcome)
    assert (one.is_linked, one.is_distorted) == (is_linked, is_distorted)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(compared("digit", "distorted", "digit"), True, id="right"),
        pytest.param(
            compared("digit", "distorted", "unit", "digit"), True, id="among others"
        ),
        pytest.param(compared("digit", "distorted", "unit"), False, id="another type"),
        pytest.param(compared("digit", "distorted"), False, id="no type"),
        pytest.param(
            compared("digit", "different", "digit"), False, id="unmatched words only"
        ),
        pytest.param(
            compared("other", "different", "other"),
            True,
            id="the rest may be unmatched",
        ),
        pytest.param(compared("other", "different", "unit"), False, id="not the rest"),
        pytest.param(
            compared("other", "equivalent", "other"), False, id="linked all the same"
        ),
    ],
)
def test_a_type_is_named_if_it_is_told(one: Compared, expected: bool) -> None:
    assert one.is_named is expected


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        pytest.param(CLAIM, WRONG, ((15, 18), (15, 18)), id="one digit"),
        pytest.param("ab", "ab", ((1, 3), (1, 3)), id="nothing"),
        pytest.param("fell", "fell fast", ((3, 5), (3, 10)), id="words at the end"),
        pytest.param("We fell", "fell", ((0, 4), (0, 1)), id="words gone in front"),
        pytest.param("", "new", ((0, 1), (0, 4)), id="all of it"),
        pytest.param("aa", "aaa", ((1, 3), (1, 4)), id="a repeated letter once more"),
    ],
)
def test_where_two_texts_differ(
    old: str, new: str, places: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    assert measuring.changed(old, new) == places


@given(TEXTS, TEXTS)
def test_outside_that_place_two_texts_are_the_same(old: str, new: str) -> None:
    (start, end), (begin, stop) = measuring.changed(old, new)
    assert start == begin
    assert old[:start] == new[:begin]
    assert old[end:] == new[stop:]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param(((15, 18), (15, 18)), True, id="both sides"),
        pytest.param((None, (16, 17)), True, id="only what was written"),
        pytest.param(((16, 17), None), True, id="only what was approved"),
        pytest.param(((0, 6), (0, 6)), False, id="elsewhere"),
        pytest.param(((0, 29), None), True, id="the whole sentence"),
        pytest.param(((18, 20), (18, 20)), False, id="just behind it"),
        pytest.param((None, None), False, id="nowhere"),
    ],
)
def test_a_place_is_shown_if_a_span_touches_it(
    spans: tuple[tuple[int, int] | None, tuple[int, int] | None], expected: bool
) -> None:
    told = Distortion("digit", "40", "46", *spans)
    one = Compared(
        Pair(CLAIM, WRONG, Label.DISTORTED, "digit"),
        Comparison("distorted", 1, (told,)),
    )
    assert one.is_placed is expected


# Shares

GOOD = compared("digit", "distorted", "digit")
MISSED = compared("digit", "exact")
CLICKED = compared("digit", "equivalent")
WAITING = compared("endpoint", "different", "other", score=0.4)
MIXED = compared("compound", "distorted", "unit")
TRUE = compared("per_cent", "equivalent", label=Label.FAITHFUL, score=0.02)
ALARM = compared("fronted", "distorted", "unit", label=Label.FAITHFUL)
FREE = compared("", "different", "other", label=Label.FREE)
BLOCKED = compared("", "distorted", "unit", label=Label.FREE)


@pytest.mark.parametrize(
    ("name", "done", "expected"),
    [
        pytest.param("numeric detected", (GOOD, GOOD, CLICKED), 0.6667, id="two of 3"),
        pytest.param("numeric detected", (GOOD, WAITING), 1.0, id="numeric types only"),
        pytest.param("numeric detected", (WAITING,), None, id="no numeric type"),
        pytest.param(
            "numeric and product detected",
            (GOOD, compared("product", "exact")),
            0.5,
            id="products count too",
        ),
        pytest.param("mixed detected", (MIXED, MISSED), 1.0, id="mixed ones apart"),
        pytest.param("type named", (GOOD, WAITING, MIXED), 0.5, id="no mixed labels"),
        pytest.param("place shown", (GOOD, WAITING, MISSED), 0.6667, id="places"),
        pytest.param("corrupted accepted", (GOOD, MISSED, CLICKED, MIXED), 0.25,
                     id="one exact of four"),
        pytest.param("numeric accepted", (MISSED, GOOD, WAITING), 0.5,
                     id="one exact of two figures"),
        pytest.param("faithful linked", (TRUE, ALARM, GOOD), 0.5, id="linked"),
        pytest.param("faithful distorted", (TRUE, ALARM, TRUE, TRUE), 0.25, id="alarm"),
        pytest.param("free distorted", (FREE, BLOCKED, FREE), 0.3333, id="paraphrases"),
        pytest.param("free distorted", (GOOD, TRUE), None, id="no paraphrase"),
    ],
)  # fmt: skip
def test_a_measure_counts_its_own_pairs(
    name: str, done: Sequence[Compared], expected: float | None
) -> None:
    assert share(name, *done) == expected


def test_how_many_types_are_told_stands_beside_the_label() -> None:
    """Naming every type would be right always, and is seen here."""
    everything = compared("digit", "distorted", *sorted(TYPES))
    told = measures(GOOD, everything)["type named"]
    assert (told["share"], told["types told"]) == (1.0, 14.0)


def test_without_anything_blocked_no_types_are_told() -> None:
    assert measures(CLICKED)["type named"]["types told"] == 0


def test_the_mean_is_of_types_and_not_of_pairs() -> None:
    done = (*[GOOD] * 9, compared("unit", "exact"))
    told = measures(*done)
    assert told["detected, mean of types"]["share"] == 0.5
    assert told["detected, mean of types"]["of"] == 2
    assert told["numeric detected"]["share"] == 0.9


def test_the_worst_type_is_named() -> None:
    told = measures(GOOD, GOOD, CLICKED, compared("unit"), MIXED)
    worst = told["detected, worst type"]
    assert (worst["type"], worst["share"], worst["of"]) == ("digit", 0.6667, 3)


def test_waiting_is_detected_and_not_called_distorted() -> None:
    told = measures(WAITING, GOOD)
    assert told["detected, worst type"]["share"] == 1.0
    assert told["distorted, worst type"] == {
        "share": 0.0, "interval": [0.0, 0.0], "of": 1, "type": "endpoint",
    }  # fmt: skip
    assert told["distorted, mean of types"]["share"] == 0.5


def test_without_typed_pairs_there_is_no_mean() -> None:
    assert "detected, mean of types" not in measures(TRUE, MIXED)


def test_every_type_has_its_row() -> None:
    types = measuring.measured((GOOD, WAITING, MIXED, TRUE))["types"]
    assert sorted(types) == ["compound", "digit", "endpoint"]
    assert types["digit"]["named"]["share"] == 1.0
    assert types["endpoint"]["distorted"]["share"] == 0.0
    assert types["endpoint"]["at 1%"]["share"] == 1.0
    assert "named" not in types["compound"]


def test_a_type_by_score_alone_is_seen_above_the_faithful_ones() -> None:
    low = compared("digit", "distorted", "digit", score=0.01)
    types = measuring.measured((GOOD, low, TRUE))["types"]
    assert types["digit"]["at 1%"]["share"] == types["digit"]["at 5%"]["share"] == 0.5


def test_without_faithful_pairs_there_is_no_rate() -> None:
    assert "at 1%" not in measuring.measured((GOOD,))["types"]["digit"]


def test_every_way_has_its_row() -> None:
    ways = measuring.measured((TRUE, ALARM, GOOD))["ways"]
    assert {way: one["linked"]["share"] for way, one in ways.items()} == {
        "fronted": 0.0, "per_cent": 1.0,
    }  # fmt: skip
    assert ways["fronted"]["distorted"]["share"] == 1.0


@settings(max_examples=8)
@given(st.permutations([GOOD, MISSED, CLICKED, WAITING, MIXED, TRUE, ALARM, FREE]))
def test_the_order_of_pairs_changes_nothing(done: list[Compared]) -> None:
    straight = measuring.measured(
        [GOOD, MISSED, CLICKED, WAITING, MIXED, TRUE, ALARM, FREE]
    )
    assert measuring.measured(done) == straight


# Comparing, and beside others


def test_pairs_are_compared_by_the_engine_in_their_order() -> None:
    pairs = [
        Pair(CLAIM, WRONG, Label.DISTORTED, "digit"),
        Pair(CLAIM, CLAIM, Label.FAITHFUL, "typography"),
    ]
    done = measuring.compared(pairs, lambda done, total: None)
    assert [one.pair for one in done] == pairs
    assert [one.result.outcome for one in done] == ["distorted", "exact"]
    assert done[0].is_named
    assert done[0].is_placed


@pytest.mark.parametrize(
    ("count", "signs"),
    [
        pytest.param(0, [], id="nothing to do"),
        pytest.param(2, [(2, 2)], id="a few at once"),
        pytest.param(5, [(3, 5), (5, 5)], id="every third, and the end"),
        pytest.param(6, [(3, 6), (6, 6)], id="the end once"),
    ],
)
def test_progress_is_told_now_and_then(
    count: int, signs: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "EACH", 3)
    told: list[tuple[int, int]] = []
    pairs = [Pair("Flares fell.", "Flares fell.", Label.FAITHFUL)] * count
    measuring.compared(pairs, lambda done, total: told.append((done, total)))
    assert told == signs


def test_our_score_stands_beside_every_similarity() -> None:
    told = measuring.methods([GOOD, TRUE, FREE])
    assert list(told) == [
        *(measuring.OURS, measuring.SECONDED, measuring.ALONE),
        *baselines.METHODS,
    ]
    assert told[measuring.OURS] == {
        "auroc": 1.0, "at 1%": 1.0, "at 5%": 1.0, "at 10%": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "done",
    [
        pytest.param((), id="nothing"),
        pytest.param((GOOD, FREE), id="nothing faithful"),
        pytest.param((TRUE, FREE), id="nothing changed"),
    ],
)
def test_an_order_needs_both_labels(done: Sequence[Compared]) -> None:
    assert measuring.methods(done) == {}


def test_of_many_pairs_some_are_rated(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(pairs: Sequence[Pair]) -> scores.Scores:
        asked.append(len(pairs))
        return np.full(len(pairs), 0.5)

    monkeypatch.setattr(measuring, "BESIDE", 6)
    monkeypatch.setattr(baselines, "METHODS", {"count": counted})
    told = measuring.methods([GOOD, TRUE] * 20)
    assert asked == [6]
    assert told["count"]["auroc"] == 0.5
    assert told == measuring.methods([GOOD, TRUE] * 20)
