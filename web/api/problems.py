"""Refusals as problem details (RFC 9457) with a machine-readable reason."""

import re
from typing import Any

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
)
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from content_engine.piece_documents import PieceFaultsError
from content_engine.supplies import NoSafetyTextError, UnknownBrandError
from knowledge_base.labels import NoLabelError
from review.delivery import NotServedError, OutOfScopeError
from web.api.keys import KeyInAddressError
from web.errors import RETRY_AFTER_SECONDS, sentences_of, status_of

KIND = "application/problem+json"
AT = re.compile(r"[a-z]+(?:\[\d+\])?(?:\.[a-z]+)?(?=:| )")
"""The key with which a fault of a piece begins."""
REASONS = {403: "forbidden", 404: "not-found", 503: "unavailable"}


def problem(
    request: HttpRequest, status: int, reason: str, detail: str, **more: Any
) -> HttpResponse:
    """One problem document; ``reason`` is for machines, ``detail`` for people."""
    response = JsonResponse(
        {
            "type": f"urn:imprimatur:problem:{reason}",
            "title": reason.replace("-", " ").capitalize(),
            "status": status,
            "detail": detail,
            "instance": request.path,
            "reason": reason,
            **more,
        },
        status=status,
        content_type=KIND,
    )
    # A refusal may end, and no cache may outlive it.
    response["Cache-Control"] = "no-store"
    return response


def install(api: NinjaAPI) -> None:
    """Answer every refusal of this API as a problem."""
    api.add_exception_handler(NotServedError, _not_served)
    api.add_exception_handler(AuthenticationError, _unknown_key)
    api.add_exception_handler(KeyInAddressError, _key_in_address)
    api.add_exception_handler(ValidationError, _bad_request)
    api.add_exception_handler(PieceFaultsError, _faulty_piece)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    for absent in (OutOfScopeError, UnknownBrandError, NoLabelError, NoSafetyTextError):
        api.add_exception_handler(absent, _nowhere)
    for kind in (PermissionDenied, ObjectDoesNotExist, Http404, ConnectionError):
        api.add_exception_handler(kind, _refusal)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """A method that this address does not know."""
    response = problem(
        request,
        405,
        "method-not-allowed",
        f"This address answers {allowed}, not {request.method}.",
    )
    response["Allow"] = allowed
    return response


def _not_served(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.status, error.reason, error.sentence)


def _unknown_key(request: HttpRequest, _: Any) -> HttpResponse:
    return _unauthorised(
        request,
        "unknown-key",
        "Send a valid platform key as “Authorization: Bearer imp_…”.",
    )


def _key_in_address(request: HttpRequest, _: Any) -> HttpResponse:
    return _unauthorised(
        request,
        "key-in-address",
        "This key stood in an address and may be in logs now: have it revoked, and "
        "send the new one as “Authorization: Bearer imp_…”.",
    )


def _unauthorised(request: HttpRequest, reason: str, detail: str) -> HttpResponse:
    response = problem(request, 401, reason, detail)
    response["WWW-Authenticate"] = 'Bearer realm="Imprimatur"'
    return response


def _bad_request(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        {"at": ".".join(str(step) for step in fault["loc"]), "fault": fault["msg"]}
        for fault in error.errors
    ]
    return problem(
        request,
        422,
        "invalid-parameters",
        "Some parameters cannot be used: see faults.",
        faults=faults,
    )


def _faulty_piece(request: HttpRequest, error: Any) -> HttpResponse:
    """Each fault by its key, in the sentence that people at a terminal get."""
    found = [(AT.match(fault), fault) for fault in error.faults]
    faults = [
        {"at": match.group() if match else "", "fault": fault} for match, fault in found
    ]
    return problem(
        request,
        422,
        "invalid-piece",
        "This piece cannot be checked: see faults.",
        faults=faults,
    )


def _too_large(request: HttpRequest, _: Any) -> HttpResponse:
    return problem(
        request, 413, "too-large", "A request may have at most 1 MB: send it in pieces."
    )


def _nowhere(request: HttpRequest, error: Any) -> HttpResponse:
    """What the piece speaks about is not known to this key; the sentence names it."""
    return problem(request, 404, "not-found", str(error))


def _refusal(request: HttpRequest, error: Any) -> HttpResponse:
    status = (status_of(error) or (503, ""))[0]
    response = problem(request, status, REASONS[status], " ".join(sentences_of(error)))
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
