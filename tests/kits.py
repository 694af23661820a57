"""A small brand kit, whole enough to compose from, for tests on every floor."""

import copy
import datetime
import json
from typing import Any

from django.contrib.auth.models import User

from knowledge_base.kits import loading, reading
from knowledge_base.models import Brand

SLUG = "calvoryn"
FULL_SAFETY = (
    "Important safety information. Calvoryn is contraindicated in adults with severe "
    "liver impairment. Liver enzymes should be checked before treatment and every "
    "three months. The most common adverse reactions were headache and diarrhoea."
)
SHORT_SAFETY = (
    "Calvoryn is contraindicated in severe liver impairment. Check liver enzymes "
    "before and during treatment."
)


def small_kit(**changes: Any) -> dict[str, Any]:
    """A fresh copy of the kit; each keyword replaces that part of it."""
    return copy.deepcopy({**KIT, **changes})


def load_small_kit(
    *, by: User, at: datetime.datetime, approve: bool = True, **changes: Any
) -> Brand:
    """Load the kit by the real route and return its brand."""
    kit = small_kit(**changes)
    text = json.dumps(kit, ensure_ascii=False)
    loading.load(reading.read(text, "small.json"), by=by, at=at, approve=approve)
    return Brand.objects.get(slug=kit["brand"]["slug"])


def _market(code: str, **others: Any) -> dict[str, Any]:
    return {
        "launched_on": "2025-02-03",
        "indication_launched_on": "2025-02-03",
        "prescribing_information_url": f"https://pi.calvoryn.example/{code}",
        "prescribing_information": "Please see the prescribing information.",
        "adverse_event_statement": "Adverse events should be reported: "
        f"https://fenmoor.example/{code}/report.",
        "privacy_url": f"https://fenmoor.example/{code}/privacy",
        "postal_address": "Fenmoor Biologics, 1 Weir Lane, Sallowby",
        **others,
    }


def _label(market: str) -> dict[str, Any]:
    return {
        "market": market,
        "version": "2026-01",
        "effective_on": "2026-01-15",
        "indication": "Calvoryn is indicated for lowering urate in adults with gout.",
        "population": "adults with gout",
        "limitations_of_use": ["Not studied in people under 18 years."],
        "contraindications": ["Severe liver impairment"],
        "boxed_warning": None,
        "dosing": ["One 20 mg tablet once daily."],
        "adverse_reactions": [
            {"term": "headache", "rate": "7%", "comparator_rate": "5%"},
            {"term": "diarrhoea", "rate": "6%", "comparator_rate": "4%"},
        ],
        "safety_information": {"short": SHORT_SAFETY, "full": FULL_SAFETY},
        "sections": [
            {"code": "34067-9", "title": "Indications", "text": "Adults with gout."}
        ],
    }


def _claim(key: str, kind: str, theme: str, text: str, **others: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": text,
        "kind": kind,
        "themes": [theme],
        "references": ["CAIRN-1-2024#primary"],
        "markets": ["US", "GB"],
        "audiences": ["HCP"],
        "population": "adults with gout",
        "valid_from": "2026-01-15",
        "expires_on": "2027-12-31",
        **others,
    }


def _figures(*values: str) -> list[dict[str, str]]:
    return [{"value": value} for value in values]


CLAIMS = [
    _claim(
        "urate-target",
        "efficacy",
        "efficacy",
        "In CAIRN-1, 61% of adults taking Calvoryn 20 mg reached a serum urate level "
        "below 6 mg/dL at week 24, compared with 32% of those taking placebo.",
        variations=[
            "At week 24 in CAIRN-1, a serum urate level below 6 mg/dL was reached by "
            "61% of adults taking Calvoryn 20 mg and by 32% of those taking placebo."
        ],
        figures=_figures("61", "32"),
        endpoint="serum urate below 6 mg/dL",
        comparator="placebo",
        timepoint="week 24",
    ),
    _claim(
        "fewer-flares",
        "efficacy",
        "efficacy",
        "Over 48 weeks in CAIRN-1, adults taking Calvoryn 20 mg had a mean of 1.4 gout "
        "flares, compared with 2.6 in adults taking placebo.",
        figures=_figures("1.4", "2.6"),
        references=["CAIRN-1-2024#flares"],
    ),
    _claim(
        "urate-week-2",
        "efficacy",
        "onset",
        "In CAIRN-1, mean serum urate was 1.8 mg/dL lower than at baseline by week 2 "
        "with Calvoryn 20 mg.",
        figures=_figures("1.8"),
        companions=["common-reactions"],
    ),
    _claim(
        "once-daily",
        "dosing",
        "dosing",
        "Calvoryn is taken as one 20 mg tablet once daily.",
        references=["LABEL-2026"],
        audiences=["HCP", "PAYER"],
    ),
    _claim(
        "common-reactions",
        "safety",
        "tolerability",
        "The most common adverse reactions with Calvoryn 20 mg in CAIRN-1 were "
        "headache (7%, placebo 5%) and diarrhoea (6%, placebo 4%).",
        figures=_figures("7", "5", "6", "4"),
        references=["LABEL-2026", "CAIRN-1-2024"],
    ),
    _claim(
        "year-one-extension",
        "efficacy",
        "efficacy",
        "In the open-label CAIRN-EXT study, 58% of adults taking Calvoryn 20 mg had a "
        "serum urate level below 6 mg/dL at week 52.",
        figures=_figures("58"),
        qualifiers=["CAIRN-EXT was an open-label study without a control group."],
        references=["CAIRN-EXT-2025"],
        markets=["GB"],
        channels=["email", "rep_email"],
    ),
]

REFERENCES = [
    {
        "key": "CAIRN-1-2024",
        "citation": "Ostrander F, Villeda M. Serum urate with ostivarel in adults with "
        "gout: CAIRN-1. Annals of Joint Practice 2024;12:101-110.",
        "kind": "journal",
        "design": "randomised",
        "published_on": "2024-06-01",
        "anchors": [
            {
                "key": "primary",
                "locator": "p. 104, table 2",
                "quote": "Urate below 6 mg/dL at week 24: 61% ostivarel, 32% placebo.",
            },
            {
                "key": "flares",
                "locator": "p. 106",
                "quote": "Mean flares over 48 weeks: 1.4 ostivarel, 2.6 placebo.",
            },
        ],
    },
    {
        "key": "CAIRN-EXT-2025",
        "citation": "Ostrander F. Ostivarel over one year: CAIRN-EXT. Annals of Joint "
        "Practice 2025;13:55-61.",
        "kind": "journal",
        "design": "open_label",
        "published_on": "2025-03-01",
        "expires_on": "2028-03-01",
    },
    {
        "key": "LABEL-2026",
        "citation": "Calvoryn (ostivarel) prescribing information. Fenmoor Biologics; "
        "January 2026.",
        "kind": "label",
        "published_on": "2026-01-15",
    },
]

# role, tone, text, channels ("" means e-mails of both kinds)
WORDING: list[tuple[str, str, str, str]] = [
    ("subject", "clinical", "Urate in adult gout: [cited data|referenced data]", ""),
    ("subject", "clinical", "Study results for the gout clinic", ""),
    ("subject", "warm", "For the people behind your gout clinic", ""),
    ("subject", "warm", "[A few lines|A short note] for your next gout clinic", ""),
    ("preheader", "clinical", "Source, population and timepoint stated in full.", ""),
    ("preheader", "clinical", "[Referenced evidence|Cited evidence] at a glance.", ""),
    ("preheader", "warm", "Put together with your patients in mind.", ""),
    ("preheader", "warm", "Something [calm|brief] to read between appointments.", ""),
    ("headline", "clinical", "Evidence in adult gout", ""),
    ("headline", "clinical", "[Study findings|Trial findings] in context", ""),
    ("headline", "warm", "For the person in the next chair", ""),
    ("headline", "warm", "Every gout story [starts|begins] with a person", ""),
    ("greeting", "clinical", "Dear Colleague,", "email"),
    ("greeting", "clinical", "Dear {{accountTitle}} {{accountLname}},", "rep_email"),
    ("greeting", "warm", "Hello,", "email"),
    ("greeting", "warm", "Hello {{accountTitle}} {{accountLname}},", "rep_email"),
    ("opening", "clinical", "Please find [selected|relevant] trial data below.", ""),
    ("opening", "clinical", "The summary below reports data with their source.", ""),
    ("opening", "warm", "You know how much a quiet joint means to a patient.", ""),
    ("opening", "warm", "Behind each appointment stands [a person|somebody].", ""),
    ("opening", "clinical", "For prescribers, adult gout:", "sms"),
    ("opening", "clinical", "Adult gout, data for prescribers:", "sms"),
    ("opening", "warm", "A line for your gout clinic:", "sms"),
    ("opening", "warm", "With your gout patients in mind:", "sms"),
    ("evidence_lead", "clinical", "[The data state|The source reports]:", ""),
    ("evidence_lead", "clinical", "Reported in the cited source:", ""),
    ("evidence_lead", "warm", "Here is what was [seen|observed]:", ""),
    ("evidence_lead", "warm", "A finding to keep in mind for your patients:", ""),
    ("bridge", "clinical", "[A further|Another] finding, with its source:", ""),
    ("bridge", "clinical", "From the evidence file:", ""),
    ("bridge", "warm", "There is [more|something else] worth your time:", ""),
    ("bridge", "warm", "One more thing for your patients:", ""),
    ("call_to_action", "clinical", "Read the study summary", ""),
    ("call_to_action", "clinical", "View the [references|sources]", ""),
    ("call_to_action", "warm", "See the whole story", ""),
    ("call_to_action", "warm", "Take a [closer|longer] look", ""),
    ("call_to_action", "clinical", "Read the data", "sms"),
    ("call_to_action", "warm", "Have a look", "sms"),
    ("closing", "clinical", "Please refer to the label before prescribing.", ""),
    ("closing", "clinical", "[Questions|Enquiries] are welcome at any time.", ""),
    ("closing", "warm", "Thank you for the care you give.", ""),
    ("closing", "warm", "[Thank you for reading|We are glad that you read this].", ""),
    ("signature", "clinical", "Medical Information, Fenmoor Biologics", "email"),
    ("signature", "clinical", "{{userName}}, Fenmoor Biologics", "rep_email"),
    ("signature", "warm", "With kind regards, your team at Fenmoor Biologics", "email"),
    ("signature", "warm", "Warm regards, {{userName}}", "rep_email"),
]


def _copy() -> list[dict[str, Any]]:
    return [
        {
            "key": f"{tone}-{role.replace('_', '-')}-{number}",
            "role": role,
            "text": text,
            "tones": [tone],
            "channels": [channel] if channel else ["email", "rep_email"],
        }
        for number, (role, tone, text, channel) in enumerate(WORDING, 1)
    ]


KIT: dict[str, Any] = {
    "kit_version": 1,
    "brand": {
        "slug": SLUG,
        "name": "Calvoryn",
        "trademark": "®",
        "generic_name": "ostivarel",
        "manufacturer": "Fenmoor Biologics",
        "therapy_area": "Rheumatology, gout",
        "competitors": [{"name": "Dravettix", "generic_name": "polumarel"}],
        "markets": {
            "US": _market("us"),
            "GB": _market(
                "gb",
                black_triangle=True,
                adverse_event_statement="Adverse events should be reported. Reporting "
                "forms and information can be found at https://yellowcard.mhra.gov.uk. "
                "Adverse events should also be reported to Fenmoor Biologics.",
            ),
        },
    },
    "labels": [_label("US"), _label("GB")],
    "references": REFERENCES,
    "claims": CLAIMS,
    "copy": _copy(),
}
