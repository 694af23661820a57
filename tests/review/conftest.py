"""What the tests of the second floor share."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from knowledge_base import ledger
from tests import databases, factories


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
def racing_db(
    migrated_database: str, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[None]:
    """Real commits for threads, in a copy of a database that is thrown away.

    No trigger is lifted: nothing has to be emptied afterwards.
    """
    with (
        django_db_blocker.unblock(),
        databases.made(tmp_path, migrated_database) as name,
        databases.in_use(name),
    ):
        yield
