"""Reads one cell by the form of its column, and writes it so that it reads the same."""

import datetime
import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from knowledge_base import quarantine
from knowledge_base.exchange.column_forms import Column, Form
from knowledge_base.sheets import dates, formulas
from knowledge_base.sheets.dates import DayOrder

BAR = re.compile(r"\|")
BAR_OR_LINE = re.compile(r"[|\n]")
BAR_OR_SEMICOLON = re.compile(r"[|;\n]")
SPLITS = {Form.TEXTS: BAR_OR_LINE, Form.CODES: BAR_OR_SEMICOLON, Form.PLACES: BAR}
DAYS = ("published_on", "reference_expires_on")  # among the entries for references
# What UTF-8 looks like after it was read as Windows-1252 and saved again.
SCRAMBLED = re.compile("â€[œž™˜“”¦¢\u009d\u0093\u0094]|Ã[\u00a0-\u00bf]|Â[®°±·]|\ufffd")
MOST_DEPTH = 8


class CellError(ValueError):
    """The cell cannot be read; the message is a clause about it."""


def read(column: Column, value: Any, *, order: DayOrder, is_guarded: bool) -> Any:
    """What a cell says: text, a list, an ISO day, or plain JSON. Raises CellError.

    An empty cell says "", [] or {} by the form of its column. ``is_guarded`` means
    that an apostrophe stands before text which a spreadsheet would run.
    """
    if is_guarded and isinstance(value, str):
        value = formulas.unguarded(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return EMPTY[column.form]()
    found = READERS[column.form](column, value, order)
    _refuse_unfit(found)
    return found


def write(column: Column, value: Any) -> str:
    """The cell's text; ``read`` gives the value back."""
    if column.form in (Form.RECORDS, Form.RECORD):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, list | tuple):
        return _joined(column.form, value) if any(value) else ""
    return "" if value is None else str(value)


def _joined(form: Form, values: Sequence[str]) -> str:
    def is_plain(text: str) -> bool:
        return text == text.strip() and not SPLITS[form].search(text)

    can_join = all(is_plain(text) for text in values) and not values[0].startswith("[")
    if form != Form.PLACES:
        can_join = can_join and all(values)
    return " | ".join(values) if can_join else json.dumps(values, ensure_ascii=False)


def _words(column: Column, value: Any, order: DayOrder) -> str:
    if isinstance(value, datetime.date):
        raise CellError("the cell is a date: format it as text and write it anew")
    if not isinstance(value, str):
        raise CellError(f"it must be text, not {_shown(value)}")
    return value.strip()


def _list(column: Column, value: Any, order: DayOrder) -> list[str]:
    if isinstance(value, datetime.date):
        return [_list_entry(column, value, order)]
    if isinstance(value, str):
        value = _parts(column, value)
    if not isinstance(value, list):
        raise CellError(f"it must be a list of texts, not {_shown(value)}")
    found = [_list_entry(column, each, order) for each in value]
    if column.form == Form.PLACES:
        return found if any(found) else []
    return [text for text in found if text]


def _list_entry(column: Column, value: Any, order: DayOrder) -> str:
    if column.name in DAYS and value not in ("", None):
        return _day(column, value, order)
    return "" if value is None else _words(column, value, order)


def _parts(column: Column, text: str) -> list[Any]:
    if text.startswith("[") and text.endswith("]"):
        try:
            value = json.loads(text)
        except (RecursionError, ValueError):
            value = None
        if isinstance(value, list):
            return value
    return [part.strip() for part in SPLITS[column.form].split(text)]


def _day(column: Column, value: Any, order: DayOrder) -> str:
    try:
        return dates.day(value, order).isoformat()
    except dates.DateUnclearError as error:
        raise CellError(str(error)) from None


def _json(column: Column, value: Any, order: DayOrder) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value, parse_constant=_refuse)
        except json.JSONDecodeError as error:
            raise CellError(f"it is not JSON ({error.msg})") from None
        except (RecursionError, ValueError) as error:
            raise CellError(f"it is not JSON ({type(error).__name__})") from None
    wanted, words = (list, "list") if column.form == Form.RECORDS else (dict, "object")
    if not isinstance(value, wanted):
        raise CellError(f"it must be a JSON {words}, not {_shown(value)}")
    return value


def _refuse(name: str) -> None:
    raise ValueError(name)


def _refuse_unfit(value: Any, depth: int = 0) -> None:
    """Refuse what hides from a reader or came through a wrong encoding."""
    if depth > MOST_DEPTH:
        raise CellError("it is nested too deeply")
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for inner in value:
            _refuse_unfit(inner, depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise CellError("it holds a number without end")
    elif isinstance(value, str) and (reason := _unfit(value)):
        raise CellError(reason)


def _unfit(text: str) -> str:
    if scrambled := SCRAMBLED.search(text):
        return (
            f"it holds {scrambled[0]!r}: the file went through a wrong encoding; save "
            "it anew as UTF-8"
        )
    return quarantine.HIDDEN if quarantine.hides(text) else ""


def _shown(value: Any) -> str:
    return repr(value)[:40]


Reader = Callable[[Column, Any, DayOrder], Any]
READERS: dict[Form, Reader] = {
    Form.WORDS: _words,
    Form.TEXTS: _list,
    Form.CODES: _list,
    Form.PLACES: _list,
    Form.DAY: _day,
    Form.RECORDS: _json,
    Form.RECORD: _json,
}
EMPTY: dict[Form, Callable[[], Any]] = {
    Form.WORDS: str,
    Form.TEXTS: list,
    Form.CODES: list,
    Form.PLACES: list,
    Form.DAY: str,
    Form.RECORDS: list,
    Form.RECORD: dict,
}
