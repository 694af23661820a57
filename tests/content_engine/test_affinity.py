"""Affinity can be read line by line, and its laws hold for any taste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.affinity import explaining, scoring
from content_engine.affinity.memberships import NoMixError, is_whole, memberships
from content_engine.affinity.scoring import Taste

VALUES = {
    "tone": ["warm", "direct"],
    "theme": ["onset", "dosing"],
    "format": ["short", "long"],
    "channel": ["email", "sms"],
}
WEIGHT = st.floats(-1, 1, allow_nan=False)
LEANINGS = st.fixed_dictionaries(
    {},
    optional={
        axis: st.dictionaries(st.sampled_from(values), WEIGHT)
        for axis, values in VALUES.items()
    },
)
SHARES = st.dictionaries(
    st.sampled_from(["seeker", "advocate", "monitor"]), st.floats(0, 5), min_size=1
).filter(lambda shares: sum(shares.values()) > 1e-9)
FEATURES = st.fixed_dictionaries(
    {axis: st.sampled_from(values) for axis, values in VALUES.items()}
)


@st.composite
def tastes(draw: st.DrawFn) -> Taste:
    return Taste(
        mix=memberships(draw(SHARES)),
        leanings={key: draw(LEANINGS) for key in ("seeker", "advocate", "monitor")},
        own=draw(LEANINGS),
        observations=draw(st.integers(0, 50)),
    )


@given(SHARES)
def test_memberships_sum_to_one(shares: dict[str, float]) -> None:
    assert is_whole(memberships(shares))
    assert all(share > 0 for share in memberships(shares).values())


def test_no_shares_are_no_mix() -> None:
    assert memberships({}) == {}


@pytest.mark.parametrize("shares", [{"a": -0.1, "b": 1}, {"a": 0}])
def test_shares_that_are_no_mix_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(NoMixError):
        memberships(shares)


@given(FEATURES, tastes())
def test_score_and_interval_stay_within_bounds(
    features: dict[str, str], taste: Taste
) -> None:
    found = scoring.score(features, taste)
    low, high = found.interval
    assert 0 <= low <= found.score + 1e-9
    assert found.score <= high + 1e-9
    assert high <= 1 + 1e-9


@given(FEATURES, tastes(), st.integers(0, 20), st.integers(1, 20))
def test_fewer_observations_make_the_interval_wider(
    features: dict[str, str], taste: Taste, few: int, more: int
) -> None:
    def width(observations: int) -> float:
        asked = Taste(taste.mix, taste.leanings, taste.own, observations)
        low, high = scoring.score(features, asked).interval
        return high - low

    assert width(few) > width(few + more)


@given(FEATURES, tastes())
def test_contributions_add_up_to_the_score(
    features: dict[str, str], taste: Taste
) -> None:
    found = scoring.score(features, taste)
    total = 0.5 + sum(contribution.amount for contribution in found.contributions)
    assert found.score == pytest.approx(min(1, max(0, total)))


@given(FEATURES, st.integers(0, 30))
def test_no_leaning_is_no_opinion(features: dict[str, str], observations: int) -> None:
    assert scoring.score(features, Taste(observations=observations)).score == 0.5


@given(st.integers(0, 99))
def test_own_facts_weigh_more_the_more_there_are(observations: int) -> None:
    trust = scoring.own_trust(observations)
    assert 0 <= trust < scoring.own_trust(observations + 1) < 1


def test_own_taste_overrules_the_segment() -> None:
    leanings = {"seeker": {"tone": {"warm": -0.8}}}
    own = {"tone": {"warm": 0.9}}
    like_all = scoring.score({"tone": "warm"}, Taste({"seeker": 1.0}, leanings))
    for_one = scoring.score({"tone": "warm"}, Taste({"seeker": 1.0}, leanings, own, 6))
    assert like_all.score < 0.5 < for_one.score


def test_an_unknown_axis_is_left_out() -> None:
    taste = Taste(own={"aesthetic": {"calm": 1.0}}, observations=4)
    assert scoring.score({"aesthetic": "calm"}, taste).score == 0.5


def test_reasons_are_sentences_strongest_first() -> None:
    taste = Taste(
        mix={"evidence-seeker": 0.6, "advocate": 0.4},
        leanings={
            "evidence-seeker": {"tone": {"clinical": 0.9}, "channel": {"sms": -0.7}},
            "advocate": {"theme": {"quality_of_life": -0.3}},
        },
        own={"format": {"short": 0.9}},
        observations=6,
    )
    features = {
        "tone": "clinical",
        "theme": "quality_of_life",
        "format": "short",
        "channel": "sms",
    }
    found = explaining.reasons(scoring.score(features, taste), taste)
    assert found == (
        "60 % evidence seeker: leans to clinical tone",
        "Prefers short formats (own, 6 observations)",
        "60 % evidence seeker: leans away from the channel sms",
        "40 % advocate: leans away from the theme quality of life",
    )


def test_a_dislike_of_ones_own_is_told() -> None:
    taste = Taste(own={"tone": {"warm": -1.0}}, observations=1)
    found = explaining.reasons(scoring.score({"tone": "warm"}, taste), taste)
    assert found == ("Avoids warm tone (own, 1 observation)",)


def test_nothing_known_is_said() -> None:
    found = explaining.reasons(scoring.score({"tone": "warm"}, Taste()), Taste())
    assert found == ("Nothing is known that speaks for or against it",)
