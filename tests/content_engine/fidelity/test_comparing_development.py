"""The cases that the comparison was developed on: what is found, named, let through."""

from collections import defaultdict

import pytest

from content_engine.fidelity.comparing import Comparison, compare
from tests.content_engine import comparing_cases

BASES = dict(line.split(" | ", 1) for line in comparing_cases.lines("more_bases.txt"))
comparing_cases.BASES.update(BASES)
EDITS = comparing_cases.sections("more_edits.txt")
FAITHFUL = comparing_cases.sections("more_faithful.txt")
PARAPHRASES = [
    line.split(" | ", 1) for line in comparing_cases.lines("more_paraphrases.txt")
]
for name in BASES:
    del comparing_cases.BASES[name]  # other modules try each base in many ways
LINKED = {"exact", "equivalent"}
SECOND_NAMES = {  # another true name for what was done to a sentence
    "digit": {"timepoint"}, "decimal": {"p_value"}, "arm_swap": {"digit"},
    "comparator": {"product"}, "product": {"statement_added"},
    "population": {"safety_dropped"}, "timepoint": {"unit"},
    "hedge_dropped": {"causality"}, "intensifier": {"superlative"},
    "safety_dropped": {"qualifier_dropped"},
    "qualifier_dropped": {"comparator", "hedge_dropped"},
}  # fmt: skip
RESULTS: dict[tuple[str, str], Comparison] = {}


def result(approved: str, candidate: str) -> Comparison:
    """Each pair is compared once for all tests of this module."""
    pair = approved, candidate
    return RESULTS.setdefault(pair, compare(*pair))


@pytest.mark.parametrize(("name", "approved", "candidate"), EDITS)
def test_every_edit_is_distorted(name: str, approved: str, candidate: str) -> None:
    found = result(approved, candidate)
    assert found.outcome == "distorted"
    types = {one.type for one in found.distortions}
    assert types & {name, *SECOND_NAMES.get(name, ())}


def test_nine_in_ten_edits_have_their_own_name() -> None:
    named = [
        name in {one.type for one in result(approved, candidate).distortions}
        for name, approved, candidate in EDITS
    ]
    assert sum(named) / len(named) >= 0.92


def test_no_type_has_its_own_name_in_less_than_half_of_its_edits() -> None:
    named: dict[str, list[bool]] = defaultdict(list)
    for name, approved, candidate in EDITS:
        types = {one.type for one in result(approved, candidate).distortions}
        named[name].append(name in types)
    assert min(sum(each) / len(each) for each in named.values()) >= 0.5
    assert len(named) >= 25


@pytest.mark.parametrize(("name", "approved", "candidate"), FAITHFUL)
def test_every_faithful_wording_is_let_through(
    name: str, approved: str, candidate: str
) -> None:
    found = result(approved, candidate)
    assert found.outcome in LINKED, (name, found)
    assert found.score <= 0.1


@pytest.mark.parametrize(("name", "candidate"), PARAPHRASES)
def test_no_paraphrase_is_let_through(name: str, candidate: str) -> None:
    found = result(BASES[name], candidate)
    assert found.outcome not in LINKED
    assert found.distortions


def test_few_paraphrases_are_called_distorted() -> None:
    outcomes = [result(BASES[name], text).outcome for name, text in PARAPHRASES]
    assert outcomes.count("distorted") / len(outcomes) <= 0.16


@pytest.mark.parametrize(
    ("approved", "candidate", "outcome"),
    [
        pytest.param(
            "800 mg per day", "800 mg once daily", "different", id="in parts?"
        ),
        pytest.param("800 mg per day", "800 mg/day", "equivalent", id="written short"),
        pytest.param("800 mg once daily", "800 mg every day", "equivalent", id="daily"),
        pytest.param("800 mg per day", "400 mg twice daily", "distorted", id="halves"),
        pytest.param("800 mg per day", "800 mg per week", "distorted", id="a week"),
        pytest.param("800 mg per day", "900 mg once daily", "distorted", id="dose"),
    ],
)
def test_a_dose_of_a_day_is_not_silently_one_dose_a_day(
    approved: str, candidate: str, outcome: str
) -> None:
    told = compare(f"Take Velorin {approved}.", f"Take Velorin {candidate}.")
    assert told.outcome == outcome


@pytest.mark.parametrize(
    ("approved", "candidate", "name"),
    [
        pytest.param("by 26%", "by 26 percentage points", "relative_absolute", id="pp"),
        pytest.param("by 14 minutes", "by 14%", "relative_absolute", id="share"),
        pytest.param("a score of 20 or less", "a score of 20 or more", "direction",
                     id="turned operator"),
        pytest.param("by 4.6 (95% CI 19% to 33%)", "by 4.6 (95% CI 9% to 33%)",
                     "interval", id="interval in per cent"),
        pytest.param("slower decline", "slowest decline", "superlative", id="slowest"),
        pytest.param("did not differ", "did differ", "negation", id="denied equality"),
        pytest.param("severe attacks", "all attacks", "endpoint", id="which attacks"),
    ],
)  # fmt: skip
def test_what_was_once_missed_is_named(
    approved: str, candidate: str, name: str
) -> None:
    lead, tail = "In adults, the rate of ", " was seen on Velorin at week 12."
    told = compare(f"{lead}{approved}{tail}", f"{lead}{candidate}{tail}")
    assert name in {one.type for one in told.distortions}
    assert told.outcome not in LINKED
