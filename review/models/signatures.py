"""Electronic signatures and the sittings in which they are given."""

import datetime

from django.conf import settings
from django.db import models

from review.states import Meaning

MEANINGS = [(meaning.value, meaning.value.title()) for meaning in Meaning]


class SigningWindow(models.Model):
    """A sitting: opened with name and password, kept by the password alone.

    ``session_key`` is the hash of the login session it belongs to; the window ends
    when it idles past ``idle_until``, when the person comes from another address, when
    it is closed, or with the login session.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_windows"
    )
    session_key = models.CharField(max_length=64)
    address = models.CharField(max_length=45, blank=True)
    opened_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "session_key"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_sitting_per_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.opened_at:%F %T}"


class SigningGuard(models.Model):
    """Failed signings of one account since its last signature, and its lock."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_guard"
    )
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.failures}"


class Signature(models.Model):
    """A person put their name, with a meaning, under one content hash.

    ``seal`` is a keyed hash over all other columns: a row that was changed or copied to
    another record does not verify.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures"
    )
    printed_name = models.CharField(max_length=300)
    meaning = models.CharField(max_length=10, choices=MEANINGS)
    content_sha256 = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.printed_name} {self.meaning} {self.signed_at:%F %T}Z"

    def shown(self) -> str:
        """The manifestation: printed name, meaning, and time with its zone."""
        signed_at = self.signed_at.astimezone(datetime.UTC)
        when = f"{signed_at.day} {signed_at:%B %Y %H:%M} UTC"
        return f"{self.printed_name}, {self.meaning.lower()}, {when}"
