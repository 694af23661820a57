"""A refused difference carries its type: one pair of words a row, and its twin."""

import pytest

from content_engine.fidelity.comparing import compare

LINKED = {"exact", "equivalent"}
HEART = (
    "At week 24, 62 % of adults with chronic heart failure on Corvexa had fewer "
    "admissions, versus 41 % on placebo (HR 0.72; 95% CI of the difference 3.1 to 9.4)."
)
BONE = "Over 2 years, Skelora reduced the rate of new hip fractures by 34 % in women."
LUNG = (
    "In the NORTHWAY study, trough FEV1 improved by 112 mL with Aeronil 60 mg once "
    "daily and by 41 mL with tiobrane, after which all had received a spacer."
)
SAFE = (
    "Corvexa was generally well tolerated; oral candidiasis was reported by 7 % and "
    "4 % of patients. Renal function should be checked before the first infusion."
)
ROW = "Responders at week 12 | Corvexa (n=120): 62 % | placebo (n=118): 41 % | p=0.02"
LIPID = (
    "69 % of patients reached an LDL-C below 1.8 mmol/L; previously untreated adults "
    "had 6 events per 100 patient-years at a mean follow-up of 1.8 years."
)
EDITS = [
    # who
    ("population", HEART, "chronic heart failure", "acute heart failure"),
    ("population", HEART, "adults with chronic heart failure", "adults"),
    ("population", LIPID, "previously untreated", "previously treated"),
    ("population", BONE, "in women", "in women with osteoporosis"),
    # compared with what
    ("comparator", HEART, "on placebo", "on usual care"),
    ("comparator", LUNG, "with tiobrane", "with dual bronchodilation"),
    ("comparator", ROW, "placebo (n=118)", "standard care (n=118)"),
    ("product", LUNG, "Aeronil", "Bronquil"),
    # what was measured
    ("endpoint", BONE, "hip fractures", "wrist fractures"),
    ("endpoint", LUNG, "trough FEV1", "peak FEV1"),
    ("endpoint", ROW, "Responders", "Remitters"),
    ("endpoint", BONE, "new hip fractures", "serious new hip fractures"),
    # when
    ("timepoint", LIPID, "1.8 years", "2.8 years"),
    ("timepoint", SAFE, "before the first", "after the first"),
    ("timepoint", HEART, "week 24", "week 42"),
    # figures for what they are
    ("digit", LUNG, "112 mL", "162 mL"),
    ("dose", LUNG, "60 mg", "90 mg"),
    ("interval", HEART, "3.1 to 9.4", "-3.1 to 9.4"),
    ("interval", HEART, "3.1 to 9.4", "9.4 to 3.1"),
    ("unit", LIPID, "per 100", "per 1,000"),
    ("direction", LIPID, "below 1.8", "above 1.8"),
    ("sample_size", ROW, "n=120", "n=210"),
    ("arm_swap", ROW, "62 % | placebo (n=118): 41 %", "41 % | placebo (n=118): 62 %"),
    # shares, changes, points
    ("relative_absolute", BONE, "by 34 %", "by 34 percentage points"),
    ("relative_absolute", BONE, "reduced the rate of new hip fractures by 34 % in",
     "prevented new hip fractures in 34 % of"),
    ("relative_absolute", HEART, "62 % of", "62 % more of"),
    ("relative_absolute", HEART, "HR 0.72", "a 28 % lower risk"),
    # up and down
    ("direction", BONE, "reduced", "raised"),
    ("direction", LUNG, "improved by 112", "declined by 112"),
    # stronger and weaker
    ("intensifier", HEART, "62 %", "a spectacular 62 %"),
    ("intensifier", HEART, "41 %", "merely 41 %"),
    ("intensifier", HEART, "41 %", "only 41 %"),
    ("intensifier", BONE, "reduced", "effortlessly reduced"),
    ("superlative", BONE, "Skelora", "Skelora, the only treatment of its kind,"),
    ("superlative", BONE, "Skelora", "Skelora, the gentlest treatment,"),
    ("hedge_added", SAFE, "should be checked", "may be checked"),
    ("hedge_dropped", SAFE, "should be checked", "must be checked"),
    ("hedge_added", BONE, "reduced", "reportedly reduced"),
    ("causality", BONE, "Skelora reduced", "By rebuilding bone, Skelora reduced"),
    # gone and come
    ("safety_dropped", SAFE,
     "; oral candidiasis was reported by 7 % and 4 % of patients", ""),
    ("safety_dropped", SAFE,
     " Renal function should be checked before the first infusion.", ""),
    ("qualifier_dropped", LUNG, "a spacer", "it"),
    ("statement_added", BONE, "in women", "in women, and quality of life returned"),
    ("statement_added", ROW, "p=0.02", "p=0.02 | no serious adverse events"),
    ("other", LUNG, "NORTHWAY", "SOUTHWAY"),
    ("other", "Each visit was open label.", "open label", "double blind"),
]  # fmt: skip


def told(approved: str, old: str, new: str) -> tuple[str, list[str]]:
    """The outcome of an edit, and the types that are told of it."""
    assert old in approved
    result = compare(approved, approved.replace(old, new, 1))
    return result.outcome, [one.type for one in result.distortions]


@pytest.mark.parametrize(("name", "approved", "old", "new"), EDITS)
def test_an_edit_is_called_by_its_name(
    name: str, approved: str, old: str, new: str
) -> None:
    outcome, types = told(approved, old, new)
    assert outcome not in LINKED
    assert name in types


def test_few_types_are_told_of_one_edit() -> None:
    counts = [len(set(told(*row[1:])[1])) for row in EDITS]
    assert sum(counts) / len(counts) <= 1.6


TWINS = [
    # alike in form, each with a name of its own
    ("only 41 % on placebo", "intensifier", "superlative"),
    ("41 % on placebo, the only option", "superlative", "intensifier"),
]


@pytest.mark.parametrize(("new", "name", "other"), TWINS)
def test_twins_have_names_of_their_own(new: str, name: str, other: str) -> None:
    _, types = told(HEART, "41 % on placebo", new)
    assert name in types
    assert other not in types


@pytest.mark.parametrize(
    ("approved", "old", "new"),
    [
        pytest.param(BONE, "by 34 %", "by 34 per cent", id="per cent"),
        pytest.param(HEART, "versus", "compared with", id="versus"),
        pytest.param(LIPID, "per 100 patient-years", "per 100 patient years", id="-"),
        pytest.param(SAFE, "Renal", "Kidney", id="synonym"),
    ],
)
def test_the_faithful_twin_is_let_through(approved: str, old: str, new: str) -> None:
    assert told(approved, old, new)[0] in LINKED
