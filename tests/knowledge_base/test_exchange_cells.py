"""A cell that is written reads the same; a cell that cannot be read says why."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.exchange import cells, columns, differences
from knowledge_base.exchange.cells import CellError
from knowledge_base.exchange.column_forms import Column, Form
from knowledge_base.models import BatchKind
from knowledge_base.sheets.dates import DayOrder

CLAIM = columns.of(BatchKind.CLAIMS)


def read(name: str, value: Any, order: DayOrder = DayOrder.UNKNOWN) -> Any:
    return cells.read(CLAIM[name], value, order=order, is_guarded=False)


READ: list[tuple[str, Any, Any]] = [
    ("text", " Some words ", "Some words"),
    ("text", None, ""),
    ("markets", "US; GB |DE\nFR", ["US", "GB", "DE", "FR"]),
    ("markets", ["US", None, ""], ["US"]),
    ("markets", '["US", "GB"]', ["US", "GB"]),
    ("markets", "", []),
    ("variations", "One; still one | two", ["One; still one", "two"]),
    ("variations", "One\ntwo", ["One", "two"]),
    ("variations", "[IGA] rose | [x]", ["[IGA] rose", "[x]"]),
    ("variations", "[IGA rose]", ["[IGA rose]"]),
    ("quote", "first | | third", ["first", "", "third"]),
    ("quote", " | ", []),
    ("published_on", "1 Mar 2026 | ", ["2026-03-01", ""]),
    ("figures", '[{"value": "61"}]', [{"value": "61"}]),
    ("figures", [{"value": "61"}], [{"value": "61"}]),
    ("reading", "{}", {}),
    ("reading", "", {}),
    ("valid_from", "1 March 2026", "2026-03-01"),
]
REFUSED: list[tuple[str, Any, str]] = [
    ("text", 5, "must be text, not 5"),
    ("text", ["a"], "must be text"),
    ("text", "hid\u200bden", "characters that no reader sees"),
    ("text", "it\u202eturns", "characters that no reader sees"),
    ("text", "naÃ¯ve", "went through a wrong encoding"),
    ("text", "itâ€™s", "went through a wrong encoding"),
    ("text", "caf\ufffd", "went through a wrong encoding"),
    ("markets", 5, "must be a list of texts"),
    ("markets", [5], "must be text, not 5"),
    ("quote", "fine | hid\u200bden", "characters that no reader sees"),
    ("valid_from", "01/03/2026", "read in two ways"),
    ("published_on", "2026-03-01 | soon", "is no date"),
    ("figures", "{}", "must be a JSON list"),
    ("figures", "[1", "not JSON"),
    ("figures", "[NaN]", "not JSON"),
    ("figures", '[{"value": 1e999}]', "a number without end"),
    ("figures", "[" * 5_000, "not JSON"),
    ("reading", "[]", "must be a JSON object"),
    ("reading", '{"a":' * 12 + "1" + "}" * 12, "nested too deeply"),
    ("reading", '{"a\u200b": 1}', "characters that no reader sees"),
]


@pytest.mark.parametrize(("name", "value", "found"), READ)
def test_a_cell_is_read_by_its_column(name: str, value: Any, found: Any) -> None:
    assert read(name, value) == found


@pytest.mark.parametrize(("name", "value", "words"), REFUSED)
def test_a_cell_that_cannot_be_read_says_why(name: str, value: Any, words: str) -> None:
    with pytest.raises(CellError, match=words.replace("(", r"\(")):
        read(name, value)


def test_a_date_cell_is_no_text() -> None:
    day = datetime.date(2026, 3, 1)
    with pytest.raises(CellError, match="the cell is a date"):
        read("text", day)
    with pytest.raises(CellError, match="the cell is a date"):
        read("markets", day)
    assert read("valid_from", day) == "2026-03-01"
    assert read("published_on", day) == ["2026-03-01"]


def test_a_guarded_cell_loses_its_apostrophe_where_files_have_it() -> None:
    text = CLAIM["text"]
    unknown = DayOrder.UNKNOWN
    assert cells.read(text, "'=1+1", order=unknown, is_guarded=True) == "=1+1"
    assert cells.read(text, "'=1+1", order=unknown, is_guarded=False) == "'=1+1"


LETTERS = st.text(st.sampled_from("ab |;[]\"',\n=é{}"), max_size=12).map(str.strip)
VALUES: dict[Form, st.SearchStrategy[Any]] = {
    Form.WORDS: LETTERS,
    Form.TEXTS: st.lists(LETTERS.filter(bool), max_size=4),
    Form.CODES: st.lists(LETTERS.filter(bool), max_size=4),
    Form.PLACES: st.lists(LETTERS, max_size=4).filter(lambda v: any(v) or not v),
    Form.DAY: st.dates().map(lambda day: day.isoformat()),
    Form.RECORDS: st.lists(st.dictionaries(LETTERS, LETTERS, max_size=2), max_size=2),
    Form.RECORD: st.dictionaries(LETTERS, LETTERS | st.integers(), max_size=3),
}


@pytest.mark.parametrize("form", VALUES)
@given(data=st.data())
def test_what_is_written_reads_the_same(form: Form, data: st.DataObject) -> None:
    column = Column("any", "Any", "", form)
    value = data.draw(VALUES[form])
    written = cells.write(column, value)
    found = cells.read(column, written, order=DayOrder.UNKNOWN, is_guarded=False)
    assert found == value


@given(before=LETTERS, after=LETTERS)
def test_a_word_difference_holds_both_texts(before: str, after: str) -> None:
    stretches = differences.words(before, after)
    assert "".join(s.text for s in stretches if s.kind != "added") == before
    assert "".join(s.text for s in stretches if s.kind != "removed") == after


def test_a_difference_is_told_in_words() -> None:
    stretches = differences.words("once daily, by mouth", "once a day, by mouth")
    assert [(s.kind, s.text) for s in stretches] == [
        ("kept", "once "),
        ("removed", "daily"),
        ("added", "a day"),
        ("kept", ", by mouth"),
    ]
    long = "word " * 1_500
    assert [s.kind for s in differences.words(long, "short")] == ["removed", "added"]


def test_every_column_says_what_it_is() -> None:
    for table in columns.TABLES.values():
        names = [column.name for column in table]
        assert len(set(names)) == len(names)
        assert all(column.title and column.meaning for column in table)
