"""The nouns that are counted, and what one of them is called."""

import re

PEOPLE = (
    r"(?:patients?|adults?|people|persons?|participants?|subjects?|volunteers?|women|boys|girls"
    r"|woman|men|man|children|child|infants?|donors?|individuals?|respondents?"
    r"|adolescents?|employees|physicians|doctors|nurses|caregivers|Patienten|Patient"
    r"|Patientinnen|Personen|Erwachsenen?|Frauen|Männer|Kinder|Teilnehmern?)"
)
ITEMS = {
    "tablet": r"tablets?|Tabletten?",
    "capsule": r"capsules?|Kapseln?",
    "injection": r"injections?|Injektionen|Injektion",
    "infusion": r"infusions?",
    "inhalation": r"inhalations?",
    "spray": r"sprays?",
    "patch": r"patch(?:es)?",
    "puff": r"puffs?",
    "dose": r"doses?|Dosen|Dosis",
    "vial": r"vials?",
    "pen": r"pens?",
    "syringe": r"syringes?",
    "sachet": r"sachets?",
    "teaspoon": r"teaspoons?",
    "drop": r"drops?",
    "pack": r"packs?",
    "trial": r"trials?",
    "study": r"study|studies|Studien?",
    "site": r"sites?",
    "centre": r"centres?|centers?|Zentren",
    "country": r"country|countries|Ländern?",
    "event": r"events?|Ereignisse?n?",
    "exacerbation": r"exacerbations?",
    "relapse": r"relapses?",
    "attack": r"attacks?",
    "seizure": r"seizures?",
    "hospitalisation": r"hospitali[sz]ations?",
    "death": r"deaths?",
    "case": r"cases?",
    "cycle": r"cycles?",
    "visit": r"visits?",
    "episode": r"episodes?",
    "formulary": r"formulary|formularies",
    "treatment": r"treatments?",
}
ITEM = "|".join(ITEMS.values())
NOUN = rf"(?P<people>{PEOPLE})|(?P<item>{ITEM})"
NOT_BETWEEN = (
    r"(?:on|of|with|in|and|or|to|vs|versus|at|the|for|by|from|had|were|was|than|per|as"
    r"|a|an|after|over|within|out|who|that|received|is|are|took|did|each|every|points?"
    r"|mit|von|in|und|oder|bei|auf|pro)\b"
)
GAP = rf"(?:(?!{NOT_BETWEEN})(?:\x00+ )?[A-Za-z][\w-]{{1,24}} ){{0,3}}(?:\x00+ )?"
COUNTED = re.compile(rf"[ -]{GAP}(?i:{NOUN})\b")
CLOSE = re.compile(rf"[ -](?i:{NOUN})\b")
RATE = re.compile(
    rf"[ -]?(?:(?P<noun>{GAP}[A-Za-z][\w-]{{0,24}})(?: |(?=/)))?"
    r"(?:/ ?|(?:per|pro|a|each) )"
    r"(?:(?P<many>1(?:[,. ]?000){1,2}|10{1,6}|10{1,2}[,. ]000) ?)?"
    r"(?:(?P<who>patients?|persons?|subjects?|participants?|women|people|population"
    r"|Patienten|Personen)(?:[- ]?(?P<time>years?|months?|weeks?|days?|jahre|monate))?"
    r"|(?P<py>PYs?|P-Y|PYRS)|(?P<only>years?|months?|weeks?|days?|Jahr|Monat))\b"
    r"(?: (?:per|a) (?P<each>year|month|week|day))?(?: of exposure)?"
)
FULL = [(name, re.compile(pattern, re.I)) for name, pattern in ITEMS.items()]


def called(found: re.Match[str]) -> str:
    """The name of what was counted; people are counted without a unit."""
    written = found.group("item") or ""
    return next((name for name, pattern in FULL if pattern.fullmatch(written)), "")
