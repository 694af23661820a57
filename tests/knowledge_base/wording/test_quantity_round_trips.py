"""Figures printed from known values in many forms are read back as those values."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording.quantities import Kind, Quantity, read, same

LAW = settings(max_examples=50, deadline=None)
LIMITS = {
    "": "=", "at least ": ">=", "no less than ": ">=", "≥ ": ">=", "≥": ">=",
    "at most ": "<=", "up to ": "<=", "no more than ": "<=", "≤": "<=",
    "less than ": "<", "below ": "<", "< ": "<", "more than ": ">", ">": ">",
    "approximately ": "~", "about ": "~", "~": "~", "nearly ": "~",
}  # fmt: skip
GERMAN_LIMITS = {
    "": "=", "mindestens ": ">=", "höchstens ": "<=", "bis zu ": "<=",
    "weniger als ": "<", "mehr als ": ">", "etwa ": "~", "ca. ": "~", "rund ": "~",
}  # fmt: skip


class Form(NamedTuple):
    """A printed form: ``{}`` is the figure; what it is read as."""

    text: str
    kind: Kind
    unit: str = ""
    label: str = ""


PLAIN = [
    Form("{} % of the patients", Kind.PERCENTAGE, "%"),
    Form("{}% of adults responded", Kind.PERCENTAGE, "%"),
    Form("in {} percent", Kind.PERCENTAGE, "%"),
    Form("in {} per cent of cases", Kind.PERCENTAGE, "%"),
    Form("a rate of {}\u202f%", Kind.PERCENTAGE, "%"),
    Form("fell by {} percentage points", Kind.DIFFERENCE, "pp"),
    Form("a difference of {} %", Kind.DIFFERENCE, "%"),
    Form("the treatment difference was {} days", Kind.DIFFERENCE, "day"),
    Form("a dose of {} mg", Kind.DOSE, "mg"),
    Form("a dose of {}\u00a0mcg", Kind.DOSE, "mcg"),
    Form("took {} mg/kg", Kind.DOSE, "mg/kg"),
    Form("took {} mg/day", Kind.DOSE, "mg/day"),
    Form("given {} IU", Kind.DOSE, "IU"),
    Form("given {} mL", Kind.DOSE, "mL"),
    Form("given {} g", Kind.DOSE, "g"),
    Form("a level of {} mmol/L", Kind.VALUE, "mmol/L"),
    Form("a pressure of {} mmHg", Kind.VALUE, "mmHg"),
    Form("a length of {} cm", Kind.VALUE, "cm"),
    Form("a clearance of {} mL/min/1.73 m²", Kind.VALUE, "mL/minute/1.73 m2"),
    Form("{} events per 100 patient-years", Kind.RATE, "/100 patient-year"),
    Form("{} per 1,000 patients", Kind.RATE, "/1000 patient"),
    Form("{} attacks per month", Kind.RATE, "/month"),
    Form("{}-fold", Kind.FOLD),
    Form("{} times higher", Kind.FOLD),
    Form("{} × ULN", Kind.FOLD, "ULN"),
]
GERMAN = [
    Form("bei {} % der Patienten", Kind.PERCENTAGE, "%"),
    Form("bei {} Prozent", Kind.PERCENTAGE, "%"),
    Form("um {} Prozentpunkte", Kind.DIFFERENCE, "pp"),
    Form("die Dosis von {} mg", Kind.DOSE, "mg"),
    Form("die Dosis von {} Milligramm", Kind.DOSE, "mg"),
    Form("von {} mg pro Tag", Kind.DOSE, "mg/day"),
    Form("ein Wert von {} mmol/L", Kind.VALUE, "mmol/L"),
    Form("{} Ereignisse pro 100 Patientenjahre", Kind.RATE, "/100 patient-year"),
]
# Here words of a limit are read otherwise, or belong to another kind.
BARE = [
    Form("HR {}", Kind.RATIO, "", "HR"),
    Form("a hazard ratio of {}", Kind.RATIO, "", "HR"),
    Form("(aHR = {})", Kind.RATIO, "", "HR"),
    Form("odds ratio: {}", Kind.RATIO, "", "OR"),
    Form("the relative risk was {}", Kind.RATIO, "", "RR"),
    Form("an incidence rate ratio of {}", Kind.RATIO, "", "IRR"),
    Form("GMR {}", Kind.RATIO, "", "GMR"),
    Form("a relative reduction of {} %", Kind.PERCENTAGE, "%", ""),
    Form("absolute {} %", Kind.PERCENTAGE, "%", "absolute"),
    Form("an RRR of {} %", Kind.PERCENTAGE, "%", "relative"),
    Form("a score of {} points", Kind.SCORE, "points"),
    Form("a DLQI of {}", Kind.SCORE, "", "DLQI"),
    Form("{} points on the KCCQ", Kind.SCORE, "points", "KCCQ"),
    Form("£{}", Kind.VALUE, "GBP"),
    Form("USD {}", Kind.VALUE, "USD"),
    Form("€ {}", Kind.VALUE, "EUR"),
    Form("within {} months", Kind.TIME, "month", "within"),
    Form("after {} weeks", Kind.TIME, "week", "after"),
    Form("for {} days", Kind.TIME, "day", "for"),
    Form("over {} hours", Kind.TIME, "hour", "over"),
    Form("during {} years", Kind.TIME, "year", "over"),
    Form("innerhalb von {} Wochen", Kind.TIME, "week", "within"),
    Form("nach {} Tagen", Kind.TIME, "day", "after"),
]
WHOLE = [
    Form("at week {}", Kind.TIME, "week", "at"),
    Form("by month {}", Kind.TIME, "month", "by"),
    Form("day {}", Kind.TIME, "day", "at"),
    Form("n={}", Kind.COUNT),
    Form("(N = {})", Kind.COUNT),
    Form("{} patients took part", Kind.COUNT),
    Form("{} healthy volunteers", Kind.COUNT),
    Form("{} tablets", Kind.COUNT, "tablet"),
    Form("in {} trials", Kind.COUNT, "trial"),
    Form("NNT {}", Kind.NNT),
    Form("a number needed to treat of {}", Kind.NNT),
    Form("the NNH was {}", Kind.NNT, "", "NNH"),
    Form("aged {} years", Kind.RANGE, "year", "age"),
    Form("{} years of age", Kind.RANGE, "year", "age"),
]
NUMBERS = ["5", "48", "9.8", "0.74", "12.5", "100"]


def only(text: str, locale: str = "en") -> Quantity:
    found = read(text, locale)
    assert len(found) == 1, [one.text for one in found]
    assert text[slice(*found[0].span)] == found[0].text
    return found[0]


def named(forms: Sequence[Form]) -> list[object]:
    return [pytest.param(form, id=form.text) for form in forms]


@pytest.mark.parametrize("form", named(PLAIN))
@pytest.mark.parametrize(("limit", "operator"), LIMITS.items())
def test_every_form_under_every_limit(form: Form, limit: str, operator: str) -> None:
    for number in NUMBERS:
        found = only(form.text.format(f"{limit}{number}"))
        assert (found.kind, found.unit) == (form.kind, form.unit)
        assert (found.values, found.operator) == ((Decimal(number),), operator)


@pytest.mark.parametrize("form", named(GERMAN))
@pytest.mark.parametrize(("limit", "operator"), GERMAN_LIMITS.items())
def test_german_forms_under_german_limits(
    form: Form, limit: str, operator: str
) -> None:
    for number in NUMBERS:
        found = only(form.text.format(f"{limit}{number.replace('.', ',')}"), "de")
        assert (found.kind, found.unit) == (form.kind, form.unit)
        assert (found.values, found.operator) == ((Decimal(number),), operator)


@pytest.mark.parametrize("form", named(BARE))
def test_figures_that_their_words_name(form: Form) -> None:
    for number in NUMBERS:
        found = only(form.text.format(number))
        assert (found.kind, found.unit) == (form.kind, form.unit)
        assert found.values == (Decimal(number),)
        assert not form.label or found.label == form.label


@pytest.mark.parametrize("form", named(WHOLE))
def test_figures_that_are_whole(form: Form) -> None:
    for number in ("1", "12", "75", "372"):
        found = only(form.text.format(number))
        assert (found.kind, found.unit, found.label) == (
            form.kind, form.unit, form.label
        )  # fmt: skip
        assert found.values == (Decimal(number),)


NUMBER = st.decimals("0.01", "9999", places=2).map(lambda value: value.normalize())
SURROUNDINGS = st.sampled_from(["", "Result: ", "In adults, ", "\u00ad", "ﬁrst "])


@LAW
@given(st.sampled_from(PLAIN), NUMBER, st.sampled_from(sorted(LIMITS)), SURROUNDINGS)
def test_any_value_comes_back(
    form: Form, value: Decimal, limit: str, before: str
) -> None:
    written = f"{value:,f}" if value >= 1000 else f"{value:f}"
    found = only(before + form.text.format(f"{limit}{written}") + ".")
    assert (found.kind, found.unit) == (form.kind, form.unit)
    assert (found.values, found.operator) == ((value,), LIMITS[limit])


@LAW
@given(st.sampled_from(GERMAN), NUMBER)
def test_any_value_comes_back_in_german(form: Form, value: Decimal) -> None:
    written = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    found = only(form.text.format(written), "de")
    assert (found.kind, found.values) == (form.kind, (value,))


@LAW
@given(st.sampled_from(PLAIN), st.sampled_from(PLAIN), NUMBER, NUMBER)
def test_two_sentences_hold_two_figures(
    one: Form, other: Form, first: Decimal, second: Decimal
) -> None:
    texts = [one.text.format(f"{first:f}"), other.text.format(f"{second:f}")]
    found = read(f"Results: {texts[0]}. Also {texts[1]}.")
    assert [quantity.values[0] for quantity in found] == [first, second]
    alone = [read(f"Results: {text}.")[0] for text in texts]
    assert all(same(*pair) for pair in zip(found, alone, strict=True))


RANGES = [
    Form("{} to {} mg", Kind.DOSE, "mg"),
    Form("{}-{} mg", Kind.DOSE, "mg"),
    Form("{}–{} mg", Kind.DOSE, "mg"),
    Form("{} mg to {} mg", Kind.DOSE, "mg"),
    Form("between {} and {} mg", Kind.DOSE, "mg"),
    Form("{} bis {} mg", Kind.DOSE, "mg"),
    Form("{} to {} %", Kind.PERCENTAGE, "%"),
    Form("{}%–{}%", Kind.PERCENTAGE, "%"),
    Form("zwischen {} und {} %", Kind.PERCENTAGE, "%"),
    Form("for {} to {} weeks", Kind.TIME, "week"),
    Form("aged {} to {} years", Kind.RANGE, "year"),
    Form("{}-{} years of age", Kind.RANGE, "year"),
]


@pytest.mark.parametrize("form", named(RANGES))
@pytest.mark.parametrize(("low", "high"), [("5", "10"), ("18", "75"), ("0.5", "2.5")])
def test_a_range_is_one_figure_with_two_values(form: Form, low: str, high: str) -> None:
    found = only(form.text.format(low, high))
    assert (found.kind, found.unit) == (form.kind, form.unit)
    assert found.values == (Decimal(low), Decimal(high))


INTERVALS = [
    ("95% CI {} to {}", "95% CI"),
    ("95 % CI: {}–{}", "95% CI"),
    ("95% confidence interval, {} to {}", "95% CI"),
    ("90% CI [{}, {}]", "90% CI"),
    ("95%-KI {} bis {}", "95% CI"),
    ("99.9% CI {}; {}", "99.9% CI"),
    ("95% credible interval {} to {}", "95% CrI"),
    ("95% CrI {} to {}", "95% CrI"),
    ("95% prediction interval {} to {}", "95% PI"),
    ("CI {} to {}", "CI"),
    ("confidence interval of {} to {}", "CI"),
    ("CI95 {} to {}", "95% CI"),
]


@pytest.mark.parametrize(("form", "label"), INTERVALS)
@pytest.mark.parametrize(
    ("low", "high"), [("0.64", "0.86"), ("-2.7", "1.7"), ("1.7", "12")]
)
def test_an_interval_is_one_figure_with_its_level(
    form: str, label: str, low: str, high: str
) -> None:
    found = only(form.format(low, high))
    assert (found.kind, found.label) == (Kind.INTERVAL, label)
    assert found.values == (Decimal(low), Decimal(high))


P_FORMS = ["p{}", "P {}", "p {}", "P value {}", "p-value{}", "p-Wert {}", "(p{})"]


@pytest.mark.parametrize("form", P_FORMS)
@pytest.mark.parametrize(
    ("written", "operator", "value"),
    [
        ("<0.001", "<", "0.001"),
        ("< 0.05", "<", "0.05"),
        ("=0.02", "=", "0.02"),
        ("= 0.6", "=", "0.6"),
        ("≤0.01", "<=", "0.01"),
        (">0.2", ">", "0.2"),
        ("<.001", "<", "0.001"),
        ("< 1×10⁻⁵", "<", "0.00001"),
    ],
)
def test_p_values(form: str, written: str, operator: str, value: str) -> None:
    found = only(form.format(written))
    assert (found.kind, found.operator) == (Kind.P, operator)
    assert found.values == (Decimal(value),)


PARTS = [
    ("{}/{}", Kind.COUNT),
    ("{} / {}", Kind.COUNT),
    ("{} of {}", Kind.COUNT),
    ("{} out of {}", Kind.COUNT),
    ("{} of the {} patients", Kind.COUNT),
    ("{} von {} Patienten", Kind.COUNT),
    ("n/N={}/{}", Kind.COUNT),
    ("{} in {}", Kind.FRACTION),
    ("{} in every {}", Kind.FRACTION),
]


@pytest.mark.parametrize(("form", "kind"), PARTS)
@pytest.mark.parametrize(("part", "whole"), [("3", "10"), ("190", "967"), ("1", "8")])
def test_a_part_of_a_whole_has_both_numbers(
    form: str, kind: Kind, part: str, whole: str
) -> None:
    found = only(form.format(part, whole))
    assert (found.kind, found.values) == (kind, (Decimal(part), Decimal(whole)))


@LAW
@given(st.integers(1, 9), st.integers(2, 9))
def test_one_in_four_is_two_in_eight(part: int, factor: int) -> None:
    one, other = only(f"{part} in 20"), only(f"{part * factor} in {20 * factor}")
    assert same(one, other)
    assert not same(one, only(f"{part} in 21"))


@LAW
@given(NUMBER, st.sampled_from(sorted(LIMITS)), st.sampled_from(PLAIN))
def test_a_reading_survives_being_stored(
    value: Decimal, limit: str, form: Form
) -> None:
    found = only(form.text.format(f"{limit}{value:f}"))
    assert Quantity.of(found.as_dict()) == found


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("30 mg", "30,000 mcg", True),
        ("30 mg", "0.03 g", True),
        ("30 mg", "30 mL", False),
        ("30 mg", "30.0 mg", True),
        ("30 mg", "at least 30 mg", False),
        ("9.8 %", "9.80 %", False),
        ("9.8 %", "9,8 %", True),
        ("9.8 %", "9.8 per cent", True),
        ("HR 0.74", "a hazard ratio of 0.74", True),
        ("HR 0.74", "OR 0.74", False),
        ("HR 0.7", "HR 0.70", False),
        ("within 18 months", "within 1.5 years", True),
        ("within 18 months", "after 18 months", False),
        ("within 12 weeks", "within 84 days", True),
        ("within 4 weeks", "within 1 month", False),
        ("5 to 10 mg", "5–10 mg", True),
        ("5 to 10 mg", "5 mg", False),
        ("half", "one half", True),
        ("1 in 4", "2 in 8", True),
        ("once daily", "every day", True),
        ("twice daily", "once daily", False),
        ("p=NS", "not significant", True),
        ("p=NS", "p=0.05", False),
        ("4.2 per 100 patient-years", "42 per 1,000 patient-years", True),
    ],
)
def test_what_two_printed_figures_say(one: str, other: str, is_same: bool) -> None:
    first, second = only(one), only(other)
    assert same(first, second) is is_same
    assert same(second, first) is is_same
