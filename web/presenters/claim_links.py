"""Where the claims list leads on to, for whom."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.urls import NoReverseMatch, reverse

from web.access import Permission, may
from web.forms.exchange import ExportForm

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


@dataclass(frozen=True)
class Bulk:
    """What may be done with the claims that are ticked."""

    may_export: bool
    may_suspend: bool

    @property
    def may_tick(self) -> bool:
        """Whether there is anything to tick them for."""
        return self.may_export or self.may_suspend


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


def bulk(user: User | AnonymousUser) -> Bulk:
    """What this person may do with several claims at once."""
    return Bulk(
        # The export takes single claims once its form has a field for their keys.
        may_export="keys" in ExportForm.base_fields,
        may_suspend=may(user, Permission.WITHDRAW),
    )
