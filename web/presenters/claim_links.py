"""Where the claims list leads on to, for whom."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.urls import NoReverseMatch, reverse

from web.access import Permission, may

LINKS: tuple[tuple[str, str, Permission], ...] = (
    ("New claim", "claim_editor:new", Permission.DRAFT_CLAIM),
    ("Import", "exchange:start", Permission.DRAFT_CLAIM),
    ("To approve", "knowledge:approvals", Permission.APPROVE),
    ("Labels", "labels:labels", Permission.READ),
)


@dataclass(frozen=True)
class Link:
    """A page that follows."""

    label: str
    href: str


def links(user: User | AnonymousUser) -> tuple[Link, ...]:
    """The pages that this person may go on to."""
    found = []
    for label, name, permission in LINKS:
        if may(user, permission):
            try:
                found.append(Link(label, reverse(name)))
            except NoReverseMatch:
                continue
    return tuple(found)
