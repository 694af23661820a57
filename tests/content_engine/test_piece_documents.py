"""Pieces are read as the contract writes them, every fault at once."""

import datetime
import json
from typing import Any

import pytest

from content_engine import piece_documents
from content_engine.piece_documents import PieceFaultsError

TODAY = datetime.date(2026, 11, 21)
PIECE: dict[str, Any] = {
    "id": "p1",
    "brand": "velorin",
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "at": "2026-10-01",
    "intent": "promotional",
    "parts": [{"name": "subject", "text": "Hello"}, {"name": "body", "text": ""}],
}


def read(**changes: Any) -> Any:
    kept = {k: v for k, v in {**PIECE, **changes}.items() if v != "absent"}
    return piece_documents.read(json.dumps(kept), today=TODAY)


def faults(**changes: Any) -> tuple[str, ...]:
    with pytest.raises(PieceFaultsError) as caught:
        read(**changes)
    return caught.value.faults


def test_a_whole_piece_is_read() -> None:
    identity, piece = read(region="US-VT", language="es-US")
    assert identity == "p1"
    assert piece.context.day == datetime.date(2026, 10, 1)
    assert (piece.context.region, piece.context.language) == ("US-VT", "es-US")
    assert [part.name for part in piece.parts] == ["subject", "body"]


def test_what_may_be_left_out_has_a_default() -> None:
    identity, piece = read(
        id="absent", audience="absent", at="absent", intent="absent", market="GB"
    )
    context = piece.context
    assert identity is None
    assert (context.audience, context.intent) == ("HCP", "promotional")
    assert (context.day, context.language) == (TODAY, "en-GB")
    assert context.region is None


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-20", datetime.date(2026, 11, 20)),
        ("2026-11-20T23:30:00", datetime.date(2026, 11, 20)),
        ("2026-11-20T23:30:00Z", datetime.date(2026, 11, 20)),
        ("2026-11-20T23:30:00-05:00", datetime.date(2026, 11, 21)),
    ],
)
def test_times_are_days_in_utc(at: str, day: datetime.date) -> None:
    assert read(at=at)[1].context.day == day


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"brand": "absent"}, "brand is missing"),
        ({"brand": " "}, "brand is missing"),
        ({"brand": 7}, "brand is missing"),
        ({"market": "FR"}, "market must be one of DE, GB, US, not 'FR'"),
        ({"market": ["US"]}, "market is missing"),
        ({"channel": "push"}, "channel: The channel push is not built yet"),
        ({"channel": "pigeon"}, "channel: The channel pigeon"),
        ({"audience": "DOG"}, "audience must be one of"),
        ({"intent": "evil"}, "intent must be one of"),
        ({"at": "yesterday"}, "at must be a date"),
        ({"at": 5}, "at must be a date"),
        ({"at": "0001-01-01T00:00:00+23:00"}, "at must be a date"),
        ({"id": 5}, "id must be text"),
        ({"region": []}, "region must be text"),
        ({"language": 1}, "language must be text"),
        ({"parts": "absent"}, "parts must list"),
        ({"parts": []}, "parts must list"),
        ({"parts": {}}, "parts must list"),
        ({"parts": ["x"]}, "parts[0] must have"),
        ({"parts": [{"name": "title", "text": ""}]}, "parts[0].name must be one of"),
        ({"parts": [{"name": ["body"], "text": ""}]}, "parts[0].name must be one of"),
        ({"parts": [{"name": "body"}]}, "parts[0].text must be text"),
        ({"parts": [{"name": "body", "text": "a" * 100_001}]}, "parts[0].text has"),
        ({"parts": [{"name": "body", "text": "\ud800"}]}, "parts[0].text holds half"),
    ],
)
def test_a_fault_is_named_by_its_key(changes: dict[str, Any], start: str) -> None:
    assert faults(**changes)[0].startswith(start)


def test_all_faults_are_told_at_once() -> None:
    found = faults(brand="absent", channel="push", at="x", parts=[{}, 5])
    assert len(found) == 5


def test_too_many_parts_are_not_read() -> None:
    assert faults(parts=[{"name": "body", "text": ""}] * 51) == (
        "parts may list at most 50.",
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "nul", "[" * 100_000])
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(PieceFaultsError, match="JSON"):
        piece_documents.read(text, today=TODAY)
