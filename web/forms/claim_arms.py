"""Which arm a person chose for each figure beside a claim's wording."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from knowledge_base.wording.quantities import Quantity

OTHER = "OTHER"
LONGEST = 100
Place = tuple[str, int]  # the words of a figure, and how many like it stood before


def chosen(posted: Mapping[str, str]) -> dict[Place, str]:
    """The arms that differ from those proposed, by the words they were chosen for.

    A figure keeps its choice while its words stand, wherever the wording moves them.
    """
    made: dict[Place, str] = {}
    seen: Counter[str] = Counter()
    number = 0
    while f"words-{number}" in posted:
        words = posted[f"words-{number}"]
        arm = posted.get(f"arm-{number}", "")
        if arm == OTHER:
            arm = posted.get(f"other-{number}", "").strip()[:LONGEST]
        if arm and arm != posted.get(f"was-{number}", ""):
            made[words, seen[words]] = arm
        seen[words] += 1
        number += 1
    return made


def stored(now: Sequence[Quantity], proposed: Sequence[Quantity]) -> dict[Place, str]:
    """The arms of a stored reading that a fresh one would not propose."""
    fresh = dict(zip(places(proposed), (one.arm for one in proposed), strict=True))
    return {
        place: one.arm
        for place, one in zip(places(now), now, strict=True)
        if one.arm and fresh.get(place, one.arm) != one.arm
    }


def places(quantities: Iterable[Quantity]) -> list[Place]:
    """Each figure's words and how many like it stood before."""
    seen: Counter[str] = Counter()
    made = []
    for one in quantities:
        made.append((one.text, seen[one.text]))
        seen[one.text] += 1
    return made
