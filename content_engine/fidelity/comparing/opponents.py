"""Marks the words that tell what a product was compared with."""

from collections.abc import Sequence

from content_engine.fidelity.comparing import harms, phrases, vocabulary
from content_engine.fidelity.comparing.phrases import (
    ARM,
    COMPARED,
    ENDS,
    LEADS,
    PEOPLE,
)
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording.quantities import Kind as Sort

AGAINST = Kind.SAME | Kind.GOOD | Kind.BAD
LEADING = frozenset({"by", "was", "were", "of", "median", "mean", "and"})
RESULTS = frozenset({
    Sort.PERCENTAGE, Sort.FRACTION, Sort.DIFFERENCE, Sort.VALUE, Sort.SCORE, Sort.RATE,
    Sort.COUNT, Sort.FOLD,
})  # fmt: skip


def mark(every: Sequence[Token]) -> None:
    """Mark what was compared with: behind ``versus``, or bound to the second result."""
    _mark_compared(every)
    _mark_arms(every)


def _mark_compared(every: Sequence[Token]) -> None:
    for place, token in enumerate(every):
        is_second = token.kind & ARM and _is_second(every, place)
        if token.word == vocabulary.VERSUS or _sets_against(token):
            start = _behind_figure(every, place + 1)
            phrases.fill(every[start : phrases.end(every, start + 1)], COMPARED)
        elif not token.zone and is_second:
            token.zone = COMPARED


def _behind_figure(every: Sequence[Token], place: int) -> int:
    """``versus 5.9 mmHg (SD 2) with``: the arm stands behind its figure."""
    start = place
    while start < len(every) and every[start].quantity:
        start += 1
    if start > place and start < len(every) and every[start].text == "(":
        while start < len(every) and every[start].text != ")":
            start += 1
        start += 1
    leads = start > place and start < len(every) and every[start].word in LEADS
    return start + leads if start < len(every) else place


def _sets_against(token: Token) -> bool:
    """``non-inferior to``, ``similar to``."""
    before = token.before
    return token.word == "to" and before is not None and bool(before.kind & AGAINST)


def _is_second(every: Sequence[Token], place: int) -> bool:
    """A second name with a figure between: ``14 months with A and 9 with B``."""
    if not every[place].kind & Kind.NAME or not _is_led(every[place]):
        return False
    names = [n for n, t in enumerate(every[:place]) if _is_arm_name(t)]
    return bool(names) and any(token.quantity for token in every[names[0] : place])


def _is_arm_name(token: Token) -> bool:
    if token.before is None and token.after is not None:
        is_thing = token.after.kind & (Kind.OUTCOME | Kind.SAFETY)
        if is_thing or harms.is_harm(token.after):
            return False  # ``Genital infections``
    return bool(token.kind & Kind.NAME) and not token.zone


def _is_led(token: Token) -> bool:
    """Whether a name stands behind ``with``, ``on`` or the like, or leads a figure."""
    before = token.before
    while before is not None and before.word in {"the", "oral", "daily", "weekly"}:
        before = before.before
    return before is None or before.word in LEADS or before.text in ENDS


def _mark_arms(every: Sequence[Token]) -> None:
    """The second phrase that a result is bound to: ``3.7% in the oral drug group``."""
    results, arms = 0, 0
    for place, token in enumerate(every):
        if _is_result(token):
            results += 1
        elif _leads_arm(every, place) and (results or not arms):
            if results and arms:
                phrases.fill(every[place + 1 : phrases.end(every, place + 2)], COMPARED)
            arms, results = arms + 1, 0
        elif results and arms and _heads_cell(every, place):
            phrases.fill(every[place + 1 : phrases.end(every, place + 2)], COMPARED)


def _is_result(token: Token) -> bool:
    if token.quantity is None:
        return False
    if token.quantity.kind in RESULTS:
        return True
    is_amount = token.quantity.kind in {Sort.DOSE, Sort.TIME}
    return is_amount and token.before is not None and token.before.word in LEADING


def _leads_arm(every: Sequence[Token], place: int) -> bool:
    """``with``, ``on``, ``receiving`` before an arm, ``in the placebo group``."""
    token = every[place]
    if token.zone == PEOPLE and token.word not in {"on", "receiving", "taking"}:
        return False
    if token.word in LEADS:
        after = token.after
        return after is not None and after.quantity is None
    if token.word != "in":
        return False
    words = every[place + 1 : place + 7]
    return any(one.word in vocabulary.GROUPS for one in words)


def _heads_cell(every: Sequence[Token], place: int) -> bool:
    """``(placebo: 29 %)``, ``; placebo 29 %``, ``| placebo (n=40): 29 %``."""
    after = every[place].after
    is_named = after is not None and bool(after.kind & ARM)
    if every[place].text not in ("(;,|" if is_named else "(;|"):
        return False
    for index in range(place + 1, min(place + 6, len(every))):
        token = every[index]
        if token.quantity is not None:
            return index > place + 1
        if harms.is_harm(token):
            return False
        if token.text in ":(" and index > place + 1:
            return True
        if token.text in ENDS or token.kind & (Kind.STATISTIC | Kind.OUTCOME):
            return False
    return False
