"""What the tests of the second floor share."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from knowledge_base import ledger
from tests import factories


@pytest.fixture
def at() -> datetime.datetime:
    """The moment at which the factories' pieces are made."""
    return factories.AT


@pytest.fixture
def no_fresh_check() -> Iterator[None]:
    """Leaves out the check of words that no kit approves."""
    with factories.without_fresh_check():
        yield


@pytest.fixture
def intact_ledger(db: None) -> Iterator[None]:
    """Whatever the test did, the ledger verifies."""
    yield
    assert ledger.first_broken_entry() is None


@pytest.fixture
def ledger_triggers(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Puts the ledger's triggers back, after the tables were emptied."""
    yield
    with django_db_blocker.unblock():
        _switch_triggers("ENABLE")


@pytest.fixture
def racing_db(ledger_triggers: None, transactional_db: None) -> Iterator[None]:
    """Real commits for threads; only the emptying afterwards is spared the triggers."""
    yield
    _switch_triggers("DISABLE")


def _switch_triggers(how: str) -> None:
    with connection.cursor() as cursor:
        for table in ("ledgerentry", "ledgertip"):
            name = f"knowledge_base_{table}"
            cursor.execute(f"ALTER TABLE {name} {how} TRIGGER USER")
