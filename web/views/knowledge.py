"""The claims list."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from web.access import Permission, requires
from web.forms.knowledge import ClaimsForm, WishesForm
from web.presenters import claim_links, claim_search
from web.presenters.claim_facets import USABLE


@requires(Permission.READ)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """What may be said there and then: by meaning, words or key, or all by key."""
    wishes = WishesForm(request.GET).wishes()
    is_swap = request.headers.get("HX-Target") == "found"
    name = "knowledge/claims.html#found" if is_swap else "knowledge/claims.html"
    return render(request, name, _context(request, wishes))


def _context(request: HttpRequest, wishes: dict[str, Any]) -> dict[str, Any]:
    today = timezone.localdate()
    day: datetime.date = wishes["on"] or today
    desk = claim_search.desk(wishes, day, request.GET.get("page", ""))
    known = {**desk.facets.wishes, "q": wishes["q"]}
    state = known["state"] or USABLE
    shown = {**known, "state": state, "on": day.isoformat()}
    return {
        "form": ClaimsForm(shown, offered=desk.facets.choices),
        "desk": desk,
        "page": desk.page,
        "day": day,
        "query": claim_search.query_of({**known, "on": wishes["on"]}),
        "is_today": day == today,
        "is_usable": state == USABLE,
        "links": claim_links.links(request.user),
    }
