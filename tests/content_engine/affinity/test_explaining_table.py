"""Why something suits a person: every axis, direction and source in its sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.affinity import explaining
from content_engine.affinity.scoring import AXES, Affinity, Contribution, Taste

NOTHING = "Nothing is known that speaks for or against it"
NAMES = {
    "theme": ("quality_of_life", "the theme quality of life"),
    "tone": ("warm", "warm tone"),
    "format": ("short", "short formats"),
    "channel": ("rep_email", "the channel rep email"),
}
CONTRIBUTIONS = st.lists(
    st.builds(
        Contribution,
        st.sampled_from(sorted(AXES)),
        st.sampled_from(["one", "two"]),
        st.sampled_from(["", "seeker", "advocate"]),
        st.floats(0, 1),
        st.floats(-1, 1),
        st.floats(0, 0.35),
    ),
    max_size=9,
)

FEW = settings(max_examples=40)


def told(*contributions: Contribution, observations: int = 3) -> tuple[str, ...]:
    affinity = Affinity(0.5, (0.0, 1.0), contributions)
    return explaining.reasons(affinity, Taste(observations=observations))


def one(
    axis: str = "tone", source: str = "seeker", leaning: float = 0.8, share: float = 1.0
) -> Contribution:
    return Contribution(axis, NAMES[axis][0], source, share, leaning, AXES[axis])


@pytest.mark.parametrize("axis", list(AXES))
@pytest.mark.parametrize(
    ("leaning", "own", "of_segment"),
    [(0.8, "Prefers", "leans to"), (-0.8, "Avoids", "leans away from")],
)
def test_every_axis_in_both_directions_from_both_sources(
    axis: str, leaning: float, own: str, of_segment: str
) -> None:
    what = NAMES[axis][1]
    assert told(one(axis, "", leaning)) == (f"{own} {what} (own, 3 observations)",)
    assert told(one(axis, "seeker", leaning, 0.25)) == (
        f"25 % seeker: {of_segment} {what}",
    )


@pytest.mark.parametrize(
    ("observations", "counted"),
    [(0, "0 observations"), (1, "1 observation"), (2, "2 observations")],
)
def test_observations_are_counted_in_words(observations: int, counted: str) -> None:
    assert told(one(source=""), observations=observations) == (
        f"Prefers warm tone (own, {counted})",
    )


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1.0, "100 %"), (0.5, "50 %"), (1 / 3, "33 %"), (0.666, "67 %"), (0.2, "20 %")],
)
def test_a_share_is_told_in_whole_per_cent(share: float, shown: str) -> None:
    assert told(one(share=share)) == (f"{shown} seeker: leans to warm tone",)


@pytest.mark.parametrize(
    ("key", "words"),
    [("evidence-seeker", "evidence seeker"), ("early_adopter", "early adopter")],
)
def test_a_segment_is_told_in_words(key: str, words: str) -> None:
    assert told(one(source=key)) == (f"100 % {words}: leans to warm tone",)


@pytest.mark.parametrize(
    ("leaning", "is_told"),
    [(0.034, True), (-0.034, True), (0.033, False), (0.0, False)],
)
def test_what_hardly_moves_the_score_is_not_told(leaning: float, is_told: bool) -> None:
    # Half of 0.3 times 0.0333 is the least that is worth saying.
    assert (told(one(leaning=leaning)) != (NOTHING,)) is is_told


def test_nothing_known_is_a_sentence_of_its_own() -> None:
    assert told() == (NOTHING,)


def test_only_the_four_strongest_are_told_strongest_first() -> None:
    weak, strong = one("tone", "a", 0.1), one("theme", "b", -1.0)
    rest = [one("format", key, 0.5) for key in "cde"]
    assert told(weak, *rest, strong) == (
        "100 % b: leans away from the theme quality of life",
        "100 % c: leans to short formats",
        "100 % d: leans to short formats",
        "100 % e: leans to short formats",
    )


@FEW
@given(CONTRIBUTIONS)
def test_the_order_in_which_they_were_found_changes_nothing(
    found: list[Contribution],
) -> None:
    unequal = list({(c.axis, c.source): c for c in found}.values())
    assert told(*unequal) == told(*reversed(unequal))


@FEW
@given(CONTRIBUTIONS)
def test_reasons_are_few_never_none_and_name_no_raw_key(
    found: list[Contribution],
) -> None:
    sentences = told(*found)
    assert 1 <= len(sentences) <= explaining.MOST_REASONS
    assert all("_" not in sentence for sentence in sentences)
    worth = [c for c in found if abs(c.amount) >= explaining.WORTH_SAYING]
    assert (sentences == (NOTHING,)) is not bool(worth)
