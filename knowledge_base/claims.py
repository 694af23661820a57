"""Drafts, approves, revises and withdraws claims; approved wording never changes."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import ledger, reasons
from knowledge_base.claim_contents import ClaimContent, store
from knowledge_base.models import Claim, ClaimState, ClaimVersion, Reference


class ClaimStepError(TransitionNotAllowed):
    """The claim revision does not stand where this step begins."""


class SelfApprovalError(PermissionDenied):
    """The person who drafted a claim was to approve it."""


class ClaimContentError(ValidationError):
    """The claim cannot be recorded as it is."""


def approved_version(brand_slug: str, key: str) -> ClaimVersion:
    """The approved revision of a claim. Raises ClaimVersion.DoesNotExist."""
    return ClaimVersion.objects.select_related("claim").get(
        claim__brand__slug=brand_slug, claim__key=key, state=ClaimState.APPROVED
    )


@transaction.atomic
def draft(
    *,
    brand_id: int,
    key: str,
    kind: str,
    content: ClaimContent,
    by: User,
    at: datetime.datetime,
) -> ClaimVersion:
    """Record the first revision of a new claim, to be approved by somebody else.

    Raises ClaimContentError if the brand has a claim with that key.
    """
    claim, is_new = Claim.objects.get_or_create(
        brand_id=brand_id, key=key, defaults={"kind": kind}
    )
    if not is_new:
        raise ClaimContentError(f"There is a claim {key} already: revise it instead.")
    return _recorded_draft(claim, content, by=by, at=at)


@transaction.atomic
def revise(
    *, claim_id: int, content: ClaimContent, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Record the next revision of a claim; the approved one stays in force till then.

    Raises ClaimContentError if nothing would change.
    """
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    newest = claim.versions.order_by("-version").first()
    if newest and content.equals(newest):
        raise ClaimContentError(f"The newest revision of {claim.key} says just this.")
    return _recorded_draft(claim, content, by=by, at=at)


@transaction.atomic
def approve(*, claim_version_id: int, by: User, at: datetime.datetime) -> ClaimVersion:
    """Approve a draft, which supersedes the revision approved before.

    Raises SelfApprovalError, or ClaimStepError if it is no draft or not the newest,
    or ClaimContentError if a reference was retracted.
    """
    version = _locked(claim_version_id)
    ref = _ref(version)
    if version.state != ClaimState.DRAFT:
        raise ClaimStepError(f"{ref} is {_state(version)}, not a draft.")
    if version.drafted_by == by.get_username():
        raise SelfApprovalError(f"You drafted {ref}: somebody else must approve it.")
    if version.claim.versions.filter(version__gt=version.version).exists():
        raise ClaimStepError(f"{ref} has a newer revision: approve that one.")
    _refuse_retracted(version)
    put_in_force(version, by=by, at=at)
    _record("claim.approved", version, by=by, at=at, payload={"sha256": version.sha256})
    return version


@transaction.atomic
def withdraw(
    *, claim_version_id: int, reason: str, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Take an approved claim back: from this commit on nothing may use it.

    Raises ReasonMissingError, or ClaimStepError if it is not approved.
    """
    reason = reasons.owed(reason, "withdraw this claim")
    version = _locked(claim_version_id)
    if version.state != ClaimState.APPROVED:
        raise ClaimStepError(
            f"{_ref(version)} is {_state(version)}; only an approved claim can be "
            "withdrawn."
        )
    version.state = ClaimState.WITHDRAWN
    version.withdrawn_by, version.withdrawn_at = by.get_username(), at
    version.withdrawal_reason = reason
    version.save(
        update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawal_reason"]
    )
    _record("claim.withdrawn", version, by=by, at=at, payload={"reason": reason})
    return version


def put_in_force(version: ClaimVersion, *, by: User, at: datetime.datetime) -> None:
    """Approve a stored revision; the calling write checks and keeps the ledger line."""
    ClaimVersion.objects.filter(
        claim_id=version.claim_id, state=ClaimState.APPROVED
    ).update(state=ClaimState.SUPERSEDED)
    version.state = ClaimState.APPROVED
    version.approved_by, version.approved_at = by.get_username(), at
    version.save(update_fields=["state", "approved_by", "approved_at"])


def _recorded_draft(
    claim: Claim, content: ClaimContent, *, by: User, at: datetime.datetime
) -> ClaimVersion:
    version = store(claim, content, by=by, at=at)
    _record("claim.drafted", version, by=by, at=at, payload={"sha256": version.sha256})
    return version


def _locked(claim_version_id: int) -> ClaimVersion:
    version = ClaimVersion.objects.select_related("claim").get(pk=claim_version_id)
    # Whoever steps a revision locks its claim: two approvals cannot pass each other.
    Claim.objects.select_for_update().get(pk=version.claim_id)
    return (
        ClaimVersion.objects.select_for_update(of=("self",))
        .select_related("claim")
        .get(pk=claim_version_id)
    )


def _refuse_retracted(version: ClaimVersion) -> None:
    retracted = Reference.objects.filter(
        citations__claim_version=version, retracted_at__isnull=False
    ).first()
    if retracted:
        raise ClaimContentError(
            f"{_ref(version)} stands on {retracted.ref}, which was retracted."
        )


def _ref(version: ClaimVersion) -> str:
    return f"{version.claim.key}@{version.version}"


def _state(version: ClaimVersion) -> str:
    return ClaimState(version.state).label.lower()


def _record(
    action: str,
    version: ClaimVersion,
    *,
    by: User,
    at: datetime.datetime,
    payload: Mapping[str, Any],
) -> None:
    ledger.record(
        action=action,
        subject=f"claim:{version.claim.brand.slug}/{_ref(version)}",
        by=by.get_username(),
        at=at,
        payload=dict(payload),
    )
