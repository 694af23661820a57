"""Laws of affinity: a mix between its parts, more evidence surer, liking monotone."""

import dataclasses
import math
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content_engine.affinity import scoring
from content_engine.affinity.memberships import NoMixError, is_whole, memberships
from content_engine.affinity.scoring import AXES, Affinity, Contribution, Taste

FEATURES = {"theme": "onset", "tone": "warm", "format": "short", "channel": "email"}
WEIGHT = st.floats(-1, 1).map(lambda weight: round(weight, 3))
KEYS = ("seeker", "advocate", "monitor")
OPINION = st.fixed_dictionaries(
    {}, optional={axis: WEIGHT.map(lambda w: w) for axis in AXES}
)

FEW = settings(max_examples=40)
WHOLE_OPINION = st.fixed_dictionaries(dict.fromkeys(AXES, WEIGHT))
SHARES = st.dictionaries(
    st.sampled_from(KEYS), st.floats(0, 9).map(lambda s: round(s, 3)), min_size=1
).filter(lambda shares: sum(shares.values()) > 0)


def leanings_of(opinion: dict[str, float]) -> dict[str, dict[str, float]]:
    """An opinion of the one value that is asked about on each axis."""
    return {axis: {FEATURES[axis]: weight} for axis, weight in opinion.items()}


def score_of(
    mix: dict[str, float],
    opinions: dict[str, dict[str, float]],
    own: dict[str, float] | None = None,
    observations: int = 0,
) -> Affinity:
    taste = Taste(
        mix=mix,
        leanings={key: leanings_of(opinion) for key, opinion in opinions.items()},
        own=leanings_of(own or {}),
        observations=observations,
    )
    return scoring.score(FEATURES, taste)


OPINIONS = st.fixed_dictionaries(dict.fromkeys(KEYS, OPINION))


def test_the_axes_weigh_one_together() -> None:
    assert sum(AXES.values()) == pytest.approx(1)
    assert set(AXES) == set(FEATURES)


@FEW
@given(OPINION, OPINION, st.floats(0, 1))
def test_a_mix_lies_between_the_pure_ones_in_proportion(
    one: dict[str, float], other: dict[str, float], share: float
) -> None:
    opinions = {"seeker": one, "advocate": other}
    pure = [score_of({key: 1.0}, opinions).score for key in opinions]
    mixed = score_of({"seeker": share, "advocate": 1 - share}, opinions).score
    assert mixed == pytest.approx(share * pure[0] + (1 - share) * pure[1])


@FEW
@given(OPINIONS, SHARES)
def test_like_segments_may_be_merged(
    opinions: dict[str, dict[str, float]], shares: dict[str, float]
) -> None:
    same = dict.fromkeys(KEYS, opinions["seeker"])
    mixed = score_of(memberships(shares), same).score
    assert mixed == pytest.approx(score_of({"seeker": 1.0}, same).score)


@FEW
@given(OPINIONS, SHARES)
def test_the_order_of_segments_and_axes_changes_nothing(
    opinions: dict[str, dict[str, float]], shares: dict[str, float]
) -> None:
    mix = memberships(shares)
    turned = dict(reversed(list(mix.items())))
    found = score_of(mix, opinions)
    again = scoring.score(
        dict(reversed(list(FEATURES.items()))),
        Taste(turned, {k: leanings_of(o) for k, o in opinions.items()}),
    )
    assert again.score == pytest.approx(found.score)


@FEW
@given(OPINIONS, SHARES, st.sampled_from(sorted(AXES)), WEIGHT, WEIGHT)
def test_liking_more_never_lowers_the_score(
    opinions: dict[str, dict[str, float]],
    shares: dict[str, float],
    axis: str,
    one: float,
    other: float,
) -> None:
    mix = memberships(shares)
    scores = []
    for weight in sorted((one, other)):
        changed = {**opinions, "seeker": {**opinions["seeker"], axis: weight}}
        scores.append(score_of(mix, changed).score)
    assert scores[0] <= scores[1] + 1e-12


@FEW
@given(OPINIONS, SHARES, OPINION, st.integers(0, 30))
def test_turned_leanings_turn_the_score(
    opinions: dict[str, dict[str, float]],
    shares: dict[str, float],
    own: dict[str, float],
    observations: int,
) -> None:
    mix = memberships(shares)
    turned = {
        key: {axis: -weight for axis, weight in opinion.items()}
        for key, opinion in opinions.items()
    }
    turned_own = {axis: -weight for axis, weight in own.items()}
    one = score_of(mix, opinions, own, observations).score
    other = score_of(mix, turned, turned_own, observations).score
    assert one + other == pytest.approx(1)


@FEW
@given(OPINIONS, SHARES, OPINION)
def test_own_facts_without_any_observation_say_nothing(
    opinions: dict[str, dict[str, float]],
    shares: dict[str, float],
    own: dict[str, float],
) -> None:
    mix = memberships(shares)
    assert score_of(mix, opinions, own).score == pytest.approx(
        score_of(mix, opinions).score
    )


@FEW
@given(OPINIONS, SHARES, WHOLE_OPINION, st.integers(0, 40))
def test_more_observations_move_towards_the_own_opinion(
    opinions: dict[str, dict[str, float]],
    shares: dict[str, float],
    own: dict[str, float],
    observations: int,
) -> None:
    mix = memberships(shares)
    alone = 0.5 + sum(AXES[axis] * weight for axis, weight in own.items()) / 2
    gaps = [
        abs(score_of(mix, opinions, own, n).score - alone)
        for n in (observations, observations + 1, 10**6)
    ]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(gaps))
    assert gaps[-1] < 0.001


@FEW
@given(OPINIONS, SHARES, st.integers(0, 200), st.integers(1, 200))
def test_more_evidence_is_a_narrower_interval_inside_the_wider(
    opinions: dict[str, dict[str, float]],
    shares: dict[str, float],
    few: int,
    more: int,
) -> None:
    mix = memberships(shares)
    wide = score_of(mix, opinions, observations=few)
    narrow = score_of(mix, opinions, observations=few + more)
    assert wide.interval[0] <= narrow.interval[0] + 1e-12
    assert narrow.interval[1] <= wide.interval[1] + 1e-12
    low, high = narrow.interval
    assert high - low == pytest.approx(1 / math.sqrt(few + more + 2))


@FEW
@given(st.integers(0, 500))
def test_trust_is_what_its_sentence_says(observations: int) -> None:
    trust = scoring.own_trust(observations)
    assert trust == observations / (observations + 2)
    assert (trust >= 0.5) == (observations >= 2)


@pytest.mark.parametrize(
    ("axis", "weight"),
    [("theme", 0.35), ("tone", 0.3), ("format", 0.2), ("channel", 0.15)],
)
@pytest.mark.parametrize("leaning", [-1.0, -0.4, 0.0, 0.4, 1.0])
def test_one_leaning_moves_the_score_by_half_its_weight(
    axis: str, weight: float, leaning: float
) -> None:
    found = score_of({"seeker": 1.0}, {"seeker": {axis: leaning}})
    assert found.score == pytest.approx(0.5 + weight * leaning / 2)
    assert found.contributions == (
        Contribution(axis, FEATURES[axis], "seeker", 1.0, leaning, weight),
    )


@pytest.mark.parametrize(("leaning", "score"), [(1.0, 1.0), (-1.0, 0.0)])
def test_who_likes_all_or_nothing_is_at_the_end(leaning: float, score: float) -> None:
    opinion = dict.fromkeys(AXES, leaning)
    assert score_of({"seeker": 1.0}, {"seeker": opinion}).score == pytest.approx(score)


def test_own_facts_silence_the_mix_on_their_axis_only() -> None:
    opinions = {"seeker": {"tone": 1.0, "theme": 1.0}}
    found = score_of({"seeker": 1.0}, opinions, {"tone": -1.0}, 2)
    weights = {(c.axis, c.source): c.weight for c in found.contributions}
    assert weights == {
        ("theme", "seeker"): pytest.approx(0.35),
        ("tone", ""): pytest.approx(0.15),
        ("tone", "seeker"): pytest.approx(0.15),
    }


def test_a_fact_of_another_value_of_the_axis_tells_of_this_one_too() -> None:
    taste = Taste(
        mix={"seeker": 1.0},
        leanings={"seeker": {"tone": {"warm": 1.0}}},
        own={"tone": {"direct": 1.0}},
        observations=2,
    )
    assert scoring.score(FEATURES, taste).score == pytest.approx(0.5 + 0.3 * 0.5 / 2)


@FEW
@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1e6), max_size=5))
def test_shares_keep_their_proportions(shares: dict[str, float]) -> None:
    total = sum(shares.values())
    assume(not shares or total > 1e-6)
    mix = memberships(shares)
    assert mix == pytest.approx(
        {key: share / total for key, share in shares.items() if share / total > 0}
    )
    assert not shares or is_whole(mix)


@FEW
@given(SHARES)
def test_a_mix_is_scaled_once(shares: dict[str, float]) -> None:
    mix = memberships(shares)
    assert memberships(mix) == pytest.approx(mix)


BELOW = "A share of a segment cannot be below zero."
NONE = "At least one segment needs a share above zero."
NUMBER = "A share of a segment must be a number up to 1000000."


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ({"a": -0.1}, BELOW),
        ({"a": 1.0, "b": -1e-9}, BELOW),
        ({"a": -math.inf}, BELOW),
        ({"a": 0.0}, NONE),
        ({"a": 0, "b": 0.0}, NONE),
        ({"a": math.nan}, NUMBER),
        ({"a": 1.0, "b": math.nan}, NUMBER),
        ({"a": math.inf}, NUMBER),
        ({"a": 1e308, "b": 1e308}, NUMBER),
        ({"a": 10**400, "b": 0.5}, NUMBER),
        ({"a": 1_000_001}, NUMBER),
    ],
)
def test_shares_that_are_no_mix(shares: dict[str, float], sentence: str) -> None:
    with pytest.raises(NoMixError) as refusal:
        memberships(shares)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        ({"a": 1.0}, True),
        ({"a": 1}, True),
        ({"a": 0.6, "b": 0.4}, True),
        ({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, True),
        ({"a": 0.6, "b": 0.3}, False),
        ({"a": 2.0}, False),
        ({}, False),
    ],
)
def test_when_shares_need_no_scaling(shares: dict[str, float], whole: bool) -> None:
    assert is_whole(shares) is whole


def test_an_affinity_is_a_value() -> None:
    found = score_of({"seeker": 1.0}, {"seeker": {"tone": 1.0}})
    assert found == dataclasses.replace(found)
    assert found.contributions[0].amount == pytest.approx(0.15)
