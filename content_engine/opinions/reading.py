"""Reads a second reader's answer: opinions on what was asked, or nothing at all."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content_engine.fidelity.comparing.outcomes import WEIGHTS

LONGEST_ANSWER = 40_000
LONGEST_REASON = 200
TYPES = tuple(WEIGHTS)


class Says(StrEnum):
    """What a second reader makes of a statement."""

    SAME = "same"
    CHANGED = "changed"
    UNSURE = "unsure"


class Opinion(BaseModel):
    """One opinion, on the statement of a number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int = Field(ge=0)
    says: Says
    type: Literal[TYPES] | None  # type: ignore[valid-type]
    reason: str


class Opinions(BaseModel):
    """A whole answer."""

    model_config = ConfigDict(extra="forbid")

    opinions: list[Opinion]


class UnreadableOpinionError(ValueError):
    """An answer that is none; one sentence."""


def read(text: str, asked: int) -> tuple[Opinion, ...]:
    """The opinions on the first ``asked`` numbers, each once, in their order.

    Raises UnreadableOpinionError unless every number has exactly one.
    """
    if len(text) > LONGEST_ANSWER:
        raise UnreadableOpinionError(f"The answer passes {LONGEST_ANSWER} characters.")
    try:
        told = Opinions.model_validate_json(text).opinions
    except ValidationError as error:
        raise UnreadableOpinionError("The answer is not of the schema.") from error
    if sorted(one.number for one in told) != list(range(asked)):
        raise UnreadableOpinionError("The answer is not one opinion for each number.")
    return tuple(sorted(told, key=lambda one: one.number))


def reason(opinion: Opinion) -> str:
    """A model's own words on one line, cut short and in quotation marks."""
    words = " ".join(
        "".join(c if c.isprintable() else " " for c in opinion.reason).split()
    )
    return f'"{words[:LONGEST_REASON]}"' if words else "no reason given"
