"""The invented people of the demo, one for each role, and their password."""

import datetime
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction

from knowledge_base import ledger
from review.states import Role

SERVICE = "demo"


@dataclass(frozen=True)
class Person:
    """Someone who signs in to the demo."""

    username: str
    first_name: str
    last_name: str
    role: Role


PEOPLE = (
    Person("mara.lindqvist", "Mara", "Lindqvist", Role.REQUESTER),
    Person("tomas.oyelaran", "Tomas", "Oyelaran", Role.REQUESTER),
    Person("dr.ines.kovac", "Dr Ines", "Kovac", Role.MEDICAL),
    Person("leo.brandt", "Leo", "Brandt", Role.LEGAL),
    Person("rhea.sandoval", "Rhea", "Sandoval", Role.REGULATORY),
    Person("dr.owen.pryce", "Dr Owen", "Pryce", Role.SIGNATORY),
    Person("cora.whitlock", "Cora", "Whitlock", Role.COORDINATOR),
    Person("abel.nakamura", "Abel", "Nakamura", Role.AUDITOR),
    Person("ada.ferreira", "Ada", "Ferreira", Role.ADMINISTRATOR),
)


def ensure_people(*, at: datetime.datetime) -> dict[str, User]:
    """The demo's people by sign-in name; made at the first call, kept afterwards."""
    return {person.username: _ensure(person, at) for person in PEOPLE}


def password() -> str:
    """The demo's password: random, made once, readable by this account alone."""
    path = Path(settings.DATA_DIR) / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text()


@transaction.atomic
def _ensure(person: Person, at: datetime.datetime) -> User:
    user, is_new = User.objects.get_or_create(
        username=person.username,
        defaults={"first_name": person.first_name, "last_name": person.last_name},
    )
    if is_new or not user.check_password(password()):
        user.set_password(password())
        user.save(update_fields=["password"])
    if is_new:
        user.groups.add(Group.objects.get_or_create(name=person.role.value)[0])
        ledger.record(
            action="person.added",
            subject=f"person:{person.username}",
            by=SERVICE,
            at=at,
            payload={"role": person.role.value},
        )
    return user
