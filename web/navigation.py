"""What stands in the side bar for whom."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from review import claim_waiting
from review.workflow import waiting
from web.access import Permission, may

MESSAGES, KNOWLEDGE, RECORDS = "Messages", "Knowledge", "Records"
GROUPS = {
    "marketing": MESSAGES,
    "checks": MESSAGES,
    "reviewing": MESSAGES,
    "releasing": MESSAGES,
    "knowledge": KNOWLEDGE,
    "blocks": KNOWLEDGE,
    "references": KNOWLEDGE,
    "labels": KNOWLEDGE,
    "exchange": KNOWLEDGE,
    "expiry": KNOWLEDGE,
    "rules": RECORDS,
    "insights": RECORDS,
}
"""Under which heading the entries of each part of the house stand."""


@dataclass(frozen=True)
class Item:
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool
    count: int = 0
    group: str = ""


def items(request: HttpRequest) -> list[Item]:
    """The entries this person may use, in the order of the work."""
    entries = [("Home", "home", 0)]
    if may(request.user, Permission.REQUEST_CONTENT):
        entries.append(("New brief", "marketing:brief", 0))
    if may(request.user, Permission.CHECK_TEXT):
        entries.append(("Check a text", "checks:editor", 0))
    entries.append(("Families", "marketing:families", 0))
    entries.append(("Reviews", "reviewing:inbox", _waiting_count(request)))
    entries.append(("Library", "releasing:library", 0))
    entries.append(("Claims", "knowledge:claims", 0))
    if may(request.user, Permission.APPROVE):
        entries.append(("To approve", "knowledge:approvals", _approvals_count(request)))
    entries.append(("Text blocks", "blocks:blocks", 0))
    entries.append(("References", "references:references", 0))
    may_draft = may(request.user, Permission.DRAFT_CLAIM)
    exchange = "exchange:start" if may_draft else "exchange:export"
    entries.append(("Import and export", exchange, 0))
    entries.append(("Labels", "labels:labels", 0))
    entries.append(("Expiry", "expiry:calendar", 0))
    entries.append(("Rule report", "rules:report", 0))
    entries.append(("Ledger", "insights:ledger", 0))
    return [_item(request, *entry) for entry in entries]


def for_templates(request: HttpRequest) -> dict[str, Any]:
    """The navigation of a signed-in person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    return {"navigation": items(request)}


def _item(request: HttpRequest, label: str, name: str, count: int) -> Item:
    url = reverse(name)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return Item(label, url, here, count, GROUPS.get(name.partition(":")[0], ""))


def _waiting_count(request: HttpRequest) -> int:
    return waiting.inbox(request.user).count()  # type: ignore[arg-type]


def _approvals_count(request: HttpRequest) -> int:
    return claim_waiting.inbox(request.user).count()  # type: ignore[arg-type]
