"""Checks a text while it is written: a page for people, and its result as a part."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from content_engine import checking, piece_documents
from content_engine.piece_documents import PieceFaultsError
from content_engine.pieces import Statement
from review import facts, wording_acceptance
from web import errors
from web.access import Permission, requires
from web.forms.checks import CheckForm
from web.presenters import checks
from web.presenters.checks import Accepting, Checked, StatementRow

ACCEPTED = (
    "{} is drafted with these words: they pass once Medical and Regulatory have "
    "approved it."
)
TEXT_MOVED = "The text has changed meanwhile, so nothing was replaced: look again."


@requires(Permission.CHECK_TEXT)
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest) -> HttpResponse:
    """The page on which a text is pasted or typed, with what the gate says of it."""
    offered = checks.offered()
    if request.method != "POST":
        form = CheckForm(offered=offered)
        return _page(request, form, None)
    form = CheckForm(request.POST, offered=offered)
    checked = _checked(request, form)
    if checked and "use" in request.POST:
        return _with_wording(request, form, checked)
    if checked and "accept" in request.POST:
        status = accept(request, checked, brand=form.cleaned_data["brand"])
        return _page(request, form, _checked(request, form), status=status)
    return _page(request, form, checked)


@requires(Permission.CHECK_TEXT)
@require_POST
def result(request: HttpRequest) -> HttpResponse:
    """What the gate says, as the parts that a page puts in place."""
    form = CheckForm(request.POST, offered=checks.offered())
    return part_of_page(request, form, _checked(request, form))


def part_of_page(
    request: HttpRequest, form: Form, checked: Checked | None
) -> HttpResponse:
    """A check as the parts that its page puts in place."""
    context = {"checked": checked, "form": form}
    status = 422 if form.errors else 200
    response = render(request, "checks/result.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def accepting(request: HttpRequest, brand: str) -> Accepting:
    """Why this person cannot have a statement accepted, "" where they can."""
    person = facts.person_facts(cast(User, request.user))

    def refusal(statement: Statement) -> str:
        ref = statement.claim or ""
        return wording_acceptance.refusal(
            brand=brand, ref=ref, statement=statement.text, person=person
        )

    return refusal


def accept(request: HttpRequest, checked: Checked, *, brand: str) -> int:
    """Have an equivalent statement accepted; the status of the page that tells it.

    The page is shown again and not left, because the text on it is stored nowhere.
    """
    row = checked.equivalent_for(request.POST["accept"])
    if row is None:
        messages.error(request, TEXT_MOVED)
        return 422
    by = cast(User, request.user)
    try:
        draft = wording_acceptance.accept(
            brand=brand, ref=row.claim, statement=row.text, by=by, at=timezone.now()
        )
    except errors.REFUSED as refusal:
        messages.error(request, " ".join(errors.sentences_of(refusal)))
        return errors.http_status(refusal)
    ref = f"{draft.claim.key}@{draft.version}"
    messages.success(request, ACCEPTED.format(ref))
    return 200


def with_wording(form: Form, row: StatementRow) -> QueryDict:
    """What was sent, with the approved wording in place of a statement."""
    changed = cast(QueryDict, form.data).copy()
    changed[row.area] = row.put_into(form.cleaned_data[row.area])
    return changed


def _checked(request: HttpRequest, form: CheckForm) -> Checked | None:
    """The check of what was sent; None where nothing was written or it has faults."""
    if not form.is_valid() or not form.texts():
        return None
    try:
        _, piece = piece_documents.read(form.document(), today=timezone.now().date())
        judged = checking.check_foreign(piece)
        by = accepting(request, piece.context.brand)
        return checks.checked(piece, judged, accepting=by)
    except PieceFaultsError as refusal:
        form.add_error(None, list(refusal.faults))
    except ObjectDoesNotExist as refusal:
        form.add_error(None, str(refusal))
    return None


def _with_wording(
    request: HttpRequest, form: CheckForm, checked: Checked
) -> HttpResponse:
    """The page with an approved wording in place of a statement, checked again."""
    row = checked.wording_for(request.POST["use"])
    if row is None:
        form.add_error(None, TEXT_MOVED)
        return _page(request, form, checked)
    replaced = CheckForm(with_wording(form, row), offered=checks.offered())
    return _page(request, replaced, _checked(request, replaced))


def _page(
    request: HttpRequest, form: CheckForm, checked: Checked | None, status: int = 200
) -> HttpResponse:
    mirrors = checked.mirrors if checked else {}
    context = {
        "form": form,
        "checked": checked,
        "legend": checks.LEGEND,
        "result_url": reverse("checks:result"),
        "parts": [(form[name], mirrors.get(name, ())) for name in checks.PARTS],
    }
    if status == 200 and form.errors:
        status = 422
    return render(request, "checks/editor.html", context, status=status)
