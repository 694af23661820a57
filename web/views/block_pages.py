"""A text block's page: its revisions, and the signed steps on them."""

import datetime
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from knowledge_base.models import CopyBlockVersion
from review import claim_signing, recalls
from web import errors
from web.access import Permission, requires
from web.forms.block_drafts import ApprovalForm
from web.forms.reasons import ReasonedForm
from web.forms.signing import SigningForm, sitting_of
from web.presenters import block_pages, block_steps

Signed = Callable[..., object]
REASONED: dict[str, tuple[Signed, str]] = {
    "suspend": (
        claim_signing.BLOCKS.sign_suspension,
        "Suspended: assets that carry it stop until it is reconfirmed.",
    ),
    "reconfirm": (
        claim_signing.BLOCKS.sign_reconfirmation,
        "Reconfirmed: it may be used again.",
    ),
    "retire": (
        recalls.retire_block,
        "Retired: nothing uses it from now on.",
    ),
}


@requires(Permission.READ)
@require_safe
def block(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """One block: wording, limits, revisions, where it is used."""
    version = _found(brand, key, request.GET.get("version", ""))
    return _page(request, version, _forms(request, version))


@requires(Permission.APPROVE)
@require_POST
def approve(request: HttpRequest, brand: str, key: str, number: int) -> HttpResponse:
    """Sign the approval of a draft for one function."""
    version = _found(brand, key, str(number))
    forms = _forms(request, version, sent="approve")
    form = forms["approve"]

    def take(**who: Any) -> str:
        function = form.cleaned_data["function"]
        claim_signing.BLOCKS.sign_approval(function=function, **who)
        return f"Signed: approved for {function.title()}."

    return _take(request, version, forms, form, take)


@requires(Permission.WITHDRAW)
@require_POST
def step(
    request: HttpRequest, brand: str, key: str, number: int, name: str
) -> HttpResponse:
    """Suspend, reconfirm or retire a revision, with a reason and a signature."""
    version = _found(brand, key, str(number))
    if name not in REASONED:
        raise Http404
    forms = _forms(request, version, sent=name)
    form, (sign, sentence) = forms[name], REASONED[name]

    def take(**who: Any) -> str:
        sign(reason=form.cleaned_data["reason"], **who)
        return sentence

    return _take(request, version, forms, form, take)


def _take(
    request: HttpRequest,
    version: CopyBlockVersion,
    forms: dict[str, SigningForm],
    form: SigningForm,
    take: Callable[..., str],
) -> HttpResponse:
    """Take a signed step, or show the page again with what stands in its way."""
    if not form.is_valid():
        return _page(request, version, forms, status=422)
    user, at = _person(request)
    try:
        sentence = take(
            version_id=version.pk, credentials=form.credentials(), by=user, at=at
        )
    except errors.REFUSED as refusal:
        return _page(request, version, forms, refusal=refusal)
    messages.success(request, sentence)
    place = redirect("blocks:block", version.block.brand.slug, version.block.key)
    place["Location"] += f"?version={version.version}"
    return place


def _page(
    request: HttpRequest,
    version: CopyBlockVersion,
    forms: dict[str, SigningForm],
    *,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    if refusal:
        status = errors.http_status(refusal)
    user, _ = _person(request)
    block = version.block
    versions = tuple(block_pages.revisions(block.brand.slug, block.key))
    context = {
        "page": block_pages.block_page(version, versions),
        "doors": block_steps.doors(version, user),
        "forms": forms,
        "sentences": errors.sentences_of(refusal) if refusal else [],
    }
    return render(request, "blocks/block.html", context, status=status)


def _forms(
    request: HttpRequest, version: CopyBlockVersion, sent: str = ""
) -> dict[str, SigningForm]:
    """Every form of the page; the one that was sent is bound to what came."""
    user, at = _person(request)
    sitting = sitting_of(request, user, at)
    doors = block_steps.doors(version, user)
    # What is offered no more is still read, so that the refusal can say why.
    functions = doors.functions or block_steps.APPROVING
    data = {sent: request.POST} if sent else {}
    forms: dict[str, SigningForm] = {
        name: ReasonedForm(data.get(name), sitting=sitting, auto_id=f"{name}_%s")
        for name in REASONED
    }
    forms["approve"] = ApprovalForm(
        data.get("approve"), functions=functions, sitting=sitting, auto_id="approve_%s"
    )
    return forms


def _found(brand: str, key: str, number: str) -> CopyBlockVersion:
    version = block_pages.shown(tuple(block_pages.revisions(brand, key)), number)
    if version is None:
        raise Http404
    return version


def _person(request: HttpRequest) -> tuple[User, datetime.datetime]:
    return cast(User, request.user), timezone.now()
