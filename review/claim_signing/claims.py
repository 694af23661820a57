"""Signs approvals, suspensions and reconfirmations of claims."""

import datetime
import functools
from collections.abc import Sequence

from django.contrib.auth.models import User

from knowledge_base import claim_contents, claims
from knowledge_base.models import ClaimVersion
from review import facts, where_used
from review.claim_signing import signing
from review.claim_signing.signing import Approvals, Signing, Wording
from review.models import Signature
from review.policies import PieceFacts
from review.signatures import Credentials
from review.states import Step


def sign_approval(
    *,
    claim_version_id: int,
    function: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Signature:
    """Approve a claim for one function.

    Raises NotYoursError, SigningRefusedError, and what ``claims.approve`` raises.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    return _approve(_read(claim_version_id), function, sitting)


def sign_approvals(
    *,
    claim_version_ids: Sequence[int],
    function: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Approvals:
    """Approve several claims in one sitting, each under a signature of its own.

    What refuses one claim leaves the others alone. Raises NotYoursError and
    SigningRefusedError, which are about the person and not about a claim.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    facts.require(signing.step_of(function), PieceFacts(), by)
    rows = ClaimVersion.objects.select_related("claim__brand")
    known = rows.in_bulk(claim_version_ids)
    versions = [known[pk] for pk in dict.fromkeys(claim_version_ids) if pk in known]
    return signing.sign_each(
        (_ref(version), functools.partial(_approve, version, function, sitting))
        for version in versions
    )


def sign_suspension(
    *,
    claim_version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Signature:
    """Suspend a claim: assets that carry it stop till somebody reconfirms it.

    Raises NotYoursError, SigningRefusedError, and what ``claims.suspend`` raises.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    version = _read(claim_version_id)
    usage = where_used.of_claim(version, at=at)
    take = functools.partial(
        claims.suspend, claim_version_id=version.pk, reason=reason, by=by, at=at
    )
    wording = _wording(version)
    return signing.sign(Step.SUSPEND_WORDING, wording, take, sitting, usage)


def sign_reconfirmation(
    *,
    claim_version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Signature:
    """Put a suspended claim back in force, with the assets that carry it.

    Raises NotYoursError, SigningRefusedError, and what ``claims.reconfirm`` raises.
    """
    sitting = signing.begin(credentials=credentials, by=by, at=at)
    version = _read(claim_version_id)
    usage = where_used.of_claim(version, at=at)
    take = functools.partial(
        claims.reconfirm, claim_version_id=version.pk, reason=reason, by=by, at=at
    )
    wording = _wording(version)
    return signing.sign(Step.RECONFIRM_WORDING, wording, take, sitting, usage)


def _approve(version: ClaimVersion, function: str, sitting: Signing) -> Signature:
    take = functools.partial(
        claims.approve,
        claim_version_id=version.pk,
        function=function,
        by=sitting.by,
        at=sitting.at,
    )
    return signing.sign(signing.step_of(function), _wording(version), take, sitting)


def _read(claim_version_id: int) -> ClaimVersion:
    rows = ClaimVersion.objects.select_related("claim__brand")
    return rows.get(pk=claim_version_id)


def _ref(version: ClaimVersion) -> str:
    return f"{version.claim.key}@{version.version}"


def _wording(version: ClaimVersion) -> Wording:
    subject = f"claim:{version.claim.brand.slug}/{_ref(version)}"
    return Wording(subject, claim_contents.content_sha256(version))
