"""A reader stumbles over none of these: articles, points, spaces, doubled words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.writers.composer import agreement

# Words after "a": spoken with a consonant first, however they are written.
AFTER_A = """
    summary study trial passage note letter heading year website page table European
    euro eulogy ewe one-page once-daily unit union unique uniform universal university
    unified unilateral use useful user usual ubiquitous utility urate urine urology
    uvular Ukrainian U-turn hospital history healthy home hepatic hyphen horizon yes
    yearly wide 1 2 10 12 100 110 118 180 1,100 1,800 70 7-day 100% 1,180 UK US UN BBC
    CT PDF DVD GP TV VTE WHO U.S. B.M.J. CRP PPI T4
"""
# Words after "an": spoken with a vowel first.
AFTER_AN = """
    evidence opening e-mail email article abstract overview update urgent
    understanding unusual uninterrupted unimportant unidentified uninformed unrelated
    urban usher utter upper invitation office hour hourly honest honour honor
    honourable heir heiress onerous oncology open online only ongoing umbrella index
    item 8 80 800 8,000 8-week 11 11-year 18 18-month 11,000 18,000 11.5 85% 18% 11000
    FDA MRI LDL FAQ EMA EU HCP SMS NHS RCT LV SGLT2 F.D.A. ACE ECG IV HbA1c mRNA élan
    Änderung
"""
EITHER = ("NYHA", "NICE", "NATO", "HIPAA", "LASIK", "SIGN", "RAAS", "STEMI")
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)


@pytest.mark.parametrize("word", AFTER_A.split())
def test_a_stands_before_a_consonant_as_it_is_spoken(word: str) -> None:
    assert agreement.faults(f"Here is a {word} again.") == ()
    assert agreement.faults(f"Here is an {word} again.") == ("an before a consonant",)


@pytest.mark.parametrize("word", AFTER_AN.split())
def test_an_stands_before_a_vowel_as_it_is_spoken(word: str) -> None:
    assert agreement.faults(f"Here is an {word} again.") == ()
    assert agreement.faults(f"Here is a {word} again.") == ("a before a vowel",)


@pytest.mark.parametrize("word", EITHER)
def test_capitals_that_some_spell_and_some_say_take_either(word: str) -> None:
    assert "a" in agreement.fitting_articles(word)
    assert ("an" in agreement.fitting_articles(word)) is (word[0] in "NHLSR")


def test_the_tables_are_as_long_as_they_should_be() -> None:
    words = [*AFTER_A.split(), *AFTER_AN.split()]
    assert len(set(words)) == len(words) >= 80


@pytest.mark.parametrize("word", ["summary", "evidence", "hour", "8", "unit", "EMA"])
def test_a_sentence_may_begin_with_its_article(word: str) -> None:
    right, wrong = ("An", "A") if word in AFTER_AN.split() else ("A", "An")
    for before in ("", "Thank you. ", "Why? ", "Look: "):
        assert agreement.faults(f"{before}{right} {word} again.") == ()
        assert len(agreement.faults(f"{before}{wrong} {word} again.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Hepatitis A and hepatitis B.", id="a kind of hepatitis"),
        pytest.param("Part A opens the trial.", id="a part with a letter"),
        pytest.param("Vitamin A is listed.", id="a vitamin"),
        pytest.param("Banana opens, data is, the plan uses.", id="a at a word's end"),
        pytest.param("An", id="nothing behind the article"),
        pytest.param("Grade A.", id="a letter at the end"),
    ],
)
def test_a_capital_inside_a_sentence_is_a_name(text: str) -> None:
    assert agreement.faults(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One  two.", ("two spaces",)),
        ("One two .", ("space before a point",)),
        ("One , two.", ("space before a point",)),
        ("One two !", ("space before a point",)),
        ("One\n? Two", ("space before a point",)),
        ("One two..", ("doubled point",)),
        ("One two.,", ("doubled point",)),
        ("One two.:", ("doubled point",)),
        ("One two,.", ("doubled point",)),
        ("One two:;", ("doubled point",)),
        ("One two?!", ("doubled point",)),
        ("One two!!", ("doubled point",)),
        ("One two, , three", ("space before a point", "doubled point")),
        ("One the the two", ("the same word twice",)),
        ("The the two", ("the same word twice",)),
        ("One two  two", ("two spaces", "the same word twice")),
        ("One a  a", ("two spaces", "a before a vowel", "the same word twice")),
    ],
)
def test_each_fault_is_named(text: str, found: tuple[str, ...]) -> None:
    assert agreement.faults(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wait … then go on.",
        "Wait... then go on.",
        "Read on (see below).",
        "It ends: here; and, so, there.",
        "“Quoted.” Then more.",
        "See e.g., the table.",
        "That is, i.e., here.",
        "Orlen et al., 2025.",
        "Papers, notes, etc., below.",
        "Acme Inc., Nowhere.",
        "In in-depth reading.",
        "He had had-not.",
        "12 12 are figures.",
        "and/or",
        "No. 5, p. 12.",
        "Hello {{userName}}, hello",
    ],
)
def test_good_copy_is_left_in_peace(text: str) -> None:
    assert agreement.faults(text) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", "", ""),
        ("…", "", ""),
        ("One", "one", "one"),
        ("“Dear colleague,", "dear", "colleague"),
        ("Don't wait.", "don't", "wait"),
        ("You’ll see state-of-the-art", "you’ll", "state-of-the-art"),
        ("[1] Source [2]", "1", "2"),
        ("ÉLAN vital", "élan", "vital"),
        ("a_b", "a", "b"),
        ("STRASSE STRAßE", "strasse", "strasse"),
    ],
)
def test_first_and_last_words(text: str, first: str, last: str) -> None:
    assert agreement.first_word(text) == first
    assert agreement.last_word(text) == last


@given(LETTERS)
def test_one_article_or_the_other_fits_every_word(word: str) -> None:
    fitting = agreement.fitting_articles(word)
    assert len(fitting) == 1
    wrong = {"a", "an"} - fitting
    for article in ("a", "an"):
        faulty = agreement.faults(f"Here is {article} {word}")
        assert any("before a" in fault for fault in faulty) is (article in wrong)


@given(st.integers(0, 10**7))
def test_a_number_is_read_alike_with_and_without_its_commas(number: int) -> None:
    # Groups of three: 11,000 is spoken as eleven thousand, 11000 too.
    plain, grouped = str(number), f"{number:,}"
    if number < 1000 or grouped.partition(",")[0] in {"11", "18"}:
        assert agreement.fitting_articles(plain) == agreement.fitting_articles(grouped)


@given(st.lists(LETTERS, min_size=1, max_size=8))
def test_single_spaces_and_one_point_are_never_a_fault(words: list[str]) -> None:
    text = " ".join(words) + "."
    found = agreement.faults(text)
    assert not {"two spaces", "space before a point", "doubled point"} & set(found)


@given(st.lists(LETTERS, min_size=2, max_size=8))
def test_a_doubled_word_is_found_wherever_it_stands(words: list[str]) -> None:
    doubled = " ".join([words[0], *words])
    assert "the same word twice" in agreement.faults(doubled)
    is_doubled = any(a == b for a, b in pairwise(words))
    found = "the same word twice" in agreement.faults(" ".join(words))
    assert found is is_doubled
