"""Words of one family are one word to a search, and strangers are not."""

import itertools
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base import retrieval
from knowledge_base.retrieval import terms
from knowledge_base.wording import figures, stems

LAW = settings(max_examples=50, deadline=None)
FAMILIES = [
    "vaccinate vaccinated vaccination vaccinations",
    "reduce reduced reduces reducing reduction",
    "inhibit inhibits inhibited inhibitor inhibitors inhibition",
    "tolerate tolerated tolerates",
    "treat treated treating treatment treatments treats",
    "haemoglobin hemoglobin",
    "oedema edema",
    "randomised randomized randomises",
    "hospitalisation hospitalization hospitalised hospitalized",
    "improve improved improvement improvements improves improving",
    "effective effectiveness",
    "stop stopped stopping stops",
    "patient patients",
    "study studies",
    "weigh weighs weighed weighing",
    "infect infected infection infections",
    "elevate elevated elevation elevations",
    "discontinue discontinued discontinues discontinuing",
    "mild mildly",
    "relapse relapsed relapses relapsing",
    "tablet tablets",
    "dose doses dosed dosing",
    "analysis analyse analyze",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_one_stem(family: str) -> None:
    assert len({stems.stem(word) for word in family.split()}) == 1


def test_two_families_have_two_stems() -> None:
    found = [stems.stem(family.split()[0]) for family in FAMILIES]
    assert len(set(found)) == len(found)


STRANGERS = [
    ("week", "weak"),
    ("dose", "dosage form"),
    ("rash", "rush"),
    ("gout", "got"),
    ("placebo", "place"),
    ("flare", "flow"),
    ("acne", "ache"),
    ("ulcer", "ulna"),
    ("renal", "adrenal"),
    ("tension", "hypertension"),
    ("fusion", "infusion"),
    ("hepatic", "hepatitis"),
    ("5", "50"),
    ("1.5", "15"),
]


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_words_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert stems.tokens(one) != stems.tokens(other)


@LAW
@given(st.text(max_size=40))
def test_stems_come_one_by_one_from_words(text: str) -> None:
    assert stems.tokens(text) == [stems.stem(word) for word in stems.words(text)]
    assert stems.words(text.upper()) == stems.words(text.upper().casefold())
    assert not set(stems.words(text)) & stems.STOP


@LAW
@given(st.text("abcdeghilnorstuvy", min_size=1, max_size=14))
def test_a_stem_is_short_but_never_empty(word: str) -> None:
    found = stems.stem(word)
    assert found
    assert len(found) <= len(word) + 1  # -ysis becomes -yze
    assert len(found) >= min(len(word), 2)


@pytest.mark.parametrize("word", ["5", "1.5", "1,934", "ab", "abc", "Ä", "größe", "a1"])
def test_figures_short_and_foreign_words_stay(word: str) -> None:
    assert stems.stem(word) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9.8% of 1,934", ["9.8", "1,934"]),
        ("LDL-C fell", ["ldl", "c", "fell"]),
        ("ＡＢ ﬁrst", ["ab", "first"]),
        ("it's well_known", ["s", "well", "known"]),
        ("Straße", ["strasse"]),
        ("What is this to me?", []),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert stems.words(text) == words


# figures by what they count, as marks of the index


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("48%", ["48 %"]),
        ("48 %", ["48 %"]),
        ("week 12", ["week 12"]),
        ("Weeks 12", ["week 12"]),
        ("12 weeks", ["12 week"]),
        ("15 mg", ["15 mg"]),
        ("15 mg/dL", ["15 mg/dl"]),
        ("1,934 patients", ["1,934 patient"]),
        ("4.6 days", ["4.6 day"]),
        ("day 1 and month 3", ["day 1", "month 3"]),
        ("4 points", ["4 point"]),
        ("5", ["5"]),
        ("１２ weeks", ["12 week"]),
        ("none", []),
        ("", []),
    ],
)
def test_figures_are_named_by_what_they_count(text: str, named: list[str]) -> None:
    assert figures.named(text) == named


@LAW
@given(st.lists(st.sampled_from(["48%", "week 12", "15 mg", "urate", "5"]), max_size=6))
def test_figures_of_a_list_are_those_of_its_items(items: list[str]) -> None:
    found = figures.named(" ; ".join(items))
    assert found == [name for item in items for name in figures.named(item)]


# the thesaurus

GROUPS = [
    tuple(term.strip() for term in line.split("="))
    for line in resources.files(retrieval)
    .joinpath("thesaurus.txt")
    .read_text("utf-8")
    .splitlines()
]


def test_the_file_is_the_thesaurus() -> None:
    assert terms.GROUPS.splitlines() == [" = ".join(group) for group in GROUPS]
    assert len(GROUPS) > 150


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_a_group_holds_terms_that_can_be_looked_up(group: tuple[str, ...]) -> None:
    assert len(group) > 1
    assert all(group)
    assert len(set(group)) == len(group)
    for term in group:
        assert 0 < len(stems.tokens(term)) <= terms.MOST_WORDS


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_each_term_of_a_group_leads_to_the_others(group: tuple[str, ...]) -> None:
    for one, other in itertools.permutations(group, 2):
        mine, theirs = stems.tokens(one), stems.tokens(other)
        is_said = " ".join(theirs) in " ".join(mine)
        assert is_said or other in terms.also(one), (one, other)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_no_term_brings_back_its_own_words(group: tuple[str, ...]) -> None:
    for term in group:
        own = " ".join(stems.tokens(term))
        assert not [a for a in terms.also(term) if " ".join(stems.tokens(a)) in own]


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize(("unit", "weeks"), [("week", 1), ("month", 4), ("year", 52)])
def test_spans_are_counted_in_weeks(number: int, unit: str, weeks: int) -> None:
    total = 52 if (unit, number) == ("month", 12) else weeks * number
    word = terms.NUMBERS[number - 1]
    for said in (str(number), word):
        found = terms.also(f"it lasted {said} {unit}s")
        wanted = {f"week {total}", f"{total} weeks"}
        if unit == "week" and said == str(number):
            wanted.discard(f"{total} weeks")
        assert wanted <= set(found), found
