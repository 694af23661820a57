"""Drafts a claim's next revision with one more wording, for approval like any other."""

import dataclasses
import datetime

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base.claim_contents import content_of, store
from knowledge_base.claims import revisions
from knowledge_base.claims.revisions import ClaimContentError
from knowledge_base.models import ClaimState, ClaimVersion

MOST = 20
LEAST_LENGTH, MOST_LENGTH = 10, 1_500  # characters


def variation_refusal(version: ClaimVersion, text: str) -> ClaimContentError | None:
    """Why a wording cannot become a variation of the revision in force, else None."""
    newest = version.claim.versions.order_by("-version")[0]
    sentence = _fault(version, newest, text)
    return ClaimContentError(sentence) if sentence else None


@transaction.atomic
def add_variation(
    *, claim_version_id: int, text: str, by: User, at: datetime.datetime
) -> ClaimVersion:
    """The draft that has one more variation than the newest revision.

    The revision in force stays so till the draft is approved. Raises ClaimContentError.
    """
    version = revisions.locked(claim_version_id)
    error = variation_refusal(version, text)
    if error:
        raise error
    newest = version.claim.versions.order_by("-version")[0]
    content = content_of(newest)
    varied = dataclasses.replace(content, variations=(*content.variations, text))
    draft = store(version.claim, varied, by=by, at=at)
    payload = {"sha256": draft.sha256, "variation": text, "of": revisions.ref(newest)}
    revisions.record("claim.variation_accepted", draft, by=by, at=at, payload=payload)
    return draft


def _fault(version: ClaimVersion, newest: ClaimVersion, text: str) -> str:
    ref = revisions.ref(newest)
    known = [row.text for row in newest.variations.all()]
    if version.state != ClaimState.APPROVED:
        return f"{revisions.ref(version)} is not in force, so it gets no variation."
    if newest.text != version.text:
        return f"{ref} is drafted with another wording: add the variation there."
    if text in (newest.text, *known):
        waits = "waits for approval" if newest.state == ClaimState.DRAFT else "stands"
        return f"This wording {waits} in {ref} already."
    if len(known) >= MOST:
        return f"{ref} has {MOST} variations, and no claim has more."
    if not LEAST_LENGTH <= len(text) <= MOST_LENGTH:
        return f"A variation has {LEAST_LENGTH} to {MOST_LENGTH:,} characters."
    return ""
