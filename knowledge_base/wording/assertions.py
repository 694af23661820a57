"""How a statement asserts: direction, hedges, strength of cause, what it denies."""

import re
from enum import StrEnum

from knowledge_base.wording import lists
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


_lists = lists.read("assertions")


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(lists.either(_lists[name]), re.IGNORECASE)


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lists.either(_lists[name])})\b", re.IGNORECASE)


SAME = _pattern("same")
WAY = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(
        f"(?P<{way}>{lists.either(words)})" for way, words in _lists["ways"].items()
    )
    + r")(?![\w-])",
    re.IGNORECASE,
)
NO_WAY, NO_NEGATION = _pattern("no_way"), _pattern("no_negations")
HEDGE, NEGATION, TIED = _whole("hedges"), _whole("negations"), _whole("tied")
CAUSES, EFFECTS, BY_CAUSE = (
    lists.either(_lists[name]) for name in ("causes", "effects", "by_cause")
)
ANYBODY = f"(?:{lists.either(_lists['anybody'])})"


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
