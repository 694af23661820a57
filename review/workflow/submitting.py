"""Hands versions to Medical, Legal and Regulatory, all three at once."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from content_engine.models import Variant, VariantVersion
from knowledge_base import ledger
from review import facts, policies
from review.models import Decision, Review
from review.states import Function, ReviewState, Step


class BlockedError(ValidationError):
    """The words themselves keep a version from review."""


@dataclass(frozen=True)
class Refused:
    """A version that was not submitted, and why: one sentence for each fault."""

    version: VariantVersion
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class FamilySubmission:
    """What became of a family's newest versions; iterates over the new reviews."""

    submitted: tuple[Review, ...]
    refused: tuple[Refused, ...]

    def __iter__(self) -> Iterator[Review]:
        return iter(self.submitted)

    def __len__(self) -> int:
        return len(self.submitted)


def submit(*, version_id: int, by: User, at: datetime.datetime) -> Review:
    """Open one review with three parallel decisions over one version.

    An older version's open review of the same variant ends with it. Raises
    NotYoursError, NotNowError, or BlockedError listing the open BLOCK findings.
    """
    with transaction.atomic():
        version = _locked_version(version_id)
        piece = facts.piece_facts(version)
        facts.require(Step.SUBMIT, piece, by)
        faults = policies.blocks_refusal(piece)
        if faults:
            raise BlockedError(list(faults))
        cancelled = _cancel_older(version, at)
        review = _open_review(version, by, at)
        ledger.record(
            action="review.submitted",
            subject=f"review:{review.pk}",
            by=by.get_username(),
            at=at,
            payload={
                "variant": str(version.variant.uid),
                "version": version.number,
                "round": review.round,
                "content_sha256": review.content_sha256,
                "state": review.state,
                "cancelled_reviews": cancelled,
            },
        )
    return review


def submit_family(
    *, family_id: int, by: User, at: datetime.datetime
) -> FamilySubmission:
    """Submit the newest version of every variant of a family, each on its own.

    What cannot be submitted stays behind with its reasons.
    """
    submitted, refused = [], []
    for variant in Variant.objects.filter(family_id=family_id).order_by("ordinal"):
        version = variant.versions.order_by("-number").first()
        if version is None:
            continue
        try:
            submitted.append(submit(version_id=version.pk, by=by, at=at))
        except ValidationError as error:
            refused.append(Refused(version, tuple(error.messages)))
        except (PermissionDenied, TransitionNotAllowed) as error:
            refused.append(Refused(version, (str(error),)))
    return FamilySubmission(tuple(submitted), tuple(refused))


def _locked_version(version_id: int) -> VariantVersion:
    """The version, its variant locked so that no two rounds open at once."""
    versions = VariantVersion.objects.select_related("variant__family__brief")
    version = versions.get(pk=version_id)
    Variant.objects.select_for_update().get(pk=version.variant_id)
    return version


def _cancel_older(version: VariantVersion, at: datetime.datetime) -> list[int]:
    """End the open reviews of older versions; their decisions close with the reason."""
    reason = f"Version {version.number} was submitted in its place."
    standing = Review.objects.select_for_update().filter(
        variant_id=version.variant_id, state=ReviewState.IN_REVIEW
    )
    cancelled = []
    for review in standing.order_by("pk"):
        review.cancel()
        review.closed_at = at
        review.closing_reason = reason
        review.save(update_fields=["state", "closed_at", "closing_reason"])
        Decision.objects.filter(review=review).open().update(closed_reason=reason)
        cancelled.append(review.pk)
    return cancelled


def _open_review(version: VariantVersion, by: User, at: datetime.datetime) -> Review:
    review: Review = Review(
        version=version,
        variant_id=version.variant_id,
        content_sha256=version.content_sha256,
        round=_next_round(version),
        requested_by=by,
        submitted_at=at,
    )
    review.submit()
    review.save()
    Decision.objects.bulk_create(
        Decision(review=review, function=function.value, opened_at=at)
        for function in Function
    )
    return review


def _next_round(version: VariantVersion) -> int:
    """One more than the rounds that ended with a refusal."""
    ended = Review.objects.filter(
        variant_id=version.variant_id,
        state__in=[ReviewState.CHANGES_REQUESTED, ReviewState.REJECTED],
    )
    return 1 + max(ended.values_list("round", flat=True), default=0)
