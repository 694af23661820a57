"""Labels: the list, a label's text, two versions side by side, adoption, withdrawal."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from knowledge_base import labels as operations
from knowledge_base.models import Label
from review import facts, label_adoption
from review.states import Step
from web import errors
from web.access import Permission, requires
from web.forms.labels import AdoptForm, LabelsForm, SafetyForm
from web.forms.reasons import WithdrawForm
from web.forms.signing import sitting_of
from web.presenters import (
    label_adoptions,
    label_comparisons,
    label_imports,
    label_pages,
    labels,
)


@requires(Permission.READ)
@require_safe
def label_list(request: HttpRequest) -> HttpResponse:
    """Every label by brand and market, with where each version stands."""
    form = LabelsForm(request.GET, brands=labels.brands(), markets=labels.markets())
    wishes = form.wishes()
    groups = labels.groups(wishes, timezone.localdate())
    context = {"form": form, "groups": groups, "is_filtered": any(wishes.values())}
    return render(request, "labels/labels.html", context)


@requires(Permission.READ)
@require_safe
def label(request: HttpRequest, pk: int) -> HttpResponse:
    """One label as a text with contents, tables and the claims anchored in it."""
    return _label_page(request, _found(pk))


@requires(Permission.READ)
@require_safe
def compare(request: HttpRequest, pk: int, old: int) -> HttpResponse:
    """One label beside another version, clause by clause."""
    new = _found(pk)
    page = label_comparisons.comparison_page(
        _found(old, brand_id=new.brand_id, market=new.market),
        new,
        changed_only=request.GET.get("show") != "all",
    )
    return render(request, "labels/compare.html", {"page": page})


@requires(Permission.MANAGE_LABELS)
@require_safe
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """What the adoption of a draft would stop, and the form to sign it."""
    return _adopt_page(request, _found(pk))


@requires(Permission.MANAGE_LABELS)
@require_POST
def state_safety(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the safety information of a draft."""
    found, form = _found(pk), SafetyForm(request.POST)
    if not form.is_valid():
        return _adopt_page(request, found, safety=form, status=422)
    try:
        operations.state_safety(
            label_id=pk, by=_person(request), at=timezone.now(), **form.cleaned_data
        )
    except errors.REFUSED as refusal:
        return _adopt_page(request, found, safety=form, refusal=refusal)
    messages.success(request, "The safety information is stored.")
    return redirect("labels:adopt", pk)


@requires(Permission.MANAGE_LABELS)
@require_POST
def sign_adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt a draft, signed; a refusal keeps what was typed but the password."""
    found = _found(pk)
    form = _adopt_form(request, found, request.POST)
    if not form.is_valid():
        return _adopt_page(request, found, form=form, status=422)
    try:
        made = label_adoption.adopt_label(
            label_id=pk,
            credentials=form.credentials(),
            by=_person(request),
            at=timezone.now(),
            other_labeler=form.is_other_labeler,
            expected_sha256=form.cleaned_data["seen"],
        )
    except errors.REFUSED as refusal:
        return _adopt_page(request, found, form=form, refusal=refusal)
    messages.success(request, label_adoptions.outcome(made))
    return redirect("labels:label", pk)


@requires(Permission.MANAGE_LABELS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a label, signed."""
    found, user, at = _found(pk), _person(request), timezone.now()
    form = WithdrawForm(request.POST, sitting=sitting_of(request, user, at))
    if not form.is_valid():
        return _label_page(request, found, form=form, status=422)
    try:
        label_adoption.withdraw_label(
            label_id=pk,
            reason=form.cleaned_data["reason"],
            credentials=form.credentials(),
            by=user,
            at=at,
        )
    except errors.REFUSED as refusal:
        return _label_page(request, found, form=form, refusal=refusal)
    messages.success(request, "Withdrawn. It stays readable here.")
    return redirect("labels:label", pk)


def _label_page(
    request: HttpRequest,
    found: Label,
    *,
    form: WithdrawForm | None = None,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    user, at = _person(request), timezone.now()
    if refusal:
        status = errors.http_status(refusal)
    person = facts.person_facts(user)
    context: dict[str, Any] = {
        "page": label_pages.label_page(found, at.date()),
        "written_on": label_adoption.written_on(found),
        "why_not_withdraw": label_imports.may_not(Step.WITHDRAW_LABEL, person),
        "form": form or WithdrawForm(sitting=sitting_of(request, user, at)),
        "sentences": errors.sentences_of(refusal) if refusal else [],
    }
    return render(request, "labels/label.html", context, status=status)


def _adopt_page(
    request: HttpRequest,
    found: Label,
    *,
    form: AdoptForm | None = None,
    safety: SafetyForm | None = None,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    if refusal:
        status = errors.http_status(refusal)
    stated = label_imports.safety_beside(found)
    context = {
        "page": label_adoptions.adopt_page(found, timezone.localdate()),
        "form": form or _adopt_form(request, found),
        "safety": safety or SafetyForm(initial=stated),
        "sentences": errors.sentences_of(refusal) if refusal else [],
    }
    return render(request, "labels/adopt.html", context, status=status)


def _adopt_form(request: HttpRequest, found: Label, data: Any = None) -> AdoptForm:
    is_other = operations.is_other_labeler(found)
    return AdoptForm(
        data,
        initial={"seen": operations.content_sha256(found)},
        sitting=sitting_of(request, _person(request), timezone.now()),
        labeler=(found.labeler or "this company") if is_other else "",
    )


def _found(pk: int, **place: Any) -> Label:
    return Label.objects.select_related("brand").get(pk=pk, **place)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
