"""Signs approvals, suspensions, reconfirmations and retirements of text blocks."""

import datetime
import functools
from collections.abc import Sequence

from django.contrib.auth.models import User

from knowledge_base import copy_blocks
from knowledge_base.models import CopyBlockVersion
from review import facts, recalls, where_used
from review.claim_signing import signing
from review.claim_signing.signing import Approvals, Signing, Wording
from review.models import Signature
from review.policies import PieceFacts
from review.recalls import Recall
from review.signatures import Credentials
from review.states import Step


def sign_block_approval(
    *,
    version_id: int,
    function: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Signature:
    """Approve a text block for one function.

    Raises NotYoursError, SigningRefusedError, and what ``copy_blocks.approve`` raises.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    return _approve(_read(version_id), function, sitting)


def sign_block_approvals(
    *,
    version_ids: Sequence[int],
    function: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Approvals:
    """Approve several text blocks in one sitting, each under a signature of its own.

    What refuses one block leaves the others alone. Raises NotYoursError and
    SigningRefusedError, which are about the person and not about a block.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    facts.require(signing.step_of(function), PieceFacts(), by)
    rows = CopyBlockVersion.objects.select_related("block__brand")
    known = rows.in_bulk(version_ids)
    versions = [known[pk] for pk in dict.fromkeys(version_ids) if pk in known]
    return signing.sign_each(
        (
            copy_blocks.ref(version),
            functools.partial(_approve, version, function, sitting),
        )
        for version in versions
    )


def sign_block_suspension(
    *,
    version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Signature:
    """Suspend a text block: assets that carry it stop till somebody reconfirms it.

    Raises NotYoursError, SigningRefusedError, and what ``copy_blocks.suspend`` raises.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    version = _read(version_id)
    usage = where_used.of_block(version, at=at)
    take = functools.partial(
        copy_blocks.suspend, version_id=version.pk, reason=reason, by=by, at=at
    )
    wording = _wording(version)
    return signing.sign(Step.SUSPEND_WORDING, wording, take, sitting, usage)


def sign_block_reconfirmation(
    *,
    version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Signature:
    """Put a suspended text block back in force, with the assets that carry it.

    Raises NotYoursError, SigningRefusedError and what ``copy_blocks.reconfirm`` raises.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    version = _read(version_id)
    usage = where_used.of_block(version, at=at)
    take = functools.partial(
        copy_blocks.reconfirm, version_id=version.pk, reason=reason, by=by, at=at
    )
    wording = _wording(version)
    return signing.sign(Step.RECONFIRM_WORDING, wording, take, sitting, usage)


def sign_block_retirement(
    *,
    version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Recall:
    """Retire a text block for good: see ``recalls.retire_block``."""
    return recalls.retire_block(
        version_id=version_id, reason=reason, credentials=credentials, by=by, at=at
    )


def _approve(version: CopyBlockVersion, function: str, sitting: Signing) -> Signature:
    take = functools.partial(
        copy_blocks.approve,
        version_id=version.pk,
        function=function,
        by=sitting.by,
        at=sitting.at,
    )
    return signing.sign(signing.step_of(function), _wording(version), take, sitting)


def _read(version_id: int) -> CopyBlockVersion:
    rows = CopyBlockVersion.objects.select_related("block__brand")
    return rows.get(pk=version_id)


def _wording(version: CopyBlockVersion) -> Wording:
    subject = f"copy:{version.block.brand.slug}/{copy_blocks.ref(version)}"
    return Wording(subject, copy_blocks.content_sha256(version))
