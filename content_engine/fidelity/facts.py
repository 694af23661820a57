"""Holds a statement against the facts that approvers signed beside a claim's wording.

Words may be all the same and a figure still be said of the wrong arm; where the wording
leaves that open, the signed reading knows it.
"""

from collections.abc import Iterator

from content_engine.fidelity.comparing.outcomes import Distortion
from knowledge_base.wording import arms, quantities
from knowledge_base.wording.quantities import Quantity
from knowledge_base.wording.readings import Reading

ARMS = frozenset({arms.PRODUCT, arms.COMPARATOR})


def departures(facts: Reading, approved: str, statement: str) -> Iterator[Distortion]:
    """Each figure that the facts give to one arm and the statement to the other.

    Spans count in each text. A figure whose arm either leaves open tells nothing.
    """
    said = arms.bind(
        statement,
        quantities.read(statement),
        product=facts.product,
        comparator=facts.comparator,
    )
    for figure in said:
        known = [one for one in facts.quantities if quantities.same(one, figure)]
        given = {one.arm for one in known if not one.is_open}
        is_told = not figure.is_open and figure.arm in ARMS and given and given <= ARMS
        if is_told and figure.arm not in given:
            yield _arm_swap(known[0], figure, approved)


def _arm_swap(known: Quantity, figure: Quantity, approved: str) -> Distortion:
    start, end = known.span
    is_there = approved[start:end] == known.text
    return Distortion(
        "arm_swap", known.text, figure.text, known.span if is_there else None,
        figure.span,
    )  # fmt: skip
