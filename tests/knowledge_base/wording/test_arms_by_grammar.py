"""Which arm a figure is of, over every order, joint and pair of names."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording import arms
from knowledge_base.wording.arms import BETWEEN, BOTH, COMPARATOR, PRODUCT, mentions
from knowledge_base.wording.quantities import Kind, Quantity, read

LAW = settings(max_examples=50, deadline=None)
OTHER = {PRODUCT: COMPARATOR, COMPARATOR: PRODUCT}
NAMES = {PRODUCT: "Velorin", COMPARATOR: "placebo"}
ORDERS = [(PRODUCT, COMPARATOR), (COMPARATOR, PRODUCT)]
JOINTS = ["vs", "vs.", "versus", "compared with", "compared to", "against"]
PREPOSITIONS = ["on", "with", "receiving", "taking", "treated with", "in the group on"]
FIGURES = [
    ("9.8 %", "13.1 %"),
    ("4.6 points", "2.4 points"),
    ("0.5 per year", "2 per year"),
]


def bound(text: str, product: str = "Velorin", comparator: str = "") -> list[str]:
    made = arms.bind(text, read(text), product=product, comparator=comparator)
    return ["?" if one.is_open else one.arm for one in made]


def results(text: str) -> list[str]:
    """The arms of the figures, without those that are said of another figure."""
    made = arms.bind(text, read(text), product="Velorin (velostatin)")
    beside = {Kind.INTERVAL, Kind.P, Kind.TIME, Kind.FREQUENCY, Kind.DOSE}
    return [one.arm for one in made if one.kind not in beside]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("joint", JOINTS)
@pytest.mark.parametrize("preposition", PREPOSITIONS)
def test_each_figure_before_its_arm(
    order: tuple[str, str], joint: str, preposition: str
) -> None:
    one, two = (f"{preposition} {NAMES[arm]}" for arm in order)
    assert results(f"9.8 % {one} {joint} 13.1 % {two}") == list(order)
    assert results(f"It was 9.8 % of adults {one} and 13.1 % {two}.") == list(order)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize("joint", [*JOINTS, "and", ";", ","])
def test_an_arm_right_before_its_figure(
    order: tuple[str, str], figures: tuple[str, str], joint: str
) -> None:
    mark = joint if joint in ";," else f" {joint}"
    text = f"{NAMES[order[0]]}: {figures[0]}{mark} {NAMES[order[1]]}: {figures[1]}"
    assert results(text) == list(order)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("names", ["{} and {}", "{} or {}", "{} vs {}"])
@pytest.mark.parametrize("figures", ["{} and {}", "{} vs {}"])
def test_respectively_keeps_the_order_of_the_names(
    order: tuple[str, str], names: str, figures: str
) -> None:
    said = names.format(*(NAMES[arm] for arm in order))
    numbers = figures.format("9.8 %", "13.1 %")
    assert results(f"With {said}, {numbers} fell ill, respectively.") == list(order)
    assert results(f"{numbers} fell ill with {said}, respectively.") == list(order)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("left", "right"), ["()", "[]"])
def test_brackets_hold_the_figure_or_the_arm(
    order: tuple[str, str], left: str, right: str
) -> None:
    one, two = (NAMES[arm] for arm in order)
    figures = f"{one} {left}9.8 %{right} and {two} {left}13.1 %{right}"
    assert results(figures) == list(order)
    if left == "(":
        assert results(f"9.8 % ({one}) vs 13.1 % ({two})") == list(order)


@pytest.mark.parametrize("arm", [PRODUCT, COMPARATOR])
@pytest.mark.parametrize("joint", JOINTS)
def test_one_name_after_a_pair_leaves_the_first_to_the_other(
    arm: str, joint: str
) -> None:
    text = f"In the trial 9.8 % {joint} 13.1 % with {NAMES[arm]}"
    assert results(text) == [OTHER[arm], arm]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Velorin was compared with placebo: 9.8 % and 13.1 % fell ill", ["?", "?"]),
        ("9.8 % fell ill", [""]),
        ("Velorin: 9.8 % fell ill", [PRODUCT]),
        ("9.8 % and 13.1 % fell ill on Velorin", [PRODUCT, PRODUCT]),
        ("9.8 % in both groups, Velorin and placebo", [BOTH]),
        ("9.8 % with no placebo, on Velorin", [PRODUCT]),
        ("In a placebo-controlled trial 9.8 % on Velorin", [PRODUCT]),
    ],
)
def test_what_grammar_cannot_tell_is_open_and_what_compares_nothing_is_not(
    text: str, wanted: list[str]
) -> None:
    assert bound(text) == wanted


STATISTICS = ["HR 0.74", "a hazard ratio of 0.74", "NNT 31", "2-fold", "p<0.001"]


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("order", ORDERS)
def test_what_compares_the_arms_stands_between(
    statistic: str, order: tuple[str, str]
) -> None:
    text = f"9.8 % on {NAMES[order[0]]} vs 13.1 % on {NAMES[order[1]]} ({statistic})"
    assert bound(text) == [*order, BETWEEN]
    assert bound(f"In all, {statistic}") == [""]


@pytest.mark.parametrize("generic", [
    *("placebo", "vehicle", "sham", "sham injection", "usual care", "standard care"),
    *("standard of care", "standard therapy", "control group", "active control arm"),
    *("comparator", "active comparator", "no treatment", "untreated patients"),
    *("best supportive care", "Plazebo"),
])  # fmt: skip
def test_every_generic_comparator_is_known(generic: str) -> None:
    text = f"9.8 % with Velorin vs 13.1 % with {generic}"
    assert bound(text) == [PRODUCT, COMPARATOR]
    upper = f"9.8 % with Velorin vs 13.1 % with {generic.upper()}"
    assert bound(upper) == [PRODUCT, COMPARATOR]


MENTIONS = [
    ("Velorin and placebo", "PC"),
    ("velorin and PLACEBO", "PC"),
    ("velostatin 30 mg vs placebo", "PC"),
    ("Velorins and placebos", ""),
    ("Velorin-treated adults", "P"),
    ("placebo-controlled", ""),
    ("placebo-adjusted", ""),
    ("placebo-subtracted", ""),
    ("without placebo", ""),
    ("no placebo", ""),
    ("without a placebo", ""),
    ("both arms", "&"),
    ("each group and either arm", "&&"),
    ("the two groups", "&"),
    ("non-Velorin", ""),
    ("nothing named", ""),
]


@pytest.mark.parametrize(("text", "wanted"), MENTIONS)
def test_arms_are_found_where_a_text_names_them(text: str, wanted: str) -> None:
    letters = {PRODUCT: "P", COMPARATOR: "C", BOTH: "&"}
    found = mentions.find(text, "Velorin (velostatin) 30 mg", "")
    assert "".join(letters[one.arm] for one in found) == wanted
    assert all(text[one.start : one.end].strip() for one in found)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Velorin", {"Velorin"}),
        ("Velorin (velostatin)", {"Velorin", "velostatin"}),
        ("Velorin 30 mg once daily", {"Velorin"}),
        ("Velorin / velostatin", {"Velorin", "velostatin"}),
        ("Velorin or Halden", {"Velorin", "Halden"}),
        ("Velorin oder Halden", {"Velorin", "Halden"}),
        ("None (single arm)", set()),
        ("none", set()),
        ("", set()),
        ("X", set()),
    ],
)
def test_names_as_a_person_writes_them(written: str, names: set[str]) -> None:
    every = ["Velorin", "velostatin", "Halden", "X", "mg", "daily", "none", "arm"]
    found = {
        name
        for name in every
        if any(one.arm == PRODUCT for one in mentions.find(name, written, ""))
    }
    assert found == names


COLUMNS = [
    ("Velorin", PRODUCT),
    ("Velorin (N=967)", PRODUCT),
    ("velostatin 30 mg", PRODUCT),
    ("Placebo", COMPARATOR),
    ("Placebo (N=967)", COMPARATOR),
    ("Usual care", COMPARATOR),
    ("Velorin vs placebo", BETWEEN),
    ("Difference", BETWEEN),
    ("Hazard ratio (95% CI)", BETWEEN),
    ("HR", BETWEEN),
    ("RR", BETWEEN),
    ("p-value", BETWEEN),
    ("Both groups", BOTH),
    ("Outcome", ""),
    ("", ""),
    ("All patients", ""),
]


@pytest.mark.parametrize(("title", "arm"), COLUMNS)
@pytest.mark.parametrize("cell", ["9.8 %", "95/967", "0.74 (0.64 to 0.86)", "12"])
def test_a_cell_has_the_arm_of_its_column(title: str, arm: str, cell: str) -> None:
    (row,) = arms.bind_row([title], [cell], product="Velorin (velostatin)")
    assert row
    assert {one.arm for one in row} == {arm}
    assert [one.text for one in row] == [one.text for one in read(cell)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_columns_may_stand_in_any_order(order: tuple[int, ...]) -> None:
    titles, wanted = ["Outcome", "Velorin", "Placebo"], ["", PRODUCT, COMPARATOR]
    row = arms.bind_row([titles[n] for n in order], ["1 %"] * 3, product="Velorin")
    assert [one.arm for (one,) in row] == [wanted[n] for n in order]


PERCENT = st.integers(1, 99)


@LAW
@given(PERCENT, PERCENT, st.sampled_from(JOINTS), st.sampled_from(ORDERS))
def test_digits_never_change_an_arm(
    one: int, two: int, joint: str, order: tuple[str, str]
) -> None:
    first, second = (NAMES[arm] for arm in order)
    text = f"{one} % on {first} {joint} {two} % on {second}"
    assert results(text) == list(order)


@LAW
@given(
    st.lists(
        st.sampled_from([
            "9.8 %", "13.1 %", "n=12", "HR 0.74", "on Velorin", "on placebo", "vs",
            "and", ",", ";", ". It was", "respectively", "(", ")", "both arms",
        ]),
        max_size=14,
    ).map(" ".join)
)  # fmt: skip
def test_binding_changes_nothing_but_what_is_said_of_a_figure(text: str) -> None:
    quantities = read(text)
    made = arms.bind(text, quantities, product="Velorin", comparator="placebo")
    assert len(made) == len(quantities)
    for before, after in zip(quantities, made, strict=True):
        assert facts(before) == facts(after)
        assert not (after.is_open and after.arm)
        assert after.arm in {"", PRODUCT, COMPARATOR, BETWEEN, BOTH}


def facts(quantity: Quantity) -> tuple[object, ...]:
    return (
        *(quantity.kind, quantity.value, quantity.operator, quantity.unit),
        *(quantity.label, quantity.span, quantity.text),
    )
