"""What the tests of the second floor share."""

import datetime
from collections.abc import Iterator

import pytest

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
