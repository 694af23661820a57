"""Shows whom a recall of approved words or evidence touches, and signs it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from content_engine.models import Variant
from knowledge_base import (
    claim_contents,
    claims,
    copy_blocks,
    ledger,
    reasons,
    references,
)
from knowledge_base.models import ClaimVersion, CopyBlockVersion, Reference
from review import facts, signatures, where_used
from review.models import Review, Signature
from review.policies import PieceFacts
from review.signatures import Credentials
from review.states import Meaning, Step
from review.where_used import Usage, UsedRelease


@dataclass(frozen=True)
class Impact:
    """All that carries what is recalled: words, open reviews, standing assets."""

    variants: tuple[Variant, ...]
    reviews: tuple[Review, ...]
    releases: tuple[UsedRelease, ...]

    @classmethod
    def of(cls, usage: Usage) -> "Impact":
        """What stops of all that carries it."""
        return cls(usage.variants, usage.reviews, usage.standing)


@dataclass(frozen=True)
class Recall:
    """What was taken back, under which signature, and what stopped with it."""

    subject: str
    signature: Signature
    impact: Impact


@dataclass(frozen=True)
class ClaimRecall(Recall):
    """The recall of a claim, with its revision."""

    claim_version: ClaimVersion


@dataclass(frozen=True)
class _Order:
    """What is to be recalled: its kind and name in the ledger, and its hash."""

    kind: str
    name: str
    content_sha256: str
    reason: str

    @property
    def subject(self) -> str:
        return f"{self.kind}:{self.name}"


def impact(claim_version: ClaimVersion, *, at: datetime.datetime) -> Impact:
    """Exactly what would stop, before anybody signs; fetches counted up to ``at``."""
    return Impact.of(where_used.of_claim(claim_version, at=at))


def withdraw_claim(
    *,
    claim_version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> ClaimRecall:
    """Withdraw a claim revision, signed; every asset that carries it stops by that.

    Leaves one ledger line for the claim, one for the signed recall and one for each
    asset (ML-17). Raises NotYoursError, SigningRefusedError, ReasonMissingError and
    what ``claims.withdraw`` raises.
    """
    reason = reasons.owed(reason, "withdraw this claim")
    rows = ClaimVersion.objects.select_related("claim__brand")

    def read() -> tuple[_Order, Usage]:
        row = rows.get(pk=claim_version_id)
        name = f"{row.claim.brand.slug}/{row.claim.key}@{row.version}"
        sha256 = claim_contents.content_sha256(row)
        order = _Order("claim", name, sha256, reason)
        return order, where_used.of_claim(row, at=at)

    def withdraw() -> None:
        claims.withdraw(claim_version_id=claim_version_id, reason=reason, by=by, at=at)

    recall = _recall(read, withdraw, credentials=credentials, by=by, at=at)
    return ClaimRecall(
        recall.subject,
        recall.signature,
        recall.impact,
        rows.get(pk=claim_version_id),
    )


def retract_reference(
    *,
    reference_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Recall:
    """Retract a reference, signed; every claim on it stops, and every asset with one.

    Leaves the same lines as ``withdraw_claim``. Raises NotYoursError,
    SigningRefusedError, ReasonMissingError and what ``references.retract`` raises.
    """
    reason = reasons.owed(reason, "retract this reference")

    def read() -> tuple[_Order, Usage]:
        row = Reference.objects.select_related("brand").get(pk=reference_id)
        sha256 = references.content_sha256(row)
        order = _Order("reference", f"{row.brand.slug}/{row.ref}", sha256, reason)
        return order, where_used.of_reference(row, at=at)

    def retract() -> None:
        references.retract(reference_id=reference_id, reason=reason, by=by, at=at)

    return _recall(read, retract, credentials=credentials, by=by, at=at)


def retire_block(
    *,
    version_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Recall:
    """Retire a text block's revision, signed; every asset that carries it stops.

    Leaves the same lines as ``withdraw_claim``. Raises NotYoursError,
    SigningRefusedError, ReasonMissingError and what ``copy_blocks.retire`` raises.
    """
    reason = reasons.owed(reason, "retire this block")

    def read() -> tuple[_Order, Usage]:
        rows = CopyBlockVersion.objects.select_related("block__brand")
        row = rows.get(pk=version_id)
        name = f"{row.block.brand.slug}/{copy_blocks.ref(row)}"
        order = _Order("copy", name, copy_blocks.content_sha256(row), reason)
        return order, where_used.of_block(row, at=at)

    def retire() -> None:
        copy_blocks.retire(version_id=version_id, reason=reason, by=by, at=at)

    return _recall(read, retire, credentials=credentials, by=by, at=at)


def _recall(
    read: Callable[[], tuple[_Order, Usage]],
    take_back: Callable[[], None],
    *,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Recall:
    """Prove who signs, then sign, take back and keep every line in one transaction."""
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    with transaction.atomic():
        facts.require(Step.RECALL, PieceFacts(), by)
        order, usage = read()
        touched = Impact.of(usage)
        signature = signatures.sign(
            by=by,
            at=at,
            proof=proof,
            meaning=Meaning.WITHDREW,
            content_sha256=order.content_sha256,
            subject=order.subject,
        )
        take_back()
        recall = Recall(order.subject, signature, touched)
        _record(recall, order, by, at)
    return recall


def _record(recall: Recall, order: _Order, by: User, at: datetime.datetime) -> None:
    codes = [touched.release.code for touched in recall.impact.releases]
    told = {"reason": order.reason, "signature": recall.signature.pk}
    ledger.record(
        action="recall.signed",
        subject=order.subject,
        by=by.get_username(),
        at=at,
        payload={
            **told,
            "content_sha256": order.content_sha256,
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
                **told,
                order.kind: order.name,
                "last_fetched_at": fetched_at.isoformat() if fetched_at else None,
            },
        )
