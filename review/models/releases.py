"""Releases: what may be fetched, under which code and until when."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from content_engine.models import Variant
from knowledge_base.models import Brand, ClaimVersion, Label, SafetyText
from review.models.reviews import Review
from review.models.signatures import Signature
from review.states import ReleaseState

STATES = [(s.value, s.value.title()) for s in ReleaseState]
STOPPABLE = [ReleaseState.RELEASED, ReleaseState.SUSPENDED]


class Certificate(models.Model):
    """A signatory certified the final form (GB, ABPI clause 8.1)."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="certificate")
    signature = models.OneToOneField(
        Signature, models.PROTECT, related_name="certificate"
    )
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates"
    )
    certified_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"certificate of review {self.review_id}"


class Release(ConcurrentTransitionMixin, models.Model):
    """An immutable asset: approved words with a code, ready-made bodies and an end.

    ``body`` is the asset as platforms receive it, made once at release.
    ``expires_on`` is the first day on which it is not served.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    review = models.OneToOneField(Review, models.PROTECT, related_name="release")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="releases")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="releases")
    market = models.CharField(max_length=2)
    channel = models.CharField(max_length=20)
    audience = models.CharField(max_length=10)
    language = models.CharField(max_length=35)
    content_sha256 = models.CharField(max_length=64)
    body = models.JSONField()
    label = models.ForeignKey(Label, models.PROTECT, related_name="releases")
    safety_texts = models.ManyToManyField(SafetyText, related_name="releases")
    state = FSMField(
        max_length=20,
        choices=STATES,
        default=ReleaseState.PREPARED.value,
        protected=True,
    )
    expires_on = models.DateField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="releases"
    )
    released_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopping_reason = models.TextField(blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    objects: ClassVar[models.Manager["Release"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["brand", "market", "channel", "state"], name="release_lookup"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "market"],
                condition=models.Q(state="RELEASED"),
                name="one_released_per_variant_and_market",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["PREPARED", "RELEASED"])
                | (models.Q(stopped_at__isnull=False) & ~models.Q(stopping_reason="")),
                name="stopped_release_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @transition(field=state, source=ReleaseState.PREPARED, target=ReleaseState.RELEASED)
    def release(self) -> None:
        """Every gate holds: platforms may fetch it."""

    @transition(
        field=state, source=ReleaseState.RELEASED, target=ReleaseState.SUSPENDED
    )
    def suspend(self) -> None:
        """Stopped for now."""

    @transition(
        field=state, source=ReleaseState.SUSPENDED, target=ReleaseState.RELEASED
    )
    def resume(self) -> None:
        """Every gate holds again."""

    @transition(field=state, source=STOPPABLE, target=ReleaseState.WITHDRAWN)
    def withdraw(self) -> None:
        """Pulled for good."""

    @transition(field=state, source=STOPPABLE, target=ReleaseState.EXPIRED)
    def expire(self) -> None:
        """Past its day."""

    @transition(field=state, source=STOPPABLE, target=ReleaseState.SUPERSEDED)
    def supersede(self) -> None:
        """A newer version of the same variant was released."""


class ReleaseClaim(models.Model):
    """A claim revision that a release carries; the fetch joins down through it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="claims")
    claim_version = models.ForeignKey(
        ClaimVersion, models.PROTECT, related_name="release_claims"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "claim_version"], name="claim_once_per_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} carries {self.claim_version_id}"
