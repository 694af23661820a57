"""The form of a check sends the contract's piece, letter by letter, and no more."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from content_engine import piece_documents
from content_engine.vocabulary import Audience, Channel, FindingState, Intent, PartName
from tests.web import check_worlds
from web.forms.checks import CheckForm, DispositionForm, PartField, ReportForm
from web.presenters.checks import PARTS

OFFERED = {
    "brand": (("calvoryn", "Calvoryn"), ("otherine", "Otherine")),
    "market": (("US", "United States"), ("GB", "United Kingdom")),
}
TODAY = datetime.date(2026, 11, 21)
CSS = Path("web/static/web/house.css").read_text()
BUILT = ("email", "rep_email", "sms")


def form(**sent: Any) -> CheckForm:
    query = QueryDict(mutable=True)
    for name, value in check_worlds.form(**sent).items():
        if isinstance(value, list):
            query.setlist(name, value)
        else:
            query[name] = value
    return CheckForm(query, offered=OFFERED)


def document(**sent: Any) -> dict[str, Any]:
    filled = form(**sent)
    assert filled.is_valid(), filled.errors
    found: dict[str, Any] = json.loads(filled.document())
    return found


@pytest.mark.parametrize("name", list(PartName))
def test_each_part_of_the_contract_can_be_written_and_hidden(name: PartName) -> None:
    assert document(**{name.value: "Words."})["parts"] == [
        {"name": name.value, "text": "Words."}
    ]
    assert f'[value="{name.value}"]:checked)) .of-{name.value}' in CSS
    assert name in PARTS


@pytest.mark.parametrize("name", ["brand", "market", "channel", "audience", "intent"])
def test_the_place_goes_under_the_keys_of_the_contract(name: str) -> None:
    others = {
        "brand": "otherine",
        "market": "GB",
        "channel": "sms",
        "audience": "PAYER",
        "intent": "reminder",
    }
    assert document(body="Words.", **{name: others[name]})[name] == others[name]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("  Words. ", "  Words. ", id="spaces at the ends stay"),
        pytest.param("\nWords.\n", "\nWords.\n", id="lines at the ends stay"),
        pytest.param("One.\r\nTwo.", "One.\nTwo.", id="ends of lines as stored"),
        pytest.param("One.\rTwo.", "One.\rTwo.", id="a lone return stays"),
        pytest.param("a\u200bb\u00adc", "a\u200bb\u00adc", id="what nobody sees stays"),
        pytest.param("\u200b", "\u200b", id="a text that nobody sees is checked"),
        pytest.param("😀 ½ ﬁ", "😀 ½ ﬁ", id="nothing is folded"),
        pytest.param("<b>{{x}}</b>", "<b>{{x}}</b>", id="markup stays"),
    ],
)
def test_words_are_sent_as_they_were_pasted(sent: str, kept: str) -> None:
    assert document(body=sent)["parts"] == [{"name": "body", "text": kept}]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_reaches_the_gate_with_its_own_offsets(text: str) -> None:
    filled = form(body=text)
    assert filled.is_valid()
    if not text:
        assert filled.texts() == {}
        return
    _, piece = piece_documents.read(filled.document(), today=TODAY)
    assert piece.parts[0].text == text.replace("\r\n", "\n")


def test_a_part_that_is_not_ticked_is_not_sent() -> None:
    found = document(parts=["subject"], subject="News", body="Not this.")
    assert found["parts"] == [{"name": "subject", "text": "News"}]


def test_a_ticked_part_without_words_is_not_sent() -> None:
    found = document(parts=["subject", "body"], subject="", body="Words.")
    assert found["parts"] == [{"name": "body", "text": "Words."}]


def test_without_words_there_is_nothing_to_check() -> None:
    filled = form(parts=["subject", "body"], subject="", body="")
    assert filled.is_valid()
    assert filled.texts() == {}


def test_the_document_is_read_by_the_reader_of_the_gate() -> None:
    filled = form(subject="News", body="Words.")
    assert filled.is_valid()
    identity, piece = piece_documents.read(filled.document(), today=TODAY)
    assert identity is None
    assert (piece.context.brand, piece.context.market) == ("calvoryn", "US")
    assert (piece.context.audience, piece.context.day) == (Audience.HCP, TODAY)
    assert {part.name: part.text for part in piece.parts} == {
        PartName.SUBJECT: "News",
        PartName.BODY: "Words.",
    }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"brand": "nobody"}, "brand", "not one of the available choices"),
        ({"brand": ""}, "brand", "This field is required."),
        ({"market": "FR"}, "market", "not one of the available choices"),
        ({"channel": "push"}, "channel", "not one of the available choices"),
        ({"audience": "ALL"}, "audience", "not one of the available choices"),
        ({"intent": "spam"}, "intent", "not one of the available choices"),
        ({"parts": []}, "parts", "Tick at least one part."),
        ({"parts": ["kicker"]}, "parts", "not one of the available choices"),
        ({"body": "a\0b"}, "body", "Null characters are not allowed."),
    ],
)
def test_what_was_not_offered_is_refused_beside_its_field(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    filled = form(**{"body": "Words.", **changes})
    assert not filled.is_valid()
    assert list(filled.errors) == [field]
    assert sentence in filled.errors[field][0]


def choices(field: Any) -> list[str]:
    return [str(value) for value, _ in field.choices]


def test_the_page_offers_what_the_gate_knows() -> None:
    fields = CheckForm(offered=OFFERED).fields
    assert choices(fields["channel"]) == list(BUILT)
    assert set(BUILT) <= {channel.value for channel in Channel}
    assert choices(fields["audience"]) == [one.value for one in Audience]
    assert choices(fields["intent"]) == [one.value for one in Intent]
    assert choices(fields["parts"]) == [one.value for one in PartName]
    assert fields["parts"].initial == ["subject", "body"]


def test_long_parts_have_room() -> None:
    fields = CheckForm(offered=OFFERED).fields
    rows = {name.value: fields[name.value].widget.attrs["rows"] for name in PartName}
    assert isinstance(fields["body"], PartField)
    assert (rows["subject"], rows["path"], rows["body"], rows["footer"]) == (1, 1, 6, 6)


# The report


def report(**asked: str) -> dict[str, Any]:
    query = QueryDict(mutable=True)
    query.update(asked)
    return ReportForm(query, brands=OFFERED["brand"]).wishes()


@pytest.mark.parametrize(
    ("asked", "by", "brand", "since"),
    [
        ({}, "", "", ""),
        ({"by": "rule"}, "rule", "", ""),
        ({"by": "person"}, "person", "", ""),
        ({"by": "brand", "brand": "otherine"}, "brand", "otherine", ""),
        ({"since": "2026-11-01"}, "", "", datetime.date(2026, 11, 1)),
        ({"by": "weather"}, "", "", ""),
        ({"brand": "nobody"}, "", "", ""),
        ({"since": "yesterday"}, "", "", ""),
        ({"by": "person", "since": "2026-13-01"}, "person", "", ""),
    ],
)
def test_what_cannot_be_counted_by_was_not_asked_for(
    asked: dict[str, str], by: str, brand: str, since: Any
) -> None:
    assert report(**asked) == {"by": by, "brand": brand, "since": since}


# Dispositions


@pytest.mark.parametrize("state", list(FindingState))
def test_a_state_and_a_reason_are_read(state: FindingState) -> None:
    sent = {"state": state.value, "reason": "Seen by\r\nthe agency."}
    assert DispositionForm(sent).answer() == (state, "Seen by\nthe agency.")


@pytest.mark.parametrize("state", ["", "CLOSED", "open"])
def test_another_state_is_refused_with_a_sentence(state: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DispositionForm({"state": state, "reason": "Seen."}).answer()
    assert refusal.value.messages == [
        "Say whether the finding is overridden, fixed or open."
    ]


def test_a_reason_too_long_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        DispositionForm({"state": "OPEN", "reason": "a" * 2001}).answer()
    [sentence] = refusal.value.messages
    assert "at most 2000 characters" in sentence


@pytest.mark.parametrize("reason", ["", " ", "\u200b\u3164"])
def test_a_reason_that_nobody_sees_is_none(reason: str) -> None:
    sent = {"state": "OVERRIDDEN", "reason": reason}
    assert DispositionForm(sent).answer() == (FindingState.OVERRIDDEN, "")
