"""Retracts references: no claim that stands on one may be used from then on."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import approvals, ledger, reasons
from knowledge_base.models import Reference


class AlreadyRetractedError(TransitionNotAllowed):
    """The reference was retracted before."""


def content_sha256(reference: Reference) -> str:
    """What a retraction signs: the hash of all that a reference says and quotes."""
    anchors = reference.anchors.order_by("key")
    days = (reference.published_on, reference.expires_on)
    return approvals.hash_of(
        {
            "ref": reference.ref,
            "citation": reference.citation,
            "kind": reference.kind,
            "design": reference.design,
            "url": reference.url,
            "days": [day.isoformat() if day else "" for day in days],
            "anchors": [[row.key, row.locator, row.quote] for row in anchors],
        }
    )


@transaction.atomic
def retract(
    *, reference_id: int, reason: str, by: User, at: datetime.datetime
) -> Reference:
    """Take a source out of use, with every claim that cites it.

    Raises ReasonMissingError or AlreadyRetractedError.
    """
    reason = reasons.owed(reason, "retract this reference")
    reference = Reference.objects.select_for_update().get(pk=reference_id)
    if reference.retracted_at:
        raise AlreadyRetractedError(f"{reference.ref} was retracted already.")
    reference.retracted_at = at
    reference.save(update_fields=["retracted_at"])
    ledger.record(
        action="reference.retracted",
        subject=f"reference:{reference.brand.slug}/{reference.ref}",
        by=by.get_username(),
        at=at,
        payload={"reason": reason},
    )
    return reference
