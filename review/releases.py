"""Certifies, releases, stops and resumes: what platforms may fetch from now on."""

import datetime
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from content_engine.models import Variant
from knowledge_base import ledger, reasons
from review import assets, clocks, facts, gates, signatures
from review.models import Certificate, Release, Review
from review.signatures import Credentials
from review.states import Meaning, ReleaseState, Step

STANDING = [ReleaseState.RELEASED, ReleaseState.SUSPENDED]
SERVICE = "expire_due"


class GatesClosedError(ValidationError):
    """Something stands in the way of release: one sentence for each."""


def certify(
    *, review_id: int, credentials: Credentials, by: User, at: datetime.datetime
) -> Certificate:
    """Sign that the final form is in order, where the market asks for it.

    Raises NotYoursError, NotNowError, SigningRefusedError.
    """
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    with transaction.atomic():
        review = facts.locked_review(review_id)
        facts.require(Step.CERTIFY, facts.piece_facts(review.version, review), by)
        signature = signatures.sign(
            by=by,
            at=at,
            proof=proof,
            meaning=Meaning.CERTIFIED,
            content_sha256=review.content_sha256,
            subject=f"review:{review.pk}:CERTIFICATE",
        )
        certificate = Certificate.objects.create(
            review=review, signature=signature, certified_by=by, certified_at=at
        )
        ledger.record(
            action="review.certified",
            subject=f"review:{review.pk}",
            by=by.get_username(),
            at=at,
            payload={
                "signature": signature.pk,
                "content_sha256": review.content_sha256,
            },
        )
    return certificate


def release(*, review_id: int, by: User, at: datetime.datetime) -> Release:
    """Make the asset, when every gate holds; its predecessor ends with it.

    Raises NotYoursError, NotNowError, GatesClosedError listing what is missing.
    """
    with transaction.atomic():
        # The variant is locked first: two releases of one variant queue up.
        Variant.objects.select_for_update(of=("self",)).get(reviews__pk=review_id)
        review = facts.locked_review(review_id)
        facts.require(Step.RELEASE, facts.piece_facts(review.version, review), by)
        _require_gates(review, at)
        asset = assets.prepare(review, by=by, at=at)
        superseded = _supersede(asset, at)
        asset.release()
        asset.save(update_fields=["state"])
        ledger.record(
            action="release.released",
            subject=f"release:{asset.code}",
            by=by.get_username(),
            at=at,
            payload={
                "uid": str(asset.uid),
                "review": review.pk,
                "content_sha256": asset.content_sha256,
                "expires_on": asset.expires_on.isoformat(),
                "claims": [str(claim["ref"]) for claim in asset.body["claims"]],
                "superseded": superseded,
            },
        )
    return asset


def suspend(
    *, release_id: int, reason: str, by: User, at: datetime.datetime
) -> Release:
    """Stop an asset for now. Raises NotYoursError, NotNowError, ReasonMissingError."""
    reason = reasons.owed(reason, "suspend this asset")
    with transaction.atomic():
        asset = _locked_release(release_id)
        _require(Step.SUSPEND, asset, by)
        asset.suspend()
        _save_stopped(asset, reason, at)
        _record("release.suspended", asset, by.get_username(), at, {"reason": reason})
    return asset


def resume(*, release_id: int, reason: str, by: User, at: datetime.datetime) -> Release:
    """Serve a suspended asset again, when every gate holds again.

    Raises NotYoursError, NotNowError, GatesClosedError, ReasonMissingError.
    """
    reason = reasons.owed(reason, "resume this asset")
    with transaction.atomic():
        asset = _locked_release(release_id)
        _require(Step.RESUME, asset, by)
        _require_gates(asset.review, at)
        asset.resume()
        asset.stopped_at, asset.stopping_reason = None, ""
        asset.save(update_fields=["state", "stopped_at", "stopping_reason"])
        _record("release.resumed", asset, by.get_username(), at, {"reason": reason})
    return asset


def withdraw(
    *,
    release_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Release:
    """Pull an asset for good, signed.

    Raises NotYoursError, NotNowError, SigningRefusedError, ReasonMissingError.
    """
    reason = reasons.owed(reason, "withdraw this asset")
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    with transaction.atomic():
        asset = _locked_release(release_id)
        _require(Step.WITHDRAW, asset, by)
        signature = signatures.sign(
            by=by,
            at=at,
            proof=proof,
            meaning=Meaning.WITHDREW,
            content_sha256=asset.content_sha256,
            subject=f"release:{asset.code}",
        )
        asset.withdraw()
        _save_stopped(asset, reason, at)
        payload = {"reason": reason, "signature": signature.pk}
        _record("release.withdrawn", asset, by.get_username(), at, payload)
    return asset


def expire_due(*, at: datetime.datetime) -> list[Release]:
    """End every standing asset whose day has come in its market, oldest first.

    Delivery refuses them from that moment anyhow; this makes the record agree.
    """
    expired = []
    due = Release.objects.filter(
        state__in=STANDING,
        expires_on__lte=at.date() + datetime.timedelta(days=1),
    )
    for release_id in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            asset = _locked_release(release_id)
            if not _is_due(asset, at):
                continue
            asset.expire()
            _save_stopped(asset, f"Expired on {asset.expires_on.isoformat()}.", at)
            payload = {"expires_on": asset.expires_on.isoformat()}
            _record("release.expired", asset, SERVICE, at, payload)
        expired.append(asset)
    return expired


def _is_due(asset: Release, at: datetime.datetime) -> bool:
    return asset.state in STANDING and (
        asset.expires_on <= clocks.day_in(asset.market, at)
    )


def _locked_release(release_id: int) -> Release:
    related = "review__version__variant__family__brief__brand"
    rows = Release.objects.select_for_update(of=("self",)).select_related(related)
    asset: Release = rows.get(pk=release_id)
    return asset


def _require(step: Step, asset: Release, by: User) -> None:
    facts.require(step, facts.piece_facts(asset.review.version, asset.review), by)


def _require_gates(review: Review, at: datetime.datetime) -> None:
    sentences = gates.refusals(review, at=at)
    if sentences:
        raise GatesClosedError(list(sentences))


def _supersede(successor: Release, at: datetime.datetime) -> list[str]:
    """End what was released of the same variant; says which codes."""
    standing = Release.objects.select_for_update().filter(
        variant_id=successor.variant_id, market=successor.market, state__in=STANDING
    )
    codes = []
    for old in standing.order_by("pk"):
        old.supersede()
        old.superseded_by = successor
        old.stopped_at = at
        old.stopping_reason = f"{successor.code} was released in its place."
        old.save(
            update_fields=["state", "superseded_by", "stopped_at", "stopping_reason"]
        )
        codes.append(old.code)
    return codes


def _save_stopped(asset: Release, reason: str, at: datetime.datetime) -> None:
    asset.stopped_at = at
    asset.stopping_reason = reason
    asset.save(update_fields=["state", "stopped_at", "stopping_reason"])


def _record(
    action: str,
    asset: Release,
    by: str,
    at: datetime.datetime,
    payload: Mapping[str, object],
) -> None:
    ledger.record(
        action=action,
        subject=f"release:{asset.code}",
        by=by,
        at=at,
        payload={"uid": str(asset.uid), "state": asset.state, **payload},
    )
