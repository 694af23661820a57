"""What people said of findings: fixed, overridden, or open again."""

from django.conf import settings
from django.db import models

from content_engine.models.findings import FindingRecord
from content_engine.vocabulary import FindingState

STATES = [(state.value, state.value.lower()) for state in FindingState]


class Disposition(models.Model):
    """One word on a finding, never changed; the newest counts.

    It holds for every finding of the same rule at the same place of the same words
    (``content_sha256``), so that a check made again does not lose it.
    """

    finding = models.ForeignKey(
        FindingRecord, models.PROTECT, related_name="dispositions"
    )
    content_sha256 = models.CharField(max_length=64)
    rule = models.CharField(max_length=10)
    part = models.CharField(max_length=30, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=STATES)
    reason = models.TextField()
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="dispositions"
    )
    disposed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["content_sha256", "rule"])]

    def __str__(self) -> str:
        return f"{self.rule} {self.state}"
