"""Small files of claims and blocks for the tests of the exchange."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge_base import sheets
from knowledge_base.exchange import mapping, planning
from knowledge_base.exchange.mapping import Choice
from knowledge_base.exchange.planning import Plan
from knowledge_base.models import BatchKind, Brand
from knowledge_base.sheets import Source
from knowledge_base.sheets.dates import DayOrder

NEW: dict[str, str] = {
    "key": "new-claim",
    "kind": "dosing",
    "text": "Calvoryn is taken once a day, with or without food.",
    "references": "LABEL-2026",
    "markets": "US; GB",
}
BLOCK: dict[str, str] = {
    "key": "new-block",
    "role": "closing",
    "text": "[Thank you|Thanks] for reading.",
    "tones": "warm",
}


def table(*rows: Mapping[str, str], headings: Sequence[str] = ()) -> bytes:
    """A CSV file with these rows; headings in the order of first mention."""
    names = list(headings) or list(dict.fromkeys(name for row in rows for name in row))
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue().encode()


def plan(
    brand: Brand,
    data: bytes,
    *,
    kind: str = BatchKind.CLAIMS,
    name: str = "x.csv",
    order: DayOrder = DayOrder.UNKNOWN,
    **chosen: str,
) -> Plan:
    """What importing the file would do, its columns guessed but for those chosen."""
    sheet = sheets.read(Source(name, data))
    columns = mapping.guess(kind, sheet.headings) | chosen
    return planning.plan(kind, brand, sheet, Choice(columns, order))


def sentences(brand: Brand, *rows: Mapping[str, str], **options: Any) -> list[str]:
    """Every fault of a file of these rows."""
    return list(plan(brand, table(*rows), **options).sentences)
