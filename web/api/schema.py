"""Shapes of what platforms send and get."""

import datetime
import uuid
from typing import Any

from ninja import Field, Schema

from content_engine.vocabulary import Audience, Channel

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
