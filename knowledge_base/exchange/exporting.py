"""Writes claims and text blocks into files by the columns that imports read."""

import csv
import io
import json
import tempfile
from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError

from knowledge_base.exchange import cells, columns, recorded
from knowledge_base.exchange.recorded import Values
from knowledge_base.models import BatchKind, Brand
from knowledge_base.sheets import bounds, formulas
from knowledge_base.sheets.workbook_parts import escaped

CHUNK = 64 * 1024
BOM = "\ufeff"  # so that spreadsheet programs take the file for what it is


class Which(StrEnum):
    """Which revisions are taken away."""

    APPROVED = "approved"
    NEWEST = "newest"
    ALL = "all"


class ExportError(ValidationError):
    """The library cannot be written in that form; the message says why."""


def export_claims(
    brand: Brand, *, form: str = "csv", which: Which = Which.APPROVED
) -> bytes:
    """A brand's claims as one file: ``csv``, ``xlsx`` or ``json``.

    APPROVED is one row for each claim in force, also where a newer draft stands beside
    it; NEWEST is the newest revision of each; ALL is every revision, to be read and
    not to be imported. Raises ExportError.
    """
    return b"".join(stream(BatchKind.CLAIMS, brand, form=form, which=which))


def export_blocks(
    brand: Brand, *, form: str = "csv", which: Which = Which.APPROVED
) -> bytes:
    """A brand's text blocks as one file, like ``export_claims``."""
    return b"".join(stream(BatchKind.BLOCKS, brand, form=form, which=which))


def stream(
    kind: str, brand: Brand, *, form: str, which: Which, keys: Collection[str] = ()
) -> Iterator[bytes]:
    """The file piece by piece, so that no library is held in memory whole.

    With ``keys`` it holds these claims or blocks only.
    """
    return WRITERS[form](kind, _rows(kind, brand, which, keys))


def _rows(
    kind: str, brand: Brand, which: Which, keys: Collection[str]
) -> Iterator[Values]:
    waiting: Values | None = None
    versions: Any = recorded.versions(kind, brand, keys)
    for version in versions.iterator(chunk_size=500):
        if which == Which.APPROVED and not recorded.is_approved(version):
            continue
        values = recorded.values(version)
        if which == Which.ALL:
            yield values
        elif waiting and waiting["key"] != values["key"]:
            yield waiting
        waiting = values
    if waiting and which != Which.ALL:
        yield waiting


def _cells(kind: str, values: Values) -> list[str]:
    table = columns.of(kind)
    return [cells.write(column, values.get(name)) for name, column in table.items()]


def _csv(kind: str, rows: Iterator[Values]) -> Iterator[bytes]:
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    page.write(BOM)
    writer.writerow(columns.of(kind))
    for values in rows:
        writer.writerow(formulas.guarded(cell) for cell in _cells(kind, values))
        if page.tell() > CHUNK:
            yield _emptied(page)
    yield _emptied(page)


def _emptied(page: io.StringIO) -> bytes:
    data = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return data


def _json(kind: str, rows: Iterator[Values]) -> Iterator[bytes]:
    table = columns.of(kind)
    mark = "[\n"
    for values in rows:
        stated = {name: values.get(name) for name in table}
        yield (mark + json.dumps(stated, ensure_ascii=False)).encode()
        mark = ",\n"
    yield b"[]\n" if mark == "[\n" else b"\n]\n"


def _xlsx(kind: str, rows: Iterator[Values]) -> Iterator[bytes]:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(BatchKind(kind).label)

    def text(value: str) -> Any:
        cell = WriteOnlyCell(sheet, value=escaped(value))
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = bool(formulas.RUNS.match(value))
        return cell

    sheet.append([text(name) for name in columns.of(kind)])
    try:
        for values in rows:
            sheet.append([text(cell) for cell in _short_cells(kind, values)])
    finally:
        sheet.close()
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _short_cells(kind: str, values: Values) -> list[str]:
    written = _cells(kind, values)
    if max(map(len, written)) > bounds.MAX_CELL:
        raise ExportError(
            f"{values['key']} holds more than {bounds.MAX_CELL:,} characters in one "
            "cell, which no workbook can keep: take CSV or JSON instead."
        )
    return written


WRITERS = {"csv": _csv, "xlsx": _xlsx, "json": _json}
