"""What stands in the side bar for whom."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from review.workflow import waiting
from web.access import Permission, may


@dataclass(frozen=True)
class Item:
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool
    count: int = 0


def items(request: HttpRequest) -> list[Item]:
    """The entries this person may use, in the order of the work."""
    entries = [("Home", "home", 0)]
    if may(request.user, Permission.REQUEST_CONTENT):
        entries.append(("New brief", "marketing:brief", 0))
    entries.append(("Families", "marketing:families", 0))
    entries.append(("Reviews", "reviewing:inbox", _waiting_count(request)))
    entries.append(("Library", "releasing:library", 0))
    entries.append(("Claims", "knowledge:claims", 0))
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
    return Item(label, url, here, count)


def _waiting_count(request: HttpRequest) -> int:
    return waiting.inbox(request.user).count()  # type: ignore[arg-type]
