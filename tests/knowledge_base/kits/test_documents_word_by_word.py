"""What a kit's text says, word by word: nothing turns into something else unnoticed.

YAML has many words that other readers take for truths, numbers, days or objects. Here
each is text unless it must be something else, and what cannot be told is refused.
"""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.kits import documents
from knowledge_base.kits.documents import Document, UnreadableError

TEXTS = [
    "NO", "no", "Yes", "yes", "on", "Off", "y", "N", "007", "0x1F", "0o17", "0b1",
    "1_000", "1e3", ".5", "5.", "inf", ".inf", "-.inf", ".nan", "NaN", "2026-03-01",
    "2026-03-01T09:30:00Z", "12:30", "1:30:00", "v1.2", "1.2.3", "é",
    "12345678901234567890",
    "+1 234", "50%", "~x", "nullx", "True story", "a#b", "a, b", "(x)", "<b>", "-x",
]  # fmt: skip
VALUES: list[tuple[str, Any]] = [
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False),
    ("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None),
    ("0", 0), ("1", 1), ("-1", -1), ("+1", 1), ("-0", 0),
    ("123456789012345678", 123456789012345678),
    ("0.0", 0.0), ("1.5", 1.5), ("-1.50", -1.5), ("+2.25", 2.25),
    ("'1'", "1"), ('"1"', "1"), ("'true'", "true"), ('"null"', "null"), ("''", ""),
    ("!!str 5", "5"), ("!!int '5'", 5), ("!!str true", "true"),
    ("[1, a]", [1, "a"]), ("[]", []), ("{a: 1}", {"a": 1}), ("{}", {}),
    ("[NO, no]", ["NO", "no"]), ("&here b", "b"), ("a # b", "a"), ("'it''s'", "it's"),
]  # fmt: skip


def value(text: str) -> Any:
    document = documents.parse(f"key: {text}\n")
    assert document.faults == []
    return document.content["key"]


def refusal(text: str) -> tuple[str, int | None]:
    with pytest.raises(UnreadableError) as error:
        documents.parse(text)
    return error.value.sentence, error.value.line


@pytest.mark.parametrize("word", TEXTS)
def test_a_word_that_others_compute_stays_text(word: str) -> None:
    assert value(word) == word


@pytest.mark.parametrize(("text", "wanted"), VALUES)
def test_a_value_is_what_it_plainly_is(text: str, wanted: Any) -> None:
    found = value(text)
    assert (found, type(found)) == (wanted, type(wanted))


BLOCKS = [
    pytest.param("key: |\n  two\n  lines\n", "two\nlines\n", id="lines kept"),
    pytest.param("key: |-\n  two\n  lines\n", "two\nlines", id="last end dropped"),
    pytest.param("key: >\n  two\n  lines\n", "two lines\n", id="lines joined"),
    pytest.param("key: >-\n  two\n\n  lines\n", "two\nlines", id="an empty line kept"),
    pytest.param("key: two\n  lines\n", "two lines", id="a plain one goes on"),
    pytest.param('key: "two\\nlines"\n', "two\nlines", id="escaped line end"),
    pytest.param('key: "\\u00e9"\n', "é", id="escaped letter"),
]


@pytest.mark.parametrize(("text", "wanted"), BLOCKS)
def test_longer_texts_are_read_as_yaml_says(text: str, wanted: str) -> None:
    assert documents.parse(text).content == {"key": wanted}


KEYS = ["true", "null", "1", "1.5", "2026-01-01", "NO", "~", "é", "a b"]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_always_text(key: str) -> None:
    document = documents.parse(f"{key}: x\n")
    assert (document.content, document.faults) == ({key: "x"}, [])


ONLY_TEXT = "only plain text can be a key"
FAULTS = [
    pytest.param(
        "a: 1\na: 2\n",
        [(("a",), "this key stands twice in one mapping")],
        2,
        id="twice",
    ),
    pytest.param(
        "x:\n  a: 1\n  b: 2\n  a: 3\n",
        [(("x", "a"), "this key stands twice in one mapping")],
        4,
        id="twice further in",
    ),
    pytest.param("? [a]\n: 1\n", [(("?",), ONLY_TEXT)], 1, id="a list as a key"),
    pytest.param("? {a: 1}\n: 1\n", [(("?",), ONLY_TEXT)], 1, id="a mapping as a key"),
    pytest.param(
        "a: &x {b: 1}\nc:\n  <<: *x\n", [(("c", "?"), ONLY_TEXT)], 3, id="a merge"
    ),
    pytest.param(
        "a: !x y\n", [(("a",), "the tag !x is not allowed")], 1, id="an own tag"
    ),
    pytest.param(
        "a:\n- !!binary aGk=\n",
        [(("a", 0), "the tag tag:yaml.org,2002:binary is not allowed")],
        2,
        id="bytes",
    ),
    pytest.param(
        "a: !!python/name:os.system ''\n",
        [(("a",), "the tag tag:yaml.org,2002:python/name:os.system is not allowed")],
        1,
        id="a name of Python",
    ),
    pytest.param(
        "a: =\n",
        [(("a",), "the tag tag:yaml.org,2002:value is not allowed")],
        1,
        id="the sign for a value",
    ),
]


@pytest.mark.parametrize(("text", "faults", "line"), FAULTS)
def test_a_form_that_is_no_plain_data_is_told_with_its_line(
    text: str, faults: list[tuple[documents.Path, str]], line: int
) -> None:
    document = documents.parse(text)
    assert document.faults == faults
    assert document.line(faults[0][0]) == line


def test_nothing_is_made_of_a_tag_on_a_mapping_but_the_mapping() -> None:
    document = documents.parse("a: !!python/object:os.system {b: 1}\n")
    assert document.content == {"a": {"b": 1}}


JSON_FAULTS = [
    pytest.param(
        '{"a": 1, "a": 2}',
        [(("a",), "this key stands twice in one object")],
        id="twice",
    ),
    pytest.param(
        '{"x": {"b": 1, "b": 1}}',
        [(("b",), "this key stands twice in one object")],
        id="twice further in",
    ),
]


@pytest.mark.parametrize(("text", "faults"), JSON_FAULTS)
def test_a_key_that_stands_twice_in_json_is_told(
    text: str, faults: list[tuple[documents.Path, str]]
) -> None:
    assert documents.parse(text).faults == faults


DEEP = "The file is nested too deeply to be a kit."
MANY = "The file holds too many values to be a kit."
NAMES = "Expecting property name enclosed in double quotes"
UNREADABLE = [
    pytest.param(
        "a: b: c", "This is not YAML: mapping values are not allowed in this context.",
        1, id="two colons",
    ),
    pytest.param(
        "a: [1\nb: 2", "This is not YAML: did not find expected ',' or ']'.", 2,
        id="open list",
    ),
    pytest.param(
        "a: 'x", "This is not YAML: found unexpected end of stream.", 1, id="open quote"
    ),
    pytest.param(
        "a: *none", "This is not YAML: found undefined alias.", 1, id="unknown alias"
    ),
    pytest.param(
        "\ta: 1",
        "This is not YAML: found character that cannot start any token.", 1, id="tab",
    ),
    pytest.param(
        "--- a\n--- b", "This is not YAML: but found another document.", 2,
        id="two documents",
    ),
    pytest.param("a: &x [*x]", DEEP, 1, id="a list in itself"),
    pytest.param("[" * 50 + "]" * 50, DEEP, 1, id="deep lists"),
    pytest.param("[" * 9_000 + "]" * 9_000, DEEP, 1, id="very deep lists"),
    pytest.param('{"a":' * 50 + "1" + "}" * 50, DEEP, None, id="deep objects"),
    pytest.param('{"a":' * 90_000, DEEP, None, id="very deep objects"),
    pytest.param("{a: 1}", f"This is not JSON: {NAMES}.", 1, id="bare names"),
    pytest.param('{"a": 1,}', f"This is not JSON: {NAMES}.", 1, id="comma at the end"),
    pytest.param(
        '{\n"a" 1}', "This is not JSON: Expecting ':' delimiter.", 2, id="no colon"
    ),
    pytest.param('{"a": 1} x', "This is not JSON: Extra data.", 1, id="more after it"),
    pytest.param('{"a": NaN}', "NaN is not a value that JSON knows.", None, id="NaN"),
    pytest.param(
        '{"a": -Infinity}', "-Infinity is not a value that JSON knows.", None,
        id="without end",
    ),
    pytest.param(
        '{"a": 1e999}', "1e999 is larger than any number here.", None, id="too large"
    ),
    pytest.param(
        '{"a": ' + "9" * 401 + "}", "A number has more than 400 digits.", None,
        id="too many digits",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence", "line"), UNREADABLE)
def test_what_cannot_be_read_at_all_is_told_in_one_sentence(
    text: str, sentence: str, line: int | None
) -> None:
    assert refusal(text) == (sentence, line)


@pytest.mark.parametrize("lists", [5, 9])
def test_a_bomb_of_aliases_is_counted_as_it_unfolds(lists: int) -> None:
    """Each line holds the one before it nine times."""
    lines = ["l0: &l0 [" + ", ".join("x" * 9) + "]"]
    for number in range(1, lists + 2):
        names = ", ".join([f"*l{number - 1}"] * 9)
        lines.append(f"l{number}: &l{number} [{names}]")
    sentence, line = refusal("\n".join(lines))
    assert sentence == MANY
    assert line == 1


def test_a_few_aliases_are_read_as_what_they_stand_for() -> None:
    document = documents.parse("a: &x [1, 2]\nb: *x\nc: [*x, *x]\n")
    assert document.content == {"a": [1, 2], "b": [1, 2], "c": [[1, 2], [1, 2]]}


def test_a_file_that_is_too_large_is_not_even_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    sentence = "The file is larger than 20 MB; split it."
    assert refusal("key: 1234567") == (sentence, None)
    assert refusal("k: ééééé") == (sentence, None), "bytes are counted, not letters"
    assert documents.parse("key: 12345").content == {"key": 12345}


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but words", "---\n"])
def test_a_file_of_nothing_is_nothing(text: str) -> None:
    assert documents.parse(text).content is None


WORDS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"
    ),
    max_size=12,
)
SCALARS = (
    WORDS | st.booleans() | st.none() | st.integers(-(10**17), 10**17)
)  # fmt: skip
DATA = st.dictionaries(
    WORDS.filter(lambda key: key != "<<"),
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)  # fmt: skip


def plain_keys(value: Any) -> bool:
    if isinstance(value, dict):
        return "<<" not in value and all(map(plain_keys, value.values()))
    return not isinstance(value, list) or all(map(plain_keys, value))


@given(DATA)
def test_json_is_read_as_it_was_written(data: dict[str, Any]) -> None:
    document = documents.parse(json.dumps(data))
    assert (document.content, document.faults) == (data, [])


@given(DATA.filter(plain_keys).filter(bool))
def test_yaml_with_quoted_texts_says_what_json_says(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_style=None, width=10_000)
    if text.lstrip().startswith("{"):
        return
    found = documents.parse(text)
    assert found.faults == []
    assert found.content == data


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, unique=True))
def test_every_place_knows_its_line(names: list[str]) -> None:
    text = "".join(f"{name}:\n  - one\n  - two\n" for name in names)
    document = documents.parse(text)
    for number, name in enumerate(names):
        assert document.line((name,)) == 3 * number + 1
        assert document.line((name, 1)) == 3 * number + 3
        assert document.line((name, 1, "deeper", "still")) == 3 * number + 3


def test_a_place_without_a_line_of_its_own_takes_the_nearest_around_it() -> None:
    document = Document(lines={(): 1, ("a",): 4})
    assert [document.line(path) for path in (("a", 0), ("b",), ())] == [4, 1, 1]
    assert Document().line(("a",)) is None
