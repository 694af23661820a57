"""The ledger: read, filtered, verified and taken away as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from web.access import Permission, requires
from web.forms.insights import LedgerForm
from web.presenters import histories, insights

FILES = {
    "csv": (insights.as_csv, "text/csv; charset=utf-8"),
    "json": (insights.as_json, "application/json"),
}


@requires(Permission.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest) -> HttpResponseBase:
    """A page of the ledger; POST verifies the whole chain."""
    if request.method == "POST":
        return _verify(request)
    form = LedgerForm(request.GET)
    if not form.is_valid():
        return render(request, "insights/ledger.html", {"form": form}, status=422)
    file = request.GET.get("file", "")
    if file in FILES:
        return _file(request, file, form)
    page = insights.page(request.user, form.cleaned_data)
    context = {"form": form, "page": page, "actions": sorted(histories.SENTENCES)}
    return render(request, "insights/ledger.html", context)


def _verify(request: HttpRequest) -> HttpResponse:
    holds, sentence = insights.verification()
    messages.add_message(
        request, messages.SUCCESS if holds else messages.ERROR, sentence
    )
    return redirect("insights:ledger")


def _file(request: HttpRequest, name: str, form: LedgerForm) -> StreamingHttpResponse:
    write, content_type = FILES[name]
    return StreamingHttpResponse(
        write(request.user, form.cleaned_data),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="ledger.{name}"'},
    )
