"""What ends soon, as a page and as a table to take away."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from web.access import Permission, requires
from web.forms.blocks import ExpiryForm
from web.presenters import blocks, expiry


@requires(Permission.READ)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Claims, references, labels and assets by the window in which they end."""
    form = ExpiryForm(request.GET, offered=expiry.brands())
    wishes = form.wishes()
    rows = expiry.ends(wishes["brand"], timezone.localdate())
    context = {
        "form": form,
        "windows": expiry.windows(rows),
        "count": len(rows),
        "query": blocks.query_of(wishes),
    }
    return render(request, "expiry/calendar.html", context)


@requires(Permission.READ)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same rows as CSV."""
    form = ExpiryForm(request.GET, offered=expiry.brands())
    rows = expiry.ends(form.wishes()["brand"], timezone.localdate())
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="expiry.csv"'},
    )
    csv.writer(response).writerows(expiry.table(rows))
    return response
