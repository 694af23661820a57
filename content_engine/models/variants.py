"""Variants: one wording for a cell, in versions that never change."""

import uuid

from django.conf import settings
from django.db import models

from content_engine.models.briefs import Family
from content_engine.models.runs import GenerationRun
from content_engine.vocabulary import SegmentKind
from knowledge_base.models import (
    ClaimVersion,
    CopyBlockVersion,
    HcpProfile,
    Label,
    Reference,
    SafetyText,
)

SEGMENT_KINDS = [(kind.value, kind.value) for kind in SegmentKind]


class Variant(models.Model):
    """One place on a family's axes; its words live in its versions."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="variants")
    ordinal = models.PositiveIntegerField()
    tone = models.CharField(max_length=50)
    theme = models.CharField(max_length=50)
    format = models.CharField(max_length=20)
    hcp = models.ForeignKey(
        HcpProfile, models.PROTECT, null=True, blank=True, related_name="variants"
    )
    affinity = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "ordinal"], name="variant_place_unique_in_family"
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)


class VariantVersion(models.Model):
    """Fixed words of a variant, by the content hash that signatures sign."""

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    label = models.ForeignKey(Label, models.PROTECT, related_name="variant_versions")
    run = models.ForeignKey(
        GenerationRun, models.PROTECT, null=True, blank=True, related_name="versions"
    )
    writer = models.CharField(max_length=20)
    model = models.CharField(max_length=100, blank=True)
    prompt_version = models.CharField(max_length=50, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="written_versions"
    )
    written_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "number"], name="version_number_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} v{self.number}"


class VariantPart(models.Model):
    """One named part of a version."""

    version = models.ForeignKey(VariantVersion, models.PROTECT, related_name="parts")
    ordinal = models.PositiveIntegerField()
    name = models.CharField(max_length=30)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "name"], name="part_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.name}"


class VariantSegment(models.Model):
    """A stretch of a part with its origin, so that where-used is one join."""

    part = models.ForeignKey(VariantPart, models.PROTECT, related_name="segments")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=SEGMENT_KINDS)
    ref = models.CharField(max_length=150, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    claim_version = models.ForeignKey(
        ClaimVersion, models.PROTECT, null=True, blank=True, related_name="segments"
    )
    block_version = models.ForeignKey(
        CopyBlockVersion, models.PROTECT, null=True, blank=True, related_name="segments"
    )
    safety_text = models.ForeignKey(
        SafetyText, models.PROTECT, null=True, blank=True, related_name="segments"
    )
    reference = models.ForeignKey(
        Reference, models.PROTECT, null=True, blank=True, related_name="segments"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["part", "ordinal"], name="segment_place_unique_in_part"
            ),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="segment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id}[{self.start}:{self.end}]"
