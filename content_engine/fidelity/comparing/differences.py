"""Types the figures of two wordings that have no equal on the other side."""

from collections.abc import Iterable, Iterator, Sequence

from content_engine.fidelity.comparing import measures, places, purposes, shares
from content_engine.fidelity.comparing.outcomes import Distortion
from content_engine.fidelity.comparing.tokens import Token
from knowledge_base.wording.quantities import Kind, Quantity

OWN_DROPPED = {
    Kind.TIME: ("timepoint", "qualifier_dropped"),
    Kind.DOSE: ("dose", "qualifier_dropped"),
    Kind.FREQUENCY: ("frequency", "qualifier_dropped"),
    Kind.RANGE: ("population", "qualifier_dropped"),
}
OWN_ADDED = {Kind.TIME: "timepoint", Kind.DOSE: "dose", Kind.FREQUENCY: "frequency"}
NAMED_FIRST = frozenset({"p_value", "interval", "sample_size"})
BY_COUNT = "sample_size"
UNBOUND = frozenset({Kind.P, Kind.INTERVAL, Kind.FREQUENCY, Kind.DOSE})  # of no arm
SURE = 3
WORDED = frozenset({Kind.FOLD, Kind.FRACTION})  # said in words: ``cut in half``
SHARES = frozenset({Kind.PERCENTAGE, Kind.DIFFERENCE, Kind.FRACTION, Kind.FOLD})


def pairs(
    old: Sequence[Token], new: Sequence[Token]
) -> tuple[list[tuple[Token, Token]], list[Token], list[Token]]:
    """Figures that took each other's place, and those that have none."""
    scored = sorted(
        (
            (-_likeness(one, two, abs(i - j)), i, j)
            for i, one in enumerate(old)
            for j, two in enumerate(new)
        ),
    )
    left, right = set(range(len(old))), set(range(len(new)))
    made = []
    for score, i, j in scored:
        if i in left and j in right and -score >= SURE:
            left.discard(i)
            right.discard(j)
            made.append((old[i], new[j]))
    made.sort(key=lambda pair: pair[0].start)
    return made, [old[i] for i in sorted(left)], [new[j] for j in sorted(right)]


def _likeness(one: Token, other: Token, apart: int) -> float:
    mine, theirs = _of(one), _of(other)
    same_values = _digits(mine) == _digits(theirs)
    points = 4.0 * (mine.kind is theirs.kind) + 2.0 * (mine.unit == theirs.unit)
    points += 3.0 * (mine.kind in SHARES and theirs.kind in SHARES)
    points += 3.0 * same_values + 1.0 * (mine.label == theirs.label)
    points += 2.0 * bool(set(mine.values) & set(theirs.values))
    return points - 0.5 * min(apart, 4)


def _of(token: Token) -> Quantity:
    if token.quantity is None:
        raise TypeError(f"{token.text} is no figure.")
    return token.quantity


def _digits(quantity: Quantity) -> tuple[str, ...]:
    """The significant digits of each number."""
    return tuple(
        "".join(map(str, value.normalize().as_tuple().digits))
        for value in quantity.values
    )


def changed(old: Token, new: Token) -> Iterator[Distortion]:
    """The types of one figure that stands in the place of another."""
    was, now = _of(old), _of(new)
    is_firm = _is_firm(was, now)
    for name in dict.fromkeys(_names(was, now, old, new)):
        yield places.told(name, [old], [new], is_firm=is_firm)


def _names(was: Quantity, now: Quantity, old: Token, new: Token) -> Iterator[str]:
    if shares.shifted(was, now, old, new):
        yield "relative_absolute"
        if was.values != now.values:
            return
    yield from _types(was, now, old, new)


def _is_firm(was: Quantity, now: Quantity) -> bool:
    """Whether two figures differ however the sentence around them was built."""
    if was.values != now.values:
        return was.kind is now.kind
    if was.kind in {Kind.P, Kind.INTERVAL}:
        return True
    if not was.unit or not now.unit or was.unit == now.unit:
        return False
    return was.unit not in now.unit and now.unit not in was.unit


def _types(was: Quantity, now: Quantity, old: Token, new: Token) -> Iterator[str]:
    own = purposes.own(was, now, old)
    if measures.are_totals_of_one(_measure(old), _measure(new)):
        yield "other"
    elif purposes.is_denominator(old, was, now) or purposes.is_another_power(old, new):
        yield "unit"
    elif own in NAMED_FIRST and (was.kind is now.kind or own != BY_COUNT):
        yield own
        if own == BY_COUNT and _same_whole(was, now):
            yield "digit"
        yield from purposes.limits(was, old)
    elif was.values == now.values:
        yield from _same_number(was, now, old, new, own)
    elif _digits(was) == _digits(now):
        yield from _same_digits(was, now, own)
    else:
        yield own
        yield from purposes.limits(was, old)


def _same_digits(was: Quantity, now: Quantity, own: str) -> Iterator[str]:
    """The point moved, or the sign turned."""
    if tuple(map(abs, was.values)) == tuple(map(abs, now.values)):
        yield "direction"
        return
    yield "decimal"
    if own != "digit":
        yield own


def _measure(token: Token) -> measures.Measure:
    if not isinstance(token.key, measures.Measure):
        raise TypeError(f"{token.text} is no figure.")
    return token.key


def _same_whole(was: Quantity, now: Quantity) -> bool:
    """Whether of ``71 of 148`` only the first number is another."""
    pair = was.values, now.values
    return all(len(one) == 2 for one in pair) and was.values[1] == now.values[1]


def _same_number(
    was: Quantity, now: Quantity, old: Token, new: Token, own: str
) -> Iterator[str]:
    """The number is the same: its unit, operator, boundary or precision is not."""
    if was.operator != now.operator:
        yield from _limited(was, now)
    if was.unit != now.unit:
        yield "frequency" if own == "frequency" else "unit"
        if own in {"timepoint", "dose"}:
            yield own
    elif _measure(old).bound != _measure(new).bound:
        yield own
    elif _printed(was) != _printed(now):
        yield "decimal"
    elif was.operator == now.operator:
        yield own if was.kind is now.kind else "other"


def _printed(quantity: Quantity) -> tuple[str, ...]:
    return tuple(format(value, "f") for value in quantity.values)


def _limited(was: Quantity, now: Quantity) -> Iterator[str]:
    if was.operator[0] + now.operator[0] in {"<>", "><"}:
        yield "direction"
    elif was.operator == "~":
        yield "hedge_dropped"
    elif now.operator == "~":
        yield "hedge_added"
    elif now.operator == "=":
        yield "qualifier_dropped"
    elif was.operator == "=":
        yield "intensifier" if now.operator.startswith(">") else "hedge_added"
    elif was.kind is not Kind.RANGE:
        yield "digit"
    if was.kind is Kind.RANGE:
        yield "population"


def crossed(
    paired: list[tuple[Token, Token]],
) -> tuple[list[Distortion], list[tuple[Token, Token]]]:
    """Two figures that took each other's number, ``1.9 hours per day`` and 0.7."""
    for place, (old, new) in enumerate(paired):
        for other, late in paired[place + 1 :]:
            was, now = _of(old), _of(new)
            is_cross = (
                was.values == _of(late).values and now.values == _of(other).values
            )
            if is_cross and was.values != now.values and was.kind not in UNBOUND:
                made = places.told("arm_swap", [old, other], [new, late])
                left = [one for one in paired if one[0] not in {old, other}]
                return [made], left
    return [], paired


def replaced(
    gone: list[Token], come: list[Token]
) -> tuple[list[Distortion], list[Token], list[Token]]:
    """Figures that came back as another sort of figure, and those that did not."""
    for old in gone:
        for new in come:
            if shares.replace_each_other(old, new):
                made = places.told("relative_absolute", [old], [new])
                rest = [one for one in come if one is not new]
                return [made], [one for one in gone if one is not old], rest
    return [], gone, come


def dropped(token: Token, others: Iterable[Token]) -> Iterator[Distortion]:
    """A figure of the approved wording that is gone; ``others`` are those that came."""
    quantity = _of(token)
    seen = {digits for one in others if one.quantity for digits in _digits(_of(one))}
    is_firm = quantity.kind not in WORDED and seen.isdisjoint(_digits(quantity))
    for name in OWN_DROPPED.get(quantity.kind, ("statistic_dropped",)):
        yield places.told(name, [token], [], is_firm=is_firm)


def added(token: Token) -> Iterator[Distortion]:
    """A figure that the approved wording does not have."""
    own = OWN_ADDED.get(_of(token).kind)
    if own:
        yield places.told(own, [], [token])
    yield places.told("statement_added", [], [token])
