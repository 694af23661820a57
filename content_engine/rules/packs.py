"""The rules of each market in one version, in the order in which they are read."""

from dataclasses import dataclass

from content_engine.rules.findings import Rule
from content_engine.rules.groups import (
    balance,
    channels,
    evidence,
    identification,
    personalisation,
    security,
    short_forms,
    wording,
)
from content_engine.vocabulary import Severity

BLOCK, HIGH, MED = Severity.BLOCK, Severity.HIGH, Severity.MED


class NoRulePackError(LookupError):
    """No rules were written for a market; nothing can be checked there."""


@dataclass(frozen=True)
class RulePack:
    """The rules of one market; ``id`` is stored with every check."""

    id: str
    rules: tuple[Rule, ...]


EVIDENCE = (
    Rule(
        "EV-01",
        BLOCK,
        "21 CFR 202.1(e)(6)(i) [V]; ABPI 2024 6.2 [V]; EFPIA 3.02 [V]; "
        "Dir. 2001/83/EC Art. 87(2) [V]",
        evidence.unsupported,
    ),
    Rule(
        "EV-02",
        BLOCK,
        "21 CFR 202.1(e)(6)(i) [V], (v), (xiv) [K]; ABPI 6.1 [V]; EFPIA 3.06 [V]",
        evidence.figures,
    ),
    Rule(
        "EV-03",
        BLOCK,
        "ABPI cl. 14 [K]; EFPIA 3.04 [K]; 21 CFR 202.1(e)(6)(x), (xi) [K]",
        evidence.references,
    ),
    Rule(
        "EV-04",
        BLOCK,
        "Imprimatur's own rule; rests on 21 CFR 202.1(e)(5)(ii) [V]",
        evidence.company,
    ),
)
BALANCE = (
    Rule(
        "FB-01",
        BLOCK,
        "21 CFR 202.1(e)(5)(ii) [V]; FDA draft guidance on character-limited "
        "platforms, June 2014 [V]",
        balance.benefit_without_risk,
    ),
    Rule(
        "FB-02",
        BLOCK,
        "21 CFR 202.1(e)(6)(xx) [K]; ABPI 12.2 [K]",
        balance.safety_missing,
    ),
    Rule(
        "FB-05",
        BLOCK,
        "21 CFR 201.100(f) [V]; ABPI cl. 13 [K]",
        balance.reminder_says_more,
    ),
    Rule(
        "FB-08",
        BLOCK,
        "21 CFR 202.1(e)(5)(ii) [V]; Imprimatur's own rule",
        balance.safety_changed,
    ),
)
IDENTIFICATION = (
    Rule(
        "ID-10",
        MED,
        "ABPI 15.6 [V]; CAN-SPAM [V]",
        identification.purpose_and_audience,
    ),
    Rule("ID-11", HIGH, "ABPI 5.5 [K]; CAN-SPAM [V]", identification.company),
)
OTHERS = (
    Rule("WD-11", BLOCK, "Imprimatur's own rule", wording.debris),
    Rule("SF-05", BLOCK, "Imprimatur's own rule", short_forms.twin),
    Rule("PS-02", BLOCK, "GDPR Art. 5 [K]", personalisation.profile_leak),
    Rule("CH-01", BLOCK, "Client tables [V]; RFC 5322 [K]", channels.subject_length),
    Rule("CH-02", MED, "Client tables [V]", channels.preheader_length),
    Rule("CH-09", MED, "GSM 03.38 counting tables [V]", channels.sms_parts),
    Rule("CH-10", BLOCK, "Messaging providers' rules [V]", channels.sms_use),
    Rule("CH-24", BLOCK, "Imprimatur's own rule", channels.links),
    Rule(
        "SE-05", BLOCK, "Imprimatur's own rule; Unicode TR 39 [K]", security.disguised
    ),
)
UNITED_STATES = (
    Rule(
        "FB-04",
        BLOCK,
        "21 CFR 202.1(e)(2)(i) [K]",
        balance.boxed_warning_missing,
    ),
    Rule(
        "ID-01",
        BLOCK,
        "21 CFR 202.1(b)(1) [V]; FDA product name guidance, Dec 2017 [V]",
        identification.established_name,
    ),
    Rule(
        "ID-09",
        BLOCK,
        "21 CFR 201.100(d) [K]",
        identification.prescribing_information,
    ),
    Rule("CH-04", BLOCK, "CAN-SPAM (FTC) [V]", channels.commercial_email),
)
GREAT_BRITAIN = (
    Rule(
        "ID-02",
        BLOCK,
        "ABPI 2021 12.3 [V]; AUTH/3664/6/22 [V]",
        identification.established_name,
    ),
    Rule(
        "ID-03",
        BLOCK,
        "PMCPA advice on ABPI 2021 12.9 [V]; AUTH/3816/7/23 [V]",
        identification.adverse_event_statement,
    ),
    Rule("ID-04", BLOCK, "ABPI 2024 12.1 [V]", identification.prescribing_information),
    Rule(
        "ID-05",
        BLOCK,
        "Dir. 2001/83/EC Art. 92(1) [K]; ABPI 12 [K]",
        identification.date_of_preparation,
    ),
    Rule("ID-06", BLOCK, "AUTH/3110/10/18 [V]", identification.triangle),
)
ALL = (*EVIDENCE, *BALANCE, *IDENTIFICATION, *OTHERS)
PACKS = {
    "US": RulePack("US/2026.1", (*ALL, *UNITED_STATES)),
    "GB": RulePack("GB/2026.1", (*ALL, *GREAT_BRITAIN)),
}


def pack_for(market: str) -> RulePack:
    """The rules of a market; raises NoRulePackError where there are none."""
    if market not in PACKS:
        raise NoRulePackError(
            f"There is no rule pack for the market {market}; "
            f"pieces can be checked for {', '.join(sorted(PACKS))}."
        )
    return PACKS[market]
