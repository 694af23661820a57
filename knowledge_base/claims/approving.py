"""Approves claims: Medical and Regulatory each sign, the second puts it in force."""

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base import claim_contents, index
from knowledge_base.approvals import Standing
from knowledge_base.claims import revisions, steps
from knowledge_base.claims.revisions import ClaimContentError
from knowledge_base.claims.steps import NEXT, ClaimStep, ClaimStepError
from knowledge_base.models import (
    ApprovalFunction,
    ClaimApproval,
    ClaimState,
    ClaimVersion,
)


def approved_version(brand_slug: str, key: str) -> ClaimVersion:
    """The approved revision of a claim. Raises ClaimVersion.DoesNotExist."""
    return ClaimVersion.objects.select_related("claim").get(
        claim__brand__slug=brand_slug, claim__key=key, state=ClaimState.APPROVED
    )


def approval_refusal(
    version: ClaimVersion, function: str, username: str
) -> Exception | None:
    """Why this person cannot approve the revision as this function, None if they can.

    The error is the one that ``approve`` would raise: a sentence for a tooltip.
    """
    ref = revisions.ref(version)
    return (
        steps.refusal(ClaimStep.APPROVE_LAST, version.state, ref)
        or _newer_revision(version, ref)
        or _standing(version).refusal(function, username)
        or revisions.retraction(version)
        or _open_figure(version)
    )


@transaction.atomic
def approve(
    *, claim_version_id: int, function: str, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Approve a draft for one function; the last one awaited puts it in force.

    Till then the revision approved before stays in force. No approval can meet other
    words than the one before it: a draft with an approval is as fixed as an approved
    revision. Raises SelfApprovalError for its author and for one person in two
    functions, ApprovalGivenError for a function twice, ClaimStepError if it is no draft
    or not the newest, ClaimContentError for a retracted reference or an open figure.
    """
    version = revisions.locked(claim_version_id)
    error = approval_refusal(version, function, by.get_username())
    if error:
        raise error
    is_last = _standing(version).is_last(function)
    content_sha256 = claim_contents.content_sha256(version)
    ClaimApproval.objects.create(
        claim_version=version,
        function=function,
        content_sha256=content_sha256,
        approved_by=by.get_username(),
        approved_at=at,
    )
    if is_last:
        _enforce([version], by=by, at=at)
    # The index finds the words without this too, but each process would embed them.
    transaction.on_commit(
        index.take_up if is_last else lambda: index.prepare(version.pk), robust=True
    )
    payload = {
        "sha256": version.sha256,
        "content_sha256": content_sha256,
        "function": str(function),
        "is_in_force": is_last,
    }
    revisions.record("claim.approved", version, by=by, at=at, payload=payload)
    return version


def put_in_force(version: ClaimVersion, *, by: User, at: datetime.datetime) -> None:
    """Record one approval given elsewhere, and let a stored draft take over.

    The calling write checks, and keeps the ledger line.
    """
    put_all_in_force([version], by=by, at=at)


def put_all_in_force(
    versions: Sequence[ClaimVersion], *, by: User, at: datetime.datetime
) -> None:
    """The same for drafts of many claims in a handful of statements."""
    ClaimApproval.objects.bulk_create(
        ClaimApproval(
            claim_version=version,
            function=ApprovalFunction.RECORDED,
            content_sha256=claim_contents.content_sha256(version),
            approved_by=by.get_username(),
            approved_at=at,
        )
        for version in versions
    )
    _enforce(versions, by=by, at=at)


def _enforce(
    versions: Sequence[ClaimVersion], *, by: User, at: datetime.datetime
) -> None:
    # What is in force gives way first: a claim has one revision in force.
    ClaimVersion.objects.filter(
        claim_id__in=[version.claim_id for version in versions],
        state__in=NEXT[ClaimStep.SUPERSEDE],
    ).update(state=ClaimState.SUPERSEDED)
    for version in versions:
        version.state = ClaimState.APPROVED
        version.approved_by, version.approved_at = by.get_username(), at
    ClaimVersion.objects.bulk_update(
        versions, ["state", "approved_by", "approved_at"], batch_size=500
    )


def _standing(version: ClaimVersion) -> Standing:
    return Standing(
        revisions.ref(version), version.drafted_by, tuple(version.approvals.all())
    )


def _newer_revision(version: ClaimVersion, ref: str) -> ClaimStepError | None:
    if version.claim.versions.filter(version__gt=version.version).exists():
        error: ClaimStepError = ClaimStepError(
            f"{ref} has a newer revision: approve that one."
        )
        return error
    return None


def _open_figure(version: ClaimVersion) -> ClaimContentError | None:
    for figure in claim_contents.open_figures(version.reading):
        return ClaimContentError(
            f"Figure {figure} is not bound to an arm: bind it first."
        )
    return None
