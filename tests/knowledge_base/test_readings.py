"""What a claim says is proposed from its words, kept whole, and settled by a person."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording import readings
from knowledge_base.wording.arms import BETWEEN, COMPARATOR, NONE, PRODUCT
from knowledge_base.wording.quantities import Kind
from knowledge_base.wording.readings import Reading
from tests import samples
from tests.knowledge_base.quantity_cases import CASES

VELORIN = (
    "With Velorin 30 mg once daily, 9.8 % of patients with heart failure had a first "
    "hospitalisation within 18 months, compared with 13.1 % on placebo (HR 0.74; "
    "95 % CI 0.64–0.86; p<0.001)."
)
OPEN = "Velorin and placebo were compared: 9.8 % and 13.1 % were admitted."


def test_facts_are_read_from_the_words() -> None:
    reading = readings.propose(VELORIN, product="Velorin (velostatin)")
    assert reading.comparator == "placebo"
    assert reading.population == "patients with heart failure"
    assert reading.endpoint == "first hospitalisation"
    assert reading.timepoint == "18 months"
    assert reading.dose == "30 mg once daily"
    assert reading.direction == "DECREASE"
    assert reading.polarity == "AFFIRMED"
    assert reading.causality == "ASSOCIATION"
    assert (reading.hedges, reading.negations, reading.is_open) == ((), (), ())


def test_what_is_given_is_taken_as_given() -> None:
    reading = readings.propose(
        VELORIN,
        product="Velorin",
        endpoint="HF hospitalisation",
        population="HFrEF",
        comparator="placebo",
        timepoint="month 18",
    )
    assert (reading.endpoint, reading.population) == ("HF hospitalisation", "HFrEF")
    assert reading.timepoint == "month 18"
    share = reading.quantities[2]
    assert (share.arm, share.endpoint) == (PRODUCT, "HF hospitalisation")
    assert (share.population, share.timepoint) == ("HFrEF", "month 18")


def test_results_are_bound_and_statistics_stand_between() -> None:
    reading = readings.propose(VELORIN, product="Velorin")
    found = {one.kind: one.arm for one in reading.quantities}
    assert found[Kind.PERCENTAGE] == COMPARATOR
    assert found[Kind.RATIO] == BETWEEN
    assert found[Kind.DOSE] == PRODUCT
    ratio = next(one for one in reading.quantities if one.kind is Kind.RATIO)
    assert (ratio.p, ratio.label) == ("<0.001", "HR")


def test_a_product_is_found_when_none_is_given() -> None:
    text = "48 % on Velorin vs 27 % on placebo"
    reading = readings.propose(text)
    assert reading.product == "Velorin"
    assert [one.arm for one in reading.quantities] == [PRODUCT, COMPARATOR]


def test_figures_without_an_arm_are_open() -> None:
    reading = readings.propose(OPEN, product="Velorin")
    assert reading.is_open == ("9.8 %", "13.1 %")


FIGURES = [
    {"value": "9.8", "unit": "%", "arm": "velostatin 30 mg"},
    {"value": "13.1", "unit": "%", "arm": "placebo"},
    {"value": "a third", "arm": "placebo"},
    {"value": "5"},
]


def test_a_kits_figures_close_what_the_grammar_left_open() -> None:
    reading = readings.propose(OPEN, product="Velorin", figures=FIGURES)
    assert reading.is_open == ()
    assert [one.arm for one in reading.quantities] == [PRODUCT, COMPARATOR]


def test_figures_that_disagree_close_nothing() -> None:
    figures = [*FIGURES, {"value": "9.8", "arm": "placebo"}]
    reading = readings.propose(OPEN, product="Velorin", figures=figures)
    assert reading.is_open == ("9.8 %",)


def test_a_kits_arm_never_overrules_the_grammar() -> None:
    text = "9.8 % on Velorin vs 13.1 % on placebo"
    figures = [{"value": "9.8", "arm": "placebo"}]
    reading = readings.propose(text, product="Velorin", figures=figures)
    assert reading.quantities[0].arm == PRODUCT


def test_a_person_settles_what_is_open() -> None:
    reading = readings.propose(OPEN, product="Velorin")
    settled = readings.with_arms(reading, {0: PRODUCT, 1: NONE, 9: NONE})
    assert settled.is_open == ()
    assert [one.arm for one in settled.quantities] == [PRODUCT, NONE]
    assert readings.with_arms(reading, {0: ""}).is_open == reading.is_open


DIRECTIONS = [
    ("9.8 % on Velorin vs 13.1 % on placebo", "DECREASE"),
    ("64 % on Velorin vs 22 % on placebo", "INCREASE"),
    ("3 % on Velorin vs 3 % on placebo", ""),
    ("64 % of patients on Velorin", ""),
    ("Rates were similar: 9.8 % on Velorin vs 9.9 % on placebo", "NO_DIFFERENCE"),
]


@pytest.mark.parametrize(("text", "wanted"), DIRECTIONS)
def test_where_words_say_nothing_the_arms_do(text: str, wanted: str) -> None:
    assert readings.propose(text, product="Velorin").direction == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Velorin 15 mg twice daily reduced pain.", "15 mg twice daily"),
        ("one 15 mg tablet taken orally once daily", "one 15 mg once daily"),
        ("Velorin 15 mg reduced pain. It is taken with food once daily.", "15 mg"),
        ("No dose here.", ""),
    ],
)
def test_doses(text: str, wanted: str) -> None:
    assert readings.propose(text, product="Velorin").dose == wanted


@given(
    st.one_of(
        st.sampled_from([text for text, _, _ in CASES] + [VELORIN, OPEN]),
        st.text(max_size=150),
    ),
    st.text(max_size=15),
)
def test_a_reading_survives_being_stored(text: str, product: str) -> None:
    reading = readings.propose(text, product=product)
    stored = json.loads(json.dumps(reading.as_dict()))
    assert Reading.of(stored) == reading


def test_a_short_record_is_read() -> None:
    assert Reading.of({}) == Reading()


def claims() -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for name in ("ervantiq", "quillevra"):
        kit = samples.kit(name)
        for claim in kit["claims"]:
            brand = kit["brand"]
            names = f"{brand['name']} ({brand['generic_name']})"
            found.append((claim["key"], names, claim))
    return found


CLAIMS = claims()


def test_the_figures_of_the_samples_are_found_and_bound() -> None:
    total = unbound = missing = 0
    for _, product, claim in CLAIMS:
        reading = readings.propose(
            claim["text"], product=product, comparator=claim.get("comparator", "")
        )
        total += len(reading.quantities)
        unbound += len(reading.is_open)
        values = {str(value) for one in reading.quantities for value in one.values}
        for figure in claim.get("figures", ()):
            written = figure["value"].lstrip("<").split(" of ")[0]
            missing += written not in values
    assert total > 700
    assert missing == 0
    assert unbound / total < 0.005


@pytest.mark.parametrize(
    ("text", "product", "claim"),
    [(claim["text"], product, claim) for _, product, claim in CLAIMS],
    ids=[f"{number}" for number, _ in enumerate(CLAIMS)],
)
def test_no_figure_of_the_samples_is_bound_to_a_wrong_arm(
    text: str, product: str, claim: dict[str, Any]
) -> None:
    reading = readings.propose(
        text, product=product, comparator=claim.get("comparator", "")
    )
    for figure in claim.get("figures", ()):
        arms = [
            one.arm
            for one in reading.quantities
            if str(one.values[:1] and one.values[0]) == figure["value"].lstrip("<")
            and one.arm in {PRODUCT, COMPARATOR}
        ]
        is_other = figure.get("arm") in {"placebo", "adults without migraine"}
        wanted = COMPARATOR if is_other else PRODUCT
        assert not arms or not figure.get("arm") or wanted in arms
