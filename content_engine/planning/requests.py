"""A brief as the planner reads it: complete, and plain."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from content_engine.pieces import Context


@dataclass(frozen=True)
class CompletedBrief:
    """A request with nothing left open.

    ``defaults`` says in words what was filled in for the requester; ``segment_mix``
    holds shares that sum to 1, or nothing.
    """

    brand: str
    market: str
    channel: str
    audience: str
    language: str
    day: datetime.date
    tones: tuple[str, ...]
    themes: tuple[str, ...]
    formats: tuple[str, ...]
    objective: str = ""
    expected_value: str | float = ""
    key_messages: tuple[str, ...] = ()
    hcps: tuple[str, ...] = ()
    segment_mix: Mapping[str, float] = field(default_factory=dict)
    count: int = 8
    seed: int = 7
    writer: str = "composer"
    defaults: tuple[str, ...] = ()

    @property
    def context(self) -> Context:
        """Where, when and to whom its messages speak."""
        return Context(
            brand=self.brand,
            market=self.market,
            channel=self.channel,
            audience=self.audience,
            day=self.day,
            language=self.language,
        )

    def as_dict(self) -> dict[str, Any]:
        """The brief under the keys of the contract."""
        content = asdict(self)
        content.pop("defaults")
        content["at"] = content.pop("day").isoformat()
        content["segment_mix"] = dict(self.segment_mix)
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in content.items()
        }
