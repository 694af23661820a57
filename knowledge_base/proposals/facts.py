"""What a wording says in figures and limits, proposed for a person to confirm."""

from dataclasses import dataclass, field
from typing import Any

from knowledge_base.proposals.qualifying import limits
from knowledge_base.wording import readings


@dataclass(frozen=True)
class Facts:
    """The limits that a wording states, each as it is written, and its figures.

    ``reading`` is in the plain form of ``readings.Reading.as_dict``.
    """

    endpoint: str = ""
    population: str = ""
    comparator: str = ""
    timepoint: str = ""
    qualifiers: tuple[str, ...] = ()
    reading: dict[str, Any] = field(default_factory=dict)


def facts_of(text: str, *, product: str = "") -> Facts:
    """The facts of a wording, to be confirmed by whoever approves it.

    ``product`` may hold several names: ``Velorin (velostatin)``.
    """
    found = limits(text)
    reading = readings.propose(
        text,
        product=product,
        population=found.population,
        comparator=found.comparator,
        timepoint=found.timepoint,
    )
    return Facts(
        endpoint=reading.endpoint,
        population=reading.population,
        comparator=reading.comparator,
        timepoint=reading.timepoint,
        qualifiers=found.qualifiers,
        reading=reading.as_dict(),
    )
