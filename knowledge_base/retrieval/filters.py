"""What may be said: the question, and the claims the database allows for it."""

import datetime
from dataclasses import dataclass

from knowledge_base.indexed import Scope
from knowledge_base.models import Brand, ClaimVersion


@dataclass(frozen=True)
class Question:
    """What is looked for, and where, when and to whom it is to be said."""

    brand: str
    market: str
    channel: str
    audience: str
    day: datetime.date
    text: str = ""
    limit: int = 10


@dataclass(frozen=True)
class Candidate:
    """A claim revision that may be used, in the words that a search compares."""

    pk: int
    key: str
    wordings: tuple[str, ...]


def scope(question: Question) -> Scope:
    """The question's place with the brand's id. Raises Brand.DoesNotExist."""
    return Scope(
        brand_id=Brand.objects.values_list("pk", flat=True).get(slug=question.brand),
        market=question.market,
        channel=question.channel,
        audience=question.audience,
        day=question.day,
    )


def candidates(place: Scope) -> tuple[Candidate, ...]:
    """Every claim revision that the database allows there and then, by key."""
    usable = ClaimVersion.objects.usable(
        brand_id=place.brand_id,
        market=place.market,
        channel=place.channel,
        audience=place.audience,
        day=place.day,
    )
    rows = usable.select_related("claim").prefetch_related("variations")
    return tuple(
        Candidate(row.pk, row.claim.key, (row.text, *_other_wordings(row)))
        for row in rows.order_by("claim__key")
    )


def _other_wordings(version: ClaimVersion) -> tuple[str, ...]:
    rows = sorted(version.variations.all(), key=lambda row: row.ordinal)
    return tuple(row.text for row in rows)
