"""Who calls: a platform's key in the Authorization header."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from review import delivery
from review.models import ChannelKey


class ChannelKeyAuth(HttpBearer):
    """Accepts a platform's key that was issued and not revoked."""

    def authenticate(self, request: HttpRequest, token: str) -> ChannelKey | None:
        """The key's row, or None for an unknown or revoked key."""
        return delivery.key_from(token)
