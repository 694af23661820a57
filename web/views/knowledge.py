"""The claims browser, a claim's page, and its withdrawal."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from knowledge_base.models import ClaimVersion
from review import facts, recalls
from web import errors
from web.access import Permission, requires
from web.forms.knowledge import ClaimsForm
from web.forms.releasing import WithdrawForm
from web.forms.signing import sitting_of
from web.presenters import claims as claim_rows
from web.presenters import knowledge

CLAIMS = 25


@requires(Permission.READ)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Claims by meaning, words or key, or all by key."""
    day = timezone.localdate()
    form = ClaimsForm(request.GET, offered=knowledge.offered())
    wishes = form.wishes()
    result = knowledge.search(wishes, day)
    page = Paginator(result.versions, CLAIMS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": knowledge.claim_rows(page, day, result.reasons),
        "note": result.note,
        "query": knowledge.query_of(wishes),
    }
    is_swap = request.headers.get("HX-Target") == "found"
    name = "knowledge/claims.html#found" if is_swap else "knowledge/claims.html"
    return render(request, name, context)


@requires(Permission.READ)
@require_safe
def claim(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """One claim: wording, evidence, limits, history, where it is used."""
    return _claim_page(request, brand, key)


@requires(Permission.WITHDRAW)
@require_POST
def withdraw_claim(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Withdraw a claim, signed; a refusal keeps what was typed but the password."""
    user, at = cast(User, request.user), timezone.now()
    version = _shown(request, brand, key)
    form = WithdrawForm(request.POST, sitting=sitting_of(request, user, at))
    if not form.is_valid():
        return _claim_page(request, brand, key, form=form, status=422)
    try:
        recall = recalls.withdraw_claim(
            claim_version_id=version.pk,
            reason=form.cleaned_data["reason"],
            credentials=form.credentials(),
            by=user,
            at=at,
        )
    except (PermissionDenied, ValidationError) as refusal:
        status, _ = errors.status_of(refusal) or (422, "")
        form.add_error(None, errors.sentences_of(refusal))
        return _claim_page(request, brand, key, form=form, status=status)
    stopped = len(recall.impact.releases)
    messages.success(request, f"Withdrawn. Released assets that stop: {stopped}.")
    return redirect("knowledge:claim", brand, key)


def _claim_page(
    request: HttpRequest,
    brand: str,
    key: str,
    *,
    form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    versions = tuple(claim_rows.revisions(brand, key))
    version = _shown(request, brand, key)
    context: dict[str, Any] = {
        "page": claim_rows.claim_page(version, versions, user, at.date()),
        "use": claim_rows.use_rows(recalls.impact(version, at=at)),
        "why": claim_rows.may_not_withdraw(version, facts.person_facts(user)),
        "form": form or WithdrawForm(sitting=sitting_of(request, user, at)),
    }
    return render(request, "knowledge/claim.html", context, status=status)


def _shown(request: HttpRequest, brand: str, key: str) -> ClaimVersion:
    number = request.GET.get("version", "")
    version = claim_rows.shown(claim_rows.revisions(brand, key), number)
    # Reading falls back to the revision in force; a signature must never do so.
    is_other = number not in ("", str(version.version)) if version else True
    if version is None or (is_other and request.method == "POST"):
        raise Http404
    return version
