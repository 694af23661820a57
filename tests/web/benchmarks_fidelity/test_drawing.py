"""Values are drawn by seed: a wrong figure is wrong, an exchange changes something."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.benchmarks_fidelity import tiny
from web.benchmarks.fidelity import drawing, lexicons
from web.benchmarks.fidelity.drawing import Values
from web.benchmarks.fidelity.lexicons import Area

AREAS = {area.name: area for area in lexicons.read(lexicons.HERE / "a").areas}
SEEDS = st.integers(0, 10_000)
FIGURES = st.decimals(
    Decimal("0.01"), Decimal(9_999), places=2, allow_nan=False
).map(lambda value: f"{value:,f}")  # fmt: skip


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - figures, no secret


def drawn(area: Area, number: int = 0, seed: int = 1) -> Values:
    return drawing.values(area, area.templates[number], seeded(seed))


def value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


# Wrong figures


@given(FIGURES, SEEDS)
def test_another_digit_is_one_other_digit_in_its_place(figure: str, seed: int) -> None:
    changed = drawing.other_digit(figure, seeded(seed))
    assert len(changed) == len(figure)
    assert sum(one != two for one, two in zip(figure, changed, strict=True)) == 1
    assert [sign for sign in changed if not sign.isdigit()] == [
        sign for sign in figure if not sign.isdigit()
    ]
    assert value(changed) not in {value(figure), 0}


@given(st.integers(10, 99_999), SEEDS)
def test_a_count_never_begins_with_nought(count: int, seed: int) -> None:
    changed = drawing.other_digit(f"{count:,}", seeded(seed))
    assert changed[0] != "0"


@pytest.mark.parametrize(
    ("figure", "others"),
    [
        pytest.param("5", {*"123456789"} - {"5"}, id="a lone digit stays above nought"),
        pytest.param(
            "0.1",
            {f"{n}.1" for n in range(1, 10)} | {f"0.{n}" for n in range(2, 10)},
            id="a ratio below one may rise above it",
        ),
        pytest.param(
            "0.90",
            {f"{n}.90" for n in range(1, 10)}
            | {f"0.{n}0" for n in range(1, 9)}
            | {f"0.9{n}" for n in range(1, 10)},
            id="its one digit above nought never goes",
        ),
        pytest.param(
            "10",
            {f"{n}0" for n in range(2, 10)} | {f"1{n}" for n in range(1, 10)},
            id="two digits",
        ),
    ],
)
def test_which_other_digits_there_are(figure: str, others: set[str]) -> None:
    found = {drawing.other_digit(figure, seeded(seed)) for seed in range(900)}
    assert found == others


@pytest.mark.parametrize(
    ("figure", "kind", "expected"),
    [
        pytest.param("9.8", "percent", "98", id="a share ten times as large"),
        pytest.param("13.1", "percent", "1.31", id="a share that would pass 100"),
        pytest.param("64", "percent", "6.4", id="a whole share"),
        pytest.param("10", "percent", "100", id="just all"),
        pytest.param("0.74", "ratio", "7.4", id="a ratio"),
        pytest.param("1,204", "count", "12,040", id="a count"),
        pytest.param("14.2", "months", "142", id="months"),
        pytest.param("2.05", "rate", "20.5", id="a rate keeps its digits"),
    ],
)
def test_a_point_is_moved_by_one_place(figure: str, kind: str, expected: str) -> None:
    assert drawing.moved_point(figure, kind) == expected


@given(FIGURES, st.sampled_from(["percent", "ratio", "count"]))
def test_a_moved_point_is_a_factor_of_ten(figure: str, kind: str) -> None:
    moved = value(drawing.moved_point(figure, kind))
    assert moved in {value(figure) * 10, value(figure) / 10}
    if kind == "percent":
        assert moved <= max(Decimal(100), value(figure))


@pytest.mark.parametrize(
    ("figure", "decimals", "expected"),
    [
        pytest.param(9.8, 1, "9.8", id="a share"),
        pytest.param(0.7, 2, "0.70", id="the noughts are kept"),
        pytest.param(1204, 0, "1,204", id="a comma after the thousands"),
        pytest.param(12.0, 0, "12", id="no point without decimals"),
    ],
)
def test_a_figure_is_printed_as_claims_print_it(
    figure: float, decimals: int, expected: str
) -> None:
    assert drawing.printed(figure, decimals) == expected


# Draws


@pytest.mark.parametrize("number", [0, 1])
def test_equal_seeds_draw_equal_values(number: int, tmp_path: Path) -> None:
    area = tiny.area(tmp_path)
    assert drawn(area, number) == drawn(area, number)
    assert drawn(area, number, seed=1) != drawn(area, number, seed=2)


def test_every_field_of_a_template_is_drawn(tmp_path: Path) -> None:
    area = tiny.area(tmp_path)
    for number, template in enumerate(area.templates):
        assert template.fields() <= drawn(area, number).keys()


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("brand", "Uratexin"),
        ("generic", "febuxolate"),
        ("other", "Purilane"),
        ("rival", "placebo"),
        ("time", "within 6 months"),
        ("time.not", "within 16 months"),
        ("people.not", "adults without tophi"),
    ],
)
def test_a_field_is_what_its_entry_says(
    field: str, expected: str, tmp_path: Path
) -> None:
    assert drawn(tiny.area(tmp_path))[field] == expected


def test_what_no_form_names_is_not_drawn(tmp_path: Path) -> None:
    assert not {"n", "hr", "lo", "hi"} & drawn(tiny.area(tmp_path)).keys()


@given(st.sampled_from(sorted(AREAS)), SEEDS, st.data())
def test_laws_of_a_draw(name: str, seed: int, data: st.DataObject) -> None:
    """No two figures are the same, wrong ones are wrong, intervals hold their ratio."""
    area = AREAS[name]
    number = data.draw(st.integers(0, len(area.templates) - 1))
    values = drawn(area, number, seed)
    figures = {name: values[name] for name in drawing.figures_of(area, values)}
    assert len(set(figures.values())) == len(figures)
    for slot, figure in figures.items():
        assert value(values[f"{slot}.digit"]) != value(figure)
        assert value(values[f"{slot}.not"]) != value(figure)
        assert value(values[f"{slot}.decimal"]) != value(figure)
        assert values[f"{slot}.plain"] == figure.replace(",", "")
    if "lo" in figures:
        assert value(figures["lo"]) < value(figures["hr"]) < value(figures["hi"])
    for field, text in values.items():
        if field.endswith(".not"):
            assert text != values[field.removesuffix(".not")]


@given(SEEDS)
def test_a_figure_lies_between_its_bounds(seed: int) -> None:
    area = AREAS["gout"]
    for number, template in enumerate(area.templates):
        values = drawn(area, number, seed)
        for name in drawing.figures_of(area, values):
            slot = area.slots[name]
            assert isinstance(slot, lexicons.Number)
            if not slot.around:
                assert slot.low <= float(value(values[name])) <= slot.high
        assert template.fields() <= values.keys()


@pytest.mark.parametrize(
    ("slots", "bounds"),
    [
        pytest.param({"hr": (0.6, 0.8, 2), "spread": 0.1}, (0, 1), id="within a ratio"),
        pytest.param(
            {"hr": (0.1, 0.1, 2), "spread": 0.9}, (0, 1.1), id="never below 0"
        ),
    ],
)
def test_an_interval_stands_around_its_figure(
    slots: dict[str, Any], bounds: tuple[float, float], tmp_path: Path
) -> None:
    low, high, decimals = slots["hr"]
    ratio = {"kind": "ratio", "low": low, "high": high, "decimals": decimals}
    side = {"kind": "ratio", "around": "hr", "spread": slots["spread"]}
    area = tiny.area(
        tmp_path,
        slots={"hr": ratio, "lo": side, "hi": side},
        templates=[{"claim": "{brand}: {hr} ({lo} to {hi})"}],
    )
    values = drawn(area)
    assert bounds[0] <= float(values["lo"]) < float(values["hr"])
    assert float(values["hr"]) < float(values["hi"]) <= bounds[1]
    assert {len(values[name].partition(".")[2]) for name in ("hr", "lo", "hi")} == {2}


def test_two_figures_that_could_be_the_same_never_are(tmp_path: Path) -> None:
    either = {"kind": "percent", "low": 5, "high": 6}
    claim = {"claim": "{brand} {a}, placebo {b}."}
    area = tiny.area(tmp_path, slots={"a": either, "b": either}, templates=[claim])
    found = {(drawn(area, 0, n)["a"], drawn(area, 0, n)["b"]) for n in range(40)}
    assert found == {("5", "6"), ("6", "5")}


def test_an_interval_may_be_asked_for_without_its_figure(tmp_path: Path) -> None:
    claim = {"claim": "{brand}: between {lo} and {hi}."}
    values = drawn(tiny.area(tmp_path, templates=[claim]))
    assert float(values["lo"]) < float(values["hi"])


# Filling


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{brand} in {a} %", "Uratexin in 5 %", id="slots"),
        pytest.param("{a.not}", "6", id="a field of a slot"),
        pytest.param("{brand} {brand}", "Uratexin Uratexin", id="a slot twice"),
        pytest.param("plain words", "plain words", id="no slot"),
        pytest.param("{time}", None, id="a slot that was not drawn"),
        pytest.param("{brand} {a.half}", None, id="a field that was not drawn"),
    ],
)
def test_a_form_is_filled_or_left_out(text: str, expected: str | None) -> None:
    values = {"brand": "Uratexin", "a": "5", "a.not": "6"}
    assert drawing.filled(text, values) == expected


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert drawing.filled("{a}", {"a": "{b}", "b": "c"}) == "{b}"
