"""Who calls: a platform's key in the Authorization header, and nowhere else."""

from typing import Any

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from review import delivery
from review.models import ChannelKey

MARK = "imp_"


class KeyInAddressError(AuthenticationError):
    """A key came in the address, where it ends in logs."""


class ChannelKeyAuth(HttpBearer):
    """Accepts a platform's key that was issued and not revoked."""

    def __call__(self, request: HttpRequest) -> Any:
        """Refuse a key in the address; else ask for the one in the header."""
        if any(MARK in value for _, values in request.GET.lists() for value in values):
            raise KeyInAddressError
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> ChannelKey | None:
        """The key's row, or None for an unknown or revoked key."""
        return delivery.key_from(token)
