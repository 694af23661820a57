"""Workbooks for tests, made by hand part by part, so that each can be wrong."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook

BOOK = (
    '<workbook xmlns="m" xmlns:r="r"><workbookPr date1904="{old}"/><sheets>{sheets}'
    "</sheets></workbook>"
)
RELATIONS = (
    '<Relationships><Relationship Id="r1" Type="x/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" '
    'Target="/xl/sharedStrings.xml"/><Relationship Id="r3" Type="x/styles" '
    'Target="styles.xml"/></Relationships>'
)
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d/m/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.00"/></numFmts><cellStyleXfs>'
    '<xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)
STRINGS = (
    "<sst><si><t>key</t></si><si><r><t>na</t></r><r><t>me</t></r></si>"
    "<si><t>東京</t><rPh><t>とうきょう</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si>"
    "</sst>"
)
HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
SHEETS = '<sheet name="One" sheetId="1" r:id="r1"/>'


def handmade(rows: str, after: str = "", **parts: str) -> bytes:
    """A workbook whose only sheet holds these rows below the head ``key, name``."""
    sheet = f"<worksheet><sheetData>{HEAD}{rows}</sheetData>{after}</worksheet>"
    found = {
        "xl/workbook.xml": BOOK.format(old=0, sheets=SHEETS),
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/sharedStrings.xml": STRINGS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": sheet,
        **parts,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in found.items():
            archive.writestr(name, body)
    return data.getvalue()


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def workbook(*rows: list[Any], **sheets: list[list[Any]]) -> bytes:
    """A workbook as a spreadsheet program saves it, further sheets by name."""
    book = Workbook()
    first = book.active
    assert first
    first.title = "First"
    for row in rows:
        first.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    return saved(book)
