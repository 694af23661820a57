"""All forms at once: what is missing, too long, unseen or unknown is named in words."""

import inspect
import pkgutil
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

import web.forms
from tests.web import form_kinds
from tests.web.form_kinds import (
    BY_NAME,
    KINDS,
    NUL,
    REQUIRED,
    UNSEEN,
    Kind,
    at_most,
    choice,
    gone,
)
from web.forms.blocks import OfferingForm
from web.forms.choices import AskingForm
from web.forms.words import WordsField, is_seen
from web.uploads import UploadForm

BASES = {AskingForm, OfferingForm, UploadForm}
ROWS = {"variations", "evidence"}
"""Fields that a template draws row by row."""
HOSTILE = "</textarea><script>alert(1)</script>\"'&‮"
NAME = "Give your sign-in name: this is your first signature of this sitting."
PASSWORD = "Give your password: it is your signature."
UNSAID = "Say whether the finding is overridden, fixed or open."
REASON = "Give the reason."
SIGNED = (
    "block_drafts.ApprovalForm",
    "claim_steps.ApproveForm",
    "claim_steps.ApprovalsForm",
    "labels.AdoptForm",
    "reasons.ReasonedForm",
    "reasons.SuspendForm",
    "reasons.ReconfirmForm",
    "reasons.RetractForm",
    "reasons.WithdrawForm",
    "reviewing.DecisionForm",
    "reviewing.CertifyForm",
    "signing.SigningForm",
)
REASONED = (
    "reasons.ReasonForm",
    "reasons.CancelForm",
    "reasons.ReasonedForm",
    "reasons.SuspendForm",
    "reasons.ReconfirmForm",
    "reasons.RetractForm",
    "reasons.WithdrawForm",
)

# form, field, what stands beside it when nothing is sent
MISSING: list[tuple[str, str, str]] = [
    *((form, "username", NAME) for form in SIGNED),
    *((form, "password", PASSWORD) for form in SIGNED),
    *((form, "reason", REASON) for form in REASONED),
    ("block_drafts.BlockForm", "role", REQUIRED),
    ("block_drafts.BlockForm", "text", "Write the wording."),
    ("block_drafts.NewBlockForm", "brand", REQUIRED),
    ("block_drafts.NewBlockForm", "key", "Give the block a key."),
    ("block_drafts.NewBlockForm", "role", REQUIRED),
    ("block_drafts.NewBlockForm", "text", "Write the wording."),
    (
        "block_drafts.ApprovalForm",
        "function",
        "Say for which function you approve.",
    ),
    *(
        ("checks.CheckForm", field, REQUIRED)
        for field in ("brand", "market", "channel", "audience", "intent")
    ),
    ("checks.CheckForm", "parts", "Tick at least one part."),
    ("checks.DispositionForm", "state", UNSAID),
    ("claim_editor.ClaimForm", "text", "Write the wording of the claim."),
    (
        "claim_editor.ClaimForm",
        "evidence",
        "Choose the reference that the claim stands on.",
    ),
    ("claim_editor.NewClaimForm", "key", "Give the claim a key."),
    ("claim_editor.NewClaimForm", "kind", REQUIRED),
    ("claim_editor.NewClaimForm", "text", "Write the wording of the claim."),
    (
        "claim_editor.NewClaimForm",
        "evidence",
        "Choose the reference that the claim stands on.",
    ),
    ("claim_steps.ApproveForm", "function", REQUIRED),
    ("claim_steps.ApprovalsForm", "claims", "Tick the claims that you approve."),
    ("claim_steps.ApprovalsForm", "function", REQUIRED),
    ("exchange.ImportForm", "brand", REQUIRED),
    ("exchange.ImportForm", "kind", REQUIRED),
    ("exchange.ExportForm", "brand", REQUIRED),
    ("exchange.ExportForm", "kind", REQUIRED),
    ("exchange.ExportForm", "which", REQUIRED),
    ("exchange.ExportForm", "form", REQUIRED),
    ("labels.SafetyForm", "short", "Enter the short safety information."),
    ("labels.SafetyForm", "full", "Enter the full safety information."),
    ("labels.AdoptForm", "other_labeler", "Confirm that you mean this labeller."),
    ("labels.AdoptForm", "seen", REQUIRED),
    ("marketing.BriefForm", "brand", REQUIRED),
    ("marketing.BriefForm", "market", REQUIRED),
    ("marketing.BriefForm", "channel", REQUIRED),
    ("marketing.BriefForm", "audience", REQUIRED),
    ("marketing.BriefForm", "reach", REQUIRED),
    ("marketing.BriefForm", "count", "Say how many variants you want."),
    ("marketing.BriefForm", "writer", REQUIRED),
    ("marketing.EditForm", "expected_sha256", REQUIRED),
    ("marketing.EditForm", "segment_7", "This stretch cannot be left empty."),
    *(
        row
        for form in ("proposals.SourceForm", "proposals.HiddenSourceForm")
        for row in (
            (form, "reference", "Choose the reference that it is from."),
            (form, "locator", "Say where in the reference it stands."),
            (form, "text", "Paste the text first."),
        )
    ),
    (
        "proposals.ProposalForm",
        "text",
        "Write the wording, or leave this proposal out.",
    ),
    ("proposals.ProposalForm", "kind", REQUIRED),
    ("proposals.ProposalForm", "key", "Give it a key."),
    ("proposals.ProposalForm", "markets", "Tick at least one market."),
    ("references.AnchorForm", "key", "Give the place a short name."),
    ("references.AnchorForm", "locator", "Say where it stands."),
    ("references.AnchorForm", "page", "Give the page of the PDF."),
    ("references.AnchorForm", "quote", "Give the words that stand there."),
    ("reviewing.DecisionForm", "function", "Say for which function you decide."),
    ("reviewing.DecisionForm", "verdict", "Choose a verdict."),
    ("reviewing.DecisionForm", "expected_sha256", REQUIRED),
]
FILES = [
    ("exchange.ImportForm", "Choose a file."),
    ("labels.UploadForm", "Choose a file."),
    ("references.AttachForm", "Choose a file."),
]

# form, field, the most characters it takes
LONGEST: list[tuple[str, str, int]] = [
    *((form, "username", 150) for form in SIGNED),
    *((form, "password", 4096) for form in SIGNED),
    *((form, "reason", 2000) for form in REASONED),
    *(
        row
        for form in ("block_drafts.BlockForm", "block_drafts.NewBlockForm")
        for row in (
            (form, "text", 2000),
            (form, "other_tones", 200),
            (form, "other_themes", 200),
        )
    ),
    ("block_drafts.NewBlockForm", "key", 100),
    ("blocks.BlocksForm", "q", 300),
    ("checks.DispositionForm", "reason", 2000),
    *(
        row
        for form in ("claim_editor.ClaimForm", "claim_editor.NewClaimForm")
        for row in (
            (form, "text", 1500),
            (form, "endpoint", 500),
            (form, "population", 500),
            (form, "comparator", 500),
            (form, "timepoint", 500),
            (form, "qualifiers", 4000),
            (form, "companions", 500),
            (form, "other_themes", 500),
            (form, "indications", 500),
            (form, "read_sha256", 64),
            (form, "newest", 10),
        )
    ),
    ("claim_editor.NewClaimForm", "key", 100),
    ("claim_steps.ApproveForm", "function", 20),
    ("insights.LedgerForm", "subject", 200),
    ("insights.LedgerForm", "person", 150),
    ("insights.LedgerForm", "action", 100),
    ("knowledge.ClaimsForm", "q", 300),
    ("knowledge.WishesForm", "q", 300),
    ("knowledge.WishesForm", "brand", 60),
    ("knowledge.WishesForm", "market", 60),
    ("knowledge.WishesForm", "channel", 60),
    ("knowledge.WishesForm", "audience", 60),
    ("knowledge.WishesForm", "theme", 60),
    ("knowledge.WishesForm", "kind", 60),
    ("knowledge.WishesForm", "indication", 60),
    ("knowledge.WishesForm", "state", 20),
    ("knowledge.WishesForm", "ends", 20),
    ("labels.PlaceForm", "market", 2),
    ("labels.SafetyForm", "short", 2000),
    ("labels.SafetyForm", "full", 20000),
    ("labels.AdoptForm", "seen", 64),
    ("marketing.BriefForm", "words", 2000),
    ("marketing.BriefForm", "objective", 500),
    ("marketing.BriefForm", "expected_value", 200),
    ("marketing.EditForm", "expected_sha256", 64),
    ("marketing.EditForm", "segment_7", 4000),
    ("proposals.SourceForm", "locator", 200),
    ("proposals.SourceForm", "text", 30000),
    ("proposals.HiddenSourceForm", "locator", 200),
    ("proposals.HiddenSourceForm", "text", 30000),
    ("proposals.ProposalForm", "text", 1500),
    ("proposals.ProposalForm", "key", 100),
    ("references.AnchorForm", "key", 100),
    ("references.AnchorForm", "locator", 200),
    ("references.AnchorForm", "quote", 5000),
    ("references.ReferencesForm", "q", 200),
    ("reviewing.DecisionForm", "comment", 5000),
    ("reviewing.DecisionForm", "expected_sha256", 64),
]
CLAIM_TOO_LONG = "A claim has at most 1,500 characters."
TOO_LONG = {
    ("claim_editor.ClaimForm", "text"): CLAIM_TOO_LONG,
    ("claim_editor.NewClaimForm", "text"): CLAIM_TOO_LONG,
    ("proposals.ProposalForm", "text"): CLAIM_TOO_LONG,
}
BESIDES = {"companions", "other_tones", "other_themes", "indications"}
"""Fields whose longest word is refused for what it says, not for its length."""


def fields_of(kind: Kind) -> dict[str, forms.Field]:
    return kind.filled().fields


def named(rows: list[Any]) -> list[Any]:
    return [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in rows]


def every(of: type[forms.Field]) -> list[Any]:
    return [
        pytest.param(str(kind), name, id=f"{kind}-{name}")
        for kind in KINDS
        for name, field in fields_of(kind).items()
        if isinstance(field, of)
    ]


def test_every_form_of_the_house_is_tried() -> None:
    found = set()
    for module in pkgutil.iter_modules(web.forms.__path__):
        for _, kind in inspect.getmembers(import_module(f"web.forms.{module.name}")):
            if inspect.isclass(kind) and issubclass(kind, forms.BaseForm):
                found.add(kind)
    assert found - {forms.Form} - BASES == {kind.form for kind in KINDS}


def test_the_tables_name_every_field() -> None:
    required = {
        (str(kind), name)
        for kind in KINDS
        for name, field in fields_of(kind).items()
        if field.required and not isinstance(field, forms.FileField)
    }
    limited = {
        (str(kind), name)
        for kind in KINDS
        for name, field in fields_of(kind).items()
        if getattr(field, "max_length", None)
    }
    assert {row[:2] for row in MISSING} == required
    assert {row[:2] for row in LONGEST} == limited


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_whole_answer_is_taken(kind: Kind) -> None:
    assert kind.filled().errors == {}


@pytest.mark.parametrize(("form", "field", "sentence"), named(MISSING))
def test_what_is_missing_is_asked_for(form: str, field: str, sentence: str) -> None:
    kind = BY_NAME[form]
    assert kind.filled(**{field: None}).errors == {field: [sentence]}
    if not isinstance(fields_of(kind)[field], forms.MultipleChoiceField):
        assert kind.filled(**{field: ""}).errors == {field: [sentence]}


@pytest.mark.parametrize(("form", "sentence"), FILES)
def test_a_missing_file_is_asked_for(form: str, sentence: str) -> None:
    kind = BY_NAME[form]
    assert kind.filled(file=None).errors == {"file": [sentence]}


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_an_empty_answer_misses_everything_at_once(kind: Kind) -> None:
    form = kind.make(QueryDict(), {}) if kind.files else kind.make(QueryDict())
    wanted = {name for name, field in form.fields.items() if field.required}
    extra = {"tones"} if "other_tones" in form.fields else set()
    extra |= {"market_codes"} if "evidence" in form.fields else set()
    unbound = {"on", "q"} if not form.is_bound else set()
    assert set(form.errors) == (set() if unbound else wanted | extra)


@pytest.mark.parametrize(("form", "field", "limit"), named(LONGEST))
def test_the_longest_words_are_taken_and_longer_ones_are_not(
    form: str, field: str, limit: int
) -> None:
    kind = BY_NAME[form]
    sentence = TOO_LONG.get((form, field), at_most(limit, limit + 1))
    if field not in BESIDES:
        assert kind.filled(**{field: "x" * limit}).errors == {}
    assert kind.filled(**{field: "x" * (limit + 1)}).errors == {field: [sentence]}


@pytest.mark.parametrize(("form", "field"), every(forms.CharField))
def test_null_characters_are_refused_by_name(form: str, field: str) -> None:
    errors = BY_NAME[form].filled(**{field: "words of\0length"}).errors
    assert set(errors) == {field}
    assert NUL in errors[field]


@pytest.mark.parametrize(("form", "field"), every(WordsField))
@pytest.mark.parametrize("words", [*UNSEEN, "  \n\t "], ids=ascii)
def test_words_that_show_nothing_are_none(form: str, field: str, words: str) -> None:
    kind = BY_NAME[form]
    sentence = {row[:2]: [row[2]] for row in MISSING}.get((form, field))
    answered = kind.filled(**{field: words})
    assert answered.errors == ({field: sentence} if sentence else {})
    if not sentence:
        assert not answered.cleaned_data[field]


CHOICES = [
    row
    for row in every(forms.ChoiceField)
    if row.values[1] != "keys"  # any word may be a key; the library knows which are
]


@pytest.mark.parametrize(("form", "field"), CHOICES)
def test_what_is_not_offered_is_refused_by_name(form: str, field: str) -> None:
    kind = BY_NAME[form]
    found = fields_of(kind)[field]
    told = {"checks.DispositionForm": UNSAID}
    sentence = told.get(form, choice("<i>none</i>"))
    if isinstance(found, forms.MultipleChoiceField):
        sentence = {
            "marketing.BriefForm": gone("<i>none</i>")[:-1] + " any more.",
            "claim_steps.ApprovalsForm": "A claim that you ticked waits for you no "
            "more.",
            "checks.CheckForm": choice("<i>none</i>"),
            "proposals.ProposalForm": choice("<i>none</i>"),
        }.get(form, gone("<i>none</i>"))
    refused = kind.filled(**{field: "<i>none</i>"})
    assert refused.errors == {field: [sentence]}
    assert "<i>none" not in str(refused.errors)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_nothing_sent_comes_to_life_in_the_page(kind: Kind) -> None:
    sent = dict.fromkeys(fields_of(kind), HOSTILE)
    form = kind.filled(**sent)
    drawn = [str(field) for field in form if field.name not in ROWS]
    for html in [*drawn, str(form.errors)]:
        assert "<script" not in html
        assert html.count("</textarea>") == html.count("<textarea")


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_what_was_typed_comes_back_and_a_password_never(kind: Kind) -> None:
    texts = [
        name
        for name, field in fields_of(kind).items()
        if isinstance(field, forms.CharField)
    ]
    form = kind.filled(**{name: f"typed {name} <b>" for name in texts})
    for name in texts:
        html = str(form[name])
        if name == "password":
            assert "typed" not in html
        else:
            assert f"typed {name} &lt;b&gt;" in html


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_fields_that_people_see_have_names_of_their_own(kind: Kind) -> None:
    form = kind.filled()
    labels = [
        str(field.label)
        for field in form
        if not field.is_hidden and kind.form.__name__ != "WishesForm"
    ]
    assert all(label.strip() for label in labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_two_forms_of_a_kind_share_nothing_that_changes(kind: Kind) -> None:
    first, second = kind.filled(), kind.filled()
    for name, field in first.fields.items():
        field.label = "changed"
        field.widget.attrs["class"] = "changed"
        if isinstance(field, forms.ChoiceField):
            field.choices = [("changed", "Changed")]
        assert second.fields[name].label != "changed"
        if name not in ROWS:
            assert "changed" not in str(second[name])


@given(words=st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_seen_words_are_taken_and_kept(words: str) -> None:
    form = BY_NAME["reasons.ReasonForm"].filled(reason=words)
    if "\0" in words:
        assert form.errors == {"reason": [NUL]}
    elif is_seen(words):
        assert form.errors == {}
        assert form.cleaned_data["reason"] == words.replace("\r\n", "\n").strip()
    else:
        assert form.errors == {"reason": [REASON]}


@given(words=st.text(min_size=1, max_size=20), unseen=st.sampled_from(UNSEEN))
@settings(max_examples=100, deadline=None)
def test_unseen_characters_never_change_whether_words_are_seen(
    words: str, unseen: str
) -> None:
    assert is_seen(unseen + words) == is_seen(words) == is_seen(words + unseen)


@pytest.mark.parametrize(
    "letter", ["a", "9", "ß", "漢", "é", "؟", "%", "▼", "😀", "\0"]
)
def test_letters_digits_and_signs_are_seen(letter: str) -> None:
    assert is_seen(f"\u200b{letter}\u200b")


@pytest.mark.parametrize("words", ["", *UNSEEN, "\x1f", "\u2028", "\ue000"], ids=ascii)
def test_spaces_marks_of_direction_and_fillers_are_not_seen(words: str) -> None:
    assert not is_seen(words)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("reviewing.DecisionForm", "comment"),
        ("claim_editor.ClaimForm", "text"),
        ("claim_editor.ClaimForm", "qualifiers"),
        ("proposals.SourceForm", "text"),
        ("labels.SafetyForm", "full"),
        ("marketing.EditForm", "segment_7"),
        ("reasons.WithdrawForm", "reason"),
    ],
)
def test_line_ends_are_stored_as_one_character(form: str, field: str) -> None:
    kind = BY_NAME[form]
    found = kind.filled(**{field: "The first line.\r\nThe second line."})
    assert found.errors == {}
    said = found.cleaned_data[field]
    lines = said if isinstance(said, list) else said.split("\n")
    assert lines == ["The first line.", "The second line."]


def test_line_ends_count_as_the_browser_counts_them() -> None:
    kind = BY_NAME["reasons.ReasonForm"]
    lines = "x\r\n" * 1_000
    assert kind.filled(reason=lines[:-2] + "x" * 1).errors == {}
    assert kind.filled(reason=lines + "xx").errors == {"reason": [at_most(2000, 2002)]}


def test_the_examples_are_whole() -> None:
    assert len(form_kinds.BY_NAME) == len(KINDS)
