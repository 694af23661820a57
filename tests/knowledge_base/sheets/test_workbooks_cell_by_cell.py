"""Workbooks cell by cell: kinds, styles, epochs, addresses, sheets, hidden parts."""

import datetime
import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, from_excel

from knowledge_base import sheets
from knowledge_base.sheets import Source, headings
from knowledge_base.sheets.worksheets import SheetHandler, _place
from tests.knowledge_base import sheet_files as files
from tests.knowledge_base.sheet_files import handmade, saved, workbook
from tests.knowledge_base.sheets.tables import faults, read, refusal, shown

NO_WORKBOOK = "the file is no XLSX workbook"
DAY = datetime.date


def cell(inner: str) -> object:
    """What one cell under ``key`` holds."""
    [row] = read("x.xlsx", handmade(f'<row r="2">{inner}</row>')).rows
    assert not row.faults
    return row.values["key"]


VALUES = [
    pytest.param("<c><v>5</v></c>", "5", id="number"),
    pytest.param("<c><v>5.0</v></c>", "5", id="whole number written as a decimal"),
    pytest.param("<c><v>0.1</v></c>", "0.1", id="decimal"),
    pytest.param("<c><v>-0.5</v></c>", "-0.5", id="below zero"),
    pytest.param("<c><v>1E3</v></c>", "1000", id="exponent"),
    pytest.param("<c><v>1e-7</v></c>", "1e-07", id="tiny"),
    pytest.param("<c><v>1e15</v></c>", "1000000000000000.0", id="huge"),
    pytest.param("<c><v>0</v></c>", "0", id="zero"),
    pytest.param('<c t="n"><v>7</v></c>', "7", id="kind told"),
    pytest.param('<c t="b"><v>1</v></c>', "TRUE", id="true"),
    pytest.param('<c t="b"><v>0</v></c>', "FALSE", id="false"),
    pytest.param('<c t="s"><v>0</v></c>', "key", id="shared text"),
    pytest.param('<c t="s"><v>1</v></c>', "name", id="shared text in two runs"),
    pytest.param('<c t="s"><v>2</v></c>', "東京", id="reading aids are left out"),
    pytest.param('<c t="s"><v>3</v></c>', "a\rb_x0041_", id="escaped characters"),
    pytest.param('<c t="str"><v>as it is</v></c>', "as it is", id="text of a formula"),
    pytest.param('<c t="inlineStr"><is><t>in</t></is></c>', "in", id="inline text"),
    pytest.param(
        '<c t="inlineStr"><is><r><t>in </t></r><r><t>two</t></r></is></c>',
        "in two",
        id="inline text in two runs",
    ),
    pytest.param('<c t="str"><v>  blanks  </v></c>', "blanks", id="outer blanks"),
    pytest.param('<c t="str"><v>=1+1</v></c>', "=1+1", id="text like a formula"),
    pytest.param('<c t="str"><v>a&#10;b</v></c>', "a\nb", id="two lines"),
    pytest.param('<c t="str"><v>&lt;b&gt;</v></c>', "<b>", id="markup is text"),
    pytest.param('<c t="d"><v>2026-03-01</v></c>', DAY(2026, 3, 1), id="ISO day"),
    pytest.param(
        '<c t="d"><v>2026-03-01T09:30:00</v></c>', DAY(2026, 3, 1), id="ISO moment"
    ),
    pytest.param('<c s="1"><v>46082</v></c>', DAY(2026, 3, 1), id="built-in day style"),
    pytest.param('<c s="2"><v>46082</v></c>', DAY(2026, 3, 1), id="own day style"),
    pytest.param('<c s="3"><v>46082</v></c>', "46082", id="own style of decimals"),
    pytest.param('<c s="0"><v>46082</v></c>', "46082", id="no style"),
    pytest.param('<c s="9"><v>46082</v></c>', "46082", id="a style that is not there"),
    pytest.param('<c s="1"><v>46082.99</v></c>', DAY(2026, 3, 1), id="late in the day"),
    pytest.param('<c s="1"><v>0.5</v></c>', "0.5", id="a time is no day"),
    pytest.param('<c s="1"><v>61</v></c>', DAY(1900, 3, 1), id="after the odd day"),
    pytest.param('<x:c xmlns:x="m"><x:v>5</x:v></x:c>', "5", id="another prefix"),
]


@pytest.mark.parametrize(("inner", "value"), VALUES)
def test_a_cell_is_read_by_its_kind_and_style(inner: str, value: object) -> None:
    assert cell(inner) == value


EMPTY = [
    pytest.param("<c/>", id="no value"),
    pytest.param("<c><v></v></c>", id="empty value"),
    pytest.param('<c t="str"><v> </v></c>', id="blanks"),
    pytest.param('<c t="inlineStr"><is><t/></is></c>', id="empty text"),
    pytest.param('<c s="1"/>', id="styled and empty"),
]


@pytest.mark.parametrize("inner", EMPTY)
def test_an_empty_cell_makes_no_row(inner: str) -> None:
    last = '<row r="9"><c><v>1</v></c></row>'
    data = handmade(f'<row r="2">{inner}</row>{last}')
    assert shown("x.xlsx", data) == [(9, {"key": "1", "name": ""})]


BAD = [
    pytest.param('<c t="s"><v>4</v></c>', id="shared text that is not there"),
    pytest.param('<c t="s"><v>x</v></c>', id="shared text without a number"),
    pytest.param('<c t="b"><v>2</v></c>', id="neither true nor false"),
    pytest.param('<c t="d"><v>soon</v></c>', id="no ISO day"),
    pytest.param("<c><v>five</v></c>", id="letters for a number"),
    pytest.param("<c><v>inf</v></c>", id="a number without end"),
    pytest.param("<c><v>nan</v></c>", id="no number"),
    pytest.param('<c s="1"><v>3000000</v></c>', id="a day after all days"),
    pytest.param('<c s="x"><v>1</v></c>', id="a style without a number"),
    pytest.param('<c r="2A"><v>1</v></c>', id="an address turned around"),
    pytest.param('<c r="a2"><v>1</v></c>', id="an address in small letters"),
    pytest.param('<c r="AAAA2"><v>1</v></c>', id="an address with four letters"),
    pytest.param('<c r="XFE2"><v>1</v></c>', id="an address beyond the last column"),
    pytest.param("<c><v>1</c></v>", id="tags that cross"),
    pytest.param("<c><v>&amp</v></c>", id="an unfinished entity"),
    pytest.param("<c><v>&nbsp;</v></c>", id="an unknown entity"),
]


@pytest.mark.parametrize("inner", BAD)
def test_damage_is_no_workbook(inner: str) -> None:
    assert refusal("x.xlsx", handmade(f'<row r="2">{inner}</row>')) == NO_WORKBOOK


ROWS = [
    pytest.param('<row r="3"/><row r="3"/>', id="twice"),
    pytest.param('<row r="4"/><row r="3"/>', id="backwards"),
    pytest.param('<row r="1048577"/>', id="below the last"),
    pytest.param('<row r="0"/>', id="above the first"),
    pytest.param('<row r="x"/>', id="without a number"),
]


@pytest.mark.parametrize("rows", ROWS)
def test_rows_that_do_not_follow_are_no_workbook(rows: str) -> None:
    assert refusal("x.xlsx", handmade(rows)) == NO_WORKBOOK


def test_rows_and_cells_without_numbers_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert shown("x.xlsx", handmade(rows)) == [
        (2, {"key": "1", "name": "2"}),
        (3, {"key": "3", "name": ""}),
    ]


def test_a_cell_beside_the_named_ones_makes_its_row_faulty() -> None:
    rows = '<row r="2"><c r="C2"><v>1</v></c></row><row r="3"><c><v>2</v></c></row>'
    found = read("x.xlsx", handmade(rows)).rows
    assert [row.fault for row in found] == ["there are more cells than columns", ""]


FAULTY = [
    pytest.param(
        "<c><f>1+1</f></c>", ("key", "A2", "holds a formula"), id="without a result"
    ),
    pytest.param(
        '<c t="str"><f>A1</f><v>key</v></c>',
        ("key", "A2", "holds a formula"),
        id="with a result",
    ),
    pytest.param(
        '<c r="B2"><f t="array" ref="B2">1</f></c>',
        ("name", "B2", "holds a formula"),
        id="of an array",
    ),
    pytest.param(
        '<c t="e"><v>#N/A</v></c>', ("key", "A2", "holds the error #N/A"), id="error"
    ),
    pytest.param(
        f'<c t="e"><v>{"#" * 30}</v></c>',
        ("key", "A2", f"holds the error {'#' * 20}"),
        id="a long error is cut",
    ),
]


@pytest.mark.parametrize(("inner", "fault"), FAULTY)
def test_what_a_program_computed_is_named(
    inner: str, fault: tuple[str, str, str]
) -> None:
    assert faults("x.xlsx", handmade(f'<row r="2">{inner}</row>')) == [fault]


@pytest.mark.parametrize("is_1904", [False, True], ids=["from 1900", "from 1904"])
@settings(max_examples=40)
@given(number=st.floats(61, 2_900_000, allow_nan=False))
def test_days_are_counted_as_another_reader_counts_them(
    is_1904: bool, number: float
) -> None:
    handler = SheetHandler(strings=(), date_styles={1}, is_1904=is_1904)
    handler._style = "1"
    epoch = CALENDAR_MAC_1904 if is_1904 else WINDOWS_EPOCH
    wanted = from_excel(int(number), epoch)
    assert isinstance(wanted, datetime.datetime)
    assert handler._number(number) == wanted.date()


@given(st.integers(0, 16_383))
def test_letters_and_places_are_one(place: int) -> None:
    assert headings.letters(place) == get_column_letter(place + 1)
    assert _place(f"{headings.letters(place)}1") == place


SHEETS = (
    '<sheet name="One" sheetId="1" r:id="r1"/><sheet name="Two" sheetId="2" r:id="r4"/>'
)
TWO = {
    "xl/workbook.xml": files.BOOK.format(old=0, sheets=SHEETS),
    "xl/_rels/workbook.xml.rels": files.RELATIONS.replace(
        "</Relationships>",
        '<Relationship Id="r4" Type="x/worksheet" Target="/xl/other/two.xml"/>'
        "</Relationships>",
    ),
    "xl/other/two.xml": '<worksheet><sheetData><row r="1"><c t="str"><v>other</v></c>'
    '</row><row r="2"><c><v>2</v></c></row></sheetData></worksheet>',
}
FIRST_ROW = '<row r="2"><c><v>1</v></c></row>'


def two(**parts: str) -> Source:
    return Source("x.xlsx", handmade(FIRST_ROW, **(TWO | parts)))


@pytest.mark.parametrize(
    ("wanted", "name", "values"),
    [
        pytest.param("", "One", {"key": "1", "name": ""}, id="the first"),
        pytest.param("One", "One", {"key": "1", "name": ""}, id="the first by name"),
        pytest.param("Two", "Two", {"other": "2"}, id="the second by name"),
    ],
)
def test_a_sheet_is_found_by_its_name(
    wanted: str, name: str, values: dict[str, str]
) -> None:
    found = sheets.read(two(), wanted=wanted)
    assert (found.name, found.names) == (name, ("One", "Two"))
    assert [row.values for row in found.rows] == [values]


@pytest.mark.parametrize("wanted", ["one", "Three", " One"])
def test_a_sheet_of_no_such_name_is_told(wanted: str) -> None:
    with pytest.raises(sheets.FileUnreadableError) as error:
        sheets.read(two(), wanted=wanted)
    assert str(error.value) == f"there is no sheet {wanted!r} in the workbook"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_only_when_it_is_asked_for(state: str) -> None:
    hidden = SHEETS.replace('name="One"', f'name="One" state="{state}"')
    source = two(**{"xl/workbook.xml": files.BOOK.format(old=0, sheets=hidden)})
    assert sheets.read(source).name == "Two"
    assert sheets.read(source, wanted="One").name == "One"


def test_a_workbook_of_hidden_sheets_alone_shows_its_first() -> None:
    hidden = SHEETS.replace(' sheetId="', ' state="hidden" sheetId="')
    source = two(**{"xl/workbook.xml": files.BOOK.format(old=0, sheets=hidden)})
    assert sheets.read(source).name == "One"


PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("part", [*PARTS, "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("<a>", id="unfinished"),
        pytest.param("words", id="words"),
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', id="entities"),
    ],
)
def test_every_part_that_is_needed_is_checked(part: str, body: str) -> None:
    assert refusal("x.xlsx", handmade(FIRST_ROW, **{part: body})) == NO_WORKBOOK


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_missing_is_no_workbook(part: str) -> None:
    source, target = zipfile.ZipFile(BytesIO(handmade(FIRST_ROW))), BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            if name != part:
                archive.writestr(name, source.read(name))
    assert refusal("x.xlsx", target.getvalue()) == NO_WORKBOOK


@pytest.mark.parametrize(
    ("count", "clause"),
    [
        (1, "cells are merged at A5:B5; unmerge them and fill each cell"),
        (
            5,
            "cells are merged at A5:B5, A6:B6, A7:B7, A8:B8, A9:B9; unmerge them and "
            "fill each cell",
        ),
        (
            7,
            "cells are merged at A5:B5, A6:B6, A7:B7, A8:B8, A9:B9 and 2 more; "
            "unmerge them and fill each cell",
        ),
    ],
)
def test_merged_cells_are_shown_up_to_five(count: int, clause: str) -> None:
    cells = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(5, 5 + count))
    data = handmade(FIRST_ROW, f"<mergeCells>{cells}</mergeCells>")
    assert refusal("x.xlsx", data) == clause


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=10
).filter(lambda text: bool(text.strip()))
TABLES = st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=5)


@settings(max_examples=25)
@given(rows=TABLES)
def test_one_table_says_the_same_in_every_form(rows: list[list[str]]) -> None:
    """Workbook, list of objects, one object a line: the same rows come out."""
    book = Workbook()
    page = book.active
    assert page
    for number, values in enumerate([["key", "name"], *rows], 1):
        for place, value in enumerate(values, 1):
            found = page.cell(number, place, value)
            found.data_type = "s"
    objects = [{"key": one.strip(), "name": two.strip()} for one, two in rows]
    forms = {
        "x.xlsx": saved(book),
        "x.json": json.dumps(objects).encode(),
        "x.jsonl": "\n".join(map(json.dumps, objects)).encode(),
    }
    said = {name: [r.values for r in read(name, forms[name]).rows] for name in forms}
    assert said == dict.fromkeys(forms, objects)


DATED = [
    pytest.param(datetime.date(2026, 3, 1), "2026-03-01", id="day"),
    pytest.param(datetime.datetime(2026, 3, 1, 9, 30), "2026-03-01", id="moment"),  # noqa: DTZ001
    pytest.param(datetime.date(1900, 3, 1), "1900-03-01", id="long ago"),
    pytest.param(datetime.date(9999, 12, 31), "9999-12-31", id="the last day"),
]


@pytest.mark.parametrize(("day", "text"), DATED)
def test_plain_rows_hold_days_as_text(day: datetime.date, text: str) -> None:
    data = workbook(["when"], [day])
    [row] = sheets.rows(Source("x.xlsx", data))
    assert row.values == {"when": text}
