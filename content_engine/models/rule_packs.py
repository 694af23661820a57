"""Rule packs of a company: documents in versions, and what each version changed."""

from django.conf import settings
from django.db import models


class RulePack(models.Model):
    """One version of a company's own rules, as JSON that never changes.

    The newest version of a name that is effective and not withdrawn is in force.
    """

    name = models.CharField(max_length=30)
    version = models.CharField(max_length=20)
    markets = models.JSONField(default=list)
    owner = models.CharField(max_length=1000)
    effective_on = models.DateField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField()
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="adopted_rule_packs"
    )
    adopted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="rule_pack_version_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}/{self.version}"


class PackChange(models.Model):
    """One thing that a step changed in a company's rules: by whom, when and why."""

    pack = models.ForeignKey(RulePack, models.PROTECT, related_name="changes")
    rule = models.CharField(max_length=10)
    what = models.CharField(max_length=20)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rule_pack_changes"
    )
    changed_at = models.DateTimeField()
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.pack_id} {self.rule} {self.what}"
