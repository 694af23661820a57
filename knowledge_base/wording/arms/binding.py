"""Binds figures to arms: pairs, respectively, forwards, backwards, the other arm."""

import dataclasses
import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge_base.wording import statements
from knowledge_base.wording.arms import figures, mentions, statistics
from knowledge_base.wording.arms.figures import Group
from knowledge_base.wording.arms.mentions import (
    BETWEEN,
    COMPARATOR,
    OTHER,
    PRODUCT,
    Mention,
)
from knowledge_base.wording.quantities import Kind, Quantity

VERSUS = (
    r"(?:vs\.?|versus|v\.?|compared (?:with|to)|against|than|relative to"
    r"|rather than|gegenüber)"
)
VERSUS_GAP = re.compile(
    rf"[\s,;)]{{0,3}}{VERSUS} (?:in |with |by )?[(]?", re.IGNORECASE
)
AND_GAP = re.compile(r"[\s,)]{0,3}(?:and|und) (?:in |by )?|, ")
COMPARING = re.compile(
    rf"\b{VERSUS}(?!\w)|\b(?:whereas|while|as opposed to)\b|\brespectively\b", re.I
)
PREPOSITION = re.compile(
    r"(?:\b(?:on|with|for|in|receiving|taking|under|given|by|to|among|of|from|using|the"
    r"|unter|mit|took|received|starting|treated with|assigned to|randomi[sz]ed to)"
    r"(?: the| an?)?\s(?:\d[\d,.]*\s)?|^\s?\(?)\Z",
    re.IGNORECASE,
)
BREAK = re.compile(rf"[;]|\. |\b{VERSUS}(?!\w)|\b(?:whereas|while)\b", re.IGNORECASE)
RESPECTIVELY = re.compile(r"\b(?:respectively|beziehungsweise|bzw\.)", re.IGNORECASE)
TOUCH = re.compile(r"[\s,:=(\[]{0,3}(?:arm|group)?[\s,:=(\[]{0,3}")
TOUCHED = re.compile(r"\s?[(\[]\s?|(?::|=)?\s")
AGAINST = re.compile(rf"\b{VERSUS} (?:with |on )?(?:the )?\Z", re.IGNORECASE)
NEW_CLAUSE = re.compile(r";|\. ")
AFTER_PAIR = re.compile(
    r"(?: of (?:patients|adults|participants|people|women|men|those))?,? ?"
    r"(?:with|on|for|in|receiving|taking|under|given|unter|mit) (?:the )?\Z"
)


def bind(
    text: str,
    quantities: Sequence[Quantity],
    *,
    product: str = "",
    comparator: str = "",
) -> tuple[Quantity, ...]:
    """Each quantity with its arm, as the sentence says it; never by mere nearness.

    ``product`` and ``comparator`` are names as a person writes them; other names of the
    same thing may stand in brackets. Where the text compares and a result's arm cannot
    be told, the quantity is open. Statistics of the comparison get ``BETWEEN``.
    """
    named = mentions.find(text, product, comparator)
    made = figures.groups(text, quantities)
    for start, end in _sentences(text):
        inside = [group for group in made if start <= group.start < end]
        _bind_sentence(text[:end], inside, [m for m in named if m.start < end], start)
    is_compared = _is_compared(text, named)
    arms = {place: group.arm for group in made for place in group.members}
    if not is_compared and {m.arm for m in named} <= {PRODUCT} and named:
        doses = {n: "" for n, one in enumerate(quantities) if one.kind is Kind.DOSE}
        arms = {place: arm or PRODUCT for place, arm in (doses | arms).items()}
    bound = [
        _settled(quantity, arms.get(place), is_compared=is_compared)
        for place, quantity in enumerate(quantities)
    ]
    return statistics.attach(text, bound, named)


def _is_compared(text: str, named: list[Mention]) -> bool:
    roles = {mention.arm for mention in named}
    if COMPARATOR in roles:
        return True
    return PRODUCT in roles and bool(re.search(rf"\d[^.]*\b{VERSUS}\s[^.]*\d", text))


def _settled(quantity: Quantity, arm: str | None, *, is_compared: bool) -> Quantity:
    if arm is None:  # no result of an arm
        is_statistic = quantity.kind in figures.STATISTICS or (
            quantity.kind is Kind.DIFFERENCE
        )
        arm = BETWEEN if is_compared and is_statistic else ""
        return dataclasses.replace(quantity, arm=arm)
    return dataclasses.replace(quantity, arm=arm, is_open=is_compared and not arm)


def _sentences(text: str) -> list[tuple[int, int]]:
    return [(cut.start, cut.end) for cut in statements.cut(text)]


def _bind_sentence(
    text: str, groups: list[Group], named: list[Mention], start: int
) -> None:
    """Try the surest grammar first; a group once bound stays bound."""
    _bind_pairs(text, groups, named)
    _bind_touched(text, groups, named)
    for number, group in enumerate(groups):
        if group.awaits:
            after = groups[number + 1].start if number + 1 < len(groups) else len(text)
            group.arm = _forwards(text, group, named, after)
    for number, group in enumerate(groups):
        before = groups[number - 1].end if number else start
        # An arm that already follows its own result does not lead the next one.
        is_free = not (number and groups[number - 1].arm)
        if group.awaits:
            group.arm = _backwards(text, group, named, before, is_free=is_free)
    _bind_others(text, groups)


def _bind_pairs(text: str, groups: list[Group], named: list[Mention]) -> None:
    for pattern in (VERSUS_GAP, AND_GAP):
        for number, (one, two) in enumerate(pairwise(groups)):
            gap = text[one.end : two.start]
            if one.arm or two.arm or not pattern.fullmatch(gap):
                continue
            end = groups[number + 2].start if number + 2 < len(groups) else len(text)
            is_versus = pattern is VERSUS_GAP
            order = _order(text, (one, two), named, end, is_versus=is_versus)
            one.arm, two.arm = order
            one.is_paired = two.is_paired = True


def _bind_touched(text: str, groups: list[Group], named: list[Mention]) -> None:
    """``Velorin 6%``, ``placebo (22%)``: the arm right before, unless it is taken."""
    end = 0
    for number, group in enumerate(groups):
        last = groups[number - 1] if number else None
        leading = [m for m in named if end <= m.start and m.end <= group.start]
        end = group.end
        if not leading or not group.awaits:
            continue
        is_touched = TOUCHED.fullmatch(text[leading[-1].end : group.start])
        is_taken = last and last.awaits and _fits(text[last.end : leading[-1].start])
        if is_touched and not is_taken:
            group.arm = leading[-1].arm


def _order(
    text: str,
    pair: tuple[Group, Group],
    named: list[Mention],
    end: int,
    *,
    is_versus: bool,
) -> tuple[str, str]:
    """The arms of two results that stand side by side; empty if unknown."""
    one, two = pair
    after = [m for m in named if two.end <= m.start < end and m.arm in OTHER]
    before = [m for m in named if m.start < one.start and m.arm in OTHER]
    tail = RESPECTIVELY.search(text, two.end, end)
    if after and AFTER_PAIR.fullmatch(text[two.end : after[0].start]):
        if len(after) > 1 and _side_by_side(text, after[0], after[1]):
            return after[0].arm, after[1].arm
        if is_versus:
            return OTHER[after[0].arm], after[0].arm
    if not tail and not is_versus:
        return "", ""
    if tail and len({m.arm for m in after if m.end <= tail.start()}) > 1:
        return after[0].arm, OTHER[after[0].arm]
    found = _header(text, before, is_respective=bool(tail))
    later = [m for m in named if m.start >= two.end and m.arm in OTHER]
    return found if any(found) else _header(text, later[:2], is_respective=False)


def _header(
    text: str, before: list[Mention], *, is_respective: bool
) -> tuple[str, str]:
    """The arms in the order in which they were announced last."""
    for one, two in reversed(list(pairwise(before))):
        if one.arm != two.arm and (is_respective or _side_by_side(text, one, two)):
            return one.arm, two.arm
    return "", ""


def _side_by_side(text: str, one: Mention, two: Mention) -> bool:
    """``Velorin 30 mg (n=372) and placebo``: announced together."""
    gap = text[one.end : two.start]
    joined = re.search(
        rf"(?:\b(?:and|or|to|und)|{VERSUS}|/|,)\s?(?:with |on )?(?:the )?\Z", gap
    )
    return one.arm != two.arm and len(gap) < 60 and bool(joined) and "%" not in gap


def _forwards(text: str, group: Group, named: list[Mention], end: int) -> str:
    """``64% (256/400) of patients on Velorin``: the arm follows its result."""
    following = next((m for m in named if group.end <= m.start < end), None)
    if following is None:
        return ""
    gap = text[group.end : following.start]
    if not BREAK.search(gap):
        return following.arm if _fits(gap) else ""
    leads_next = end < len(text) and TOUCH.fullmatch(text, following.end, end)
    says_versus = AGAINST.search(gap)
    is_between = says_versus and not leads_next and not NEW_CLAUSE.search(gap)
    return BETWEEN if is_between and following.arm == COMPARATOR else ""


def _fits(gap: str) -> bool:
    """Whether words lead from a result on to its arm: `` of patients on ``."""
    leads_on = gap in {" ", " ("} or PREPOSITION.search(gap)
    return bool(leads_on) and not BREAK.search(gap) and not _starts_new(gap)


def _starts_new(gap: str) -> bool:
    """Whether another clause begins before the arm: ``, and with``."""
    return bool(re.search(r",? and (?:with|in|on|for)\s\Z|, (?:with|in)\s\Z", gap))


def _backwards(
    text: str, group: Group, named: list[Mention], start: int, *, is_free: bool
) -> str:
    """``with Velorin, 9.8 % of patients``: the arm leads its result."""
    leading = [m for m in named if start <= m.start and m.end <= group.start]
    if not leading:
        return ""
    gap = text[leading[-1].end : group.start]
    if BREAK.search(gap):
        return ""
    is_touching = TOUCH.fullmatch(gap)
    if not is_touching and (not is_free or len({m.arm for m in leading}) > 1):
        return ""
    return leading[-1].arm


def _bind_others(text: str, groups: list[Group]) -> None:
    """Of two compared results one is the other arm's: ``9.8 % vs 13.1 % on it``."""
    for one, two in pairwise(groups):
        if two.arm == BETWEEN and AND_GAP.fullmatch(text[one.end : two.start]):
            two.arm = one.arm  # of two figures side by side neither compares alone
        if not COMPARING.search(text[one.end : two.start]):
            continue
        if two.arm in OTHER and not one.arm:
            one.arm = OTHER[two.arm]
        elif one.arm in OTHER and not two.arm:
            two.arm = OTHER[one.arm]
