"""Pages of marketers: briefs, families of variants, one variant and its words."""

import uuid
from typing import Any, cast

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from content_engine import variants
from content_engine.briefs import BriefFaultsError
from content_engine.models import Family, VariantVersion
from review.workflow import submitting
from web import jobs
from web.access import Permission, requires
from web.forms.marketing import BriefForm, answers
from web.presenters import briefs, marketing, previews, variant_pages
from web.presenters import families as family_rows

FAMILIES = 25
VIEWS = ("cards", "table")
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [""],
}


@requires(Permission.REQUEST_CONTENT)
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest) -> HttpResponse:
    """The form of a new brief; posting it asks for variants."""
    choices = briefs.choices(request.POST or request.GET, timezone.localdate())
    offers: dict[str, Any] = {
        "offered": choices.offered,
        "place": choices.place.as_dict(),
    }
    if request.method != "POST" or "refresh" in request.POST:
        form = BriefForm(initial=answers(request.POST), **offers)
        return _brief_page(request, form, choices)
    form = BriefForm(request.POST, **offers)
    made = _requested(request, form) if form.is_valid() else None
    if made is None:
        return _brief_page(request, form, choices, status=422)
    return redirect("marketing:family", made.uid)


@requires(Permission.READ)
@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """Every family, newest first."""
    page = Paginator(family_rows.families(), FAMILIES).get_page(request.GET.get("page"))
    rows = [family_rows.family_row(family) for family in page]
    return render(request, "marketing/families.html", {"rows": rows, "page": page})


@requires(Permission.READ)
@require_safe
def family(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One family: its progress while it runs, then its variants side by side."""
    return render(request, "marketing/family.html", _family(request, uid))


@requires(Permission.READ)
@require_safe
def progress(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The changing part of a family's page; status 286 ends the polling."""
    context = _family(request, uid)
    status = 200 if context["page"].run.is_open else 286
    return render(request, "marketing/family.html#state", context, status=status)


@requires(Permission.REQUEST_CONTENT)
@require_POST
def run_again(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Start a failed run anew."""
    family = get_object_or_404(Family, uid=uid)
    run = variants.request_again(family.pk, by=_person(request), at=timezone.now())
    jobs.start(run.pk)
    messages.success(request, "Started again.")
    return redirect("marketing:family", uid)


@requires(Permission.REQUEST_CONTENT)
@require_POST
def submit_family(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Send everything that the gate cleared to review."""
    family = get_object_or_404(Family, uid=uid)
    sent = submitting.submit_family(
        family_id=family.pk, by=_person(request), at=timezone.now()
    )
    _tell(request, sent)
    return redirect("marketing:family", uid)


@requires(Permission.READ)
@require_safe
def variant(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One variant: its words, evidence, gate, versions and history."""
    version = _version(request, uid)
    context = {
        "page": variant_pages.variant_page(version, _person(request)),
        "preview": previews.preview(version),
    }
    return render(request, "marketing/variant.html", context)


@csp(MAIL_POLICY)  # type: ignore[arg-type]
@requires(Permission.READ)
@require_safe
def preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The mail alone, for a sandboxed frame."""
    document = previews.email_html(_version(request, uid), timezone.localdate())
    if not document:
        raise Http404
    return HttpResponse(document)


@requires(Permission.REQUEST_CONTENT)
@require_POST
def submit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Send the newest version of one variant to review."""
    version = _newest(uid)
    submitting.submit(version_id=version.pk, by=_person(request), at=timezone.now())
    messages.success(
        request, "Sent to review: Medical, Legal and Regulatory decide in parallel."
    )
    return redirect("marketing:variant", uid)


def _brief_page(
    request: HttpRequest,
    form: BriefForm,
    choices: briefs.Choices,
    status: int = 200,
) -> HttpResponse:
    words, chosen = request.POST.get("find_hcp", ""), form["hcps"].value() or []
    context = {
        "form": form,
        "groups": briefs.found(choices.groups, words, chosen),
        "all_hcps": len(choices.offered["hcps"]),
        "find_hcp": words,
        "chosen": chosen,
    }
    is_swap = bool(request.headers.get("HX-Request"))
    page = "marketing/brief.html#choices" if is_swap else "marketing/brief.html"
    return render(request, page, context, status=status)


def _requested(request: HttpRequest, form: BriefForm) -> Family | None:
    """The family that answers the brief, None where the brief has faults."""
    try:
        run = variants.request(form.brief(), by=_person(request), at=timezone.now())
    except BriefFaultsError as refusal:
        form.blame(refusal.faults)
        return None
    jobs.start(run.pk)
    return run.family


def _family(request: HttpRequest, uid: uuid.UUID) -> dict[str, Any]:
    jobs.take_up(at=timezone.now())
    family = get_object_or_404(family_rows.families(), uid=uid)
    view = request.GET.get("view", "")
    return {
        "page": variant_pages.family_page(family, _person(request)),
        "view": view if view in VIEWS else VIEWS[0],
    }


def _tell(request: HttpRequest, sent: submitting.FamilySubmission) -> None:
    if sent.submitted:
        count = len(sent.submitted)
        noun = "variant was" if count == 1 else "variants were"
        messages.success(request, f"{count} {noun} sent to review.")
    for refused in sent.refused:
        variant = refused.version.variant
        name = marketing.variant_name(variant)
        messages.warning(request, f"{name} stays: {' '.join(refused.sentences)}")


def _version(request: HttpRequest, uid: uuid.UUID) -> VariantVersion:
    """The version that the address asks for, else the newest."""
    number = request.GET.get("version", "")
    wanted = int(number) if number.isdecimal() and len(number) < 9 else None
    version = marketing.version_of(uid, wanted)
    if version is None:
        raise Http404
    return version


def _newest(uid: uuid.UUID) -> VariantVersion:
    version = marketing.version_of(uid)
    if version is None:
        raise Http404
    return version


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
