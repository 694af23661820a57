"""Quotes are found over clauses, never over sections; long runs tell who repeats."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.labels.clauses import runs, words_of
from knowledge_base.labels.quoting import SHARED_WORDS, QuoteFinder, SharedRuns
from tests.knowledge_base.labels.clause_lists import SENTENCES, Label, labels, made

DOSE = "Take one 20 mg tablet once daily."
FOOD = "It may be taken with or without food."
LIVER = "Check the patient’s liver every three months."
LABEL = [made(0, "2 Dose", DOSE, FOOD, DOSE), made(1, "5 Liver", LIVER)]


@pytest.mark.parametrize(
    ("quote", "places"),
    [
        pytest.param(FOOD, ["c-0-1"], id="a-whole-clause"),
        pytest.param("with or without", ["c-0-1"], id="words-of-it"),
        pytest.param("ithout foo", ["c-0-1"], id="letters-of-it"),
        pytest.param("IT MAY BE TAKEN", ["c-0-1"], id="in-capitals"),
        pytest.param("it  may\nbe\u00a0taken", ["c-0-1"], id="with-other-space"),
        pytest.param("the patient's liver", ["c-1-0"], id="with-another-apostrophe"),
        pytest.param(f"{DOSE} {FOOD}", ["c-0-0", "c-0-1"], id="two-clauses"),
        pytest.param("daily. It may", ["c-0-0", "c-0-1"], id="over-their-border"),
        pytest.param(
            f"{DOSE} {FOOD} {DOSE}", ["c-0-0", "c-0-1", "c-0-2"], id="three-clauses"
        ),
        pytest.param(DOSE, ["c-0-0", "c-0-2"], id="wherever-it-stands"),
        pytest.param("DAILY.", ["c-0-0", "c-0-2"], id="each-clause-once"),
        pytest.param("once daily. Check", [], id="not-from-section-to-section"),
        pytest.param("2 Dose", [], id="not-in-a-heading"),
        pytest.param("Take one 40 mg tablet", [], id="another-figure"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n ", [], id="blank"),
    ],
)
def test_a_quote_is_found_at_its_clauses(quote: str, places: list[str]) -> None:
    found = QuoteFinder(LABEL).find(quote)
    assert [clause.address for clause in found] == places


def test_a_quote_that_begins_again_before_it_ends_is_found_twice() -> None:
    texts = [DOSE, FOOD, DOSE, FOOD, DOSE]
    section = made(0, "", *texts)
    found = QuoteFinder([section]).find(" ".join(texts[:3]))
    assert found == section.clauses


def test_in_no_label_nothing_is_found() -> None:
    assert QuoteFinder([]).find("anything") == ()
    assert QuoteFinder([made(0, "A title alone")]).find("A title alone") == ()


@settings(max_examples=50)
@given(labels())
def test_every_clause_is_found_by_its_own_words(label: Label) -> None:
    finder = QuoteFinder(label)
    for section in label:
        for clause in section.clauses:
            if clause.kind != "heading":
                assert clause in finder.find(clause.text)


@settings(max_examples=50)
@given(labels(), st.sampled_from(SENTENCES))
def test_what_is_found_holds_the_quote(label: Label, quote: str) -> None:
    for clause in QuoteFinder(label).find(quote):
        assert quote in clause.text or clause.text in quote


@settings(max_examples=50)
@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6), st.data())
def test_a_stretch_of_a_section_is_found_over_all_its_clauses(
    texts: list[str], data: st.DataObject
) -> None:
    begin = data.draw(st.integers(0, len(texts) - 1))
    end = data.draw(st.integers(begin + 1, len(texts)))
    section = made(0, "", *texts)
    found = QuoteFinder([section]).find(" ".join(texts[begin:end]))
    assert set(section.clauses[begin:end]) <= set(found)


REPEATED = made(
    0,
    "2 Dose",
    "The recommended dose is one 20 mg tablet once daily.",
    "Doses above 20 mg daily are not recommended.",
    "Too short to tell.",
).clauses[1:]


@pytest.mark.parametrize(
    ("texts", "places"),
    [
        pytest.param(
            ["We say: the recommended dose is one 20 mg tablet once daily!"],
            [0],
            id="all-of-it",
        ),
        pytest.param(["dose is one 20 mg tablet"], [0], id="six-words"),
        pytest.param(["is one 20 mg tablet"], [], id="five-words"),
        pytest.param(["Recommended DOSE is one, 20 mg"], [0], id="case-and-commas"),
        pytest.param(["dose is one 40 mg tablet once daily"], [], id="another-figure"),
        pytest.param(["20 mg daily are not recommended"], [1], id="another-clause"),
        pytest.param(
            ["Doses above 20 mg daily are not", "recommended dose is one 20 mg"],
            [1, 0],
            id="two-texts",
        ),
        pytest.param(["too short to tell"], [], id="a-clause-of-four-words"),
        pytest.param([], [], id="no-text"),
        pytest.param([""], [], id="an-empty-text"),
    ],
)
def test_a_text_repeats_a_clause_by_six_words_in_a_row(
    texts: list[str], places: list[int]
) -> None:
    found = SharedRuns(REPEATED).find(texts)
    assert [clause.number for clause in found] == places


def test_a_run_belongs_to_the_first_clause_that_has_it() -> None:
    twice = made(0, "", DOSE, DOSE).clauses
    assert SharedRuns(twice).find([DOSE]) == (twice[0],)


WORDS = st.lists(st.sampled_from(["one", "two", "20", "mg", "daily"]), max_size=14)


@given(WORDS, WORDS)
def test_repeating_is_sharing_a_run(mine: list[str], theirs: list[str]) -> None:
    clause, text = made(0, "", " ".join(mine)).clauses, " ".join(theirs)
    shared = {
        tuple(mine[n : n + SHARED_WORDS]) for n in range(len(mine) - SHARED_WORDS + 1)
    } & {
        tuple(theirs[n : n + SHARED_WORDS])
        for n in range(len(theirs) - SHARED_WORDS + 1)
    }
    assert bool(SharedRuns(clause).find([text])) is bool(shared)


@given(WORDS, st.integers(1, 8))
def test_runs_cover_every_word(words: list[str], length: int) -> None:
    found = list(runs(words, length))
    assert all(len(run) == min(length, len(words)) for run in found)
    assert {word for run in found for word in run} == set(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CAIRN-1 met p<0.001", ("cairn-1", "met", "p", "0.001")),
        ("1,934 of 5.5%", ("1,934", "of", "5.5%")),
        ("the patient’s dose", ("the", "patient's", "dose")),
        ("a–b", ("a-b",)),
        ("10% 10 %", ("10%", "10")),
        ("…", ()),
        ("Größe 漢字", ("grösse", "漢字")),
    ],
)
def test_words_keep_their_figures_whole(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words
