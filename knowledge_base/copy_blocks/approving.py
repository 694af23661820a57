"""Approves text blocks: Medical and Regulatory each sign, the second puts in force."""

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base.approvals import Standing
from knowledge_base.copy_blocks import revisions
from knowledge_base.copy_blocks.revisions import BlockState, CopyStepError
from knowledge_base.models import ApprovalFunction, CopyApproval, CopyBlockVersion

REPLACED = "Replaced by a newer revision."


def approval_refusal(
    version: CopyBlockVersion, function: str, username: str
) -> Exception | None:
    """Why this person cannot approve the revision as this function, None if they can.

    The error is the one that ``approve`` would raise: a sentence for a tooltip.
    """
    return (
        revisions.refusal(version, (BlockState.DRAFT,), ", no draft any more")
        or _newer_revision(version)
        or _standing(version).refusal(function, username)
    )


@transaction.atomic
def approve(
    *, version_id: int, function: str, by: User, at: datetime.datetime
) -> CopyBlockVersion:
    """Approve a draft for one function; the last one awaited puts it in force.

    Till then the revision approved before stays in force. Raises SelfApprovalError for
    its author and for one person in two functions, ApprovalGivenError for a function
    twice, CopyStepError if it is no draft or not the newest.
    """
    version = revisions.locked(version_id)
    error = approval_refusal(version, function, by.get_username())
    if error:
        raise error
    is_last = _standing(version).is_last(function)
    approval = _approval(version, function, by=by, at=at)
    approval.save(force_insert=True)
    if is_last:
        _enforce([version], by=by, at=at)
    revisions.record(
        "copy.approved",
        version,
        by=by,
        at=at,
        content_sha256=approval.content_sha256,
        function=str(function),
        is_in_force=is_last,
    )
    return version


def put_all_in_force(
    versions: Sequence[CopyBlockVersion], *, by: User, at: datetime.datetime
) -> None:
    """Record one approval given elsewhere for each stored draft, and let it take over.

    The calling write checks, and keeps the ledger line.
    """
    CopyApproval.objects.bulk_create(
        _approval(version, ApprovalFunction.RECORDED, by=by, at=at)
        for version in versions
    )
    _enforce(versions, by=by, at=at)


def retire_earlier(block_ids: list[int], *, by: User, at: datetime.datetime) -> None:
    """Retire what was approved, because the calling write approves something newer."""
    approved = CopyBlockVersion.objects.exclude(approved_at=None)
    approved.filter(block_id__in=block_ids, retired_at=None).update(
        retired_at=at, retired_by=by.get_username(), retirement_reason=REPLACED
    )


def _enforce(
    versions: Sequence[CopyBlockVersion], *, by: User, at: datetime.datetime
) -> None:
    retire_earlier([version.block_id for version in versions], by=by, at=at)
    for version in versions:
        version.approved_by, version.approved_at = by.get_username(), at
    CopyBlockVersion.objects.bulk_update(
        versions, ["approved_by", "approved_at"], batch_size=500
    )


def _approval(
    version: CopyBlockVersion, function: str, *, by: User, at: datetime.datetime
) -> CopyApproval:
    return CopyApproval(
        version=version,
        function=function,
        content_sha256=revisions.content_sha256(version),
        approved_by=by.get_username(),
        approved_at=at,
    )


def _standing(version: CopyBlockVersion) -> Standing:
    given = tuple(version.approvals.all())
    return Standing(revisions.ref(version), version.drafted_by, given)


def _newer_revision(version: CopyBlockVersion) -> CopyStepError | None:
    if version.block.versions.filter(version__gt=version.version).exists():
        ref = revisions.ref(version)
        error: CopyStepError = CopyStepError(
            f"{ref} has a newer revision: approve that one."
        )
        return error
    return None
