"""A figure may not be said of another arm than the one that was signed for it."""

import dataclasses

import pytest

from content_engine.fidelity import cascade, facts
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, Source
from content_engine.vocabulary import Outcome
from knowledge_base.wording import arms, readings
from knowledge_base.wording.readings import Reading

CLAIM = "With Velorin, 9.8% of patients were admitted, compared with 13.1% on placebo."
FACTS = readings.propose(CLAIM, product="Velorin (tamoxetrel)", comparator="placebo")
OPEN = "Admissions were 9.8% and 13.1% in the two arms of the Velorin trial."


def found(statement: str, known: Reading = FACTS) -> list[tuple[str, str, str]]:
    return [
        (one.type, one.approved, one.candidate)
        for one in facts.departures(known, CLAIM, statement)
    ]


def test_the_facts_of_the_example_are_bound() -> None:
    bound = {one.text: one.arm for one in FACTS.quantities}
    assert bound == {"9.8%": arms.PRODUCT, "13.1%": arms.COMPARATOR}


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(CLAIM, id="the claim itself"),
        pytest.param(
            "Admissions: 9.8% on tamoxetrel vs 13.1% on placebo.", id="generic"
        ),
        pytest.param("Placebo: 13.1%; Velorin: 9.8%.", id="turned around"),
        pytest.param("Of all, 9.8% and 13.1% were admitted.", id="no arms named"),
        pytest.param("With Velorin, 7% of patients felt sick.", id="another figure"),
        pytest.param("With Velorin, 9.8 mg was given.", id="another unit"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_the_facts_have_nothing_against(statement: str) -> None:
    assert found(statement) == []


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(
            "With Velorin, 13.1% of patients were admitted, compared with 9.8% on "
            "placebo.",
            id="figures exchanged",
        ),
        pytest.param("Admitted: 13.1% on tamoxetrel vs 9.8% on placebo.", id="generic"),
        pytest.param(
            "9.8% vs 13.1% with placebo and Velorin, respectively.", id="resp"
        ),
    ],
)
def test_exchanged_arms_are_told(statement: str) -> None:
    told = found(statement)
    assert {one[0] for one in told} == {"arm_swap"}
    assert {(one[1], one[2]) for one in told} <= {("9.8%", "9.8%"), ("13.1%", "13.1%")}


def test_spans_lead_into_both_texts() -> None:
    statement = "Admitted: 13.1% on tamoxetrel vs 9.8% on placebo."
    for one in facts.departures(FACTS, CLAIM, statement):
        assert one.candidate_span is not None
        assert one.approved_span is not None
        assert statement[slice(*one.candidate_span)] == one.candidate
        assert CLAIM[slice(*one.approved_span)] == one.approved


def test_a_variation_has_no_place_for_what_the_facts_were_read_from() -> None:
    """The facts count in the claim's own text; another wording has other places."""
    [first, *_] = facts.departures(
        FACTS, "Another wording.", "Admitted: 13.1% on tamoxetrel vs 9.8% on placebo."
    )
    assert first.approved_span is None


@pytest.mark.parametrize("arm", ["", arms.BETWEEN, arms.BOTH, arms.NONE])
def test_only_figures_of_one_arm_can_be_exchanged(arm: str) -> None:
    loose = dataclasses.replace(
        FACTS,
        quantities=tuple(dataclasses.replace(one, arm=arm) for one in FACTS.quantities),
    )
    assert found("Admitted: 13.1% on tamoxetrel vs 9.8% on placebo.", loose) == []


def test_a_figure_that_nobody_bound_tells_nothing() -> None:
    loose = dataclasses.replace(
        FACTS,
        quantities=tuple(
            dataclasses.replace(one, is_open=True) for one in FACTS.quantities
        ),
    )
    assert found("Admitted: 13.1% on tamoxetrel vs 9.8% on placebo.", loose) == []


@pytest.mark.parametrize(("first", "second"), [("9.8%", "13.1%"), ("13.1%", "9.8%")])
def test_what_a_person_bound_by_hand_decides_where_words_leave_it_open(
    first: str, second: str
) -> None:
    """The wording does not say whose figure is whose; the signed reading does."""
    read = readings.propose(OPEN, product="Velorin", comparator="placebo")
    places = {one.text: place for place, one in enumerate(read.quantities)}
    signed = readings.with_arms(
        read, {places[first]: arms.PRODUCT, places[second]: arms.COMPARATOR}
    )
    library = Library([Approved(OPEN, Source.CLAIM, "open@1")])
    statement = (
        "Admissions were 9.8% on Velorin and 13.1% on placebo in the two arms of the "
        "Velorin trial."
    )
    ruling = cascade.rule(statement, library, {"open@1": signed})
    assert ("arm_swap" in ruling.types) == (first == "13.1%")
    assert ruling.outcome is not Outcome.EQUIVALENT
