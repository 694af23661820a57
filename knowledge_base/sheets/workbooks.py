"""Reads one sheet of an XLSX workbook part by part, within bounds."""

import posixpath
import zipfile
import zlib
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax

from knowledge_base.sheets import archives, headings
from knowledge_base.sheets.sources import FileUnreadableError, Row, Sheet, gathered
from knowledge_base.sheets.workbook_parts import (
    BookHandler,
    RelationsHandler,
    StringsHandler,
    StylesHandler,
)
from knowledge_base.sheets.worksheets import Line, SheetHandler

BOOK = "xl/workbook.xml"
# What reading a damaged workbook raises, by where the damage lies.
DAMAGES = (
    *(ArithmeticError, EOFError, LookupError, RuntimeError, ValueError),
    *(SAXException, zipfile.BadZipFile, zlib.error),
)


def sheet(data: bytes, wanted: str = "") -> Sheet:
    """The sheet of that name, else the first shown. Raises FileUnreadableError."""
    try:
        with archives.opened(data) as archive:
            return _sheet(archive, wanted)
    except FileUnreadableError:
        raise
    except DAMAGES as error:
        raise FileUnreadableError("the file is no XLSX workbook") from error


def _sheet(archive: zipfile.ZipFile, wanted: str) -> Sheet:
    book = BookHandler()
    _parse(archive, BOOK, book)
    relations = RelationsHandler()
    _parse(archive, "xl/_rels/workbook.xml.rels", relations)
    name, relation = _chosen(book, wanted)
    lines = SheetHandler(
        strings=_strings(archive, relations),
        date_styles=_date_styles(archive, relations),
        is_1904=book.is_1904,
    )
    _parse(archive, _path(relations.targets[relation]), lines)
    _refuse_merged(lines)
    rows = iter(lines.lines)
    first = next(rows, None)
    if first is None or first.number != 1:
        raise FileUnreadableError("the first line does not name the columns")
    names = headings.named(_cells(first))
    found = gathered(_row(names, line) for line in rows)
    return Sheet(names, found, name, book.names)


def _chosen(book: BookHandler, wanted: str) -> tuple[str, str]:
    shown = [each for each in book.sheets if each.is_shown] or book.sheets
    found = [each for each in book.sheets if each.name == wanted] if wanted else shown
    if not found:
        raise FileUnreadableError(f"there is no sheet {wanted!r} in the workbook")
    return found[0].name, found[0].relation


def _strings(archive: zipfile.ZipFile, relations: RelationsHandler) -> list[str]:
    path, strings = relations.first_of("sharedStrings"), StringsHandler()
    if path:
        _parse(archive, _path(path), strings)
    return strings.texts


def _date_styles(archive: zipfile.ZipFile, relations: RelationsHandler) -> set[int]:
    path, styles = relations.first_of("styles"), StylesHandler()
    if path:
        _parse(archive, _path(path), styles)
    return styles.date_styles()


def _path(target: str) -> str:
    """Where a part lies; targets count from the workbook's own folder."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join("xl", target))


def _parse(archive: zipfile.ZipFile, path: str, handler: ContentHandler) -> None:
    with archive.open(path) as stream:
        defusedxml.sax.parse(stream, handler, forbid_dtd=True)


def _refuse_merged(lines: SheetHandler) -> None:
    if not lines.merged:
        return
    shown = ", ".join(lines.merged[:5])
    more = f" and {len(lines.merged) - 5} more" if len(lines.merged) > 5 else ""
    raise FileUnreadableError(
        f"cells are merged at {shown}{more}; unmerge them and fill each cell"
    )


def _cells(line: Line) -> list[str]:
    if line.faults:
        raise FileUnreadableError(
            f"the cell {line.faults[0][1]} in the first line {line.faults[0][2]}"
        )
    last = max(line.cells, default=-1)
    return [str(line.cells.get(place, "")) for place in range(last + 1)]


def _row(names: tuple[str, ...], line: Line) -> Row:
    return headings.row(line.number, names, line.cells, line.cell_faults(names))
