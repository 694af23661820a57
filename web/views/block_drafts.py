"""Drafts text blocks: new ones, and the next revision of one."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from knowledge_base import copy_blocks
from knowledge_base.models import Brand, CopyBlock, CopyBlockVersion
from web import errors
from web.access import Permission, requires
from web.forms.block_drafts import SETS, BlockForm, NewBlockForm
from web.presenters import block_drafts, block_pages

TAKEN = "A text block with this key exists: open it and draft its next revision."


@requires(Permission.REQUEST_CONTENT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new block, filled in from the address; posting it drafts."""
    offers = block_drafts.drafting()
    if request.method != "POST":
        form = NewBlockForm(initial=_asked(request.GET), offered=offers)
        return _form_page(request, form)
    form = NewBlockForm(request.POST, offered=offers)
    if form.is_valid():
        brand = Brand.objects.get(slug=form.cleaned_data["brand"])
        key = form.cleaned_data["key"]
        if not CopyBlock.objects.filter(brand=brand, key=key).exists():
            return _drafted(request, form, brand, key)
        form.add_error("key", TAKEN)
    return _form_page(request, form, status=422)


@requires(Permission.REQUEST_CONTENT)
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """The form of a block's next revision, filled in from the newest."""
    newest = block_pages.revisions(brand, key).first()
    if newest is None:
        raise Http404
    offers = block_drafts.drafting(brand)
    if request.method != "POST":
        form = BlockForm(initial=_said(newest), offered=offers)
        return _form_page(request, form, newest)
    form = BlockForm(request.POST, offered=offers)
    if not form.is_valid():
        return _form_page(request, form, newest, status=422)
    return _drafted(request, form, newest.block.brand, key, newest)


def _drafted(
    request: HttpRequest,
    form: BlockForm,
    brand: Brand,
    key: str,
    newest: CopyBlockVersion | None = None,
) -> HttpResponse:
    """Record the draft and show it, or the form again with what stands in its way."""
    try:
        version = copy_blocks.draft(
            brand_id=brand.pk,
            key=key,
            content=form.content(),
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, errors.sentences_of(refusal))
        return _form_page(request, form, newest, status=422)
    messages.success(request, "Drafted. Medical and Regulatory must approve it.")
    page = reverse("blocks:block", args=[brand.slug, key])
    return redirect(f"{page}?version={version.version}")


def _form_page(
    request: HttpRequest,
    form: BlockForm,
    newest: CopyBlockVersion | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "newest": newest, "ref": ""}
    if newest:
        context["ref"] = f"{newest.block.key}@{newest.version}"
    return render(request, "blocks/draft.html", context, status=status)


def _asked(query: QueryDict) -> dict[str, object]:
    """The fields that an address fills in; a free key is proposed."""
    asked: dict[str, object] = {name: query.get(name, "") for name in ("brand", "role")}
    asked |= {name: query.getlist(name) for name in SETS}
    key = query.get("key") or block_drafts.free_key(query.get("brand", ""), asked)
    return asked | {"key": key}


def _said(newest: CopyBlockVersion) -> dict[str, object]:
    sets = {name: list(getattr(newest, name)) for name in SETS}
    return {"role": newest.role, "text": newest.text, **sets}
