"""Rows that a whole module shares, and whole databases for tests that need commits.

Tests share what is made in one open transaction: each works in a savepoint of it.
Real commits from several connections need more. The usual test database is emptied
after such tests by deleting every row, which the house's triggers forbid. Here each
test works on a copy of a migrated database instead: the triggers stay in force
throughout, nothing is emptied, the copy is thrown away.
"""

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections, transaction
from pytest_django.plugin import DjangoDbBlocker

ALIAS = "default"
NUMBERS = itertools.count(1)


@contextlib.contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep the rows that are made inside until the block ends, then take them back."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextlib.contextmanager
def made(directory: Path, template: str = "") -> Iterator[str]:
    """A database like the template, else with empty tables and all triggers.

    Gives its name; on SQLite it lies in the directory.
    """
    with _created(directory, template) as name:
        if not template:
            with in_use(name):
                call_command("migrate", verbosity=0)
        yield name


@contextlib.contextmanager
def in_use(name: str) -> Iterator[None]:
    """Lead new connections of every thread, and this thread's own, to a database."""
    usual, database = connections[ALIAS], connections.settings[ALIAS]
    connections.settings[ALIAS] = {**database, "NAME": name}
    connections[ALIAS] = connections.create_connection(ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections.settings[ALIAS] = database
        connections[ALIAS] = usual


@contextlib.contextmanager
def _created(directory: Path, template: str) -> Iterator[str]:
    if connection.vendor == "sqlite":
        path = directory / f"{next(NUMBERS)}.sqlite3"
        if template:
            shutil.copy(template, path)
        yield str(path)
        return
    name = f"journey_{os.getpid()}_{next(NUMBERS)}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
    yield name
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
