"""The library of text blocks, and where it has holes."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from web.access import Permission, requires
from web.forms.blocks import BlocksForm, CoverageForm
from web.presenters import blocks as block_rows
from web.presenters import coverage as coverage_rows

BLOCKS = 25


@requires(Permission.READ)
@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    """Text blocks by words and limits; what is in use unless another state is asked."""
    form = BlocksForm(request.GET, offered=block_rows.offered())
    wishes = form.wishes()
    found = Paginator(block_rows.listed(wishes), BLOCKS)
    page = found.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": block_rows.block_rows(page),
        "query": block_rows.query_of(wishes),
    }
    is_swap = request.headers.get("HX-Target") == "found"
    name = "blocks/blocks.html#found" if is_swap else "blocks/blocks.html"
    return render(request, name, context)


@requires(Permission.READ)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Approved copy by role, tone and theme for one place, holes named."""
    offers = coverage_rows.offered(request.GET)
    wishes = CoverageForm(request.GET, offered=offers).wishes()
    place = coverage_rows.place_of(wishes, offers)
    context = {
        "form": CoverageForm(offered=offers, initial=place.as_dict()),
        "coverage": coverage_rows.covered(place, timezone.localdate()),
    }
    return render(request, "blocks/coverage.html", context)
