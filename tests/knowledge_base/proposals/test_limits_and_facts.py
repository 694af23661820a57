"""Whom a statement holds for, against what, when and how sure; its key; its facts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base import proposals
from knowledge_base.proposals.passages import passages, wording
from knowledge_base.proposals.qualifying import limits
from knowledge_base.proposals.sifting import key_of


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("In adults with grey fever, relapse fell.", "adults with grey fever"),
        (
            "Relapse fell in patients without liver disease.",
            "patients without liver disease",
        ),
        ("Relapse fell among women aged 65 or more, not men.", "women aged 65 or more"),
        ("Relapse fell for children under 12 (p<0.01).", "children under 12"),
        ("Relapse fell in healthy volunteers.", "healthy volunteers"),
        ("In elderly male patients was less relapse.", "elderly male patients"),
        ("Relapse fell in people who smoke.", "people who smoke"),
        ("Relapse fell in patients over 75 compared with placebo.", "patients over 75"),
        ("Relapse fell in patients.", ""),
        ("Relapse fell in adults, not in children.", ""),
        ("Relapse fell in the clinic.", ""),
        ("Relapse fell.", ""),
    ],
)
def test_the_population(text: str, population: str) -> None:
    assert limits(text).population == population


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("Relapse fell compared with placebo.", "placebo"),
        ("Relapse fell compared to placebo.", "placebo"),
        ("Relapse fell versus bromavel.", "bromavel"),
        ("62% vs. 41% with placebo had none.", "placebo"),
        ("62% vs 41% on bromavel had none.", "bromavel"),
        ("Relapse fell relative to bromavel 10 mg.", "bromavel 10 mg"),
        ("It was superior to bromavel.", "bromavel"),
        ("Fewer relapses than placebo were seen.", "placebo"),
        ("It lowers more relapses than bromavel.", "bromavel"),
        ("It was not different from placebo.", "placebo"),
        ("Relapse fell compared with that of placebo.", "placebo"),
        ("Relapse fell compared with those on placebo.", "placebo"),
        ("Relapse fell compared with baseline.", ""),
        ("Relapse fell.", ""),
    ],
)
def test_the_comparator(text: str, comparator: str) -> None:
    assert limits(text).comparator == comparator


@pytest.mark.parametrize(
    ("text", "timepoint"),
    [
        ("Relapse fell at week 24.", "at week 24"),
        ("Relapse fell by day 3.", "by day 3"),
        ("Relapse fell within 18 months of treatment.", "within 18 months"),
        ("Relapse fell over 52 weeks.", "over 52 weeks"),
        ("Relapse fell after 1.5 years.", "after 1.5 years"),
        ("Relapse fell for up to 12 months.", "for up to 12 months"),
        ("Relapse fell during the first 4 weeks.", "during the first 4 weeks"),
        (
            "Relapse fell after a median follow-up of 26 months.",
            "after a median follow-up of 26 months",
        ),
        ("Relapse fell within 30 minutes.", "within 30 minutes"),
        ("Relapse fell over a 12-week trial.", "over a 12-week"),
        ("Relapse fell after 2 to 4 weeks.", "after 2 to 4 weeks"),
        ("Relapse fell after 2–4 weeks.", "after 2–4 weeks"),
        ("Relapse fell at the clinic.", ""),
        ("Relapse fell in 24 patients.", ""),
    ],
)
def test_the_time(text: str, timepoint: str) -> None:
    assert limits(text).timepoint == timepoint


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        pytest.param(
            "Relapse fell (95% CI 14 to 28).", ("(95% CI 14 to 28)",), id="interval"
        ),
        pytest.param("Relapse fell (p<0.001).", ("(p<0.001)",), id="p-value"),
        pytest.param("Relapse fell (n = 812).", ("(n = 812)",), id="number"),
        pytest.param("Relapse fell (HR 0.61).", ("(HR 0.61)",), id="ratio"),
        pytest.param("Relapse fell (not much).", (), id="an-aside"),
        pytest.param(
            "Felostat lowers relapse as an adjunct to diet.",
            ("as an adjunct to diet",),
            id="adjunct",
        ),
        pytest.param(
            "Felostat lowers relapse when used with bromavel.",
            ("when used with bromavel",),
            id="when-used-with",
        ),
        pytest.param(
            "In a post hoc analysis relapse fell.", ("post hoc",), id="post-hoc"
        ),
        pytest.param(
            "An exploratory, interim look at the pooled data.",
            ("exploratory", "interim", "pooled"),
            id="three-hedges",
        ),
        pytest.param(
            "Relapse fell, not adjusted for multiplicity.",
            ("not adjusted for multiplicity",),
            id="not-adjusted",
        ),
        pytest.param(
            "In adults with fever relapse fell at week 24.",
            ("In adults with fever relapse fell", "at week 24"),
            id="population-and-time",
        ),
        pytest.param(
            "Pooled data and pooled data again.", ("Pooled", "pooled"), id="as-written"
        ),
        pytest.param("Interim and interim data.", ("Interim", "interim"), id="case"),
        pytest.param("At week 4 and at week 4.", ("At week 4", "at week 4"), id="time"),
        pytest.param("Relapse fell.", (), id="none"),
    ],
)
def test_the_qualifiers(text: str, qualifiers: tuple[str, ...]) -> None:
    assert limits(text).qualifiers == qualifiers


SENTENCES = st.lists(
    st.sampled_from([
        "In adults with grey fever",
        "relapse fell",
        "compared with placebo",
        "at week 24",
        "(p<0.001)",
        "over 52 weeks",
        "versus bromavel 10 mg",
        "among women aged 65 or more",
        "pooled",
        ",",
    ]),
    max_size=8,
).map(" ".join)  # fmt: skip


@given(SENTENCES)
def test_limits_are_words_of_the_statement(text: str) -> None:
    found = limits(text)
    for told in (found.population, found.comparator, found.timepoint):
        assert told in text
    for qualifier in found.qualifiers:
        assert qualifier in text
        assert qualifier == qualifier.strip() != ""
    assert len(set(found.qualifiers)) == len(found.qualifiers)


@settings(max_examples=50)
@given(SENTENCES)
def test_facts_tell_the_limits_of_the_wording(text: str) -> None:
    facts, found = proposals.facts_of(text, product="Calvoryn"), limits(text)
    assert facts.qualifiers == found.qualifiers
    assert facts.population == found.population
    assert facts.comparator == found.comparator
    assert facts.timepoint == found.timepoint


@pytest.mark.parametrize(
    ("words", "product", "key"),
    [
        pytest.param(
            "Felostat reduced relapse", "", "felostat-reduced-relapse", id="all"
        ),
        pytest.param(
            "Felostat reduced relapse", "Felostat", "reduced-relapse", id="own"
        ),
        pytest.param(
            "Calvoryn lowers fever", "Calvoryn (felostat)", "lowers-fever", id="product"
        ),
        pytest.param("It is the one of a", "", "one", id="small-words-go"),
        pytest.param(
            "one two three four five six", "", "one-two-three-four-five", id="5"
        ),
        pytest.param("62% versus 41%", "", "62-41", id="figures-stay"),
        pytest.param("1.5 mg/kg", "", "1-5-mg-kg", id="marks-become-dashes"),
        pytest.param(
            "Größe über alles", "", "gr-sse-ber-alles", id="letters-of-others"
        ),
        pytest.param("漢字", "", "claim", id="nothing-that-is-left"),
        pytest.param("", "", "claim", id="nothing"),
        pytest.param("x" * 80, "", "x" * 60, id="sixty-characters"),
    ],
)
def test_keys(words: str, product: str, key: str) -> None:
    assert key_of(words.split(), product) == key


@given(st.text(max_size=80), st.text(max_size=20))
def test_a_key_is_short_plain_and_never_empty(text: str, product: str) -> None:
    key = key_of(text.split(), product)
    assert 1 <= len(key) <= 60
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert key == key.strip("-")


# passages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One rose. Two fell.", [("", "One rose."), ("", "Two fell.")]),
        ("One rose.\nTwo fell.", [("", "One rose."), ("", "Two fell.")]),
        ("RESULTS: One rose.", [("RESULTS", "One rose.")]),
        ("Results\nOne rose.", [("Results", "One rose.")]),
        ("Results — One rose.", [("Results", "One rose.")]),
        ("RESULTS: One. METHODS: Two.", [("RESULTS", "One."), ("METHODS", "Two.")]),
        ("SAFETY FINDINGS: One rose.", [("SAFETY FINDINGS", "One rose.")]),
        ("One (e.g. two. Three) rose.", [("", "One (e.g. two. Three) rose.")]),
        ("One (two. Three", [("", "One (two. Three")]),
        ("One (two.\nThree) rose.", [("", "One (two."), ("", "Three) rose.")]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_a_source_is_cut_into_passages(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(one.part, one.quote) for one in passages(text)] == expected


TEXTS = st.text(alphabet="Ab .(\n[)]:?", max_size=80) | st.lists(
    st.sampled_from([
        "RESULTS: Relapse fell.",
        "METHODS: We asked.",
        "Nausea (7% vs. 3%) rose.",
        "[see Use (1.2)]",
        "\n",
        "It fell. ",
    ]),
    max_size=6,
).map(" ".join)  # fmt: skip


@given(TEXTS)
def test_a_quote_is_the_source_between_its_places(text: str) -> None:
    end = 0
    for passage in passages(text):
        assert text[passage.start : passage.end] == passage.quote
        assert passage.start >= end
        assert passage.quote == passage.quote.strip() != ""
        end = passage.end


@given(TEXTS)
def test_a_wording_is_one_line_and_stays_what_it_is(text: str) -> None:
    once = wording(text)
    assert once == " ".join(once.split())
    assert len(once) <= len(text)


@settings(max_examples=50)
@given(TEXTS, st.sampled_from(["", "34084-4", "34068-7"]))
def test_every_passage_is_proposed_or_left_out_once(text: str, code: str) -> None:
    sifted = proposals.sift(text, section_code=code)
    places = sorted(
        [(one.start, one.end) for one in sifted.proposals]
        + [(one.start, one.end) for one in sifted.left_out]
    )
    assert places == [(one.start, one.end) for one in passages(text)]


@settings(max_examples=50)
@given(TEXTS)
def test_sifting_twice_gives_the_same(text: str) -> None:
    assert proposals.sift(text) == proposals.sift(text)
    assert proposals.propose(text) == proposals.sift(text).proposals


@settings(max_examples=50)
@given(TEXTS, st.sampled_from(["", "Table 2", "p. 4"]))
def test_a_proposal_carries_its_locator_and_no_more(text: str, locator: str) -> None:
    plain, placed = proposals.propose(text), proposals.propose(text, locator=locator)
    assert [one.locator for one in placed] == [locator] * len(plain)
    assert [(one.quote, one.kind) for one in placed] == [
        (one.quote, one.kind) for one in plain
    ]


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from(["Relapse fell by a half.", "Nausea was rare in adults."]))
)
def test_no_statement_is_proposed_twice(sentences: list[str]) -> None:
    found = proposals.propose(" ".join(sentences))
    assert [one.text for one in found] == list(dict.fromkeys(sentences))
