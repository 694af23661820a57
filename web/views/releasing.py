"""The library of released assets: what platforms may fetch, and how it is stopped."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from review import releases
from review.models import Release
from web import errors
from web.access import Permission, requires
from web.forms.reasons import ReasonForm, WithdrawForm
from web.forms.releasing import LibraryForm
from web.forms.signing import sitting_of
from web.presenters import releasing
from web.views.marketing import MAIL_POLICY

FORMS = ("suspend", "resume", "withdraw")


@requires(Permission.READ)
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The released assets, filtered."""
    form = LibraryForm(
        request.GET, brands=releasing.brands(), markets=releasing.markets()
    )
    wishes = form.wishes()
    page = releasing.library(wishes, timezone.now(), form.begins_before())
    context = {"form": form, "page": page, "wishes": wishes}
    return render(request, "releasing/library.html", context)


@requires(Permission.READ)
@require_safe
def asset(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One asset with its words, signatures, claims and receipts."""
    return _page(request, uid)


@csp(MAIL_POLICY)  # type: ignore[arg-type]
@requires(Permission.READ)
@require_safe
def preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The final form exactly as it is served, for a sandboxed frame."""
    body = Release.objects.get(uid=uid).body
    if body["html"]:
        return HttpResponse(body["html"])
    return HttpResponse(body["plain_text"], content_type="text/plain; charset=utf-8")


@requires(Permission.RELEASE)
@require_POST
def suspend(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Stop an asset for now."""
    return _stop(request, uid, "suspend", releases.suspend, "is suspended")


@requires(Permission.RELEASE)
@require_POST
def resume(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Serve a suspended asset again."""
    return _stop(request, uid, "resume", releases.resume, "is served again")


@requires(Permission.WITHDRAW)
@require_POST
def withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Pull an asset for good, signed."""
    return _stop(request, uid, "withdraw", releases.withdraw, "is withdrawn for good")


def _stop(
    request: HttpRequest,
    uid: uuid.UUID,
    name: str,
    step: Callable[..., Release],
    outcome: str,
) -> HttpResponse:
    """Take one step on an asset, or show its page again with what stands in it."""
    forms = _forms(request, name)
    form, found = forms[name], Release.objects.get(uid=uid)
    if not form.is_valid():
        return _page(request, uid, forms=forms, status=422)
    given: dict[str, Any] = {"reason": form.cleaned_data["reason"]}
    if isinstance(form, WithdrawForm):
        given["credentials"] = form.credentials()
    try:
        step(release_id=found.pk, by=_person(request), at=timezone.now(), **given)
    except errors.REFUSED as refusal:
        return _page(request, uid, forms=forms, refusal=refusal)
    messages.success(request, f"{found.code} {outcome}.")
    return redirect("releasing:asset", uid=uid)


def _page(
    request: HttpRequest,
    uid: uuid.UUID,
    *,
    forms: dict[str, Form] | None = None,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    if refusal:
        status = errors.http_status(refusal)
    context = {
        "page": releasing.asset_page(uid, _person(request), timezone.now()),
        "forms": forms or _forms(request),
        "sentences": errors.sentences_of(refusal) if refusal else [],
    }
    return render(request, "releasing/asset.html", context, status=status)


def _forms(request: HttpRequest, sent: str = "") -> dict[str, Form]:
    """Every form of the page; the one that was sent is bound to what came."""
    data = {sent: request.POST} if sent else {}
    sitting = sitting_of(request, _person(request), timezone.now())
    return {
        "suspend": ReasonForm(data.get("suspend"), auto_id="suspend_%s"),
        "resume": ReasonForm(data.get("resume"), auto_id="resume_%s"),
        "withdraw": WithdrawForm(
            data.get("withdraw"), sitting=sitting, auto_id="withdraw_%s"
        ),
    }


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
