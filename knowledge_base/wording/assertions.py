"""How a statement asserts: direction, hedges, strength of cause, what it denies."""

import re
from enum import StrEnum

from knowledge_base.wording.normalise import normalise


class Direction(StrEnum):
    """Which way something went."""

    INCREASE = "INCREASE"
    DECREASE = "DECREASE"
    IMPROVEMENT = "IMPROVEMENT"
    WORSENING = "WORSENING"
    NO_DIFFERENCE = "NO_DIFFERENCE"
    UNSAID = ""


class Causality(StrEnum):
    """How strongly a statement ties an outcome to the product, weakest first."""

    UNSAID = ""
    ASSOCIATION = "ASSOCIATION"
    EFFECT = "EFFECT"
    CAUSE = "CAUSE"


class Polarity(StrEnum):
    """Whether a statement affirms or denies."""

    AFFIRMED = "AFFIRMED"
    DENIED = "DENIED"


SAME = re.compile(
    r"\bno (?:\w+ ){0,3}differences?\b|\b(?:did|does|do) not (?:\w+ )?differ\b"
    r"|\bnot (?:\w+ )?different\b|\bsimilar(?:ly)?\b|\bcomparable\b|\bunchanged\b"
    r"|\bnon-?inferior(?:ity)?\b|\bas \w+ as\b|\bno (?:\w+ ){0,2}(?:effect|change)\b"
    r"|\bequivalent\b|\bdid not change\b|\bequal\b|\bwithout (?:a )?difference\b",
    re.IGNORECASE,
)
WAYS = (
    (
        Direction.DECREASE,
        r"reduc(?:e[sd]?|ing|tions?)|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?"
        r"|f[ae]ll(?:s|en)?"
        r"|declin(?:e[sd]?|ing)|drop(?:s|ped)?|fewer|less|down|halved|smaller"
        r"|shorten(?:s|ed)?"
        r"|diminish(?:es|ed)?|cuts?|prevent(?:s|ed|ing)?|suppress(?:es|ed)?"
        r"|inhibit(?:s|ed)?"
        r"|slow(?:s|ed|er)?|avoid(?:s|ed)",
    ),
    (
        Direction.INCREASE,
        r"increas(?:e[sd]?|ing)|r[oi]se[sn]?|rising|higher|more|greater|rais(?:e[sd]?"
        r"|ing)"
        r"|gr[eo]wn?|longer|doubled|tripled|prolong(?:s|ed)|up|elevat(?:e[sd]|ions?)"
        r"|gain(?:s|ed)?",
    ),
    (
        Direction.IMPROVEMENT,
        r"improv(?:e[sd]?|ing|ements?)|better|superior(?:ity)?|reliev(?:e[sd]?|ing)"
        r"|relief"
        r"|eas(?:e[sd])|clear(?:ed|ance)|responded|respon(?:se|ders?)|remission"
        r"|benefit(?:s|ed)?",
    ),
    (
        Direction.WORSENING,
        r"worsen(?:s|ed|ing)?|worse|deteriorat(?:e[sd]|ing|ion)|inferior"
        r"|aggravat(?:e[sd]|ing)"
        r"|progress(?:ed|ion)",
    ),
)
WAY = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{way.value}>{words})" for way, words in WAYS)
    + r")(?![\w-])",
    re.IGNORECASE,
)
NO_WAY = re.compile(
    r"\b(?:at least|no|not|or|and|up to|once or) (?:more|less|fewer|higher|lower"
    r"|greater)\b"
    r"|\b(?:more|less|fewer|greater|higher|lower) than\b(?= \d)|\b\d+ or (?:more"
    r"|less)\b"
    r"|\bup to\b|\bmade? up\b|\btake up\b|\bfollow(?:ed)?[- ]up\b|\bbaseline\b"
    r"|\bup-titrat\w+|\bprogression-free\b|\bset up\b",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:might|could|(?-i:may)(?! \d)|can(?! ?not)|appear(?:s|ed)?(?= to)|seem(?:s"
    r"|ed)?"
    r"|suggest(?:s|ed|ing)?|indicat(?:es|ed) that|likely|unlikely|potential(?:ly)?"
    r"|possibl[ey]"
    r"|probabl[ey]|perhaps|expected|estimated|generally|usually|often"
    r"|in some (?:patients|people)"
    r"|trend(?:ed)?|exploratory|post[- ]hoc|preliminary|interim|hypothesi[sz]ed"
    r"|thought to"
    r"|believed to|tend(?:s|ed)? to|not (?:been )?established|is unknown)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|no|none|never|neither|nor|without|failed to|fails? to|failure to"
    r"|absence of"
    r"|lack(?:ed|s|ing)?(?: of)?|cannot|free (?:of|from)|un(?:changed|affected|likely"
    r"|common)"
    r"|nicht|kein(?:e|er|en)?|ohne)\b",
    re.IGNORECASE,
)
NO_NEGATION = re.compile(
    r"\bwith or without\b|\bwhether or not\b|\bnot only\b|\bno (?:more|less|fewer"
    r"|later) than\b"
    r"|\bno (?:\w+ ){0,3}differences?\b|\bnot (?:\w+ )?different\b|\b(?:did|does"
    r"|do) not (?:\w+ )?"
    r"differ\b|\bno\. ?\d|\bunchanged\b|\bno suitable alternative\b|\bif not\b"
    r"|\bnot (?:statistically )?significant(?:ly)?\b|\bis not established\b"
    r"|\bunlikely\b",
    re.IGNORECASE,
)
CAUSES = (
    r"caus(?:e[sd]?|ing)|prevent(?:s|ed|ing)?|led to|leads to|resulted in|results in"
    r"|cures?|cured"
    r"|is responsible for|eliminat(?:e[sd]|es)|protect(?:s|ed)"
)
EFFECTS = (
    r"reduc(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?|improv(?:e[sd]?|ing)"
    r"|increas(?:e[sd]?|ing)|rais(?:e[sd]|ing)|shorten(?:s|ed)|prolong(?:s|ed)"
    r"|slow(?:s|ed)"
    r"|reliev(?:e[sd])|halved|doubled|delay(?:s|ed)|suppress(?:es|ed)|inhibit(?:s|ed)"
    r"|cuts?"
    r"|block(?:s|ed)|help(?:s|ed)|controls?|controlled|works|clears|cleared"
)
BY_CAUSE = (
    r"because of|due to|owing to|thanks to|caused by|as a result of|attributable to"
)
TIED = re.compile(
    r"\b(?:associated with|linked (?:to|with)|correlat(?:ed|es) with|related to"
    r"|observed (?:in|with)"
    r"|seen (?:in|with)|reported (?:in|with|by)|recorded in|occurred in)\b",
    re.IGNORECASE,
)
ANYBODY = r"(?:it|treatment|therapy|this medicine|the drug|the medicine)"


def direction(text: str) -> Direction:
    """The way that a statement says first; equality said anywhere comes before all."""
    words = normalise(text).text
    if SAME.search(words):
        return Direction.NO_DIFFERENCE
    words = NO_WAY.sub(_blank, words)
    found = WAY.search(words)
    return Direction(found.lastgroup or "") if found else Direction.UNSAID


def hedges(text: str) -> tuple[str, ...]:
    """The words that soften a statement, in order, each once."""
    words = normalise(text).text
    return tuple(dict.fromkeys(hedge.lower() for hedge in HEDGE.findall(words)))


def negations(text: str) -> tuple[str, ...]:
    """The words that deny, in order; turns of phrase that deny nothing left out."""
    words = NO_NEGATION.sub(_blank, normalise(text).text)
    return tuple(found.group().lower() for found in NEGATION.finditer(words))


def polarity(text: str) -> Polarity:
    """Whether a statement denies: two negations affirm."""
    return Polarity.DENIED if len(negations(text)) % 2 else Polarity.AFFIRMED


def causality(text: str, product: str = "") -> Causality:
    """How strongly the outcome is tied to the product; what others caused is not."""
    words = normalise(text).text
    name = rf"(?:{_names(product)}|{ANYBODY})" if product else ANYBODY
    subject = rf"\b{name}(?: \d[\d.,]* ?\w+)?(?: (?!{CAUSES}|{EFFECTS})[\w-]+){{0,3}} "
    if _found(rf"\b(?:{BY_CAUSE}) (?:treatment with )?{name}\b", words):
        return Causality.CAUSE
    if _found(rf"{subject}(?:{CAUSES})\b", words):
        return Causality.CAUSE
    if _found(
        rf"{subject}(?:{EFFECTS})\b|\b(?:with|by) {name} (?:reduced|improved)\b", words
    ):
        return Causality.EFFECT
    if _found(rf"\b(?:reduced|improved|lowered|increased) by {name}\b", words):
        return Causality.EFFECT
    is_tied = TIED.search(words) or _found(rf"\b(?:on|with|taking) {name}\b", words)
    return Causality.ASSOCIATION if is_tied else Causality.UNSAID


def _found(pattern: str, words: str) -> bool:
    return bool(re.search(pattern, words, re.IGNORECASE))


def _names(product: str) -> str:
    names = [part.strip() for part in re.split(r"[()/;,|]", product) if part.strip()]
    return "|".join(re.escape(name) for name in names) or ANYBODY


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
