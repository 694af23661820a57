"""Brings a label file in: upload, look at what it would do, import it as a draft."""

import datetime
import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from knowledge_base.label_import import LabelUnreadableError
from knowledge_base.labels import importing, uploading
from knowledge_base.labels.importing import Destination, ImportState
from knowledge_base.models import BatchKind, ImportBatch
from review.label_adoption import AdoptionImpact
from web import errors
from web.access import Permission, requires
from web.forms.labels import PlaceForm, UploadForm
from web.presenters import label_changes, label_imports, labels

DONE = {
    ImportState.CREATED: "The label is stored as a draft.",
    ImportState.VERSION: "The new version is stored as a draft.",
    ImportState.LABELER: "The other labeller's label is stored as a draft.",
    ImportState.UNCHANGED: "This file was here already: nothing was changed.",
}


@requires(Permission.MANAGE_LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a label file; one that can be read is kept and shown."""
    if request.method != "POST":
        return render(request, "labels/upload.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES, request=request)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = uploading.keep(
                uid=uuid.uuid4(),
                name=file.name,
                content=file.read(),
                by=cast(User, request.user),
                at=timezone.now(),
            )
        except LabelUnreadableError as error:
            form.add_error("file", str(error))
        else:
            return redirect("labels:uploaded", batch.uid)
    return render(request, "labels/upload.html", {"form": form}, status=422)


@requires(Permission.MANAGE_LABELS)
@require_safe
def uploaded(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What was read from a file, and what its import and adoption would do."""
    batch = _kept(uid)
    return _uploaded_page(request, batch, _place(request.GET))


@requires(Permission.MANAGE_LABELS)
@require_POST
def import_uploaded(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Store an uploaded label as a draft."""
    batch, form = _kept(uid), _place(request.POST)
    if not form.is_valid():
        return _uploaded_page(request, batch, form, status=422)
    try:
        made = uploading.import_kept(
            uid=uid,
            brand_id=form.brand_id(),
            market=form.market_code(),
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except errors.REFUSED as refusal:
        return _uploaded_page(request, batch, form, refusal=refusal)
    messages.success(request, DONE[made.state])
    return redirect("labels:label", made.label.pk)


def _uploaded_page(
    request: HttpRequest,
    batch: ImportBatch,
    form: PlaceForm,
    *,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    document = label_imports.document_of(batch)
    context: dict[str, Any] = {
        "batch": batch,
        "form": form,
        "facts": label_imports.facts_of(document),
    }
    try:
        place = _destination(document, form)
    except ValidationError as error:
        refusal = refusal or error
    else:
        day = timezone.localdate()
        page = label_imports.upload_page(batch, document, place, day)
        context["page"] = page
        context |= _foreseen(page.impact, day) if page.impact else {}
    if refusal:
        context["sentences"] = errors.sentences_of(refusal)
        known = errors.status_of(refusal) if request.method == "POST" else None
        status = known[0] if known else status
    return render(request, "labels/uploaded.html", context, status=status)


def _foreseen(impact: AdoptionImpact, day: datetime.date) -> dict[str, Any]:
    return {
        "impact": label_imports.impact_rows(impact, day),
        "changes": label_imports.change_rows(impact),
        "counts": label_changes.counts(impact.replacement.changes),
    }


def _destination(document: Any, form: PlaceForm) -> Destination:
    """Where the document goes with what was chosen so far."""
    form.is_valid()
    return importing.destination(
        document, brand_id=form.brand_id(), market=form.market_code()
    )


def _place(data: Any) -> PlaceForm:
    return PlaceForm(data, brands=labels.all_brands())


def _kept(uid: uuid.UUID) -> ImportBatch:
    return ImportBatch.objects.get(uid=uid, kind=BatchKind.LABEL)
