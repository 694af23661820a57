"""Each figure is bound to its arm by grammar; what cannot be bound is open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.wording import arms
from knowledge_base.wording.arms import BETWEEN, COMPARATOR, NONE, PRODUCT
from knowledge_base.wording.quantities import Quantity, read
from tests.knowledge_base import arm_cases

CASES = arm_cases.cases()
NAMES = {"product": "Velorin (velostatin)", "comparator": "placebo"}


def bound(text: str) -> tuple[Quantity, ...]:
    return arms.bind(text, read(text), **NAMES)


def digits(quantity: Quantity) -> str:
    return "/".join(format(value, "f") for value in quantity.values)


def letters(text: str) -> dict[str, str]:
    """The arm of each figure, by all its digits and by its first number."""
    found: dict[str, str] = {}
    for quantity in bound(text):
        letter = "?" if quantity.is_open else arm_cases.LETTERS[quantity.arm]
        found.setdefault(digits(quantity).split("/")[0], letter)
        found[digits(quantity)] = letter
    return found


def test_the_table_is_large_and_its_texts_distinct() -> None:
    assert len({text for text, _ in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_figures_are_bound_by_syntax(text: str, wanted: dict[str, str]) -> None:
    found = letters(text)
    assert {figure: found.get(figure) for figure in wanted} == wanted


PERCENT = st.integers(1, 99)


@given(PERCENT, PERCENT, st.sampled_from(["vs", "versus", "compared with", "and"]))
def test_swapped_arms_swap_their_figures(one: int, two: int, joint: str) -> None:
    there = bound(f"{one} % on Velorin {joint} {two} % on placebo")
    back = bound(f"{one} % on placebo {joint} {two} % on Velorin")
    assert [quantity.arm for quantity in there] == [PRODUCT, COMPARATOR]
    assert [quantity.arm for quantity in back] == [COMPARATOR, PRODUCT]


@given(PERCENT, PERCENT)
def test_nearness_does_not_bind(one: int, two: int) -> None:
    respective = f"with placebo and Velorin, {one} % and {two} %, respectively"
    assert [quantity.arm for quantity in bound(respective)] == [COMPARATOR, PRODUCT]


@given(st.text(max_size=120), st.text(max_size=20), st.text(max_size=20))
def test_any_text_and_any_names_are_bound(text: str, product: str, other: str) -> None:
    quantities = read(text)
    made = arms.bind(text, quantities, product=product, comparator=other)
    assert [one.span for one in made] == [one.span for one in quantities]
    assert not any(one.is_open and one.arm for one in made)


def test_a_result_takes_its_interval_p_and_count() -> None:
    text = (
        "9.8 % (190/1,934) vs 13.1 % on placebo (HR 0.74; 95 % CI 0.64–0.86; p<0.001)"
    )
    share, _, _, ratio, interval, p = bound(text)
    assert (share.n, share.arm) == ("190/1934", PRODUCT)
    assert ratio.interval is not None
    assert [str(edge) for edge in ratio.interval] == ["0.64", "0.86"]
    assert (ratio.p, ratio.arm) == ("<0.001", BETWEEN)
    assert (interval.arm, p.arm) == (BETWEEN, BETWEEN)


def test_a_p_alone_goes_to_the_products_result() -> None:
    first, second, p = bound("35% on Velorin, compared with 10% on placebo (p=0.02)")
    assert (first.p, second.p, p.p) == ("0.02", "", "")


def test_sizes_are_of_their_arms() -> None:
    made = bound("4.6 with Velorin 40 mg (n=372) and 2.4 with placebo (n=370)")
    assert {digits(one): one.arm for one in made} == {
        "4.6": PRODUCT,
        "40": PRODUCT,
        "372": PRODUCT,
        "2.4": COMPARATOR,
        "370": COMPARATOR,
    }
    assert [one.n for one in made if one.n] == ["372", "370"]


def test_a_given_comparator_is_known_by_its_own_name() -> None:
    text = "9.8 % with Velorin vs 13.1 % with warfarin"
    made = arms.bind(text, read(text), product="Velorin", comparator="warfarin")
    assert [one.arm for one in made] == [PRODUCT, COMPARATOR]
    unknown = arms.bind(text, read(text), product="Velorin")
    assert unknown[0].arm == PRODUCT
    assert not any(one.arm == NONE for one in unknown)


ROWS = [
    (["Outcome", "Velorin (N=967)", "Placebo (N=967)", "Difference"], "-PCB"),
    (["Outcome", "Placebo", "Velorin 30 mg", "p"], "-CPB"),
    (["Outcome", "Velostatin", "placebo group", "HR (95% CI)"], "-PCB"),
    (["", "Velorin vs placebo", "Placebo", "Velorin"], "-BCP"),
    (["Event", "All patients", "Velorin", "Placebo"], "--PC"),
    (["Event", "Velorin"], "-P--"),
]


@pytest.mark.parametrize(("header", "wanted"), ROWS)
def test_cells_take_the_arm_of_their_column(header: list[str], wanted: str) -> None:
    cells = ["9.1", "9.8 % (95/967)", "13.1 %", "0.74"]
    row = arms.bind_row(header, cells, **NAMES)
    assert len(row) == len(cells)
    for found, letter in zip(row, wanted, strict=True):
        assert {arm_cases.LETTERS[one.arm] for one in found} == {letter}


def test_cells_are_read_in_their_country() -> None:
    ((cell,),) = arms.bind_row(["Plazebo"], ["1.934"], locale="de")
    assert (digits(cell), cell.arm, cell.span) == ("1934", COMPARATOR, (0, 5))
