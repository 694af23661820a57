"""Stops claims: suspended until a person reconfirms them, or withdrawn for good."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base import reasons
from knowledge_base.approvals import SelfApprovalError
from knowledge_base.claims import revisions, steps
from knowledge_base.claims.steps import ClaimStep
from knowledge_base.models import ClaimVersion

Columns = dict[str, str | datetime.datetime | None]


def suspension_refusal(version: ClaimVersion) -> Exception | None:
    """Why the revision cannot be suspended, None when it can."""
    return steps.refusal(ClaimStep.SUSPEND, version.state, revisions.ref(version))


def withdrawal_refusal(version: ClaimVersion) -> Exception | None:
    """Why the revision cannot be withdrawn, None when it can."""
    return steps.refusal(ClaimStep.WITHDRAW, version.state, revisions.ref(version))


@transaction.atomic
def suspend(
    *, claim_version_id: int, reason: str, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Stop an approved claim until somebody reconfirms it.

    Raises ReasonMissingError, or ClaimStepError if it is not approved.
    """
    reason = reasons.owed(reason, "suspend this claim")
    version = revisions.locked(claim_version_id)
    _step(version, ClaimStep.SUSPEND, _suspension(by.get_username(), at, reason))
    payload = {"reason": reason}
    revisions.record("claim.suspended", version, by=by, at=at, payload=payload)
    return version


def reconfirmation_refusal(version: ClaimVersion, username: str) -> Exception | None:
    """Why this person cannot reconfirm the revision, None when they can."""
    ref = revisions.ref(version)
    error = steps.refusal(ClaimStep.RECONFIRM, version.state, ref)
    if error:
        return error
    if version.drafted_by == username:
        return SelfApprovalError(f"You drafted {ref}: somebody else must reconfirm it.")
    return revisions.retraction(version)


@transaction.atomic
def reconfirm(
    *, claim_version_id: int, reason: str, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Put a suspended claim back in force, because its words still hold.

    Raises ReasonMissingError, SelfApprovalError for its author, ClaimStepError if it is
    not suspended, ClaimContentError if a reference under it was retracted.
    """
    reason = reasons.owed(reason, "reconfirm this claim")
    version = revisions.locked(claim_version_id)
    error = reconfirmation_refusal(version, by.get_username())
    if error:
        raise error
    ended = {"suspended": version.suspension_reason}
    _step(version, ClaimStep.RECONFIRM, _suspension("", None, ""))
    payload = {"reason": reason} | ended
    revisions.record("claim.reconfirmed", version, by=by, at=at, payload=payload)
    return version


@transaction.atomic
def withdraw(
    *, claim_version_id: int, reason: str, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Take a claim back for good: from this commit on nothing may use it.

    Raises ReasonMissingError, or ClaimStepError if it is not in force or suspended.
    """
    reason = reasons.owed(reason, "withdraw this claim")
    version = revisions.locked(claim_version_id)
    withdrawal: Columns = {
        "withdrawn_by": by.get_username(),
        "withdrawn_at": at,
        "withdrawal_reason": reason,
    }
    _step(version, ClaimStep.WITHDRAW, withdrawal)
    payload = {"reason": reason}
    revisions.record("claim.withdrawn", version, by=by, at=at, payload=payload)
    return version


def _suspension(by: str, at: datetime.datetime | None, reason: str) -> Columns:
    return {"suspended_by": by, "suspended_at": at, "suspension_reason": reason}


def _step(version: ClaimVersion, step: ClaimStep, columns: Columns) -> None:
    version.state = steps.follow(step, version.state, revisions.ref(version))
    for name, value in columns.items():
        setattr(version, name, value)
    version.save(update_fields=["state", *columns])
