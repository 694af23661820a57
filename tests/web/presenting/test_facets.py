"""The filters of the claims list: every count is what the choice then shows."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.channels.catalogue import CHANNELS
from web.presenters import claim_facets, claim_search
from web.presenters.claim_facets import ALL, CODES, FACETS, STATES, USABLE, WARNED

NOTHING = dict.fromkeys(FACETS, "")
COUNT = re.compile(r"(.*) \((\d+)\)")


def combination(**changes: Any) -> dict[str, Any]:
    """So many claims that are alike."""
    alike: dict[str, Any] = {
        "brand": "calvoryn",
        "brand_name": "Calvoryn",
        "kind": "efficacy",
        "standing": USABLE,
        "ending": 0,
        **dict.fromkeys(CODES.values(), ()),
        "n": 1,
    }
    return {**alike, **changes}


def counts(name: str, *found: dict[str, Any], **wishes: str) -> dict[str, int]:
    """What a filter offers, by value."""
    choices = claim_facets.facets(found, {**NOTHING, **wishes}).choices[name]
    made = {}
    for value, title in choices:
        read = COUNT.fullmatch(title)
        if read:
            made[value] = int(read[2])
    return made


codes = st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2).map(tuple)
COMBINATIONS = st.lists(
    st.builds(
        combination,
        brand=st.sampled_from(["calvoryn", "testavra"]),
        kind=st.sampled_from(["efficacy", "safety"]),
        standing=st.sampled_from([state for state in STATES if state != ALL]),
        ending=st.sampled_from([0, *WARNED.values()]),
        market_codes=codes,
        channels=st.lists(
            st.sampled_from(["email", "sms"]), unique=True, max_size=2
        ).map(tuple),
        themes=codes,
        indications=codes,
        n=st.integers(1, 5),
    ),
    max_size=8,
)


@given(found=COMBINATIONS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_count_is_what_the_choice_then_shows(
    found: list[dict[str, Any]], data: Any
) -> None:
    wishes = dict(NOTHING)
    for name in data.draw(st.lists(st.sampled_from(FACETS), unique=True, max_size=3)):
        offered = [v for v, _ in claim_facets.facets(found, wishes).choices[name]]
        wishes[name] = data.draw(st.sampled_from(offered or [""]))
    for name in FACETS:
        for value, count in counts(name, *found, **wishes).items():
            chosen = {**wishes, name: value}
            assert claim_facets.facets(found, chosen).total == count


@given(found=COMBINATIONS)
@settings(max_examples=60, deadline=None)
def test_all_is_every_claim_and_states_are_its_parts(
    found: list[dict[str, Any]],
) -> None:
    told = counts("state", *found)
    assert told.pop(ALL, 0) == sum(one["n"] for one in found)
    assert sum(told.values()) == sum(one["n"] for one in found)


@given(found=COMBINATIONS)
@settings(max_examples=60, deadline=None)
def test_the_order_of_what_was_found_does_not_matter(
    found: list[dict[str, Any]],
) -> None:
    asked = {**NOTHING, "state": ALL}
    assert claim_facets.facets(found, asked) == claim_facets.facets(found[::-1], asked)


@given(found=COMBINATIONS)
@settings(max_examples=60, deadline=None)
def test_a_later_end_shows_no_fewer_claims(found: list[dict[str, Any]]) -> None:
    told = counts("ends", *found, state=ALL)
    shown = [told[days] for days in WARNED if days in told]
    assert shown == sorted(shown)


@pytest.mark.parametrize("name", [name for name in CODES if name != "audience"])
def test_a_claim_without_codes_is_open_to_all(name: str) -> None:
    column = CODES[name]
    value = {"channel": "sms", "market": "US"}.get(name, "a")
    found = [combination(), combination(**{column: (value,)}, n=4)]
    assert counts(name, *found)[value] == 5
    assert claim_facets.facets(found, {**NOTHING, name: value}).total == 5


def test_every_channel_and_audience_is_offered_where_a_claim_is_open() -> None:
    assert counts("channel", combination(n=3)) == {c.value: 3 for c in CHANNELS}
    assert set(counts("audience", combination())) == {"HCP", "PATIENT", "PAYER"}
    assert counts("market", combination()) == {}


@pytest.mark.parametrize(
    ("name", "value", "known"),
    [
        ("brand", "nobody", ""),
        ("brand", "calvoryn", "calvoryn"),
        ("market", "XX", ""),
        ("channel", "sms", "sms"),
        ("channel", "pigeon", ""),
        ("audience", "PAYER", "PAYER"),
        ("kind", "efficacy", "efficacy"),
        ("kind", "EFFICACY", ""),
        ("state", "WITHDRAWN", "WITHDRAWN"),
        ("state", "withdrawn", ""),
        ("ends", "30", "30"),
        ("ends", "31", ""),
        ("theme", "<b>", ""),
        ("indication", "'; --", ""),
    ],
)
def test_a_wish_that_no_claim_could_meet_counts_as_not_made(
    name: str, value: str, known: str
) -> None:
    found = claim_facets.facets([combination()], {**NOTHING, name: value})
    assert found.wishes == {**NOTHING, name: known}


@pytest.mark.parametrize(
    ("name", "changes", "title"),
    [
        ("brand", {}, "Calvoryn (1)"),
        ("brand", {"brand_name": "A & B"}, "A & B (1)"),
        ("market", {"market_codes": ("DE",)}, "Germany (1)"),
        ("channel", {"channels": ("rep_email",)}, "Representative's e-mail (1)"),
        ("audience", {"audiences": ("HCP",)}, "Healthcare professionals (1)"),
        ("theme", {"themes": ("quality_of_life",)}, "Quality of life (1)"),
        ("kind", {"kind": "quality_of_life"}, "Quality of life (1)"),
        ("indication", {"indications": ("gout",)}, "Gout (1)"),
        ("ends", {"ending": 7}, "Within 7 days (1)"),
    ],
)
def test_a_choice_is_titled_and_counted(
    name: str, changes: dict[str, Any], title: str
) -> None:
    found = claim_facets.facets([combination(**changes)], NOTHING)
    assert found.choices[name][0] == ("", "Any")
    assert title in [shown for _, shown in found.choices[name]]


@pytest.mark.parametrize(("state", "title"), STATES.items())
def test_a_state_is_offered_where_a_claim_stands_so(state: str, title: str) -> None:
    found = [combination(standing=state if state != ALL else "DRAFT")]
    choices = claim_facets.facets(found, {**NOTHING, "state": state}).choices["state"]
    assert (state, f"{title} (1)") in choices
    assert ("", "Any") not in choices


def test_a_choice_that_shows_nothing_any_more_stays_while_it_is_chosen() -> None:
    found = [combination(), combination(kind="safety", market_codes=("US",))]
    told = counts("kind", *found, market="US", kind="efficacy")
    assert told == {"efficacy": 1, "safety": 1}
    strict = [combination(market_codes=("DE",)), combination(market_codes=("US",))]
    assert counts("market", *strict, market="US", brand="calvoryn") == {
        "DE": 1,
        "US": 1,
    }


def test_states_stand_in_the_order_of_urgency() -> None:
    found = [combination(standing=state) for state in STATES if state != ALL]
    choices = claim_facets.facets(found, NOTHING).choices["state"]
    assert [value for value, _ in choices] == list(STATES)


def test_nothing_found_offers_nothing() -> None:
    found = claim_facets.facets([], NOTHING)
    assert found.total == 0
    for name in set(FACETS) - {"state"}:
        assert list(found.choices[name]) == [("", "Any")]
    assert list(found.choices["state"]) == [(USABLE, "May be used (0)")]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({}, ""),
        ({"market": "US"}, "United States"),
        ({"market": "US", "channel": "sms"}, "United States, SMS"),
        ({"audience": "HCP"}, "Healthcare professionals"),
        ({"audience": "OTHER", "market": "XX"}, "XX, OTHER"),
    ],
)
def test_a_place_is_told_in_words(wishes: dict[str, str], words: str) -> None:
    assert claim_search.where({**NOTHING, **wishes}) == words


@given(st.dictionaries(st.sampled_from(FACETS), st.text(max_size=8)))
@settings(max_examples=100, deadline=None)
def test_a_question_is_read_back_from_its_address(wishes: dict[str, str]) -> None:
    asked = QueryDict(claim_search.query_of(wishes))
    assert asked.dict() == {name: value for name, value in wishes.items() if value}
