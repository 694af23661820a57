"""Stops text blocks: suspended until a person reconfirms them, or retired for good."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base import reasons
from knowledge_base.approvals import SelfApprovalError
from knowledge_base.copy_blocks import revisions
from knowledge_base.copy_blocks.revisions import BlockState
from knowledge_base.models import CopyBlockVersion

Columns = dict[str, str | datetime.datetime | None]
IN_USE = (BlockState.APPROVED, BlockState.SUSPENDED)


def suspension_refusal(version: CopyBlockVersion) -> Exception | None:
    """Why the revision cannot be suspended, None when it can."""
    return revisions.refusal(version, (BlockState.APPROVED,), ", so it is not in use")


def retirement_refusal(version: CopyBlockVersion) -> Exception | None:
    """Why the revision cannot be retired, None when it can."""
    return revisions.refusal(version, IN_USE, ", so it is not in use")


@transaction.atomic
def suspend(
    *, version_id: int, reason: str, by: User, at: datetime.datetime
) -> CopyBlockVersion:
    """Stop an approved block until somebody reconfirms it.

    Raises ReasonMissingError, or CopyStepError if it is not in force.
    """
    reason = reasons.owed(reason, "suspend this block")
    version = revisions.locked(version_id)
    error = suspension_refusal(version)
    if error:
        raise error
    _set(version, _suspension(by.get_username(), at, reason))
    revisions.record("copy.suspended", version, by=by, at=at, reason=reason)
    return version


def reconfirmation_refusal(
    version: CopyBlockVersion, username: str
) -> Exception | None:
    """Why this person cannot reconfirm the revision, None when they can."""
    asked = "; only a suspended block can be reconfirmed"
    error = revisions.refusal(version, (BlockState.SUSPENDED,), asked)
    if error:
        return error
    if version.drafted_by == username:
        return SelfApprovalError(
            f"You drafted {revisions.ref(version)}: somebody else must reconfirm it."
        )
    return None


@transaction.atomic
def reconfirm(
    *, version_id: int, reason: str, by: User, at: datetime.datetime
) -> CopyBlockVersion:
    """Put a suspended block back in force, because its words still hold.

    Raises ReasonMissingError, SelfApprovalError for its author, or CopyStepError if it
    is not suspended.
    """
    reason = reasons.owed(reason, "reconfirm this block")
    version = revisions.locked(version_id)
    error = reconfirmation_refusal(version, by.get_username())
    if error:
        raise error
    ended = version.suspension_reason
    _set(version, _suspension("", None, ""))
    revisions.record(
        "copy.reconfirmed", version, by=by, at=at, reason=reason, suspended=ended
    )
    return version


@transaction.atomic
def retire(
    *, version_id: int, reason: str, by: User, at: datetime.datetime
) -> CopyBlockVersion:
    """Take a revision out of use for good.

    Raises ReasonMissingError, or CopyStepError if it is not in use.
    """
    reason = reasons.owed(reason, "retire this block")
    version = revisions.locked(version_id)
    error = retirement_refusal(version)
    if error:
        raise error
    columns: Columns = {
        "retired_by": by.get_username(),
        "retired_at": at,
        "retirement_reason": reason,
    }
    _set(version, columns)
    revisions.record("copy.retired", version, by=by, at=at, reason=reason)
    return version


def _suspension(by: str, at: datetime.datetime | None, reason: str) -> Columns:
    return {"suspended_by": by, "suspended_at": at, "suspension_reason": reason}


def _set(version: CopyBlockVersion, columns: Columns) -> None:
    for name, value in columns.items():
        setattr(version, name, value)
    version.save(update_fields=list(columns))
