"""Claims: what may be said about a product, in revisions that never change."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from knowledge_base.models.brands import Brand
from knowledge_base.models.codes import CodesField, open_to
from knowledge_base.models.references import Anchor, Reference


class ClaimState(models.TextChoices):
    """Where a claim revision stands."""

    DRAFT = "DRAFT", "Draft"
    APPROVED = "APPROVED", "Approved"
    SUSPENDED = "SUSPENDED", "Suspended"
    SUPERSEDED = "SUPERSEDED", "Superseded"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class ApprovalFunction(models.TextChoices):
    """Who answers for an approval; RECORDED is one brought from another system."""

    MEDICAL = "MEDICAL", "Medical"
    REGULATORY = "REGULATORY", "Regulatory"
    RECORDED = "RECORDED", "Recorded elsewhere"


class Claim(models.Model):
    """A statement about a product that evidence must support."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="claims")
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "key"], name="claim_key_unique_in_brand"
            )
        ]

    def __str__(self) -> str:
        return self.key


class FixedWordingError(ValidationError):
    """The words of an approved claim were to be changed."""


class ClaimVersionQuerySet(models.QuerySet["ClaimVersion"]):
    """Questions about claim revisions."""

    def valid_on(self, day: datetime.date) -> "ClaimVersionQuerySet":
        """Approved revisions within their dates, every reference standing."""
        # Of each revision by itself: for a few of many, all citations would be read.
        dead = ClaimCitation.objects.filter(
            claim_version_id=models.OuterRef("pk")
        ).exclude(reference__in=Reference.objects.valid_on(day))
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=day),
            models.Q(expires_on=None) | models.Q(expires_on__gt=day),
            ~models.Exists(dead),
            state=ClaimState.APPROVED,
        )

    def turning(
        self, *, after: datetime.date, until: datetime.date
    ) -> "ClaimVersionQuerySet":
        """Approved revisions that begin or end, or whose evidence does, in that time.

        Only these can be valid on one of the two days and not on the other.
        """
        ending = ClaimCitation.objects.filter(
            claim_version_id=models.OuterRef("pk"),
            reference__expires_on__gt=after,
            reference__expires_on__lte=until,
        )
        return self.filter(
            models.Q(valid_from__gt=after, valid_from__lte=until)
            | models.Q(expires_on__gt=after, expires_on__lte=until)
            | models.Exists(ending),
            state=ClaimState.APPROVED,
        )

    def usable(
        self,
        *,
        brand_id: int,
        market: str,
        channel: str,
        audience: str,
        day: datetime.date,
    ) -> "ClaimVersionQuerySet":
        """Revisions that may be said there, then and to them."""
        return self.valid_on(day).filter(
            open_to(market_codes=market, channels=channel, audiences=audience),
            claim__brand_id=brand_id,
        )


class ClaimVersion(models.Model):
    """One revision of a claim: wording, limits and facts, fixed once approved.

    A day named ``expires_on`` is the first day on which the claim may not be used.
    ``facts`` are the figures as written; ``reading`` is what the wording says, as the
    approvers confirmed it (see ``knowledge_base.wording.readings``).
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=ClaimState, default=ClaimState.DRAFT
    )
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    endpoint = models.TextField(blank=True)
    population = models.TextField(blank=True)
    comparator = models.TextField(blank=True)
    timepoint = models.TextField(blank=True)
    facts = models.JSONField(default=list, blank=True)
    reading = models.JSONField(default=dict, blank=True)
    qualifiers = models.JSONField(default=list, blank=True)
    companions = models.JSONField(default=list, blank=True)
    market_codes = CodesField()
    channels = CodesField(blank=True)
    audiences = CodesField(blank=True)
    themes = CodesField(blank=True)
    indications = CodesField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    drafted_by = models.CharField(max_length=150, blank=True)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.CharField(max_length=150, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspension_reason = models.TextField(blank=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    objects = ClaimVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "version"], name="claim_version_unique"
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(state__in=["APPROVED", "SUSPENDED"]),
                name="one_approved_version_per_claim",
            ),
            models.CheckConstraint(
                condition=models.Q(state="DRAFT") | models.Q(approved_at__isnull=False),
                name="claim_approval_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="WITHDRAWN")
                | models.Q(withdrawn_at__isnull=False),
                name="claim_withdrawal_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="SUSPENDED")
                | models.Q(suspended_at__isnull=False),
                name="claim_suspension_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}@{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse new words for an approved revision, as the database does too."""
        approved = ClaimVersion.objects.filter(pk=self.pk, approved_at__isnull=False)
        if approved.exclude(text=self.text, sha256=self.sha256).exists():
            raise FixedWordingError(
                "Approved wording never changes: make a new revision."
            )
        super().save(*args, **kwargs)


class ClaimApproval(models.Model):
    """One function's signed approval of all that a claim revision says."""

    claim_version = models.ForeignKey(
        ClaimVersion, models.CASCADE, related_name="approvals"
    )
    function = models.CharField(max_length=10, choices=ApprovalFunction)
    content_sha256 = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim_version", "function"], name="claim_approved_once"
            ),
            models.UniqueConstraint(
                fields=["claim_version", "approved_by"],
                name="claim_approved_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_version_id} {self.function}"


class ClaimVariation(models.Model):
    """Another approved wording of the same claim revision."""

    claim_version = models.ForeignKey(
        ClaimVersion, models.CASCADE, related_name="variations"
    )
    ordinal = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim_version", "ordinal"], name="variation_place_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_version_id}~{self.ordinal}"


class ClaimCitation(models.Model):
    """A claim revision stands on a reference, best at an exact anchor."""

    claim_version = models.ForeignKey(
        ClaimVersion, models.CASCADE, related_name="citations"
    )
    ordinal = models.PositiveIntegerField()
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="citations")
    anchor = models.ForeignKey(
        Anchor, models.PROTECT, null=True, blank=True, related_name="citations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim_version", "ordinal"], name="citation_place_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_version_id} on {self.reference_id}"
