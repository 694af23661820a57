"""Shapes of what platforms send and get."""

import datetime
import uuid
from typing import Any

from ninja import Field, Schema

from content_engine.vocabulary import (
    Audience,
    Channel,
    Intent,
    Outcome,
    PartName,
    Severity,
    StatementKind,
    Verdict,
)

COMPONENT = "#/components/schemas/{model}"
SLUG = r"^[a-z0-9][a-z0-9-]{0,49}$"
SHA256 = "^[0-9a-f]{64}$"


class AssetFilters(Schema):
    """Which assets to list; ``after`` is the ``next`` of the page before."""

    brand: str | None = Field(None, pattern=SLUG, description="brand slug")
    market: str | None = Field(None, pattern="^[A-Z]{2}$")
    channel: Channel | None = None
    audience: Audience | None = None
    after: int = Field(0, ge=0, le=2**53)
    limit: int = Field(20, ge=1, le=100)


class AssetRow(Schema):
    """One fetchable asset, without its words."""

    id: uuid.UUID = Field(description="fetch it at /assets/{id}")
    code: str
    brand: str
    market: str
    channel: str
    audience: str
    language: str
    content_sha256: str = Field(pattern=SHA256)
    released_at: datetime.datetime
    expires_on: datetime.date = Field(description="first day it is not served")


class AssetPage(Schema):
    """A page of fetchable assets; ``next`` is null on the last one."""

    items: list[AssetRow]
    next: int | None


class Asset(AssetRow):
    """A fetchable asset with everything a platform needs to send it."""

    body: dict[str, Any] = Field(
        description=(
            "parts with segments, html, plain_text, claims, references, signatures "
            "and the origin mark"
        )
    )


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    reason: str


class Fault(Schema):
    """A parameter that cannot be used, and why."""

    at: str
    fault: str


class InvalidParameters(Problem):
    """Problem details that name every fault."""

    faults: list[Fault]


class PiecePart(Schema):
    """A named part of a piece and its words, markup and all."""

    name: PartName
    text: str = Field(max_length=100_000)


class Piece(Schema):
    """A text to check, and where it speaks."""

    id: str | None = Field(None, description="comes back with the result")
    brand: str = Field(description="brand slug")
    market: str = Field(pattern="^[A-Z]{2}$")
    region: str | None = Field(None, description="such as US-VT")
    channel: Channel
    audience: Audience = Audience.HCP
    language: str | None = Field(None, description="BCP 47; default the market's own")
    at: str | None = Field(None, description="date or time in ISO 8601; default today")
    intent: Intent = Intent.PROMOTIONAL
    parts: list[PiecePart] = Field(min_length=1, max_length=50)


class CheckFinding(Schema):
    """A rule's objection; what is absent has no place.

    Offsets count Unicode code points in the part as it was sent.
    """

    rule: str
    severity: Severity
    part: PartName | None
    start: int | None
    end: int | None
    text: str
    message: str
    citation: str
    suggestion: str


class CheckDifference(Schema):
    """Where a statement departs from the approved wording it is nearest to."""

    type: str
    start: int
    end: int
    text: str
    approved: str
    approved_start: int | None
    approved_end: int | None


class CheckStatement(Schema):
    """A checked statement and how it stands to the approved wording."""

    part: PartName
    start: int
    end: int
    text: str
    kind: StatementKind
    outcome: Outcome
    claim: str | None = Field(description="KEY@VERSION")
    distortions: list[str]
    score: float = Field(description="0 to 1, rises with the risk of changed meaning")
    differences: list[CheckDifference]


class CheckResult(Schema):
    """What the gate found. `cleared` means that no rule objects; people decide."""

    id: str | None
    verdict: Verdict
    rule_pack: str
    findings: list[CheckFinding]
    statements: list[CheckStatement]


def shapes(kind: type[Schema]) -> dict[str, Any]:
    """A shape and all that it is made of, as components of an OpenAPI document."""
    whole = kind.model_json_schema(ref_template=COMPONENT)
    return {**whole.pop("$defs", {}), kind.__name__: whole}
