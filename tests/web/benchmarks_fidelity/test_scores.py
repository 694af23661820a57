"""Areas, thresholds and shares on scores whose answer is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.benchmarks.fidelity import sampling, scores
from web.benchmarks.fidelity.sampling import Resampled

SOME = st.lists(st.integers(0, 20).map(lambda n: n / 20), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("changed", "faithful", "area"),
    [
        pytest.param([0.9, 0.8], [0.1, 0.2], 1.0, id="all above"),
        pytest.param([0.1], [0.9, 0.8], 0.0, id="all below"),
        pytest.param([0.5], [0.5], 0.5, id="a tie counts half"),
        pytest.param([0.9, 0.1], [0.5], 0.5, id="one above, one below"),
        pytest.param([0.6, 0.5], [0.5, 0.1], 0.875, id="three pairs and a tie"),
    ],
)
def test_the_area_is_the_share_of_pairs_in_order(
    changed: list[float], faithful: list[float], area: float
) -> None:
    assert scores.auroc(np.array(changed), np.array(faithful)) == area


@given(SOME, SOME)
def test_the_area_is_counted_pair_by_pair(one: list[float], two: list[float]) -> None:
    beaten = [(a > b) + (a == b) / 2 for a in one for b in two]
    area = scores.auroc(np.array(one), np.array(two))
    assert area == pytest.approx(sum(beaten) / len(beaten))
    turned = scores.auroc(np.array(two), np.array(one))
    assert area + turned == pytest.approx(1)


@given(SOME, SOME)
def test_the_area_asks_for_the_order_alone(one: list[float], two: list[float]) -> None:
    stretched = [np.array(side) ** 3 * 7 - 2 for side in (one, two)]
    area = scores.auroc(np.array(one), np.array(two))
    assert scores.auroc(*stretched) == pytest.approx(area)


@pytest.mark.parametrize(
    ("rate", "bound"),
    [
        pytest.param(0.0, 0.99, id="none may lie above"),
        pytest.param(0.01, 0.98, id="one of a hundred"),
        pytest.param(0.05, 0.94, id="five"),
        pytest.param(0.10, 0.89, id="ten"),
        pytest.param(1.0, 0.0, id="all but the lowest"),
    ],
)
def test_the_threshold_lets_so_many_lie_above(rate: float, bound: float) -> None:
    assert scores.threshold(np.arange(100) / 100, rate) == bound


@given(SOME, st.sampled_from(scores.RATES))
def test_never_more_faithful_pairs_are_called_changed(
    faithful: list[float], rate: float
) -> None:
    found = np.array(faithful)
    assert np.mean(found > scores.threshold(found, rate)) <= rate


def test_a_set_is_told_by_area_and_detection() -> None:
    faithful = np.arange(100) / 100
    assert scores.told(np.array([0.995, 0.97, 0.92, 0.5]), faithful) == {
        "auroc": 0.8512,
        "at 1%": 0.25,
        "at 5%": 0.5,
        "at 10%": 0.75,
    }


def test_detection_rises_with_the_rate() -> None:
    chance = np.random.default_rng(1)
    told = scores.told(chance.random(200) + 0.2, chance.random(200))
    assert told["at 1%"] <= told["at 5%"] <= told["at 10%"]


# Shares


def flags(text: str) -> sampling.Flags:
    return scores.flags(sign == "x" for sign in text)


@pytest.mark.parametrize(
    ("of", "hit", "share"),
    [
        pytest.param("xxxx", "xxxx", 1.0, id="all"),
        pytest.param("xxxx", "....", 0.0, id="none"),
        pytest.param("xxxx", "x...", 0.25, id="one of four"),
        pytest.param("xx..", "x.xx", 0.5, id="what is not asked is not counted"),
    ],
)
def test_a_share_is_of_what_is_asked(of: str, hit: str, share: float) -> None:
    shares = Resampled("abcd").shares(flags(of), flags(hit))
    assert shares[0] == share
    assert len(shares) == sampling.RESAMPLES + 1


def test_a_share_weighs_pairs_and_resamples_claims() -> None:
    """Of two claims one is always found in three pairs, one never in its one pair."""
    shares = Resampled(["a", "a", "a", "b"]).shares(flags("xxxx"), flags("xxx."))
    assert shares[0] == 0.75
    assert set(shares[1:]) == {0.0, 0.75, 1.0}


def test_pairs_of_one_claim_stay_together() -> None:
    alone = Resampled("abcdefgh").shares(flags("x" * 8), flags("xxxx...."))
    bound = Resampled("aaaabbbb").shares(flags("x" * 8), flags("xxxx...."))
    assert alone[0] == bound[0] == 0.5
    assert np.std(bound[1:]) > 1.5 * np.std(alone[1:])


def test_equal_sets_have_equal_intervals() -> None:
    told = [
        sampling.told(Resampled("abcd").shares(flags("xxxx"), flags("xx..")), 4)
        for _ in range(2)
    ]
    assert told[0] == told[1]
    low, high = told[0]["interval"]
    assert low < told[0]["share"] == 0.5 < high


@pytest.mark.parametrize(
    ("hit", "told"),
    [
        pytest.param(
            "xxx", {"share": 1.0, "interval": [1.0, 1.0], "of": 3}, id="all of them"
        ),
        pytest.param(
            "...", {"share": 0.0, "interval": [0.0, 0.0], "of": 3}, id="none of them"
        ),
    ],
)
def test_what_never_varies_has_no_width(hit: str, told: dict[str, object]) -> None:
    shares = Resampled("abc").shares(flags("xxx"), flags(hit))
    assert sampling.told(shares, 3) == told


def test_a_share_of_nothing_is_no_share() -> None:
    shares = Resampled("ab").shares(flags(".."), flags("xx"))
    assert sampling.told(shares, 0) == {"share": None, "interval": None, "of": 0}


def test_a_resample_without_any_does_not_count() -> None:
    """One pair in ten claims: many resamples miss it, the others find it."""
    shares = Resampled("abcdefghij").shares(flags("x........."), flags("x" * 10))
    assert np.isnan(shares[1:]).any()
    assert sampling.told(shares, 1)["interval"] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("several", "mean"),
    [
        pytest.param([[1.0, 0.5], [0.0, 0.5]], [0.5, 0.5], id="of two shares"),
        pytest.param([[1.0, np.nan], [0.5, 0.2]], [0.75, 0.2], id="of those there are"),
        pytest.param([[1.0, np.nan]], [1.0, np.nan], id="of none at all"),
    ],
)
def test_a_mean_is_of_the_shares_that_a_resample_has(
    several: list[list[float]], mean: list[float]
) -> None:
    found = sampling.mean([np.array(one) for one in several])
    np.testing.assert_array_equal(found, mean)
