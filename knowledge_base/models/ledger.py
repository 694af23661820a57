"""The ledger's tables: append-only entries, and a tip that shows a cut-off tail."""

from django.db import models


class LedgerEntry(models.Model):
    """One thing that happened. Database triggers refuse UPDATE and DELETE."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="ledger_by_subject"),
            models.Index(fields=["by"], name="ledger_by_person"),
            models.Index(fields=["at"], name="ledger_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"


class LedgerTip(models.Model):
    """The one row that says how long the chain is and how it ends.

    Without it the newest entries could be deleted and the rest would still verify.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_ledger_tip")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
