"""Electronic signatures and the sittings in which they are given."""

from django.conf import settings
from django.db import models

from review.states import Meaning

MEANINGS = [(meaning.value, meaning.value.title()) for meaning in Meaning]


class SigningWindow(models.Model):
    """A sitting: opened with name and password, kept by the password alone.

    ``session_key`` is the hash of the login session it belongs to; the window ends
    when it idles past ``idle_until``, when it is closed, or with the login session.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_windows"
    )
    session_key = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} {self.opened_at:%F %T}"


class Signature(models.Model):
    """A person put their name, with a meaning, under one content hash."""

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

    def __str__(self) -> str:
        return f"{self.printed_name} {self.meaning} {self.signed_at:%F %T}Z"
