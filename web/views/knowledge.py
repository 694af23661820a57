"""The claims list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from web.access import Permission, may, requires
from web.forms.knowledge import ClaimsForm, WishesForm
from web.presenters import claim_links, claim_search
from web.presenters.claim_facets import USABLE


@requires(Permission.READ)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """What may be said there and then: by meaning, words or key, or all by key."""
    wishes = WishesForm(request.GET).wishes()
    day = wishes["on"] or timezone.localdate()
    desk = claim_search.desk(wishes, day, request.GET.get("page", ""))
    known = {**desk.facets.wishes, "q": wishes["q"], "on": day.isoformat()}
    known["state"] = known["state"] or USABLE
    is_swap = request.headers.get("HX-Target") == "found"
    context = {
        "form": ClaimsForm(known, offered=desk.facets.choices),
        "desk": desk,
        "page": desk.page,
        "day": day,
        "query": claim_search.query_of(
            {**desk.facets.wishes, "q": wishes["q"], "on": wishes["on"]}
        ),
        "asked": wishes["q"],
        "is_today": day == timezone.localdate(),
        "links": claim_links.links(request.user),
        "may_suspend": may(request.user, Permission.WITHDRAW),
    }
    name = "knowledge/claims.html#found" if is_swap else "knowledge/claims.html"
    return render(request, name, context)
