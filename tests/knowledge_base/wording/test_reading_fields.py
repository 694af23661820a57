"""What a claim's wording says, field by field, and how figures are handed on."""

import dataclasses
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording import readings
from knowledge_base.wording.arms import BETWEEN, BOTH, COMPARATOR, NONE, PRODUCT
from knowledge_base.wording.quantities import Kind, Quantity
from knowledge_base.wording.readings import Reading

LAW = settings(max_examples=50, deadline=None)

POPULATIONS = [
    ("48% of adults with gout had relief", "adults with gout"),
    (
        "in patients aged 65 years and older, it fell",
        "patients aged 65 years and older",
    ),
    ("among women with migraine on Velorin", "women with migraine"),
    ("in children without asthma at week 12", "children without asthma"),
    ("for people who smoke, it fell", "people who smoke"),
    ("in otherwise healthy adult volunteers with gout.", None),
    ("in 9.8 % of patients", ""),
    ("it fell", ""),
]


@pytest.mark.parametrize(("text", "population"), POPULATIONS)
def test_whom_it_holds_for(text: str, population: str | None) -> None:
    found = readings.propose(text, product="Velorin").population
    if population is None:
        assert found.endswith("volunteers with gout")
    else:
        assert found == population


ENDPOINTS = [
    ("9.8 % had a first event within 18 months", "first event"),
    ("48 % reached serum urate below target at week 24", "serum urate below target"),
    ("5 % reported nausea, and 3 % rash", "nausea"),
    ("61 % experienced an improvement in sleep", "improvement"),
    ("64 % achieved clear skin by week 16", "clear skin"),
    ("Urate fell.", ""),
]


@pytest.mark.parametrize(("text", "endpoint"), ENDPOINTS)
def test_what_was_counted(text: str, endpoint: str) -> None:
    assert readings.propose(text, product="Velorin").endpoint == endpoint


@pytest.mark.parametrize(
    ("text", "timepoint"),
    [
        ("9.8 % within 18 months", "18 months"),
        ("48 % at week 24", "week 24"),
        ("over 12 weeks it fell", "over 12 weeks"),
        ("after 2 hours pain fell", "2 hours"),
        ("at week 4 and at week 24", "week 4"),
        ("a half-life of 12 hours", ""),
        ("it fell", ""),
    ],
)
def test_when_it_was_counted(text: str, timepoint: str) -> None:
    assert readings.propose(text, product="Velorin").timepoint == timepoint


@pytest.mark.parametrize(
    ("text", "product", "comparator"),
    [
        ("48 % on Velorin vs 27 % on placebo", "Velorin", "placebo"),
        ("48 % taking Velorin, 27 % with usual care", "Velorin", "usual care"),
        ("48 % vs 27 %", "", ""),
        ("48 % with Velorin", "Velorin", ""),
        ("48 % with velorin", "", ""),
    ],
)
def test_names_that_are_not_given_are_found(
    text: str, product: str, comparator: str
) -> None:
    found = readings.propose(text)
    assert (found.product, found.comparator) == (product, comparator)


FIGURES = [
    (
        "9.8 % (190/1,934) vs 13.1 % on placebo",
        [
            {"label": "percentage", "arm": "Velorin", "value": "9.8", "unit": "%",
             "n": "190/1934"},
            {"label": "count", "arm": "Velorin", "value": "190/1934"},
            {"label": "percentage", "arm": "placebo", "value": "13.1", "unit": "%"},
        ],
    ),
    (
        "48 % on Velorin vs 27 % on placebo (HR 0.74; 95 % CI 0.64–0.86; p<0.001)",
        [
            {"label": "percentage", "arm": "Velorin", "value": "48", "unit": "%"},
            {"label": "percentage", "arm": "placebo", "value": "27", "unit": "%"},
            {"label": "HR", "value": "0.74", "interval": ["0.64", "0.86"],
             "p": "<0.001"},
        ],
    ),
    ("Velorin and placebo were compared: 48 % and 27 % were admitted", []),
    ("48 % of adults", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_figures_as_a_kit_writes_them(
    text: str, figures: list[dict[str, object]]
) -> None:
    reading = readings.propose(text, product="Velorin", comparator="placebo")
    assert readings.figures(reading) == figures


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        (Quantity(Kind.VALUE, Decimal("5")), "5"),
        (Quantity(Kind.VALUE, Decimal("5"), operator="<="), "<=5"),
        (Quantity(Kind.COUNT, (Decimal(3), Decimal(10))), "3/10"),
        (Quantity(Kind.FRACTION, (Decimal(1), Decimal(4))), "1/4"),
        (Quantity(Kind.COUNT, (Decimal(3), Decimal(4)), label="range"), "3 to 4"),
        (Quantity(Kind.DOSE, (Decimal(5), Decimal(10)), unit="mg"), "5 to 10"),
        (Quantity(Kind.VALUE, Decimal("1E+3")), "1000"),
    ],
)
@pytest.mark.parametrize(
    ("arm", "named"),
    [
        (PRODUCT, "Velorin"),
        (COMPARATOR, "placebo"),
        (BOTH, "both arms"),
        (BETWEEN, None),
        ("dose arm", "dose arm"),
    ],
)
def test_every_shape_of_figure_in_every_arm(
    quantity: Quantity, value: str, arm: str, named: str | None
) -> None:
    reading = Reading(
        product="Velorin",
        comparator="placebo",
        quantities=(dataclasses.replace(quantity, arm=arm),),
    )
    [told] = readings.figures(reading)
    assert told["value"] == value
    assert told.get("arm") == named


@pytest.mark.parametrize("arm", ["", NONE])
def test_what_is_no_result_is_no_figure(arm: str) -> None:
    quantity = Quantity(Kind.VALUE, Decimal(5), arm=arm)
    assert readings.figures(Reading(quantities=(quantity,))) == []


@pytest.mark.parametrize("kind", sorted(readings.BESIDE))
def test_what_is_said_of_a_figure_is_no_figure_of_its_own(kind: Kind) -> None:
    quantity = Quantity(kind, Decimal(5), arm=PRODUCT)
    assert readings.figures(Reading(quantities=(quantity,))) == []


ARMS = st.sampled_from(["", PRODUCT, COMPARATOR, NONE])
OPEN = "Velorin and placebo were compared: 9.8 %, 13.1 % and 5 % were admitted."


@LAW
@given(st.dictionaries(st.integers(-1, 4), ARMS))
def test_a_choice_closes_just_the_figures_it_names(chosen: dict[int, str]) -> None:
    before = readings.propose(OPEN, product="Velorin")
    after = readings.with_arms(before, chosen)
    for place, (one, other) in enumerate(
        zip(before.quantities, after.quantities, strict=True)
    ):
        if chosen.get(place):
            assert (other.arm, other.is_open) == (chosen[place], False)
        else:
            assert one == other
    assert readings.with_arms(after, chosen) == after
    assert len(after.is_open) <= len(before.is_open)


@LAW
@given(
    st.sampled_from([text for text, _ in ENDPOINTS + FIGURES] + [OPEN]),
    st.sampled_from(["endpoint", "population", "comparator", "timepoint"]),
    st.text(min_size=1, max_size=20),
)
def test_what_a_person_gives_is_never_overruled(
    text: str, field: str, value: str
) -> None:
    given_fields = {field: value}
    reading = readings.propose(text, product="Velorin", **given_fields)  # type: ignore[arg-type]
    assert getattr(reading, field) == value
    stored = json.loads(json.dumps(reading.as_dict()))
    assert Reading.of(stored) == reading


@pytest.mark.parametrize(
    "field", ["direction", "polarity", "causality", "quantities", "hedges"]
)
def test_a_stored_reading_may_lack_any_field(field: str) -> None:
    stored = Reading().as_dict()
    del stored[field]
    assert Reading.of(stored) == Reading()


@pytest.mark.parametrize(
    ("field", "value"), [("direction", "UPWARDS"), ("polarity", ""), ("causality", "x")]
)
def test_a_stored_word_that_is_not_known_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        Reading.of({**Reading().as_dict(), field: value})
