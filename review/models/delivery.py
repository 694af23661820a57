"""Platforms that fetch, and a receipt for every fetch."""

from django.db import models

from knowledge_base.models import Brand
from knowledge_base.models.codes import CodesField
from review.models.releases import Release


class ChannelKey(models.Model):
    """A platform's key: shown once, stored as a hash, scoped.

    ``prefix`` finds the row, ``key_sha256`` proves the key (256 random bits need no
    slow hash). No brands means all brands; markets and channels are always named.
    """

    name = models.CharField(max_length=100, unique=True)
    prefix = models.CharField(max_length=12, unique=True)
    key_sha256 = models.CharField(max_length=64)
    brands = models.ManyToManyField(Brand, related_name="channel_keys", blank=True)
    market_codes = CodesField()
    channels = CodesField()
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Fetch(models.Model):
    """A receipt: who asked for which release, when, and what was answered."""

    channel_key = models.ForeignKey(ChannelKey, models.PROTECT, related_name="fetches")
    release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="fetches"
    )
    asset_uid = models.CharField(max_length=64, blank=True)
    status = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=50, blank=True)
    fetched_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["release", "fetched_at"], name="fetch_by_release")
        ]

    def __str__(self) -> str:
        return f"{self.channel_key_id} {self.status} {self.fetched_at:%F %T}"
