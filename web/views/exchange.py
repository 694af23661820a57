"""Import and export: a file comes in, is mapped, tried and applied; files go out."""

import itertools
import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from knowledge_base.exchange import Which, batches, exporting
from knowledge_base.exchange.mapping import Choice
from knowledge_base.models import BatchKind, Brand, ImportBatch
from web import errors
from web.access import Permission, requires
from web.forms.exchange import ExportForm, ImportForm, MappingForm
from web.presenters import exchange, titles

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
either = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.DRAFT_CLAIM)
@either
def start(request: HttpRequest) -> HttpResponse:
    """The form for a file; posting it keeps the file and goes on to its columns."""
    offered: dict[str, Any] = {"brands": titles.brand_pairs()}
    if request.method != "POST":
        initial = {"kind": BatchKind.CLAIMS, "brand": request.GET.get("brand", "")}
        return _start_page(request, ImportForm(initial=initial, **offered))
    form = ImportForm(request.POST, request.FILES, request=request, **offered)
    batch = _uploaded(request, form) if form.is_valid() else None
    if batch is None:
        return _start_page(request, form, status=422)
    return redirect("exchange:mapping", batch.uid)


@requires(Permission.DRAFT_CLAIM)
@either
def mapping(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Which heading stands for which column; posting it goes on to the trial."""
    batch = batches.open_batch(uid)
    if batch.applied_at:
        return redirect("exchange:done", uid)
    form = _mapping_form(request, batch)
    if request.method == "POST" and form.is_valid():
        kept = _chosen(request, batch, form)
        if kept:
            is_other = Choice.of(kept.mapping).sheet != Choice.of(batch.mapping).sheet
            return redirect(f"exchange:{'mapping' if is_other else 'trial'}", uid)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "exchange/mapping.html", _mapping(batch, form), status=status
    )


@requires(Permission.DRAFT_CLAIM)
@either
def trial(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    """What would change, and every fault; posting it applies the file."""
    batch = batches.open_batch(uid)
    if batch.applied_at:
        return redirect("exchange:done", uid)
    if request.method == "POST":
        return _applied(request, batch)
    plan = batches.plan_of(batch)
    if request.GET.get("file") == "faults":
        lines = exchange.faults_file(plan)
        return _file(lines, TYPES["csv"], f"faults-{batch.uid}.csv")
    context = {"batch": batch, "trial": exchange.trial(plan)}
    return render(request, "exchange/trial.html", context)


@requires(Permission.DRAFT_CLAIM)
@require_safe
def done(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What was imported, with the drafts that wait for approval."""
    batch = batches.open_batch(uid)
    if not batch.applied_at:
        return redirect("exchange:trial", uid)
    context = {"batch": batch, "drafts": exchange.drafts(batch)}
    return render(request, "exchange/done.html", context)


@requires(Permission.READ)
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The form for taking a library away; with all answers, the file itself."""
    offered = titles.brand_pairs()
    if "form" not in request.GET:
        told = request.GET.dict() | {"keys": request.GET.getlist("keys")}
        form = ExportForm(initial=told, brands=offered)
        return render(request, "exchange/export.html", {"form": form})
    form = ExportForm(request.GET, brands=offered)
    if not form.is_valid():
        return render(request, "exchange/export.html", {"form": form}, status=422)
    return _export(**form.cleaned_data)


@requires(Permission.READ)
@require_safe
def columns(request: HttpRequest) -> HttpResponse:
    """What each column of a file means."""
    tables = [(kind.label, exchange.column_rows(kind)) for kind in batches.KINDS]
    return render(request, "exchange/columns.html", {"tables": tables})


def _start_page(
    request: HttpRequest, form: ImportForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "exchange/start.html", {"form": form}, status=status)


def _uploaded(request: HttpRequest, form: ImportForm) -> ImportBatch | None:
    sent = form.cleaned_data
    try:
        return batches.upload(
            uid=uuid.uuid4(),
            brand_id=Brand.objects.get(slug=sent["brand"]).pk,
            kind=sent["kind"],
            name=sent["file"].name,
            content=sent["file"].read(),
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except ValidationError as refusal:
        form.add_error("file", errors.sentences_of(refusal))
        return None


def _mapping_form(request: HttpRequest, batch: ImportBatch) -> MappingForm:
    sheet = batches.sheet_of(batch)
    return MappingForm(
        request.POST if request.method == "POST" else None,
        kind=batch.kind,
        headings=sheet.headings,
        sheets=sheet.names,
        choice=Choice.of(batch.mapping),
    )


def _mapping(batch: ImportBatch, form: MappingForm) -> dict[str, Any]:
    return {
        "batch": batch,
        "form": form,
        "rows": exchange.heading_rows(batches.sheet_of(batch), form),
        "columns": exchange.column_rows(batch.kind),
        "missing": exchange.missing(batch.kind, Choice.of(batch.mapping)),
    }


def _chosen(
    request: HttpRequest, batch: ImportBatch, form: MappingForm
) -> ImportBatch | None:
    kept = Choice.of(batch.mapping).sheet
    try:
        return batches.choose(
            uid=batch.uid,
            columns=form.columns(),
            day_order=form.cleaned_data["day_order"],
            sheet=form.cleaned_data.get("sheet") or kept,
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, errors.sentences_of(refusal))
        return None


def _applied(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    try:
        applied = batches.apply(
            uid=batch.uid,
            expected_sha256=request.POST.get("plan", ""),
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except errors.REFUSED as refusal:
        for sentence in errors.sentences_of(refusal)[:5]:
            messages.error(request, sentence)
        return redirect("exchange:trial", batch.uid)
    messages.success(request, f"Imported as drafts: {len(applied.drafts)}.")
    return redirect("exchange:done", batch.uid)


def _export(
    *, brand: str, kind: str, which: str, form: str, keys: list[str]
) -> HttpResponseBase:
    library = Brand.objects.get(slug=brand)
    pieces = exporting.stream(kind, library, form=form, which=Which(which), keys=keys)
    # A library that cannot be written in that form is refused before the file begins.
    pieces = itertools.chain([next(pieces)], pieces)
    return _file(pieces, TYPES[form], f"{brand}-{kind.lower()}-{which}.{form}")


def _file(pieces: Any, content_type: str, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
