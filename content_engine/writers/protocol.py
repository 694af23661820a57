"""What every writer promises: segments for the open slots of a plan, nothing more."""

from dataclasses import dataclass
from typing import Protocol

from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.slots import MessagePlan

__all__ = [
    "Draft",
    "DraftPart",
    "DraftSegment",
    "Writer",
    "WriterCard",
    "WriterFailedError",
]


class WriterFailedError(ConnectionError):
    """The writer could not be reached or did not give a usable draft; says why."""


@dataclass(frozen=True)
class WriterCard:
    """Who wrote, as the origin record tells it."""

    name: str
    model: str
    prompt_version: str


class Writer(Protocol):
    """Fills plans."""

    @property
    def card(self) -> WriterCard:
        """Who writes."""

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        """Between one and ``count`` different drafts for a plan.

        Each holds every claim of the plan exactly once and in order, fills every
        slot that is not optional and never touches fixed text. Raises
        WriterFailedError.
        """
