"""The ledger records every write once, and every tampering with it is found."""

import datetime
import hashlib
import itertools
import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry, LedgerTip

LENGTH = 5


@pytest.fixture
def chain(db: None, at: datetime.datetime) -> list[LedgerEntry]:
    """Five lines."""
    return [
        ledger.record(
            action="test.noted",
            subject=f"test:{number}",
            by="tester",
            at=at + datetime.timedelta(minutes=number),
            payload={"number": number, "text": "Ärzte ▼"},
        )
        for number in range(LENGTH)
    ]


@pytest.fixture
def lifted(db: None) -> None:
    """Take the triggers away; the test's own rollback brings them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' "
                "AND name LIKE 'ledger%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            return
        for table in (LedgerEntry._meta.db_table, LedgerTip._meta.db_table):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def rewrite(sequence: int, **columns: object) -> None:
    LedgerEntry.objects.filter(sequence=sequence).update(**columns)


def swap(first: int, second: int) -> None:
    rows = LedgerEntry.objects.in_bulk([first, second])
    for place, other in ((first, rows[second]), (second, rows[first])):
        rewrite(place, previous_hash=f"aside-{place}", hash=f"away-{place}")
        del other
    for place, other in ((first, rows[second]), (second, rows[first])):
        rewrite(
            place,
            action=other.action,
            subject=other.subject,
            payload=other.payload,
            at=other.at,
            previous_hash=other.previous_hash,
            hash=other.hash,
        )


def move_apart(place: int) -> None:
    for sequence in range(LENGTH, place - 1, -1):
        row = LedgerEntry.objects.filter(sequence=sequence)
        row.update(sequence=sequence + 1)


def insert(place: int) -> None:
    move_apart(place)
    before = LedgerEntry.objects.get(sequence=place - 1)
    forged = LedgerEntry(
        sequence=place,
        at=before.at,
        by="intruder",
        action="test.forged",
        subject="test:forged",
        payload="{}",
        previous_hash="not yet",
    )
    forged.hash = ledger.digest(forged)
    forged.save(force_insert=True)


def append_unkeyed() -> None:
    tail = LedgerEntry.objects.get(sequence=LENGTH)
    LedgerEntry.objects.create(
        sequence=LENGTH + 1,
        at=tail.at,
        by="intruder",
        action="test.forged",
        subject="test:forged",
        payload="{}",
        previous_hash=tail.hash,
        hash=hashlib.sha256(b"no key").hexdigest(),
    )


def cut_tail_and_tip() -> None:
    LedgerEntry.objects.filter(sequence=LENGTH).delete()
    LedgerTip.objects.all().delete()


EDITS: dict[str, Callable[[], object]] = {
    "by": lambda: rewrite(3, by="somebody"),
    "action": lambda: rewrite(3, action="test.other"),
    "subject": lambda: rewrite(3, subject="test:other"),
    "payload": lambda: rewrite(3, payload='{"number":99}'),
    "at": lambda: rewrite(3, at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)),
    "hash": lambda: rewrite(3, hash="f" * 64),
    "previous hash": lambda: rewrite(3, previous_hash="f" * 64),
}
TAMPERINGS: dict[str, tuple[Callable[[], object], int, str]] = {
    **{
        f"edit of {name}": (edit, 3, "follow" if name == "previous hash" else "changed")
        for name, edit in EDITS.items()
    },
    "delete at the head": (
        lambda: LedgerEntry.objects.filter(sequence=1).delete(),
        2,
        "entry 1 is missing",
    ),
    "delete in the middle": (
        lambda: LedgerEntry.objects.filter(sequence=3).delete(),
        4,
        "entry 3 is missing",
    ),
    "delete at the tail": (
        lambda: LedgerEntry.objects.filter(sequence=LENGTH).delete(),
        LENGTH,
        "ends with 4",
    ),
    "delete of everything": (LedgerEntry.objects.all().delete, LENGTH, "ends with 0"),
    "delete of the tip": (LedgerTip.objects.all().delete, LENGTH, "end with entry 0"),
    "delete of tail and tip": (cut_tail_and_tip, LENGTH - 1, "ends with 4"),
    "reorder": (lambda: swap(2, 3), 2, "follow"),
    "insert in the middle": (lambda: insert(3), 3, "follow"),
    "insert at the tail": (append_unkeyed, LENGTH + 1, "changed"),
    "tip moved": (
        lambda: LedgerTip.objects.update(sequence=9, hash="0" * 64),
        9,
        "end with entry 9",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_is_found_and_named(
    name: str, chain: list[LedgerEntry], lifted: None
) -> None:
    tamper, sequence, words = TAMPERINGS[name]
    assert ledger.first_broken_entry() is None
    tamper()
    broken = ledger.first_broken_entry()
    assert broken is not None
    assert broken.sequence == sequence
    assert words in broken.reason


@pytest.mark.parametrize(
    "tamper",
    [
        *EDITS.values(),
        lambda: LedgerEntry.objects.filter(sequence=3).delete(),
        lambda: LedgerTip.objects.all().delete(),
        lambda: LedgerTip.objects.update(sequence=1),
        lambda: LedgerTip.objects.update(hash="0" * 64),
    ],
)
def test_the_database_itself_refuses(
    tamper: Callable[[], object], chain: list[LedgerEntry]
) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper()
    assert ledger.first_broken_entry() is None


REPLACEMENTS = [
    "REPLACE INTO knowledge_base_ledgerentry SELECT sequence, at, 'nobody', action, "
    "subject, payload, previous_hash, hash FROM knowledge_base_ledgerentry "
    "WHERE sequence = 3",
    "REPLACE INTO knowledge_base_ledgerentry SELECT 99, at, 'nobody', action, "
    "subject, payload, 'elsewhere', hash FROM knowledge_base_ledgerentry "
    "WHERE sequence = 3",
    "REPLACE INTO knowledge_base_ledgertip (id, sequence, hash) VALUES (1, 2, 'x')",
]


@pytest.mark.parametrize("statement", REPLACEMENTS)
def test_no_row_is_replaced_by_another(
    statement: str, chain: list[LedgerEntry]
) -> None:
    # PostgreSQL knows no such statement and says so.
    words = "append-only" if connection.vendor == "sqlite" else "syntax error"
    with (
        pytest.raises(DatabaseError, match=words),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ledger.first_broken_entry() is None


def test_a_chain_begins_at_one_and_each_line_follows(chain: list[LedgerEntry]) -> None:
    assert [entry.sequence for entry in chain] == [1, 2, 3, 4, 5]
    assert chain[0].previous_hash == ledger.GENESIS
    assert all(b.previous_hash == a.hash for a, b in itertools.pairwise(chain))
    assert ledger.tip() == (5, chain[-1].hash)
    assert json.loads(chain[2].payload) == {"number": 2, "text": "Ärzte ▼"}


def test_an_empty_chain_holds(db: None) -> None:
    assert ledger.tip() == (0, ledger.GENESIS)
    assert ledger.first_broken_entry() is None


def test_without_the_key_no_chain_verifies(
    chain: list[LedgerEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LEDGER_KEY", "another key")
    broken = ledger.first_broken_entry()
    assert broken
    assert broken.sequence == 1


def test_entries_about_a_subject_come_oldest_first(chain: list[LedgerEntry]) -> None:
    at = chain[-1].at
    with transaction.atomic():
        again = ledger.record(action="test.noted", subject="test:1", by="x", at=at)
    assert ledger.entries_about("test:1") == [chain[1], again]


def test_a_line_outside_a_transaction_is_refused(
    db: None, at: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = SimpleNamespace(in_atomic_block=False)
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "get_connection", lambda *_: bare)
        with pytest.raises(ledger.NotInTransactionError):
            ledger.record(action="test.noted", subject="test:1", by="x", at=at)
