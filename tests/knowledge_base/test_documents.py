"""Kits are read as plain data with lines, and nothing else gets through."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.kits import documents
from knowledge_base.kits.documents import UnreadableError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("2026-11-21", "2026-11-21"),
        ("1:30", "1:30"),
        ("017", "017"),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        (".inf", ".inf"),
        ("0x1F", "0x1F"),
        ('"12"', "12"),
        ("!!str 12", "12"),
    ],
)
def test_only_true_false_and_numbers_are_not_text(text: str, value: object) -> None:
    assert documents.parse(f"key: {text}").content == {"key": value}


def test_lines_are_known_for_every_place() -> None:
    found = documents.parse("a: 1\nb:\n  - x\n  - y: 2\n    z: 3\n")
    assert found.line(("a",)) == 1
    assert found.line(("b", 0)) == 3
    assert found.line(("b", 1, "z")) == 5
    assert found.line(("b", 1, "absent", 4)) == 4
    assert found.line(("absent",)) == 1


def test_aliases_are_followed() -> None:
    assert documents.parse("a: &x [1, 2]\nb: *x").content == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("text", "place", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", ("a",), 3, "twice"),
        ("a:\n  b: 1\n  b: 2", ("a", "b"), 3, "twice"),
        ("a: !!python/name:os.system x", ("a",), 1, "tag"),
        ("a: !secret x", ("a",), 1, "tag"),
        ("a: 1\n[x]: 2", ("?",), 2, "plain text"),
        ("a: &x {b: 1}\nc:\n  <<: *x", ("c", "?"), 3, "plain text"),
    ],
)
def test_what_yaml_could_do_else_is_a_fault(
    text: str, place: documents.Path, line: int, words: str
) -> None:
    found = documents.parse(text)
    [(path, message)] = found.faults
    assert path == place
    assert found.line(path) == line
    assert words in message


def bomb() -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for number in range(1, 10):
        inner = ", ".join([f"*a{number - 1}"] * 10)
        rows.append(f"a{number}: &a{number} [{inner}]")
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1, 2", "not YAML"),
        ("a: b: c", "not YAML"),
        ("a: *nowhere", "not YAML"),
        ("a: \x07", "not YAML"),
        ('{"a": 1,}', "not JSON"),
        ('{"a": NaN}', "NaN"),
        (bomb(), "too many"),
        ("a: &a [*a]", "nested too deeply"),
        ("[" * 5_000, "nested too deeply|not YAML"),
        ("[" * 60 + "]" * 60, "nested too deeply"),
        ('{"a":' * 50_000, "nested too deeply"),
        ('{"a":' * 50 + "1" + "}" * 50, "nested too deeply"),
        ("a: " + "x" * (documents.MAX_BYTES + 1), "larger than 20 MB"),
        ("a: " + "é" * (documents.MAX_BYTES // 2 + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_document_is_refused(text: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        documents.parse(text)


def test_a_syntax_fault_has_its_line() -> None:
    with pytest.raises(UnreadableError) as yaml_error:
        documents.parse("a: 1\nb: [1\nc: 2\n")
    with pytest.raises(UnreadableError) as json_error:
        documents.parse('{\n"a": 1,\n"b" 2}')
    assert yaml_error.value.line == 3
    assert json_error.value.line == 3


def test_json_is_read_where_yaml_would_stumble() -> None:
    found = documents.parse('{"a": "\\ud83d\\ude00", "b": [true, null]}')
    assert found.content == {"a": "😀", "b": [True, None]}
    assert documents.parse('{"a": 1, "a": 2}').faults[0][0] == ("a",)


@given(st.text(max_size=60))
def test_no_text_escapes_in_another_way(text: str) -> None:
    with contextlib.suppress(UnreadableError):
        documents.parse(text)
