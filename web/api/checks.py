"""Checks texts of agencies and authoring tools: a piece in, a check result out."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from content_engine import checking, piece_documents
from content_engine.piece_documents import PieceFaultsError
from review import delivery
from web.api.schema import COMPONENT, CheckResult, InvalidParameters, Problem

router = Router(tags=["checks"])
LARGEST = 1024 * 1024  # bytes of a request; two pages have about ten thousand
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": COMPONENT.format(model="Piece")}}
        },
    }
}


@router.post(
    "",
    response={
        200: CheckResult,
        401: Problem,
        404: Problem,
        413: Problem,
        422: InvalidParameters,
    },
    openapi_extra=BODY,
)
def check_piece(request: HttpRequest, response: HttpResponse) -> Any:
    """Check a piece against what may be said there and then; nothing is stored.

    Every fault of the piece is named, in the words of `manage.py check_text`. Without
    `at` the piece speaks today. At most 1 MB.
    """
    text = _text(request)
    identity, piece = piece_documents.read(text, today=timezone.now().date())
    context = piece.context
    delivery.require_scope(
        request.auth,  # type: ignore[attr-defined]
        brand=context.brand,
        market=context.market,
        channel=context.channel,
    )
    result = checking.check_foreign(piece)
    response["Cache-Control"] = "no-store"
    return checking.as_contract(result, identity)


def _text(request: HttpRequest) -> str:
    """What was sent, within bounds and as UTF-8."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise RequestDataTooBig
    data = request.body
    if len(data) > LARGEST:
        raise RequestDataTooBig
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PieceFaultsError((f"line {line}: this is not UTF-8.",)) from None
