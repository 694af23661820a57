"""Whether a figure is a change, a level or a share: by 26 %, to 26 %, 26 % of them."""

from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording.quantities import Kind as Sort

SHARE, CHANGE, LEVEL = "share", "change", "level"
PARTS = frozenset({
    Sort.PERCENTAGE, Sort.FRACTION, Sort.DIFFERENCE, Sort.VALUE, Sort.SCORE, Sort.RATE
})  # fmt: skip
REACH = 3
BY = frozenset({"by"})
CHANGED = Kind.UP | Kind.DOWN | Kind.RELATIVE


def roles(every: tuple[Token, ...]) -> dict[object, str]:
    """The role of each percentage, as far as the words beside it tell."""
    made: dict[object, str] = {}
    for place, token in enumerate(every):
        if token.quantity is None or token.quantity.kind not in PARTS:
            continue
        role = _role(every, place)
        if made.setdefault(token.key, role) != role:
            made[token.key] = ""
    return made


def differ(one: str, other: str) -> bool:
    """Whether two roles exclude each other: ``by 26 %``, ``to 26 %``, ``26 % of``."""
    return bool(one and other and one != other and CHANGE in {one, other})


def _role(every: tuple[Token, ...], place: int) -> str:
    after = every[place + 1 : place + 1 + REACH]
    before = every[max(0, place - REACH) : place]
    if after and after[0].kind & CHANGED:
        return CHANGE
    if any(token.word in BY for token in before[-1:]):
        return CHANGE
    if before and before[-1].word == "to":
        return LEVEL
    if before and before[-1].word == "of" and any(t.kind & CHANGED for t in before):
        return CHANGE
    if any(token.kind & Kind.PEOPLE for token in after):
        return SHARE
    return ""
