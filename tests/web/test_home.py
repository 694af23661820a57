"""The first page: each role finds its work, and a next step where there is none."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from content_engine.models import Family, GenerationRun
from content_engine.vocabulary import RunState
from review.states import Function, ReleaseState, ReviewState, Role
from tests import factories
from tests.web.conftest import Come

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


def words_of(response: Any) -> str:
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return words_of(response)


def make_run(family: Family, state: RunState, note: str = "") -> GenerationRun:
    return GenerationRun.objects.create(
        family=family,
        state=state.value,
        writer="composer",
        note=note,
        queued_at=factories.AT,
    )


NEXT_STEPS = [
    (Role.REQUESTER, "Write a brief"),
    (Role.COORDINATOR, "Open the library"),
    (Role.AUDITOR, "Read the ledger"),
    (Role.ADMINISTRATOR, "Read the ledger"),
    (Role.MEDICAL, "See what is released"),
    (Role.LEGAL, "See what is released"),
    (Role.REGULATORY, "See what is released"),
    (Role.SIGNATORY, "See what is released"),
]


@pytest.mark.parametrize(("role", "label"), NEXT_STEPS)
def test_an_empty_worklist_names_the_next_step(
    come: Come, role: Role, label: str
) -> None:
    text = home(come(role.value))
    assert "Nothing waits for you." in text
    assert label in text
    assert "No review has ended yet." in text
    assert "Nothing was released yet." in text


def test_every_role_has_its_next_step() -> None:
    assert {role for role, _ in NEXT_STEPS} == set(Role)


def test_without_a_role_the_sentence_says_whom_to_ask(come: Come) -> None:
    response = come().get("/")
    assert response.status_code == 403
    assert "ask an administrator for one" in words_of(response)


def test_without_signing_in_one_is_sent_there(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("function", list(Function))
def test_a_reviewer_finds_what_waits(come: Come, function: Function) -> None:
    version = factories.make_version(subject="Steady weeks ahead")
    factories.make_review_at(ReviewState.IN_REVIEW, version)
    text = home(come(function.value))
    assert "1 piece waits for you." in text
    assert "Steady weeks ahead" in text
    assert "Your verdict" in text
    assert "What you asked for" not in text


def test_a_marketer_finds_what_to_send_and_what_was_asked_for(come: Come) -> None:
    person = factories.make_user("REQUESTER")
    version = factories.make_version(requester=person)
    make_run(version.variant.family, RunState.DONE)
    text = home(come(user=person))
    assert "1 variant is not in review yet" in text
    assert "What you asked for" in text
    assert "Done" in text
    assert "Nothing waits for you." not in text


def test_what_is_in_review_is_not_to_be_sent(come: Come) -> None:
    person = factories.make_user("REQUESTER")
    version = factories.make_version(requester=person)
    make_run(version.variant.family, RunState.DONE)
    factories.make_review_at(ReviewState.IN_REVIEW, version)
    assert "not in review yet" not in home(come(user=person))


def test_a_marketer_sees_a_failed_run(come: Come) -> None:
    person = factories.make_user("REQUESTER")
    variant = factories.make_variant(requester=person)
    make_run(variant.family, RunState.FAILED, "The writer did not answer.")
    assert "Failed" in home(come(user=person))


def test_a_family_of_somebody_else_is_not_mine(come: Come) -> None:
    make_run(factories.make_version().variant.family, RunState.DONE)
    text = home(come("REQUESTER"))
    assert "not in review yet" not in text
    assert "Your families will stand here." in text


def test_what_ended_lately_is_listed(come: Come) -> None:
    factories.make_review_at(ReviewState.REJECTED)
    asset = factories.make_release()
    stopped = factories.make_release(ReleaseState.SUSPENDED)
    text = home(come("AUDITOR"))
    assert "Rejected" in text
    assert asset.code in text
    assert stopped.code in text
    assert "Suspended" in text


def test_more_than_fits_is_counted(come: Come) -> None:
    for _ in range(9):
        factories.make_review_at(ReviewState.IN_REVIEW)
    text = home(come("LEGAL"))
    assert "9 pieces wait for you." in text
    assert "See all 9" in text


@pytest.mark.parametrize("size", [2, 10])
def test_queries_do_not_grow(
    come: Come, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = factories.make_user("REQUESTER", "MEDICAL")
    for _ in range(size):
        version = factories.make_version(requester=person)
        make_run(version.variant.family, RunState.DONE)
        factories.make_review_at(ReviewState.IN_REVIEW)
        factories.make_release()
    client = come(user=person)
    with django_assert_max_num_queries(24):
        client.get("/")
