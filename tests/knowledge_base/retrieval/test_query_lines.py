"""A line of a program: read whole whatever it says, or refused in one sentence."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.kits.crosschecks import CHANNELS
from knowledge_base.retrieval import queries
from knowledge_base.retrieval.filters import Question
from knowledge_base.retrieval.queries import QueryRefusedError

LAW = settings(max_examples=50, deadline=None)
TODAY = datetime.date(2026, 11, 21)
LEAST: dict[str, Any] = {"brand": "calvoryn", "market": "GB", "channel": "email"}


def asked(query: dict[str, Any]) -> Question:
    read = queries.read(json.dumps(query))
    return queries.question(read, today=TODAY, channels=CHANNELS)


def refusal(line: str) -> str:
    said = told(line)
    assert said, line
    return said


def told(line: str) -> str:
    """Why a line is no question; empty if it is one."""
    try:
        read = queries.read(line)
        queries.question(read, today=TODAY, channels=CHANNELS)
    except QueryRefusedError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("market", sorted(queries.MARKETS))
def test_every_country_is_a_market(market: str) -> None:
    assert asked({**LEAST, "market": market}).market == market
    lower = json.dumps({**LEAST, "market": market.lower()})
    assert refusal(lower).startswith(f"there is no market {market.lower()!r}")


def test_there_are_as_many_countries_as_the_standard_has() -> None:
    assert len(queries.MARKETS) == 249
    assert all(len(code) == 2 and code.isupper() for code in queries.MARKETS)
    assert not queries.MARKETS & {"UK", "EU", "XX", "SU", "YU"}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("audience", queries.AUDIENCES)
def test_every_channel_and_audience_can_be_asked(channel: str, audience: str) -> None:
    found = asked({**LEAST, "channel": channel, "audience": audience})
    assert (found.channel, found.audience) == (channel, audience)


@pytest.mark.parametrize("field", queries.TEXTS)
@pytest.mark.parametrize("value", [None, 5, 1.5, True, ["x"], {"x": "y"}])
def test_every_text_must_be_text(field: str, value: object) -> None:
    line = json.dumps({**LEAST, field: value})
    assert refusal(line) == f"{field} must be given as text."


@pytest.mark.parametrize("field", sorted(queries.NEEDED))
def test_what_is_needed_must_be_there(field: str) -> None:
    query = {name: value for name, value in LEAST.items() if name != field}
    assert refusal(json.dumps(query)) == f"{field} must be given as text."


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("", TODAY),
        ("2027-01-02", datetime.date(2027, 1, 2)),
        ("20270102", datetime.date(2027, 1, 2)),
        ("2027-01-02T10:00:00", datetime.date(2027, 1, 2)),
        ("2027-01-02T23:30:00+00:00", datetime.date(2027, 1, 2)),
        ("2027-01-02T23:30:00-05:00", datetime.date(2027, 1, 3)),
        ("2027-01-02T00:30:00+02:00", datetime.date(2027, 1, 1)),
        ("2027-01-02T10:00:00Z", datetime.date(2027, 1, 2)),
        ("2028-02-29", datetime.date(2028, 2, 29)),
    ],
)
def test_days_and_moments(written: str, day: datetime.date) -> None:
    assert asked({**LEAST, "at": written}).day == day


@pytest.mark.parametrize(
    "written",
    ["today", "2027-13-01", "2027-02-29", "01/02/2027", "2027", "0001-01-01T00:00+14"],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    said = refusal(json.dumps({**LEAST, "at": written}))
    assert said == f"at must be a date, not {written!r}."


@pytest.mark.parametrize(
    ("limit", "is_one"),
    [
        (1, True), (10, True), (1000, True), (0, False), (-1, False), (1001, False),
        (1.0, False), ("10", False), (True, False), (None, False), ([1], False),
    ],
)  # fmt: skip
def test_limits(limit: object, is_one: bool) -> None:
    query = {**LEAST, "limit": limit}
    if is_one:
        assert asked(query).limit == limit
    else:
        assert refusal(json.dumps(query)) == "limit must be a number from 1 to 1000."


@pytest.mark.parametrize(
    ("diversity", "is_one"),
    [
        (0, True), (1, True), (0.5, True), (1.0, True), (-0.01, False), (1.01, False),
        ("0.5", False), (True, False), (None, False), ([], False),
    ],
)  # fmt: skip
def test_diversities(diversity: object, is_one: bool) -> None:
    query = {**LEAST, "diversity": diversity}
    if is_one:
        assert asked(query).diversity == diversity
    else:
        said = refusal(json.dumps(query))
        assert said == "diversity must be a number from 0 to 1."


@pytest.mark.parametrize("line", ["[]", "5", '"text"', "null", "true", "[{}]"])
def test_json_that_is_no_object(line: str) -> None:
    assert refusal(line) == "this is not a JSON object."


@pytest.mark.parametrize(
    "line",
    ["", " ", "{", "{'a': 1}", "{]", "nonsense", '{"a": "\\ud800"}', "[" * 100_000],
    ids=["empty", "space", "open", "quotes", "crossed", "words", "half", "deep"],
)
def test_what_is_no_json(line: str) -> None:
    said = refusal(line)
    assert said.startswith("this is not JSON (")
    assert said.endswith(").")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@LAW
@given(TEXT, TEXT, TEXT, TEXT, st.integers(1, 1000), st.floats(0, 1))
def test_what_was_asked_is_what_is_read(
    text: str, theme: str, kind: str, indication: str, limit: int, diversity: float
) -> None:
    found = asked(
        {
            **LEAST,
            "query": text,
            "theme": theme,
            "kind": kind,
            "indication": indication,
            "limit": limit,
            "diversity": diversity,
        }
    )
    assert (found.text, found.theme, found.kind) == (text, theme, kind)
    assert (found.indication, found.limit) == (indication, limit)
    assert found.diversity == diversity


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2)
    ),
    max_leaves=4,
)


@LAW
@given(st.dictionaries(st.sampled_from(queries.FIELDS) | TEXT, VALUES, max_size=5))
def test_any_object_is_a_question_or_one_sentence(query: dict[str, Any]) -> None:
    said = told(json.dumps({**LEAST, **query}))
    if said:
        assert said.endswith(".")
        assert "\n" not in said
    else:
        found = asked({**LEAST, **query})
        assert 1 <= found.limit <= queries.MOST_RESULTS
        assert 0 <= found.diversity <= 1
        assert found.market in queries.MARKETS


@LAW
@given(st.text(max_size=40))
def test_any_line_is_an_object_or_one_sentence(line: str) -> None:
    assert told(line), "no line of chance names a brand, a market and a channel"
