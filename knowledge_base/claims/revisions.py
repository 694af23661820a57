"""Finds a claim revision for a step, names it, and keeps the step's ledger line."""

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from knowledge_base import ledger
from knowledge_base.models import Claim, ClaimVersion, Reference


class ClaimContentError(ValidationError):
    """The claim cannot be recorded or approved as it is."""


def locked(claim_version_id: int) -> ClaimVersion:
    """The revision, its claim locked. Raises ClaimVersion.DoesNotExist."""
    version = ClaimVersion.objects.get(pk=claim_version_id)
    # Whoever steps a revision locks its claim: two approvals cannot pass each other.
    Claim.objects.select_for_update().get(pk=version.claim_id)
    return (
        ClaimVersion.objects.select_for_update(of=("self",))
        .select_related("claim__brand")
        .get(pk=claim_version_id)
    )


def ref(version: ClaimVersion) -> str:
    """The revision as ``KEY@VERSION``."""
    return f"{version.claim.key}@{version.version}"


def retraction(version: ClaimVersion) -> ClaimContentError | None:
    """The sentence about a retracted reference under it, None without one."""
    retracted = Reference.objects.filter(
        citations__claim_version=version, retracted_at__isnull=False
    ).order_by("key")
    for reference in retracted[:1]:
        return ClaimContentError(
            f"{ref(version)} stands on {reference.ref}, which was retracted."
        )
    return None


def record(
    action: str,
    version: ClaimVersion,
    *,
    by: User,
    at: datetime.datetime,
    payload: dict[str, Any],
) -> None:
    """Keep the one ledger line of a step."""
    ledger.record(
        action=action,
        subject=f"claim:{version.claim.brand.slug}/{ref(version)}",
        by=by.get_username(),
        at=at,
        payload=payload,
    )
