"""The only table from refusals of the floors below to HTTP answers."""

import logging
from collections.abc import Callable

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django_fsm import ConcurrentTransition, TransitionNotAllowed

logger = logging.getLogger(__name__)

STATUSES: tuple[tuple[type[Exception], int, str], ...] = (
    (PermissionDenied, 403, "You may not do this"),
    (TransitionNotAllowed, 409, "Not now"),
    (ConcurrentTransition, 409, "Somebody was quicker"),
    (ValidationError, 422, "This cannot be accepted"),
    (Http404, 404, "Nothing is here"),
    (ObjectDoesNotExist, 404, "Nothing is here"),
    (ConnectionError, 503, "A service does not answer"),
)
RETRY_AFTER_SECONDS = 30
REFUSED = (
    PermissionDenied,
    TransitionNotAllowed,
    ConcurrentTransition,
    ValidationError,
)
"""Refusals of a step: a page with a form shows them beside it."""


def status_of(error: Exception) -> tuple[int, str] | None:
    """The HTTP status and title of a known refusal, None for anything else."""
    for kind, status, title in STATUSES:
        if isinstance(error, kind):
            return status, title
    return None


def http_status(refusal: Exception) -> int:
    """The HTTP status of a refused step; 422 for what the table does not know."""
    return (status_of(refusal) or (422, ""))[0]


def sentences_of(error: Exception) -> list[str]:
    """What to tell the person, one sentence for each fault."""
    if isinstance(error, ValidationError):
        return list(error.messages)
    if isinstance(error, ConcurrentTransition):
        return ["Someone else changed this meanwhile: load the page again and look."]
    if isinstance(error, (Http404, ObjectDoesNotExist)):
        return ["This does not exist, or it is not yours to see."]
    return [str(error) or "This was refused."]


def own_sentence(error: Exception) -> str:
    """What a refusal of the floors below says itself, also of what is absent."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)


class RefusalMiddleware:
    """Answers known refusals with their sentence instead of a server error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; refusals arrive by process_exception."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Translate a refusal; anything unknown goes on and is logged once."""
        known = status_of(exception)
        if known is None:
            return None
        status, title = known
        sentences = sentences_of(exception)
        logger.info("%s refused: %s", request.path, " ".join(sentences))
        response = render(
            request,
            "errors/refusal.html",
            {"title": title, "sentences": sentences, "back": _way_back(request)},
            status=status,
        )
        if status == 503:
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _way_back(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    here = request.build_absolute_uri("/")
    return referer if referer.startswith(here) else "/"
