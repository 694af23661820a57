"""Makes draft claims of proposals that a person chose: all of them or none."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base import claims, labels
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.models import Anchor, ClaimVersion, Label, Reference

LOCATOR, KEY = 200, 100


class NothingChosenError(claims.ClaimContentError):
    """No proposal was ticked."""


class QuoteMissingError(claims.ClaimContentError):
    """A quote does not stand in the source that it is said to come from."""


@dataclass(frozen=True)
class Chosen:
    """A proposal as the person wants it: wording, place in the source, and limits."""

    key: str
    kind: str
    text: str
    quote: str
    market_codes: tuple[str, ...]
    endpoint: str = ""
    population: str = ""
    comparator: str = ""
    timepoint: str = ""
    reading: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where in the reference the source stands, and its words."""

    locator: str
    text: str


@transaction.atomic
def draft_from_label(
    *,
    label_id: int,
    place: Place,
    chosen: Sequence[Chosen],
    by: User,
    at: datetime.datetime,
) -> tuple[ClaimVersion, ...]:
    """Draft claims that stand on a label, through the reference that is the label's.

    Raises NothingChosenError, QuoteMissingError or ClaimContentError.
    """
    label = Label.objects.select_related("brand").get(pk=label_id)
    reference = labels.reference_of(label, by=by, at=at)
    return draft_from_reference(
        reference_id=reference.pk, place=place, chosen=chosen, by=by, at=at
    )


@transaction.atomic
def draft_from_reference(
    *,
    reference_id: int,
    place: Place,
    chosen: Sequence[Chosen],
    by: User,
    at: datetime.datetime,
) -> tuple[ClaimVersion, ...]:
    """Draft claims that stand on a reference, each with an anchor for its quote.

    Nothing drafted may be used before it is approved. Raises NothingChosenError,
    QuoteMissingError or ClaimContentError.
    """
    if not chosen:
        raise NothingChosenError("Tick at least one proposal first.")
    reference = Reference.objects.select_for_update().get(pk=reference_id)
    if reference.retracted_at:
        raise claims.ClaimContentError(
            f"{reference.ref} was retracted: no claim can stand on it."
        )
    return tuple(
        claims.draft(
            brand_id=reference.brand_id,
            key=one.key,
            kind=one.kind,
            content=_content(one, Cited(reference, _anchor(reference, place, one))),
            by=by,
            at=at,
        )
        for one in chosen
    )


def _content(one: Chosen, cited: Cited) -> ClaimContent:
    return ClaimContent(
        text=one.text,
        market_codes=one.market_codes,
        cited=(cited,),
        endpoint=one.endpoint,
        population=one.population,
        comparator=one.comparator,
        timepoint=one.timepoint,
        reading=one.reading,
    )


def _anchor(reference: Reference, place: Place, one: Chosen) -> Anchor:
    """The anchor with this quote, made if there is none."""
    if not one.quote or one.quote not in place.text:
        raise QuoteMissingError(f"The quote for {one.key} is not in its source.")
    locator = place.locator[:LOCATOR]
    found = Anchor.objects.filter(
        reference=reference, locator=locator, quote=one.quote
    ).order_by("pk")
    return found.first() or Anchor.objects.create(
        reference=reference,
        key=_free_key(reference, one.key),
        locator=locator,
        quote=one.quote,
    )


def _free_key(reference: Reference, wanted: str) -> str:
    stem = wanted[: KEY - 5]
    taken = set(
        Anchor.objects.filter(reference=reference, key__startswith=stem).values_list(
            "key", flat=True
        )
    )
    number = 2
    key = stem
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
