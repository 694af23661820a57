"""Figures of measurements: computed by hand, and by the laws that hold for all."""

import math
import statistics
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.benchmarks import judging, many_claims, timing

DEPTH = 10
NAMES = st.sampled_from("abcdefghij")
ORDERS = st.lists(NAMES, unique=True, max_size=10)
GRADES = st.dictionaries(NAMES, st.integers(0, 3), max_size=10)
RIGHT = st.dictionaries(NAMES, st.integers(1, 3), min_size=1, max_size=10)
SECONDS = st.lists(st.floats(0.0001, 100), min_size=2, max_size=60)
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


# One order of results


@pytest.mark.parametrize(
    ("order", "grades", "depth", "gain"),
    [
        pytest.param("ab", {"a": 1}, 10, 1.0, id="the right one first"),
        pytest.param("ba", {"a": 1}, 10, 1 / math.log2(3), id="the right one second"),
        pytest.param("bca", {"a": 1}, 10, 0.5, id="the right one third"),
        pytest.param("bca", {"a": 1}, 2, 0.0, id="below the depth counts for nothing"),
        pytest.param("ab", {"a": 2, "b": 2}, 10, 1.0, id="equal grades in any order"),
        pytest.param(
            "ab",
            {"a": 1, "b": 2},
            10,
            (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)),
            id="the better one second",
        ),
        pytest.param("xyz", {"a": 1}, 10, 0.0, id="nothing right was found"),
        pytest.param("", {"a": 1}, 10, 0.0, id="nothing was found"),
        pytest.param("ab", {}, 10, 0.0, id="nothing was right"),
        pytest.param("ab", {"a": 0}, 10, 0.0, id="a grade of nought is not right"),
        pytest.param(
            "a", {"a": 1, "b": 1}, 1, 1.0, id="the ideal is cut at the same depth"
        ),
    ],
)
def test_gain_is_discounted_by_place(
    order: str, grades: Mapping[str, int], depth: int, gain: float
) -> None:
    assert judging.ndcg(list(order), grades, depth) == pytest.approx(gain)


@pytest.mark.parametrize(
    ("order", "grades", "depth", "share"),
    [
        pytest.param("abc", {"a": 1, "b": 1}, 10, 1.0, id="all that is right"),
        pytest.param("axy", {"a": 1, "b": 1}, 10, 0.5, id="half of it"),
        pytest.param("xya", {"a": 1}, 2, 0.0, id="too deep"),
        pytest.param("xya", {"a": 1}, 3, 1.0, id="at the very depth"),
        pytest.param("ab", {"a": 1, "b": 0}, 10, 1.0, id="nought is not missed"),
        pytest.param("ab", {}, 10, 0.0, id="nothing was right"),
        pytest.param("", {"a": 3}, 10, 0.0, id="nothing was found"),
        pytest.param("abcd", {"c": 3, "z": 1}, 4, 0.5, id="grades do not weigh"),
    ],
)
def test_recall_is_the_share_of_what_is_right(
    order: str, grades: Mapping[str, int], depth: int, share: float
) -> None:
    assert judging.recall(list(order), grades, depth) == share
    assert judging.is_hit(list(order), grades, depth) == float(share > 0)


@given(ORDERS, GRADES, st.integers(1, 12))
def test_every_measure_is_a_share(
    order: list[str], grades: dict[str, int], depth: int
) -> None:
    for measure in (judging.ndcg, judging.recall, judging.is_hit):
        assert 0 <= measure(order, grades, depth) <= 1 + 1e-12


@given(RIGHT)
def test_the_ideal_order_is_perfect(grades: dict[str, int]) -> None:
    ideal = sorted(grades, key=lambda name: -grades[name])
    assert judging.ndcg(ideal, grades, DEPTH) == pytest.approx(1)
    assert judging.recall(ideal, grades, DEPTH) == 1


@given(ORDERS, RIGHT)
def test_a_right_result_is_never_worse_one_place_higher(
    order: list[str], grades: dict[str, int]
) -> None:
    before = judging.ndcg(order, grades, DEPTH)
    for place in range(1, len(order)):
        above, here = order[place - 1], order[place]
        if grades.get(here, 0) >= grades.get(above, 0):
            swapped = [*order[: place - 1], here, above, *order[place + 1 :]]
            assert judging.ndcg(swapped, grades, DEPTH) >= before - 1e-12


@given(ORDERS, GRADES, st.integers(1, 10))
def test_looking_deeper_finds_no_less(
    order: list[str], grades: dict[str, int], depth: int
) -> None:
    deeper = judging.recall(order, grades, depth + 1)
    assert deeper >= judging.recall(order, grades, depth)
    assert judging.is_hit(order, grades, depth + 1) >= judging.is_hit(
        order, grades, depth
    )


@given(ORDERS, GRADES, st.integers(1, 10))
def test_what_stands_below_the_depth_does_not_matter(
    order: list[str], grades: dict[str, int], depth: int
) -> None:
    cut = order[:depth]
    for measure in (judging.ndcg, judging.recall, judging.is_hit):
        assert measure(cut, grades, depth) == measure(order, grades, depth)


# Many questions


@pytest.mark.parametrize(
    ("values", "told"),
    [
        pytest.param([1.0], {"mean": 1.0, "interval": [1.0, 1.0]}, id="one question"),
        pytest.param(
            [0.25] * 40, {"mean": 0.25, "interval": [0.25, 0.25]}, id="all alike"
        ),
        pytest.param([0.0] * 3, {"mean": 0.0, "interval": [0.0, 0.0]}, id="all missed"),
        pytest.param(
            [1 / 3] * 2, {"mean": 0.3333, "interval": [0.3333, 0.3333]}, id="rounded"
        ),
    ],
)
def test_questions_that_agree_leave_no_doubt(
    values: list[float], told: dict[str, object]
) -> None:
    assert judging.told(values) == told


@given(SHARES)
def test_the_mean_is_the_mean_and_the_interval_stays_among_the_values(
    values: list[float],
) -> None:
    told = judging.told(values)
    low, high = told["interval"]
    assert told["mean"] == pytest.approx(statistics.fmean(values), abs=1e-4)
    assert min(values) - 1e-4 <= low <= high <= max(values) + 1e-4
    assert low - 1e-3 <= told["mean"] <= high + 1e-3


@given(SHARES)
def test_the_same_questions_give_the_same_interval(values: list[float]) -> None:
    assert judging.told(values) == judging.told(list(values))


def test_more_questions_make_surer() -> None:
    few, many = (judging.told([0.0, 1.0] * count) for count in (5, 500))
    widths = [told["interval"][1] - told["interval"][0] for told in (few, many)]
    assert few["mean"] == many["mean"] == 0.5
    assert widths[1] < widths[0] / 5


# How long things took


@pytest.mark.parametrize(
    ("seconds", "digits", "told"),
    [
        pytest.param(
            [number / 1_000 for number in range(101)],
            1,
            {"p50_ms": 50, "p95_ms": 95, "p99_ms": 99, "max_ms": 100, "times": 101},
            id="a hundred and one steps",
        ),
        pytest.param(
            [0.002, 0.002],
            3,
            {"p50_ms": 2, "p95_ms": 2, "p99_ms": 2, "max_ms": 2, "times": 2},
            id="two alike",
        ),
        pytest.param(
            [0.001, 0.003],
            3,
            {"p50_ms": 2, "p95_ms": 2.9, "p99_ms": 2.98, "max_ms": 3, "times": 2},
            id="between two",
        ),
        pytest.param(
            [0.0012345] * 3,
            3,
            {"p50_ms": 1.234, "p95_ms": 1.234, "p99_ms": 1.234, "max_ms": 1.234}
            | {"times": 3},
            id="thousandths of a millisecond",
        ),
        pytest.param(
            [0.0012345] * 3,
            1,
            {"p50_ms": 1.2, "p95_ms": 1.2, "p99_ms": 1.2, "max_ms": 1.2, "times": 3},
            id="tenths of a millisecond",
        ),
    ],
)
def test_times_are_told_in_milliseconds(
    seconds: Sequence[float], digits: int, told: dict[str, float]
) -> None:
    assert timing.told(seconds, digits) == pytest.approx(told, abs=0.002)


@given(SECONDS)
def test_the_tail_is_never_shorter_than_the_middle(seconds: list[float]) -> None:
    told = timing.told(seconds, 6)
    cuts = [told[name] for name in ("p50_ms", "p95_ms", "p99_ms", "max_ms")]
    assert cuts == sorted(cuts)
    assert told["max_ms"] == pytest.approx(1_000 * max(seconds), abs=1e-5)
    assert told["p50_ms"] == pytest.approx(1_000 * statistics.median(seconds), abs=1e-3)
    assert told["times"] == len(seconds)


@given(SECONDS.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_measuring_does_not_matter(
    measured: tuple[list[float], list[float]],
) -> None:
    assert timing.told(measured[0], 3) == timing.told(measured[1], 3)


@pytest.mark.parametrize(
    ("ours", "peer", "times"),
    [
        pytest.param((2, 8), (1, 4), (2, 2), id="twice as long"),
        pytest.param((1, 1), (1, 1), (1, 1), id="as long"),
        pytest.param((1, 30), (4, 10), (0.25, 3), id="shorter, with a longer tail"),
        pytest.param((1, 2), (3, 3), (0.33, 0.67), id="rounded to hundredths"),
    ],
)
def test_a_peer_is_the_measure(
    ours: tuple[float, float], peer: tuple[float, float], times: tuple[float, float]
) -> None:
    def cuts(pair: tuple[float, float]) -> dict[str, float]:
        return {"p50_ms": pair[0], "p99_ms": pair[1], "max_ms": 99, "times": 5}

    assert timing.times_the_peer(cuts(ours), cuts(peer)) == {
        "p50_ms": times[0],
        "p99_ms": times[1],
    }


# Claims by the grammar


@given(st.integers(0, 200_000), st.integers(0, 40), st.integers(0, 40))
def test_claims_are_the_same_however_they_are_asked_for(
    start: int, first: int, second: int
) -> None:
    whole = list(many_claims.sentences(start, first + second))
    pieces = [
        *many_claims.sentences(start, first),
        *many_claims.sentences(start + first, second),
    ]
    assert whole == pieces
    assert len(whole) == first + second


@given(st.sets(st.integers(0, 200_000), min_size=2, max_size=30))
def test_no_two_claims_share_a_key_or_their_words(numbers: set[int]) -> None:
    made = [next(many_claims.sentences(number, 1)) for number in numbers]
    assert len({row.key for row in made}) == len(made)
    assert len({row.text for row in made}) == len(made)


@given(st.integers(0, 200_000))
def test_a_claim_is_its_stem_with_figures(number: int) -> None:
    [made] = many_claims.sentences(number, 1)
    stem, figures = made.text.split(": ")
    assert stem == made.stem
    assert not any(character.isdigit() for character in stem.replace("65", ""))
    assert figures.endswith(f" in trial {number}.")
    assert made.key.endswith(f"-{number}")
    assert " " not in made.key
