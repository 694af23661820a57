"""The log of changes misses nothing: not a bulk update, not a late commit."""

import datetime
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from knowledge_base import claims, generations, index, references
from knowledge_base.index import changes, holding
from knowledge_base.index.changes import Mark, OtherDatabaseError
from knowledge_base.indexed import Scope
from knowledge_base.models import (
    Brand,
    ClaimState,
    ClaimVersion,
    IndexChange,
    Reference,
)
from tests import databases, factories, kits

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
NOTED = import_module("knowledge_base.migrations.0006_index_changes").NOTED


def version(key: str) -> ClaimVersion:
    return ClaimVersion.objects.get(claim__key=key)


def test_the_database_has_every_trigger(db: None) -> None:
    """An altered table on SQLite loses its triggers: a migration must add them anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = {row[0] for row in cursor.fetchall()}
    assert {f"knowledge_base_{name}" for name in NOTED} <= names


def test_a_log_begins_with_a_row_of_its_own(db: None) -> None:
    first = IndexChange.objects.earliest("pk")
    assert first.version_id == 0
    assert len(first.nonce) == 32
    assert str(first) == f"{first.pk}: revision 0"


def test_every_way_of_changing_a_claim_is_noted(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    # What this transaction did itself is told once more: it is not over yet.
    mark, _ = changes.since(changes.now())

    def changed() -> set[str]:
        nonlocal mark
        mark, pks = changes.since(mark)
        rows = ClaimVersion.objects.filter(pk__in=pks)
        return set(rows.values_list("claim__key", flat=True))

    assert changed() == set()
    rows = ClaimVersion.objects.filter(
        claim__key__in=["once-daily", "fewer-flares"], state=ClaimState.APPROVED
    )
    rows.update(state=ClaimState.SUSPENDED, suspended_at=at)
    assert changed() == {"once-daily", "fewer-flares"}
    rows = ClaimVersion.objects.filter(state=ClaimState.SUSPENDED)
    rows.update(suspension_reason="of no consequence to a search")
    assert changed() == set()
    rows.update(state=ClaimState.APPROVED)
    assert changed() == {"once-daily", "fewer-flares"}
    one = version("once-daily")
    claims.withdraw(claim_version_id=one.pk, reason="x", by=medical, at=at)
    assert changed() == {"once-daily"}
    source = Reference.objects.get(key="LABEL-2026")
    cited = ClaimVersion.objects.filter(citations__reference=source)
    wanted = set(cited.values_list("claim__key", flat=True))
    assert wanted
    Reference.objects.filter(pk=source.pk).update(url="https://of.no.consequence")
    assert changed() == set()
    for words in ({"citation": "Another wording."}, {"version": 9}, {"design": "rct"}):
        Reference.objects.filter(pk=source.pk).update(**words)
        assert changed() == wanted
    Reference.objects.filter(pk=source.pk).update(expires_on=at.date())
    assert changed() == wanted
    references.retract(reference_id=source.pk, reason="x", by=medical, at=at)
    assert changed() == wanted
    assert changed() == set()


def test_drafts_are_no_change(drafted_brand: Brand) -> None:
    assert IndexChange.objects.count() == 1
    ClaimVersion.objects.all().update(population="adults")
    assert IndexChange.objects.count() == 1


def test_a_mark_of_another_database_is_refused(db: None) -> None:
    mark = changes.now()
    for wrong in (
        Mark(mark.anchor, "0" * 32, mark.horizon),
        Mark(mark.anchor + 1, mark.nonce, mark.horizon),
    ):
        with pytest.raises(OtherDatabaseError, match="another database"):
            changes.since(wrong)


def test_what_is_undone_is_not_kept(brand: Brand, at: datetime.datetime) -> None:
    """A search inside an open transaction sees it; its view is used that once."""
    place = Scope(brand.pk, "US", "email", "HCP", at.date())
    index.ensure()
    kept = index.view()
    with transaction.atomic():
        ClaimVersion.objects.filter(claim__key="once-daily").update(
            state=ClaimState.SUSPENDED, suspended_at=at
        )
        inside = index.view()
        transaction.set_rollback(True)
    one = version("once-daily").pk
    for view, is_found in ((kept, True), (inside, False), (index.view(), True)):
        near = index.nearest(view, "one tablet once daily", place, 50)
        assert (one in {n.claim_version_id for n in near}) == is_found


@pytest.fixture
def real_database(
    tmp_path: Path,
    django_db_setup: None,
    migrated_database: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """A database in which connections commit for each other to see."""
    with (
        django_db_blocker.unblock(),
        databases.made(tmp_path, migrated_database) as name,
        databases.in_use(name),
    ):
        yield
        index.close()


def loaded() -> Scope:
    kits.load_small_kit(by=factories.make_user("MARKETER"), at=AT)
    return Scope(Brand.objects.get().pk, "US", "email", "HCP", AT.date())


def suspend(key: str) -> None:
    rows = ClaimVersion.objects.filter(claim__key=key)
    rows.update(state=ClaimState.SUSPENDED, suspended_at=AT)


def keys(place: Scope) -> set[str]:
    near = index.nearest(index.view(), "adults taking a tablet", place, 50)
    rows = ClaimVersion.objects.filter(pk__in=[one.claim_version_id for one in near])
    return set(rows.values_list("claim__key", flat=True))


@pytest.mark.postgres
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)
def test_who_began_first_and_commits_last_is_not_lost(real_database: None) -> None:
    """Two connections: the lower number becomes visible after the higher one."""
    place = loaded()
    everything = keys(place)
    assert {"once-daily", "fewer-flares"} <= everything
    has_written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            suspend("once-daily")
            has_written.set()
            may_commit.wait(10)
        connection.close()

    other = threading.Thread(target=slow)
    other.start()
    assert has_written.wait(10)
    suspend("fewer-flares")  # a later number, committed first
    last = IndexChange.objects.latest("pk").pk
    assert keys(place) == everything - {"fewer-flares"}
    assert holding._HELD  # kept: the next question reads on from there
    may_commit.set()
    other.join()
    late = IndexChange.objects.filter(version_id=version("once-daily").pk).latest("pk")
    assert late.pk < last
    assert keys(place) == everything - {"fewer-flares", "once-daily"}
    with transaction.atomic():
        rows = ClaimVersion.objects.filter(state=ClaimState.SUSPENDED)
        rows.update(state=ClaimState.APPROVED)
    assert keys(place) == everything
    assert index.check().differences == ()


def test_two_connections_see_each_others_commits(real_database: None) -> None:
    place = loaded()
    everything = keys(place)

    def elsewhere() -> None:
        suspend("once-daily")
        connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert keys(place) == everything - {"once-daily"}
    assert index.check().differences == ()
    before = holding._HELD.copy()
    index.rebuild()
    assert keys(place) == everything - {"once-daily"}
    assert before != holding._HELD


def test_a_long_tail_is_built_in_the_background(
    real_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = loaded()
    everything = keys(place)
    path = generations.current()
    monkeypatch.setattr(index, "MOST_FRESH", 0)
    suspend("once-daily")
    assert keys(place) == everything - {"once-daily"}
    for thread in threading.enumerate():
        if thread.name == "index":
            thread.join(20)
    monkeypatch.undo()
    assert generations.current() != path
    assert keys(place) == everything - {"once-daily"}
