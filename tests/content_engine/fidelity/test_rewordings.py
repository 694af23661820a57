"""Faithful rewordings beside corrupted twins: the first link, the second never do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.fidelity.comparing import compare, firmness, texts, wordings

LINKED = {"exact", "equivalent"}
PAIRED = (
    "Flares occurred in 12.4% of adults on Velorin versus 20.1% on placebo at week 12 "
    "(HR 0.61; 95% CI 0.48–0.77)."
)
TWINS = [
    pytest.param(
        "Interstitial lung disease may occur.",
        "Interstitial lung disease (ILD) may occur.",
        "Interstitial lung disease (IPF) may occur.",
        id="abbreviation in brackets",
    ),
    pytest.param(
        "The HAQ-DI fell by 0.6 with Velorin.",
        "The Health Assessment Questionnaire–Disability Index (HAQ-DI) fell by 0.6 "
        "with Velorin.",
        "The Health Assessment Questionnaire–Pain Index fell by 0.6 with Velorin.",
        id="abbreviation in two parts",
    ),
    pytest.param(
        "Test adults for tuberculosis before Velorin.",
        "Test adults for TB before Velorin.",
        "Test adults for HIV before Velorin.",
        id="well-known abbreviation",
    ),
    pytest.param(
        "43% of adults were free of symptoms at week 12.",
        "43% of adults were symptom-free at week 12.",
        "43% of adults had symptoms at week 12.",
        id="free of",
    ),
    pytest.param(
        "Suicidal ideation was seen in 2% of adults.",
        "Suicidal thoughts were observed in 2% of adults.",
        "Suicidal attempts were observed in 2% of adults.",
        id="synonym of an event",
    ),
    pytest.param(
        "The score changed by −7.5 points with Velorin.",
        "The score changed by minus 7.5 points with Velorin.",
        "The score changed by plus 7.5 points with Velorin.",
        id="minus in a word",
    ),
    pytest.param(
        "Adults with at least one attack took Velorin.",
        "Adults with ≥ 1 attack took Velorin.",
        "Adults with ≥ 2 attacks took Velorin.",
        id="limit in words",
    ),
    pytest.param(
        "Infections: 14 in 100 with Velorin.",
        "Infections: 14/100 with Velorin.",
        "Infections: 14/1000 with Velorin.",
        id="of a hundred",
    ),
    pytest.param(
        "Trough FEV1 rose by 82 mL on Velorin.",
        "Trough FEV₁ rose by 82 mL on Velorin.",
        "Trough FEV₆ rose by 82 mL on Velorin.",
        id="sunken figure",
    ),
    pytest.param(
        "Bleeding was rare on placebo; stop before surgery.",
        "Bleeding was rare on placebo;6 stop before surgery.",
        "Bleeding was rare on placebo; 6 stop before surgery.",
        id="glued mark",
    ),
    pytest.param(
        PAIRED,
        "At week 12, flares occurred in 12.4% of adults on Velorin versus 20.1% on "
        "placebo (HR 0.61; 95% CI 0.48–0.77).",
        "At week 12, flares occurred in 20.1% of adults on Velorin versus 12.4% on "
        "placebo (HR 0.61; 95% CI 0.48–0.77).",
        id="time in front",
    ),
    pytest.param(
        PAIRED,
        "Flares occurred in adults on Velorin and placebo at week 12 (12.4% versus "
        "20.1%, respectively; HR 0.61; 95% CI 0.48–0.77).",
        "Flares occurred in adults on Velorin and placebo at week 12 (20.1% versus "
        "12.4%, respectively; HR 0.61; 95% CI 0.48–0.77).",
        id="results in brackets",
    ),
    pytest.param(
        PAIRED,
        "Flares at week 12\n• Velorin: 12.4% of adults\n• placebo: 20.1%\n"
        "HR 0.61; 95% CI 0.48–0.77",
        "Flares at week 12\n• Velorin: 20.1% of adults\n• placebo: 12.4%\n"
        "HR 0.61; 95% CI 0.48–0.77",
        id="results in a list",
    ),
    pytest.param(
        "The score fell by 6.2 points on the KCCQ with Velorin.",
        "The score decreased by 6.2 points on the KCCQ with Velorin.",
        "The score decreased by 6.2 points on the MADRS with Velorin.",
        id="scale",
    ),
    pytest.param(
        "The score fell by 15.8 points on Velorin.",
        "The score came down by 15.8 points on Velorin.",
        "The score came down by 15.8 points on Dulmora.",
        id="product behind points",
    ),
]


@pytest.mark.parametrize(("approved", "faithful", "corrupted"), TWINS)
def test_the_faithful_twin_links(approved: str, faithful: str, corrupted: str) -> None:
    del corrupted
    assert compare(approved, faithful).outcome in LINKED


@pytest.mark.parametrize(("approved", "faithful", "corrupted"), TWINS)
def test_the_corrupted_twin_never_links(
    approved: str, faithful: str, corrupted: str
) -> None:
    assert compare(approved, corrupted).outcome not in LINKED
    assert compare(faithful, corrupted).outcome not in LINKED


PARAPHRASES = [
    (
        PAIRED,
        "By week 12 a flare had come back in 12.4% of those given Velorin, against "
        "20.1% of placebo users (HR 0.61, 0.48 to 0.77).",
    ),
    (
        "Velorin changed the slope by −1.4 mL per year, which suggests benefit.",
        "A year on Velorin costs patients 1.4 mL less, and this hints at a gain.",
    ),
    (
        "Velorin may ease stiffness in adults with gout and was generally well "
        "tolerated over 3 years.",
        "It is possible that Velorin helps adults with gout to ease stiffness; over "
        "3 years most of them coped with it well.",
    ),
]


@pytest.mark.parametrize(("approved", "free"), PARAPHRASES)
def test_a_free_paraphrase_waits_for_a_person(approved: str, free: str) -> None:
    result = compare(approved, free)
    assert result.outcome == "different"
    assert result.distortions


def test_a_figure_that_contradicts_distorts_a_free_paraphrase() -> None:
    approved, free = PARAPHRASES[0]
    assert compare(approved, free.replace("12.4", "17.9")).outcome == "distorted"


@pytest.mark.parametrize(
    ("was", "now", "is_proof"),
    [
        pytest.param("12.4%", "17.9%", True, id="another figure"),
        pytest.param("12.4%", "12.4", False, id="unit left to words"),
        pytest.param("95% CI 0.4–0.7", "0.4 to 0.7", False, id="name left to words"),
        pytest.param("95% CI 0.4–0.7", "90% CI 0.4–0.7", True, id="another level"),
        pytest.param("p<0.05", "p>0.05", True, id="another operator"),
        pytest.param("30 mg", "30 mL", True, id="another unit"),
    ],
)
def test_what_proves_that_figures_contradict(
    was: str, now: str, *, is_proof: bool
) -> None:
    old, new = wordings.read(was), wordings.read(now)
    pair = old.content[0], new.content[0]
    numbers = firmness.said(old), firmness.said(new)
    assert firmness.contradict(*pair, *numbers) is is_proof


def test_a_number_that_stands_elsewhere_proves_nothing() -> None:
    old, new = wordings.read("17.9% and 12.4%"), wordings.read("12.4% and 17.9%")
    pair = old.content[0], new.content[0]
    assert not firmness.contradict(*pair, firmness.said(old), firmness.said(new))


@settings(max_examples=50)
@given(st.integers(10, 999), st.integers(10, 999))
def test_figures_in_brackets_never_change_their_arms(one: int, two: int) -> None:
    """Law: brackets and lists link exactly where the arms keep their figures."""
    first, second = f"{one / 10}%", f"{two / 10}%"
    approved = f"Flares occurred in {first} on Velorin versus {second} on placebo."
    listed = "Flares\n• Velorin: {}\n• placebo: {}"
    assert compare(approved, listed.format(first, second)).outcome in LINKED or (
        one == two
    )
    turned = compare(approved, listed.format(second, first)).outcome
    assert turned not in LINKED or one == two


@pytest.mark.parametrize("text", ["The ratio was.5", "The mean.5", "A rate.7"])
def test_a_decimal_is_no_glued_mark(text: str) -> None:
    assert texts.key(text) == text
