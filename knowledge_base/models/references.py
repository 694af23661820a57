"""References and the exact places in them that claims stand on."""

import datetime

from django.db import models

from knowledge_base.models.brands import Brand
from knowledge_base.models.labels import Label


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """Questions about references."""

    def valid_on(self, day: datetime.date) -> "ReferenceQuerySet":
        """References neither expired nor retracted on that day."""
        return self.filter(
            models.Q(expires_on=None) | models.Q(expires_on__gt=day), retracted_at=None
        )


class Reference(models.Model):
    """A source: journal, label, congress, data on file, guideline or registry."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="references")
    key = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    citation = models.TextField()
    kind = models.CharField(max_length=20)
    design = models.CharField(max_length=20, blank=True)
    published_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    url = models.CharField(max_length=500, blank=True)
    label = models.ForeignKey(
        Label, models.PROTECT, null=True, blank=True, related_name="references"
    )
    retracted_at = models.DateTimeField(null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "key"], name="reference_key_unique_in_brand"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The reference as ``KEY@VERSION``."""
        return f"{self.key}@{self.version}"


class Anchor(models.Model):
    """An exact place in a reference, with the words that stand there.

    ``page`` is set once the quote was found on that page of an attached file.
    """

    reference = models.ForeignKey(Reference, models.CASCADE, related_name="anchors")
    key = models.CharField(max_length=100)
    locator = models.CharField(max_length=200)
    quote = models.TextField()
    page = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "key"], name="anchor_key_unique_in_reference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference_id}#{self.key}"


class ReferenceFile(models.Model):
    """The document itself, as it was attached: an attached file is never changed."""

    reference = models.ForeignKey(Reference, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    attached_by = models.CharField(max_length=150)
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "sha256"], name="file_attached_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReferencePage(models.Model):
    """The text of one page of an attached document; pages count from 1."""

    file = models.ForeignKey(ReferenceFile, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "number"], name="page_number_unique_in_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} p. {self.number}"
