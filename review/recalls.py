"""Shows whom the withdrawal of a claim touches, and withdraws it with a signature."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q

from content_engine.models import Variant
from knowledge_base import claims, ledger, reasons
from knowledge_base.models import ClaimVersion
from review import facts, signatures
from review.models import Fetch, Release, Review, Signature
from review.policies import PieceFacts
from review.signatures import Credentials
from review.states import Meaning, ReleaseState, ReviewState, Step


@dataclass(frozen=True)
class TouchedRelease:
    """An asset that stops, with who got it and when it was served for the last time."""

    release: Release
    last_fetched_at: datetime.datetime | None
    fetched_by: tuple[str, ...]


@dataclass(frozen=True)
class Impact:
    """All that carries a claim revision: words, open reviews, standing assets."""

    variants: tuple[Variant, ...]
    reviews: tuple[Review, ...]
    releases: tuple[TouchedRelease, ...]


@dataclass(frozen=True)
class Recall:
    """What was withdrawn, under which signature, and what stopped with it."""

    claim_version: ClaimVersion
    signature: Signature
    impact: Impact


def impact(claim_version: ClaimVersion, *, at: datetime.datetime) -> Impact:
    """Exactly what would stop, before anybody signs; fetches counted up to ``at``."""
    said = Q(versions__parts__segments__claim_version=claim_version)
    reviews = Review.objects.filter(
        version__parts__segments__claim_version=claim_version,
        state__in=[ReviewState.IN_REVIEW, ReviewState.APPROVED],
        release=None,
    )
    standing = Release.objects.filter(
        claims__claim_version=claim_version,
        state__in=[ReleaseState.RELEASED, ReleaseState.SUSPENDED],
    )
    return Impact(
        variants=tuple(Variant.objects.filter(said).distinct().order_by("pk")),
        reviews=tuple(reviews.distinct().order_by("pk")),
        releases=tuple(_touched(row, at) for row in standing.order_by("code")),
    )


def withdraw_claim(
    *,
    claim_version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Recall:
    """Withdraw a claim revision, signed; every asset that carries it stops by that.

    Leaves one ledger line for the claim, one for the signed recall and one for each
    asset (ML-17). Raises NotYoursError, SigningRefusedError, ReasonMissingError and
    what ``claims.withdraw`` raises.
    """
    reason = reasons.owed(reason, "withdraw this claim")
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    with transaction.atomic():
        facts.require(Step.RECALL, PieceFacts(), by)
        claim_version = ClaimVersion.objects.select_related("claim__brand").get(
            pk=claim_version_id
        )
        touched = impact(claim_version, at=at)
        signature = signatures.sign(
            by=by,
            at=at,
            proof=proof,
            meaning=Meaning.WITHDREW,
            content_sha256=claim_version.sha256,
            subject=f"claim:{_name(claim_version)}",
        )
        withdrawn = claims.withdraw(
            claim_version_id=claim_version_id, reason=reason, by=by, at=at
        )
        recall = Recall(withdrawn, signature, touched)
        _record(recall, claim_version, reason, by, at)
    return recall


def _touched(release: Release, at: datetime.datetime) -> TouchedRelease:
    served = Fetch.objects.filter(release=release, status=200, fetched_at__lte=at)
    names = served.values_list("channel_key__name", flat=True)
    return TouchedRelease(
        release=release,
        last_fetched_at=served.aggregate(latest=Max("fetched_at"))["latest"],
        fetched_by=tuple(names.distinct().order_by("channel_key__name")),
    )


def _record(
    recall: Recall,
    claim_version: ClaimVersion,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> None:
    name = _name(claim_version)
    codes = [touched.release.code for touched in recall.impact.releases]
    ledger.record(
        action="recall.signed",
        subject=f"claim:{name}",
        by=by.get_username(),
        at=at,
        payload={
            "reason": reason,
            "signature": recall.signature.pk,
            "content_sha256": claim_version.sha256,
            "releases": codes,
            "variants": [str(variant.uid) for variant in recall.impact.variants],
            "reviews": [review.pk for review in recall.impact.reviews],
        },
    )
    for touched in recall.impact.releases:
        fetched_at = touched.last_fetched_at
        ledger.record(
            action="release.recalled",
            subject=f"release:{touched.release.code}",
            by=by.get_username(),
            at=at,
            payload={
                "claim": name,
                "reason": reason,
                "signature": recall.signature.pk,
                "last_fetched_at": fetched_at.isoformat() if fetched_at else None,
            },
        )


def _name(claim_version: ClaimVersion) -> str:
    claim = claim_version.claim
    return f"{claim.brand.slug}/{claim.key}@{claim_version.version}"
