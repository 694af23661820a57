"""Finds the person, or the service, in whose name a command writes."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError


def person(username: str) -> User:
    """An existing, active person; otherwise the command was called wrongly."""
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active user {username}.", returncode=2)
    return found


def writer(username: str | None, service: str) -> User:
    """The person named, or the account of the command that nobody is named for."""
    return service_account(service) if username is None else person(username)


def service_account(name: str) -> User:
    """The account that stands for a command nobody is named for; cannot sign in."""
    account, is_new = User.objects.get_or_create(
        username=name, defaults={"is_active": False}
    )
    if is_new:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account
