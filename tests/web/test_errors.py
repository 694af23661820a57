"""Refusals of the floors become answers with their sentence: the whole table."""

import logging

import pytest
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from review.delivery import NotServedError
from review.facts import NotNowError, NotYoursError
from review.models import Review
from review.signatures import SigningRefusedError
from review.workflow.deciding import CommentMissingError, ConflictError
from tests import factories
from web import errors

MEANWHILE = "Someone else changed this meanwhile: load the page again and look."
ABSENT = "This does not exist, or it is not yours to see."
TABLE = [
    (PermissionDenied("Not you."), 403, "You may not do this", ["Not you."]),
    (NotYoursError("Not you."), 403, "You may not do this", ["Not you."]),
    (SigningRefusedError("No."), 403, "You may not do this", ["No."]),
    (PermissionDenied(), 403, "You may not do this", ["This was refused."]),
    (TransitionNotAllowed("Later."), 409, "Not now", ["Later."]),
    (NotNowError("Later."), 409, "Not now", ["Later."]),
    (ConflictError("Stale."), 409, "Not now", ["Stale."]),
    (ConcurrentTransition("x"), 409, "Somebody was quicker", [MEANWHILE]),
    (ValidationError("Wrong."), 422, "This cannot be accepted", ["Wrong."]),
    (ValidationError(["A.", "B."]), 422, "This cannot be accepted", ["A.", "B."]),
    (CommentMissingError("Say."), 422, "This cannot be accepted", ["Say."]),
    (Http404("x"), 404, "Nothing is here", [ABSENT]),
    (ObjectDoesNotExist("x"), 404, "Nothing is here", [ABSENT]),
    (Review.DoesNotExist("x"), 404, "Nothing is here", [ABSENT]),
    (NotServedError(410, "gone", "Gone."), 404, "Nothing is here", [ABSENT]),
    (ConnectionError("Down."), 503, "A service does not answer", ["Down."]),
]


def middleware() -> errors.RefusalMiddleware:
    return errors.RefusalMiddleware(lambda request: HttpResponse("through"))


def ask(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/reviews/1/", headers=headers)
    request.user = factories.make_user("AUDITOR")
    return request


@pytest.mark.parametrize(("error", "status", "title", "sentences"), TABLE)
@pytest.mark.django_db
def test_every_refusal_has_status_title_and_sentence(
    error: Exception, status: int, title: str, sentences: list[str]
) -> None:
    assert errors.status_of(error) == (status, title)
    assert errors.sentences_of(error) == sentences
    response = middleware().process_exception(ask(), error)
    assert response is not None
    assert response.status_code == status
    html = response.content.decode()
    assert f"<h1>{title}</h1>" in html
    assert all(sentence in html for sentence in sentences)
    assert response.headers.get("Retry-After") == ("30" if status == 503 else None)


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), RuntimeError("x")])
def test_what_is_unknown_goes_on(error: Exception) -> None:
    assert errors.status_of(error) is None
    request = RequestFactory().get("/")
    assert middleware().process_exception(request, error) is None


@pytest.mark.parametrize(("error", "status"), [row[:2] for row in TABLE])
def test_pages_with_forms_show_refusals_and_let_absence_go_on(
    error: Exception, status: int
) -> None:
    assert isinstance(error, errors.REFUSED) == (status in {403, 409, 422})


@pytest.mark.django_db
def test_the_sentence_is_escaped() -> None:
    refusal = PermissionDenied("<b>bold</b>")
    response = middleware().process_exception(ask(), refusal)
    assert response is not None
    assert "&lt;b&gt;bold" in response.content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/reviews/1/", 'href="http://testserver/reviews/1/"'),
        ("http://elsewhere.example/", 'href="/"'),
        ("javascript:alert(1)", 'href="/"'),
        ("", 'href="/"'),
    ],
)
@pytest.mark.django_db
def test_the_way_back_stays_in_the_house(referer: str, back: str) -> None:
    response = middleware().process_exception(ask(Referer=referer), Http404())
    assert response is not None
    assert f'class="button" {back}' in response.content.decode()


@pytest.mark.django_db
def test_refusals_are_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="web.errors"):
        middleware().process_exception(ask(), PermissionDenied("Not you."))
    assert [record.getMessage() for record in caplog.records] == [
        "/reviews/1/ refused: Not you."
    ]


def test_answers_pass_through() -> None:
    assert middleware()(RequestFactory().get("/")).content == b"through"


@pytest.mark.parametrize("name", ["400", "403_csrf", "404", "500"])
def test_bare_pages_need_no_request(name: str) -> None:
    """They are shown when nothing else may be relied on."""
    html = render_to_string(f"{name}.html")
    assert "Go to the first page" in html
    assert "<nav" not in html


def test_an_unknown_address_is_answered_in_our_words(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "This address leads nowhere" in response.content.decode()
