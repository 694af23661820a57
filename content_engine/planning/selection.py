"""Which claims a message carries, and in what order."""

import re
from collections.abc import Iterable, Mapping, Sequence

from content_engine.channels.catalogue import rules_of
from content_engine.pieces import Context
from content_engine.planning.slots import Cell
from content_engine.supply import ClaimText, Supply
from content_engine.vocabulary import Format

FIRST_KINDS = ("efficacy", "quality_of_life", "tolerability", "safety", "dosing")
MOST_FAVOURED = 5  # of the claims found; the ranks below tell little
LAST_KINDS = ("disease", "access")
WORD = re.compile(r"[^\W\d_]{4,}")
FIGURE = re.compile(r"\d+(?:[.,/]\d+)+%?|\d+%")
SAME_FINDING = 0.6


class InfeasibleError(ValueError):
    """A cell that nothing approved can fill; says why in one sentence."""


def choose(
    cell: Cell,
    context: Context,
    supply: Supply,
    key_messages: Sequence[str] = (),
    reasons: Mapping[str, str] | None = None,
) -> tuple[ClaimText, ...]:
    """The leading claims of a message: those demanded, then the theme's, then others.

    ``reasons`` tells for a claim key that is not in the supply why it is not. Raises
    InfeasibleError.
    """
    demanded = [_demanded(words, context, supply, reasons) for words in key_messages]
    wanted = max(claims_asked(cell, context), len(dict.fromkeys(demanded)))
    ranked = candidates(cell, context, supply)
    if not any(cell.theme in claim.themes for claim in demanded):
        demanded = [ranked[0], *demanded]
    chosen = list(dict.fromkeys(demanded))
    population = chosen[0].population
    others = [claim for claim in supply.claims if cell.theme not in claim.themes]
    for claim in (
        *_ranked(ranked, supply, population),
        *_ranked(others, supply, population),
    ):
        if len(chosen) >= wanted:
            break
        if not _already_said(claim, chosen, supply) and _is_whole(claim, supply):
            chosen.append(claim)
    return tuple(sorted(chosen, key=lambda claim: cell.theme not in claim.themes))


def claims_asked(cell: Cell, context: Context) -> int:
    """How many leading claims the format asks for; raises InfeasibleError."""
    rules = rules_of(context.channel)
    try:
        return rules.claims[Format(cell.format)]
    except (KeyError, ValueError):
        raise InfeasibleError(
            f"{rules.title} has no room for the format {cell.format}; "
            f"it holds {', '.join(rules.claims)}."
        ) from None


def candidates(cell: Cell, context: Context, supply: Supply) -> tuple[ClaimText, ...]:
    """The theme's claims that may stand here, best first; raises InfeasibleError."""
    themed = [claim for claim in supply.claims if cell.theme in claim.themes]
    whole = [claim for claim in themed if _is_whole(claim, supply)]
    if not whole:
        raise InfeasibleError(_nothing_on_theme(cell, context, themed, supply))
    return tuple(_ranked(whole, supply))


def with_companions(
    claims: Iterable[ClaimText], supply: Supply
) -> tuple[ClaimText, ...]:
    """Each claim with its companions directly behind it, none of them twice."""
    ordered: dict[str, ClaimText] = {}
    for claim in claims:
        for member in unit(claim, supply):
            ordered.setdefault(member.key, member)
    return tuple(ordered.values())


def unit(claim: ClaimText, supply: Supply) -> tuple[ClaimText, ...]:
    """A claim and all companions that must travel with it, its own first."""
    members: dict[str, ClaimText] = {}
    waiting = [claim]
    while waiting:
        member = waiting.pop(0)
        members[member.key] = member
        found = (supply.claim(key) for key in member.companions if key not in members)
        waiting.extend(companion for companion in found if companion is not None)
    return tuple(members.values())


def missing_companion(claim: ClaimText, supply: Supply) -> str:
    """The key of a companion that may not be used here, or nothing."""
    for member in unit(claim, supply):
        for key in member.companions:
            if supply.claim(key) is None:
                return key
    return ""


def _is_whole(claim: ClaimText, supply: Supply) -> bool:
    return not missing_companion(claim, supply)


def _ranked(
    claims: Iterable[ClaimText], supply: Supply, population: str = ""
) -> list[ClaimText]:
    """Claims that tell of the product first, then what the brief's words found.

    What is left open, the population decides, and then the order in which the brand
    puts its claims forward.
    """
    found = [claim.key for claim in supply.claims if claim.score > 0][:MOST_FAVOURED]

    def rank(claim: ClaimText) -> tuple[bool, bool, bool, bool, int]:
        return (
            claim.kind in LAST_KINDS,
            claim.key not in found,
            claim.kind not in FIRST_KINDS,
            bool(population) and claim.population != population,
            claim.place,
        )

    return sorted(claims, key=rank)


def _already_said(claim: ClaimText, chosen: list[ClaimText], supply: Supply) -> bool:
    said = with_companions(chosen, supply)
    return any(claim.key == other.key or _same_finding(claim, other) for other in said)


def _same_finding(claim: ClaimText, other: ClaimText) -> bool:
    """Whether two claims tell the same figures, one perhaps in brief."""
    figures, others = set(FIGURE.findall(claim.text)), set(FIGURE.findall(other.text))
    fewer = min(len(figures), len(others))
    return bool(fewer) and len(figures & others) / fewer >= SAME_FINDING


def _demanded(
    words: str, context: Context, supply: Supply, reasons: Mapping[str, str] | None
) -> ClaimText:
    claim = supply.claim(words) or _meant(words, supply)
    by = rules_of(context.channel).by
    if claim is None:
        why = (reasons or {}).get(words)
        raise InfeasibleError(
            f"The key message {words} cannot be used: {why}."
            if why
            else f"No approved claim says “{words}” in {context.market} {by} today."
        )
    absent = missing_companion(claim, supply)
    if absent:
        raise InfeasibleError(
            f"The key message {words} must stand with the claim {absent}, "
            f"which may not be used in {context.market} {by} today."
        )
    return claim


def _meant(words: str, supply: Supply) -> ClaimText | None:
    """The claim that shares most of the words, if it shares more than half."""
    asked = {word.casefold() for word in WORD.findall(words)}
    best, most = None, len(asked) / 2
    for claim in supply.claims:
        shared = len(asked & {word.casefold() for word in WORD.findall(claim.text)})
        if shared > most:
            best, most = claim, shared
    return best


def _nothing_on_theme(
    cell: Cell, context: Context, themed: list[ClaimText], supply: Supply
) -> str:
    where = f"in {context.market} {rules_of(context.channel).by} today"
    if not themed:
        return f"No approved claim on the theme {cell.theme} may be used {where}."
    absent = missing_companion(themed[0], supply)
    return (
        f"The claim {themed[0].key} on the theme {cell.theme} must stand with the "
        f"claim {absent}, which may not be used {where}."
    )
