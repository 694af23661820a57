"""What checks found, kept as records."""

from django.db import models

from content_engine.models.variants import VariantVersion
from content_engine.vocabulary import Severity, Verdict

VERDICTS = [(verdict.value, verdict.value) for verdict in Verdict]
SEVERITIES = [(severity.value, severity.value) for severity in Severity]


class CheckRecord(models.Model):
    """One check of one version under one rule pack; ``statements`` as the contract."""

    version = models.ForeignKey(VariantVersion, models.PROTECT, related_name="checks")
    rule_pack = models.CharField(max_length=50)
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    statements = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.verdict}"


class FindingRecord(models.Model):
    """A rule's objection."""

    check_record = models.ForeignKey(
        CheckRecord, models.PROTECT, related_name="findings"
    )
    rule = models.CharField(max_length=10)
    severity = models.CharField(max_length=5, choices=SEVERITIES)
    part = models.CharField(max_length=30, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    message = models.TextField()
    citation = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.rule} {self.severity}"
