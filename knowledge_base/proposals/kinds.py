"""What a sentence could be a claim about, by its own words and by where it stands."""

import re
from enum import StrEnum

from knowledge_base.label_import.documents import Section
from knowledge_base.label_import.sections import Topic, topic
from knowledge_base.proposals import words


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


# What speaks for a kind; the first kind of those with the most tells is taken.
TELLS: dict[Kind, tuple[re.Pattern[str], ...]] = {
    Kind(name): tuple(map(words.beginnings, tells))
    for name, tells in words.LISTS["kinds"].items()
}
# Figures beside each other tell of a finding, not of its kind.
COMPARISON = words.beginnings(
    [
        r"\d[\d.,]*\s?%[^.]{0,90}\b(?:and|versus|vs|compared)\b[^.]{0,60}\d\s?%",
        r"p\s?[<=]\s?0?\.\d+",
        r"(?:compared (?:with|to)|versus|vs\.?) (?:placebo|about \d|\d)",
        r"\d[\d.,]*\s?% (?:on|with|in|for|of) placebo",
    ]
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
