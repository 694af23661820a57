"""What all tests share: a closed network, a fixed time, people and a loaded brand."""

import datetime
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import databases, factories

# In CI the same examples every time; elsewhere new ones, so that laws are tried on.
# No deadline: how long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile(
    "house",
    derandomize=bool(os.environ.get("CI")),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

# What a test asks for when it reads or writes the database.
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
NUMBERS = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Lets a second run, on another database, leave out what asks none."""
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only the tests that ask the database",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests that are the same on every database, if so asked."""
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _asks_database(item)]
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = kept


def _asks_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return bool(
        item.get_closest_marker("django_db")
        or item.get_closest_marker("postgres")
        or DATABASE.intersection(names)
    )


@pytest.fixture
def at() -> datetime.datetime:
    """The one moment at which tests happen."""
    return AT


@pytest.fixture(scope="session")
def store_room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the directories of all tests lie."""
    return tmp_path_factory.mktemp("stores")


@pytest.fixture(autouse=True)
def own_stores(store_room: Path) -> Iterator[Path]:
    """A private directory for derived stores, so that tests never share an index.

    It is numbered here: pytest would read the whole room for each next number.
    """
    directory = store_room / str(next(NUMBERS))
    directory.mkdir()
    with override_settings(DATA_DIR=directory, CHROMA_DIR=directory / "chroma"):
        yield directory


@pytest.fixture(scope="session")
def migrated_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The name of a database with all tables and triggers in which nothing happened."""
    directory = tmp_path_factory.mktemp("migrated")
    with django_db_blocker.unblock(), databases.made(directory) as name:
        yield name


@pytest.fixture
def requester(db: None) -> User:
    """A marketer."""
    return factories.make_user("REQUESTER")


@pytest.fixture
def medical(db: None) -> User:
    """A medical reviewer."""
    return factories.make_user("MEDICAL")


@pytest.fixture
def legal(db: None) -> User:
    """A legal reviewer."""
    return factories.make_user("LEGAL")


@pytest.fixture
def regulatory(db: None) -> User:
    """A regulatory reviewer."""
    return factories.make_user("REGULATORY")


@pytest.fixture
def signatory(db: None) -> User:
    """A signatory."""
    return factories.make_user("SIGNATORY")


@pytest.fixture
def coordinator(db: None) -> User:
    """A coordinator."""
    return factories.make_user("COORDINATOR")


@pytest.fixture
def auditor(db: None) -> User:
    """An auditor."""
    return factories.make_user("AUDITOR")


@pytest.fixture
def administrator(db: None) -> User:
    """An administrator."""
    return factories.make_user("ADMINISTRATOR")
