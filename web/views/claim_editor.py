"""Drafts claims: a new one, or the next revision of one, read beside its wording."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from knowledge_base import claims
from knowledge_base.models import Brand, ClaimVersion
from web import errors
from web.access import Permission, requires
from web.forms import claim_arms
from web.forms.claim_editor import ClaimForm, NewClaimForm, answers
from web.presenters import claim_editor, claim_offers, titles
from web.presenters.claim_offers import Offers

READ_AGAIN = (
    "The wording was changed after its figures were read. They are read again here: "
    "look at them, then save."
)
BIND = "Say for each figure whose it is, or that it compares nothing, or save as it is."
OVERTAKEN = "Somebody drafted revision {} meanwhile: open it and begin from there."


@requires(Permission.DRAFT_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, brand: str = "") -> HttpResponse:
    """The editor of a new claim; without a brand, the brands to choose from."""
    brands = titles.brand_pairs()
    wanted = brand or request.GET.get("brand", "")
    if not wanted and len(brands) == 1:
        wanted = brands[0][0]
    if not wanted:
        return render(request, "claim_editor/brands.html", {"brands": brands})
    return _answer(request, get_object_or_404(Brand, slug=wanted), None)


@requires(Permission.DRAFT_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """The editor of a claim's next revision, filled in from the newest."""
    newest = claim_editor.newest(brand, key)
    if newest is None:
        raise Http404
    return _answer(request, newest.claim.brand, newest)


@requires(Permission.DRAFT_CLAIM)
@require_POST
def read(request: HttpRequest, brand: str) -> HttpResponse:
    """What stands beside a wording while it is written."""
    found = get_object_or_404(Brand, slug=brand)
    given, chosen = request.POST.dict(), claim_arms.chosen(request.POST)
    context = {"reading": claim_editor.shown(found, given, chosen), "brand": found}
    return render(request, "claim_editor/edit.html#reading", context)


def _answer(
    request: HttpRequest, brand: Brand, newest: ClaimVersion | None
) -> HttpResponse:
    offers = claim_offers.offers(brand, newest)
    if request.method != "POST":
        said = claim_editor.said_by(newest) if newest else {}
        form = _form(newest, offers, initial=said)
        chosen = claim_editor.chosen_in(newest, brand) if newest else {}
        return _page(request, brand, newest, form, chosen)
    chosen = claim_arms.chosen(request.POST)
    if "save" not in request.POST:
        form = _form(newest, offers, initial=answers(request.POST))
        return _page(request, brand, newest, form, chosen)
    form = _form(newest, offers, request.POST)
    if form.is_valid() and _may_be_saved(form, brand, newest, chosen):
        drafted = _drafted(request, form, brand, newest)
        if drafted:
            return drafted
    return _page(request, brand, newest, form, chosen, status=422)


def _form(
    newest: ClaimVersion | None, offers: Offers, *args: object, **kwargs: object
) -> ClaimForm:
    kind = ClaimForm if newest else NewClaimForm
    return kind(*args, offered=offers.choices, keys=offers.keys, **kwargs)


def _may_be_saved(
    form: ClaimForm,
    brand: Brand,
    newest: ClaimVersion | None,
    chosen: dict[claim_arms.Place, str],
) -> bool:
    """A reading is saved as it was seen, and as ready only without open figures."""
    given = form.cleaned_data
    if newest and given["newest"] not in ("", str(newest.version)):
        form.add_error(None, OVERTAKEN.format(newest.version))
    elif given["read_sha256"] != claim_editor.token(given):
        form.add_error(None, READ_AGAIN)
    elif form.data.get("save") == "ready":
        for figure in claim_editor.read(brand, given, chosen).is_open[:1]:
            form.add_error(None, f"Whose figure is {figure}? {BIND}")
    return not form.errors


def _drafted(
    request: HttpRequest, form: ClaimForm, brand: Brand, newest: ClaimVersion | None
) -> HttpResponse | None:
    """Record the draft and lead to it; a refusal is put above the form."""
    given, chosen = form.cleaned_data, claim_arms.chosen(request.POST)
    reading = claim_editor.read(brand, given, chosen)
    content = claim_editor.content(brand, given, reading, newest)
    by, at = cast(User, request.user), timezone.now()
    try:
        if newest:
            made = claims.revise(
                claim_id=newest.claim_id, content=content, by=by, at=at
            )
        else:
            named = {"key": given["key"], "kind": given["kind"]}
            made = claims.draft(
                brand_id=brand.pk, content=content, by=by, at=at, **named
            )
    except ValidationError as refusal:
        form.add_error(None, errors.sentences_of(refusal))
        return None
    if reading.is_open:
        messages.warning(request, "Saved. Bind its open figures before approval.")
    else:
        messages.success(request, "Saved. Medical and Regulatory must approve it.")
    page = reverse("knowledge:claim", args=[brand.slug, made.claim.key])
    return redirect(f"{page}?version={made.version}")


def _page(
    request: HttpRequest,
    brand: Brand,
    newest: ClaimVersion | None,
    form: ClaimForm,
    chosen: dict[claim_arms.Place, str],
    *,
    status: int = 200,
) -> HttpResponse:
    given = {name: form[name].value() for name in ("text", *claim_editor.TOLD)}
    offers = claim_offers.offers(brand, newest)
    context = {
        "form": form,
        "brand": brand,
        "newest": newest,
        "places": offers.places,
        "evidence": offers.evidence_rows(form["evidence"].value() or ()),
        "variations": [*filter(None, form["variations"].value() or ()), ""],
        "reading": claim_editor.shown(brand, given, chosen),
    }
    return render(request, "claim_editor/edit.html", context, status=status)
