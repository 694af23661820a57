"""The reader of briefs: each kind of value, each fault in its very sentence."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.planning.reading import Reader

TODAY = datetime.date(2026, 11, 21)
TONES = ["clinical", "warm"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=4,
)

FEW = settings(max_examples=40)


def reader(value: Any) -> Reader:
    """A brief in which one key was written."""
    return Reader({"key": value}, ["key"])


def words(found: Reader) -> Any:
    return found.words("key")


def number_or_words(found: Reader) -> Any:
    return found.words_or_number("key")


def required(found: Reader) -> Any:
    return found.required("key")


def day(found: Reader) -> Any:
    return found.day("key", TODAY)


def one(found: Reader) -> Any:
    return found.one_of("key", TONES, "warm")


def texts(found: Reader) -> Any:
    return found.texts("key")


def several(found: Reader) -> Any:
    return found.several("key", TONES, ["warm"], "all tones")


def number(found: Reader) -> Any:
    return found.integer("key", 8, 1, 200)


Ask = Callable[[Reader], Any]
ASKS: tuple[Ask, ...] = (
    words,
    number_or_words,
    required,
    day,
    one,
    texts,
    several,
    number,
)


@pytest.mark.parametrize(
    ("ask", "written", "value"),
    [
        (words, "plain", "plain"),
        (words, "  around  ", "around"),
        (words, "inner  gap", "inner  gap"),
        (words, "", ""),
        (words, None, ""),
        (number_or_words, "5 % more", "5 % more"),
        (number_or_words, 0, 0),
        (number_or_words, -2.5, -2.5),
        (number_or_words, None, ""),
        (required, " here ", "here"),
        (day, "2026-12-01", datetime.date(2026, 12, 1)),
        (day, " 2026-12-01 ", datetime.date(2026, 12, 1)),
        (day, "2026-12-01T23:59:59Z", datetime.date(2026, 12, 1)),
        (day, "2026-12-01T23:59:59+02:00", datetime.date(2026, 12, 1)),
        (day, "2026-12-01 08:30", datetime.date(2026, 12, 1)),
        (day, datetime.date(2024, 2, 29), datetime.date(2024, 2, 29)),
        (
            day,
            datetime.datetime(2026, 12, 1, 23, tzinfo=datetime.UTC),
            datetime.date(2026, 12, 1),
        ),
        (one, "clinical", "clinical"),
        (texts, "single", ("single",)),
        (texts, ["b", "a"], ("b", "a")),
        (texts, ("b", "a"), ("b", "a")),
        (texts, ["a", " a ", "b", "a"], ("a", "b")),
        (texts, ["", "  ", "a"], ("a",)),
        (texts, [], ()),
        (several, ["warm", "clinical"], ("warm", "clinical")),
        (several, "clinical", ("clinical",)),
        (number, 1, 1),
        (number, 200, 200),
    ],
)
def test_what_is_written_well_is_taken_without_a_word(
    ask: Ask, written: Any, value: Any
) -> None:
    found = reader(written)
    assert ask(found) == value
    assert type(ask(found)) is type(value)
    assert (found.faults, found.defaults) == ([], [])


@pytest.mark.parametrize(
    ("ask", "value", "stated"),
    [
        (day, TODAY, "key: 2026-11-21"),
        (one, "warm", "key: warm"),
        (several, ("warm",), "key: warm (all tones)"),
        (number, 8, "key: 8"),
    ],
)
@pytest.mark.parametrize("raw", [{}, {"key": None}], ids=["absent", "null"])
def test_what_is_left_out_is_filled_in_and_stated(
    ask: Ask, value: Any, stated: str, raw: dict[str, Any]
) -> None:
    found = Reader(raw, ["key"])
    assert ask(found) == value
    assert (found.faults, found.defaults) == ([], [stated])


@pytest.mark.parametrize(
    ("ask", "written", "value"),
    [
        (day, "", TODAY),
        (one, "", "warm"),
        (one, [], "warm"),
        (several, [], ("warm",)),
        (several, "", ("warm",)),
        (several, ["  "], ("warm",)),
    ],
)
def test_what_is_written_empty_counts_as_left_out(
    ask: Ask, written: Any, value: Any
) -> None:
    found = reader(written)
    assert ask(found) == value
    assert len(found.defaults) == 1
    assert not found.faults


def test_a_default_without_remark_stands_alone() -> None:
    found = Reader({}, ["key"])
    assert found.several("key", TONES, ["warm", "clinical"]) == ("warm", "clinical")
    assert found.defaults == ["key: warm, clinical"]


@pytest.mark.parametrize(
    ("ask", "written", "sentence"),
    [
        (words, 3, "write words."),
        (words, True, "write words."),
        (words, ["a"], "write words."),
        (words, {"a": "b"}, "write words."),
        (number_or_words, True, "write words."),
        (number_or_words, [1], "write words."),
        (required, "", "is missing."),
        (required, "  ", "is missing."),
        (required, None, "is missing."),
        (required, 3, "write words."),
        (day, "tomorrow", "tomorrow is not a date like 2026-11-21."),
        (day, "2026-02-30", "2026-02-30 is not a date like 2026-11-21."),
        (day, "2025-02-29", "2025-02-29 is not a date like 2026-11-21."),
        (day, "21/11/2026", "21/11/2026 is not a date like 2026-11-21."),
        (day, "2026-11-21 soon", "2026-11-21 soon is not a date like 2026-11-21."),
        (day, "2026-11-2199", "2026-11-2199 is not a date like 2026-11-21."),
        (day, "2026-11-21T25:00", "2026-11-21T25:00 is not a date like 2026-11-21."),
        (day, 20261121.5, "20261121.5 is not a date like 2026-11-21."),
        (day, [], "[] is not a date like 2026-11-21."),
        (day, False, "False is not a date like 2026-11-21."),
        (one, "Warm", "Warm is not known; choose from clinical, warm."),
        (one, ["warm"], "['warm'] is not known; choose from clinical, warm."),
        (one, 4, "4 is not known; choose from clinical, warm."),
        (texts, 4, "write a list of words."),
        (texts, True, "write a list of words."),
        (texts, {"a": 1}, "write a list of words."),
        (texts, ["a", 1], "write a list of words."),
        (texts, ["a", None], "write a list of words."),
        (texts, [["a"]], "write a list of words."),
        (several, ["cold"], "cold is not known; choose from clinical, warm."),
        (several, 4, "write a list of words."),
        (number, 0, "0 is not between 1 and 200."),
        (number, 201, "201 is not between 1 and 200."),
        (number, -(10**20), f"{-(10**20)} is not between 1 and 200."),
        (number, 2.0, "2.0 is not a whole number."),
        (number, "2", "2 is not a whole number."),
        (number, True, "True is not a whole number."),
        (number, [2], "[2] is not a whole number."),
    ],
)
def test_each_fault_is_one_sentence_under_its_key(
    ask: Ask, written: Any, sentence: str
) -> None:
    found = reader(written)
    ask(found)
    assert found.faults == [f"key: {sentence}"]
    assert found.defaults == []
    assert found.is_faulty("key")


def test_every_unknown_value_of_a_list_is_named() -> None:
    found = reader(["cold", "warm", "shrill"])
    several(found)
    assert found.faults == [
        "key: cold is not known; choose from clinical, warm.",
        "key: shrill is not known; choose from clinical, warm.",
    ]


@pytest.mark.parametrize("written", [None, [], ["warm"]])
def test_a_brand_that_has_none_cannot_be_asked_for_any(written: Any) -> None:
    found = reader(written)
    found.several("key", [], [])
    assert found.faults == ["key: the brand has none."]


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("tone", "tone: no brief has this key; did you mean tones?"),
        ("chanel", "chanel: no brief has this key; did you mean channel?"),
        ("Tones", "Tones: no brief has this key; did you mean tones?"),
        ("zzz", "zzz: no brief has this key."),
        (7, "7: no brief has this key."),
    ],
)
def test_a_foreign_key_is_told_with_the_nearest(key: Any, fault: str) -> None:
    assert Reader({key: "x"}, ["tones", "channel"]).faults == [fault]


def test_a_foreign_key_without_a_value_was_not_written() -> None:
    assert Reader({"tone": None}, ["tones"]).faults == []


def test_faults_keep_the_order_in_which_they_were_found() -> None:
    found = Reader({"odd": 1, "at": "x", "count": 0}, ["at", "count", "tones"])
    found.integer("count", 8, 1, 200)
    found.day("at", TODAY)
    assert [fault.partition(":")[0] for fault in found.faults] == [
        "odd",
        "count",
        "at",
    ]


def test_a_key_is_faulty_by_its_whole_name() -> None:
    found = Reader({"tones": 4}, ["tone", "tones"])
    found.texts("tones")
    assert found.is_faulty("tones")
    assert not found.is_faulty("tone")


@FEW
@given(JSON, st.sampled_from(ASKS))
def test_whatever_was_written_a_usable_value_comes_back(value: Any, ask: Ask) -> None:
    found = reader(value)
    kinds: dict[Ask, Any] = {
        words: str,
        number_or_words: str | int | float,
        required: str,
        day: datetime.date,
        one: str,
        texts: tuple,
        several: tuple,
        number: int,
    }
    assert isinstance(ask(found), kinds[ask])
    assert len(found.defaults) <= 1
    assert all(fault.startswith("key: ") for fault in found.faults)


@FEW
@given(st.lists(st.text(max_size=4), max_size=6))
def test_a_list_read_again_stays_as_it_is(values: list[str]) -> None:
    once = reader(values).texts("key")
    assert reader(list(once)).texts("key") == once
    assert len(set(once)) == len(once)
    assert set(once) == {text.strip() for text in values} - {""}


@FEW
@given(st.dates())
def test_a_date_is_read_as_it_is_written(asked: datetime.date) -> None:
    for written in (asked, asked.isoformat(), f"{asked.isoformat()}T12:00:00Z"):
        found = reader(written)
        assert (found.day("key", TODAY), found.faults) == (asked, [])


@FEW
@given(st.integers(), st.integers(-50, 50), st.integers(0, 100))
def test_a_number_is_in_bounds_or_a_fault(value: int, least: int, span: int) -> None:
    found = reader(value)
    assert found.integer("key", least, least, least + span) == value
    assert bool(found.faults) is not (least <= value <= least + span)
