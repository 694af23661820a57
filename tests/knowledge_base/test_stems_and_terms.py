"""Words that mean the same become one: by their endings, and by the thesaurus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.retrieval import terms
from knowledge_base.wording import stems

SAME: list[str] = [
    "vaccination vaccinations vaccinated vaccine vaccinate",
    "discontinued discontinuation discontinue discontinuing",
    "improvement improved improve improving",
    "haemoglobin hemoglobin",
    "oedema edema",
    "stopped stop stopping",
    "inhibitor inhibitors inhibited inhibition inhibit",
    "reduction reduced reduce reductions",
    "dose doses dosing dosage",
    "metabolised metabolized metabolism",
    "immunization immunisations immunise",
    "day days daily",
    "infection infections infectious infected",
    "analysis analyses",
    "tablet tablets",
    "adverse adversely",
    "formulary formularies",
]
APART: list[str] = [
    "chronic episodic",
    "week weight",
    "placebo place",
    "itch itchy nausea",
    "48 4.8 480",
    "JAK1 JAK2",
]


@pytest.mark.parametrize("words", SAME)
def test_forms_of_a_word_have_one_stem(words: str) -> None:
    assert len({stems.stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", APART)
def test_other_words_stay_apart(words: str) -> None:
    assert len({tuple(stems.tokens(word)) for word in words.split()}) > 1


@given(st.text(max_size=60))
def test_stems_stand_for_words_one_by_one(text: str) -> None:
    assert len(stems.tokens(text)) == len(stems.words(text))
    assert all(stem for stem in stems.tokens(text))
    assert stems.tokens(text.upper().lower()) == stems.tokens(text.lower())


def test_common_words_fall_away_and_figures_stay() -> None:
    assert stems.words("What is the rate of 4.6 days?") == ["rate", "4.6", "days"]


ALSO: list[tuple[str, set[str], set[str]]] = [
    ("Does it bring on shingles?", {"herpes zoster"}, set()),
    ("Which side effects are common?", {"adverse reaction", "adverse event"}, set()),
    ("after a year", {"week 52", "52 weeks"}, set()),
    ("within the first seven days", {"week 1"}, set()),
    ("in the first month", {"weeks 1 to 4"}, {"week 4"}),
    ("for half a year", {"6 months", "week 26"}, {"week 52"}),
    ("after one day", {"day after the first dose"}, set()),
    ("for 24 weeks", {"week 24"}, {"24 weeks"}),
    ("two years", {"week 104"}, set()),
    ("three days", set(), {"week 3", "3 weeks"}),
    ("migraine days a month", set(), {"week 4", "4 weeks"}),
    ("What is the half-life?", set(), {"50%"}),
    ("steroid cream", {"topical corticosteroids"}, {"ointment"}),
    ("", set(), set()),
]


@pytest.mark.parametrize(("text", "has", "lacks"), ALSO)
def test_a_question_also_means(text: str, has: set[str], lacks: set[str]) -> None:
    found = set(terms.also(text))
    assert has <= found
    assert not lacks & found


@given(st.sampled_from(terms.GROUPS.strip().splitlines()))
def test_every_term_of_a_group_leads_to_the_others(line: str) -> None:
    group = [term.strip() for term in line.split("=")]
    assert len(group) > 1
    assert all(stems.tokens(term) for term in group)
    for term in group:
        own = " ".join(stems.tokens(term))
        others = [other for other in group if " ".join(stems.tokens(other)) not in own]
        found = {tuple(stems.tokens(one)) for one in terms.also(term)}
        assert found or not others


@given(st.lists(st.sampled_from(["shingles", "tablet", "a year", "week"]), max_size=5))
def test_what_is_said_already_is_not_said_again(words: list[str]) -> None:
    text = " ".join(words)
    own = " ".join(stems.tokens(text))
    found = terms.also(text)
    assert len(found) == len(set(found))
    assert not any(" ".join(stems.tokens(term)) in own for term in found)
