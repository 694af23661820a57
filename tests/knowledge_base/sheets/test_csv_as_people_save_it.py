"""CSV files as programs and people save them: encodings, separators, quotes, blanks."""

import codecs
import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.sheets import bounds, formulas
from tests.knowledge_base.sheets.tables import Shown, faults, read, refusal, shown

PAIR: Shown = [(2, {"key": "a", "name": "b"})]

LAYOUTS = [
    pytest.param("key,name\na,b", PAIR, id="unix line ends"),
    pytest.param("key,name\r\na,b\r\n", PAIR, id="Windows line ends"),
    pytest.param("key,name\ra,b\r", PAIR, id="old Macintosh line ends"),
    pytest.param("key;name\na;b", PAIR, id="semicolons"),
    pytest.param("key;name\na;b,c", [(2, {"key": "a", "name": "b,c"})], id="comma in"),
    pytest.param(
        "key,name\na;b,c", [(2, {"key": "a;b", "name": "c"})], id="semicolon in a cell"
    ),
    pytest.param(
        "key,na;me\na,b", [(2, {"key": "a", "na;me": "b"})], id="one of each in names"
    ),
    pytest.param(
        '"key";"na;me"\na;b', [(2, {"key": "a", "na;me": "b"})], id="quoted names"
    ),
    pytest.param("key\tname\na\tb", PAIR, id="tabs"),
    pytest.param("key\tname\r\na\tb\r\n", PAIR, id="tabs and Windows line ends"),
    pytest.param(
        "key\tname\na;c\tb,d", [(2, {"key": "a;c", "name": "b,d"})], id="others in tabs"
    ),
    pytest.param(
        '"key, old"\tname\na\tb',
        [(2, {"key, old": "a", "name": "b"})],
        id="quoted, tabs",
    ),
    pytest.param("key\t\tname\na\tx\tb", PAIR, id="tabs, a column without a name"),
    pytest.param(
        "key|name\na|b", [(2, {"key|name": "a|b"})], id="bars separate nothing"
    ),
    pytest.param("Key , NAME\na,b", PAIR, id="case and blanks of names"),
    pytest.param("\tkey\t,name\na,b", PAIR, id="tabs about a name"),
    pytest.param(
        "claim   text\na", [(2, {"claim text": "a"})], id="blanks within a name"
    ),
    pytest.param(
        '"claim\ntext"\na', [(2, {"claim text": "a"})], id="a name of two lines"
    ),
    pytest.param("key,name,,\na,b", PAIR, id="names that end in commas"),
    pytest.param("key,name\na,b,,", PAIR, id="a row that ends in commas"),
    pytest.param("key,,name\na,x,b", PAIR, id="a column without a name"),
    pytest.param("key,name\na", [(2, {"key": "a", "name": ""})], id="a short row"),
    pytest.param("key,name\n,b", [(2, {"key": "", "name": "b"})], id="a gap"),
    pytest.param("key,name\n  a , b\t", PAIR, id="blanks about cells"),
    pytest.param("key,name\n\u00a0a\u00a0,\u3000b", PAIR, id="unusual blanks"),
    pytest.param("key,name\n\na,b", [(3, PAIR[0][1])], id="an empty line"),
    pytest.param("key,name\n,\n , \na,b", [(4, PAIR[0][1])], id="rows of blanks"),
    pytest.param('key,name\n"",""\na,b', [(3, PAIR[0][1])], id="quoted nothing"),
    pytest.param(
        'key,name\n"a,b",c', [(2, {"key": "a,b", "name": "c"})], id="quoted comma"
    ),
    pytest.param(
        'key,name\n"a""b",c', [(2, {"key": 'a"b', "name": "c"})], id="doubled quote"
    ),
    pytest.param(
        'key,name\na"b,c', [(2, {"key": 'a"b', "name": "c"})], id="quote within"
    ),
    pytest.param(
        "key,name\n'a,b'", [(2, {"key": "'a", "name": "b'"})], id="single quotes"
    ),
    pytest.param(
        'key,name\n"two\nlines",b\nc,d',
        [(2, {"key": "two\nlines", "name": "b"}), (3, {"key": "c", "name": "d"})],
        id="a cell of two lines is one row",
    ),
    pytest.param(
        'key,name\n"two\r\nlines",b',
        [(2, {"key": "two\r\nlines", "name": "b"})],
        id="a line end within a cell is kept",
    ),
    pytest.param("key,name\na,b\n\n\n", PAIR, id="empty lines at the end"),
    pytest.param("ключ\nда", [(2, {"ключ": "да"})], id="other letters"),
    pytest.param("STRASSE\na", [(2, {"strasse": "a"})], id="folded names"),
    pytest.param("Straße\na", [(2, {"strasse": "a"})], id="names folded by their case"),
    pytest.param("key\n0012", [(2, {"key": "0012"})], id="zeros at the front"),
    pytest.param("key\n1e5", [(2, {"key": "1e5"})], id="no number is computed"),
    pytest.param("key\nTRUE", [(2, {"key": "TRUE"})], id="no truth is computed"),
    pytest.param("key\n01/03/2026", [(2, {"key": "01/03/2026"})], id="no day either"),
]


@pytest.mark.parametrize(("text", "rows"), LAYOUTS)
def test_a_layout_is_read(text: str, rows: Shown) -> None:
    assert shown("x.csv", text) == rows


@pytest.mark.parametrize(("text", "rows"), LAYOUTS)
def test_a_mark_at_the_front_changes_nothing(text: str, rows: Shown) -> None:
    assert shown("x.CSV", codecs.BOM_UTF8 + text.encode()) == rows


BROKEN = [
    pytest.param("", "the first line does not name the columns", id="nothing"),
    pytest.param("\n", "the first line does not name the columns", id="an empty line"),
    pytest.param(",,\na", "the first line does not name the columns", id="no names"),
    pytest.param(
        "\n\nkey\na", "the first line does not name the columns", id="names come late"
    ),
    pytest.param("key,name", "the file holds no rows", id="names alone"),
    pytest.param("key,name\n,\n", "the file holds no rows", id="rows of blanks alone"),
    pytest.param(
        "key,Key\na,b", "a column stands twice in the first line: key", id="twice"
    ),
    pytest.param(
        "b,a,B,A\n1,2,3,4",
        "a column stands twice in the first line: a, b",
        id="two columns twice",
    ),
    pytest.param(
        "ﬁg,FIG\n1,2",
        "a column stands twice in the first line: fig",
        id="twice once it is folded",
    ),
    pytest.param(
        "n" * 201 + "\na", "a column's name is longer than 200 characters", id="long"
    ),
    pytest.param(
        "na\x01me\na",
        "a column's name holds a character that cannot be printed",
        id="a control character in a name",
    ),
    pytest.param(
        "key\na\x00", "the file holds zero bytes; it is no CSV file", id="zero byte"
    ),
    pytest.param('key\n"a', "line 2: unexpected end of data", id="open quote"),
    pytest.param(
        'key,name\n"a"b,c', "line 2: ',' expected after '\"'", id="after a quote"
    ),
    pytest.param(
        "key\nfine\n" + "x" * 131_073,
        "line 3: field larger than field limit (131072)",
        id="a cell without end",
    ),
]


@pytest.mark.parametrize(("text", "clause"), BROKEN)
def test_a_broken_file_is_refused_in_one_clause(text: str, clause: str) -> None:
    assert refusal("x.csv", text) == clause


def test_a_row_with_too_many_cells_is_faulty_by_itself() -> None:
    rows = read("x.csv", "key,name\na,b,c\nd,e").rows
    assert [(row.number, row.fault) for row in rows] == [
        (2, "there are more cells than columns"),
        (3, ""),
    ]


NOT_UTF_8 = "is not UTF-8; save the file as UTF-8"
ENCODINGS = [
    pytest.param("utf-16", "the file is UTF-16; save it as UTF-8", id="UTF-16"),
    pytest.param("utf-32", "the file is UTF-16; save it as UTF-8", id="UTF-32"),
    pytest.param("latin-1", f"line 3 {NOT_UTF_8}", id="ISO 8859-1"),
    pytest.param("cp1252", f"line 3 {NOT_UTF_8}", id="Windows-1252"),
    pytest.param("cp850", f"line 3 {NOT_UTF_8}", id="DOS"),
    pytest.param("mac-roman", f"line 3 {NOT_UTF_8}", id="Macintosh"),
]


@pytest.mark.parametrize(("encoding", "clause"), ENCODINGS)
def test_another_encoding_is_named_with_its_first_line(
    encoding: str, clause: str
) -> None:
    text = "key,name\na,b\ncafé,d\n"
    assert refusal("x.csv", text.encode(encoding)) == clause
    assert shown("x.csv", text)[1] == (3, {"key": "café", "name": "d"})


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8-sig"])
def test_plain_letters_are_the_same_in_every_encoding(encoding: str) -> None:
    assert shown("x.csv", "key,name\na,b".encode(encoding)) == PAIR


FORMULA = "holds a formula"
RUNS = [
    "=1+1", "=", "@SUM(A1)", "@", "+A1", "-A1", "+", "-", "--1", "+-1", "-1-1", "+1+1",
    "-1.2.3", "-1e5", "+1 234", "- 5", "=cmd|' /C calc'!A0", "  =1", "\t@x",
]  # fmt: skip
SHOWS = [
    "-5", "+5", "-5.5", "+.5", "-5.", "'=1", "'-x", "''=1", "' =x", "a=1", "5-1",
    "(=1)", "1+1", "#=1", "−5", "–5", "a@b.example", "\"=1\"",
]  # fmt: skip


@pytest.mark.parametrize("cell", RUNS)
def test_what_a_spreadsheet_would_run_is_named_by_its_cell(cell: str) -> None:
    quoted = cell.replace('"', '""')
    assert faults("x.csv", f'key,name\na,b\nc,"{quoted}"\n') == [
        ("name", "B3", FORMULA)
    ]


@pytest.mark.parametrize("cell", SHOWS)
def test_what_a_spreadsheet_would_show_is_text(cell: str) -> None:
    quoted = cell.replace('"', '""')
    [(_, values)] = shown("x.csv", f'key,name\n"{quoted}",b\n')
    assert values["key"] == cell


def test_a_formula_under_no_name_is_nobodys() -> None:
    assert faults("x.csv", "key,,name\na,=1,b\n") == []


@pytest.mark.parametrize(
    ("place", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (199, "GR")],
)
def test_an_address_is_the_one_that_the_program_shows(place: int, letters: str) -> None:
    names = ",".join(f"c{number}" for number in range(place + 1))
    cells = ",".join(["x"] * place + ["=1"])
    assert faults("x.csv", f"{names}\n{cells}") == [
        (f"c{place}", f"{letters}2", FORMULA)
    ]


def test_two_hundred_columns_are_read_and_no_more() -> None:
    def wide(count: int) -> str:
        names = ",".join(f"c{number}" for number in range(count))
        return f"{names}\n{','.join('x' * count)}"

    [row] = read("x.csv", wide(bounds.MAX_COLUMNS)).rows
    assert len(row.values) == bounds.MAX_COLUMNS == 200
    assert refusal("x.csv", wide(201)) == "the file has more than 200 columns"


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",;\n'),
    max_size=12,
)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6)


def written(rows: Sequence[Sequence[str]], comma: str) -> str:
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=comma)
    writer.writerow(["one", "two", "three"])
    writer.writerows([[formulas.guarded(cell) for cell in row] for row in rows])
    return page.getvalue()


@pytest.mark.parametrize("comma", [",", ";"])
@given(rows=ROWS)
def test_what_any_program_writes_is_read_as_it_was_meant(
    comma: str, rows: list[list[str]]
) -> None:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    text = written(rows, comma)
    if not filled:
        assert refusal("x.csv", text) == "the file holds no rows"
        return
    found = read("x.csv", text)
    assert found.is_guarded
    assert not any(row.faults or row.fault for row in found.rows)
    values = [
        [formulas.unguarded(str(cell)).strip() for cell in row.values.values()]
        for row in found.rows
    ]
    assert values == [[cell.strip() for cell in row] for row in filled]


@given(rows=ROWS)
def test_commas_and_semicolons_say_the_same(rows: list[list[str]]) -> None:
    texts = [written([["x", "y", "z"], *rows], comma) for comma in (",", ";")]
    one, other = (read("x.csv", text) for text in texts)
    assert one == other


@given(st.text(max_size=12), st.text(max_size=12))
def test_only_the_first_apostrophe_is_taken_away(before: str, after: str) -> None:
    assert formulas.unguarded(formulas.guarded(after)) == after
    assert formulas.guarded(before) in (before, f"'{before}")
