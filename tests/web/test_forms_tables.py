"""Every form, field by field: what it takes, what it refuses, in which sentence."""

import datetime
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from review.states import Function
from web.forms.insights import LedgerForm
from web.forms.knowledge import ClaimsForm, WishesForm
from web.forms.marketing import BriefForm, EditForm, answers
from web.forms.reasons import CancelForm, ReasonForm, WithdrawForm
from web.forms.releasing import LibraryForm
from web.forms.reviewing import CertifyForm, DecisionForm
from web.forms.signing import Sitting
from web.forms.words import is_seen

FIRST = Sitting("key", "127.0.0.1", "Tests", begins=True)
LATER = Sitting("key", "127.0.0.1", "Tests", begins=False)
NUL = "Null characters are not allowed."
REQUIRED = "This field is required."
OFFERED = {
    "brand": (("calvoryn", "Calvoryn"),),
    "market": (("US", "United States"), ("GB", "United Kingdom")),
    "channel": (("email", "E-mail"), ("sms", "SMS")),
    "audience": (("HCP", "Healthcare professionals"),),
    "hcps": (("hcp-1", "Dr One"), ("hcp-2", "Dr Two")),
    "tones": (("warm", "Warm"), ("clinical", "Clinical")),
    "themes": (("efficacy", "Efficacy"),),
    "formats": (("short", "Short"), ("standard", "Standard")),
    "claims": (("EFF-1", "Words one."), ("EFF-2", "Words two.")),
    "writer": (("composer", "Composer"),),
}
PLACE = {"brand": "calvoryn", "market": "US", "channel": "email", "audience": "HCP"}
BRIEF: dict[str, Any] = {
    **PLACE,
    "reach": "audience",
    "count": "8",
    "writer": "composer",
}


def posted(values: dict[str, Any]) -> QueryDict:
    """The values as a browser sends them."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def brief(**changes: Any) -> BriefForm:
    sent = {k: v for k, v in {**BRIEF, **changes}.items() if v is not None}
    return BriefForm(posted(sent), offered=OFFERED, place=PLACE)


def gone(value: str) -> str:
    return f"{value} cannot be chosen here any more."


def choice(value: str) -> str:
    return f"Select a valid choice. {value} is not one of the available choices."


def at_most(limit: int, length: int) -> str:
    return f"Ensure this value has at most {limit} characters (it has {length})."


# field, what was typed, the sentence beside it
BRIEF_FAULTS: list[tuple[str, Any, str]] = [
    ("brand", "", REQUIRED),
    ("brand", "other", choice("other")),
    ("market", "", REQUIRED),
    ("market", "us", choice("us")),
    ("market", "DE", choice("DE")),
    ("channel", "", REQUIRED),
    ("channel", "banner", choice("banner")),
    ("audience", "", REQUIRED),
    ("audience", "PATIENT", choice("PATIENT")),
    ("reach", "", REQUIRED),
    ("reach", "everybody", choice("everybody")),
    ("hcps", ["hcp-1", "hcp-9"], gone("hcp-9")),
    ("hcps", ["<b>"], gone("<b>")),
    ("tones", ["warm", "loud"], gone("loud")),
    ("tones", ["WARM"], gone("WARM")),
    ("themes", ["onset"], gone("onset")),
    ("formats", ["long"], gone("long")),
    ("claims", ["EFF-1", "EFF-3"], gone("EFF-3")),
    ("words", "x" * 2001, at_most(2000, 2001)),
    ("words", "a\0b", NUL),
    ("count", "", "Say how many variants you want."),
    ("count", "0", "Ask for at least one variant."),
    ("count", "-1", "Ask for at least one variant."),
    ("count", "25", "Ask for at most 24 variants at a time."),
    ("count", "9" * 40, "Ask for at most 24 variants at a time."),
    ("count", "many", "Write a whole number."),
    ("count", "2.5", "Write a whole number."),
    ("count", "1e1", "Write a whole number."),
    ("writer", "", REQUIRED),
    ("writer", "openai", choice("openai")),
    ("objective", "x" * 501, at_most(500, 501)),
    ("objective", "\0", NUL),
    ("expected_value", "x" * 201, at_most(200, 201)),
]
BRIEF_TAKES: list[tuple[str, Any]] = [
    ("market", "GB"),
    ("channel", "sms"),
    ("tones", ["warm"]),
    ("tones", ["warm", "clinical"]),
    ("themes", ["efficacy"]),
    ("formats", ["short", "standard"]),
    ("claims", ["EFF-2", "EFF-1"]),
    ("count", "1"),
    ("count", "24"),
    ("count", " 7 "),
    ("objective", "x" * 500),
    ("objective", "<b>&\"'‮"),
    ("expected_value", "x" * 200),
    ("words", "x" * 2000),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BRIEF_FAULTS)
def test_a_faulty_brief_names_its_field_and_keeps_the_rest(
    field: str, value: Any, sentence: str
) -> None:
    kept = {"objective": "Calm <clinics>", "tones": ["warm"], "words": "one\ntwo"}
    form = brief(**{**kept, field: value})
    assert not form.is_valid()
    assert form.errors == {field: [sentence]}
    for name in kept:
        assert form[name].value() == {**kept, field: value}[name]
    assert form[field].value() == value


@pytest.mark.parametrize(("field", "value"), BRIEF_TAKES)
def test_a_brief_takes(field: str, value: Any) -> None:
    form = brief(**{field: value})
    assert form.errors == {}


@pytest.mark.parametrize("field", list(PLACE))
def test_a_missing_answer_is_missed(field: str) -> None:
    assert brief(**{field: None}).errors == {field: [REQUIRED]}


def test_every_fault_of_a_brief_is_told_at_once() -> None:
    form = brief(market="DE", count="0", tones=["loud"], reach="chosen")
    assert set(form.errors) == {"market", "count", "tones", "hcps"}


def test_only_what_was_filled_in_is_asked_for() -> None:
    form = brief(hcps=["hcp-1"])
    assert form.is_valid()
    assert form.brief() == {**PLACE, "count": 8, "writer": "composer"}


def test_chosen_people_are_named_and_claims_come_before_words() -> None:
    form = brief(
        reach="chosen",
        hcps=["hcp-2", "hcp-1"],
        claims=["EFF-2"],
        words="  first line \n\n \nsecond line",
        objective=" Know it ",
    )
    assert form.is_valid()
    assert form.brief()["hcps"] == ["hcp-2", "hcp-1"]
    assert form.brief()["key_messages"] == ["EFF-2", "first line", "second line"]
    assert form.brief()["objective"] == "Know it"


@pytest.mark.parametrize(
    ("fault", "field", "sentence"),
    [
        ("tones: nothing fits.", "tones", "Nothing fits."),
        ("count: too many: 5.", "count", "Too many: 5."),
        ("key_messages: unknown.", "words", "Unknown."),
        ("hcps: nobody is known as x.", "hcps", "Nobody is known as x."),
        ("seed: no number.", "__all__", "seed: no number."),
        ("no colon at all", "__all__", "no colon at all"),
        (": begins with one", "__all__", ": begins with one"),
        ("market: ", "market", ""),
    ],
)
def test_a_fault_of_the_engine_stands_where_it_belongs(
    fault: str, field: str, sentence: str
) -> None:
    form = brief()
    assert form.is_valid()
    form.blame([fault])
    assert form.errors == {field: [sentence]}


def test_what_was_filled_in_survives_another_place() -> None:
    sent = posted({**BRIEF, "tones": ["warm", "clinical"], "objective": "Calm"})
    kept = answers(sent)
    assert kept["tones"] == ["warm", "clinical"]
    assert kept["objective"] == "Calm"
    assert not set(kept) & set(PLACE)


# signing

VERDICT = {
    "function": "MEDICAL",
    "verdict": "APPROVE",
    "comment": "",
    "expected_sha256": "a" * 64,
    "username": "ines",
    "password": "secret",
}
NAME = "Give your sign-in name: this is your first signature of this sitting."
PASSWORD = "Give your password: it is your signature."
COMMENT = "Say in the comment what is wrong, so that the requester can act on it."
VERDICT_FAULTS = [
    ("function", "", "Say for which function you decide."),
    ("function", "REGULATORY", choice("REGULATORY")),
    ("function", "medical", choice("medical")),
    ("verdict", "", "Choose a verdict."),
    ("verdict", "approve", choice("approve")),
    ("verdict", "APPROVE_WITH_CHANGES", choice("APPROVE_WITH_CHANGES")),
    ("comment", "x" * 5001, at_most(5000, 5001)),
    ("comment", "\0", NUL),
    ("expected_sha256", "", REQUIRED),
    ("expected_sha256", "a" * 65, at_most(64, 65)),
    ("username", "", NAME),
    ("username", "   ", NAME),
    ("username", "x" * 151, at_most(150, 151)),
    ("username", "in\0es", NUL),
    ("password", "", PASSWORD),
    ("password", "x" * 4097, at_most(4096, 4097)),
    ("password", "a\0b", NUL),
]


def decision(sitting: Sitting = FIRST, /, **changes: str) -> DecisionForm:
    return DecisionForm(
        posted({**VERDICT, **changes}),
        functions=(Function.MEDICAL, Function.LEGAL),
        sitting=sitting,
    )


@pytest.mark.parametrize(("field", "value", "sentence"), VERDICT_FAULTS)
def test_a_faulty_verdict_names_its_field(
    field: str, value: str, sentence: str
) -> None:
    form = decision(FIRST, **{field: value})
    assert form.errors == {field: [sentence]}


@pytest.mark.parametrize("verdict", ["REQUEST_CHANGES", "REJECT"])
@pytest.mark.parametrize("comment", ["", " ", "\n\t ", "\u3000"])
def test_what_refuses_needs_words(verdict: str, comment: str) -> None:
    form = decision(verdict=verdict, comment=comment)
    assert form.errors == {"comment": [COMMENT]}


@pytest.mark.parametrize("verdict", ["APPROVE", "REQUEST_CHANGES", "REJECT"])
@pytest.mark.parametrize("function", ["MEDICAL", "LEGAL"])
def test_a_whole_verdict_is_read_as_it_was_typed(verdict: str, function: str) -> None:
    form = decision(function=function, verdict=verdict, comment=" Because <b>. ")
    assert form.is_valid()
    read = form.decision()
    assert (read["function"], read["verdict"]) == (function, verdict)
    assert read["comment"] == "Because <b>."
    assert read["expected_sha256"] == "a" * 64


@pytest.mark.parametrize("password", ["secret", "  spaces around  ", "päß ‮wörd", " "])
def test_a_password_is_never_trimmed(password: str) -> None:
    for form in (
        decision(password=password),
        CertifyForm(posted({"username": "ines", "password": password}), sitting=FIRST),
        WithdrawForm(
            posted({"username": "ines", "password": password, "reason": "New data."}),
            sitting=FIRST,
        ),
    ):
        assert form.is_valid(), form.errors
        typed = form.credentials()
        assert (typed.username, typed.password) == ("ines", password)
        assert (typed.session_key, typed.address) == ("key", "127.0.0.1")
        assert typed.browser == "Tests"
        assert password not in repr(typed) or not password.strip()


def test_a_later_signature_ignores_a_name_that_was_sent_all_the_same() -> None:
    form = decision(LATER, username="somebody.else")
    assert form.is_valid()
    assert "username" not in form.fields
    assert form.credentials().username == ""


@pytest.mark.parametrize("kind", [DecisionForm, CertifyForm, WithdrawForm])
@pytest.mark.parametrize("sitting", [FIRST, LATER])
def test_a_person_signs_last(kind: type[Any], sitting: Sitting) -> None:
    more = {"functions": tuple(Function)} if kind is DecisionForm else {}
    form = kind(sitting=sitting, **more)
    signing = [n for n in form.fields if n in {"username", "password"}]
    assert list(form.fields)[-len(signing) :] == signing
    assert signing[-1] == "password"
    assert ("username" in signing) == sitting.begins


@pytest.mark.parametrize(
    ("functions", "is_hidden"),
    [
        ((Function.MEDICAL,), True),
        ((Function.LEGAL,), True),
        ((Function.MEDICAL, Function.LEGAL), False),
        (tuple(Function), False),
        ((), False),
    ],
)
def test_one_function_needs_no_choice(
    functions: tuple[Function, ...], *, is_hidden: bool
) -> None:
    form = DecisionForm(functions=functions, sitting=FIRST)
    assert form["function"].is_hidden == is_hidden
    if is_hidden:
        assert form["function"].value() == functions[0].value


# reasons

REASONS: list[tuple[type[forms.Form], dict[str, Any], dict[str, str]]] = [
    (CancelForm, {}, {}),
    (ReasonForm, {}, {}),
    (WithdrawForm, {"sitting": LATER}, {"password": "secret"}),
]


@pytest.mark.parametrize(("kind", "options", "more"), REASONS)
@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Give the reason."),
        ("  \n ", "Give the reason."),
        ("x" * 2001, at_most(2000, 2001)),
        ("a\0", NUL),
        ("x" * 2000, ""),
        ("<script>", ""),
    ],
)
def test_a_reason_is_given(
    kind: Any, options: Any, more: Any, reason: str, sentence: str
) -> None:
    form = kind(posted({"reason": reason, **more}), **options)
    assert form.errors == ({"reason": [sentence]} if sentence else {})
    assert form["reason"].value() == reason


# questions

LIBRARY: list[tuple[dict[str, str], dict[str, str], int | None]] = [
    ({}, {}, None),
    ({"brand": "calvoryn"}, {"brand": "calvoryn"}, None),
    ({"brand": "nothing"}, {}, None),
    ({"market": "US", "channel": "sms"}, {"market": "US", "channel": "sms"}, None),
    ({"state": "RELEASED"}, {"state": "RELEASED"}, None),
    ({"state": "released"}, {}, None),
    ({"state": "RELEASED", "channel": "x"}, {"state": "RELEASED"}, None),
    ({"before": "7"}, {}, 7),
    ({"before": "0"}, {}, None),
    ({"before": "-7"}, {}, None),
    ({"before": "seven"}, {}, None),
    ({"before": str(2**63)}, {}, None),
    ({"before": str(2**63 - 1)}, {}, 2**63 - 1),
    ({"brand": "cal\0voryn"}, {}, None),
]


@pytest.mark.parametrize(("asked", "wishes", "before"), LIBRARY)
def test_the_library_reads_what_it_can(
    asked: dict[str, str], wishes: dict[str, str], before: int | None
) -> None:
    form = LibraryForm(
        posted(asked), brands=[("calvoryn", "Calvoryn")], markets=["US", "GB"]
    )
    assert form.wishes() == wishes
    assert form.begins_before() == before


CLAIMS: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({}, {}),
    ({"q": "  urate  "}, {"q": "urate"}),
    ({"q": "x" * 301}, {}),
    ({"q": "a\0b"}, {}),
    ({"brand": "calvoryn", "market": "X" * 61}, {"brand": "calvoryn"}),
    ({"theme": "efficacy", "kind": "a\0b"}, {"theme": "efficacy"}),
    ({"state": "all", "ends": "30"}, {"state": "all", "ends": "30"}),
    ({"on": "2026-11-21"}, {"on": datetime.date(2026, 11, 21)}),
    ({"on": "soon"}, {}),
    ({"channel": "email", "audience": "HCP"}, {"channel": "email", "audience": "HCP"}),
]


@pytest.mark.parametrize(("asked", "wishes"), CLAIMS)
def test_the_claims_list_reads_what_it_can(
    asked: dict[str, str], wishes: dict[str, Any]
) -> None:
    read = WishesForm(posted(asked)).wishes()
    assert {name: value for name, value in read.items() if value} == wishes
    assert set(read) == {
        *("q", "on", "brand", "market", "channel", "audience"),
        *("theme", "kind", "indication", "state", "ends"),
    }


def test_the_claims_list_offers_what_it_is_given() -> None:
    offered = {"theme": (("", "Any"), ("onset", "Onset (3)"))}
    form = ClaimsForm({"theme": "onset"}, offered=offered)
    assert [field.name for field in form.places()][-1] == "on"
    html = str(form["theme"])
    assert "Onset (3)" in html
    assert 'form="search"' in html


DAY = "Write the day as 2026-11-21."
LEDGER: list[tuple[dict[str, str], dict[str, list[str]]]] = [
    ({}, {}),
    ({"since": "2026-11-21", "until": "2026-11-21"}, {}),
    ({"since": "2026-02-30"}, {"since": [DAY]}),
    ({"until": "yesterday"}, {"until": [DAY]}),
    (
        {"since": "2026-11-22", "until": "2026-11-21"},
        {"until": ["The last day lies before the first."]},
    ),
    ({"until": "9999-12-31"}, {"until": ["Choose an earlier day."]}),
    ({"since": "0001-01-01"}, {}),
    ({"subject": "x" * 201}, {"subject": [at_most(200, 201)]}),
    ({"person": "x" * 151}, {"person": [at_most(150, 151)]}),
    ({"action": "x" * 101}, {"action": [at_most(100, 101)]}),
    ({"subject": "a\0"}, {"subject": [NUL]}),
    ({"before": "1"}, {}),
    (
        {"before": "0"},
        {"before": ["Ensure this value is greater than or equal to 1."]},
    ),
    (
        {"before": str(2**63)},
        {"before": [f"Ensure this value is less than or equal to {2**63 - 1}."]},
    ),
]


@pytest.mark.parametrize(("asked", "faults"), LEDGER)
def test_the_ledger_says_what_it_cannot_read(
    asked: dict[str, str], faults: dict[str, list[str]]
) -> None:
    form = LedgerForm(posted(asked))
    assert form.errors == faults
    for name, value in asked.items():
        assert form[name].value() == value


def test_days_are_days() -> None:
    form = LedgerForm(posted({"since": "2026-11-01", "until": "2026-11-21"}))
    assert form.is_valid()
    assert form.cleaned_data["since"] == datetime.date(2026, 11, 1)
    assert form.cleaned_data["until"] == datetime.date(2026, 11, 21)


# new words

STRETCHES = {7: "Dear reader,", 9: "line one\nline two", 12: " and  spaces "}


def edit(changes: dict[int, str]) -> EditForm:
    typed = {f"segment_{key}": text for key, text in {**STRETCHES, **changes}.items()}
    sent = posted({"expected_sha256": "a" * 64, **typed})
    return EditForm(sent, stretches=STRETCHES, sha256="a" * 64)


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        ({}, {}),
        ({9: "line one\r\nline two"}, {}),
        ({12: "and spaces"}, {12: "and spaces"}),
        ({7: "Dear reader, "}, {7: "Dear reader, "}),
        ({7: "Hello,", 12: "x"}, {7: "Hello,", 12: "x"}),
        ({9: "one\r\ntwo\r\n"}, {9: "one\ntwo\n"}),
        ({7: "<b>‮"}, {7: "<b>‮"}),
    ],
)
def test_only_other_words_are_changes(
    typed: dict[int, str], changed: dict[int, str]
) -> None:
    form = edit(typed)
    assert form.is_valid(), form.errors
    assert form.changes() == changed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This stretch cannot be left empty."),
        ("x" * 4001, at_most(4000, 4001)),
        ("a\0b", NUL),
    ],
)
def test_faulty_words_are_kept_beside_their_sentence(text: str, sentence: str) -> None:
    form = edit({7: text, 9: "other words"})
    assert form.errors == {"segment_7": [sentence]}
    assert form["segment_7"].value() == text
    assert form["segment_9"].value() == "other words"


@given(words=st.dictionaries(st.sampled_from([7, 9, 12]), st.text(max_size=40)))
@settings(max_examples=60, deadline=None)
def test_changes_are_exactly_what_differs(words: dict[int, str]) -> None:
    form = edit(words)
    if not form.is_valid():
        assert any(not is_seen(w) or "\0" in w for w in words.values())
        return
    told = form.changes()
    for key, text in STRETCHES.items():
        typed = words.get(key, text).replace("\r\n", "\n")
        assert (key in told) == (typed != text)
        assert told.get(key, text) == typed


@given(
    words=st.text(max_size=60),
    claims=st.lists(st.sampled_from(["EFF-1", "EFF-2"]), unique=True),
    count=st.integers(1, 24),
)
@settings(max_examples=40, deadline=None)
def test_a_brief_says_back_what_was_typed(
    words: str, claims: list[str], count: int
) -> None:
    form = brief(words=words, claims=claims, count=str(count))
    if not form.is_valid():
        assert "\0" in words
        return
    told = form.brief()
    lines = [line.strip() for line in words.strip().splitlines()]
    assert told.get("key_messages", []) == claims + [w for w in lines if is_seen(w)]
    assert told["count"] == count
    assert all(told.values())
