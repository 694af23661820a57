"""Asks the database what has changed since a mark, and misses no late commit.

Transactions commit in another order than they begin, so "numbers above the last one
seen" would lose rows for ever. A mark therefore holds the number of the oldest
transaction that was still running: all below were over, all from there on are read
again, and what was seen already is left out.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

LOG = "knowledge_base_indexchange"
NEWEST = f"SELECT MAX(tick) FROM {LOG}"  # noqa: S608 - no input
HORIZON = {
    "postgresql": "pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
    "sqlite": f"({NEWEST}) + 1",  # one writer at a time
}


class OtherDatabaseError(ConnectionError):
    """The mark was made in another database, or in a transaction that was undone."""


@dataclass(frozen=True)
class Mark:
    """How far the log was read, and one row by which the database is known."""

    anchor: int
    nonce: str
    horizon: int
    seen: frozenset[int] = frozenset()


def now() -> Mark:
    """A mark of this moment; what commits after it is told by ``since``."""
    horizon = HORIZON[connection.vendor]
    rows = _rows(
        f"SELECT id, tick, nonce, {horizon} FROM {LOG} "  # noqa: S608 - no input
        f"WHERE tick >= {horizon} OR id = (SELECT MAX(id) FROM {LOG})"
    )
    anchor, _, nonce, horizon = max(rows)
    seen = frozenset(number for number, tick, *_ in rows if tick >= horizon)
    return Mark(anchor, nonce, horizon, seen)


def told(said: dict[str, Any]) -> Mark:
    """The mark that a generation says of itself. Raises KeyError."""
    return Mark(said["anchor"], said["nonce"], said["horizon"], frozenset(said["seen"]))


def since(mark: Mark) -> tuple[Mark, frozenset[int]]:
    """A later mark, and the revisions that changed between the two.

    Raises OtherDatabaseError.
    """
    columns = f"id, tick, nonce, version_id, {HORIZON[connection.vendor]}"
    query = f"SELECT {columns} FROM {LOG} WHERE tick >= %s OR id = %s"  # noqa: S608
    rows = _rows(query, mark.horizon, mark.anchor)
    if (mark.anchor, mark.nonce) not in {(row[0], row[2]) for row in rows}:
        raise OtherDatabaseError("The index was made from another database.")
    # The newest row is the later anchor: a backup that is older lacks it.
    anchor, _, nonce, _, horizon = max(rows)
    seen = frozenset(row[0] for row in rows if row[1] >= horizon)
    known = mark.seen | {mark.anchor}
    changed = frozenset(row[3] for row in rows if row[0] not in known)
    return Mark(anchor, nonce, horizon, seen), changed


def unsettled(mark: Mark) -> frozenset[int]:
    """The revisions of which a mark holds changes that may yet be undone.

    Only those of the open transaction in which it was made. Where the newest row is
    one of them it goes with them, and the mark is refused. Raises OtherDatabaseError.
    """
    _, pks = since(replace(mark, seen=frozenset()))
    return pks


def _rows(query: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
