"""Who may come in where: roles grant permissions; policies decide on the object."""

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from review.states import Function, Role

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
ROLES = "_roles_of_this_request"


class Permission(StrEnum):
    """What a page or a button asks for."""

    REQUEST_CONTENT = "web.request_content"
    DECIDE = "web.decide_review"
    CERTIFY = "web.certify_review"
    RELEASE = "web.release_asset"
    WITHDRAW = "web.withdraw_claim"
    APPROVE = "web.approve_claim"
    MANAGE_LABELS = "web.manage_labels"
    DRAFT_CLAIM = "web.draft_claim"
    CHECK_TEXT = "web.check_text"
    READ = "web.read_everything"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REQUESTER: frozenset(
        {
            Permission.READ,
            Permission.REQUEST_CONTENT,
            Permission.DRAFT_CLAIM,
            Permission.CHECK_TEXT,
        }
    ),
    Role.MEDICAL: frozenset(
        {
            Permission.READ,
            Permission.DECIDE,
            Permission.WITHDRAW,
            Permission.APPROVE,
            Permission.DRAFT_CLAIM,
            Permission.CHECK_TEXT,
        }
    ),
    Role.LEGAL: frozenset({Permission.READ, Permission.DECIDE, Permission.CHECK_TEXT}),
    Role.REGULATORY: frozenset(
        {
            Permission.READ,
            Permission.DECIDE,
            Permission.WITHDRAW,
            Permission.APPROVE,
            Permission.RELEASE,
            Permission.MANAGE_LABELS,
            Permission.DRAFT_CLAIM,
            Permission.CHECK_TEXT,
        }
    ),
    Role.SIGNATORY: frozenset({Permission.READ, Permission.CERTIFY}),
    Role.COORDINATOR: frozenset(
        {
            Permission.READ,
            Permission.RELEASE,
            Permission.WITHDRAW,
            Permission.MANAGE_LABELS,
            Permission.DRAFT_CLAIM,
            Permission.CHECK_TEXT,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ}),
    Role.ADMINISTRATOR: frozenset({Permission.READ}),
}

REFUSALS: dict[Permission, str] = {
    Permission.REQUEST_CONTENT: "Only a brand marketer (requester) may do this.",
    Permission.DECIDE: "Only a medical, legal or regulatory reviewer may do this.",
    Permission.CERTIFY: "Only a signatory may do this.",
    Permission.RELEASE: "Only a coordinator or a regulatory reviewer may do this.",
    Permission.WITHDRAW: (
        "Only a coordinator, a medical or a regulatory reviewer may do this."
    ),
    Permission.MANAGE_LABELS: (
        "Only a coordinator or a regulatory reviewer may do this to labels."
    ),
    Permission.DRAFT_CLAIM: (
        "Only a brand marketer, a coordinator, a medical or a regulatory reviewer may "
        "do this."
    ),
    Permission.CHECK_TEXT: (
        "Only a brand marketer, a reviewer or a coordinator may do this."
    ),
    Permission.APPROVE: "Only a medical or a regulatory reviewer may do this.",
    Permission.READ: "You have no role here yet: ask an administrator for one.",
}


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """The person's roles, read once for each request's user."""
    known = {role.value for role in Role}
    remembered: dict[str, frozenset[Role]] = vars(user)
    if ROLES not in remembered:
        names = set(user.groups.values_list("name", flat=True))
        remembered[ROLES] = frozenset(Role(name) for name in names & known)
    return remembered[ROLES]


def functions_of(user: User | AnonymousUser) -> tuple[Function, ...]:
    """The review functions in which the person may act."""
    return tuple(f for f in Function if Role(f.value) in roles_of(user))


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether one of the person's roles grants the permission."""
    return any(permission in GRANTS[role] for role in roles_of(user))


def requires(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], R]],
    Callable[Concatenate[HttpRequest, P], R],
]:
    """Let a view be reached only with the permission; refuse with its sentence."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not may(request.user, permission):
                raise PermissionDenied(REFUSALS[permission])
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def for_templates(request: HttpRequest) -> dict[str, Any]:
    """Put the person's roles and permissions where templates can read them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "roles": sorted(role.value.title() for role in roles_of(user)),
        "may": {p.name.lower(): may(user, p) for p in Permission},
    }
