"""Approved connective copy, reusable between claims."""

from django.db import models

from knowledge_base.models.brands import Brand
from knowledge_base.models.claims import ApprovalFunction
from knowledge_base.models.codes import CodesField, open_to


class CopyBlock(models.Model):
    """A piece of reusable copy with a role in a message."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="copy_blocks")
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "key"], name="copy_key_unique_in_brand"
            )
        ]

    def __str__(self) -> str:
        return self.key


class CopyBlockVersionQuerySet(models.QuerySet["CopyBlockVersion"]):
    """Questions about approved copy."""

    def in_force(self) -> "CopyBlockVersionQuerySet":
        """Approved revisions that were neither retired nor suspended."""
        return self.exclude(approved_at=None).filter(retired_at=None, suspended_at=None)

    def usable(
        self, *, brand_id: int, market: str, channel: str, audience: str
    ) -> "CopyBlockVersionQuerySet":
        """Approved copy for that market, channel and audience."""
        return self.in_force().filter(
            open_to(market_codes=market, channels=channel, audiences=audience),
            block__brand_id=brand_id,
        )


class CopyBlockVersion(models.Model):
    """One revision of a copy block; every expansion of its text is approved."""

    block = models.ForeignKey(CopyBlock, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    role = models.CharField(max_length=20)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    tones = CodesField()
    themes = CodesField(blank=True)
    channels = CodesField(blank=True)
    formats = CodesField(blank=True)
    audiences = CodesField(blank=True)
    market_codes = CodesField(blank=True)
    drafted_by = models.CharField(max_length=150, blank=True)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.CharField(max_length=150, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspension_reason = models.TextField(blank=True)
    retired_by = models.CharField(max_length=150, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retirement_reason = models.TextField(blank=True)

    objects = CopyBlockVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "version"], name="copy_version_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.block_id}@{self.version}"


class CopyApproval(models.Model):
    """One function's signed approval of all that a block's revision says."""

    version = models.ForeignKey(
        CopyBlockVersion, models.CASCADE, related_name="approvals"
    )
    function = models.CharField(max_length=10, choices=ApprovalFunction)
    content_sha256 = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "function"], name="copy_approved_once"
            ),
            models.UniqueConstraint(
                fields=["version", "approved_by"], name="copy_approved_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.function}"
