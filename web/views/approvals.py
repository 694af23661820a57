"""Claims that wait for a person: approved several at once, each with its signature."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from knowledge_base.models import ClaimState, ClaimVersion
from review import claim_signing, claim_waiting
from web import errors
from web.access import Permission, requires
from web.forms.claim_steps import ApprovalsForm
from web.forms.signing import sitting_of
from web.presenters import claim_approvals

AT_ONCE = 50


@requires(Permission.APPROVE)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Drafts that wait for one of the person's functions, and suspended claims."""
    return _page(request)


@requires(Permission.APPROVE)
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Approve the claims that were ticked; each that is refused is listed with why."""
    form = _form(request, is_sent=True)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        made = claim_signing.CLAIMS.sign_approvals(
            version_ids=form.chosen(),
            function=form.cleaned_data["function"],
            credentials=form.credentials(),
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except errors.REFUSED as refusal:
        status = errors.http_status(refusal)
        form.add_error(None, errors.sentences_of(refusal))
        return _page(request, form=form, status=status)
    return _told(request, made)


def _told(request: HttpRequest, made: claim_signing.Approvals) -> HttpResponse:
    """Say what came of each claim, and show what waits now."""
    if made.approved:
        count = len(made.approved)
        noun = "claim" if count == 1 else "claims"
        listed = ", ".join(made.approved)
        messages.success(request, f"You approved {count} {noun}: {listed}.")
    for refused in made.refused:
        words = " ".join(errors.sentences_of(refused.error))
        messages.error(request, f"{refused.ref} was not approved. {words}")
    return redirect("knowledge:approvals")


def _page(
    request: HttpRequest, *, form: ApprovalsForm | None = None, status: int = 200
) -> HttpResponse:
    page = _waiting(request)
    rows = claim_approvals.waiting_rows(list(page))
    context = {
        "page": page,
        "drafts": [row for row in rows if not row.reason],
        "suspended": [row for row in rows if row.reason],
        "form": form or _form(request),
    }
    return render(request, "knowledge/approvals.html", context, status=status)


def _form(request: HttpRequest, *, is_sent: bool = False) -> ApprovalsForm:
    user = cast(User, request.user)
    drafts = [row.pk for row in _waiting(request) if row.state == ClaimState.DRAFT]
    return ApprovalsForm(
        request.POST if is_sent else None,
        claims=drafts,
        functions=claim_approvals.functions_of(user),
        sitting=sitting_of(request, user, timezone.now()),
    )


def _waiting(request: HttpRequest) -> "Page[ClaimVersion]":
    rows = claim_waiting.inbox(cast(User, request.user))
    return Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
