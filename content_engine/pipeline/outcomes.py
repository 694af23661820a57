"""What a generation hands over: variants, cells that could not be filled, and why."""

from dataclasses import dataclass

from content_engine.pieces import CheckResult, Context, Part
from content_engine.planning.slots import Cell
from content_engine.supply import ClaimText
from content_engine.writers.protocol import WriterCard


@dataclass(frozen=True)
class Rating:
    """How well a variant should suit its readers, from 0 to 1, and why."""

    score: float
    interval: tuple[float, float]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MadeMessage:
    """One message that passed its checks; ``note`` says what went wrong before."""

    parts: tuple[Part, ...]
    check: CheckResult
    card: WriterCard
    note: str = ""


@dataclass(frozen=True)
class MadeVariant:
    """A message with its place in the family."""

    cell: Cell
    context: Context
    label_version: str
    parts: tuple[Part, ...]
    check: CheckResult
    affinity: Rating
    card: WriterCard
    note: str = ""


@dataclass(frozen=True)
class InfeasibleCell:
    """A cell that could not be filled."""

    cell: Cell
    reason: str


@dataclass(frozen=True)
class Generated:
    """A whole family."""

    variants: tuple[MadeVariant, ...]
    infeasible: tuple[InfeasibleCell, ...]
    retrieved: tuple[ClaimText, ...]
    notes: tuple[str, ...] = ()
