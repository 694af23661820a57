"""Throwaway stores: a measurement never touches anybody's data."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connections
from django.test.utils import override_settings

from knowledge_base.kits import loading, reading
from web.demo import people, seeding

ALIAS = "default"
KITS = ("*.json", "*.yaml", "*.yml")
MADE = "throwaway SQLite and index, made for this run"


class NoKitsError(ValidationError):
    """A directory of outside data holds no brand kit."""


@contextmanager
def throwaway() -> Iterator[Path]:
    """Swap database, index and data directory for empty ones while the block lasts.

    The database is a SQLite file with all its tables, whatever the settings say.
    """
    with TemporaryDirectory(prefix="imprimatur-benchmark-") as name:
        directory = Path(name)
        stores = {"DATA_DIR": directory, "CHROMA_DIR": directory / "chroma"}
        with override_settings(**stores), _database(directory / "benchmark.sqlite3"):
            call_command("migrate", verbosity=0)
            yield directory


def named(data: Path | None) -> dict[str, str]:
    """What is measured, and on which stores, for the head of a result."""
    return {"data": str(data) if data else "the sample brands", "stores": MADE}


def load(data: Path | None, *, at: datetime.datetime) -> dict[str, User]:
    """The demo's people and the kits of a directory, or the samples without one."""
    return load_kits(data, at=at) if data else load_samples(at=at)


def load_samples(*, at: datetime.datetime) -> dict[str, User]:
    """The demo's people and both sample brands; gives the people."""
    cast = people.ensure_people(at=at)
    for _ in seeding.load_kits(by=cast["ada.ferreira"], at=at):
        pass
    return cast


def load_kits(directory: Path, *, at: datetime.datetime) -> dict[str, User]:
    """The demo's people and every brand kit of a directory; gives the people.

    Raises NoKitsError where there is none, KitFaultsError for a faulty one.
    """
    cast = people.ensure_people(at=at)
    kits = sorted(path for pattern in KITS for path in directory.glob(pattern))
    if not kits:
        raise NoKitsError(f"{directory} holds no brand kit (*.json, *.yaml).")
    for path in kits:
        kit = reading.read(path.read_text(), path.name)
        loading.load(kit, by=cast["ada.ferreira"], at=at, approve=True)
    return cast


@contextmanager
def _database(path: Path) -> Iterator[None]:
    kept, settled = connections[ALIAS], connections.settings[ALIAS]
    connections.settings[ALIAS] = {
        **settled,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": settings.SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
    }
    del connections[ALIAS]
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections.settings[ALIAS] = settled
        connections[ALIAS] = kept
        ContentType.objects.clear_cache()
