"""What a sentence could be a claim about, by its own words and by where it stands."""

import re
from enum import StrEnum

from knowledge_base.label_import.documents import Section
from knowledge_base.label_import.sections import Topic, topic


class Kind(StrEnum):
    """Kinds of claims, as kits name them."""

    EFFICACY = "efficacy"
    SAFETY = "safety"
    TOLERABILITY = "tolerability"
    DOSING = "dosing"
    MECHANISM = "mechanism"
    QUALITY_OF_LIFE = "quality_of_life"
    DISEASE = "disease"
    ACCESS = "access"


def _tells(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})", re.IGNORECASE)


# What speaks for a kind; the first kind of those with the most tells is taken.
TELLS: dict[Kind, tuple[re.Pattern[str], ...]] = {
    Kind.QUALITY_OF_LIFE: (
        _tells(
            r"quality of life", r"health-related", r"patient-reported", r"well-being"
        ),
        _tells(r"SF-?36\b", r"EQ-?5D\b", r"DLQI\b", r"global impression"),
    ),
    Kind.SAFETY: (
        _tells(r"contraindicated", r"boxed warning", r"should not (?:be used|take)"),
        _tells(r"do not (?:use|take|give|administer|exceed|start)", r"avoid\b"),
        _tells(
            r"serious",
            r"severe(?! (?:renal|hepatic|kidney|liver))",
            r"fatal",
            r"death",
            r"life-threatening",
        ),
        _tells(r"hypersensitivity", r"anaphyla", r"angioedema", r"overdos", r"toxicit"),
        _tells(r"(?:may|can|could) (?:cause|increase|potentiate|result|lead|occur)"),
        _tells(r"(?:should|must) be (?:discontinued|monitored|stopped|withheld)"),
        _tells(
            r"(?:increased|higher) (?:risk|incidence)", r"risk of (?!the\b)", r"caution"
        ),
        _tells(
            r"reports? of", r"elevations? (?:of|in|\()", r"persistent", r"cases? of"
        ),
        _tells(r"transaminase", r"hepatic enzyme", r"rhabdomyolysis", r"myopathy"),
        _tells(
            r"has been reported", r"have been (?:reported|observed)", r"were reported"
        ),
    ),
    Kind.TOLERABILITY: (
        _tells(r"(?:well|generally|better) tolerated", r"tolerability", r"toleration"),
        _tells(r"adverse (?:reactions?|events?|effects?)", r"side effects?"),
        _tells(r"undesirable effects?", r"discontinu\w* (?:rates?|due|because|of)"),
        _tells(
            r"nausea", r"vomiting", r"headache", r"diarrh", r"constipation", r"rash\b"
        ),
        _tells(r"dizziness", r"fatigue", r"somnolence", r"pruritus", r"dry mouth"),
        _tells(r"most common(?:ly)?\b", r"mild (?:to|or) moderate", r"transient"),
        _tells(r"discontinued (?:treatment|therapy|because|due|from)"),
    ),
    Kind.DOSING: (
        _tells(r"(?:recommended|starting|initial|maximum|maintenance|usual|daily) dos"),
        _tells(
            r"once (?:daily|weekly|a day)", r"twice (?:daily|a day)", r"every \w+ hours"
        ),
        _tells(r"dos(?:e|age)s? (?:adjustment|reduction|range|should|may|is|was)"),
        _tells(r"with or without food", r"titrat", r"administered (?:as|at|orally|by)"),
        _tells(r"(?:should|may|can) be (?:taken|started|administered|given|increased)"),
        _tells(r"may be (?:taken|given)", r"dosing (?:frequency|interval|regimen)"),
    ),
    Kind.MECHANISM: (
        _tells(
            r"(?:selective|competitive|potent)\b", r"mechanism of action", r"mediated"
        ),
        _tells(r"inhibit(?:s|or|ion|ing)?\b", r"blocks?\b", r"binds?\b", r"antagoni"),
        _tells(
            r"agonist", r"receptor", r"enzyme", r"half-life", r"bioavailab", r"AUC\b"
        ),
        _tells(
            r"plasma (?:protein|concentration|level)", r"metaboli[sz]ed", r"excreted"
        ),
        _tells(
            r"absor(?:bed|ption)", r"clearance", r"C\s?max\b", r"in vitro", r"isozyme"
        ),
    ),
    Kind.ACCESS: (
        _tells(
            r"reimburs", r"formular(?:y|ies)", r"co-?pay", r"prior authori[sz]ation"
        ),
        _tells(
            r"(?:is|are) covered", r"list price", r"cost-effective", r"out-of-pocket"
        ),
    ),
    Kind.EFFICACY: (
        _tells(r"(?:significant(?:ly)?|superior|non-?inferior|effective(?:ness)?)\b"),
        _tells(r"efficacy", r"(?:indicated|approved) (?:for|to|as|in)\b"),
        _tells(r"reduc(?:e|es|ed|ing|tion)", r"lower(?:s|ed|ing)\b", r"decreas"),
        _tells(r"improv(?:e|es|ed|ing|ement)", r"increas(?:e|ed|es) (?:in|the|HDL)"),
        _tells(
            r"prevent", r"remission", r"respon(?:se|der|ded)", r"relapse", r"surviv"
        ),
        _tells(
            r"hazard ratio", r"HR\b", r"relative risk", r"risk reduction", r"delayed"
        ),
        _tells(r"achiev(?:e|ed|ing)", r"maint(?:ained|enance of)", r"benefi(?:t|cial)"),
        _tells(r"success", r"better (?:than|in)"),
        _tells(r"fell by", r"rose by", r"change from baseline", r"were free of"),
    ),
    Kind.DISEASE: (
        _tells(
            r"prevalence", r"incidence of the disease", r"affects? (?:about|an? est)"
        ),
        _tells(
            r"is an? (?:chronic|progressive|rare|common)", r"leading cause", r"burden"
        ),
        _tells(r"risk factors? for", r"worldwide", r"epidemiolog", r"undiagnosed"),
    ),
}
# Figures beside each other tell of a finding, not of its kind.
COMPARISON = _tells(
    r"\d\s?%[^.]{0,90}\b(?:and|versus|vs|compared)\b[^.]{0,60}\d\s?%",
    r"p\s?[<=]\s?0?\.\d+",
    r"(?:compared (?:with|to)|versus|vs\.?) (?:placebo|about \d|\d)",
    r"\d\s?% (?:on|with|in|for|of) placebo",
)
HOME: dict[Topic, tuple[Kind, ...]] = {
    Topic.BOXED_WARNING: (Kind.SAFETY,),
    Topic.CONTRAINDICATIONS: (Kind.SAFETY,),
    Topic.WARNINGS: (Kind.SAFETY,),
    Topic.INTERACTIONS: (Kind.SAFETY, Kind.DOSING, Kind.MECHANISM),
    Topic.POPULATIONS: (Kind.SAFETY, Kind.DOSING),
    Topic.LIMITATIONS: (Kind.SAFETY,),
    Topic.ADVERSE_REACTIONS: (Kind.TOLERABILITY, Kind.SAFETY),
    Topic.INDICATIONS: (Kind.EFFICACY,),
    Topic.CLINICAL_STUDIES: (Kind.EFFICACY,),
    Topic.DOSAGE: (Kind.DOSING,),
    Topic.MECHANISM: (Kind.MECHANISM,),
    Topic.PHARMACOLOGY: (Kind.MECHANISM,),
}
AT_HOME = 2.0  # as much as two tells
# Sections on studies tell of everything: a kind that only they suggest counts less.
ALONE = {Kind.EFFICACY: AT_HOME / 2}


def homes(section_code: str, section_title: str = "") -> tuple[Kind, ...]:
    """The kinds that a label's section suggests, by its code or its number."""
    place = topic(Section(section_code, section_title, ""))
    return HOME.get(place, ()) if place else ()


def kind_of(text: str, suggested: tuple[Kind, ...] = ()) -> tuple[Kind | None, str]:
    """The likeliest kind of a statement, and the words that tell so.

    The words are "" where only its place tells. None where no word tells of any kind,
    wherever it stands.
    """
    found: dict[Kind, list[str]] = {}
    for kind, tells in TELLS.items():
        for tell in tells:
            if hit := tell.search(text):
                found.setdefault(kind, []).append(_word(text, hit))
    if not found and (hit := COMPARISON.search(text)):
        found[suggested[0] if suggested else Kind.EFFICACY] = [_word(text, hit)]
    if not found:
        return None, ""

    def weight(kind: Kind) -> float:
        tells = len(found.get(kind, ()))
        if kind not in suggested:
            return tells
        at_home = AT_HOME if kind is suggested[0] else AT_HOME / 2
        return tells + (at_home if tells else min(at_home, ALONE.get(kind, at_home)))

    best = max(TELLS, key=weight)
    return best, "”, “".join(dict.fromkeys(found.get(best, ())[:3]))


def _word(text: str, hit: re.Match[str]) -> str:
    """What was hit, to the end of its last word."""
    rest = re.match(r"[\w-]*", text[hit.end() :])
    return (hit.group() + (rest.group() if rest else "")).strip()
