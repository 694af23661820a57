"""Reads files that tests make, and shows what came of them in plain values."""

import pytest

from knowledge_base import sheets
from knowledge_base.sheets import FileUnreadableError, Sheet, Source

Shown = list[tuple[int, dict[str, object]]]


def read(name: str, data: bytes | str) -> Sheet:
    """The table in a file; text is taken as UTF-8."""
    content = data.encode() if isinstance(data, str) else data
    return sheets.read(Source(name, content))


def shown(name: str, data: bytes | str) -> Shown:
    """Every row by number and values; none may have a fault."""
    rows = read(name, data).rows
    assert not any(row.fault or row.faults for row in rows)
    return [(row.number, row.values) for row in rows]


def faults(name: str, data: bytes | str) -> list[tuple[str, str, str]]:
    """The heading, the address and the message of every faulty cell."""
    return [
        (fault.column, fault.address, fault.message)
        for row in read(name, data).rows
        for fault in row.faults
    ]


def refusal(name: str, data: bytes | str) -> str:
    """Why the file as a whole is not read."""
    with pytest.raises(FileUnreadableError) as error:
        read(name, data)
    return str(error.value)
