"""Briefs, and the families of variants that answer them."""

import uuid

from django.conf import settings
from django.db import models

from knowledge_base.models import Brand


class Brief(models.Model):
    """A request for variants, completed with defaults; ``content`` is the whole of it.

    ``content`` has the keys of the published brief, and ``defaults`` names those that
    were filled in for the requester.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="briefs")
    market = models.CharField(max_length=2)
    channel = models.CharField(max_length=20)
    audience = models.CharField(max_length=10)
    content = models.JSONField()
    defaults = models.JSONField(default=list, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="briefs"
    )
    requested_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"brief {self.pk}"


class Family(models.Model):
    """The variants of one brief, compared and reviewed together."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    brief = models.OneToOneField(Brief, models.PROTECT, related_name="family")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uid)
