"""The ledger: every write leaves one line, and no line can change unnoticed.

Each entry's hash is taken over its own content and the hash before it, so an edit, a
deletion, an insertion or a new order breaks the chain at a place that can be named. The
hash is keyed (HMAC-SHA-256, ``LEDGER_KEY``): who can write to the database alone cannot
write a chain that verifies.
"""

import datetime
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from knowledge_base.models import LedgerEntry, LedgerTip

GENESIS = "0" * 64
CHAIN_LOCK = 7_305_117  # any fixed number: the name of the lock on the chain's tail


class NotInTransactionError(RuntimeError):
    """A ledger line was asked for outside the transaction of its write."""


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    sequence: int
    reason: str


def record(
    *,
    action: str,
    subject: str,
    by: str,
    at: datetime.datetime,
    payload: dict[str, Any] | None = None,
) -> LedgerEntry:
    """Append one line in the caller's transaction.

    ``action`` is ``noun.verb``, ``subject`` is ``noun:key``, ``by`` a sign-in name or
    the name of a service. Raises NotInTransactionError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransactionError(
            "A ledger line belongs into the transaction of the write it tells of."
        )
    _lock_tail()
    tail = LedgerEntry.objects.order_by("-sequence").first()
    entry = LedgerEntry(
        sequence=tail.sequence + 1 if tail else 1,
        at=at,
        by=by,
        action=action,
        subject=subject,
        payload=_canonical(payload or {}),
        previous_hash=tail.hash if tail else GENESIS,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    LedgerTip.objects.update_or_create(
        id=1, defaults={"sequence": entry.sequence, "hash": entry.hash}
    )
    return entry


def digest(entry: LedgerEntry) -> str:
    """The hash that belongs to an entry's content and its predecessor."""
    content = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "payload": entry.payload,
        "previous_hash": entry.previous_hash,
    }
    key = settings.LEDGER_KEY.encode()
    return hmac.new(key, _canonical(content).encode(), hashlib.sha256).hexdigest()


def first_broken_entry() -> Break | None:
    """Walk the whole chain and name the first entry that does not hold, if any."""
    expected_sequence, previous = 1, GENESIS
    for entry in LedgerEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        reason = _fault(entry, expected_sequence, previous)
        if reason:
            return Break(entry.sequence, reason)
        expected_sequence, previous = entry.sequence + 1, entry.hash
    return _fault_at_tip(expected_sequence - 1, previous)


def tip() -> tuple[int, str]:
    """Length and last hash of the chain: note them elsewhere to prove its age."""
    row = LedgerTip.objects.filter(id=1).first()
    return (row.sequence, row.hash) if row else (0, GENESIS)


def entries_about(subject: str) -> list[LedgerEntry]:
    """Every line about one subject, oldest first."""
    return list(LedgerEntry.objects.filter(subject=subject).order_by("sequence"))


def _fault(entry: LedgerEntry, expected_sequence: int, previous: str) -> str:
    if entry.sequence != expected_sequence:
        return f"entry {expected_sequence} is missing before it"
    if entry.previous_hash != previous:
        return "it does not follow the entry before it"
    if entry.hash != digest(entry):
        return "its content was changed after it was written"
    return ""


def _fault_at_tip(sequence: int, last_hash: str) -> Break | None:
    expected_sequence, expected_hash = tip()
    if (sequence, last_hash) == (expected_sequence, expected_hash):
        return None
    return Break(
        max(sequence, expected_sequence),
        f"the chain should end with entry {expected_sequence} but ends with {sequence}",
    )


def _canonical(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _lock_tail() -> None:
    # SQLite transactions begin IMMEDIATE and so are alone already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
