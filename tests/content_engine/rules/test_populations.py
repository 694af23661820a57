"""What is said of a use stays inside the label: diseases, measures, ages, regimens."""

import dataclasses

import pytest

from content_engine.rules import packaging
from tests.content_engine.rules.staging import staged
from tests.content_engine.supplies import make_supply

INDICATION = "Velorin is for adults with chronic heart failure and LVEF ≤ 35 %."


def found(rule: str, text: str, market: str = "US", **example: str) -> list[str]:
    """What a rule says of a sentence beside a label with a bound and an age."""
    stage = staged({"text": text, **example}, market)
    label = dataclasses.replace(
        stage.supply.label,
        indication=INDICATION,
        population="adults with chronic heart failure and LVEF ≤ 35 %",
    )
    result = stage.with_supply(label=label).check()
    return [one.message for one in result.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Use Velorin in atrial fibrillation.", "atrial fibrillation"),
        ("Velorin helps people with diabetes.", "diabetes"),
        ("Velorin lowers a high blood pressure.", "high blood pressure"),
        ("Keep Velorin on board when the LVEF is 45 %.", "LVEF of 45"),
        ("Give Velorin when the ejection fraction exceeds 40.", "LVEF of 40"),
        ("Velorin can be given from 16 years.", "age of 16"),
        ("Velorin suits patients aged 12 to 17 years.", "age of 12"),
    ],
)
def test_a_use_outside_the_label_is_named(text: str, what: str) -> None:
    sentence = f"The label's population holds no {what}: name only that of the label."
    assert sentence in found("LB-01", text)


@pytest.mark.parametrize(
    "text",
    [
        "Use Velorin in adults with HF.",
        "Consider Velorin when LVEF is 30 %.",
        "Velorin can be given from 18 years.",
        "Do not use Velorin in hypertension.",
        "Velorin is not indicated in diabetes.",
        "Diabetes is common.",
        "Give Velorin for 18 months when the ejection fraction is low.",
        "Velorin was studied in patients with a history of stroke.",
    ],
)
def test_a_use_inside_the_label_and_what_it_excludes_are_let_be(text: str) -> None:
    assert found("LB-01", text) == []


def test_an_answer_may_speak_of_other_diseases() -> None:
    text = "Use Velorin in atrial fibrillation."
    assert found("LB-01", text, intent="medical_response") == []


@pytest.mark.parametrize(
    ("text", "is_pack"),
    [
        ("Velorin® (tamoxetrel) tablets 30 mg, pack of 28. Acme.", True),
        ("Velorin tablets", True),
        ("Velorin for tired hearts", False),
        ("Velorin once daily", False),
    ],
)
def test_a_pack_line_names_product_and_pack(text: str, is_pack: bool) -> None:
    assert packaging.is_pack_line(text, make_supply("GB")) is is_pack


@pytest.mark.parametrize(("text", "is_known"), [("30 mg", True), ("90 mg", False)])
def test_a_strength_is_a_dose_of_the_label(text: str, is_known: bool) -> None:
    assert packaging.has_known_strengths(text, make_supply("GB")) is is_known


@pytest.mark.parametrize(
    ("strength", "denied"), [("30 mg", []), ("90 mg", ["Velorin tablets 90 mg."])]
)
def test_a_reminder_names_its_pack_unapproved(strength: str, denied: list[str]) -> None:
    stage = staged({"text": f"Velorin tablets {strength}.", "intent": "reminder"}, "GB")
    findings = stage.check().findings
    texts = [one.text for one in findings if one.rule == "EV-01"]
    assert [text for text in texts if strength in text] == denied


@pytest.mark.parametrize(
    ("market", "text", "is_foreign"),
    [
        ("GB", "Vielen Dank für Ihre Zeit.", True),
        ("US", "Wir freuen uns auf Ihr Kommen.", True),
        ("DE", "We look forward to meeting you.", True),
        ("DE", "Mit freundlichen Grüßen", False),
        ("GB", "Kind regards", False),
        ("DE", "Webinar", False),
    ],
)
def test_courtesy_speaks_the_market_s_language(
    market: str, text: str, is_foreign: bool
) -> None:
    example = {"de": text} if market == "DE" else {"text": text}
    findings = staged(example, market).check().findings
    assert any(one.rule == "MK-06" for one in findings) is is_foreign


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("We invite US healthcare professionals.", "WD-11"),
        ("We look forward to seeing you, Dr Velorin.", "EV-01"),
        ("Fewer admissions in the inbox.", "CP-01"),
    ],
)
def test_what_courtesy_may_not_hold(text: str, rule: str) -> None:
    findings = staged({"text": text}, "GB").check().findings
    assert any(one.rule == rule for one in findings)


def test_an_inbox_line_with_a_result_lacks_its_risk() -> None:
    stage = staged({"subject": "Promotional: 26% fewer admissions"}, "GB")
    assert any(one.rule == "FB-01" for one in stage.check().findings)


def test_a_headline_carries_the_established_name_in_the_us() -> None:
    findings = staged({"headline": "Velorin for the heart"}, "US").check().findings
    assert any(one.rule == "ID-01" and one.part == "headline" for one in findings)


@pytest.mark.parametrize(
    ("intent", "rules"),
    [("promotional", {"CH-04"}), ("medical_response", set())],
)
def test_an_answer_is_no_commercial_email(intent: str, rules: set[str]) -> None:
    stage = staged({"footer": "References", "intent": intent}, "US")
    assert {one.rule for one in stage.check().findings} & {"CH-04"} == rules
