"""Each rule that is built: what it refuses, what it lets pass, and its traps.

Rows follow the rule catalogue. A row names the rule, what is wrong (or looks wrong)
and the piece; ``HIT`` rows must raise the rule with that severity, ``QUIET`` rows must
not raise it at all.
"""

import dataclasses

import pytest

from content_engine import checking
from content_engine.pieces import Piece
from content_engine.rules import packs
from content_engine.vocabulary import Severity, Verdict
from tests.content_engine.gate_world import (
    MARKETS,
    SHELF,
    SUPPLIES,
    blocking,
    carrying,
    changed,
    checked,
    edited,
    messaging,
    rules,
    text_of,
)
from tests.content_engine.supplies import (
    ADMISSIONS,
    BRIEF,
    BURDEN,
    DAY,
    DOSE,
    HAZARD,
    REGISTRY,
    TRIAL,
    footer,
    make_brand,
    make_email,
    make_label,
    make_sms,
    make_supply,
)

BLOCK, HIGH, MED = Severity.BLOCK, Severity.HIGH, Severity.MED
BOTH = frozenset(
    {"EV-01", "EV-02", "EV-03", "EV-04", "FB-01", "FB-02", "FB-05", "FB-08", "ID-10"}
    | {"ID-11", "WD-11", "SF-05", "PS-02", "CH-01", "CH-02", "CH-09", "CH-10", "CH-24"}
    | {"SE-05"}
)
ONLY = {
    "US": frozenset({"FB-04", "ID-01", "ID-09", "CH-04"}),
    "GB": frozenset({"ID-02", "ID-03", "ID-04", "ID-05", "ID-06"}),
}
FULL = {market: make_label(market).safety_full.text for market in MARKETS}
SHORT = {market: make_label(market).safety_short.text for market in MARKETS}
PAIR = f"{HAZARD.text} {HAZARD.qualifiers[0]} [1]\n\n{ADMISSIONS.text} [1]"
LISTED = "1. " + TRIAL.citation
OTHER = "2. " + REGISTRY.citation


def meant(piece: Piece, intent: str) -> Piece:
    """The piece with another intent."""
    return Piece(dataclasses.replace(piece.context, intent=intent), piece.parts)


def saying(market: str, text: str) -> Piece:
    """The clean e-mail with one more paragraph."""
    body = text_of(make_email(market), "body")
    return make_email(market, body=f"{body}\n\n{text}")


def listing(market: str, *lines: str) -> Piece:
    """The clean e-mail with another reference list."""
    return edited(make_email(market), "footer", LISTED, "\n".join(lines))


def severities(rule: str, piece: Piece) -> set[Severity]:
    return {one.severity for one in checked(piece).findings if one.rule == rule}


def everywhere(market: str) -> list[tuple[str, str, Piece, Severity]]:
    """What a rule of both markets refuses."""
    clean, sms = make_email(market), make_sms(market)
    subject = "Promotional: Heart failure care after discharge"
    return [
        # EV-01: default deny
        ("EV-01", "efficacy", saying(market, "Velorin helps patients live."), BLOCK),
        ("EV-01", "no product", saying(market, "It works within days."), BLOCK),
        ("EV-01", "disease", saying(market, "Heart failure is common."), BLOCK),
        ("EV-01", "alt text", changed(clean, alt_text="Hearts saved."), BLOCK),
        ("EV-01", "button", changed(clean, call_to_action="Get results"), BLOCK),
        ("EV-01", "bare figure", saying(market, "9.8%"), BLOCK),
        ("EV-01", "label turned", saying(market, "Indicated in all adults."), BLOCK),
        ("EV-01", "in a message", messaging("It works.", market), BLOCK),
        # EV-02: figures
        ("EV-02", "digit", carrying(_swap("9.8%", "9.9%"), market), BLOCK),
        ("EV-02", "arms", carrying(_swapped(), market), BLOCK),
        ("EV-02", "time", carrying(_swap("18 months", "6 months"), market), BLOCK),
        ("EV-02", "bound", carrying(_swap("0.86", "0.68"), market), BLOCK),
        ("EV-02", "message", messaging(_brief("9.8%", "9.0%"), market), BLOCK),
        # EV-03: references
        ("EV-03", "no mark", carrying(ADMISSIONS.text, market, ""), BLOCK),
        ("EV-03", "no such entry", carrying(ADMISSIONS.text, market, " [4]"), BLOCK),
        ("EV-03", "zero", carrying(ADMISSIONS.text, market, " [0]"), BLOCK),
        ("EV-03", "one too many", carrying(ADMISSIONS.text, market, " [1][2]"), BLOCK),
        ("EV-03", "orphan entry", listing(market, LISTED, OTHER), HIGH),
        ("EV-03", "no list", listing(market, ""), BLOCK),
        ("EV-03", "wrong number", listing(market, "2. " + TRIAL.citation), BLOCK),
        ("EV-03", "other source", listing(market, "1. " + REGISTRY.citation), BLOCK),
        ("EV-03", "entry twice", listing(market, LISTED, "2. " + TRIAL.citation), HIGH),
        # EV-04: company
        ("EV-04", "alone", carrying(HAZARD.text, market), BLOCK),
        (
            "EV-04",
            "no qualifier",
            carrying(PAIR.replace(HAZARD.qualifiers[0], ""), market, ""),
            BLOCK,
        ),
        (
            "EV-04",
            "no companion",
            carrying(f"{HAZARD.text} {HAZARD.qualifiers[0]}", market),
            BLOCK,
        ),
        (
            "EV-04",
            "companion in alt",
            changed(
                carrying(f"{HAZARD.text} {HAZARD.qualifiers[0]}", market),
                alt_text=f"{ADMISSIONS.text} [1]",
            ),
            BLOCK,
        ),
        (
            "EV-04",
            "companion in twin",
            changed(
                carrying(f"{HAZARD.text} {HAZARD.qualifiers[0]}", market),
                plain_text=f"{ADMISSIONS.text} [1]",
            ),
            BLOCK,
        ),
        (
            "EV-04",
            "companion in headline",
            changed(
                carrying(f"{HAZARD.text} {HAZARD.qualifiers[0]}", market),
                headline=f"{ADMISSIONS.text} [1]",
            ),
            BLOCK,
        ),
        # FB-01: benefit and risk in one unit
        ("FB-01", "message", changed(sms, safety_information=None), BLOCK),
        (
            "FB-01",
            "subject",
            changed(clean, subject=f"Promotional: {BRIEF.text} [1]"),
            BLOCK,
        ),
        ("FB-01", "preheader", changed(clean, preheader=f"{BRIEF.text} [1]"), BLOCK),
        # FB-02: required risks
        ("FB-02", "left out", changed(clean, safety_information=None), BLOCK),
        ("FB-02", "empty", changed(clean, safety_information=""), BLOCK),
        ("FB-02", "blank", changed(clean, safety_information=" \n\t "), BLOCK),
        ("FB-02", "message", changed(sms, safety_information=None), BLOCK),
        (
            "FB-02",
            "only in the twin",
            changed(clean, safety_information=None, plain_text=FULL[market]),
            BLOCK,
        ),
        # FB-05: reminders
        ("FB-05", "claim", meant(clean, "reminder"), BLOCK),
        ("FB-05", "claim in a message", meant(sms, "reminder"), BLOCK),
        # FB-08: integrity
        (
            "FB-08",
            "can for may",
            edited(clean, "safety_information", "may", "can"),
            BLOCK,
        ),
        ("FB-08", "figure", edited(clean, "safety_information", "7%", "1%"), BLOCK),
        (
            "FB-08",
            "last word",
            edited(clean, "safety_information", "information.", "leaflet."),
            BLOCK,
        ),
        (
            "FB-08",
            "short for full",
            changed(clean, safety_information=SHORT[market]),
            BLOCK,
        ),
        ("FB-08", "message", edited(sms, "safety_information", "risk of ", ""), BLOCK),
        (
            "FB-08",
            "thanks instead",
            changed(clean, safety_information="Thank you."),
            BLOCK,
        ),
        # ID-10, ID-11
        (
            "ID-10",
            "nothing said",
            changed(clean, subject="Thank you", body="Thank you."),
            MED,
        ),
        (
            "ID-10",
            "for nobody",
            edited(clean, "body", f"for {market} healthcare", "for the healthcare"),
            MED,
        ),
        (
            "ID-10",
            "other market",
            edited(clean, "body", f"for {market} healthcare", "for FR healthcare"),
            MED,
        ),
        ("ID-11", "no company", changed(clean, body="Thank you."), HIGH),
        (
            "ID-11",
            "last line",
            changed(clean, body="Thank you. " * 60 + "The Velorin team, Acme"),
            HIGH,
        ),
        # WD-11: debris
        ("WD-11", "token", saying(market, "Dear {{firstName}},"), BLOCK),
        (
            "WD-11",
            "representative's token",
            saying(market, "Dear {{accountLname}},"),
            BLOCK,
        ),
        ("WD-11", "square", saying(market, "Dear [[NAME]],"), BLOCK),
        ("WD-11", "fence", saying(market, "```text"), BLOCK),
        ("WD-11", "placeholder figure", saying(market, "lower by XX %"), BLOCK),
        ("WD-11", "lorem", saying(market, "Lorem ipsum dolor"), BLOCK),
        ("WD-11", "to do", saying(market, "TODO"), BLOCK),
        ("WD-11", "chatter", saying(market, "As an AI language model"), BLOCK),
        ("WD-11", "entity", saying(market, "Thank you&nbsp;all."), BLOCK),
        (
            "WD-11",
            "in the subject",
            changed(clean, subject=f"{subject} {{{{x}}}}"),
            BLOCK,
        ),
        # SF-05: the twin
        (
            "SF-05",
            "no safety",
            changed(clean, plain_text=text_of(clean, "body")),
            BLOCK,
        ),
        ("SF-05", "no claim", changed(clean, plain_text=FULL[market]), BLOCK),
        (
            "SF-05",
            "more claims",
            changed(
                clean,
                plain_text=f"{ADMISSIONS.text} [1]\n{DOSE.text} [1]\n{FULL[market]}",
            ),
            BLOCK,
        ),
        (
            "SF-05",
            "no way out",
            changed(clean, plain_text=f"{ADMISSIONS.text} [1]\n{FULL[market]}"),
            BLOCK,
        ),
        # PS-02: leaks
        (
            "PS-02",
            "segment",
            saying(
                market, f"https://pi.velorin.example/{market.lower()}?segment=sceptic"
            ),
            BLOCK,
        ),
        (
            "PS-02",
            "mail",
            saying(
                market, f"https://pi.velorin.example/{market.lower()}?c=a@b.example"
            ),
            BLOCK,
        ),
        (
            "PS-02",
            "second key",
            saying(
                market, f"https://pi.velorin.example/{market.lower()}?c=41be&t=high"
            ),
            BLOCK,
        ),
        (
            "PS-02",
            "fragment",
            saying(market, f"https://pi.velorin.example/{market.lower()}#cautious"),
            BLOCK,
        ),
        (
            "PS-02",
            "long code",
            saying(
                market, f"https://pi.velorin.example/{market.lower()}?c=" + "a" * 40
            ),
            BLOCK,
        ),
        # CH-01, CH-02
        ("CH-01", "51", changed(clean, subject="a" * 51), MED),
        ("CH-01", "150", changed(clean, subject="a" * 150), MED),
        ("CH-01", "151", changed(clean, subject="a" * 151), BLOCK),
        (
            "CH-01",
            "two lines",
            changed(clean, subject="Promotional:\nThank you"),
            BLOCK,
        ),
        ("CH-02", "101", changed(clean, preheader="a" * 101), MED),
        # CH-09, CH-10
        ("CH-09", "many parts", changed(sms, call_to_action="Thank you. " * 60), MED),
        ("CH-10", "1,601", _sms_of(market, 1601), BLOCK),
        ("CH-10", "1,600", _sms_of(market, 1600), MED),
        ("CH-10", "321", _sms_of(market, 321), MED),
        (
            "CH-10",
            "no way out",
            edited(sms, "footer", "Reply STOP to opt out.", ""),
            BLOCK,
        ),
        # CH-24
        (
            "CH-24",
            "http",
            saying(market, f"http://pi.velorin.example/{market.lower()}"),
            BLOCK,
        ),
        ("CH-24", "foreign", saying(market, "https://example.com/velorin"), BLOCK),
        (
            "CH-24",
            "host in a path",
            saying(market, "https://example.com/pi.velorin.example"),
            BLOCK,
        ),
        (
            "CH-24",
            "longer host",
            saying(market, "https://pi.velorin.example.com"),
            BLOCK,
        ),
        ("CH-24", "subdomain", saying(market, "https://a.pi.velorin.example"), BLOCK),
        (
            "CH-24",
            "user part",
            saying(market, "https://pi.velorin.example@example.com"),
            BLOCK,
        ),
        ("CH-24", "script", saying(market, "javascript://pi.velorin.example/x"), BLOCK),
        ("CH-24", "in alt text", changed(clean, alt_text="https://example.com"), BLOCK),
        # SE-05
        ("SE-05", "cyrillic", saying(market, "Vel\u043erin"), BLOCK),
        ("SE-05", "greek", saying(market, "pl\u03b1cebo"), BLOCK),
        ("SE-05", "zero width", saying(market, "Thank\u200b you."), BLOCK),
        ("SE-05", "soft hyphen", saying(market, "Thank\u00ad you."), BLOCK),
        (
            "SE-05",
            "in the safety text",
            edited(clean, "safety_information", "liver", "li\u200bver"),
            BLOCK,
        ),
    ]


def quiet_everywhere(market: str) -> list[tuple[str, str, Piece]]:
    """What a rule of both markets lets pass, traps first of all."""
    clean, sms = make_email(market), make_sms(market)
    leave = f"Unsubscribe: https://acme.example/{market.lower()}/privacy"
    home = f"https://pi.velorin.example/{market.lower()}"
    return [
        ("EV-01", "thanks", saying(market, "Thank you for reading.")),
        ("EV-01", "greeting", saying(market, "Dear prescriber,")),
        (
            "EV-01",
            "label sentence",
            saying(market, "The starting dose is 30 mg once daily."),
        ),
        (
            "EV-01",
            "limitation",
            saying(market, "Velorin is not indicated in acute heart failure."),
        ),
        ("EV-01", "contraindication", saying(market, "Severe hepatic impairment")),
        ("EV-01", "variation", carrying(ADMISSIONS.variations[0], market)),
        ("EV-01", "safety again", saying(market, FULL[market])),
        ("EV-02", "telephone", clean),
        ("EV-02", "spaces", carrying(ADMISSIONS.text.replace(" ", "\u00a0"), market)),
        ("EV-02", "dash", carrying(ADMISSIONS.text.replace("–", "-"), market)),
        ("EV-02", "confidence level alone", messaging(BRIEF.text, market)),
        ("EV-03", "marked", carrying(PAIR, market, "")),
        ("EV-03", "glued", carrying(ADMISSIONS.text, market, "[1]")),
        ("EV-03", "no list in a message", messaging(BRIEF.text, market)),
        (
            "EV-03",
            "twice",
            carrying(f"{ADMISSIONS.text} [1]\n\n{DOSE.text} [1]", market, ""),
        ),
        ("EV-04", "pair", carrying(PAIR, market, "")),
        (
            "EV-04",
            "companion first",
            carrying(
                f"{ADMISSIONS.text} [1]\n\n{HAZARD.text} {HAZARD.qualifiers[0]} [1]",
                market,
                "",
            ),
        ),
        (
            "EV-04",
            "variation as companion",
            carrying(
                PAIR.replace(ADMISSIONS.text, ADMISSIONS.variations[0]), market, ""
            ),
        ),
        ("EV-04", "no company declared", carrying(DOSE.text, market)),
        (
            "FB-01",
            "disease in a message",
            changed(messaging(BURDEN.text, market), safety_information=None),
        ),
        ("FB-01", "no claim in the subject", clean),
        ("FB-01", "with risk", sms),
        ("FB-02", "there", clean),
        ("FB-02", "short in a message", sms),
        ("FB-02", "full in a message", changed(sms, safety_information=FULL[market])),
        ("FB-05", "promotional", clean),
        ("FB-05", "no claim", meant(carrying("Thank you.", market, ""), "reminder")),
        (
            "FB-08",
            "spaces",
            changed(clean, safety_information=FULL[market].replace(" ", "  ")),
        ),
        (
            "FB-08",
            "lines",
            changed(clean, safety_information=FULL[market].replace(". ", ".\n")),
        ),
        ("FB-08", "around", changed(clean, safety_information=f"\n {FULL[market]} \n")),
        ("FB-08", "left out", changed(clean, safety_information=None)),
        (
            "ID-10",
            "medical reply",
            meant(
                changed(clean, subject="Thank you", body="Thank you."),
                "medical_response",
            ),
        ),
        ("ID-10", "capitals", edited(clean, "body", "Promotional", "PROMOTIONAL")),
        ("ID-11", "at the outset", clean),
        ("WD-11", "less than", carrying(ADMISSIONS.text, market)),
        ("WD-11", "marker", carrying(ADMISSIONS.text, market, "[1]")),
        ("WD-11", "ampersand", saying(market, "R&D")),
        ("SF-05", "no twin", clean),
        (
            "SF-05",
            "same",
            changed(
                clean, plain_text=f"{ADMISSIONS.text} [1]\n{FULL[market]}\n{leave}"
            ),
        ),
        (
            "SF-05",
            "variation",
            changed(
                clean,
                plain_text=f"{ADMISSIONS.variations[0]} [1]\n{FULL[market]}\n{leave}",
            ),
        ),
        ("PS-02", "opaque", saying(market, f"{home}?c=41be")),
        ("PS-02", "bare", saying(market, home)),
        ("CH-01", "50", changed(clean, subject="a" * 50)),
        ("CH-01", "no subject", changed(clean, subject=None)),
        ("CH-01", "not in a message", changed(sms, subject="a" * 151)),
        ("CH-02", "100", changed(clean, preheader="a" * 100)),
        ("CH-09", "not for e-mails", clean),
        ("CH-10", "320", _sms_of(market, 320)),
        ("CH-10", "not for e-mails", changed(clean, body="a" * 1601)),
        ("CH-24", "home", saying(market, home)),
        (
            "CH-24",
            "capitals in the host",
            saying(market, home.replace("velorin", "VELORIN")),
        ),
        (
            "CH-24",
            "privacy",
            saying(market, f"https://acme.example/{market.lower()}/privacy"),
        ),
        ("SE-05", "accents", saying(market, "Caf\u00e9 au lait")),
        ("SE-05", "triangle", saying(market, "Velorin\u25bc")),
        ("SE-05", "dashes", carrying(ADMISSIONS.text.replace("–", "\u2011"), market)),
        ("SE-05", "a whole Greek word", saying(market, "\u03ba\u03b1\u03bb\u03ae")),
    ]


def _swap(old: str, new: str) -> str:
    assert old in ADMISSIONS.text
    return ADMISSIONS.text.replace(old, new)


def _brief(old: str, new: str) -> str:
    assert old in BRIEF.text
    return BRIEF.text.replace(old, new)


def _swapped() -> str:
    return (
        ADMISSIONS.text.replace("9.8", "@").replace("13.1", "9.8").replace("@", "13.1")
    )


def _sms_of(market: str, length: int) -> Piece:
    """A message of so many characters, whatever it says, with its way out."""
    stop = "Reply STOP to opt out."
    filler = "a" * (length - len(stop) - 1)
    piece = make_sms(market)
    gone = dict.fromkeys(("safety_information", "prescribing_information"))
    return changed(piece, **gone, body=filler, footer=stop)


EMAIL_US, EMAIL_GB = make_email("US"), make_email("GB")
YELLOW = make_brand("GB").adverse_event_statement
DATE = "Date of preparation: November 2026."
PI = {
    market: text_of(make_email(market), "prescribing_information") for market in MARKETS
}
IN_ONE_MARKET = [
    # FB-04: the box
    ("FB-04", "left out", changed(EMAIL_US, safety_information=None), BLOCK),
    (
        "FB-04",
        "without box",
        edited(EMAIL_US, "safety_information", "WARNING: HEPATOTOXICITY. ", ""),
        BLOCK,
    ),
    ("FB-04", "message", changed(make_sms("US"), safety_information=None), BLOCK),
    ("FB-04", "reminder", meant(carrying("Thank you.", "US", ""), "reminder"), BLOCK),
    ("FB-04", "whole", EMAIL_US, None),
    (
        "FB-04",
        "medical reply without claim",
        meant(
            changed(carrying("Thank you.", "US", ""), safety_information=None),
            "medical_response",
        ),
        None,
    ),
    # ID-01: the established name, US
    ("ID-01", "bare", changed(EMAIL_US, subject="Promotional: Velorin"), BLOCK),
    ("ID-01", "headline", changed(EMAIL_US, headline="Velorin for chronic HF"), BLOCK),
    (
        "ID-01",
        "apart",
        changed(EMAIL_US, subject="Velorin for adults (tamoxetrel)"),
        BLOCK,
    ),
    ("ID-01", "other name", changed(EMAIL_US, subject="Velorin (ketrafenil)"), BLOCK),
    ("ID-01", "marked", changed(EMAIL_US, subject="Velorin® (tamoxetrel)"), None),
    ("ID-01", "plain", changed(EMAIL_US, headline="Velorin (tamoxetrel)"), None),
    (
        "ID-01",
        "address",
        changed(EMAIL_US, headline="https://pi.velorin.example/us"),
        None,
    ),
    # ID-02: the same at the first appearance, GB
    ("ID-02", "subject", changed(EMAIL_GB, subject="What Velorin showed"), BLOCK),
    ("ID-02", "preheader", changed(EMAIL_GB, preheader="Velorin data"), BLOCK),
    (
        "ID-02",
        "later is too late",
        changed(EMAIL_GB, subject="Velorin", headline="Velorin® (tamoxetrel)"),
        BLOCK,
    ),
    (
        "ID-02",
        "first is enough",
        changed(EMAIL_GB, subject="Velorin®▼ (tamoxetrel)", headline="Velorin"),
        None,
    ),
    ("ID-02", "in the body", EMAIL_GB, None),
    # ID-03: adverse events, GB
    ("ID-03", "gone", edited(EMAIL_GB, "footer", YELLOW, ""), BLOCK),
    (
        "ID-03",
        "Irish",
        edited(EMAIL_GB, "footer", "yellowcard.mhra.gov.uk", "hpra.ie/report"),
        BLOCK,
    ),
    (
        "ID-03",
        "not to the company",
        edited(
            EMAIL_GB,
            "footer",
            " Adverse events should also be reported to Acme on 01632 960000.",
            "",
        ),
        BLOCK,
    ),
    (
        "ID-03",
        "no appeal",
        edited(EMAIL_GB, "footer", "Adverse events should be reported. ", ""),
        BLOCK,
    ),
    ("ID-03", "message", edited(make_sms("GB"), "footer", YELLOW, ""), BLOCK),
    (
        "ID-03",
        "only in the twin",
        changed(edited(EMAIL_GB, "footer", YELLOW, ""), plain_text=YELLOW),
        BLOCK,
    ),
    (
        "ID-03",
        "look-alike host",
        edited(
            EMAIL_GB,
            "footer",
            "yellowcard.mhra.gov.uk",
            "yellowcard.mhra.gov.uk.example.com",
        ),
        BLOCK,
    ),
    (
        "ID-03",
        "in the body",
        changed(edited(EMAIL_GB, "footer", YELLOW, ""), description=YELLOW),
        None,
    ),
    ("ID-03", "message whole", make_sms("GB"), None),
    # ID-04: prescribing information, GB
    ("ID-04", "gone", changed(EMAIL_GB, prescribing_information=None), BLOCK),
    ("ID-04", "of the US", changed(EMAIL_GB, prescribing_information=PI["US"]), BLOCK),
    (
        "ID-04",
        "deeper",
        changed(EMAIL_GB, prescribing_information=PI["GB"] + "/hub"),
        BLOCK,
    ),
    (
        "ID-04",
        "host only",
        changed(EMAIL_GB, prescribing_information="https://pi.velorin.example"),
        BLOCK,
    ),
    ("ID-04", "link", EMAIL_GB, None),
    (
        "ID-04",
        "printed",
        changed(
            EMAIL_GB, prescribing_information=make_brand("GB").prescribing_information
        ),
        None,
    ),
    # ID-09: prescribing information, US
    ("ID-09", "gone", changed(EMAIL_US, prescribing_information=None), BLOCK),
    ("ID-09", "of GB", changed(EMAIL_US, prescribing_information=PI["GB"]), BLOCK),
    (
        "ID-09",
        "words only",
        changed(EMAIL_US, prescribing_information="Prescribing information (US)"),
        BLOCK,
    ),
    ("ID-09", "message", changed(make_sms("US"), prescribing_information=None), BLOCK),
    ("ID-09", "link", EMAIL_US, None),
    # ID-05: date of preparation, GB
    ("ID-05", "gone", edited(EMAIL_GB, "footer", DATE, ""), BLOCK),
    (
        "ID-05",
        "month 31",
        edited(EMAIL_GB, "footer", DATE, "Date of preparation: 31/2026."),
        BLOCK,
    ),
    (
        "ID-05",
        "next month",
        edited(EMAIL_GB, "footer", "November 2026", "December 2026"),
        BLOCK,
    ),
    (
        "ID-05",
        "next year",
        edited(EMAIL_GB, "footer", "November 2026", "January 2027"),
        BLOCK,
    ),
    (
        "ID-05",
        "years ago",
        edited(EMAIL_GB, "footer", "November 2026", "March 2019"),
        BLOCK,
    ),
    (
        "ID-05",
        "a year only",
        edited(EMAIL_GB, "footer", "November 2026", "2026"),
        BLOCK,
    ),
    (
        "ID-05",
        "of the PI only",
        changed(
            edited(EMAIL_GB, "footer", DATE, ""),
            prescribing_information=make_brand("GB").prescribing_information,
        ),
        BLOCK,
    ),
    (
        "ID-05",
        "second date wrong",
        edited(EMAIL_GB, "footer", DATE, f"{DATE} Date of preparation: March 2019."),
        BLOCK,
    ),
    ("ID-05", "this month", EMAIL_GB, None),
    (
        "ID-05",
        "this year",
        edited(EMAIL_GB, "footer", "November 2026", "January 2026"),
        None,
    ),
    ("ID-05", "message", edited(make_sms("GB"), "footer", DATE, ""), BLOCK),
    # ID-06: the triangle, GB
    ("ID-06", "gone", edited(EMAIL_GB, "body", "®▼", "®"), BLOCK),
    ("ID-06", "white", edited(EMAIL_GB, "body", "▼", "▽"), BLOCK),
    ("ID-06", "up", edited(EMAIL_GB, "body", "▼", "▲"), BLOCK),
    ("ID-06", "small", edited(EMAIL_GB, "body", "▼", "▾"), BLOCK),
    (
        "ID-06",
        "after the name",
        edited(EMAIL_GB, "body", "▼ (tamoxetrel)", " (tamoxetrel) ▼"),
        BLOCK,
    ),
    (
        "ID-06",
        "elsewhere",
        edited(edited(EMAIL_GB, "body", "®▼", "®"), "body", "Dear", "▼ Dear"),
        BLOCK,
    ),
    ("ID-06", "message", edited(make_sms("GB"), "body", "▼", ""), BLOCK),
    ("ID-06", "beside", EMAIL_GB, None),
    # CH-04: US commercial e-mail
    (
        "CH-04",
        "no address",
        edited(EMAIL_US, "footer", "Acme, 12 Invented Road, Nowhere, VT 05000", ""),
        BLOCK,
    ),
    (
        "CH-04",
        "other address",
        edited(EMAIL_US, "footer", "12 Invented Road", "14 Invented Road"),
        BLOCK,
    ),
    (
        "CH-04",
        "no way out",
        edited(EMAIL_US, "footer", "https://acme.example/us/privacy", ""),
        BLOCK,
    ),
    (
        "CH-04",
        "another way out of the company",
        edited(
            EMAIL_US, "footer", "acme.example/us/privacy", "acme.example/gb/privacy"
        ),
        None,
    ),
    ("CH-04", "whole", EMAIL_US, None),
    ("CH-04", "not a message", make_sms("US"), None),
]
HITS = [row for market in MARKETS for row in everywhere(market)]
QUIET = [row for market in MARKETS for row in quiet_everywhere(market)]
NAMES = sorted(BOTH | ONLY["US"] | ONLY["GB"])


@pytest.mark.parametrize("market", MARKETS)
def test_a_market_has_its_rules_and_no_others(market: str) -> None:
    pack = packs.pack_for(market)
    assert pack.id.startswith(f"{market}/")
    assert {rule.id for rule in pack.rules} >= BOTH | ONLY[market]
    other = ONLY["GB" if market == "US" else "US"]
    assert {rule.id for rule in pack.rules}.isdisjoint(other)


def test_every_rule_has_rows_of_both_kinds() -> None:
    refused = {rule for rule, *_ in HITS} | {row[0] for row in IN_ONE_MARKET if row[3]}
    quiet = {rule for rule, *_ in QUIET} | {
        row[0] for row in IN_ONE_MARKET if not row[3]
    }
    assert refused == set(NAMES)
    assert quiet == set(NAMES)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("rule", sorted(BOTH))
def test_a_rule_refuses_what_it_must(rule: str, market: str) -> None:
    rows = [row for row in everywhere(market) if row[0] == rule]
    assert rows
    for _, name, piece, severity in rows:
        assert severity in severities(rule, piece), name


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("rule", sorted(BOTH))
def test_a_rule_lets_pass_what_it_may(rule: str, market: str) -> None:
    rows = [row for row in quiet_everywhere(market) if row[0] == rule]
    assert rows
    assert [name for _, name, piece in rows if severities(rule, piece)] == []


@pytest.mark.parametrize("rule", sorted(ONLY["US"] | ONLY["GB"]))
def test_a_rule_of_one_market(rule: str) -> None:
    rows = [row for row in IN_ONE_MARKET if row[0] == rule]
    for _, name, piece, severity in rows:
        assert severities(rule, piece) == ({severity} if severity else set()), name


@pytest.mark.parametrize("rule", NAMES)
def test_a_rule_that_blocks_makes_the_verdict(rule: str) -> None:
    rows = [row for row in (*HITS, *IN_ONE_MARKET) if row[0] == rule]
    pieces = [row[2] for row in rows if row[3] == BLOCK]
    assert {checked(piece).verdict for piece in pieces} <= {Verdict.BLOCKED}


@pytest.mark.parametrize("market", MARKETS)
def test_the_clean_pieces_raise_nothing_that_weighs(market: str) -> None:
    for piece in (
        make_email(market),
        make_sms(market),
        make_email(market, "rep_email"),
    ):
        result = checked(piece)
        assert rules(result, BLOCK, HIGH) == set()
        assert result.verdict == Verdict.CLEARED


@pytest.mark.parametrize("rule", NAMES)
def test_findings_cite_and_say_what_is_to_be_confirmed(rule: str) -> None:
    sources = next(
        one.sources
        for market in MARKETS
        for one in packs.pack_for(market).rules
        if one.id == rule
    )
    is_open = any(source.cited == "known" for source in sources)
    rows = [row for row in (*HITS, *IN_ONE_MARKET) if row[0] == rule and row[3]]
    for row in rows:
        for one in checked(row[2]).findings:
            if one.rule == rule:
                assert one.citation, row[1]
                assert "[" not in one.citation
                assert ("to be confirmed" in one.citation) == is_open
                assert one.message.strip()


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("intent", ["non_promotional", "reminder", "medical_response"])
def test_a_claim_needs_its_safety_text_whatever_the_intent(
    intent: str, market: str
) -> None:
    piece = meant(changed(make_email(market), safety_information=None), intent)
    assert "FB-02" in blocking(checked(piece))


@pytest.mark.parametrize("market", MARKETS)
def test_the_form_of_safety_text_is_the_channels(market: str) -> None:
    """An e-mail needs the full text, also where the short one stands elsewhere."""
    gone = changed(
        make_email(market), safety_information=None, description=SHORT[market]
    )
    assert "FB-02" in blocking(checked(gone))
    result = checked(changed(make_email(market), safety_information=SHORT[market]))
    found = next(one for one in result.findings if one.rule == "FB-08")
    assert found.suggestion == FULL[market]
    assert (found.start, found.end) == (0, len(SHORT[market]))


@pytest.mark.parametrize("market", MARKETS)
def test_safety_text_of_another_label_is_refused(market: str) -> None:
    label = make_label(market)
    text = FULL[market].replace("severe liver injury", "liver injury")
    newer = dataclasses.replace(
        label,
        version="next",
        safety_full=dataclasses.replace(label.safety_full, text=text),
    )
    supply = dataclasses.replace(SUPPLIES[market], label=newer)
    result = checking.check(make_email(market), supply)
    assert "FB-08" in blocking(result)
    fresh = make_email(market, safety_information=text)
    assert checking.check(fresh, supply).verdict == Verdict.CLEARED
    assert checked(fresh).verdict == Verdict.BLOCKED


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (f"{ADMISSIONS.text} [1]", (TRIAL,)),
        (f"{BURDEN.text} [1][2]", (REGISTRY, TRIAL)),
        (f"{BURDEN.text} [1, 2]", (REGISTRY, TRIAL)),
        (f"{ADMISSIONS.text} [1]\n\n{BURDEN.text} [2][1]", (TRIAL, REGISTRY)),
        (f"{BURDEN.text} [1][2]\n\n{ADMISSIONS.text} [2]", (REGISTRY, TRIAL)),
    ],
)
def test_marks_follow_first_appearance(text: str, entries: tuple[object, ...]) -> None:
    for market in MARKETS:
        piece = carrying(text, market, "")
        listed = footer(market, "email", *entries)  # type: ignore[arg-type]
        assert checked(changed(piece, footer=listed)).verdict == Verdict.CLEARED
        turned = footer(market, "email", *entries[::-1])  # type: ignore[arg-type]
        if len(entries) > 1 and ADMISSIONS.text in text:
            wrong = checked(changed(piece, footer=turned))
            assert "EV-03" in blocking(wrong)


@pytest.mark.parametrize("name", ["Velorin", "Acme", "tamoxetrel"])
def test_the_wrong_brand_is_no_brand(name: str) -> None:
    """The words of one brand say nothing in the supply of another."""
    brand = make_brand(name="Calmora", generic_name="ostivarel", manufacturer="Fenmoor")
    supply = make_supply(brand=brand, claims=tuple(SHELF.values()))
    result = checking.check(make_email(), supply)
    assert result.verdict == Verdict.BLOCKED
    assert any(name in one.text for one in result.findings)


def test_a_competitor_is_never_courtesy() -> None:
    for market in MARKETS:
        for text in (
            "Dulmora.",
            "Thank you, Dulmora.",
            "Read about Dulmora.",
            "dulmora",
        ):
            assert "EV-01" in blocking(checked(saying(market, text))), text


def test_the_day_of_the_piece_decides() -> None:
    later = dataclasses.replace(EMAIL_GB.context, day=DAY.replace(year=2031))
    assert "ID-05" in blocking(checked(Piece(later, EMAIL_GB.parts)))
    sooner = dataclasses.replace(EMAIL_GB.context, day=DAY.replace(month=10))
    assert "ID-05" in blocking(checked(Piece(sooner, EMAIL_GB.parts)))
