"""Rules that reckon, compare and measure: each with what it says, case by case."""

from typing import Any

import pytest

from content_engine.pieces import Finding
from content_engine.rules import obligatory, packs
from content_engine.vocabulary import Severity
from tests.content_engine.rules.staging import clean, staged


def said(rule: str, example: Any, market: str = "US") -> list[str]:
    """The sentences of a rule on an example."""
    return [one.message for one in found(rule, example, market)]


def found(rule: str, example: Any, market: str = "US") -> list[Finding]:
    result = staged(example, market).check()
    return [one for one in result.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("9.8% vs 13.1%: 3.3 percentage points.", [], id="difference"),
        pytest.param("13.1% vs 9.8%: 3.3 percentage points.", [], id="turned round"),
        pytest.param(
            "9.8% vs 13.1%: 3.4 percentage points.", [], id="reckoned before rounding"
        ),
        pytest.param(
            "9.8% vs 13.1%: 3.5 percentage points.",
            ["The difference of these shares is 3.3 points."],
            id="too far",
        ),
        pytest.param("10% vs 13%: 4 percentage points.", [], id="coarse shares"),
        pytest.param(
            "10% vs 13%: 5 percentage points.",
            ["The difference of these shares is 3 points."],
            id="coarse, too far",
        ),
        pytest.param("9.8% (190/1,934).", [], id="share"),
        pytest.param("12.5% (190/1,934).", ["190/1,934 is 9.8%."], id="wrong share"),
        pytest.param("190/1,934 (12.5%).", ["190/1,934 is 9.8%."], id="share behind"),
        pytest.param("10% (190/1,934).", [], id="coarser share"),
        pytest.param("9.82% (190/1,934).", [], id="finer share"),
        pytest.param("9.85% (190/1,934).", ["190/1,934 is 9.82%."], id="finer, wrong"),
        pytest.param("3.3 percentage points; NNT 31.", [], id="needed"),
        pytest.param("3.3 percentage points; NNT 30.", [], id="rounded down"),
        pytest.param(
            "3.3 percentage points; NNT of 25.",
            ["A difference of 3.3 points gives an NNT of 31."],
            id="wrong need",
        ),
        pytest.param(
            "3.3 percentage points; number needed to treat: 40.",
            ["A difference of 3.3 points gives an NNT of 31."],
            id="need in words",
        ),
        pytest.param("NNT 25.", [], id="a need alone"),
        pytest.param("7% and 8% and 9%: 5 percentage points.", [], id="three shares"),
    ],
)
def test_sums_are_reckoned(text: str, sentences: list[str]) -> None:
    assert said("ST-09", text) == sentences


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Begin with 30 mg.", False),
        ("Start with 30 mg once daily.", False),
        ("Start with 30 mg twice daily.", True),
        ("Begin with 60 mg.", True),
        ("Increase to 60 mg once daily.", True),
        ("Give 90 mg.", True),
        ("Prescribe 0.03 g once daily.", False),
        ("The tablet has 45 mg of lactose.", False),
        ("Patients received 90 mg of the comparator.", False),
        ("A pack of 28 tablets of 90 mg: take care.", False),
        ("Take it with food.", False),
    ],
)
def test_doses_are_the_label_s(text: str, wrong: bool) -> None:
    sentence = "This dose is not the label's: use the label's own words."
    label = {"text": text}
    stage = staged(label, "US")
    claims = tuple(one for one in stage.supply.claims if one.kind != "dosing")
    found = stage.with_supply(claims=claims).check().findings
    messages = [one.message for one in found if one.rule == "LB-02"]
    assert messages.count(sentence) == bool(messages) == wrong


def test_a_dosing_claim_widens_what_may_be_given() -> None:
    assert said("LB-02", "Increase to 60 mg once daily.") == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "QUILLON-1: 9.8%; PALTER-3: 11.2%.",
            [
                "Figures of PALTER and QUILLON stand side by side: keep them apart, "
                "or cite a published indirect comparison."
            ],
        ),
        (
            "QUILLON-1 showed 9.8%.\nPALTER-3 showed 11.2%.",
            [
                "Figures of PALTER and QUILLON stand side by side: keep them apart, "
                "or cite a published indirect comparison."
            ],
        ),
        ("QUILLON-1: 9.8%; QUILLON-2: 11.2%.", []),
        ("QUILLON-1 and PALTER-3.", []),
        ("QUILLON-1: 9.8%; PALTER-3: listed.", []),
        (
            "QUILLON-1: HR 0.74; PALTER-3: HR 0.81.",
            [
                "Figures of PALTER and QUILLON stand side by side: keep them apart, "
                "or cite a published indirect comparison."
            ],
        ),
        ("By an indirect comparison, QUILLON-1: 9.8%; PALTER-3: 11.2%.", []),
        ("NT-proBNP fell by 9.8% and by 11.2%.", []),
    ],
)
def test_studies_are_kept_apart(text: str, sentences: list[str]) -> None:
    assert said("CP-04", text) == sentences


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Dulmora differs.", ["Dulmora"]),
        ("DULMORA and dulmora.", ["DULMORA", "dulmora"]),
        ("Dulmorax differs.", []),
        ("Read about Velorin.", []),
    ],
)
def test_competitors_are_told_by_name(text: str, places: list[str]) -> None:
    assert [one.text for one in found("CP-03", text)] == places


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "9.8% vs 13.1%.",
            [
                "These figures lack the endpoint and the comparator and the duration: "
                "add them here."
            ],
        ),
        (
            "Admissions: 9.8% vs 13.1%.",
            ["These figures lack the comparator and the duration: add them here."],
        ),
        (
            "9.8% vs 13.1% with placebo.",
            ["These figures lack the duration: add them here."][:0],
        ),
        ("Admissions at 18 months: 9.8% vs 13.1%.", []),
        (
            "9.8% (n=190) vs 13.1%.",
            [
                "These figures lack the endpoint and the comparator and the duration: "
                "add them here."
            ],
        ),
        ("9.8% of all.", []),
    ],
)
def test_two_figures_say_what_they_are_about(text: str, sentences: list[str]) -> None:
    assert said("ST-07", text) == sentences


@pytest.mark.parametrize(
    ("design", "market", "severity"),
    [
        pytest.param(
            "single-arm", "US", Severity.BLOCK, id="time to event from one arm"
        ),
        pytest.param("single-arm", "GB", Severity.HIGH, id="elsewhere"),
        pytest.param("open-label", "US", Severity.BLOCK, id="superior, open label"),
        pytest.param("post hoc", "US", Severity.HIGH, id="post hoc"),
        pytest.param("pooled", "GB", Severity.HIGH, id="pooled"),
        pytest.param("randomised", "US", None, id="randomised"),
        pytest.param("double-blind", "GB", None, id="double-blind"),
    ],
)
def test_the_kind_of_study_is_disclosed(
    design: str, market: str, severity: Severity | None
) -> None:
    weights = {one.severity for one in found("ST-06", {"design": design}, market)}
    assert weights == ({severity} if severity else set())


def test_a_kind_of_study_that_is_told_is_disclosed() -> None:
    assert (
        said("ST-06", {"design": "post hoc", "body_adds": "A post hoc analysis."}) == []
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("VELORIN IS HERE NOW.", ["These words shout: write them small."]),
        ("VELORIN HF US.", []),
        ("Hello!", []),
        ("Hello! Hello!", ["The piece has 2 exclamation marks; keep one at most."]),
        ("Hello 🙂", ["An emoticon speaks to feelings: take it out."]),
        ("Hello :-)", ["An emoticon speaks to feelings: take it out."]),
        ("Velorin®▼ • note", []),
    ],
)
def test_nothing_presses(text: str, sentences: list[str]) -> None:
    assert said("WD-07", text) == sentences


@pytest.mark.parametrize(
    ("text", "market", "right"),
    [
        ("hyponatremia", "GB", ["hyponatraemia"]),
        ("Hyponatremia", "GB", ["hyponatraemia"]),
        ("hyponatraemia", "GB", []),
        ("hyponatraemia", "US", ["hyponatremia"]),
        ("hyponatremia", "US", []),
        ("velorin", "US", ["Velorin"]),
        ("VELORIN", "US", []),
        ("vELORIN", "GB", ["Velorin"]),
        ("info@velorin.example", "US", []),
        ("https://velorin.example/a", "US", []),
    ],
)
def test_words_are_spelt_as_the_market_does(
    text: str, market: str, right: list[str]
) -> None:
    example = {"text": f"Note {text}.", "market": market}
    assert [one.suggestion for one in found("WD-12", example, market)] == right


@pytest.mark.parametrize(
    ("text", "market", "sentences"),
    [
        ("In all 9,8 %.", "US", ["Decimals are written 9.8 in this market."]),
        ("In all 9.8 %.", "DE", ["Decimals are written 9,8 in this market."]),
        ("In all 9,8 %.", "DE", []),
        ("In all 1,934 adults.", "GB", []),
        ("30,5 mg", "GB", ["Decimals are written 30.5 in this market."]),
        ("30.5 mg", "DE", ["Decimals are written 30,5 in this market."]),
        ("Version 2.1 of it", "DE", []),
        (
            "Die Patienten wurden mit der Tablette und nicht ohne sie behandelt.",
            "US",
            ["This is de; the piece's language is en."],
        ),
        (
            "The patients were treated with the tablet and not without it for you.",
            "DE",
            ["This is en; the piece's language is de."],
        ),
        (
            "Les patients et les médecins sont dans une étude pour le traitement.",
            "GB",
            ["This is fr; the piece's language is en."],
        ),
        (
            "Los pacientes con una enfermedad que son parte del estudio.",
            "US",
            ["This is es; the piece's language is en."],
        ),
        ("We promise no story, no slogan, no detour.", "GB", []),
        ("Die Patienten.", "US", []),
    ],
)
def test_the_language_is_the_market_s(
    text: str, market: str, sentences: list[str]
) -> None:
    key = "de" if market == "DE" else "text"
    assert said("MK-06", {key: text}, market) == sentences


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("It is “a step change in care”.", True),
        ('It is "a step change in care".', True),
        ("It is »a step change in care«.", True),
        ("It is “a step”.", False),
        ("It is “one in four admissions”.", False),
        ("It is “The starting dose is 30 mg once daily.”", False),
        ("“Thank you for reading.”", False),
        ("No quotation at all.", False),
    ],
)
def test_quotations_are_found_in_their_source(text: str, is_told: bool) -> None:
    assert bool(found("EV-05", text)) is is_told


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("POM. Cost: £9. PLGB 99001/0002. July 2026.", ""),
        ("Cost: £9. PLGB 99001/0002. July 2026.", "the legal category"),
        ("POM. PLGB 99001/0002. July 2026.", "the cost"),
        ("POM. Cost: £9. July 2026.", "the marketing authorisation"),
        ("POM. Cost: £9. Marketing authorisation held by Acme.", "a date"),
        (
            "Take one.",
            "the legal category, the cost, the marketing authorisation, a date",
        ),
    ],
)
def test_printed_prescribing_information_is_whole(text: str, missing: str) -> None:
    sentence = f"The printed prescribing information lacks {missing}."
    expected = [sentence] if missing else []
    assert said("ID-08", {"prescribing_information": text}, "GB") == expected


@pytest.mark.parametrize(
    ("times", "sentences"),
    [(1, []), (2, ["admissions@3 is said 3 times: say it once or twice."])],
)
def test_a_benefit_is_not_said_three_times(times: int, sentences: list[str]) -> None:
    added = "\n\n".join(["{ADMISSIONS} [1]"] * times)
    assert said("FB-03", {"body_adds": added}) == sentences


def test_risks_come_before_the_end() -> None:
    example = {"safety_information": None, "footer_adds": "{SAFETY}"}
    assert said("FB-03", example) == [
        "The first risk stands after 100% of the other words: move it up, beside the "
        "first benefit."
    ]


@pytest.mark.parametrize(
    ("example", "sentence"),
    [
        (
            {"channel": "rep_email", "text": "{{ACCOUNTTITLE}}"},
            "The token is spelt accountTitle.",
        ),
        (
            {"channel": "rep_email", "text": "<!-- {{userName}} -->"},
            "A token in a comment is not filled: take it out.",
        ),
    ],
)
def test_tokens_are_spelt_and_placed(example: Any, sentence: str) -> None:
    assert said("CH-08", example) == [sentence]


@pytest.mark.parametrize(
    "tag", ["script", "form", "iframe", "object", "embed", "input"]
)
def test_mail_clients_strip_what_is_not_words(tag: str) -> None:
    assert said("CH-03", f"<{tag}>a</{tag}>") == [
        f"Mail clients strip <{tag}>: take it out."
    ]


@pytest.mark.parametrize(("lines", "is_told"), [(3_000, False), (4_100, True)])
def test_an_email_is_shown_to_its_end(lines: int, is_told: bool) -> None:
    assert bool(found("CH-06", {"body_repeats": lines})) is is_told


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("https://ln.example/7q", True),
        ("https://ln.example/Ab", True),
        ("https://ln.example/risks", False),
        ("https://velorin.example/risks/7q", False),
        ("https://a-longer-host.example/7q", False),
    ],
)
def test_an_address_says_what_it_leads_to(address: str, is_told: bool) -> None:
    assert bool(found("SF-03", f"Risks: {address}")) is is_told


# Obligatory lines by language


@pytest.mark.parametrize(
    ("market", "line"),
    [
        (
            "US",
            "Promotional information from Acme for US healthcare professionals about "
            "Velorin® (tamoxetrel).",
        ),
        (
            "GB",
            "Promotional information from Acme for GB healthcare professionals about "
            "Velorin®▼ (tamoxetrel).",
        ),
        (
            "DE",
            "Werbliche Information von Acme für Angehörige der Heilberufe in DE über "
            "Velorin® (tamoxetrel).",
        ),
    ],
)
def test_the_promotional_line_is_in_the_language(market: str, line: str) -> None:
    stage = clean(market)
    assert obligatory.promotional_line(stage.supply.brand, stage.piece.context) == line


def test_german_lines_have_german_months_and_names() -> None:
    stage = clean("DE")
    brand, context = stage.supply.brand, stage.piece.context
    assert obligatory.date_of_preparation_line(brand, context) == (
        "Stand der Information: November 2026."
    )
    assert obligatory.prescribing_line(brand, context) == (
        "Fachinformation (DE): https://pi.velorin.example/de"
    )
    assert obligatory.opt_out_line(brand, context) == (
        "Abmeldung und Datenschutz: https://acme.example/de/datenschutz"
    )


def test_every_language_has_every_line() -> None:
    english = obligatory.words_of("en-US")
    assert obligatory.words_of("fr-FR") == english
    assert obligatory.words_of("de-DE").keys() == english.keys()
    assert len(obligatory.words_of("de")["months"]) == 12


def test_the_clean_pieces_are_cleared_under_each_pack() -> None:
    for market in packs.MARKETS:
        assert clean(market).check().rule_pack == f"{market}/2026.1"
