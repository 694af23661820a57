"""What became of findings: disposed of with a reason, and counted in a report."""

import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from content_engine.models import FindingRecord
from content_engine.rule_reports import By
from review.workflow import disposing
from web.access import Permission, requires
from web.forms.checks import DispositionForm, ReportForm
from web.presenters import rule_reports
from web.presenters.titles import brand_pairs


@requires(Permission.READ)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Which rules help and which cry wolf, by rule, person or brand."""
    form = ReportForm(request.GET, brands=brand_pairs())
    wishes = form.wishes()
    by, since = By(wishes["by"] or By.RULE), wishes["since"]
    context = {
        "form": form,
        "by": by.value.capitalize(),
        "rows": rule_reports.rows(
            by, since=_beginning(since) if since else None, brand=wishes["brand"]
        ),
    }
    return render(request, "rules/report.html", context)


@requires(Permission.CHECK_TEXT)
@require_POST
def dispose(request: HttpRequest, pk: int) -> HttpResponse:
    """Override a finding with a reason, or open it again."""
    rows = FindingRecord.objects.select_related("check_record__version__variant")
    finding = get_object_or_404(rows, pk=pk)
    form = DispositionForm(request.POST)
    state, reason = form.answer()
    disposing.dispose(
        finding_id=finding.pk,
        state=state,
        reason=reason,
        by=cast(User, request.user),
        at=timezone.now(),
    )
    messages.success(request, f"{finding.rule} is {state.lower()} now; it stays here.")
    return redirect("marketing:variant", finding.check_record.version.variant.uid)


def _beginning(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
