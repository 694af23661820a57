"""Queries of programs: read with every field, or refused by name."""

import datetime
import json
import re
from typing import Any

import pytest

from knowledge_base.kits.crosschecks import CHANNELS
from knowledge_base.management.commands.search_claims import Command
from knowledge_base.models import Brand
from knowledge_base.retrieval import queries
from knowledge_base.retrieval.queries import QueryRefusedError
from tests.knowledge_base.test_commands import search

TODAY = datetime.date(2026, 11, 21)
LEAST: dict[str, Any] = {"brand": "calvoryn", "market": "GB", "channel": "email"}
FULL: dict[str, Any] = {
    **LEAST,
    "id": 7,
    "audience": "PAYER",
    "at": "2027-01-02",
    "query": "gout",
    "limit": 3,
    "theme": "onset",
    "kind": "efficacy",
    "indication": "gout",
    "diversity": 0.5,
    "refused": True,
}


def question(query: dict[str, Any]) -> Any:
    read = queries.read(json.dumps(query))
    return queries.question(read, today=TODAY, channels=CHANNELS)


def test_what_is_left_out_takes_a_default() -> None:
    asked = question(LEAST)
    assert (asked.audience, asked.day, asked.limit) == ("HCP", TODAY, 10)
    assert (asked.text, asked.theme, asked.kind, asked.indication) == ("",) * 4
    assert asked.diversity == 0


def test_every_field_is_read() -> None:
    asked = question(FULL)
    assert asked.audience == "PAYER"
    assert asked.day == datetime.date(2027, 1, 2)
    assert (asked.text, asked.limit, asked.diversity) == ("gout", 3, 0.5)
    assert (asked.theme, asked.kind, asked.indication) == ("onset", "efficacy", "gout")
    assert set(FULL) == set(queries.FIELDS)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"market": "XX"}, "there is no market 'XX'; choose two capital letters"),
    ({"market": "gb"}, "there is no market 'gb'"),
    ({"market": ""}, "there is no market ''"),
    ({"channel": "fax"}, "there is no channel 'fax'; choose "),
    ({"channel": "E-mail"}, "there is no channel 'E-mail'"),
    ({"audience": "NURSE"}, "there is no audience 'NURSE'; choose HCP, PATIENT, PAYER"),
    ({"chanel": "sms"}, "there is no field 'chanel'; known are id, brand, market"),
    ({"diversity": "much"}, "diversity must be a number from 0 to 1"),
    ({"diversity": 1.1}, "diversity must be a number from 0 to 1"),
    ({"diversity": -0.1}, "diversity must be a number from 0 to 1"),
    ({"diversity": True}, "diversity must be a number from 0 to 1"),
    ({"diversity": None}, "diversity must be a number from 0 to 1"),
    ({"diversity": float("nan")}, "diversity must be a number from 0 to 1"),
    ({"refused": "yes"}, "refused must be true or false"),
    ({"refused": 1}, "refused must be true or false"),
    ({"theme": None}, "theme must be given as text"),
    ({"kind": 5}, "kind must be given as text"),
    ({"indication": ["gout"]}, "indication must be given as text"),
    ({"limit": 0}, "limit must be a number from 1 to 1000"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED, ids=str)
def test_what_cannot_be_asked_is_refused_by_name(
    change: dict[str, Any], words: str
) -> None:
    with pytest.raises(QueryRefusedError, match=re.escape(words)):
        question({**LEAST, **change})


def test_the_command_ends_with_one_and_answers_the_others(
    brand: Brand, tmp_path: Any
) -> None:
    answers, err, code = search(tmp_path, LEAST, {**LEAST, "channel": "fax"}, LEAST)
    assert (code, len(answers)) == (1, 2)
    assert "line 2: there is no channel 'fax'" in err


def test_a_real_market_without_claims_is_answered_with_none(
    brand: Brand, tmp_path: Any
) -> None:
    answers, _, code = search(tmp_path, {**LEAST, "market": "DE"})
    assert (code, answers) == (0, [{"id": None, "results": []}])


def test_results_tell_why_and_under_which_claim_they_are_folded(
    brand: Brand, tmp_path: Any
) -> None:
    [answer], _, _ = search(tmp_path, {**LEAST, "query": "gout flares"})
    best = answer["results"][0]
    assert set(best) == {"claim", "score", "text", "why", "group"}
    assert best["group"] == best["claim"] == "fewer-flares@1"
    assert "refused" not in answer


def test_refused_ones_are_listed_apart_with_reason_and_remedy(
    brand: Brand, tmp_path: Any
) -> None:
    asked = {**LEAST, "market": "US", "query": "year-one-extension", "refused": True}
    [answer], _, _ = search(tmp_path, asked)
    assert "year-one-extension@1" not in [one["claim"] for one in answer["results"]]
    [refused] = [
        one for one in answer["refused"] if one["claim"] == "year-one-extension@1"
    ]
    assert refused["reasons"] == [
        {
            "code": "MARKET",
            "reason": "Approved for GB only.",
            "remedy": "Usable for US once a revision names it.",
        }
    ]
    assert refused["why"]
    [quiet], _, _ = search(tmp_path, {**asked, "query": ""})
    assert quiet["refused"] == []


def test_diversity_brings_what_differs_forward(brand: Brand, tmp_path: Any) -> None:
    asked = {**LEAST, "query": "serum urate in adults taking Calvoryn", "limit": 6}
    [plain], _, _ = search(tmp_path, asked)
    [varied], _, _ = search(tmp_path, {**asked, "diversity": 0.9})
    keys = [[one["claim"] for one in each["results"]] for each in (plain, varied)]
    assert keys[0][0] == keys[1][0]
    assert sorted(keys[0]) == sorted(keys[1])


def test_the_help_names_every_field() -> None:
    told = Command.help
    assert all(name in told for name in queries.FIELDS)
