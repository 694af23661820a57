"""Files on their way into the library: uploaded, mapped, tried, then applied once."""

from django.db import models

from knowledge_base.models.brands import Brand


class BatchKind(models.TextChoices):
    """What the rows of a file are."""

    CLAIMS = "CLAIMS", "Claims"
    BLOCKS = "BLOCKS", "Text blocks"
    LABEL = "LABEL", "Label"


class ImportBatch(models.Model):
    """One uploaded file with the choices made for it, until it is applied."""

    uid = models.UUIDField(unique=True)
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="batches"
    )
    kind = models.CharField(max_length=6, choices=BatchKind)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict, blank=True)
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    applied_by = models.CharField(max_length=150, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
