"""What looks like a figure and is none, and how each reading keeps to its words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording.quantities import exclusions, read
from tests.knowledge_base.quantity_cases import CASES

LAW = settings(max_examples=50, deadline=None)

NONE = [
    pytest.param("https://pi.velorin.example/v2/2025", id="an address"),
    pytest.param("www.velorin.example/24/7", id="an address without a scheme"),
    pytest.param("doi: 10.1234/abc.56", id="a DOI"),
    pytest.param("write to info24@velorin.example", id="an e-mail address"),
    pytest.param("J Med 2024;12(3):45-67", id="a citation"),
    pytest.param("2024;12:e45", id="a citation of an e-page"),
    pytest.param("on 1 October 2026", id="a day before its month"),
    pytest.param("on 1st October", id="an ordinal day"),
    pytest.param("on October 1, 2026", id="a day after its month"),
    pytest.param("in October 2026", id="a month of a year"),
    pytest.param("am 3. März 2025", id="a German day"),
    pytest.param("im Dezember 2025", id="a German month"),
    pytest.param("on 2026-11-21", id="an ISO day"),
    pytest.param("on 21/11/2026", id="a day with slashes"),
    pytest.param("am 21.11.2026", id="a day with points"),
    pytest.param("call +44 20 7946 0000", id="an international telephone number"),
    pytest.param("call 555-010-0199", id="a telephone number"),
    pytest.param("call (555) 010-0199", id="a telephone number with an area code"),
    pytest.param("Tel. 030 5550199", id="a German telephone number"),
    pytest.param("as shown [3]", id="a reference"),
    pytest.param("as shown [1-3, 7]", id="a list of references"),
    pytest.param("[see Warnings and Precautions (5.1)]", id="a cross-reference"),
    pytest.param("(see Section 5.1)", id="a cross-reference in brackets"),
    pytest.param("as shown¹", id="a raised reference"),
    pytest.param("as shown¹,²", id="raised references"),
    pytest.param("EudraCT 2019-001234-56", id="a register number"),
    pytest.param("EU/1/24/1234/001", id="a licence number"),
    pytest.param("COVID-19", id="a name with a number"),
    pytest.param("an IL-17 inhibitor", id="an interleukin"),
    pytest.param("the SF-36 and the PHQ-9", id="names of scales"),
    pytest.param("PASI 75 response", id="a response criterion"),
    pytest.param("ACR20 responders", id="a response criterion without a space"),
    pytest.param("on p. 12", id="a page"),
    pytest.param("on pages 12-14", id="pages"),
    pytest.param("type 2 diabetes", id="a type of a disease"),
    pytest.param("a phase 3 study", id="a phase"),
    pytest.param("grade 3 or 4 events", id="grades"),
    pytest.param("stage IV", id="a Roman stage"),
    pytest.param("NYHA class 2", id="a class"),
    pytest.param("Table 2", id="a table"),
    pytest.param("Fig. 3a", id="a figure"),
    pytest.param("Section 5.1", id="a section"),
    pytest.param("Study 1 and Trial 2", id="studies by number"),
    pytest.param("Abschnitt 4.8", id="a German section"),
    pytest.param("vitamin B12", id="a vitamin"),
    pytest.param("open 24/7", id="around the clock"),
    pytest.param("at 14:30", id="a time of day"),
    pytest.param("at 8:15 pm", id="a time of the afternoon"),
    pytest.param("the 2nd and the 21st", id="ordinals"),
    pytest.param("version 2.1.3", id="a version"),
    pytest.param("IP 10.0.0.1", id="a number with many points"),
    pytest.param("one of the most common reactions", id="one of the most"),
    pytest.param("since 2019", id="a lone year"),
    pytest.param("published in 2024.", id="a year at the end"),
    pytest.param("CYP3A4 and P2Y12", id="names with digits inside"),
    pytest.param("someone, once more, attended", id="words that hold numbers"),
    pytest.param("", id="nothing"),
    pytest.param(" \n\t", id="space"),
    pytest.param("no figure at all", id="words"),
]


@pytest.mark.parametrize("text", NONE)
def test_no_figure_is_read(text: str) -> None:
    assert [quantity.text for quantity in read(text)] == []


KEPT = [
    pytest.param("October 5 mg", "5 mg", id="a dose after a month"),
    pytest.param("in 2019 patients", "2019 patients", id="a year that counts people"),
    pytest.param("n=2019", "n=2019", id="a year after n"),
    pytest.param("1,200 of 2019", "1,200 of 2019", id="a year as a whole"),
    pytest.param("about 2000", "about 2000", id="a year after about"),
    pytest.param("2010 mg", "2010 mg", id="a year with a unit"),
    pytest.param("10² cells", "10² cells", id="a power"),
    pytest.param("5 m²", "5 m²", id="a raised unit"),
    pytest.param("phase 3: 48 %", "48 %", id="a percentage after a phase"),
    pytest.param("see [1]: 9.8 %", "9.8 %", id="a percentage after a reference"),
    pytest.param("COVID-19 in 9.8 %", "9.8 %", id="a percentage after a name"),
    pytest.param("on 2026-11-21: 5 mg", "5 mg", id="a dose after a day"),
    pytest.param("at 14:30, 5 mg", "5 mg", id="a dose after a time"),
    pytest.param("grade 3 in 12 %", "12 %", id="a percentage after a grade"),
]


@pytest.mark.parametrize(("text", "kept"), KEPT)
def test_what_stands_beside_is_still_read(text: str, kept: str) -> None:
    assert [quantity.text for quantity in read(text)] == [kept]


def test_german_thousands_are_no_version() -> None:
    assert [one.text for one in read("1.234.567 Tabletten", "de")] == [
        "1.234.567 Tabletten"
    ]
    assert read("Version 1.234.567", "en") == ()


@LAW
@given(st.sampled_from([case[0] for case in CASES]) | st.text(max_size=80))
def test_hiding_keeps_every_place(text: str) -> None:
    hidden = exclusions.hide(text)
    assert len(hidden) == len(text)
    for mine, other in zip(text, hidden, strict=True):
        assert other in {mine, exclusions.HIDDEN}


@LAW
@given(
    st.lists(
        st.sampled_from([" ".join(case[0].split()) for case in CASES]), max_size=3
    ).map(". ".join),
    st.sampled_from(["en", "de"]),
)
def test_figures_stand_apart_in_order_in_the_words_as_given(
    text: str, locale: str
) -> None:
    place = 0
    for quantity in read(text, locale):
        start, end = quantity.span
        assert place <= start < end <= len(text)
        assert text[start:end] == quantity.text
        assert quantity.text == quantity.text.strip()
        place = end


@LAW
@given(st.sampled_from([case[0] for case in CASES if case[2] == "en"]))
def test_how_spaces_and_signs_are_typeset_changes_no_figure(text: str) -> None:
    """Thin and hard spaces, other dashes and soft hyphens are the same characters."""
    typeset = text.replace(" ", "\u00a0").replace("–", "-")
    plain = [(one.kind, one.values, one.unit) for one in read(text)]
    assert [(one.kind, one.values, one.unit) for one in read(typeset)] == plain
    soft = [(one.kind, one.values, one.unit) for one in read(f"\u00ad{text}\u200b")]
    assert soft == plain


@LAW
@given(st.sampled_from([case[0] for case in CASES if case[2] == "en"]))
def test_a_paragraph_before_changes_no_figure(text: str) -> None:
    alone = [(one.kind, one.values, one.unit, one.label) for one in read(text)]
    after = [
        (one.kind, one.values, one.unit, one.label)
        for one in read(f"A paragraph of its own.\n{text}")
    ]
    assert after == alone
