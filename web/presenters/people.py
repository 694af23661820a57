"""People by their full names instead of their ids."""

from collections.abc import Iterable

from django.contrib.auth.models import User


def name_of(user: User | None) -> str:
    """The full name, or the sign-in name of who has none."""
    if user is None:
        return ""
    return user.get_full_name() or user.get_username()


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """The full name for each sign-in name; a service keeps its own name."""
    wanted = set(usernames)
    found = User.objects.filter(username__in=wanted)
    return dict.fromkeys(wanted) | {u.get_username(): name_of(u) for u in found}  # type: ignore[return-value]
