"""A house with the small brand for tests that check texts; built once for a module."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from content_engine.models import FindingRecord, VariantVersion
from review.states import Role
from tests import factories, kits
from web.access import GRANTS, Permission

AT = factories.AT
CLAIM = str(kits.CLAIMS[0]["text"])
BENT = CLAIM.replace("61%", "71%")
CHECKERS = [role for role in Role if Permission.CHECK_TEXT in GRANTS[role]]
OTHERS = [role for role in Role if role not in CHECKERS]


@dataclass
class House:
    """A brand, a stranger's brand, and one person of each role."""

    people: dict[Role, User] = field(default_factory=dict)
    versions: dict[str, VariantVersion] = field(default_factory=dict)

    def come(self, role: Role = Role.REQUESTER) -> Client:
        client = Client()
        client.force_login(self.people[role])
        return client

    def send(
        self, path: str = "/check/", role: Role = Role.REQUESTER, **sent: Any
    ) -> Any:
        return self.come(role).post(path, form(**sent))


@contextlib.contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house, in a transaction that is rolled back at the end."""
    with (
        blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: AT)
        yield _built()
        transaction.set_rollback(True)


def _built() -> House:
    house = House({role: factories.make_user(role.value) for role in Role})
    for role, person in house.people.items():
        person.first_name, person.last_name = role.value.title(), "Person"
        person.save()
    kits.load_small_kit(by=house.people[Role.ADMINISTRATOR], at=AT)
    factories.make_brand("otherine", market="GB")
    return house


def form(**sent: Any) -> dict[str, Any]:
    """A filled-in page; parts are given by their names and are ticked."""
    places = {
        "brand": kits.SLUG,
        "market": "US",
        "channel": "email",
        "audience": "HCP",
        "intent": "promotional",
    }
    extra = ("parts", "use", *places)
    named = [name for name in sent if name not in extra]
    return {**places, "parts": named or ["body"], **sent}


def find(
    version: VariantVersion, rule: str, severity: str, **said: Any
) -> FindingRecord:
    """One more finding of the version's latest check."""
    kept = {"part": "body", "start": 0, "end": 6, "text": "gentle", **said}
    return FindingRecord.objects.create(
        check_record=version.checks.order_by("-pk")[0],
        rule=rule,
        severity=severity,
        message=f"{rule} objects.",
        **kept,
    )


def counts() -> dict[str, int]:
    """How many rows every table of the house has; sign-ins apart."""
    ours = ("knowledge_base", "content_engine", "review")
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in ours
    }
