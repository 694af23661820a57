"""The inbox, and the page on which a piece is read, decided, certified, released."""

import datetime
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from review import releases
from review.workflow import cancelling, deciding
from web import errors
from web.access import Permission, functions_of, requires
from web.forms.reasons import CancelForm
from web.forms.reviewing import CertifyForm, DecisionForm
from web.forms.signing import sitting_of
from web.presenters import inboxes, reviewing

SHOWS = ("seen", "parts", "text")
Step = Callable[[User, datetime.datetime], str]


@requires(Permission.READ)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the person."""
    page = inboxes.inbox(_person(request))
    return render(request, "reviewing/inbox.html", {"page": page})


@requires(Permission.READ)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece beside its evidence, and what the person may do with it."""
    return _page(request, pk)


@requires(Permission.DECIDE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a verdict; a refusal keeps what was typed."""
    forms = _forms(request, "decide")
    form = cast(DecisionForm, forms["decide"])

    def step(by: User, at: datetime.datetime) -> str:
        decision = form.decision()
        deciding.decide(
            review_id=pk, **decision, credentials=form.credentials(), by=by, at=at
        )
        return f"Signed: your verdict for {decision['function'].lower()} is recorded."

    return _take(request, pk, forms, form, step)


@requires(Permission.READ)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a review back, with a reason."""
    forms = _forms(request, "cancel")
    form = forms["cancel"]

    def step(by: User, at: datetime.datetime) -> str:
        reason = form.cleaned_data["reason"]
        cancelling.cancel(review_id=pk, reason=reason, by=by, at=at)
        return "The review was taken back; its open decisions are closed."

    return _take(request, pk, forms, form, step)


@requires(Permission.CERTIFY)
@require_POST
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the certificate of the final form."""
    forms = _forms(request, "certify")
    form = cast(CertifyForm, forms["certify"])

    def step(by: User, at: datetime.datetime) -> str:
        releases.certify(review_id=pk, credentials=form.credentials(), by=by, at=at)
        return "Signed: the final form is certified."

    return _take(request, pk, forms, form, step)


@requires(Permission.RELEASE)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the asset that platforms may fetch."""
    asset = releases.release(review_id=pk, by=_person(request), at=timezone.now())
    messages.success(request, f"Released as {asset.code}: platforms may fetch it now.")
    return redirect("releasing:asset", uid=asset.uid)


def _take(
    request: HttpRequest,
    pk: int,
    forms: dict[str, Form],
    form: Form,
    step: Step,
) -> HttpResponse:
    """Take the step of a valid form, or show the page again with what stands in it."""
    if not form.is_valid():
        return _page(request, pk, forms=forms, status=422)
    try:
        sentence = step(_person(request), timezone.now())
    except errors.REFUSED as refusal:
        return _page(request, pk, forms=forms, refusal=refusal)
    messages.success(request, sentence)
    return redirect("reviewing:detail", pk=pk)


def _page(
    request: HttpRequest,
    pk: int,
    *,
    forms: dict[str, Form] | None = None,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    if refusal:
        status = errors.http_status(refusal)
    page = reviewing.review_page(pk, _person(request), timezone.now())
    show = request.GET.get("show", "seen")
    context = {
        "page": page,
        "forms": forms or _forms(request),
        "sentences": errors.sentences_of(refusal) if refusal else [],
        "show": show if show in SHOWS else "seen",
    }
    return render(request, "reviewing/detail.html", context, status=status)


def _forms(request: HttpRequest, sent: str = "") -> dict[str, Form]:
    """Every form of the page; the one that was sent is bound to what came."""
    person, data = _person(request), {sent: request.POST} if sent else {}
    sitting = sitting_of(request, person, timezone.now())
    return {
        "decide": DecisionForm(
            data.get("decide"), functions=functions_of(person), sitting=sitting
        ),
        "certify": CertifyForm(
            data.get("certify"), sitting=sitting, auto_id="certify_%s"
        ),
        "cancel": CancelForm(data.get("cancel"), auto_id="cancel_%s"),
    }


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
