"""Rows in which every column of the table is filled, each row with its own names."""

import json
from typing import Any

from knowledge_base.exchange import columns
from knowledge_base.exchange.planning import Plan
from knowledge_base.models import BatchKind, Brand
from tests.knowledge_base.exchange_files import plan

CLAIM: dict[str, str] = {
    "key": "whole-claim",
    "kind": "dosing",
    "text": "Calvoryn 20 mg is taken once a day, with or without food.",
    "variations": "Once a day, Calvoryn 20 mg is taken, with food or without.",
    "references": "NEW-1#table",
    "citation": "Test E. Ostivarel once a day. Journal of Tests 2026;1:1-9.",
    "reference_kind": "journal",
    "design": "randomised",
    "published_on": "2026-03-01",
    "reference_expires_on": "2029-03-01",
    "url": "https://journal.example/1",
    "locator": "p. 3, table 1",
    "quote": "Once a day, in both groups.",
    "markets": "GB | US",
    "channels": "email",
    "audiences": "HCP",
    "themes": "dosing",
    "indications": "gout in adults",
    "endpoint": "adherence",
    "population": "adults with gout",
    "comparator": "placebo",
    "timepoint": "week 24",
    "figures": '[{"value": "20", "unit": "mg"}]',
    "reading": '{"quantities": []}',
    "qualifiers": "Shown in one study.",
    "companions": "once-daily",
    "valid_from": "2026-04-01",
    "expires_on": "2028-04-01",
}
BLOCK: dict[str, str] = {
    "key": "whole-block",
    "role": "closing",
    "text": "[Thank you|Thanks] for reading.",
    "tones": "warm",
    "themes": "dosing",
    "channels": "email",
    "formats": "short",
    "audiences": "HCP",
    "markets": "GB",
}
ROWS = {BatchKind.CLAIMS: CLAIM, BatchKind.BLOCKS: BLOCK}


def numbered(kind: BatchKind, number: int) -> dict[str, Any]:
    """A whole row that shares neither its key nor its reference with another."""
    row = {**ROWS[kind], "key": f"whole-{number}"}
    return row | {n: f"NEW-{number}#table" for n in row if n == "references"}


def as_json(*rows: dict[str, Any]) -> bytes:
    """A JSON file of these rows."""
    return json.dumps(rows).encode()


def told_of(
    brand: Brand, kind: BatchKind, damaged: dict[str, Any], *, gone: bool = False
) -> dict[str, list[str]]:
    """What is told of one row for each column, damaged in just that column.

    The place is left out of the sentences: that it is row and column is tested here.
    With ``gone`` the row has no such value at all.
    """
    rows = []
    for number, (name, value) in enumerate(damaged.items(), 1):
        row = numbered(kind, number)
        row.pop(name) if gone else row.update({name: value})
        rows.append(row)
    found = plan(brand, as_json(*rows), kind=kind, name="whole.json")
    assert found.faults == ()
    return dict(zip(damaged, map(sentences_of, found.rows), strict=True))


def sentences_of(row: Any) -> list[str]:
    """Each fault as ``column: message``, its row checked."""
    place = f"Row {row.number}, "
    said = [fault.sentence for fault in row.faults]
    assert all(sentence.startswith(place) for sentence in said), said
    return [sentence.removeprefix(place) for sentence in said]


def whole(brand: Brand, kind: BatchKind) -> Plan:
    """What the whole row alone would do."""
    return plan(brand, as_json(ROWS[kind]), kind=kind, name="whole.json")


def read_names(kind: BatchKind) -> list[str]:
    """The columns that an import reads."""
    return list(columns.read_of(kind))
