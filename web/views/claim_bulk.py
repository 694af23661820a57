"""What is done with several claims of the list at once: exported, or suspended."""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from knowledge_base.claims import revisions
from knowledge_base.models import BatchKind, ClaimVersion
from review import claim_signing
from web import errors
from web.access import REFUSALS, Permission, may, requires
from web.forms.reasons import SuspendForm
from web.forms.signing import sitting_of
from web.presenters import claim_bulk

LIST = "knowledge:claims"


@requires(Permission.READ)
@require_safe
def selected(request: HttpRequest) -> HttpResponse:
    """Go on with the claims that were ticked: to their export, or to suspend them."""
    chosen = claim_bulk.chosen(request.GET.getlist("claims"))
    if not chosen:
        messages.error(request, "Tick the claims first.")
        return redirect(LIST)
    if request.GET.get("do") != "suspend":
        return _export(request, chosen)
    if not may(request.user, Permission.WITHDRAW):
        messages.error(request, REFUSALS[Permission.WITHDRAW])
        return redirect(LIST)
    return _page(request, chosen)


@requires(Permission.WITHDRAW)
@require_POST
def suspend_selected(request: HttpRequest) -> HttpResponse:
    """Suspend the claims for one reason, each with a signature of its own."""
    chosen = claim_bulk.chosen(request.POST.getlist("claims"))
    form = _form(request, is_sent=True)
    if not form.is_valid():
        return _page(request, chosen, form=form, status=422)
    made, refusal = _suspended(request, chosen, form)
    if made:
        messages.success(request, f"You suspended {', '.join(made)}.")
    if refusal:
        status = errors.http_status(refusal)
        form.add_error(None, errors.sentences_of(refusal))
        left = [row for row in chosen if revisions.ref(row) not in made]
        return _page(request, left, form=form, status=status)
    return redirect(LIST)


def _suspended(
    request: HttpRequest, chosen: Sequence[ClaimVersion], form: SuspendForm
) -> tuple[list[str], Exception | None]:
    """Those suspended, and what refused the next one: the others are left alone."""
    made: list[str] = []
    for version in chosen:
        try:
            claim_signing.CLAIMS.sign_suspension(
                version_id=version.pk,
                reason=form.cleaned_data["reason"],
                credentials=form.credentials(),
                by=cast(User, request.user),
                at=timezone.now(),
            )
        except errors.REFUSED as refusal:
            return made, refusal
        made.append(revisions.ref(version))
    return made, None


def _export(request: HttpRequest, chosen: Sequence[ClaimVersion]) -> HttpResponse:
    brands = {row.claim.brand.slug for row in chosen}
    if len(brands) > 1:
        messages.error(request, "A file holds the claims of one brand: tick only its.")
        return redirect(LIST)
    wanted: dict[str, Any] = {
        "brand": brands.pop(),
        "kind": BatchKind.CLAIMS.value,
        "which": "newest",
        "keys": sorted({row.claim.key for row in chosen}),
    }
    return redirect(f"{reverse('exchange:export')}?{urlencode(wanted, doseq=True)}")


def _page(
    request: HttpRequest,
    chosen: Sequence[ClaimVersion],
    *,
    form: SuspendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "rows": claim_bulk.rows(chosen, timezone.now()),
        "form": form or _form(request),
    }
    return render(request, "knowledge/suspend.html", context, status=status)


def _form(request: HttpRequest, *, is_sent: bool = False) -> SuspendForm:
    user = cast(User, request.user)
    sitting = sitting_of(request, user, timezone.now())
    return SuspendForm(request.POST if is_sent else None, sitting=sitting)
