"""Counts what a load created, changed and left as it was."""

import dataclasses
from dataclasses import dataclass, field
from typing import Literal

Effect = Literal["created", "changed", "unchanged"]


@dataclass
class Tally:
    """How many records of one kind met which effect."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def add(self, effect: Effect) -> None:
        """Count one record."""
        setattr(self, effect, getattr(self, effect) + 1)


@dataclass
class Counts:
    """The tallies of one load, by kind of record."""

    brands: Tally = field(default_factory=Tally)
    markets: Tally = field(default_factory=Tally)
    labels: Tally = field(default_factory=Tally)
    references: Tally = field(default_factory=Tally)
    claims: Tally = field(default_factory=Tally)
    copy: Tally = field(default_factory=Tally)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Plain numbers, for the ledger and for machines."""
        return dataclasses.asdict(self)

    def is_idle(self) -> bool:
        """Whether nothing was created or changed."""
        return not any(t["created"] or t["changed"] for t in self.as_dict().values())
