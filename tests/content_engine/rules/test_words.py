"""Rules of words: what is allowed, what must be near, where and when a rule holds."""

import dataclasses
import datetime
from typing import Any

import pytest

from content_engine.pieces import Piece, PieceText
from content_engine.rules import approved, lines, packs, readings
from content_engine.rules.findings import Citation, Rule
from content_engine.rules.packs.layering import stacked
from content_engine.rules.readings import Reading
from content_engine.supply import ClaimText, Supply
from content_engine.vocabulary import PartName, Severity
from tests.content_engine.supplies import (
    ADMISSIONS,
    DAY,
    make_brand,
    make_context,
    make_supply,
)

SOURCES = [{"source": "A house", "cited": "own"}]


def rule(words: dict[str, Any], severity: str = "BLOCK", **others: Any) -> Rule:
    """One rule of words, out of a pack."""
    content = {
        "id": "HOUSE",
        "version": "1",
        "owner": "A person",
        "effective_on": "2026-01-01",
        "rules": [
            {
                "id": "XX-01",
                "title": "A rule",
                "severity": severity,
                "kind": "D",
                "stage": "T",
                "sources": SOURCES,
                "message": "“{term}” is not said here.",
                "examples": {},
                "words": words,
                **others,
            }
        ],
    }
    [made] = stacked([packs.PackDocument({"lists": {}, **content})])[0]
    return made


def read(piece: Piece, supply: Supply) -> Reading:
    """A piece as the rules read it."""
    return readings.read(piece, supply, approved.approvals(supply, piece.context))


def heard(
    made: Rule, text: str, supply: Supply | None = None, /, **context: str
) -> list[str]:
    """The words of a body that the rule objects to."""
    place = make_context(**context)
    piece = Piece(place, (PieceText(PartName.BODY, text),))
    reading = read(piece, supply or make_supply())
    return [one.text for one in made.findings(reading)]


PLAIN = {"en": {"terms": ["best", "no risk"]}}


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        pytest.param(
            PLAIN["en"], "The best. No risk.", ["best", "No risk"], id="terms"
        ),
        pytest.param(
            {"terms": ["best"], "allowed": ["best wishes"]},
            "Best wishes from the best.",
            ["best"],
            id="allowed contexts are taken out first",
        ),
        pytest.param(
            {"terms": ["best"], "unless": ["not"]},
            "Not the best. The best.",
            ["best"],
            id="unless in its own sentence",
        ),
        pytest.param(
            {"terms": ["best"], "unless": ["not"], "reach": 1},
            "Not so. The best. The best.",
            ["best"],
            id="unless one sentence away",
        ),
        pytest.param(
            {"terms": ["mild"], "near": ["nausea"], "window": 2},
            "mild, short nausea",
            ["mild"],
            id="near within two words",
        ),
        pytest.param(
            {"terms": ["mild"], "near": ["nausea"], "window": 2},
            "mild and all of it nausea",
            [],
            id="three words are too far",
        ),
        pytest.param(
            {"terms": ["mild"], "near": ["nausea"], "window": 0},
            "mild and all of it nausea. Mild",
            ["mild"],
            id="near anywhere in the sentence",
        ),
        pytest.param(
            {"terms": ["mild"], "near": ["mild"]}, "mild", [], id="near needs another"
        ),
    ],
)
def test_how_terms_count(words: dict[str, Any], text: str, expected: list[str]) -> None:
    assert heard(rule({"en": words}), text) == expected


def test_the_message_says_the_words_as_they_stand() -> None:
    piece = Piece(make_context(), (PieceText(PartName.BODY, "NO\n risk"),))
    [found] = rule(PLAIN).findings(read(piece, make_supply()))
    assert found.message == "“NO risk” is not said here."
    assert (found.start, found.end, found.text) == (0, 8, "NO\n risk")
    assert found.citation == "A house"


@pytest.mark.parametrize(
    ("where", "context", "holds"),
    [
        ({"intents": ["reminder"]}, {"intent": "reminder"}, True),
        ({"intents": ["reminder"]}, {"intent": "promotional"}, False),
        ({"audiences": ["PAYER"]}, {"audience": "PAYER"}, True),
        ({"audiences": ["PAYER"]}, {"audience": "HCP"}, False),
        ({"channels": ["sms"]}, {"channel": "sms"}, True),
        ({"channels": ["sms"]}, {"channel": "email"}, False),
        ({"intents": ["reminder"], "channels": ["sms"]}, {"channel": "sms"}, False),
        ({}, {}, True),
    ],
)
def test_where_a_rule_holds(
    where: dict[str, Any], context: dict[str, str], holds: bool
) -> None:
    assert bool(heard(rule(PLAIN, where=where), "the best", **context)) is holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The best.", []),
        ("Velorin is the best.", ["best"]),
        ("Tamoxetrel is the best.", ["best"]),
    ],
)
def test_a_rule_about_the_product(text: str, expected: list[str]) -> None:
    assert heard(rule(PLAIN, where={"about_product": True}), text) == expected


@pytest.mark.parametrize(
    ("launched", "indication", "holds"),
    [
        pytest.param(DAY - datetime.timedelta(365), None, False, id="the last day"),
        pytest.param(DAY - datetime.timedelta(366), None, True, id="a day too late"),
        pytest.param(DAY, None, False, id="launched today"),
        pytest.param(None, None, True, id="an unknown launch is long ago"),
        pytest.param(
            DAY - datetime.timedelta(900),
            DAY - datetime.timedelta(30),
            False,
            id="a younger indication counts",
        ),
        pytest.param(
            DAY - datetime.timedelta(30),
            DAY - datetime.timedelta(900),
            False,
            id="the younger of the two",
        ),
        pytest.param(
            DAY - datetime.timedelta(900),
            DAY + datetime.timedelta(9),
            True,
            id="an indication still to come does not",
        ),
        pytest.param(DAY + datetime.timedelta(9), None, True, id="not launched yet"),
    ],
)
def test_how_long_a_launch_is_new(
    launched: datetime.date | None, indication: datetime.date | None, holds: bool
) -> None:
    brand = make_brand(launched_on=launched, indication_launched_on=indication)
    made = rule(PLAIN, where={"days_since_launch": 365})
    assert bool(heard(made, "the best", make_supply(brand=brand))) is holds


BILINGUAL = {"en": {"terms": ["best"]}, "de": {"terms": ["beste"]}}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en-US", "the best beste", ["best"]),
        ("de-DE", "the best beste", ["beste"]),
        ("de", "beste", ["beste"]),
        ("fr-FR", "the best beste", ["best"]),
    ],
)
def test_words_are_those_of_the_language(
    language: str, text: str, expected: list[str]
) -> None:
    assert heard(rule(BILINGUAL), text, language=language) == expected


def test_a_rule_without_the_language_or_english_is_silent() -> None:
    assert heard(rule({"de": {"terms": ["beste"]}}), "beste", language="fr") == []


@pytest.mark.parametrize(
    ("severity", "weight"),
    [("BLOCK", "MED"), ("HIGH", "MED"), ("MED", "MED"), ("INFO", "INFO")],
)
def test_words_of_an_approved_claim_are_told_and_stop_nothing(
    severity: str, weight: str
) -> None:
    claim: ClaimText = dataclasses.replace(
        ADMISSIONS, text="The best was seen in TRIAL-A.", variations=()
    )
    made = rule(PLAIN, severity)
    supply = make_supply(claims=(claim,))
    place = make_context()
    for text, expected in ((claim.text, weight), ("The best.", severity)):
        piece = Piece(place, (PieceText(PartName.BODY, text),))
        [found] = made.findings(read(piece, supply))
        assert found.severity == expected


@pytest.mark.parametrize(
    "text",
    [
        make_supply().label.safety_full.text,
        make_supply().label.dosing[0],
        make_brand().adverse_event_statement,
        "Hypotension was the best of them.",
    ],
)
def test_words_of_the_label_are_not_the_writers(text: str) -> None:
    made = rule({"en": {"terms": ["may", "dose", "report", "best", "cause"]}})
    label = dataclasses.replace(
        make_supply().label,
        section_texts=("First. Hypotension was the best of them. Last.",),
    )
    assert heard(made, text, make_supply(label=label)) == []


def test_a_term_in_two_texts_of_a_part_is_told_in_each() -> None:
    text = 'The best <img src="a" alt="the best"> <p hidden>best</p>'
    assert heard(rule(PLAIN), text) == ["best", "best", "best"]


def test_citations_show_what_is_to_be_confirmed() -> None:
    sources = (
        Citation("A code", "verified"),
        Citation("A law", "known"),
        Citation("Our own", "own"),
    )
    made = dataclasses.replace(rule(PLAIN), sources=sources)
    assert made.citation == "A code; A law (to be confirmed); Our own"
    assert made.severity is Severity.BLOCK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (". . . ,", []),
        (". . It is safe. . .", ["It is safe. "]),
        ("; ! ) .", ["; ! ", ") ."]),
        (".\n🙂\n.", ["🙂\n"]),
    ],
)
def test_stops_alone_are_no_statement_of_words(text: str, expected: list[str]) -> None:
    piece = Piece(make_context(), (PieceText(PartName.BODY, text),))
    supply = make_supply()
    allowed = approved.approvals(supply, piece.context)
    reading = readings.read(piece, supply, allowed)
    assert [one.reading.text for one in lines.written(reading)] == expected
