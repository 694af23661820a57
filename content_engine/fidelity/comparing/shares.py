"""Whether a figure is a change, a level or a share: by 26 %, to 26 %, 26 % of them."""

import itertools
from collections.abc import Iterator

from content_engine.fidelity.comparing import lists
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording.quantities import Kind as Sort
from knowledge_base.wording.quantities import Quantity

SHARE, CHANGE, LEVEL = "share", "change", "level"
PARTS = frozenset({
    Sort.PERCENTAGE, Sort.FRACTION, Sort.DIFFERENCE, Sort.VALUE, Sort.SCORE, Sort.RATE
})  # fmt: skip
OF_ALL = frozenset({Sort.PERCENTAGE, Sort.FRACTION, Sort.COUNT})
RELATIVE = frozenset({Sort.PERCENTAGE, Sort.FRACTION, Sort.FOLD})
RATIOS = frozenset({Sort.RATIO, Sort.NNT, Sort.RATE, Sort.FOLD})
REACH = 3
BACK = 8  # words before a share in which nothing may rise or fall
FAR = 12
TURNS = ("improv", "worsen")
DONE = frozenset({"lost", "grew", "rose", "fell"})
BY = frozenset({"by", "um"})
MARKED = frozenset(lists.words("shares.marked"))
CHANGED = Kind.UP | Kind.DOWN | Kind.RELATIVE
ENDS = frozenset(",;.()[]|:")


def roles(every: tuple[Token, ...]) -> dict[object, str]:
    """The role of each percentage, as far as the words beside it tell."""
    made: dict[object, str] = {}
    for token in every:
        if token.quantity is None or token.quantity.kind not in PARTS:
            continue
        if token.quantity.kind is Sort.VALUE and token.quantity.operator != "=":
            continue  # ``at least two`` is a limit
        role = of(token)
        if made.setdefault(token.key, role) != role:
            made[token.key] = ""
    return made


def differ(one: str, other: str) -> bool:
    """Whether two roles exclude each other: ``by 26 %``, ``to 26 %``, ``26 % of``."""
    return bool(one and other and one != other and CHANGE in {one, other})


def of(figure: Token) -> str:
    """The role of a figure by the words beside it; empty where they tell none."""
    before, after = list(_back(figure, REACH)), list(_on(figure, REACH))
    is_of = bool(after) and after[0].word == "of"
    if is_of and any(token.kind & Kind.PEOPLE for token in after):
        return SHARE
    if after and _marks(after[0]):
        return CHANGE
    if before and (_is_by(before[0]) or before[0].word in MARKED):
        return CHANGE
    if before and before[0].word == "to":
        return LEVEL
    if before and before[0].word == "of" and any(t.kind & CHANGED for t in before):
        return CHANGE
    if any(token.kind & Kind.PEOPLE for token in after):
        return SHARE
    is_part = figure.quantity is not None and figure.quantity.kind in OF_ALL
    return SHARE if is_part and _is_plain(figure) else ""


def _marks(token: Token) -> bool:
    """``more``, ``lower``; ``54 % gained weight`` is no change of their share."""
    is_doing = token.text.lower().endswith("ed") or token.word in DONE
    is_changed = bool(token.kind & CHANGED) or token.word in MARKED
    return is_changed and not is_doing


def _is_by(token: Token) -> bool:
    """``fell by``, ``(by``; ``was reported by 7 %`` is no change."""
    if token.word not in BY:
        return False
    before = list(_back(token, FAR))
    if not before or before[0].text in ENDS:
        return True
    clause = itertools.takewhile(lambda one: one.text not in ENDS, before)
    return any(one.kind & CHANGED or one.word.startswith(TURNS) for one in clause)


def _is_plain(figure: Token) -> bool:
    """Whether nothing rises or falls in the clause up to a figure."""
    for token in _back(figure, BACK):
        if token.text in ENDS:
            return True
        if token.kind & (CHANGED | Kind.GOOD | Kind.BAD) or token.word in BY:
            return False
    return True


def shifted(was: Quantity, now: Quantity, old: Token, new: Token) -> bool:
    """Whether a share or a multiple stands for an amount, points or the reverse."""
    if {was.unit, now.unit} == {"%", "pp"} or differ(of(old), of(new)):
        return True
    is_fold = Sort.FOLD in {was.kind, now.kind} and was.kind is not now.kind
    if is_fold and SHARE in {of(old), of(new)}:
        return True
    shares = RELATIVE | {Sort.DIFFERENCE}
    is_shift = (was.kind in RELATIVE) != (now.kind in RELATIVE)
    if is_shift and {was.kind, now.kind} & shares:
        return True
    units = {was.unit, now.unit}
    return "pp" in units and len(units - {"points"}) > 1


def replace_each_other(gone: Token, come: Token) -> bool:
    """Whether a figure that is gone came back as another sort: HR .74 as 26 %."""
    was, now = gone.quantity, come.quantity
    if was is None or now is None:
        return False
    parts = RELATIVE | {Sort.DIFFERENCE}
    if was.kind in RATIOS and now.kind in parts and was.kind is not now.kind:
        return True
    if was.kind is Sort.COUNT and len(was.values) > 1 and now.kind is Sort.FOLD:
        return True
    return was.kind in parts and now.kind in parts and differ(of(gone), of(come))


def _back(token: Token, many: int) -> Iterator[Token]:
    """The words before, the nearest first; brackets between are passed over."""
    one = token.before
    while one is not None and many:
        if one.text == ")":
            one = _opening(one)
        else:
            yield one
            many -= 1
        one = one.before


def _opening(one: Token) -> Token:
    while one.before is not None and one.text != "(":
        one = one.before
    return one


def _on(token: Token, many: int) -> Iterator[Token]:
    """The words after, the nearest first."""
    one = token.after
    while one is not None and many:
        yield one
        one, many = one.after, many - 1
