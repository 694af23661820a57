"""Tables are read as they stand, and refused in a sentence where they cannot be."""

import datetime
import io
import json
import tracemalloc
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge_base import sheets
from knowledge_base.sheets import FileUnreadableError, Sheet, Source, bounds, formulas
from knowledge_base.sheets.workbook_parts import escaped, unescaped
from tests.knowledge_base import sheet_files as files
from tests.knowledge_base.sheet_files import handmade, saved, workbook


def read(name: str, data: bytes | str, wanted: str = "") -> Sheet:
    content = data.encode() if isinstance(data, str) else data
    return sheets.read(Source(name, content), wanted=wanted)


def refusal(name: str, data: bytes | str, wanted: str = "") -> str:
    with pytest.raises(FileUnreadableError) as error:
        read(name, data, wanted)
    return str(error.value)


def row(cells: str) -> bytes:
    return handmade(f'<row r="2">{cells}</row>')


HOLDS: list[tuple[str, bytes | str, list[dict[str, Any]]]] = [
    ("x.csv", "Key,Name\na,b\n", [{"key": "a", "name": "b"}]),
    ("x.csv", "Key;Name\na;b,c\n", [{"key": "a", "name": "b,c"}]),
    ("x.csv", '\ufeffKey,Name\n"a\nb","c ""d"""\n', [{"key": "a\nb", "name": 'c "d"'}]),
    ("x.csv", "Key, Claim  Text ,\na,b,\n", [{"key": "a", "claim text": "b"}]),
    ("x.csv", "Key,Name\n\n  ,\na\n", [{"key": "a", "name": ""}]),
    ("X.JSON", '[{"Key": "a", "n": [1, null]}]', [{"key": "a", "n": [1, None]}]),
    ("x.json", ' [ {"a":1} , {"b":2} ] ', [{"a": 1}, {"b": 2}]),
    ("x.jsonl", '{"A": "1"}\r\n\n{"a": "2"}', [{"a": "1"}, {"a": "2"}]),
    (
        "x.xlsx",
        workbook(["Key", "When"], ["a", datetime.date(2026, 3, 1)]),
        [{"key": "a", "when": datetime.date(2026, 3, 1)}],
    ),
    (
        "x.xlsx",
        workbook(["Key", "N", "T"], [1, 0.5, True], [10**14, -2.0, False]),
        [
            {"key": "1", "n": "0.5", "t": "TRUE"},
            {"key": "1" + "0" * 14, "n": "-2", "t": "FALSE"},
        ],
    ),
    (
        "x.xlsx",
        row('<c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c>'),
        [{"key": "東京", "name": "a\rb_x0041_"}],
    ),
    (
        "x.xlsx",
        row('<c t="inlineStr"><is><t>in</t></is></c>'),
        [{"key": "in", "name": ""}],
    ),
    (
        "x.xlsx",
        row('<c s="1"><v>46082</v></c><c s="2"><v>46082.75</v></c>'),
        [{"key": datetime.date(2026, 3, 1), "name": datetime.date(2026, 3, 1)}],
    ),
    (
        "x.xlsx",
        row('<c s="3"><v>46082</v></c><c t="d"><v>2026-03-01T00:00:00</v></c>'),
        [{"key": "46082", "name": datetime.date(2026, 3, 1)}],
    ),
]


@pytest.mark.parametrize(("name", "data", "rows"), HOLDS, ids=range(len(HOLDS)))
def test_a_table_is_read_as_it_stands(
    name: str, data: bytes | str, rows: list[dict[str, Any]]
) -> None:
    found = read(name, data)
    assert [row.values for row in found.rows] == rows
    assert not any(row.fault or row.faults for row in found.rows)


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    book = files.BOOK.format(old=1, sheets=files.SHEETS)
    data = handmade(
        '<row r="2"><c s="1"><v>44620</v></c></row>', **{"xl/workbook.xml": book}
    )
    assert read("x.xlsx", data).rows[0].values["key"] == datetime.date(2026, 3, 1)


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    csv = 'key,name\n"two\nlines",x\n\nlast,y\n'
    assert [row.number for row in read("x.csv", csv).rows] == [2, 4]
    data = handmade('<row r="7"><c><v>1</v></c></row><row><c><v>2</v></c></row>')
    assert [row.number for row in read("x.xlsx", data).rows] == [7, 8]
    assert [row.number for row in read("x.json", '[{"a":1},{"a":2}]').rows] == [1, 2]


BROKEN: list[tuple[str, bytes | str, str]] = [
    ("x.xls", b"\xd0\xcf\x11\xe0", "open this old workbook and save it as .xlsx"),
    ("x.ods", b"PK", "save this spreadsheet as .xlsx or as CSV"),
    ("x.xlsm", b"PK", "without its macros"),
    ("x.pdf", b"%PDF", "only .csv, .xlsx, .json and .jsonl files are read"),
    ("x", b"key", "only .csv"),
    ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "has a password or"),
    ("x.csv", b"", "the first line does not name the columns"),
    ("x.csv", "key,name", "the file holds no rows"),
    ("x.csv", "key,KEY\na,b", "a column stands twice in the first line: key"),
    ("x.csv", "k" * 201 + "\na", "a column's name is longer than 200"),
    ("x.csv", "k\x07\na", "a column's name holds a character"),
    ("x.csv", ",".join(f"c{n}" for n in range(201)) + "\na", "more than 200 columns"),
    ("x.csv", b"key\n\xe9", "line 2 is not UTF-8"),
    ("x.csv", "key".encode("utf-16"), "UTF-16"),
    ("x.csv", "key\na\x00b", "zero bytes"),
    ("x.csv", 'key\n"open', "line 2: unexpected end of data"),
    ("x.json", "{}", "not a JSON list of objects"),
    ("x.json", "[]", "the file holds no rows"),
    ("x.json", '[{"a":1}', "after entry 1 the list breaks off"),
    ("x.json", '[{"a":1},]', "entry 2: this is not JSON"),
    ("x.json", '[{"a":1}] x', "after the end of the list"),
    ("x.json", '[{"a":1,"a":2}]', "entry 1: a key stands twice"),
    ("x.json", '[{"a":NaN}]', "NaN is not a number"),
    ("x.json", "[" * 100_000, "nested too deeply"),
    ("x.json", '[{"a":' + "9" * 5_000 + "}]", "entry 1: Exceeds the limit"),
    ("x.xlsx", b"PK\x03\x04", "no XLSX workbook"),
    ("x.xlsx", row('<c t="s"><v>99</v></c>'), "no XLSX workbook"),
    ("x.xlsx", row("<c><v>nan</v></c>"), "no XLSX workbook"),
    ("x.xlsx", row('<c s="1"><v>9e99</v></c>'), "no XLSX workbook"),
    ("x.xlsx", row('<c t="b"><v>7</v></c>'), "no XLSX workbook"),
    ("x.xlsx", row('<c r="XFE2"><v>1</v></c>'), "no XLSX workbook"),
    ("x.xlsx", row('<c r="GS2"><v>1</v></c>'), "more than 200 columns"),
    ("x.xlsx", handmade('<row r="2000000"/>'), "no XLSX workbook"),
    ("x.xlsx", handmade('<row r="1"/>'), "no XLSX workbook"),
    ("x.xlsx", handmade("<row>"), "no XLSX workbook"),
]


@pytest.mark.parametrize(("name", "data", "words"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_refused_in_words(
    name: str, data: bytes | str, words: str
) -> None:
    said = refusal(name, data)
    assert words in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ('<c r="A2"><f>1+1</f><v>2</v></c>', [("key", "A2", "holds a formula")]),
        ('<c r="B2"><f t="shared" si="0"/></c>', [("name", "B2", "holds a formula")]),
        ('<c r="B2" t="e"><v>#REF!</v></c>', [("name", "B2", "holds the error #REF!")]),
    ],
)
def test_a_cell_that_nobody_wrote_is_named(
    cells: str, faults: list[tuple[str, str, str]]
) -> None:
    [found] = read("x.xlsx", row(cells)).rows
    assert [(f.column, f.address, f.message) for f in found.faults] == faults


def test_a_formula_in_a_csv_is_named_and_guarded_text_is_not() -> None:
    csv = "key,name\n=1+1,'=1+1\n-5,@x\n"
    first, second = read("x.csv", csv).rows
    assert [(f.column, f.address) for f in first.faults] == [("key", "A2")]
    assert [(f.column, f.address) for f in second.faults] == [("name", "B3")]


def test_text_that_looks_like_a_formula_is_text_in_a_workbook() -> None:
    book = Workbook(write_only=False)
    sheet = book.active
    assert sheet
    sheet.append(["key"])
    sheet["A2"] = "=1+1"
    sheet["A2"].data_type = "s"
    [found] = read("x.xlsx", saved(book)).rows
    assert (found.values, found.faults) == ({"key": "=1+1"}, ())


def test_merged_cells_are_refused_with_their_range() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    for values in (["key", "name"], ["a", "b"], ["", "c"]):
        sheet.append(values)
    sheet.merge_cells("A2:A3")
    assert refusal("x.xlsx", saved(book)) == (
        "cells are merged at A2:A3; unmerge them and fill each cell"
    )
    for number in range(4, 10):
        sheet.merge_cells(f"A{number}:B{number}")
    assert "and 2 more" in refusal("x.xlsx", saved(book))


def test_the_first_sheet_is_read_unless_another_is_wanted() -> None:
    data = workbook(["key"], ["a"], Second=[["other"], ["b"]])
    found = read("x.xlsx", data)
    assert (found.name, found.names) == ("First", ("First", "Second"))
    assert read("x.xlsx", data, "Second").headings == ("other",)
    assert (
        refusal("x.xlsx", data, "Third") == "there is no sheet 'Third' in the workbook"
    )


def test_a_hidden_sheet_is_not_taken_for_the_first() -> None:
    hidden = '<sheet name="Old" r:id="r9" state="hidden"/>' + files.SHEETS
    book = files.BOOK.format(old=0, sheets=hidden)
    data = handmade('<row r="2"><c><v>1</v></c></row>', **{"xl/workbook.xml": book})
    assert read("x.xlsx", data).name == "One"


def test_a_formula_in_the_first_line_is_refused() -> None:
    data = workbook(["key", "=1+1"], ["a", "b"])
    assert refusal("x.xlsx", data) == "the cell B1 in the first line holds a formula"


def test_a_workbook_may_lack_texts_and_styles() -> None:
    relations = files.RELATIONS.replace("sharedStrings", "none").replace("styles", "no")
    sheet = (
        '<worksheet><sheetData><row r="1"><c t="str"><v>key</v></c></row>'
        '<row r="2"><c s="1"><v>46082</v></c></row></sheetData></worksheet>'
    )
    parts = {
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": sheet,
    }
    assert read("x.xlsx", handmade("", **parts)).rows[0].values == {"key": "46082"}


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY b "cccc">]>',
        '<!DOCTYPE a SYSTEM "http://x.example/a.dtd">',
    ],
)
def test_entities_are_refused(head: str) -> None:
    sheet = f"{head}<worksheet><sheetData>{files.HEAD}</sheetData></worksheet>"
    data = handmade("", **{"xl/worksheets/sheet1.xml": sheet})
    assert refusal("x.xlsx", data) == "the file is no XLSX workbook"


def test_a_bomb_is_measured_by_what_it_unpacks_to() -> None:
    data = bytearray(handmade("", **{"xl/media/big.bin": "0" * 110_000_000}))
    # The archive lies about its sizes: it says that nothing is large.
    large = (110_000_000).to_bytes(4, "little")
    assert data.count(large) == 2
    data = data.replace(large, (1_000).to_bytes(4, "little"))
    tracemalloc.start()
    said = refusal("x.xlsx", bytes(data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said in (
        "the file unpacks to more than 100 MB",
        "the file is no XLSX workbook",
    )
    assert peak < 20_000_000
    honest = handmade("", **{"xl/media/big.bin": "0" * 110_000_000})
    assert refusal("x.xlsx", honest) == "the file unpacks to more than 100 MB"


def test_other_packings_are_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "x")
    assert refusal("x.xlsx", data.getvalue()) == "the file is no XLSX workbook"


@pytest.mark.parametrize(
    ("bound", "most", "name", "data", "words"),
    [
        ("MAX_BYTES", 3, "x.csv", b"key\na", "larger than 20 MB"),
        ("MAX_ROWS", 1, "x.csv", b"key\na\nb", "more than 1 rows"),
        ("MAX_ROWS", 1, "x.xlsx", workbook(["k"], [1], [2], [3]), "more than 1 rows"),
        ("MAX_CELL", 4, "x.xlsx", row('<c t="str"><v>longer</v></c>'), "A2 holds more"),
        ("MAX_CELL", 3, "x.xlsx", row('<c t="s"><v>1</v></c>'), "B1 holds more than 3"),
        ("MAX_BRACKETS", 2, "x.json", b'[{"a":[[1]]}]', "too many lists"),
        ("MAX_COLUMNS", 1, "x.jsonl", b'{"a":1,"b":2}', "more than 1 columns"),
        ("MAX_ELEMENTS", 9, "x.xlsx", row("<c/>" * 9), "too many cells"),
        ("MAX_STRINGS", 2, "x.xlsx", row("<c><v>1</v></c>"), "too many texts"),
    ],
)
def test_bounds_hold(
    monkeypatch: pytest.MonkeyPatch,
    bound: str,
    most: int,
    name: str,
    data: bytes,
    words: str,
) -> None:
    monkeypatch.setattr(bounds, bound, most)
    assert words in refusal(name, data)


def test_rows_of_json_that_are_no_objects_are_faulty() -> None:
    text = '[1, {"A": 1, "a": 2}, {"b\\ud800": 3}, {"c\\u0000": 4}, {"b": 5}]'
    assert [row.fault for row in read("x.json", text).rows] == [
        "this is not a JSON object",
        "a key stands twice in one object",
        "a column's name holds a character that cannot be printed",
        "a column's name holds a character that cannot be printed",
        "",
    ]


def test_plain_rows_hold_dates_as_text() -> None:
    data = workbook(["When"], [datetime.datetime(2026, 3, 1, 9, 30)])  # noqa: DTZ001
    assert sheets.rows(Source("x.xlsx", data))[0].values == {"when": "2026-03-01"}


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@given(CELL)
def test_guarding_can_be_undone_and_nothing_guarded_runs(text: str) -> None:
    assert formulas.unguarded(formulas.guarded(text)) == text
    assert not formulas.is_formula(formulas.guarded(text))


@given(st.text(st.sampled_from("_x0Dd\r\nA5Fé"), max_size=30))
def test_escaping_for_workbooks_can_be_undone(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(
    st.lists(
        st.fixed_dictionaries(
            {"key": st.text(min_size=1, max_size=5), "n": st.integers()}
        ),
        min_size=1,
        max_size=5,
    )
)
def test_json_lists_and_lines_say_the_same(rows: list[dict[str, Any]]) -> None:
    listed = read("x.json", json.dumps(rows))
    lines = read("x.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert [row.values for row in listed.rows] == rows
    assert listed == lines
