"""Retracting a reference: its impact first, then one signature."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from knowledge_base import references
from knowledge_base.models import Reference
from review import recalls, where_used
from web import errors
from web.access import Permission, requires
from web.forms.reasons import RetractForm
from web.forms.signing import sitting_of
from web.presenters.claim_uses import use_rows


@requires(Permission.WITHDRAW)
@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Show what stops, and retract when it is signed."""
    reference = Reference.objects.select_related("brand").get(
        brand__slug=brand, key=key
    )
    if request.method != "POST":
        return _page(request, reference, _form(request))
    form = _form(request, is_sent=True)
    if not form.is_valid():
        return _page(request, reference, form, status=422)
    return _retract(request, reference, form)


def _retract(
    request: HttpRequest, reference: Reference, form: RetractForm
) -> HttpResponse:
    try:
        recall = recalls.retract_reference(
            reference_id=reference.pk,
            reason=form.cleaned_data["reason"],
            credentials=form.credentials(),
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except errors.REFUSED as refusal:
        return _page(request, reference, form, refusal=refusal)
    stopped = len(recall.impact.releases)
    messages.success(request, f"Retracted. Released assets that stop: {stopped}.")
    return redirect("references:reference", reference.brand.slug, reference.key)


def _page(
    request: HttpRequest,
    reference: Reference,
    form: RetractForm,
    *,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    if refusal:
        status = errors.http_status(refusal)
    context = {
        "reference": reference,
        "sha256": references.content_sha256(reference),
        "use": use_rows(where_used.of_reference(reference, at=timezone.now())),
        "form": form,
        "sentences": errors.sentences_of(refusal) if refusal else [],
    }
    return render(request, "knowledge/retract.html", context, status=status)


def _form(request: HttpRequest, *, is_sent: bool = False) -> RetractForm:
    sitting = sitting_of(request, cast(User, request.user), timezone.now())
    return RetractForm(request.POST if is_sent else None, sitting=sitting)
