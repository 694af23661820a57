"""The shape of a model's reply: one for reading, and one narrowed to each plan."""

import operator
from functools import reduce
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from content_engine.planning.slots import ClaimSlot, MessagePlan


class ReplySegment(BaseModel):
    """One filled slot as a model writes it; the kind is judged by the reader."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: str
    ref: str | None = None
    text: str | None = None


class ReplyPart(BaseModel):
    """One part as a model writes it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    segments: list[ReplySegment]


class Reply(BaseModel):
    """A whole reply as a model writes it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    parts: list[ReplyPart]


def claim_refs(plan: MessagePlan) -> tuple[str, ...]:
    """The claims of a plan, in order."""
    return tuple(claim.ref for claim in plan.claims)


def block_refs(plan: MessagePlan) -> tuple[str, ...]:
    """The copy blocks that a plan allows, each once, in order."""
    return tuple(
        dict.fromkeys(
            block.ref
            for part in plan.parts
            for slot in part.slots
            if not isinstance(slot, ClaimSlot)
            for block in slot.candidates
        )
    )


def reply_model(plan: MessagePlan) -> type[BaseModel]:
    """The reply that this plan allows: its references as enums, no other key.

    An endpoint that decodes strictly cannot leave it; the others are read all the same.
    """
    part = _model(
        "Part",
        name=_one_of(*(part.name.value for part in plan.parts if part.slots)),
        segments=list[reduce(operator.or_, _segments(plan))],  # type: ignore[misc]
    )
    return _model("Message", parts=list[part])  # type: ignore[valid-type]


def _segments(plan: MessagePlan) -> list[type[BaseModel]]:
    models = [_model("Copy", kind=_one_of("copy"), ref=type(None), text=str)]
    if blocks := block_refs(plan):
        models.append(
            _model("Block", kind=_one_of("block"), ref=_one_of(*blocks), text=str)
        )
    if claims := claim_refs(plan):
        models.append(
            _model(
                "Claim", kind=_one_of("claim"), ref=_one_of(*claims), text=type(None)
            )
        )
    return models


def _model(title: str, **fields: Any) -> type[BaseModel]:
    required: dict[str, Any] = {name: (kind, ...) for name, kind in fields.items()}
    made: type[BaseModel] = create_model(
        title, __config__=ConfigDict(extra="forbid"), **required
    )
    return made


def _one_of(*values: str) -> Any:
    return Literal[values]
