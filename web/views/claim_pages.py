"""A claim's page, two of its revisions side by side, and every step on it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from knowledge_base.models import ClaimVersion
from review import claim_signing, claim_waiting, recalls, where_used
from web import errors
from web.access import Permission, requires
from web.forms.claim_steps import ApproveForm
from web.forms.reasons import ReconfirmForm, SuspendForm, WithdrawForm
from web.forms.signing import SigningForm, sitting_of
from web.presenters import claim_histories
from web.presenters import claims as claim_rows
from web.presenters.claim_uses import use_rows

FORMS: dict[str, type[SigningForm]] = {
    "approve_wording_medical": ApproveForm,
    "approve_wording_regulatory": ApproveForm,
    "reconfirm_wording": ReconfirmForm,
    "suspend_wording": SuspendForm,
    "recall": WithdrawForm,
}

STOPS = ("suspend_wording", "recall")


@requires(Permission.READ)
@require_safe
def claim(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """One claim: wording, evidence, limits, approvals, history, where it is used."""
    return _page(request, brand, key)


@requires(Permission.READ)
@require_safe
def compare(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Two revisions of a claim: the newest and the one before, or as asked for."""
    versions = tuple(claim_rows.revisions(brand, key))
    if not versions:
        raise Http404
    new = claim_rows.revision(versions, request.GET.get("new", "")) or versions[0]
    old = claim_rows.revision(versions, request.GET.get("old", "")) or versions[-1]
    page = claim_histories.comparison(old, new, timezone.localdate())
    context = {"page": page, "versions": versions, "old": old, "new": new}
    return render(request, "knowledge/compare.html", context)


@requires(Permission.APPROVE)
@require_POST
def approve(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Approve a claim for one function, signed."""
    step = f"approve_wording_{request.POST.get('function', '').lower()}"
    return _step(request, brand, key, step if step in FORMS else "")


@requires(Permission.APPROVE)
@require_POST
def reconfirm(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Put a suspended claim back in force, signed."""
    return _step(request, brand, key, "reconfirm_wording")


@requires(Permission.WITHDRAW)
@require_POST
def suspend(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Stop a claim until somebody reconfirms it, signed."""
    return _step(request, brand, key, "suspend_wording")


@requires(Permission.WITHDRAW)
@require_POST
def withdraw_claim(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Withdraw a claim for good, signed."""
    return _step(request, brand, key, "recall")


def _step(request: HttpRequest, brand: str, key: str, step: str) -> HttpResponse:
    """Take one step; a refusal keeps what was typed but the password."""
    version = _shown(request, brand, key)
    if not step:
        raise Http404
    form = _form(request, step, is_sent=True)
    if not form.is_valid():
        return _page(request, brand, key, sent={step: form}, status=422)
    try:
        words = _take(step, version, form, cast(User, request.user))
    except errors.REFUSED as refusal:
        status = errors.http_status(refusal)
        form.add_error(None, errors.sentences_of(refusal))
        return _page(request, brand, key, sent={step: form}, status=status)
    messages.success(request, words)
    return redirect("knowledge:claim", brand, key)


def _take(step: str, version: ClaimVersion, form: SigningForm, by: User) -> str:
    """Take the step, and say what came of it."""
    told: dict[str, Any] = {
        "credentials": form.credentials(),
        "by": by,
        "at": timezone.now(),
    }
    data, signed = form.cleaned_data, claim_signing.CLAIMS
    if step == "recall":
        recall = recalls.withdraw_claim(
            claim_version_id=version.pk, **told, reason=data["reason"]
        )
        stopped = len(recall.impact.releases)
        return f"Withdrawn. Released assets that stop: {stopped}."
    told["version_id"] = version.pk
    if step == "suspend_wording":
        signed.sign_suspension(**told, reason=data["reason"])
        return "Suspended. It waits for a medical or regulatory reviewer."
    if step == "reconfirm_wording":
        signed.sign_reconfirmation(**told, reason=data["reason"])
        return "Reconfirmed. It may be used again."
    signed.sign_approval(**told, function=data["function"])
    version.refresh_from_db()
    return f"Approved. {claim_rows.next_sentence(version)}"


def _page(
    request: HttpRequest,
    brand: str,
    key: str,
    *,
    sent: dict[str, SigningForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    versions = tuple(claim_rows.revisions(brand, key))
    version = _shown(request, brand, key, versions)
    forms = {name: _form(request, name) for name in FORMS} | (sent or {})
    steps = [
        step
        for step in claim_waiting.open_steps(version, user, at)
        if claim_rows.is_offered(step, version) or step.name in (sent or {})
    ]
    context: dict[str, Any] = {
        "page": claim_rows.claim_page(version, versions, user, at.date()),
        "use": use_rows(where_used.of_claim(version, at=at)),
        "steps": [{"step": step, "form": forms[step.name]} for step in steps],
        "may_stop": any(step.allowed and step.name in STOPS for step in steps),
    }
    return render(request, "knowledge/claim.html", context, status=status)


def _form(request: HttpRequest, step: str, *, is_sent: bool = False) -> SigningForm:
    sitting = sitting_of(request, cast(User, request.user), timezone.now())
    data = request.POST if is_sent else None
    function = step.rpartition("_")[2].upper()
    first = {"function": function}
    return FORMS[step](data, sitting=sitting, auto_id=f"{step}_%s", initial=first)


def _shown(
    request: HttpRequest,
    brand: str,
    key: str,
    versions: tuple[ClaimVersion, ...] | None = None,
) -> ClaimVersion:
    number = request.GET.get("version", "")
    rows = versions if versions is not None else claim_rows.revisions(brand, key)
    version = claim_rows.shown(rows, number)
    # Reading falls back to the revision in force; a signature must never do so.
    is_other = number not in ("", str(version.version)) if version else True
    if version is None or (is_other and request.method == "POST"):
        raise Http404
    return version
