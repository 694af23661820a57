"""Each rule with pieces that break it, pieces that keep it, and traps."""

import dataclasses
import datetime
from typing import Any

import pytest

from content_engine import checking
from content_engine.pieces import CheckResult, Finding, Piece, PieceText
from content_engine.rules import obligatory, packs
from content_engine.supply import ClaimText, Supply
from content_engine.vocabulary import Outcome, PartName, Severity, Verdict
from tests.content_engine.supplies import (
    ADMISSIONS,
    BRIEF,
    BURDEN,
    CLAIMS,
    DOSE,
    HAZARD,
    REGISTRY,
    TRIAL,
    footer,
    make_brand,
    make_context,
    make_email,
    make_label,
    make_sms,
    make_supply,
    with_body,
)

FULL = make_label().safety_full.text
SHORT = make_label().safety_short.text
PI_US = "Prescribing information (US): https://pi.velorin.example/us"
PI_GB = PI_US.replace("US", "GB").replace("/us", "/gb")


def check(piece: Piece, supply: Supply | None = None) -> CheckResult:
    return checking.check(piece, supply or make_supply(piece.context.market))


def severity(rule: str, piece: Piece, supply: Supply | None = None) -> Severity | None:
    """The heaviest objection of a rule to a piece."""
    return next((one.severity for one in of(rule, piece, supply)), None)


def of(rule: str, piece: Piece, supply: Supply | None = None) -> list[Finding]:
    return [one for one in check(piece, supply).findings if one.rule == rule]


def with_intent(piece: Piece, intent: str) -> Piece:
    return Piece(dataclasses.replace(piece.context, intent=intent), piece.parts)


def email(claims: str, *sources: Any, market: str = "US", **parts: str | None) -> Piece:
    """An e-mail whose body makes these claims, with these references listed."""
    brand, context = make_brand(market), make_context(market)
    body = f"{obligatory.promotional_line(brand, context)}\n\n{claims}"
    listed = footer(market, "email", *sources)
    texts: dict[str, str | None] = {"body": body, "footer": listed, **parts}
    return make_email(market, "email", **texts)


BLOCK, HIGH, MED = Severity.BLOCK, Severity.HIGH, Severity.MED

# EV-01, EV-02


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Velorin helps patients live longer.", {"EV-01"}),
        (ADMISSIONS.text.replace("9.8", "9.7"), {"EV-01", "EV-02"}),
        (HAZARD.text.replace("may be", "is"), {"EV-01"}),
        ("Thank you for reading.", set()),
        ("Velorin is not indicated in acute heart failure.", set()),
        ("The starting dose is 30 mg once daily.", set()),
        (FULL, set()),
        ("Velorin® (tamoxetrel)", set()),
        ("https://pi.velorin.example/us", set()),
    ],
)
def test_statements_rest_on_approved_wording(text: str, rules: set[str]) -> None:
    found = check(with_body(make_email(), text)).findings
    assert {one.rule for one in found if one.severity == BLOCK} == rules


def test_a_departure_is_shown_beside_the_approved_wording() -> None:
    edited = ADMISSIONS.text.replace("9.8%", "9.7%")
    piece = with_body(make_email(), edited)
    finding = of("EV-01", piece)[0]
    assert finding.text == edited
    assert finding.suggestion == ADMISSIONS.text
    assert '"9.7%" stands for "9.8%"' in finding.message
    statement = next(s for s in check(piece).statements if s.text == edited)
    assert (statement.outcome, statement.claim) == (Outcome.DISTORTED, ADMISSIONS.ref)
    assert statement.distortions == ("digit",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ADMISSIONS.text.replace("of patients", "of all patients"), '"all" is added'),
        (HAZARD.text.replace(" may", ""), '"may" is left out'),
        (HAZARD.text.removesuffix("with Velorin."), "not the approved wording of"),
        ("It works.", "No approved claim"),
        (FULL.split(". ")[1].replace("may", "can") + ".", "the safety information"),
        (
            "With Velorin, 13.1% of" + ADMISSIONS.text[21:].replace("13.1", "9.8"),
            '13.1% 18 months 9.8% placebo" stands for',
        ),
    ],
)
def test_the_reason_is_said_in_words(text: str, words: str) -> None:
    assert words in of("EV-01", with_body(make_email(), text))[0].message


# EV-03


def test_references_in_order_of_appearance_are_right() -> None:
    piece = email(
        f"{BURDEN.text}[1][2]\n\n{ADMISSIONS.text}[2]\n\n{DOSE.text} [2]",
        REGISTRY,
        TRIAL,
    )
    assert of("EV-03", piece) == []


@pytest.mark.parametrize(
    ("claims", "sources", "expected", "words"),
    [
        (ADMISSIONS.text, (TRIAL,), BLOCK, "lacks the mark"),
        (f"{ADMISSIONS.text}[2]", (TRIAL,), BLOCK, "no entry"),
        (f"{ADMISSIONS.text}[1]", (), BLOCK, "no entry"),
        (f"{BURDEN.text}[1]", (REGISTRY, TRIAL), BLOCK, "lacks the mark"),
        (f"{ADMISSIONS.text}[1]", (REGISTRY,), BLOCK, "lacks the mark"),
        (f"{ADMISSIONS.text}[1][2]", (TRIAL, REGISTRY), HIGH, "does not support"),
        (f"{ADMISSIONS.text}[1]", (TRIAL, REGISTRY), HIGH, "never marked"),
        (f"{ADMISSIONS.text}[2]", (REGISTRY, TRIAL), HIGH, "first appearance"),
        (f"{ADMISSIONS.text}[1]\n\nThank you. [1]", (TRIAL,), HIGH, "no claim"),
        (f"Thank you.\n\n{ADMISSIONS.text}[1]\n[1]", (TRIAL,), None, ""),
        (f"{ADMISSIONS.text}\n\nThe passage reads: [1]", (TRIAL,), BLOCK, "lacks"),
    ],
)
def test_marks_and_list_agree(
    claims: str, sources: Any, expected: Severity | None, words: str
) -> None:
    found = of("EV-03", email(claims, *sources))
    assert (found[0].severity if found else None) == expected
    assert words in " ".join(one.message for one in found)


def test_one_number_stands_for_one_reference() -> None:
    piece = email(f"{BURDEN.text}[1]", REGISTRY)
    doubled = with_body(piece, f"1. {TRIAL.citation}")
    assert "Two references are numbered 1" in " ".join(
        one.message for one in of("EV-03", doubled)
    )


def test_marks_may_follow_the_qualifier() -> None:
    claim = f"{HAZARD.text} {HAZARD.qualifiers[0]}"
    piece = email(f"{ADMISSIONS.text}[1]\n\n{claim}[1]", TRIAL)
    assert check(piece).verdict == Verdict.CLEARED


def test_an_sms_needs_no_list_but_its_marks_resolve() -> None:
    assert of("EV-03", make_sms()) == []
    body = make_sms().parts[0].text
    assert severity("EV-03", make_sms(body=f"{body} [1]")) == BLOCK


def test_a_claim_without_sources_needs_no_mark() -> None:
    free = dataclasses.replace(ADMISSIONS, sources=())
    supply = make_supply(claims=(free,))
    assert of("EV-03", email(ADMISSIONS.text), supply) == []


# EV-04

QUALIFIED = f"{HAZARD.text} {HAZARD.qualifiers[0]}"


@pytest.mark.parametrize(
    ("claims", "missing"),
    [
        (f"{ADMISSIONS.text}[1] {QUALIFIED}[1]", []),
        (f"{QUALIFIED}[1]\n\n{ADMISSIONS.variations[0]}[1]", []),
        (f"{QUALIFIED}[1]", [ADMISSIONS.text]),
        (f"{ADMISSIONS.text}[1] {HAZARD.text}[1]", [HAZARD.qualifiers[0]]),
        (f"{HAZARD.text}[1]", [HAZARD.qualifiers[0], ADMISSIONS.text]),
        (f"{BURDEN.text}[1]", []),
    ],
)
def test_claims_keep_their_company(claims: str, missing: list[str]) -> None:
    found = of("EV-04", email(claims, TRIAL))
    assert [one.suggestion for one in found] == missing


def test_a_companion_in_another_part_does_not_count() -> None:
    piece = email(f"{QUALIFIED}[1]", TRIAL, headline=f"{ADMISSIONS.text} [1]")
    assert severity("EV-04", piece) == BLOCK
    outcomes = {s.claim: s.outcome for s in check(piece).statements if s.claim}
    assert outcomes[HAZARD.ref] == Outcome.CONTEXT_MISSING
    assert outcomes[ADMISSIONS.ref] == Outcome.EXACT


def test_a_companion_that_may_not_be_used_blocks_its_claim() -> None:
    supply = make_supply(claims=tuple(c for c in CLAIMS if c is not ADMISSIONS))
    found = of("EV-04", email(f"{QUALIFIED}[1]", TRIAL), supply)
    assert "may not be used here" in found[0].suggestion


# FB


def test_an_sms_states_no_benefit_without_risk() -> None:
    assert of("FB-01", make_sms()) == []
    assert severity("FB-01", make_sms(safety_information=None)) == BLOCK
    body = make_sms().parts[0].text
    inside = make_sms(safety_information=None, body=f"{body} {SHORT}")
    assert of("FB-01", inside) == of("FB-02", inside) == []


def test_a_disease_fact_in_an_sms_is_no_benefit() -> None:
    piece = make_sms(body=f"Thank you. {BURDEN.text}", safety_information=None)
    assert of("FB-01", piece) == []


@pytest.mark.parametrize("part", ["subject", "preheader"])
def test_an_inbox_line_states_no_benefit_without_risk(part: str) -> None:
    piece = make_email(**{part: ADMISSIONS.text})
    assert severity("FB-01", piece) == BLOCK
    balanced = make_email(**{part: f"{ADMISSIONS.text} {SHORT}"})
    assert of("FB-01", balanced) == []


@pytest.mark.parametrize(
    ("piece", "rules"),
    [
        (make_email(), set()),
        (make_email("GB"), set()),
        (make_sms(), set()),
        (make_sms(safety_information=FULL), set()),
        (make_email(safety_information=None), {"FB-02", "FB-04"}),
        (make_email("GB", safety_information=None), {"FB-02"}),
        (make_email(safety_information=SHORT), {"FB-04", "FB-08"}),
        (make_email("GB", safety_information=SHORT), {"FB-08"}),
        (make_email(safety_information=FULL.replace(". ", ".\n")), set()),
        (make_email(safety_information=FULL.replace("may", "can")), {"FB-04", "FB-08"}),
        (make_email(safety_information=f"{FULL} {FULL}"), set()),
        (with_body(make_email(safety_information=None), FULL), set()),
        (make_email(safety_information=None, alt_text=FULL), {"FB-02", "FB-04"}),
    ],
)
def test_safety_information_is_there_whole(piece: Piece, rules: set[str]) -> None:
    supply = make_supply(piece.context.market)
    found = {one.rule for one in check(piece, supply).findings}
    assert {rule for rule in found if rule.startswith("FB")} == rules


def test_a_product_with_a_boxed_warning_has_no_reminders() -> None:
    reminder = with_intent(make_email(body="Velorin® (tamoxetrel)"), "reminder")
    assert severity("FB-04", reminder) == BLOCK
    unboxed = make_supply(label=make_label(boxed_warning=""))
    assert of("FB-04", reminder, unboxed) == []


def test_a_reminder_makes_no_claim() -> None:
    assert severity("FB-05", with_intent(make_email("GB"), "reminder")) == BLOCK
    plain = make_email("GB", body="Velorin®▼ (tamoxetrel)", safety_information=None)
    assert of("FB-05", with_intent(plain, "reminder")) == []
    assert of("FB-02", with_intent(plain, "reminder")) == []


# ID


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Promotional: Velorin® (tamoxetrel)", None),
        ("Promotional: Velorin (tamoxetrel)", None),
        ("Promotional: Velorin", BLOCK),
        ("Promotional: VELORIN results", BLOCK),
        ("Promotional: Velorin® for HF (tamoxetrel)", BLOCK),
        ("Promotional: Velorins", None),
        ("Promotional: https://velorin.example/a", None),
        ("Promotional: info@velorin.example", None),
    ],
)
def test_the_established_name_stands_at_the_first_mention(
    subject: str, expected: Severity | None
) -> None:
    assert severity("ID-01", make_email(subject=subject)) == expected


def test_in_gb_the_same_rule_has_another_name() -> None:
    piece = make_email("GB", subject="Promotional: Velorin")
    assert severity("ID-02", piece) == BLOCK
    assert of("ID-01", piece) == []


def test_a_plain_text_twin_is_not_the_first_mention() -> None:
    piece = make_email(body="Thank you.", plain_text="Velorin")
    assert of("ID-01", piece) == []


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Velorin®▼ (tamoxetrel)", None),
        ("Velorin ▼ (tamoxetrel)", None),
        ("Velorin® (tamoxetrel)", BLOCK),
        ("Velorin® (tamoxetrel) ▼", BLOCK),
    ],
)
def test_the_triangle_stands_beside_the_name(
    subject: str, expected: Severity | None
) -> None:
    assert severity("ID-06", make_email("GB", subject=subject)) == expected
    plain = make_supply("GB", brand=make_brand("GB", black_triangle=False))
    assert of("ID-06", make_email("GB", subject=subject), plain) == []


GB_FOOTER = footer("GB", "email", TRIAL)
STATEMENT = make_brand("GB").adverse_event_statement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GB_FOOTER, None),
        (GB_FOOTER.replace(STATEMENT, ""), BLOCK),
        (GB_FOOTER.replace("Forms", "forms"), None),
        (GB_FOOTER.replace("yellowcard.mhra.gov.uk", "hpra.ie"), BLOCK),
        (GB_FOOTER.replace("also be reported to Acme", "be told"), BLOCK),
    ],
)
def test_gb_pieces_say_how_to_report(text: str, expected: Severity | None) -> None:
    assert severity("ID-03", make_email("GB", footer=text)) == expected


def test_a_brand_whose_own_statement_is_short_is_told_so() -> None:
    brand = make_brand("GB", adverse_event_statement="Report adverse events.")
    found = of("ID-03", make_email("GB"), make_supply("GB", brand=brand))
    assert "itself lacks" in found[0].message
    empty = make_supply("GB", brand=make_brand("GB", adverse_event_statement=""))
    assert len(of("ID-03", make_email("GB"), empty)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PI_GB, None),
        (PI_GB + "/", None),
        (PI_GB + ".", None),
        (PI_US, BLOCK),
        (None, BLOCK),
        ("Prescribing information (GB)", BLOCK),
        (make_brand("GB").prescribing_information, None),
    ],
)
def test_prescribing_information_is_one_link_away(
    text: str | None, expected: Severity | None
) -> None:
    piece = make_email("GB", prescribing_information=text)
    assert severity("ID-04", piece) == expected


def test_in_the_us_the_link_itself_is_needed() -> None:
    printed = make_brand().prescribing_information
    assert of("ID-09", make_email()) == []
    assert severity("ID-09", make_email(prescribing_information=printed)) == BLOCK
    hidden = make_email(prescribing_information=None, plain_text=PI_US)
    assert severity("ID-09", hidden) == BLOCK


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Date of preparation: November 2026.", None),
        ("Date of preparation: September 2026.", None),
        ("Date of preparation: November 2024.", None),
        ("Date of preparation: October 2024.", BLOCK),
        ("Date of preparation: December 2026.", BLOCK),
        ("Date of preparation: 31/2026.", BLOCK),
        ("Date of preparation: Movember 2026.", BLOCK),
        ("Date of preparation: November 26.", BLOCK),
        ("Date of preparation:", BLOCK),
        ("", BLOCK),
    ],
)
def test_the_date_of_preparation_is_real_past_and_recent(
    words: str, expected: Severity | None
) -> None:
    text = GB_FOOTER.replace("Date of preparation: November 2026.", words)
    assert severity("ID-05", make_email("GB", footer=text)) == expected


def test_an_earlier_date_of_preparation_is_still_obligatory_text() -> None:
    text = GB_FOOTER.replace("November 2026", "March 2026")
    assert check(make_email("GB", footer=text)).verdict == Verdict.CLEARED


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Promotional information for US healthcare professionals", 0),
        ("Promotion for U.S. HCPs", 0),
        ("Promotional, for healthcare professionals", 1),
        ("For US healthcare professionals", 1),
        ("Quick question about your clinic", 2),
    ],
)
def test_purpose_and_audience_are_stated(line: str, count: int) -> None:
    piece = make_email(subject=line, body="Thank you.")
    found = of("ID-10", piece)
    assert (len(found), {one.severity for one in found} <= {MED}) == (count, True)
    assert of("ID-10", with_intent(piece, "medical_response")) == []


def test_the_company_is_named_at_the_outset() -> None:
    assert of("ID-11", make_email()) == []
    late = make_email(body="Thank you. " * 40 + "The Velorin team, Acme")
    assert severity("ID-11", late) == HIGH


@pytest.mark.parametrize(
    ("intent", "claims", "promotes"),
    [
        ("promotional", True, True),
        ("promotional", False, True),
        ("non_promotional", True, True),
        ("non_promotional", False, False),
        ("medical_response", True, False),
    ],
)
def test_a_claim_promotes_whatever_the_piece_calls_itself(
    intent: str, claims: bool, promotes: bool
) -> None:
    body = f"{ADMISSIONS.text} [1]" if claims else "Thank you."
    piece = make_email("GB", body=body, prescribing_information=None, footer="Thanks")
    found = {one.rule for one in check(with_intent(piece, intent)).findings}
    assert ({"ID-03", "ID-04", "ID-05"} <= found) is promotes


# WD, SF, PS, SE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear [[NAME]],", BLOCK),
        ("Dear {{accountLname}},", BLOCK),
        ("{x}", BLOCK),
        ("<br>", BLOCK),
        ("</p>", BLOCK),
        ("&nbsp;", BLOCK),
        ("```", BLOCK),
        ("lower by XX %", BLOCK),
        ("TODO: write", BLOCK),
        ("Lorem ipsum", BLOCK),
        ("As an AI, I write", BLOCK),
        ("p < 0.001", None),
        ("p<0.001", None),
        ("Thank you [1]", None),
        ("R&D", None),
    ],
)
def test_debris_is_found(text: str, expected: Severity | None) -> None:
    assert severity("WD-11", with_body(make_email(), text)) == expected


def test_a_representatives_email_may_name_people() -> None:
    for greeting in ("Dear {{accountTitle}} {{accountLname}},", "Hello {{userName}},"):
        piece = with_body(make_email(channel="rep_email"), greeting)
        assert check(piece).verdict == Verdict.CLEARED
        assert severity("WD-11", with_body(make_email(), greeting)) == BLOCK


def test_a_token_in_the_middle_of_an_unknown_sentence_is_not_debris() -> None:
    piece = with_body(make_email(channel="rep_email"), "Trust {{userName}} fully.")
    assert of("WD-11", piece) == []
    assert severity("EV-01", piece) == BLOCK


def test_a_plain_text_twin_says_the_same() -> None:
    body = make_email().parts[3].text
    whole = f"{body}\n\n{FULL}\n\n{PI_US}\n\n{footer('US', 'email', TRIAL)}"
    assert check(make_email(plain_text=whole)).verdict == Verdict.CLEARED
    way_out = footer("US", "email", TRIAL)
    no_risk = of("SF-05", make_email(plain_text=f"{body}\n\n{way_out}"))
    assert [one.message for one in no_risk] == [
        "The plain text lacks the safety information."
    ]
    more = f"{whole}\n\n{DOSE.text} [1]"
    assert "only in" in of("SF-05", make_email(plain_text=more))[0].message
    less = whole.replace(f"{ADMISSIONS.text} [1]", "Thank you.")
    assert "not in" in of("SF-05", make_email(plain_text=less))[0].message


@pytest.mark.parametrize(
    ("address", "rules"),
    [
        ("https://pi.velorin.example/us", set()),
        ("https://pi.velorin.example/us?c=41be", set()),
        ("https://pi.velorin.example/us?segment=sceptic", {"PS-02"}),
        ("https://pi.velorin.example/us#sceptic", {"PS-02"}),
        ("https://acme.example/us/privacy", set()),
        ("http://pi.velorin.example/us", {"CH-24"}),
        ("https://pi.velorin.example.evil.example/us", {"CH-24"}),
        ("https://pi.velorin.example@evil.example/us", {"CH-24"}),
        ("https://pi.velorin.example:8443/us", {"CH-24"}),
        ("https://[broken/us", {"CH-24", "PS-02"}),
        ("https://yellowcard.mhra.gov.uk", set()),
        ("www.velorin.example", {"CH-24"}),
        ("ftp://pi.velorin.example/us", {"CH-24"}),
        ("javascript:/x", {"CH-24"}),
    ],
)
def test_links_lead_home_and_carry_nothing(address: str, rules: set[str]) -> None:
    found = {one.rule for one in check(with_body(make_email(), address)).findings}
    assert found & {"PS-02", "CH-24"} == rules


def test_the_brands_own_address_may_have_a_query() -> None:
    url = "https://pi.velorin.example/us?doc=1"
    supply = make_supply(brand=make_brand(prescribing_information_url=url))
    assert of("PS-02", with_body(make_email(), f"Read: {url}"), supply) == []


def test_links_in_the_reference_list_are_the_references_own() -> None:
    source = dataclasses.replace(TRIAL, citation="Orlen P. http://doi.example/1.")
    claim = dataclasses.replace(ADMISSIONS, sources=(source,))
    supply = make_supply(claims=(claim,))
    assert of("CH-24", email(f"{ADMISSIONS.text}[1]", source), supply) == []


def test_disguised_letters_are_found_but_not_in_approved_words() -> None:
    assert severity("SE-05", with_body(make_email(), "Vеlorin")) == BLOCK
    assert severity("SE-05", with_body(make_email(), "Thank\u200b you")) == BLOCK
    greek = ClaimText("tnf", "tnf@1", "TNFα is a cytokine.", "disease")
    supply = make_supply(claims=(*CLAIMS, greek))
    assert check(with_body(make_email(), greek.text), supply).verdict == "cleared"


# CH


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Promotional: " + "a" * 37, None),
        ("Promotional: " + "a" * 38, MED),
        ("Promotional: " + "a" * 137, MED),
        ("Promotional: " + "a" * 138, BLOCK),
        ("Promotional:\nread", BLOCK),
    ],
)
def test_subjects_have_a_length(subject: str, expected: Severity | None) -> None:
    assert severity("CH-01", make_email(subject=subject)) == expected
    assert of("CH-01", make_sms(subject=subject)) == []


def test_preheaders_have_a_length() -> None:
    assert of("CH-02", make_email(preheader="a" * 100)) == []
    assert severity("CH-02", make_email(preheader="a" * 101)) == MED


@pytest.mark.parametrize(
    ("gone", "count"),
    [
        ("", 0),
        ("Acme, 12 Invented Road, Nowhere, VT 05000", 1),
        ("Unsubscribe and privacy information: https://acme.example/us/privacy", 1),
    ],
)
def test_a_us_email_has_an_address_and_a_way_out(gone: str, count: int) -> None:
    text = footer("US", "email", TRIAL).replace(gone, "") if gone else None
    piece = make_email(footer=text) if text else make_email()
    assert len(of("CH-04", piece)) == count
    assert of("CH-04", make_sms()) == of("CH-04", make_email("GB", footer="")) == []


def test_a_brand_without_an_address_cannot_mail() -> None:
    supply = make_supply(brand=make_brand(postal_address=""))
    assert severity("CH-04", make_email(), supply) == BLOCK


def test_long_messages_are_counted_in_parts() -> None:
    assert of("CH-09", make_sms()) == []
    found = of("CH-09", make_sms("GB"))
    assert "9 parts" in found[0].message
    assert "UCS-2" in found[0].message
    assert found[0].severity == MED


@pytest.mark.parametrize(
    ("alt", "footer_text", "expected"),
    [
        (0, "Reply STOP to opt out.", MED),
        (1300, "Reply STOP to opt out.", BLOCK),
        (0, "", BLOCK),
    ],
)
def test_messages_have_a_limit_and_a_way_out(
    alt: int, footer_text: str, expected: Severity
) -> None:
    piece = make_sms(footer=footer_text, description="a" * alt)
    assert severity("CH-10", piece) == expected


def test_a_short_message_needs_no_advice() -> None:
    body = f"Acme promotion for US healthcare professionals: {BRIEF.text}"
    assert of("CH-10", make_sms(body=body, prescribing_information=None)) == []


# Packs


def test_every_rule_has_its_own_name_in_a_pack() -> None:
    for pack in map(packs.pack_for, packs.MARKETS):
        names = [rule.id for rule in pack.rules]
        assert len(names) == len(set(names))


def test_unverified_sources_say_so() -> None:
    rules = {rule.id: rule for rule in packs.pack_for("GB").rules}
    assert rules["FB-02"].citation == (
        "21 CFR 202.1(e)(6)(xx) (to be confirmed); ABPI 12.2 (to be confirmed)"
    )
    assert rules["ID-04"].citation == "ABPI 2024 12.1"
    assert all(
        rule.sources
        for pack in map(packs.pack_for, packs.MARKETS)
        for rule in pack.rules
    )


def test_a_market_without_rules_is_refused_by_name() -> None:
    with pytest.raises(packs.NoRulePackError, match="market FR"):
        packs.pack_for("FR")


# Obligatory lines


def test_obligatory_lines_say_what_the_market_asks() -> None:
    brand, context = make_brand("GB"), make_context("GB")
    assert obligatory.promotional_line(brand, context) == (
        "Promotional information from Acme for GB healthcare professionals about "
        "Velorin®▼ (tamoxetrel)."
    )
    assert obligatory.prescribing_line(brand, context) == PI_GB
    assert obligatory.prepared_in(datetime.date(2027, 1, 3)).endswith("January 2027.")
    assert obligatory.reference_line(2, TRIAL) == f"2. {TRIAL.citation}"
    assert obligatory.marker(3) == "[3]"
    assert obligatory.opt_out_line(make_brand(privacy_url=""), make_context()) == ""
    sms = make_context("GB", "sms")
    assert "Velorin▼ (tamoxetrel)" in obligatory.promotional_line(brand, sms)
    assert "®" not in " ".join(obligatory.lines(brand, sms))


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize("channel", ["email", "rep_email", "sms"])
def test_each_obligatory_line_is_recognised(market: str, channel: str) -> None:
    context, brand = make_context(market, channel), make_brand(market)
    for line in obligatory.lines(brand, context):
        piece = Piece(context, (PieceText(PartName.FOOTER, line),))
        assert of("EV-01", piece) == []
