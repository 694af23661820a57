"""Spreads a number of variants over the cells of a brief, as evenly as possible."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from content_engine.planning.slots import Cell

Liking = Callable[[Cell], float]


def in_turn(
    tones: Sequence[str], themes: Sequence[str], formats: Sequence[str]
) -> Iterator[Cell]:
    """Cells without end: in each beginning every tone, theme and format is as often.

    On each axis the counts of two values never differ by more than one, and each run
    of as many cells as there are combinations holds every combination once. Values
    that stand first come first.
    """
    pairs = len(tones) * len(themes)
    pair_cycle = math.lcm(len(tones), len(themes))
    triple_cycle = math.lcm(pairs, len(formats))
    place = 0
    while True:
        # Each time two axes have run their common course, one is shifted by a step:
        # else tones and themes with a common divisor would never meet them all.
        theme = place + (place // pair_cycle) % (pairs // pair_cycle)
        form = place + place // triple_cycle
        yield Cell(
            tones[place % len(tones)],
            themes[theme % len(themes)],
            formats[form % len(formats)],
        )
        place += 1


def shares(count: int, people: Sequence[str]) -> dict[str, int]:
    """How many variants each person gets; the first get what does not divide."""
    each, rest = divmod(count, len(people))
    return {person: each + (place < rest) for place, person in enumerate(people)}


def by_liking(
    tones: Sequence[str],
    themes: Sequence[str],
    formats: Sequence[str],
    liking: Liking,
    hcp: str,
) -> list[Cell]:
    """Every cell for one person once, best liked first, else in the order given."""
    cells = [Cell(*values, hcp=hcp) for values in product(tones, themes, formats)]
    return sorted(cells, key=lambda cell: -liking(cell))
