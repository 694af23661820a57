"""Lets words go that only carry results, where brackets or lists carry them instead.

``Flares occurred in 4 % on Velorin versus 9 % on placebo`` and ``Flares: Velorin 4 %,
placebo 9 %`` say the same, if the grammar gives both figures to the same arms.
"""

from collections.abc import Iterator
from itertools import chain

from content_engine.fidelity.comparing import lists, swaps, vocabulary
from content_engine.fidelity.comparing.alignment import Alignment
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import PHRASES, Kind
from content_engine.fidelity.comparing.wordings import Wording

CARRYING = frozenset(
    PHRASES.get(words, " ".join(words))
    for words in map(vocabulary.words_of, lists.words("grammar.carrying"))
)
ARMS = 2
PARTING = frozenset("([;|:")
REACH = 5  # tokens
EACH = frozenset({"per", "each"})


def settle(old: Wording, new: Wording, aligned: Alignment) -> None:
    """Take from the gaps what only carries, if nothing else is left in any."""
    left = list(_left_over(aligned))
    if not left or not all(map(carries, left)):
        return
    if not _is_carried_anew(old, new, aligned):
        return
    is_compared = any(token.word == vocabulary.VERSUS for token in left)
    if is_compared and not bind_alike(old, new):
        return
    aligned.related.clear()
    aligned.settled.clear()
    for gap in aligned.gaps:
        gap.approved.clear()
        gap.candidate.clear()


def _left_over(aligned: Alignment) -> Iterator[Token]:
    """Every word that has no equal on the other side."""
    for gap in aligned.gaps:
        yield from (*gap.approved, *gap.candidate)
    for gone, come in aligned.settled:
        yield from (*gone, *come)
    yield from chain.from_iterable(aligned.related)


def _is_carried_anew(old: Wording, new: Wording, aligned: Alignment) -> bool:
    """Whether an arm or a result stands elsewhere, in other brackets or lines."""
    was, now = (sum(t.text in PARTING for t in one.tokens) for one in (old, new))
    return was != now or any(
        one.quantity is not None or one.kind & (Kind.NAME | Kind.COMPARATOR)
        for run in aligned.moved
        for one, _ in run
    )


def carries(token: Token) -> bool:
    """Whether a word only carries a result: ``occurred``, ``versus``, ``group``."""
    is_carrying = token.word in CARRYING or token.word == vocabulary.VERSUS
    return is_carrying and token.opener not in EACH


def bind_alike(old: Wording, new: Wording) -> bool:
    """Whether both wordings give the same figures to the same of two arms."""
    named = swaps.arms_of(old) or swaps.arms_of(new)
    if named is None:
        return False
    product, comparator = named[0], named[1] or _compared(old) or _compared(new)
    if not product or not comparator:
        return False
    was, now = (_told(one, (product, comparator)) for one in (old, new))
    return was == now and len(set(was.values())) == ARMS


def _compared(wording: Wording) -> str:
    """What follows ``versus`` without being known as a name: ``usual oxygen``."""
    tokens = wording.tokens
    for place, token in enumerate(tokens):
        if token.word != vocabulary.VERSUS:
            continue
        for after in tokens[place + 1 : place + 1 + REACH]:
            if after.word and not after.is_function:
                return after.text
    return ""


def _told(wording: Wording, named: tuple[str, str]) -> dict[object, str]:
    return {key: arm for key, arm in swaps.bound(wording, named).items() if arm}
