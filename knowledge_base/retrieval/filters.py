"""What may be said: the question, and what the database allows for it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from knowledge_base.indexed import Scope
from knowledge_base.models import Brand, ClaimVersion
from knowledge_base.models.claims import ClaimVersionQuerySet
from knowledge_base.models.codes import open_to


@dataclass(frozen=True)
class Question:
    """What is looked for, and where, when and to whom it is to be said.

    A market, channel or audience of None is any; ``theme``, ``kind`` and ``indication``
    narrow where they are given. ``diversity`` from 0 to 1 trades nearness for
    difference.
    """

    brand: str
    market: str | None
    channel: str | None
    audience: str | None
    day: datetime.date
    text: str = ""
    limit: int = 10
    theme: str = ""
    kind: str = ""
    indication: str = ""
    diversity: float = 0.0


def scope(question: Question) -> Scope:
    """The question's place with the brand's id. Raises Brand.DoesNotExist."""
    return Scope(
        brand_id=Brand.objects.values_list("pk", flat=True).get(slug=question.brand),
        market=question.market,
        channel=question.channel,
        audience=question.audience,
        day=question.day,
        theme=question.theme,
        kind=question.kind,
        indication=question.indication,
    )


def allowed(place: Scope) -> ClaimVersionQuerySet:
    """Every claim revision that the database allows there and then, by key."""
    rows = _open_to(place).filter(claim__brand_id=place.brand_id)
    return rows.order_by("claim__key")


def usable(pks: Collection[int], place: Scope) -> frozenset[int]:
    """Which of these few revisions the database allows there and then: the truth."""
    rows = _open_to(place).filter(pk__in=list(pks))
    # SQLite, told the brand, would go through all of its claims first.
    found = rows.values_list("pk", "claim__brand_id")
    return frozenset(pk for pk, brand_id in found if brand_id == place.brand_id)


def _open_to(place: Scope) -> ClaimVersionQuerySet:
    places = {
        "market_codes": place.market,
        "channels": place.channel,
        "audiences": place.audience,
    }
    given = {field: code for field, code in places.items() if code is not None}
    usable = ClaimVersion.objects.valid_on(place.day)
    return usable.filter(open_to(**given), _topic(place))


def _topic(place: Scope) -> Q:
    topic = Q(claim__kind=place.kind) if place.kind else Q()
    for field, code in (("themes", place.theme), ("indications", place.indication)):
        if code:
            topic &= open_to(**{field: code})
    return topic
