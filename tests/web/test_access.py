"""Roles grant permissions, and nothing else does: the whole table."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from review.states import STEP_ROLES, Function, Role, Step
from tests import factories
from web import access
from web.access import GRANTS, REFUSALS, Permission

pytestmark = pytest.mark.django_db

P = Permission
GRANTED = {
    Role.REQUESTER: {P.READ, P.REQUEST_CONTENT, P.DRAFT_CLAIM},
    Role.MEDICAL: {P.READ, P.DECIDE, P.WITHDRAW, P.APPROVE, P.DRAFT_CLAIM},
    Role.LEGAL: {P.READ, P.DECIDE},
    Role.REGULATORY: {
        *(P.READ, P.DECIDE, P.WITHDRAW, P.RELEASE),
        *(P.APPROVE, P.MANAGE_LABELS, P.DRAFT_CLAIM),
    },
    Role.SIGNATORY: {P.READ, P.CERTIFY},
    Role.COORDINATOR: {
        *(P.READ, P.RELEASE, P.WITHDRAW, P.MANAGE_LABELS, P.DRAFT_CLAIM),
    },
    Role.AUDITOR: {P.READ},
    Role.ADMINISTRATOR: {P.READ},
}
CHECKERS = (Role.REQUESTER, Role.MEDICAL, Role.LEGAL, Role.REGULATORY, Role.COORDINATOR)
for _role in CHECKERS:
    GRANTED[_role].add(P.CHECK_TEXT)
DOORS = {
    Step.SUBMIT: P.REQUEST_CONTENT,
    Step.DECIDE_MEDICAL: P.DECIDE,
    Step.DECIDE_LEGAL: P.DECIDE,
    Step.DECIDE_REGULATORY: P.DECIDE,
    Step.CERTIFY: P.CERTIFY,
    Step.RELEASE: P.RELEASE,
    Step.SUSPEND: P.RELEASE,
    Step.RESUME: P.RELEASE,
    Step.WITHDRAW: P.WITHDRAW,
    Step.RECALL: P.WITHDRAW,
    Step.SUSPEND_WORDING: P.WITHDRAW,
    Step.APPROVE_WORDING_MEDICAL: P.APPROVE,
    Step.APPROVE_WORDING_REGULATORY: P.APPROVE,
    Step.RECONFIRM_WORDING: P.APPROVE,
    Step.ADOPT_LABEL: P.MANAGE_LABELS,
    Step.WITHDRAW_LABEL: P.MANAGE_LABELS,
}


def ask(role: str = "") -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = factories.make_user(role) if role else factories.make_user()
    return request


@access.requires(Permission.DECIDE)
def desk(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse(f"come in {pk}")


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_every_role_and_permission(role: Role, permission: Permission) -> None:
    user = factories.make_user(role.value)
    assert access.may(user, permission) == (permission in GRANTED[role])


def test_the_tables_are_whole() -> None:
    assert set(GRANTS) == set(Role)
    assert set(REFUSALS) == set(Permission)
    assert all(sentence.endswith(".") for sentence in REFUSALS.values())


@pytest.mark.parametrize(("step", "permission"), DOORS.items())
def test_whom_a_policy_lets_the_door_lets_too(
    step: Step, permission: Permission
) -> None:
    assert STEP_ROLES[step] <= {role for role in Role if permission in GRANTS[role]}


@pytest.mark.parametrize("permission", Permission)
def test_strangers_and_people_without_a_role_may_nothing(
    permission: Permission,
) -> None:
    assert not access.may(factories.make_user(), permission)
    assert not access.may(AnonymousUser(), permission)


def test_being_superuser_adds_nothing() -> None:
    user = factories.make_user("AUDITOR")
    user.is_superuser = user.is_staff = True
    user.save()
    assert access.roles_of(user) == {Role.AUDITOR}
    assert not access.may(user, Permission.DECIDE)


def test_groups_that_are_no_roles_count_for_nothing() -> None:
    user = factories.make_user("LEGAL")
    user.groups.add(Group.objects.create(name="FOOTBALL"))
    assert access.roles_of(user) == {Role.LEGAL}


def test_roles_are_read_once_for_each_user(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = factories.make_user("LEGAL")
    with django_assert_max_num_queries(1):
        for permission in Permission:
            access.may(user, permission)


@pytest.mark.parametrize(
    ("roles", "functions"),
    [
        (("MEDICAL",), (Function.MEDICAL,)),
        (("REGULATORY", "LEGAL"), (Function.LEGAL, Function.REGULATORY)),
        (("COORDINATOR", "AUDITOR"), ()),
    ],
)
def test_functions_follow_from_roles(
    roles: tuple[str, ...], functions: tuple[Function, ...]
) -> None:
    assert access.functions_of(factories.make_user(*roles)) == functions


def test_a_guarded_view_lets_in_and_passes_on() -> None:
    assert desk(ask("LEGAL"), pk=3).content == b"come in 3"
    assert desk.__name__ == "desk"
    assert desk.permission == Permission.DECIDE  # type: ignore[attr-defined]


def test_a_guarded_view_refuses_with_its_sentence() -> None:
    with pytest.raises(PermissionDenied, match="medical, legal or regulatory"):
        desk(ask("REQUESTER"))
    with pytest.raises(PermissionDenied):
        desk(ask())


def test_templates_know_roles_and_permissions() -> None:
    told = access.for_templates(ask("COORDINATOR"))
    assert told["roles"] == ["Coordinator"]
    assert told["may"] == {
        "request_content": False,
        "decide": False,
        "certify": False,
        "release": True,
        "withdraw": True,
        "approve": False,
        "manage_labels": True,
        "draft_claim": True,
        "check_text": True,
        "read": True,
    }


def test_templates_learn_nothing_of_strangers() -> None:
    request = RequestFactory().get("/")
    assert access.for_templates(request) == {}
    request.user = AnonymousUser()
    assert access.for_templates(request) == {}
