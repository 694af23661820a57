"""Proposing claims: choose a source, look at the candidates, draft those ticked."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from knowledge_base import candidates
from knowledge_base.candidates import Place
from knowledge_base.models import Brand, ClaimVersion, LabelSection, Reference
from web.access import Permission, requires
from web.errors import sentences_of
from web.forms.proposals import HiddenSourceForm, ProposalForms, SourceForm
from web.presenters import proposals, titles
from web.presenters.proposals import Source


@requires(Permission.DRAFT_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose a label's section, or paste a text; a pasted text is answered at once."""
    brand = request.GET.get("brand", "")
    offered = proposals.references(brand)
    is_sent = request.method == "POST"
    form = SourceForm(request.POST if is_sent else None, references=offered)
    if is_sent and form.is_valid():
        return _text_page(request, form)
    context = {
        "form": form,
        "brands": titles.brand_pairs(),
        "brand": brand,
        "labels": proposals.label_choices(brand),
    }
    status = 422 if is_sent else 200
    return render(request, "proposals/start.html", context, status=status)


@requires(Permission.DRAFT_CLAIM)
@require_safe
def section(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates in one section of a label."""
    source = proposals.source_of_section(_section(pk))
    return _page(request, source, _forms(source), _section_links(pk))


@requires(Permission.DRAFT_CLAIM)
@require_POST
def draft_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the ticked candidates of a label's section, all of them or none."""
    row = _section(pk)
    source = proposals.source_of_section(row)
    draft = partial(candidates.draft_from_label, label_id=row.label_id)
    return _answer(request, source, _section_links(pk), draft)


@requires(Permission.DRAFT_CLAIM)
@require_POST
def draft_text(request: HttpRequest, brand: str) -> HttpResponse:
    """Draft the ticked candidates of a pasted text, all of them or none."""
    owner = get_object_or_404(Brand, slug=brand)
    form = HiddenSourceForm(request.POST, references=proposals.references(owner.slug))
    if not form.is_valid():
        return redirect(f"{reverse('proposals:start')}?brand={owner.slug}")
    reference = _reference(form)
    draft = partial(candidates.draft_from_reference, reference_id=reference.pk)
    links = _text_links(form, owner)
    return _answer(request, _source(form, reference), links, draft)


def _answer(
    request: HttpRequest,
    source: Source,
    links: dict[str, Any],
    draft: Callable[..., tuple[ClaimVersion, ...]],
) -> HttpResponse:
    forms = _forms(source, request.POST)
    if not forms.are_valid():
        return _page(request, source, forms, links, status=422)
    try:
        made = draft(
            place=Place(source.locator, source.text),
            chosen=[row.chosen(source.product) for row in forms.ticked()],
            by=cast(User, request.user),
            at=timezone.now(),
        )
    except ValidationError as error:
        links = links | {"faults": sentences_of(error)}
        return _page(request, source, forms, links, status=422)
    return _drafted(request, source, len(made))


def _page(
    request: HttpRequest,
    source: Source,
    forms: ProposalForms,
    links: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    sifted = proposals.sift(source)
    context = {
        "source": source,
        "candidates": proposals.candidates(forms.rows),
        "stretches": proposals.stretches(source, sifted),
        "set_aside": proposals.set_aside(sifted),
        "left_out": proposals.left_out(sifted),
        "nothing_ticked": status == 422 and not forms.ticked(),
        "is_returned": status == 422,
        **links,
    }
    return render(request, "proposals/candidates.html", context, status=status)


def _forms(source: Source, data: Any = None) -> ProposalForms:
    found = proposals.sift(source).proposals
    return ProposalForms(
        found,
        markets=proposals.market_pairs(source.brand),
        keys=proposals.keys(source.brand, found),
        ticked_markets=source.markets,
        data=data,
    )


def _drafted(request: HttpRequest, source: Source, count: int) -> HttpResponse:
    what = "1 draft was" if count == 1 else f"{count} drafts were"
    messages.success(
        request,
        f"{what} made. Nothing may be used before Medical and Regulatory approve it.",
    )
    address = reverse("knowledge:claims")
    return redirect(f"{address}?state=DRAFT&brand={source.brand.slug}")


def _text_page(request: HttpRequest, form: SourceForm) -> HttpResponse:
    reference = _reference(form)
    source = _source(form, reference)
    links = _text_links(form, reference.brand)
    return _page(request, source, _forms(source), links)


def _section(pk: int) -> LabelSection:
    rows = LabelSection.objects.select_related("label__brand", "parent__parent")
    return get_object_or_404(rows, pk=pk)


def _reference(form: SourceForm) -> Reference:
    rows = Reference.objects.select_related("brand")
    return rows.get(pk=form.cleaned_data["reference"])


def _source(form: SourceForm, reference: Reference) -> Source:
    given = form.cleaned_data
    return proposals.source_of_text(reference, given["locator"], given["text"])


def _section_links(pk: int) -> dict[str, Any]:
    return {"action": reverse("proposals:draft_section", args=[pk])}


def _text_links(form: SourceForm, brand: Brand) -> dict[str, Any]:
    carried = HiddenSourceForm(
        form.cleaned_data, references=proposals.references(brand.slug)
    )
    return {
        "action": reverse("proposals:draft_text", args=[brand.slug]),
        "carried": carried,
    }
