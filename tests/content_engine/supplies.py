"""Makes small supplies and pieces by hand, for tests that need no database."""

import dataclasses
import datetime
import hashlib
from typing import Any

from content_engine.pieces import Context, Piece, PieceText
from content_engine.rules import obligatory
from content_engine.supply import (
    BlockText,
    BrandWords,
    CitedSource,
    ClaimText,
    LabelWords,
    SafetyWords,
    Supply,
)
from content_engine.vocabulary import PartName

DAY = datetime.date(2026, 11, 21)
YELLOW_CARD = "https://yellowcard.mhra.gov.uk"
TRIAL = CitedSource(
    ref="TRIAL-A@1",
    citation="Orlen P, Abara S. Tamoxetrel in HF. J Invented Card. 2025;3:1-9.",
    locator="p. 5, table 3",
    quote="9.8% (190/1,934) vs 13.1% (254/1,936)",
    design="randomised",
)
REGISTRY = CitedSource(
    ref="REGISTRY@2",
    citation="Heartline Registry. Annual report 2024. Heartline; 2025.",
    locator="p. 12",
    quote="one in four admissions",
)

ADMISSIONS = ClaimText(
    key="admissions",
    ref="admissions@3",
    text=(
        "With Velorin, 9.8% of patients had a first HF hospitalisation within "
        "18 months, compared with 13.1% on placebo (HR 0.74; 95% CI 0.64–0.86; "
        "p<0.001)."
    ),
    variations=(
        "Within 18 months, 9.8% of patients on Velorin and 13.1% on placebo had a "
        "first HF hospitalisation (HR 0.74; 95% CI 0.64–0.86; p<0.001).",
    ),
    kind="efficacy",
    themes=("efficacy",),
    sources=(TRIAL,),
    population="Adults with chronic HF and LVEF ≤ 35%",
)
HAZARD = ClaimText(
    key="hazard",
    ref="hazard@1",
    text="The hazard of a first HF hospitalisation may be 26% lower with Velorin.",
    kind="efficacy",
    themes=("efficacy",),
    qualifiers=("Primary endpoint of TRIAL-A.",),
    companions=("admissions",),
    sources=(TRIAL,),
)
BURDEN = ClaimText(
    key="burden",
    ref="burden@1",
    text="In the Heartline registry, one in four admissions was a readmission.",
    kind="disease",
    themes=("efficacy", "dosing"),
    sources=(REGISTRY, TRIAL),
)
DOSE = ClaimText(
    key="dose",
    ref="dose@2",
    text="Start Velorin at 30 mg once daily. After 4 weeks, give 60 mg once daily.",
    kind="dosing",
    themes=("dosing",),
    sources=(TRIAL,),
)
BRIEF = ClaimText(
    key="admissions-brief",
    ref="admissions-brief@1",
    text="TRIAL-A, 18 months: HF hospitalisation 9.8% Velorin vs 13.1% placebo.",
    kind="efficacy",
    themes=("efficacy",),
    sources=(TRIAL,),
)
CLAIMS = (ADMISSIONS, HAZARD, BURDEN, DOSE, BRIEF)


def block(key: str, role: str, text: str, **others: Any) -> BlockText:
    """A copy block in one tone, version 1."""
    tones = others.pop("tones", ("warm",))
    return BlockText(
        key=key, ref=f"{key}@1", role=role, text=text, tones=tones, **others
    )


BLOCKS = (
    block("subject-a", "subject", "Heart failure care [after discharge|at home]"),
    block("subject-b", "subject", "A source-based note on heart failure"),
    block("preheader-a", "preheader", "The evidence, [with|and] its source."),
    block("preheader-b", "preheader", "Prepared for cardiology teams."),
    block("headline-a", "headline", "The evidence in heart failure"),
    block("headline-b", "headline", "Statement and source, side by side"),
    block("greeting-a", "greeting", "Dear [healthcare professional|prescriber],"),
    block("greeting-b", "greeting", "A warm hello to you and your team,"),
    block("greeting-rep", "greeting", "Dear {{accountTitle}} {{accountLname}},"),
    block(
        "opening-a",
        "opening",
        "You know how fragile the weeks after discharge can be. "
        "[Here is|Below is] the evidence.",
    ),
    block("opening-b", "opening", "[|Today, ]we share one referenced passage."),
    block("lead-a", "evidence_lead", "The passage [reads|is quoted here]:"),
    block("lead-b", "evidence_lead", "As reported in the trial:"),
    block("bridge-a", "bridge", "Under a different heading:"),
    block("bridge-b", "bridge", "Of additional relevance:"),
    block("cta-a", "call_to_action", "Open the [study|evidence] summary"),
    block("cta-b", "call_to_action", "View the source"),
    block("closing-a", "closing", "Sources are listed [below|in full]."),
    block("closing-b", "closing", "Clinical interpretation rests with you."),
    block("signature-a", "signature", "The Velorin team, Acme"),
    block("signature-rep", "signature", "Yours sincerely, {{userName}}, Acme"),
    block("description-a", "description", "Evidence extract with references."),
)


def make_brand(market: str = "US", **changes: Any) -> BrandWords:
    """Velorin in one market."""
    statements = {
        "US": "To report adverse reactions, contact Acme at 1-800-555-0100.",
        "GB": (
            "Adverse events should be reported. Reporting forms and information can "
            f"be found at {YELLOW_CARD}. Adverse events should also be reported to "
            "Acme on 01632 960000."
        ),
    }
    brand = BrandWords(
        slug="velorin",
        name="Velorin",
        trademark="®",
        generic_name="tamoxetrel",
        manufacturer="Acme",
        competitors=("Dulmora",),
        market=market,
        black_triangle=market == "GB",
        prescribing_information_url=f"https://pi.velorin.example/{market.lower()}",
        prescribing_information=(
            "Velorin (tamoxetrel) 30 mg tablets. Rx only. Revised July 2026."
        ),
        adverse_event_statement=statements[market],
        privacy_url=f"https://acme.example/{market.lower()}/privacy",
        postal_address="Acme, 12 Invented Road, Nowhere, VT 05000",
    )
    return dataclasses.replace(brand, **changes)


def safety(ref: str, text: str) -> SafetyWords:
    """Safety information with its hash."""
    return SafetyWords(ref, text, hashlib.sha256(text.encode()).hexdigest())


def make_label(market: str = "US", **changes: Any) -> LabelWords:
    """The label of Velorin in one market; boxed in the US."""
    label = LabelWords(
        version=f"{market}-7",
        indication=(
            "Velorin is indicated to reduce the risk of hospitalisation for heart "
            "failure in adults with chronic HF and LVEF ≤ 35%."
        ),
        population="Adults with chronic HF and LVEF ≤ 35%",
        safety_short=safety(
            f"{market}-safety-short@{market}-7",
            "Velorin (tamoxetrel): risk of hepatotoxicity. See full prescribing "
            "information.",
        ),
        safety_full=safety(
            f"{market}-safety-full@{market}-7",
            "WARNING: HEPATOTOXICITY. Velorin (tamoxetrel) may cause severe liver "
            "injury. Velorin is contraindicated in severe hepatic impairment. "
            "Hypotension (7% vs 3% on placebo) and hyponatraemia (6% vs 4%) were "
            "reported. Please see the full prescribing information.",
        ),
        boxed_warning="WARNING: HEPATOTOXICITY." if market == "US" else "",
        limitations_of_use=("Velorin is not indicated in acute heart failure.",),
        contraindications=("Severe hepatic impairment",),
        dosing=("The starting dose is 30 mg once daily.",),
    )
    return dataclasses.replace(label, **changes)


def make_supply(market: str = "US", **changes: Any) -> Supply:
    """All that may be said of Velorin in one market; any field can be changed."""
    supply = Supply(
        brand=make_brand(market),
        label=make_label(market),
        claims=CLAIMS,
        blocks=BLOCKS,
    )
    return dataclasses.replace(supply, **changes)


def make_context(market: str = "US", channel: str = "email", **changes: Any) -> Context:
    """Velorin to healthcare professionals on the day of the tests."""
    language = {"US": "en-US", "GB": "en-GB"}[market]
    context = Context("velorin", market, channel, "HCP", DAY, language)
    return dataclasses.replace(context, **changes)


def make_email(
    market: str = "US", channel: str = "email", **parts: str | None
) -> Piece:
    """An e-mail that the gate clears; parts given replace its own, None leaves out."""
    context = make_context(market, channel)
    brand, label = make_brand(market), make_label(market)
    texts: dict[str, str | None] = {
        "subject": f"{obligatory.SUBJECT_PREFIX}Heart failure care after discharge",
        "preheader": "The evidence, with its source.",
        "headline": "The evidence in heart failure",
        "body": "\n\n".join(
            (
                obligatory.promotional_line(brand, context),
                "Dear healthcare professional,",
                "You know how fragile the weeks after discharge can be. Here is the "
                "evidence.",
                "The passage reads:",
                f"{ADMISSIONS.text} [1]",
                "Sources are listed below.",
                "The Velorin team, Acme",
            )
        ),
        "call_to_action": "Open the evidence summary",
        "safety_information": label.safety_full.text,
        "prescribing_information": obligatory.prescribing_line(brand, context),
        "footer": footer(market, channel, TRIAL),
    }
    return _piece(context, {**texts, **parts})


def make_sms(market: str = "US", **parts: str | None) -> Piece:
    """A text message that the gate clears."""
    context = make_context(market, "sms")
    brand, label = make_brand(market), make_label(market)
    footer_lines = [obligatory.opt_out_line(brand, context)]
    if market == "GB":
        footer_lines += [
            obligatory.adverse_event_line(brand, context),
            obligatory.date_of_preparation_line(brand, context),
        ]
    texts: dict[str, str | None] = {
        "body": (
            f"{obligatory.promotional_line(brand, context)} As reported in the trial: "
            f"{BRIEF.text}"
        ),
        "safety_information": label.safety_short.text,
        "prescribing_information": obligatory.prescribing_line(brand, context),
        "footer": " ".join(footer_lines),
    }
    return _piece(context, {**texts, **parts})


def footer(market: str, channel: str, *sources: CitedSource) -> str:
    """References, statements and address, a line each."""
    context, brand = make_context(market, channel), make_brand(market)
    return "\n".join(
        (
            obligatory.REFERENCES_HEADING,
            *(obligatory.reference_line(n, s) for n, s in enumerate(sources, start=1)),
            obligatory.adverse_event_line(brand, context),
            obligatory.date_of_preparation_line(brand, context),
            obligatory.opt_out_line(brand, context),
            obligatory.postal_address_line(brand, context),
        )
    )


def with_body(piece: Piece, added: str) -> Piece:
    """The piece with one more paragraph in its body."""
    return Piece(
        piece.context,
        tuple(
            PieceText(part.name, f"{part.text}\n\n{added}")
            if part.name == PartName.BODY
            else part
            for part in piece.parts
        ),
    )


def _piece(context: Context, texts: dict[str, str | None]) -> Piece:
    parts = (
        PieceText(PartName(name), text)
        for name, text in texts.items()
        if text is not None
    )
    return Piece(context, tuple(parts))
