"""The side bar for every role and every mix of roles, and where each entry leads."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base import claims
from knowledge_base.models import ClaimVersion
from review.states import Function, Role
from tests import factories
from web import access, navigation
from web.access import GRANTS, Permission

ROLES = st.sets(st.sampled_from(list(Role)))
COMMON = ["Home", "Families", "Reviews", "Library", "Claims", "Text blocks"]
COMMON += [
    "References",
    "Import and export",
    "Labels",
    "Expiry",
    "Rule report",
    "Ledger",
]
CHECKER = ["Home", "Check a text", *COMMON[1:]]
BRIEF = ["Home", "New brief", *CHECKER[1:]]
APPROVER = [*CHECKER[:6], "To approve", *CHECKER[6:]]
ENTRIES: dict[str, list[str]] = {
    "REQUESTER": BRIEF,
    "MEDICAL": APPROVER,
    "LEGAL": CHECKER,
    "REGULATORY": APPROVER,
    "SIGNATORY": COMMON,
    "COORDINATOR": CHECKER,
    "AUDITOR": COMMON,
    "ADMINISTRATOR": COMMON,
}
HEADINGS: dict[str, list[str]] = {
    "": ["Home"],
    "Messages": ["New brief", "Check a text", "Families", "Reviews", "Library"],
    "Knowledge": [
        *("Claims", "To approve", "Text blocks", "References", "Import and export"),
        *("Labels", "Expiry"),
    ],
    "Records": ["Rule report", "Ledger"],
}
CURRENT = [
    ("/", "Home"),
    ("/briefs/new/", "New brief"),
    ("/check/", "Check a text"),
    ("/families/", "Families"),
    ("/families/00000000-0000-4000-8000-000000000000/", "Families"),
    ("/reviews/12/", "Reviews"),
    ("/library/00000000-0000-4000-8000-000000000000/", "Library"),
    ("/claims/testavra/eff-1/compare/", "Claims"),
    ("/claims/selected/", "Claims"),
    ("/approvals/", "To approve"),
    ("/blocks/coverage/", "Text blocks"),
    ("/references/testavra/ref-1/", "References"),
    ("/exchange/", "Import and export"),
    ("/exchange/columns/", "Import and export"),
    ("/labels/upload/", "Labels"),
    ("/expiry/table/", "Expiry"),
    ("/rule-report/", "Rule report"),
    ("/ledger/", "Ledger"),
    ("/variants/00000000-0000-4000-8000-000000000000/", None),
    ("/claim-drafts/new/", None),
    ("/proposals/", None),
    ("/claimsandmore/", None),
    ("/account/sign-in/", None),
]


class Person:
    """Somebody with roles and no row: what the doors ask of a user."""

    is_authenticated = True

    def __init__(self, roles: set[Role]) -> None:
        vars(self)[access.ROLES] = frozenset(roles)


def ask(path: str, *roles: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = factories.make_user(*roles)
    return request


def labels(request: HttpRequest) -> list[str]:
    return [item.label for item in navigation.items(request)]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ENTRIES)
def test_each_role_has_its_entries_in_the_order_of_the_work(role: str) -> None:
    assert labels(ask("/", role)) == ENTRIES[role]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [("REQUESTER", "MEDICAL"), ("REQUESTER", "AUDITOR"), ("MEDICAL", "AUDITOR")],
)
def test_two_roles_have_the_entries_of_both(one: str, other: str) -> None:
    found = labels(ask("/", one, other))
    assert set(found) == set(ENTRIES[one]) | set(ENTRIES[other])
    assert len(found) == len(set(found))


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "current"), CURRENT)
def test_where_one_stands_is_marked_once(path: str, current: str | None) -> None:
    items = navigation.items(ask(path, "REQUESTER", "MEDICAL"))
    assert [i.label for i in items if i.current] == ([current] if current else [])


@pytest.mark.django_db
def test_entries_stand_under_their_headings() -> None:
    found: dict[str, list[str]] = {}
    for item in navigation.items(ask("/", "REQUESTER", "MEDICAL")):
        found.setdefault(item.group, []).append(item.label)
    assert found == HEADINGS


@pytest.mark.django_db
@pytest.mark.parametrize("role", ENTRIES)
def test_every_entry_leads_to_a_page_that_the_role_may_open(role: str) -> None:
    person = factories.make_user(role)
    client = Client()
    client.force_login(person)
    request = RequestFactory().get("/")
    request.user = person
    for item in navigation.items(request):
        assert client.get(item.url).status_code == 200, item.label


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "waits"),
    [("MEDICAL", 2), ("REGULATORY", 3), ("LEGAL", None), ("COORDINATOR", None)],
)
def test_the_number_of_claims_that_wait_stands_at_the_approvals(
    role: str, waits: int | None
) -> None:
    drafts: list[ClaimVersion] = []
    for number in range(3):
        old = factories.make_claim(factories.make_brand(), f"say-{number}")
        drafts.append(
            factories.redraft_claim(
                old, text=f"Testavra is taken with water, draft {number}."
            )
        )
    medical = factories.make_user("MEDICAL")
    approve(drafts[0], medical)
    counts = {i.label: i.count for i in navigation.items(ask("/", role))}
    assert counts.get("To approve") == waits


def approve(version: ClaimVersion, by: Any) -> None:
    """One of the two approvals that a draft waits for."""
    claims.approve(
        claim_version_id=version.pk, function="MEDICAL", by=by, at=factories.AT
    )


# Doors


@given(ROLES, st.sampled_from(list(Permission)))
def test_a_mix_of_roles_may_what_one_of_them_may(
    roles: set[Role], permission: Permission
) -> None:
    person: Any = Person(roles)
    assert access.may(person, permission) == any(
        permission in GRANTS[role] for role in roles
    )


@given(ROLES, st.sampled_from(list(Role)), st.sampled_from(list(Permission)))
def test_one_more_role_never_closes_a_door(
    roles: set[Role], more: Role, permission: Permission
) -> None:
    fewer: Any = Person(roles)
    larger: Any = Person(roles | {more})
    assert access.may(larger, permission) >= access.may(fewer, permission)


@given(ROLES)
def test_functions_are_those_of_the_roles_in_their_order(roles: set[Role]) -> None:
    person: Any = Person(roles)
    found = access.functions_of(person)
    assert {function.value for function in found} == {role.value for role in roles} & {
        function.value for function in Function
    }
    assert list(found) == [f for f in Function if f in found]


@given(ROLES)
def test_templates_are_told_what_the_doors_would_say(roles: set[Role]) -> None:
    request = RequestFactory().get("/")
    person: Any = Person(roles)
    request.user = person
    told = access.for_templates(request)
    assert told["may"] == {p.name.lower(): access.may(person, p) for p in Permission}
    assert told["roles"] == sorted(role.value.title() for role in roles)


@given(ROLES.filter(bool))
def test_whoever_has_a_role_may_read(roles: set[Role]) -> None:
    person: Any = Person(roles)
    assert access.may(person, Permission.READ)
