"""Each target of the design stands beside its measure, met or not."""

from typing import Any

import pytest

from web.benchmarks.fidelity import targets


def measure(share: float | None) -> dict[str, Any]:
    return {"share": share, "interval": None, "of": 10}


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("detected, mean of types", 0.97),
        ("detected, worst type", 0.90),
        ("numeric and product detected", 0.99),
        ("type named", 0.90),
        ("faithful linked", 0.98),
        ("AUROC", 0.80),
        ("balanced accuracy", 0.74),
    ],
)
def test_what_should_be_high(name: str, bound: float) -> None:
    told = targets.held(name, measure(bound))
    assert told == {**measure(bound), "target": f"≥ {bound}", "met": True}
    assert targets.held(name, measure(bound - 0.0001))["met"] is False
    assert targets.held(name, measure(1.0))["met"] is True


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("faithful distorted", 0.01),
        ("corrupted accepted", 0.001),
        ("numeric accepted", 0.0),
        ("free distorted", 0.10),
    ],
)
def test_what_should_be_low(name: str, bound: float) -> None:
    told = targets.held(name, measure(bound))
    assert told == {**measure(bound), "target": f"≤ {bound}", "met": True}
    assert targets.held(name, measure(bound + 0.0001))["met"] is False
    assert targets.held(name, measure(0.0))["met"] is True


@pytest.mark.parametrize("name", sorted({*targets.AT_LEAST, *targets.AT_MOST}))
def test_what_was_not_measured_is_neither_met_nor_missed(name: str) -> None:
    told = targets.held(name, measure(None))
    assert told["met"] is None
    assert told["target"][0] in "≥≤"


@pytest.mark.parametrize("name", ["others linked", "mixed detected", "place shown"])
def test_a_measure_without_a_target_is_left_as_it_is(name: str) -> None:
    assert targets.held(name, measure(0.5)) == measure(0.5)


def test_no_measure_has_two_targets() -> None:
    assert not targets.AT_LEAST.keys() & targets.AT_MOST.keys()
