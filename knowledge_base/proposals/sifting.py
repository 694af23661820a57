"""Sifts a source: statements that could be claims, and the rest with reasons."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge_base import quarantine
from knowledge_base.proposals import discarding, kinds
from knowledge_base.proposals.facts import Facts, facts_of
from knowledge_base.proposals.kinds import Kind
from knowledge_base.proposals.passages import Passage, passages, wording

KEY_WORDS = 5
SMALL_WORDS = frozenset({
    "a", "after", "an", "and", "are", "as", "at", "be", "been", "by", "compared", "for",
    "from", "had", "has", "have", "in", "is", "it", "its", "of", "on", "or", "patients",
    "than", "that", "the", "their", "these", "this", "those", "to", "treated", "versus",
    "vs", "was", "were", "which", "who", "with", "within",
})  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """A statement that could become a claim, with what a person needs to judge it.

    ``text`` is the wording proposed, ``quote`` the source's own words from ``start``
    to ``end`` (code points).
    """

    start: int
    end: int
    quote: str
    text: str
    kind: Kind
    key: str
    facts: Facts
    locator: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A statement that is not proposed, and why.

    ``is_suspicious`` if it talks to a model or hides from a reader.
    """

    start: int
    end: int
    quote: str
    reason: str
    is_suspicious: bool = False


@dataclass(frozen=True)
class Sifted:
    """All the statements of a source, in two heaps, each in reading order."""

    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]


def propose(
    text: str,
    *,
    product: str = "",
    section_code: str = "",
    section_title: str = "",
    locator: str = "",
) -> tuple[Proposal, ...]:
    """The statements of a source that could be claims, in reading order.

    ``section_code`` and ``section_title`` say which section of a label it is; they
    hint at the kind and decide nothing alone. Pure: nothing is stored.
    """
    return sift(
        text,
        product=product,
        section_code=section_code,
        section_title=section_title,
        locator=locator,
    ).proposals


def sift(
    text: str,
    *,
    product: str = "",
    section_code: str = "",
    section_title: str = "",
    locator: str = "",
) -> Sifted:
    """The same with what was left out, each statement with its reason."""
    suggested = kinds.homes(section_code, section_title)
    found: list[Proposal] = []
    left: list[LeftOut] = []
    known = tuple(passages(text))
    suspects = _suspects(known)
    said: set[str] = set()
    for place, passage in enumerate(known):
        seen = _judged(passage, suspects.get(place, ""), suggested, said)
        if isinstance(seen, LeftOut):
            left.append(seen)
            continue
        kind, why = seen
        found.append(_proposal(passage, kind, why, product=product, locator=locator))
    return Sifted(tuple(found), tuple(left))


def _suspects(known: tuple[Passage, ...]) -> dict[int, str]:
    """Statements that may not be read as text about a product, alone or in pairs."""
    alone = [quarantine.reason_to_refuse(passage.quote) for passage in known]
    found = {place: why for place, why in enumerate(alone) if why}
    for place, (one, other) in enumerate(itertools.pairwise(known)):
        if alone[place] or alone[place + 1]:
            continue
        if why := quarantine.reason_to_refuse(f"{one.quote} {other.quote}"):
            found |= {place: why, place + 1: why}
    return found


def _judged(
    passage: Passage, suspicion: str, suggested: tuple[Kind, ...], said: set[str]
) -> tuple[Kind, str] | LeftOut:
    text = wording(passage.quote)
    if suspicion:
        return _left(passage, f"Set aside: {suspicion}.", is_suspicious=True)
    reason = discarding.refusal(text)
    if not reason and not passage.tells_findings:
        reason = f"It stands under “{passage.part}”, not among the findings."
    if not reason and text.casefold() in said:
        reason = "It stands in this source already."
    if reason:
        return _left(passage, reason)
    kind, words = kinds.kind_of(text, suggested)
    if kind is None:
        return _left(passage, "No word in it tells of an effect, a risk or a use.")
    said.add(text.casefold())
    return kind, words


def _left(passage: Passage, reason: str, *, is_suspicious: bool = False) -> LeftOut:
    return LeftOut(passage.start, passage.end, passage.quote, reason, is_suspicious)


def _proposal(
    passage: Passage, kind: Kind, words: str, *, product: str, locator: str
) -> Proposal:
    text = wording(passage.quote)
    return Proposal(
        start=passage.start,
        end=passage.end,
        quote=passage.quote,
        text=text,
        kind=kind,
        key=key_of(text.split(), product),
        facts=facts_of(text, product=product),
        locator=locator,
        explanation=_explanation(passage, text, kind, words),
    )


def _explanation(passage: Passage, text: str, kind: Kind, words: str) -> str:
    name = kind.value.replace("_", " ")
    why = f"“{words}”" if words else "the section in which it stands"
    said = f"It reads as {name} because of {why}."
    if text != " ".join(passage.quote.split()):
        said += " A reference to another place was left out of the wording."
    return said


def key_of(words: Iterable[str], product: str = "") -> str:
    """A key of a few telling words, such as ``relapse-free-week-24``."""
    own = set(re.findall(r"\w+", product.casefold()))
    plain = (re.sub(r"[^a-z0-9]+", "-", word.casefold()).strip("-") for word in words)
    telling = [word for word in plain if word and word not in SMALL_WORDS | own]
    return "-".join(telling[:KEY_WORDS])[:60].strip("-") or "claim"
