"""Drafts claims and their next revisions; what is drafted is never edited in place."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base.claim_contents import ClaimContent, store
from knowledge_base.claims import revisions
from knowledge_base.claims.revisions import ClaimContentError
from knowledge_base.models import Claim, ClaimVersion


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
    """Record the first revision of a new claim, to be approved by other people.

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


def _recorded_draft(
    claim: Claim, content: ClaimContent, *, by: User, at: datetime.datetime
) -> ClaimVersion:
    version = store(claim, content, by=by, at=at)
    payload = {"sha256": version.sha256}
    revisions.record("claim.drafted", version, by=by, at=at, payload=payload)
    return version
