"""The side bar shows each role what it may use, where it stands and what waits."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from review.states import Function, ReviewState
from tests import factories
from web import navigation

pytestmark = pytest.mark.django_db

ALL = [
    *("Home", "Families", "Reviews", "Library", "Claims", "Text blocks", "References"),
    *("Import and export", "Labels", "Expiry", "Rule report", "Ledger"),
]


def ask(path: str = "/", *roles: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = factories.make_user(*roles)
    return request


def labels(request: HttpRequest) -> list[str]:
    return [item.label for item in navigation.items(request)]


@pytest.mark.parametrize(
    "role", ["MEDICAL", "LEGAL", "REGULATORY", "SIGNATORY", "COORDINATOR", "AUDITOR"]
)
def test_everybody_finds_the_common_rooms(role: str) -> None:
    found = labels(ask("/", role))
    is_approver = role in ("MEDICAL", "REGULATORY")
    assert ("To approve" in found) == is_approver
    assert ("Check a text" in found) == (role not in ("SIGNATORY", "AUDITOR"))
    few = ("To approve", "Check a text")
    assert [label for label in found if label not in few] == ALL


def test_only_a_marketer_is_offered_a_brief() -> None:
    assert labels(ask("/", "REQUESTER")) == [
        "Home",
        "New brief",
        "Check a text",
        *ALL[1:],
    ]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "Home"),
        ("/reviews/", "Reviews"),
        ("/reviews/7/", "Reviews"),
        ("/library/", "Library"),
        ("/ledger/", "Ledger"),
        ("/claims/testavra/eff/", "Claims"),
        ("/families/", "Families"),
        ("/briefs/new/", "New brief"),
        ("/elsewhere/", None),
    ],
)
def test_one_entry_is_the_current_one(path: str, current: str | None) -> None:
    items = navigation.items(ask(path, "REQUESTER"))
    marked = [item.label for item in items if item.current]
    assert marked == ([current] if current else [])


def test_the_number_that_waits_stands_at_the_reviews() -> None:
    request = ask("/", "LEGAL")
    reviews = [factories.make_review_at(ReviewState.IN_REVIEW) for _ in range(3)]
    factories.decide(reviews[0], Function.LEGAL)
    counts = {item.label: item.count for item in navigation.items(request)}
    assert counts == dict.fromkeys([*ALL, "Check a text"], 0) | {"Reviews": 2}


def test_templates_get_the_entries_of_a_signed_in_person() -> None:
    request = ask("/", "AUDITOR")
    assert navigation.for_templates(request)["navigation"] == navigation.items(request)


def test_templates_get_nothing_for_strangers() -> None:
    request = RequestFactory().get("/")
    assert navigation.for_templates(request) == {"navigation": []}
    request.user = AnonymousUser()
    assert navigation.for_templates(request) == {"navigation": []}
