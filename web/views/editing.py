"""Edits a variant's words: checked while they are written, saved as a new version."""

import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from content_engine import variants
from content_engine.models import VariantVersion
from web import errors, jobs
from web.access import Permission, requires
from web.forms.marketing import EditForm, typed
from web.presenters import edit_pages, marketing
from web.presenters.checks import LEGEND, Checked
from web.presenters.edit_pages import EditPage, Moved
from web.views.checks import (
    TEXT_MOVED,
    accept,
    accepting,
    part_of_page,
    with_wording,
)

OVERTAKEN = (
    "Somebody edited this variant since you opened the page, so nothing was saved: "
    "your words stand here in the newest version, look at them and save again."
)
OVERTAKEN_MEANWHILE = (
    "Somebody edited this variant since you opened the page: save, and your words are "
    "set into the newest version."
)
UNUSABLE = (variants.NotEditableError, ObjectDoesNotExist)


@requires(Permission.REQUEST_CONTENT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Other words for the open stretches; saving makes a new version."""
    version, page = _newest(request, uid)
    if request.method != "POST":
        return _page(request, page, _form(page), _checked(request, version, page, {}))
    if _is_stale(request, version):
        return _overtaken(request, uid)
    form = _form(page, request.POST)
    if "use" in request.POST:
        return _used(request, version, page, form)
    if "accept" in request.POST:
        return _accepted(request, version, page, form)
    if "check" in request.POST:
        return _page(request, page, form, _checked_form(request, version, page, form))
    try:
        if form.is_valid() and _saved(request, form, version):
            return redirect("marketing:variant", uid)
    except variants.StaleVersionError:
        return _overtaken(request, uid)
    return _page(request, page, form, None, refused=True)


@requires(Permission.REQUEST_CONTENT)
@require_POST
def result(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the gate says of the words as they stand, as the parts of a page."""
    version, page = _newest(request, uid)
    form = _form(page, request.POST)
    if _is_stale(request, version):
        form = EditForm(request.POST, stretches={}, sha256="")
        form.add_error(None, OVERTAKEN_MEANWHILE)
        return part_of_page(request, form, None)
    return part_of_page(request, form, _checked_form(request, version, page, form))


def _newest(request: HttpRequest, uid: uuid.UUID) -> tuple[VariantVersion, EditPage]:
    """The newest version of a variant and its page. Raises Http404."""
    version = marketing.version_of(uid)
    if version is None:
        raise Http404
    return version, edit_pages.edit_page(version, cast(User, request.user))


def _form(page: EditPage, *sent: Any, **known: Any) -> EditForm:
    return EditForm(*sent, stretches=page.open_texts, sha256=page.row.sha256, **known)


def _is_stale(request: HttpRequest, version: VariantVersion) -> bool:
    """Whether the page that was sent showed other words than the newest."""
    seen = request.POST.get("expected_sha256", version.content_sha256)
    return seen != version.content_sha256


def _checked(
    request: HttpRequest,
    version: VariantVersion,
    page: EditPage,
    changes: Mapping[int, str],
) -> Checked | str:
    """What the gate says of an edit, or why it cannot be asked."""
    try:
        proposal = variants.propose(version.pk, changes, at=timezone.now())
    except UNUSABLE as refusal:
        return errors.own_sentence(refusal)
    brand = version.variant.family.brief.brand.slug
    return page.checked(proposal, accepting(request, brand))


def _checked_form(
    request: HttpRequest, version: VariantVersion, page: EditPage, form: EditForm
) -> Checked | None:
    """The check of what was sent; None where it has faults, which the form then has."""
    if not form.is_valid():
        return None
    checked = _checked(request, version, page, form.changes())
    if isinstance(checked, str):
        form.add_error(None, checked)
        return None
    return checked


def _used(
    request: HttpRequest, version: VariantVersion, page: EditPage, form: EditForm
) -> HttpResponse:
    """The page with an approved wording in place of a statement, checked again."""
    checked = _checked_form(request, version, page, form)
    row = checked.wording_for(request.POST["use"]) if checked else None
    if row is None:
        form.add_error(None, TEXT_MOVED)
        return _page(request, page, form, checked)
    replaced = _form(page, with_wording(form, row))
    return _page(
        request, page, replaced, _checked_form(request, version, page, replaced)
    )


def _accepted(
    request: HttpRequest, version: VariantVersion, page: EditPage, form: EditForm
) -> HttpResponse:
    """The page after somebody accepted an equivalent statement; its words stay."""
    checked = _checked_form(request, version, page, form)
    if checked is None:
        return _page(request, page, form, None)
    brand = version.variant.family.brief.brand.slug
    status = accept(request, checked, brand=brand)
    again = _checked(request, version, page, form.changes())
    return _page(request, page, form, again, status=status)


def _saved(request: HttpRequest, form: EditForm, version: VariantVersion) -> bool:
    """Whether the page is done with; refused words leave their reason on the form."""
    person = cast(User, request.user)
    try:
        made = variants.edit(version.pk, form.changes(), by=person, at=timezone.now())
    except variants.NothingChangedError:
        messages.info(request, "Nothing was changed, so there is no new version.")
    except UNUSABLE as refusal:
        form.add_error(None, errors.own_sentence(refusal))
        return False
    else:
        jobs.start_reading(made.pk)
        messages.success(request, f"Saved as version {made.number} and checked again.")
    return True


def _overtaken(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The newest version with the words of a person who wrote for an older one."""
    version, page = _newest(request, uid)
    moved = edit_pages.moved(page, version, typed(request.POST))
    form = _form(page, initial=moved.fields())
    checked = _checked(request, version, page, moved.words)
    return _page(request, page, form, checked, moved, status=409)


def _page(
    request: HttpRequest,
    page: EditPage,
    form: EditForm,
    checked: Checked | str | None,
    moved: Moved | None = None,
    *,
    refused: bool = False,
    status: int = 0,
) -> HttpResponse:
    moved, told = moved or Moved(), checked if isinstance(checked, Checked) else None
    mirrors = told.mirrors if told else {}
    context = {
        "page": page,
        "form": form,
        "checked": told,
        "unchecked": checked if isinstance(checked, str) else "",
        "refused": refused,
        "overtaken": OVERTAKEN if moved.is_late else "",
        "homeless": moved.homeless,
        "legend": LEGEND,
        "result_url": reverse("marketing:edit_result", args=[page.row.uid]),
        "parts": page.laid_out(form, mirrors, moved.newer),
    }
    status = status or (422 if form.errors else 200)
    return render(request, "marketing/edit.html", context, status=status)
