"""Asks of the database whether an asset still holds: one predicate for all answers."""

import datetime
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, Subquery

from content_engine.models import VariantSegment
from knowledge_base.models import (
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    Reference,
)
from review.models import Release, ReleaseClaim
from review.states import ReleaseState

STATE_REASONS = {
    ReleaseState.WITHDRAWN: ("release-withdrawn", "This asset was withdrawn"),
    ReleaseState.SUSPENDED: ("release-suspended", "This asset is suspended for now"),
    ReleaseState.SUPERSEDED: ("release-superseded", "This asset was replaced"),
    ReleaseState.EXPIRED: ("release-expired", "This asset is past its last day"),
}


CLAIM_REASONS = (
    (ClaimState.WITHDRAWN, "claim-withdrawn", "was withdrawn"),
    (ClaimState.SUPERSEDED, "claim-superseded", "was replaced by a newer version"),
    (ClaimState.SUSPENDED, "claim-suspended", "is suspended until it is reconfirmed"),
)
"""What befell a claim, the worst first."""


def holds_on(day: datetime.date) -> Q:
    """Released, in time, every claim, block, reference, label and safety text valid."""
    return (
        Q(state=ReleaseState.RELEASED)
        & Q(expires_on__gt=day)
        & Q(~Exists(_dead_claims(day)))
        & Q(~Exists(_dead_blocks()))
        & Q(~Exists(_dead_references(day)))
        & Q(label_id=_label_in_force(day))
        & Q(~Exists(_changed_safety()))
    )


def why_not(release: Release, day: datetime.date) -> tuple[str, str]:
    """The machine's reason and the sentence for an asset that does not hold.

    What lasts is named before what may pass: withdrawn and replaced before the rest.
    """
    state = ReleaseState(release.state)
    if state in STATE_REASONS:
        reason, opening = STATE_REASONS[state]
        return reason, f"{opening}: {release.stopping_reason}"
    if release.expires_on <= day:
        return "release-expired", f"This asset expired on {release.expires_on}."
    return (
        _dead_claim_reason(release, day)
        or _dead_block_reason(release)
        or _other_reason(release, day)
    )


def _dead_claims(day: datetime.date) -> Any:
    """Claims of the outer release that may not be used that day."""
    rows = ReleaseClaim.objects.filter(release=OuterRef("pk"))
    return rows.exclude(claim_version__in=ClaimVersion.objects.valid_on(day))


def _dead_blocks() -> Any:
    """Text blocks of the outer release that were retired or are suspended."""
    return VariantSegment.objects.filter(
        Q(block_version__retired_at__isnull=False)
        | Q(block_version__suspended_at__isnull=False),
        part__version=OuterRef("review__version"),
    )


def _dead_references(day: datetime.date) -> Any:
    """References that the outer release prints and that stand no more."""
    rows = VariantSegment.objects.filter(
        part__version=OuterRef("review__version"), reference__isnull=False
    )
    return rows.exclude(reference__in=Reference.objects.valid_on(day))


def _changed_safety() -> Any:
    """Safety text of the outer release that is not what the label holds now."""
    rows = VariantSegment.objects.filter(
        part__version=OuterRef("review__version"), safety_text__isnull=False
    )
    return rows.exclude(sha256=F("safety_text__sha256"))


def _label_in_force(day: datetime.date) -> Subquery:
    """The label in force for the outer release's brand and market."""
    brand_id, market = OuterRef("brand_id"), OuterRef("market")
    rows = Label.objects.in_force(cast("int", brand_id), cast("str", market), day)
    return Subquery(rows.values("pk")[:1])


def _dead_claim_reason(release: Release, day: datetime.date) -> tuple[str, str] | None:
    """The worst that befell its claims: withdrawn, then replaced, then out of date."""
    carried = ClaimVersion.objects.filter(release_claims__release=release)
    rows = carried.exclude(pk__in=ClaimVersion.objects.valid_on(day))
    dead = list(rows.select_related("claim").order_by("claim__key"))
    for state, reason, words in CLAIM_REASONS:
        for row in dead:
            if row.state == state:
                return reason, f"Claim {_ref(row)} {words}."
    for row in dead:
        if row.expires_on is not None and row.expires_on <= day:
            return "claim-expired", f"Claim {_ref(row)} expired on {row.expires_on}."
    for row in dead:
        return "reference-invalid", f"A reference under claim {_ref(row)} is invalid."
    return None


def _dead_block_reason(release: Release) -> tuple[str, str] | None:
    """What befell its text blocks: retired before suspended."""
    carried = CopyBlockVersion.objects.filter(
        segments__part__version=release.review.version_id
    ).select_related("block")
    rows = carried.order_by("block__key", "version")
    for row in rows.exclude(retired_at=None)[:1]:
        return "block-retired", f"Text block {row.block.key}@{row.version} was retired."
    for row in rows.exclude(suspended_at=None)[:1]:
        ref = f"{row.block.key}@{row.version}"
        return (
            "block-suspended",
            f"Text block {ref} is suspended until it is reconfirmed.",
        )
    return None


def _other_reason(release: Release, day: datetime.date) -> tuple[str, str]:
    this = Release.objects.filter(pk=release.pk)
    if this.filter(Exists(_dead_references(day))).exists():
        return "reference-invalid", "A reference that it prints stands no more."
    if not this.filter(label_id=_label_in_force(day)).exists():
        return "label-superseded", "It was written on a label no longer in force."
    return "label-superseded", "The label's safety information was changed since."


def _ref(row: ClaimVersion) -> str:
    return f"{row.claim.key}@{row.version}"
