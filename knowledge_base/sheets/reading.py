"""Reads a file into a sheet by its ending, within bounds."""

import dataclasses
from collections.abc import Sequence
from pathlib import PurePath

from knowledge_base.sheets import bounds, objects, separated, sources, workbooks
from knowledge_base.sheets.sources import FileUnreadableError, Row, Sheet, Source

ENDINGS = (".csv", ".xlsx", ".json", ".jsonl")
# Tables that people have, and that are to be saved in another form first.
OTHERS = {
    ".xls": "; open this old workbook and save it as .xlsx",
    ".xlsm": "; save this workbook without its macros as .xlsx",
    ".xlsb": "; save this workbook as .xlsx",
    ".ods": "; save this spreadsheet as .xlsx or as CSV",
    ".numbers": "; export this spreadsheet as .xlsx or as CSV",
}


def read(
    source: Source, *, wanted: str = "", endings: Sequence[str] = ENDINGS
) -> Sheet:
    """The table in a file; ``wanted`` names a workbook's sheet, else its first.

    Raises FileUnreadableError with a clause that completes "FILE: ...".
    """
    ending = PurePath(source.name).suffix.lower()
    if ending not in endings:
        raise FileUnreadableError(
            f"only {', '.join(endings[:-1])} and {endings[-1]} files are read"
            + OTHERS.get(ending, "")
        )
    if len(source.data) > bounds.MAX_BYTES:
        raise FileUnreadableError("the file is larger than 20 MB; split it")
    if ending == ".xlsx":
        return workbooks.sheet(source.data, wanted)
    if ending == ".csv":
        return separated.sheet(source.data)
    return (
        objects.lines(source.data) if ending == ".jsonl" else objects.array(source.data)
    )


def rows(source: Source, *, endings: Sequence[str] = ENDINGS) -> list[Row]:
    """Every row of the file, faulty ones included, with dates as text.

    Raises FileUnreadableError.
    """
    return [_plain(row) for row in read(source, endings=endings).rows]


def _plain(row: Row) -> Row:
    values = {name: sources.plain(value) for name, value in row.values.items()}
    return dataclasses.replace(row, values=values)
