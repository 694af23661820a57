"""One refusal is told alike to people, to platforms and in the log."""

import itertools
import json
import logging
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.html import escape
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from hypothesis import given
from hypothesis import strategies as st

from review.delivery import NotServedError
from tests.web import markup
from web import errors
from web.access import REFUSALS, Permission
from web.api import api, problems

PATH = "/api/v1/assets"
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    min_size=1,
    max_size=60,
).filter(str.strip)
SENTENCES = st.lists(WORDS, min_size=1, max_size=4)
ALIKE = [
    pytest.param(PermissionDenied("Not you."), 403, "forbidden", id="forbidden"),
    pytest.param(PermissionDenied(), 403, "forbidden", id="forbidden without a word"),
    pytest.param(Http404("secret/path"), 404, "not-found", id="not found"),
    pytest.param(ObjectDoesNotExist("row 7"), 404, "not-found", id="no row"),
    pytest.param(
        ConnectionError("The index is away."), 503, "unavailable", id="a service away"
    ),
]
STEPS = [
    pytest.param(PermissionDenied("Not you."), 403, id="not this person"),
    pytest.param(TransitionNotAllowed("Not now."), 409, id="not now"),
    pytest.param(ConcurrentTransition("x"), 409, id="somebody was quicker"),
    pytest.param(ValidationError("Wrong."), 422, id="not acceptable"),
]


def ask(path: str = PATH, **headers: str) -> HttpRequest:
    """A request of nobody in particular."""
    request = RequestFactory().get(path, headers=headers)
    request.user = AnonymousUser()
    return request


def page(error: Exception) -> HttpResponse:
    answered = errors.RefusalMiddleware(HttpResponse).process_exception(ask(), error)
    assert answered is not None
    return answered


def lead(response: HttpResponse) -> list[str]:
    """The sentences of a refusal's page."""
    shown = markup.Page(response.content.decode()).elements
    return [e.text for e in shown if "lead" in e.attributes.get("class", "").split()]


@pytest.mark.parametrize(("error", "status", "reason"), ALIKE)
def test_a_page_a_problem_and_the_log_say_the_same(
    error: Exception, status: int, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    [sentence] = errors.sentences_of(error)
    with caplog.at_level(logging.INFO, logger="web.errors"):
        shown = page(error)
    told = api.on_exception(ask(), error)
    document = json.loads(told.content)
    assert shown.status_code == told.status_code == document["status"] == status
    assert lead(shown) == [sentence]
    assert document["detail"] == sentence
    assert document["reason"] == reason
    assert [r.getMessage() for r in caplog.records] == [f"{PATH} refused: {sentence}"]


@pytest.mark.parametrize(("error", "status", "reason"), ALIKE)
def test_both_say_when_to_come_back(error: Exception, status: int, reason: str) -> None:
    seconds = str(errors.RETRY_AFTER_SECONDS) if status == 503 else None
    assert page(error).headers.get("Retry-After") == seconds
    assert api.on_exception(ask(), error).headers.get("Retry-After") == seconds


@pytest.mark.parametrize(("error", "status", "reason"), ALIKE)
def test_nothing_of_the_inside_is_told(
    error: Exception, status: int, reason: str
) -> None:
    told = page(error).content + api.on_exception(ask(), error).content
    for inside in (b"secret", b"row 7", b"Traceback", b"DoesNotExist"):
        assert inside not in told


@pytest.mark.parametrize(("error", "status"), STEPS)
def test_a_refused_step_has_the_status_of_its_page(
    error: Exception, status: int
) -> None:
    assert isinstance(error, errors.REFUSED)
    assert errors.http_status(error) == page(error).status_code == status


def test_what_the_table_does_not_know_is_not_acceptable() -> None:
    assert errors.http_status(RuntimeError("x")) == 422
    assert errors.status_of(RuntimeError("x")) is None


@given(SENTENCES)
def test_every_fault_is_one_sentence_of_the_page(sentences: list[str]) -> None:
    error = ValidationError(sentences)
    assert errors.sentences_of(error) == sentences
    html = page(error).content.decode()
    assert all(escape(sentence) in html for sentence in sentences)
    assert len(lead(page(error))) == len(sentences)


@given(st.dictionaries(st.sampled_from("abc"), SENTENCES, min_size=1))
def test_faults_of_fields_are_all_told(faults: dict[str, list[str]]) -> None:
    told = errors.sentences_of(ValidationError(faults))
    assert sorted(told) == sorted(itertools.chain.from_iterable(faults.values()))


@given(WORDS)
def test_words_of_a_refusal_are_never_markup(words: str) -> None:
    hostile = f"<script>alert('{words}')</script>"
    answered = page(PermissionDenied(hostile)).content.decode()
    assert "<script>alert(" not in answered
    assert escape(hostile) in answered


@pytest.mark.parametrize("permission", Permission)
def test_a_door_s_sentence_is_the_one_that_is_told(permission: Permission) -> None:
    error = PermissionDenied(REFUSALS[permission])
    assert lead(page(error)) == [REFUSALS[permission]]
    document = json.loads(api.on_exception(ask(), error).content)
    assert document["detail"] == REFUSALS[permission]


# Problems


@given(
    reason=st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8}){0,3}", fullmatch=True),
    status=st.integers(400, 599),
    detail=WORDS,
)
def test_a_problem_is_whole_whatever_it_says(
    reason: str, status: int, detail: str
) -> None:
    response = problems.problem(ask("/api/v1/x"), status, reason, detail)
    assert json.loads(response.content) == {
        "type": f"urn:imprimatur:problem:{reason}",
        "title": reason.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
        "instance": "/api/v1/x",
        "reason": reason,
    }
    assert response.status_code == status
    assert response["Content-Type"] == problems.KIND
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("more", "added"),
    [
        pytest.param({}, set(), id="nothing"),
        pytest.param({"faults": []}, {"faults"}, id="an empty list"),
        pytest.param({"faults": [1], "next": 2}, {"faults", "next"}, id="two members"),
    ],
)
def test_a_problem_may_say_more(more: dict[str, Any], added: set[str]) -> None:
    told = json.loads(problems.problem(ask(), 422, "r", "d", **more).content)
    usual = {"type", "title", "status", "detail", "instance", "reason"}
    assert set(told) - usual == added
    assert {name: told[name] for name in more} == more


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize(
    "reason", ["not-found", "claim-withdrawn", "label-superseded", "release-expired"]
)
def test_what_is_not_served_says_its_own_reason(status: int, reason: str) -> None:
    error = NotServedError(status, reason, "It stopped.")
    told = json.loads(api.on_exception(ask(), error).content)
    assert (told["status"], told["reason"]) == (status, reason)
    assert told["detail"] == "It stopped."


@pytest.mark.parametrize("method", ["POST", "PUT", "TRACE"])
@pytest.mark.parametrize("allowed", ["GET", "GET, HEAD"])
def test_a_wrong_method_names_both(method: str, allowed: str) -> None:
    request = RequestFactory().generic(method, PATH)
    response = problems.wrong_method(request, allowed)
    told = json.loads(response.content)
    assert told["detail"] == f"This address answers {allowed}, not {method}."
    assert response["Allow"] == allowed
    assert response.status_code == 405


# The way back

BACK = [
    pytest.param("http://testserver/claims/", "http://testserver/claims/", id="ours"),
    pytest.param("http://testserver/?q=1", "http://testserver/?q=1", id="with words"),
    pytest.param("http://testserver.evil.example/", "/", id="a longer name"),
    pytest.param("http://testserver@evil.example/", "/", id="a name before an at"),
    pytest.param("https://testserver/", "/", id="another scheme"),
    pytest.param("//testserver/", "/", id="no scheme"),
    pytest.param("/claims/", "/", id="no host"),
    pytest.param("data:text/html,x", "/", id="data"),
    pytest.param('http://testserver/"><b>', None, id="markup"),
]


@pytest.mark.parametrize(("referer", "back"), BACK)
def test_the_way_back_never_leaves_the_house(referer: str, back: str | None) -> None:
    answered = errors.RefusalMiddleware(HttpResponse).process_exception(
        ask("/x", Referer=referer), Http404()
    )
    assert answered is not None
    shown = markup.Page(answered.content.decode())
    [button] = [link for link in shown.all("a") if link.text == "Go back"]
    assert button.attributes["href"] == (referer if back is None else back)
    assert "<b>" not in answered.content.decode()
