"""References: listed, read beside their documents, given documents and exact places."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from knowledge_base import reference_files
from knowledge_base.models import Reference
from web import errors
from web.access import Permission, requires
from web.forms.references import AnchorForm, AttachForm, ReferencesForm
from web.presenters import reference_pages, titles
from web.presenters import references as rows
from web.presenters.blocks import query_of

REFERENCES = 25


@requires(Permission.READ)
@require_safe
def references(request: HttpRequest) -> HttpResponse:
    """Every reference, by brand and by words."""
    form = ReferencesForm(request.GET, brands=titles.brand_pairs())
    wishes = form.wishes()
    page = Paginator(rows.listed(wishes), REFERENCES).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": rows.reference_rows(page, timezone.localdate()),
        "query": query_of(wishes),
    }
    return render(request, "references/references.html", context)


@requires(Permission.READ)
@require_safe
def reference(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """One reference: what it is, where it is quoted, and its document's pages."""
    return _page(request, brand, key)


@requires(Permission.DRAFT_CLAIM)
@require_POST
def attach(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Attach a PDF; quotes are looked up in it at once."""
    found = _found(brand, key)
    form = AttachForm(request.POST, request.FILES, request=request)
    if form.is_valid():
        try:
            _attached(request, found, form)
        except ValidationError as refusal:
            form.add_error("file", errors.sentences_of(refusal))
        else:
            return redirect("references:reference", brand, key)
    return _page(request, brand, key, status=422, attach_form=form)


@requires(Permission.DRAFT_CLAIM)
@require_POST
def place(request: HttpRequest, brand: str, key: str) -> HttpResponse:
    """Add an exact place whose words stand on that page of the document."""
    found, form = _found(brand, key), AnchorForm(request.POST)
    if form.is_valid():
        user, at = cast(User, request.user), timezone.now()
        try:
            anchor = reference_files.place_anchor(
                reference_id=found.pk, **form.anchor(), by=user, at=at
            )
        except ValidationError as refusal:
            form.add_error(None, errors.sentences_of(refusal))
        else:
            messages.success(request, f"Placed: {key}#{anchor.key}.")
            return redirect("references:reference", brand, key)
    return _page(request, brand, key, status=422, anchor_form=form)


@requires(Permission.READ)
@require_safe
def document(request: HttpRequest, brand: str, key: str, pk: int) -> HttpResponse:
    """The attached document itself, to be kept and not to be opened in this house."""
    file = rows.document(brand, key, pk)
    if file is None:
        raise Http404
    name = content_disposition_header(as_attachment=True, filename=file.name)
    headers = {
        "Content-Disposition": name or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(
        bytes(file.content), content_type="application/pdf", headers=headers
    )


def _page(
    request: HttpRequest,
    brand: str,
    key: str,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    opened = {
        "file_pk": request.GET.get("file", ""),
        "page": request.GET.get("page", ""),
    }
    page = reference_pages.reference_page(
        _found(brand, key), timezone.localdate(), **opened
    )
    shown = {"page": page.viewer.number if page.viewer else 1}
    context = {
        "page": page,
        "attach_form": forms.get("attach_form") or AttachForm(),
        "anchor_form": forms.get("anchor_form") or AnchorForm(initial=shown),
    }
    return render(request, "references/reference.html", context, status=status)


def _found(brand: str, key: str) -> Reference:
    reference = rows.found(brand, key)
    if reference is None:
        raise Http404
    return reference


def _attached(request: HttpRequest, reference: Reference, form: AttachForm) -> None:
    file = form.cleaned_data["file"]
    attached = reference_files.attach(
        reference_id=reference.pk,
        name=file.name,
        content=file.read(),
        by=cast(User, request.user),
        at=timezone.now(),
    )
    missing = ", ".join(anchor.key for anchor in attached.missing)
    messages.success(
        request, f"Attached: {attached.file.name}. Quotes found: {len(attached.found)}."
    )
    if missing:
        messages.warning(request, f"Quote not found in it: {missing}.")
