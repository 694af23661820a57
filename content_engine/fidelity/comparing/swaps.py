"""Finds arms, figures and names that changed places, by what the grammar binds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from content_engine.fidelity.comparing import alignment, places, vocabulary
from content_engine.fidelity.comparing.alignment import Alignment
from content_engine.fidelity.comparing.outcomes import Distortion
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import Wording
from knowledge_base.wording import arms
from knowledge_base.wording.arms import figures as results
from knowledge_base.wording.quantities import Kind as Sort

ARM = Kind.NAME | Kind.COMPARATOR
BESIDE = frozenset({Sort.P, Sort.INTERVAL, Sort.FREQUENCY, Sort.RATIO, Sort.NNT})
OVER = frozenset({"to", "over", "with"})
REACH = 4


def find(
    approved: Wording, candidate: Wording, aligned: Alignment
) -> Iterator[Distortion]:
    """Each exchange that changes what is said of whom."""
    shared = Counter(approved.keys) & Counter(candidate.keys)
    old, new = _events(approved, shared), _events(candidate, shared)
    roles = _roles(approved), _roles(candidate)
    if _compared_swapped(*roles):
        yield places.told("arm_swap", old, new)
        return
    if aligned.is_clean and _targets_differ(approved, candidate):
        yield places.told("arm_swap", old, new)
        return
    if _by_sort(old) == _by_sort(new):
        return  # nothing changed its order among its like
    if Counter(t.key for t in old) != Counter(t.key for t in new):
        return
    yield from _figures(approved, candidate, old, new, aligned)


def _targets_differ(approved: Wording, candidate: Wording) -> bool:
    """Whether another word follows ``versus``, though all words are the same."""
    was, now = _targets(approved), _targets(candidate)
    return len(was) == len(now) and was != now and all((*was, *now))


def _targets(wording: Wording) -> list[str]:
    content = [t for t in wording.content if t.word not in vocabulary.GROUPS]
    return sorted(
        after.word
        for token, after in pairwise(content)
        if token.word == vocabulary.VERSUS
    )


def _figures(
    approved: Wording,
    candidate: Wording,
    old: list[Token],
    new: list[Token],
    aligned: Alignment,
) -> Iterator[Distortion]:
    of_both = bound(approved), bound(candidate)
    known = [{key for key, arm in side.items() if arm} for side in of_both]
    both = known[0] & known[1]
    if any(of_both[0][key] != of_both[1][key] for key in both):
        yield places.told("arm_swap", old, new)
        return
    arms_known = {of_both[0][key] for key in both}
    if len(arms_known) > 1 and both >= {t.key for t in old if t.quantity}:
        return
    in_turn = _neighbours(old), _neighbours(new)
    if in_turn[0] and in_turn[0] == in_turn[1]:
        return
    if aligned.is_clean and _moved_whole(aligned):
        return
    yield _unbound(approved, aligned, old, new)


def _moved_whole(aligned: Alignment) -> bool:
    """Whether each arm that moved took the words of its phrase with it."""
    runs = [run for run in aligned.moved if any(pair[0].kind & ARM for pair in run)]
    if not runs or any(gap.is_exchange for gap in aligned.gaps):
        return False
    return all(len(run) > 1 and alignment.is_phrase(run) for run in runs)


def _unbound(
    approved: Wording, aligned: Alignment, old: list[Token], new: list[Token]
) -> Distortion:
    """Like changed its order and the grammar does not say that this is harmless.

    Where all words are the same it was done on purpose; else a person must look.
    """
    moved = [pair[0] for run in aligned.moved for pair in run]
    sorts = {token.quantity.kind for token in moved if token.quantity}
    has_arms = any(token.kind & ARM for token in old)
    is_dated_anew = sorts == {Sort.TIME} and not any(
        results.is_result(approved.plain, token.quantity)
        for token in moved
        if token.quantity
    )
    if not aligned.is_clean or is_dated_anew:
        name = "other"
    elif has_arms:
        name = "arm_swap"
    else:
        name = "timepoint" if sorts == {Sort.TIME} else "digit"
    return places.told(name, old, new)


def _events(wording: Wording, shared: Counter[object]) -> list[Token]:
    """Arms and results in order, as far as both wordings have them."""
    return [
        token
        for token in wording.content
        if token.key in shared and (token.kind & ARM or _is_result(token))
    ]


def _by_sort(events: list[Token]) -> dict[object, list[object]]:
    """Arms in order, and figures of each sort in order."""
    made: dict[object, list[object]] = {}
    for token in events:
        sort = token.quantity.kind if token.quantity else ""
        made.setdefault(sort, []).append(token.key)
    return made


def _is_result(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind not in BESIDE


def _roles(wording: Wording) -> tuple[frozenset[object], frozenset[object]]:
    """The arms that are compared with, and the others."""
    compared: set[object] = set()
    plain: set[object] = set()
    for place, token in enumerate(wording.tokens):
        if not token.kind & ARM:
            continue
        before = wording.tokens[max(0, place - REACH) : place]
        (compared if _is_against(before) else plain).add(token.key)
    return frozenset(compared - plain), frozenset(plain - compared)


def _is_against(before: Sequence[Token]) -> bool:
    """Whether the words before an arm set it against another."""
    for place in range(len(before) - 1, -1, -1):
        token = before[place]
        if token.word == vocabulary.VERSUS:
            return True
        lead = before[place - 1].kind if place else Kind.NONE
        if token.word in OVER and lead & (Kind.GOOD | Kind.SAME | Kind.BAD):
            return True
        if token.quantity or token.kind & ARM or token.text in ",;.":
            return False
    return False


def _compared_swapped(
    old: tuple[frozenset[object], frozenset[object]],
    new: tuple[frozenset[object], frozenset[object]],
) -> bool:
    """Whether what was compared with is now what is praised, and the reverse."""
    return bool(old[0] & new[1] and old[1] & new[0])


def bound(wording: Wording, named: tuple[str, str] | None = None) -> dict[object, str]:
    """The arm of each figure by grammar; empty where it is open or figures repeat.

    ``named`` are the two arms, product first, where another wording tells them.
    """
    two_arms = named or arms_of(wording)
    if two_arms is None:
        return {}  # the grammar tells two arms apart, no more
    product, comparator = two_arms
    figures = [t for t in wording.content if t.quantity]
    found = arms.bind(
        wording.plain,
        [t.quantity for t in figures if t.quantity],
        product=product,
        comparator=comparator,
    )
    counts = Counter(token.key for token in figures)
    return {
        token.key: "" if one.is_open or one.arm == arms.BETWEEN else one.arm
        for token, one in zip(figures, found, strict=True)
        if counts[token.key] == 1 and _is_result(token)
    }


def arms_of(wording: Wording) -> tuple[str, str] | None:
    """The product and what it is compared with; none if there are more than two."""
    names = [t.text for t in wording.content if t.kind & Kind.NAME]
    generic = [t.text for t in wording.content if t.kind & Kind.COMPARATOR]
    named = list(dict.fromkeys(sorted(names, key=str.lower)))
    compared = _roles(wording)[0]
    against = [t.text for t in wording.content if t.key in compared] or generic
    others = [name for name in named if name not in against]
    if not against:
        others, against = others[:1], others[1:]
    if len(others) > 1 or len(set(against)) > 1:
        return None
    return " / ".join(others), " / ".join(dict.fromkeys(against))


def _neighbours(events: list[Token]) -> set[tuple[object, object]] | None:
    """Arms and figures paired in turn: arm, figure, arm, figure or the reverse."""
    if len(events) % 2 or not events:
        return None
    pairs = list(zip(events[::2], events[1::2], strict=True))
    leads = {bool(one.quantity) for one, _ in pairs}
    follows = {bool(two.quantity) for _, two in pairs}
    if len(leads) > 1 or len(follows) > 1 or leads == follows:
        return None
    if leads == {True}:
        pairs = [(two, one) for one, two in pairs]
    made = {(one.key, two.key) for one, two in pairs}
    return made if len({arm for arm, _ in made}) == len(pairs) else None
