"""What the tests of pages share: a clock that stands still, and people signed in."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests import factories
from web.benchmarks import stores

Come = Callable[..., Client]


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> datetime.datetime:
    """Every page is opened at the moment at which the factories make their things."""
    monkeypatch.setattr(timezone, "now", lambda: factories.AT)
    return factories.AT


@pytest.fixture
def no_fresh_check() -> Iterator[None]:
    """Leaves out the check of words that no kit approves."""
    with factories.without_fresh_check():
        yield


@pytest.fixture
def come(db: None) -> Come:
    """Signs a person in: somebody given, or somebody new with these roles."""

    def come_in(*roles: str, user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or factories.make_user(*roles))
        return client

    return come_in


@pytest.fixture(scope="session")
def throwaway_tables(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """The empty database of throwaway stores, as the product makes it."""
    kept = tmp_path_factory.mktemp("tables") / "empty.sqlite3"
    with (
        django_db_blocker.unblock(),
        stores.throwaway(),
        connection.cursor() as cursor,
    ):
        cursor.execute("VACUUM INTO %s", [str(kept)])
    return kept


@pytest.fixture
def quick_stores(throwaway_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Throwaway stores whose tables are copied and not made anew."""

    def copy(*_: str, **__: Any) -> None:
        shutil.copy(throwaway_tables, connection.settings_dict["NAME"])

    monkeypatch.setattr(stores, "call_command", copy)
