"""Each kind of distortion is found and named, each faithful kind is let through."""

from collections import Counter

import pytest

from content_engine.fidelity.comparing import compare
from tests.content_engine import comparing_cases

EDITS = comparing_cases.distortions()
FAITHFUL = comparing_cases.faithful()
HELD = comparing_cases.held()
LINKED = {"exact", "equivalent"}
CONTRACT = {
    "digit", "decimal", "unit", "interval", "p_value", "sample_size", "dose",
    "frequency", "timepoint", "arm_swap", "comparator", "population", "endpoint",
    "product", "negation", "direction", "hedge_dropped", "hedge_added", "intensifier",
    "superlative", "causality", "relative_absolute", "statistic_dropped",
    "safety_dropped", "qualifier_dropped", "statement_added", "other",
}  # fmt: skip
NUMERIC = {
    "digit", "decimal", "unit", "interval", "p_value", "sample_size", "dose",
    "frequency", "timepoint", "arm_swap",
}  # fmt: skip


def test_the_table_holds_every_type_of_the_contract() -> None:
    counts = Counter(name for name, _, _ in EDITS)
    assert set(counts) == CONTRACT
    assert min(counts.values()) >= 12
    assert min(Counter(name for name, _, _ in FAITHFUL).values()) >= 8


@pytest.mark.parametrize(("name", "approved", "candidate"), EDITS)
def test_a_distortion_is_named(name: str, approved: str, candidate: str) -> None:
    result = compare(approved, candidate)
    assert name in {one.type for one in result.distortions}
    if name != "other":
        assert result.outcome == "distorted"
    assert result.outcome not in LINKED


@pytest.mark.parametrize(
    ("name", "approved", "candidate"), [row for row in EDITS if row[0] in NUMERIC]
)
def test_a_numeric_distortion_scores_high(
    name: str, approved: str, candidate: str
) -> None:
    assert compare(approved, candidate).score >= 0.9


@pytest.mark.parametrize(("name", "approved", "candidate"), FAITHFUL)
def test_a_faithful_wording_is_let_through(
    name: str, approved: str, candidate: str
) -> None:
    result = compare(approved, candidate)
    assert result.outcome in LINKED, result
    assert result.score <= 0.1
    assert result.distortions == ()


@pytest.mark.parametrize(
    ("approved", "candidate"), [row[1:] for row in FAITHFUL if row[0] == "typography"]
)
def test_typography_alone_is_exact(approved: str, candidate: str) -> None:
    assert compare(approved, candidate).outcome == "exact"


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("verbatim", "verbatim inside a longer sentence"),
        ("percent", "per cent or %"),
        ("unit", "unit conversion of equal precision"),
        ("abbreviation", "abbreviation expanded"),
        ("fronted", "fronted clause"),
    ],
)
def test_a_way_is_called_by_its_name(kind: str, way: str) -> None:
    named = [compare(a, c).ways for name, a, c in FAITHFUL if name == kind]
    assert sum(way in ways for ways in named) >= len(named) / 2


@pytest.mark.parametrize(
    ("name", "approved", "candidate"),
    [row for row in HELD if row[0] not in {*LINKED, "different"}],
)
def test_no_held_distortion_is_accepted(
    name: str, approved: str, candidate: str
) -> None:
    assert compare(approved, candidate).outcome not in LINKED


def test_held_pairs_meet_the_targets() -> None:
    """Detection, faithful wordings linked, paraphrases blocked."""
    results = [(name, compare(a, c).outcome) for name, a, c in HELD]
    bent = [o for name, o in results if name not in {*LINKED, "different", "other"}]
    same = [o for name, o in results if name in LINKED]
    free = [o for name, o in results if name == "different"]
    assert bent.count("distorted") / len(bent) >= 0.97
    assert sum(o in LINKED for o in same) / len(same) >= 0.95
    assert free.count("distorted") / len(free) <= 0.1
