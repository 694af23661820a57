"""The kit of the blind cases, loaded and approved once for a module of tests."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from knowledge_base.kits import loading, reading
from tests import factories
from tests.conftest import AT
from tests.content_engine.rules import blind_answers, blind_cases


@pytest.fixture(scope="module")
def velorin(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The kit, loaded and approved by the real route, once for all cases."""
    text = blind_cases.KIT.read_text(encoding="utf-8")
    with django_db_blocker.unblock(), transaction.atomic():
        by = factories.make_user("REQUESTER")
        loading.load(reading.read(text, "velorin.yaml"), by=by, at=AT, approve=True)
        yield
        transaction.set_rollback(True)
        blind_answers.forget()
