"""Where the claims list leads on to, for whom."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse

from web.access import Permission, may

LINKS: tuple[tuple[str, str, Permission], ...] = (
    ("New claim", "claim_editor:new", Permission.DRAFT_CLAIM),
    ("Propose from a source", "proposals:start", Permission.DRAFT_CLAIM),
    ("Import", "exchange:start", Permission.DRAFT_CLAIM),
    ("Export", "exchange:export", Permission.READ),
    ("To approve", "knowledge:approvals", Permission.APPROVE),
)


@dataclass(frozen=True)
class Link:
    """A page that follows."""

    label: str
    href: str


def links(user: User | AnonymousUser) -> tuple[Link, ...]:
    """The pages that this person may go on to."""
    return tuple(
        Link(label, reverse(name))
        for label, name, permission in LINKS
        if may(user, permission)
    )
