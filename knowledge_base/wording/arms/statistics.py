"""Gives each result what is said of it: its interval, its p, its n; and arms to n."""

import dataclasses
import re
from collections.abc import Sequence

from knowledge_base.wording.arms.mentions import PRODUCT, Mention
from knowledge_base.wording.quantities import Kind, Quantity

ESTIMATES = frozenset({Kind.RATIO, Kind.DIFFERENCE, Kind.NNT, Kind.FOLD})
HOSTS = ESTIMATES | {
    Kind.PERCENTAGE, Kind.RATE, Kind.VALUE, Kind.SCORE, Kind.TIME, Kind.FRACTION
}  # fmt: skip
CLOSE = re.compile(r"[\s,;:(\[]{1,4}(?:with (?:a|an) )?")
SIZE = re.compile(
    r"(?: \d[\d.,]* ?[a-zA-Z]{1,4}\b)?(?: once daily| groups?| arms?)? ?[(\[]"
)
DOSED = re.compile(r" ?[(]?")


def attach(
    text: str, quantities: Sequence[Quantity], named: Sequence[Mention]
) -> tuple[Quantity, ...]:
    """The quantities, results with their interval, p and n, sizes with their arm."""
    made = _with_sizes(text, list(quantities), named)
    for place, quantity in enumerate(quantities):
        if quantity.kind is Kind.INTERVAL:
            _give_interval(text, made, place)
        elif quantity.kind is Kind.P:
            _give_p(made, place)
        elif quantity.kind is Kind.COUNT and place:
            _give_n(text, made, place)
    return tuple(made)


def written(quantity: Quantity) -> str:
    """A count or a p value as a kit writes it: ``190/1934``, ``<0.001``, ``NS``."""
    operator = "" if quantity.operator == "=" else quantity.operator
    joint = "-" if quantity.label == "range" else "/"
    return operator + joint.join(format(value, "f") for value in quantity.values)


def _with_sizes(
    text: str, made: list[Quantity], named: Sequence[Mention]
) -> list[Quantity]:
    """``Velorin 40 mg (n=372)`` sizes that arm; one n after two arms sizes both."""
    sizes = {}
    for place, quantity in enumerate(made):
        before = [m for m in named if m.end <= quantity.span[0]]
        if not before:
            continue
        gap = text[before[-1].end : quantity.span[0]]
        if quantity.kind is Kind.DOSE and DOSED.fullmatch(gap):
            made[place] = dataclasses.replace(quantity, arm=before[-1].arm)
        elif (
            quantity.kind is Kind.COUNT
            and SIZE.fullmatch(gap)
            and (not quantity.arm and len(quantity.values) == 1)
        ):
            sizes[place] = before[-1].arm
    if len(set(sizes.values())) == len({mention.arm for mention in named}):
        for place, arm in sizes.items():
            made[place] = dataclasses.replace(made[place], arm=arm)
    return made


def _give_interval(text: str, made: list[Quantity], place: int) -> None:
    if not place:
        return
    host, interval = made[place - 1], made[place]
    gap = text[host.span[1] : interval.span[0]]
    if host.kind is Kind.COUNT and place > 1:
        host, place = made[place - 2], place - 1
    if host.kind not in HOSTS or not CLOSE.fullmatch(gap):
        return
    bounds = (interval.values[0], interval.values[1])
    made[place - 1] = dataclasses.replace(host, interval=bounds)
    at = made.index(interval)
    made[at] = dataclasses.replace(interval, arm=host.arm)


def _give_p(made: list[Quantity], place: int) -> None:
    """To the estimate before it, else to the product's result, else to the nearest."""
    before = range(place - 1, -1, -1)
    estimate = next((at for at in before if made[at].kind in ESTIMATES), None)
    products = (
        at for at in before if made[at].kind in HOSTS and made[at].arm == PRODUCT
    )
    nearest = (at for at in before if made[at].kind in HOSTS - {Kind.TIME})
    at = estimate if estimate is not None else next(products, next(nearest, None))
    if at is not None and not made[at].p:
        made[at] = dataclasses.replace(made[at], p=written(made[place]))


def _give_n(text: str, made: list[Quantity], place: int) -> None:
    """``48% (192/400)``; ``4.6 with Velorin 40 mg (n=372)``."""
    count = made[place]
    for at in range(place - 1, max(-1, place - 4), -1):
        host = made[at]
        if host.kind in HOSTS - ESTIMATES and host.label != "scale":
            near = CLOSE.fullmatch(text[host.span[1] : count.span[0]])
            of_arm = count.arm and count.arm == host.arm
            if (near or of_arm) and not host.n and host.kind is not Kind.TIME:
                made[at] = dataclasses.replace(host, n=written(count))
            if host.kind is not Kind.TIME:
                return
