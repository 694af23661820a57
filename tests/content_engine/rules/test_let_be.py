"""What the gate lets be: label, codes, dates, courtesy; and where that ends."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.fidelity import lexicon
from content_engine.pieces import Finding
from content_engine.rules import approved, obligatory, quotable
from content_engine.vocabulary import Outcome, StatementKind
from tests.content_engine.rules.staging import Staged, clean, staged, supply_for

ELDERLY = "Dizziness was seen more often above 80 years. Check the pulse at each visit."
STOP = "The e-mail does not say how to stop further messages."
UNLINKED = "The link to unsubscribe is missing."


def found(stage: Staged, rule: str) -> list[Finding]:
    return [one for one in stage.check().findings if one.rule == rule]


def warned(text: str, **wishes: Any) -> Staged:
    """A body with a text more, where the label's warnings are those of ``ELDERLY``."""
    stage = staged({"text": text, **wishes}, "US")
    label = dataclasses.replace(stage.supply.label, warning_texts=(ELDERLY,))
    return stage.with_supply(label=label)


def with_opt_out(line: str, market: str) -> Staged:
    """A clean e-mail whose line on stopping is another one."""
    stage = clean(market)
    brand, context = stage.supply.brand, stage.piece.context
    own = obligatory.opt_out_line(brand, context)
    parts = tuple(
        dataclasses.replace(part, text=part.text.replace(own, line))
        for part in stage.piece.parts
    )
    return Staged(dataclasses.replace(stage.piece, parts=parts), stage.supply)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Unsubscribe: https://acme.example/stop", id="another address"),
        pytest.param("To opt out, visit https://acme.example/x.", id="in a sentence"),
        pytest.param("Stop receiving these e-mails: {{unsubscribe}}", id="token"),
        pytest.param("Opt-out:\nhttps://acme.example/x", id="address on the next line"),
        pytest.param("UNSUBSCRIBE https://acme.example/x", id="capitals"),
    ],
)
@pytest.mark.parametrize("market", ["US", "GB"])
def test_a_line_that_says_how_to_stop_is_an_opt_out(market: str, line: str) -> None:
    rule = "CH-04" if market == "US" else "CH-07"
    assert found(with_opt_out(line, market), rule) == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="none"),
        pytest.param("Privacy: {privacy}", id="privacy alone"),
        pytest.param("{privacy}", id="bare address"),
        pytest.param("You may unsubscribe at any time.", id="without a way"),
        pytest.param("Details: https://acme.example/unsubscribe", id="in the address"),
        pytest.param("Unsubscribe: {pi}", id="leads to prescribing information"),
        pytest.param("Unsubscribe.\nPrivacy: {privacy}", id="another line's address"),
        pytest.param("Abmeldung: https://acme.example/x", id="in another language"),
    ],
)
@pytest.mark.parametrize(
    ("market", "rule", "sentence"), [("US", "CH-04", UNLINKED), ("GB", "CH-07", STOP)]
)
def test_a_line_that_does_not_is_none(
    market: str, rule: str, sentence: str, line: str
) -> None:
    brand = supply_for(market).brand
    line = line.format(privacy=brand.privacy_url, pi=brand.prescribing_information_url)
    messages = [one.message for one in found(with_opt_out(line, market), rule)]
    assert messages == [sentence]


@pytest.mark.parametrize(
    ("line", "is_enough"),
    [
        ("Abmelden: https://acme.example/ab", True),
        ("Newsletter abbestellen: https://acme.example/ab", True),
        ("Keine weiteren E-Mails: https://acme.example/ab", True),
        ("Datenschutz: https://acme.example/de/datenschutz", False),
        ("Unsubscribe: https://acme.example/ab", False),
    ],
)
def test_german_says_it_in_german(line: str, is_enough: bool) -> None:
    assert (found(with_opt_out(line, "DE"), "CH-07") == []) is is_enough


@pytest.mark.parametrize("market", ["US", "GB", "DE"])
def test_the_house_s_own_lines_say_how_to_stop(market: str) -> None:
    for channel in ("email", "sms"):
        stage = clean(market, channel)
        context = stage.piece.context
        line = obligatory.opt_out_line(stage.supply.brand, context)
        assert obligatory.says_how_to_stop(line, context.language)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        pytest.param(ELDERLY, 0, id="the section"),
        pytest.param("Check the pulse at each visit.", 0, id="one sentence"),
        pytest.param("Check the pulse at every visit.", 1, id="a word differs"),
        pytest.param("Dizziness was seen more often above 70 years.", 1, id="a figure"),
        pytest.param("Check the pulse", 1, id="a piece of a sentence"),
        pytest.param(
            "Check the pulse at each visit. It works.", 1, id="more is not covered"
        ),
    ],
)
def test_warnings_of_the_label_are_grounded_word_for_word(
    text: str, denied: int
) -> None:
    assert len(found(warned(text), "EV-01")) == denied


def test_sections_that_are_no_warnings_ground_nothing() -> None:
    stage = staged({"text": ELDERLY, "sections": [ELDERLY]}, "US")
    assert len(found(stage, "EV-01")) == 2


@pytest.mark.parametrize(
    ("code", "title", "is_one"),
    [
        ("34082-8", "Geriatric use", True),
        ("42228-7", "", True),
        ("34092-7", "Clinical studies", False),
        ("43679-0", "Mechanism of action", False),
        ("", "4.4 Elderly", True),
        ("", "4.8 Undesirable effects", True),
        ("", "4.1 Therapeutic indications", False),
        ("", "5.1 Pharmacodynamic properties", False),
        ("", "14.4 Studies", False),
        ("", "", False),
    ],
)
def test_which_sections_warn(code: str, title: str, is_one: bool) -> None:
    assert quotable.is_warning(code, title) is is_one


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("Advise women to use effective contraception.", True),
        ("Efficacy in older patients was the same.", False),
        ("It was well tolerated by the elderly.", False),
        ("Die Wirksamkeit war bei Älteren gleich.", False),
        ("Renal impairment", False),
        ("Not known.", False),
    ],
)
def test_a_label_s_praise_may_not_be_quoted(sentence: str, may: bool) -> None:
    assert quotable.may_be_quoted(sentence) is may


@pytest.mark.parametrize(
    ("line", "is_let_be"),
    [
        ("GB-VEL-2600418", True),
        ("GB-VEL-2600418-v1.2", True),
        ("Material code: GB-VEL-2600418", True),
        ("Job code: GB-VEL-2600418", True),
        ("US-VEL-2600418", False),
        ("GB-VEL-260041", False),
        ("GB-VEL-2600418 works", False),
        ("GB-VELORIN-2600418", False),
    ],
)
def test_a_material_code_is_no_statement(line: str, is_let_be: bool) -> None:
    denied = found(staged({"footer_adds": line}, "GB"), "EV-01")
    assert (denied == []) is is_let_be


@pytest.mark.parametrize(
    ("end", "denied"),
    [("", 0), (".", 0), ("\nThank you.", 0), (" and effective.", 1), (", ever.", 1)],
)
def test_a_date_of_preparation_needs_no_full_stop(end: str, denied: int) -> None:
    stage = clean("GB")
    dated = obligatory.date_of_preparation_line(stage.supply.brand, stage.piece.context)
    wishes = {"footer_adds": f"{dated.removesuffix('.')}{end}"}
    assert len(found(staged(wishes, "GB"), "EV-01")) == denied


@pytest.mark.parametrize(
    ("market", "headline", "rules"),
    [
        pytest.param("DE", "Velorin® (Tamoxetrel)", set(), id="German, capital"),
        pytest.param("DE", "Velorin® (tamoxetrel)", set(), id="German, small"),
        pytest.param("DE", "Velorin® (Tamoxetral)", {"EV-01"}, id="another name"),
        pytest.param("US", "Velorin® (Tamoxetrel)", {"EV-01"}, id="English, capital"),
    ],
)
def test_german_capitalises_the_established_name(
    market: str, headline: str, rules: set[str]
) -> None:
    stage = staged({"headline": headline}, market)
    named = {one.rule for rule in ("ID-02", "EV-01") for one in found(stage, rule)}
    assert named - {"ID-02"} == rules
    assert ("ID-02" in named or market == "US") is bool(rules)


@pytest.mark.parametrize(
    ("text", "is_new"),
    [
        ("The congress is in New Ashby on 3 May.", False),
        ("We came from New Ashby.", False),
        ("Trains to New-Ashby are listed.", False),
        ("A step to new Ashby.", True),
        ("Results in New Velorin.", True),
        ("Turn to New Options Today.", True),
        ("The New Ashby way.", True),
        ("A new tablet in New Ashby.", True),
    ],
)
def test_new_in_a_town_s_name_is_not_new(text: str, is_new: bool) -> None:
    stage = staged({"text": text, "launched_on": "2020-01-01"}, "US")
    assert bool(found(stage, "WD-02")) is is_new


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please contact your Acme representative.", StatementKind.COURTESY),
        ("Please see the safety information below.", StatementKind.NAVIGATION),
        ("Logo of Acme", StatementKind.NAVIGATION),
        ("Acme", None),
        ("Acmeish regards", None),
        ("Acme-like regards", None),
        ("Acme improves your meeting.", None),
        ("Please see the safety of Acme.", None),
        ("Please see the 3 pages.", None),
    ],
)
def test_the_company_s_name_may_stand_in_courtesy(
    text: str, kind: StatementKind | None
) -> None:
    assert lexicon.kind_of(text, "Acme") == kind


@given(st.sampled_from(sorted(lexicon.WORDS)), st.sampled_from(("Velorin", "best")))
def test_a_word_outside_the_vocabulary_stays_a_claim_beside_the_company(
    word: str, strange: str
) -> None:
    assert lexicon.kind_of(f"Acme {word} {strange}", "Acme") is None


def test_the_shelf_knows_the_company() -> None:
    stage = staged({"text": "Please contact your Acme representative."}, "US")
    shelf = approved.approvals(stage.supply, stage.piece.context).shelf
    assert shelf.maker == stage.supply.brand.manufacturer
    said = [one for one in stage.check().statements if "representative" in one.text]
    assert [one.outcome for one in said] == [Outcome.NOT_A_CLAIM]
