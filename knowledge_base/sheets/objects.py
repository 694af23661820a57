"""Reads JSON: one object a line, or a list of objects."""

import json
import re
from collections.abc import Iterator
from typing import Any

from knowledge_base.sheets import bounds, decoding, headings
from knowledge_base.sheets.sources import FileUnreadableError, Row, Sheet, gathered

SPACE = re.compile(r"[ \t\r\n]*")


def lines(data: bytes) -> Sheet:
    """The rows of a file of JSON lines. Raises FileUnreadableError."""
    return _sheet(gathered(_lines(_text(data))))


def array(data: bytes) -> Sheet:
    """The rows of a JSON list. Raises FileUnreadableError."""
    return _sheet(gathered(_entries(_text(data))))


def _text(data: bytes) -> str:
    text = decoding.text(data)
    if text.count("[") + text.count("{") > bounds.MAX_BRACKETS:
        raise FileUnreadableError("the file holds too many lists; split it")
    return text


def _sheet(rows: tuple[Row, ...]) -> Sheet:
    names: dict[str, None] = {}
    for row in rows:
        names |= dict.fromkeys(row.values)
        if len(names) > bounds.MAX_COLUMNS:
            raise FileUnreadableError(
                f"the file has more than {bounds.MAX_COLUMNS} columns"
            )
    return Sheet(tuple(names), rows)


def _lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _row(number, DECODER.decode(line))
            except (RecursionError, ValueError) as error:
                yield Row(number, {}, _reason(error))


def _entries(text: str) -> Iterator[Row]:
    place, number = _after_space(text, 0), 0
    if text[place : place + 1] != "[":
        raise FileUnreadableError("the file is not a JSON list of objects")
    place = _after_space(text, place + 1)
    while text[place : place + 1] != "]" or number:
        number += 1
        try:
            value, place = DECODER.raw_decode(text, place)
        except (RecursionError, ValueError) as error:
            raise FileUnreadableError(f"entry {number}: {_reason(error)}") from None
        yield _row(number, value)
        place = _after_space(text, place)
        mark = text[place : place + 1]
        if mark == "]":
            break
        if mark != ",":
            raise FileUnreadableError(f"after entry {number} the list breaks off")
        place = _after_space(text, place + 1)
    if text[place + 1 :].strip():
        raise FileUnreadableError("something stands after the end of the list")


def _after_space(text: str, place: int) -> int:
    found = SPACE.match(text, place)
    return found.end() if found else place


def _row(number: int, value: Any) -> Row:
    if not isinstance(value, dict):
        return Row(number, {}, "this is not a JSON object")
    try:
        return Row(number, _keyed(value))
    except ValueError as error:
        return Row(number, {}, str(error))


def _keyed(value: dict[str, Any]) -> dict[str, Any]:
    """Keys as headings are compared, so that mapping finds them."""
    found = {headings.key(name.strip()): inner for name, inner in value.items()}
    if len(found) < len(value):
        raise ValueError("a key stands twice in one object")
    if fault := next(filter(None, map(headings.fault_in, found)), ""):
        raise ValueError(fault)
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"this is not JSON ({error.msg})"
    if isinstance(error, RecursionError):
        return "this is nested too deeply"
    return str(error)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not a number here")


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse)
