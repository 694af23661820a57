"""The forms of text blocks: drafts, limits, questions of the list and of coverage."""

from typing import Any

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.vocabulary import CopyRole
from tests.web.form_kinds import (
    BLOCK,
    BLOCKS_OFFER,
    BY_NAME,
    DRAFTS_OFFER,
    FIRST,
    LATER,
    UNSEEN,
    gone,
    pairs_of,
    posted,
)
from web.forms.block_drafts import SETS, ApprovalForm, BlockForm, NewBlockForm
from web.forms.blocks import STATES, BlocksForm, CoverageForm, ExpiryForm
from web.forms.choices import AskingForm, offer, offer_one, ticks

TONE = "Tick at least one tone, or name another."
KEY = "Use letters, digits, points, hyphens and underscores; no spaces."


def block(**changes: Any) -> BlockForm:
    made = BY_NAME["block_drafts.BlockForm"].filled(**changes)
    assert isinstance(made, BlockForm)
    return made


def code(word: str) -> str:
    return f"“{word}” is no such word: small letters, digits and hyphens only."


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        pytest.param(
            {"text": "New [data"},
            "text",
            "This wording cannot be read: a square bracket is never closed.",
            id="an open bracket",
        ),
        pytest.param({"tones": None}, "tones", TONE, id="no tone"),
        pytest.param(
            {"tones": None, "other_tones": " , "}, "tones", TONE, id="only commas"
        ),
        pytest.param(
            {"other_tones": "calm, Loud"}, "other_tones", code("Loud"), id="capitals"
        ),
        pytest.param(
            {"other_tones": "9lives"}, "other_tones", code("9lives"), id="a digit first"
        ),
        pytest.param(
            {"other_themes": "quality of life"},
            "other_themes",
            code("quality of life"),
            id="spaces",
        ),
        pytest.param(
            {"other_themes": "x" * 41}, "other_themes", code("x" * 41), id="long"
        ),
        pytest.param({"other_themes": "<b>"}, "other_themes", code("<b>"), id="markup"),
        pytest.param(
            {"other_themes": "\u200b"}, "other_themes", code("\u200b"), id="unseen"
        ),
        *(pytest.param({name: ["none"]}, name, gone("none"), id=name) for name in SETS),
    ],
)
def test_a_faulty_draft_names_its_field(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    assert block(**changes).errors == {field: [sentence]}


@pytest.mark.parametrize(
    "text",
    ["[a|b", "a|b]", "[a]]", "[[a|b]]", "[]"],
)
def test_brackets_that_cannot_be_read_are_refused(text: str) -> None:
    (sentence,) = map(str, block(text=text).errors["text"])
    assert sentence.startswith("This wording cannot be read: ")
    assert sentence.endswith(".")
    assert not sentence.endswith("..")


def test_a_fault_of_a_tone_is_not_told_twice() -> None:
    form = block(tones=None, other_tones="Loud")
    assert form.errors == {"other_tones": [code("Loud")]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, {"tones": ("warm",)}, id="a tone"),
        pytest.param(
            {"tones": None, "other_tones": "calm"}, {"tones": ("calm",)}, id="a new one"
        ),
        pytest.param(
            {"other_tones": "calm,bold-2"},
            {"tones": ("warm", "calm", "bold-2")},
            id="offered ones first",
        ),
        pytest.param(
            {"themes": ["efficacy"], "other_themes": " onset "},
            {"themes": ("efficacy", "onset")},
            id="themes",
        ),
        pytest.param(
            {"text": " Good \r\n news  [today|now]. "},
            {"text": "Good news [today|now]."},
            id="spaces",
        ),
        pytest.param(
            {"market_codes": ["US"], "channels": ["sms"], "audiences": ["HCP"]},
            {"market_codes": ("US",), "channels": ("sms",), "audiences": ("HCP",)},
            id="limits",
        ),
        pytest.param({}, {"themes": (), "channels": (), "formats": ()}, id="open"),
        pytest.param({}, {"role": "opening"}, id="the role"),
    ],
)
def test_a_draft_says_what_was_sent(
    changes: dict[str, Any], said: dict[str, Any]
) -> None:
    form = block(**changes)
    assert form.errors == {}
    content = form.content()
    assert {name: getattr(content, name) for name in said} == said


@pytest.mark.parametrize("role", list(CopyRole))
def test_every_role_is_offered(role: CopyRole) -> None:
    form = block(role=role.value)
    assert form.errors == {}
    assert form.content().role == role


@pytest.mark.parametrize(
    "key", ["with space", "a/b", "-a", ".a", "_a", "ü", "a\u200b", *UNSEEN], ids=ascii
)
def test_a_key_that_cannot_stand_in_an_address_is_refused(key: str) -> None:
    form = BY_NAME["block_drafts.NewBlockForm"].filled(key=key)
    assert form.errors == {"key": [KEY]}


@pytest.mark.parametrize("key", ["a", "opening-warm-7", "A.b_c-9", "7"])
def test_a_key_is_kept(key: str) -> None:
    form = BY_NAME["block_drafts.NewBlockForm"].filled(key=f" {key} ")
    assert form.errors == {}
    assert form.cleaned_data["key"] == key


def test_a_new_block_is_named_before_it_is_written() -> None:
    form = NewBlockForm(offered=DRAFTS_OFFER)
    assert list(form.fields)[:4] == ["brand", "key", "role", "text"]
    assert set(form.fields) - set(block().fields) == {"brand", "key"}


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_refused_wording_says_one_thing_and_a_taken_one_is_tidy(text: str) -> None:
    form = block(text=text)
    if form.is_valid():
        said = form.content().text
        assert said == " ".join(said.split()) == " ".join(text.split())
    else:
        assert set(form.errors) == {"text"}
        assert len(form.errors["text"]) == 1


# approvals


@pytest.mark.parametrize(
    ("functions", "is_hidden"),
    [
        ((("MEDICAL", "Medical"),), True),
        ((("MEDICAL", "Medical"), ("REGULATORY", "Regulatory")), False),
        ((), False),
    ],
)
def test_one_function_needs_no_choice(
    functions: tuple[tuple[str, str], ...], *, is_hidden: bool
) -> None:
    form = ApprovalForm(functions=functions, sitting=LATER)
    assert form["function"].is_hidden is is_hidden
    assert form["function"].value() == ("MEDICAL" if is_hidden else None)
    assert list(form.fields) == ["function", "password"]


def test_a_function_that_is_not_held_is_refused() -> None:
    sent = posted({"function": "LEGAL", "username": "ines", "password": "secret"})
    form = ApprovalForm(sent, functions=(("MEDICAL", "Medical"),), sitting=FIRST)
    assert set(form.errors) == {"function"}


# questions


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"q": "  warm  words "}, {"q": "warm  words"}, id="words"),
        pytest.param({"q": "x" * 301}, {}, id="too many words"),
        pytest.param({"q": "a\0"}, {}, id="null characters"),
        pytest.param({"brand": "calvoryn"}, {"brand": "calvoryn"}, id="a brand"),
        pytest.param({"brand": "nobody"}, {}, id="no brand"),
        pytest.param(
            {"tone": "warm", "theme": "none", "market": "US"},
            {"tone": "warm", "market": "US"},
            id="one of them unknown",
        ),
        pytest.param({"state": "DRAFT"}, {"state": "DRAFT"}, id="drafts"),
        pytest.param({"state": "draft"}, {}, id="another case"),
        pytest.param({"page": "3"}, {}, id="no field of the form"),
        pytest.param({"brand": ["x", "calvoryn"]}, {"brand": "calvoryn"}, id="two"),
    ],
)
def test_the_list_reads_what_it_can(
    asked: dict[str, Any], told: dict[str, str]
) -> None:
    form = BlocksForm(posted(asked), offered=BLOCKS_OFFER)
    assert {name: value for name, value in form.wishes().items() if value} == told
    assert set(form.wishes()) == set(form.fields)


@pytest.mark.parametrize(("state", "title"), STATES)
def test_every_state_can_be_asked_for(state: str, title: str) -> None:
    form = BlocksForm(posted({"state": state}), offered=BLOCKS_OFFER)
    assert form.wishes()["state"] == state
    assert f'value="{state}" selected>{title}<' in str(form["state"])


@pytest.mark.parametrize("name", ["brand", "role", "tone", "theme", "market"])
def test_a_filter_may_stay_open(name: str) -> None:
    form = BlocksForm(posted({}), offered=BLOCKS_OFFER)
    first, *others = pairs_of(form, name)
    assert first == ("", "Any")
    assert tuple(others) == BLOCKS_OFFER[name]


@pytest.mark.parametrize("name", CoverageForm.closed)
def test_a_place_is_never_open(name: str) -> None:
    form = CoverageForm(posted({}), offered=BLOCKS_OFFER)
    assert ("", "Any") not in pairs_of(form, name)


def test_coverage_begins_with_the_standard_format() -> None:
    assert CoverageForm(offered=BLOCKS_OFFER)["format"].value() == "standard"


@pytest.mark.parametrize(
    ("asked", "told"),
    [("calvoryn", "calvoryn"), ("", ""), ("other", ""), ("CALVORYN", "")],
)
def test_the_calendar_asks_for_a_brand_that_is_there(asked: str, told: str) -> None:
    form = ExpiryForm(posted({"brand": asked}), offered=BLOCKS_OFFER)
    assert form.wishes() == {"brand": told}


# what the forms are made of


class Asking(AskingForm):
    """A question of two."""

    word = forms.CharField(required=False, max_length=3)
    box = ticks("Boxes", gone="%(value)s is gone.")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, {"word": "", "box": ""}),
        ({"word": "abc", "box": ["a", "b"]}, {"word": "abc", "box": ["a", "b"]}),
        ({"word": "abcd", "box": ["a"]}, {"word": "", "box": ["a"]}),
        ({"word": "abc", "box": ["a", "z"]}, {"word": "abc", "box": ""}),
    ],
)
def test_what_cannot_be_read_counts_as_not_asked_for(
    sent: dict[str, Any], told: dict[str, Any]
) -> None:
    form = Asking(posted(sent))
    offer(form, box=(("a", "A"), ("b", "B")))
    assert form.wishes() == told


def test_a_question_that_was_never_sent_asks_for_nothing() -> None:
    assert Asking().wishes() == {"word": "", "box": ""}


def test_a_box_that_is_gone_is_named() -> None:
    form = Asking(posted({"box": ["z"]}))
    assert form.errors == {"box": ["z is gone."]}


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_only_a_single_choice_is_made_for_the_person(count: int) -> None:
    form = BlocksForm(offered={})
    pairs = [(str(number), f"Choice {number}") for number in range(count)]
    offer_one(form, "brand", pairs)
    assert form["brand"].is_hidden is (count == 1)
    assert form["brand"].value() == ("0" if count == 1 else None)


def test_drafts_offer_what_is_in_use_and_nothing_else() -> None:
    form = BlockForm(posted(BLOCK), offered={"tones": (("warm", "Warm"),)})
    for name in set(SETS) - {"tones"}:
        assert pairs_of(form, name) == []
    assert form.errors == {}
