"""Binds the cells of a table row to the arms that head their columns."""

import dataclasses
from collections.abc import Sequence

from knowledge_base.wording import quantities
from knowledge_base.wording.arms import mentions
from knowledge_base.wording.quantities import Quantity


def bind_row(
    header: Sequence[str],
    cells: Sequence[str],
    *,
    product: str = "",
    comparator: str = "",
    locale: str = "en",
) -> tuple[tuple[Quantity, ...], ...]:
    """The quantities of each cell, with the arm of its column.

    A column headed by one arm gives it; one headed by none gives none. A header may
    hold the arm's size: ``Velorin (N=967)``. Spans count from the start of each cell.
    """
    arms = [_arm(title, product, comparator) for title in header]
    padded = [*arms, *[""] * len(cells)]
    return tuple(
        tuple(
            dataclasses.replace(quantity, arm=arm)
            for quantity in quantities.read(cell, locale)
        )
        for cell, arm in zip(cells, padded, strict=False)
    )


def _arm(title: str, product: str, comparator: str) -> str:
    named = {mention.arm for mention in mentions.find(title, product, comparator)}
    if len(named) == 1:
        return named.pop()
    return mentions.BETWEEN if _compares(title, named) else ""


def _compares(title: str, named: set[str]) -> bool:
    """Whether a column holds what compares the arms: a difference, a ratio, a p."""
    words = title.lower().replace("-", " ").split()
    return len(named) > 1 or bool({"difference", "ratio", "p", "hr", "rr"} & set(words))
