"""Reads a file of profiles into numbered rows of plain values, within bounds."""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 200_000
FORMULA = ("=", "@", "\t", "\r")
# What reading a damaged workbook raises, by where the damage lies.
DAMAGES = (
    *(EOFError, LookupError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)


class FileUnreadableError(ValueError):
    """The file as a whole cannot be read as rows; the message says why."""


@dataclass(frozen=True)
class Source:
    """A file's name, whose ending says its format, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Row:
    """One row by the number that an editor shows, its values, and its own fault."""

    number: int
    values: dict[str, Any]
    fault: str = ""


def rows(source: Source) -> list[Row]:
    """Every row of the file, faulty ones included. Raises FileUnreadableError."""
    ending = PurePath(source.name).suffix.lower()
    if ending not in READERS:
        raise FileUnreadableError("only .csv, .xlsx and .jsonl files are read")
    if len(source.data) > MAX_BYTES:
        raise FileUnreadableError("the file is larger than 20 MB; split it")
    found: list[Row] = []
    for row in READERS[ending](source.data):
        if len(found) == MAX_ROWS:
            raise FileUnreadableError(f"the file has more than {MAX_ROWS:,} rows")
        found.append(row)
    if not found:
        raise FileUnreadableError("the file holds no rows")
    return found


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileUnreadableError("the file is UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileUnreadableError(
            f"line {line} is not UTF-8; save the file as UTF-8"
        ) from None


def _json_rows(data: bytes) -> Iterator[Row]:
    for number, line in enumerate(_text(data).split("\n"), 1):
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row:
    try:
        values = json.loads(line, object_pairs_hook=_once, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return Row(number, {}, f"this is not JSON ({error.msg})")
    except RecursionError:
        return Row(number, {}, "this is nested too deeply")
    except ValueError as error:
        return Row(number, {}, str(error))
    if not isinstance(values, dict):
        return Row(number, {}, "this is not a JSON object")
    return Row(number, values)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not a number here")


def _csv_rows(data: bytes) -> Iterator[Row]:
    text = _text(data)
    first = text.split("\n", 1)[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    try:
        head = _head(next(reader, []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _cells_row(reader.line_num, head, cells)
    except csv.Error as error:
        raise FileUnreadableError(f"line {reader.line_num}: {error}") from None


def _xlsx_rows(data: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_bomb(data)
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        head = _head([_cell(value) for value in next(lines, ())])
        for number, line in enumerate(lines, 2):
            cells = [_cell(value) for value in line]
            if any(cell.strip() for cell in cells):
                yield _cells_row(number, head, cells)
    except FileUnreadableError:
        raise
    except (InvalidFileException, *DAMAGES) as error:
        raise FileUnreadableError("the file is no XLSX workbook") from error


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise FileUnreadableError("the file is no XLSX workbook") from None
    if size > MAX_UNPACKED:
        raise FileUnreadableError("the file unpacks to more than 100 MB")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    is_moment = hasattr(value, "date") and hasattr(value, "isoformat")
    return value.date().isoformat() if is_moment else str(value)


def _head(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    named = [name for name in names if name]
    if not named:
        raise FileUnreadableError("the first line does not name the columns")
    if len(set(named)) < len(named):
        raise FileUnreadableError("a column stands twice in the first line")
    return names


def _cells_row(number: int, head: list[str], cells: Sequence[str]) -> Row:
    if any(cell.strip() for cell in cells[len(head) :]):
        return Row(number, {}, "there are more cells than columns")
    values = {
        name: cell.strip() for name, cell in zip(head, cells, strict=False) if name
    }
    formula = next((n for n, c in zip(head, cells, strict=False) if _is_formula(c)), "")
    if formula:
        return Row(number, values, f"the cell {formula} holds a formula")
    return Row(number, values)


def _is_formula(cell: str) -> bool:
    if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA):
        return True
    return cell.startswith(("+", "-")) and not cell[1:].replace(".", "", 1).isdigit()


READERS = {".csv": _csv_rows, ".jsonl": _json_rows, ".xlsx": _xlsx_rows}
