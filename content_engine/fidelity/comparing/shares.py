"""Whether a figure is a change, a level or a share: by 26 %, to 26 %, 26 % of them."""

from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording.quantities import Kind as Sort

SHARE, CHANGE, LEVEL = "share", "change", "level"
PARTS = frozenset({
    Sort.PERCENTAGE, Sort.FRACTION, Sort.DIFFERENCE, Sort.VALUE, Sort.SCORE, Sort.RATE
})  # fmt: skip
REACH = 3
FAR = 12
DONE = frozenset({"lost", "grew", "rose", "fell"})
BY = frozenset({"by"})
CHANGED = Kind.UP | Kind.DOWN | Kind.RELATIVE


def roles(every: tuple[Token, ...]) -> dict[object, str]:
    """The role of each percentage, as far as the words beside it tell."""
    made: dict[object, str] = {}
    for place, token in enumerate(every):
        if token.quantity is None or token.quantity.kind not in PARTS:
            continue
        if token.quantity.kind is Sort.VALUE and token.quantity.operator != "=":
            continue  # ``at least two`` is a limit
        role = _role(every, place)
        if made.setdefault(token.key, role) != role:
            made[token.key] = ""
    return made


def _changes(before: tuple[Token, ...]) -> bool:
    """``reduced the rate by``, and not ``was noted by``."""
    return any(token.kind & (CHANGED | Kind.GOOD | Kind.BAD) for token in before)


def _is_doing(token: Token) -> bool:
    """``54 % gained weight``: what people did is no change of their share."""
    return token.text.lower().endswith("ed") or token.word in DONE


def differ(one: str, other: str) -> bool:
    """Whether two roles exclude each other: ``by 26 %``, ``to 26 %``, ``26 % of``."""
    return bool(one and other and one != other and CHANGE in {one, other})


def _role(every: tuple[Token, ...], place: int) -> str:
    after = every[place + 1 : place + 1 + REACH]
    before = every[max(0, place - REACH) : place]
    if after and after[0].kind & CHANGED and not _is_doing(after[0]):
        return CHANGE
    if (
        before
        and before[-1].word in BY
        and _changes(every[max(0, place - FAR) : place])
    ):
        return CHANGE
    if before and before[-1].word == "to":
        return LEVEL
    if before and before[-1].word == "of" and any(t.kind & CHANGED for t in before):
        return CHANGE
    if any(token.kind & Kind.PEOPLE for token in after):
        return SHARE
    return ""
