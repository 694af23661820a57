"""The claim editor's form, proposals and arms: what each field takes and refuses."""

import datetime
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base import proposals as sifting
from knowledge_base.wording import readings
from knowledge_base.wording.quantities import Quantity
from tests.web.form_kinds import (
    BY_NAME,
    CLAIM,
    PASSAGE,
    PLACES,
    PROPOSAL,
    UNSEEN,
    posted,
)
from web.forms import claim_arms
from web.forms.claim_arms import OTHER
from web.forms.claim_editor import KINDS, ClaimForm, NewClaimForm, answers, parts
from web.forms.proposals import ProposalForm, ProposalForms

DAY = "Write the day as year-month-day: 2026-11-30."
SAME = "Two of these wordings are the same."
KEY = (
    "Use letters, digits and . : + - _ without spaces, a letter or a digit among them."
)
WORDS = "Testavra reduced weekly attacks by 42%."


def claim(**changes: Any) -> ClaimForm:
    made = BY_NAME["claim_editor.ClaimForm"].filled(**changes)
    assert isinstance(made, ClaimForm)
    return made


def new_claim(**changes: Any) -> NewClaimForm:
    made = BY_NAME["claim_editor.NewClaimForm"].filled(**changes)
    assert isinstance(made, NewClaimForm)
    return made


FAULTS: list[Any] = [
    pytest.param(
        {"text": "x" * 9}, "text", "A claim has at least 10 characters.", id="short"
    ),
    pytest.param(
        {"text": f"{'x' * 9} \n"},
        "text",
        "A claim has at least 10 characters.",
        id="spaces are no words",
    ),
    pytest.param({"variations": [WORDS]}, "variations", SAME, id="like the wording"),
    pytest.param(
        {"variations": ["Other words.", "Other words."]},
        "variations",
        SAME,
        id="like each other",
    ),
    pytest.param(
        {"variations": [f"  {WORDS}\r\n"]}, "variations", SAME, id="but for spaces"
    ),
    pytest.param(
        {"variations": ["x" * 1501]},
        "variations",
        "A variation has at most 1,500 characters.",
        id="a long variation",
    ),
    pytest.param(
        {"evidence": ["REF-9"]},
        "evidence",
        "REF-9 cannot be chosen here any more.",
        id="evidence that is gone",
    ),
    pytest.param(
        {"evidence": ["REF-1", "REF-9#b"]},
        "evidence",
        "REF-9#b cannot be chosen here any more.",
        id="one place among others",
    ),
    pytest.param(
        {"evidence": ["REF-1", "", "REF-1"]},
        "evidence",
        "The same evidence is chosen twice.",
        id="evidence twice",
    ),
    *(
        pytest.param(
            {"evidence": [words]},
            "evidence",
            "Choose the reference that the claim stands on.",
            id=f"evidence of {words!a}",
        )
        for words in ("", "  ", *UNSEEN)
    ),
    pytest.param(
        {"companions": "EFF-1, EFF-9"},
        "companions",
        "This brand has no claim EFF-9.",
        id="a companion of nobody",
    ),
    pytest.param(
        {"companions": "eff-1"},
        "companions",
        "This brand has no claim eff-1.",
        id="keys in another case",
    ),
    pytest.param(
        {"market_codes": None},
        "market_codes",
        "Tick at least one market.",
        id="nowhere",
    ),
    pytest.param(
        {"market_codes": ["US", "DE"]},
        "market_codes",
        "DE cannot be chosen here.",
        id="a market without the brand",
    ),
    pytest.param(
        {"other_themes": "onset, a|b"},
        "other_themes",
        "“a|b” is too long or holds a vertical bar.",
        id="a bar in a theme",
    ),
    pytest.param(
        {"indications": f"gout, {'x' * 200}"},
        "indications",
        f"“{'x' * 200}” is too long or holds a vertical bar.",
        id="a long indication",
    ),
    *(
        pytest.param({field: typed}, field, DAY, id=f"{field} {typed}")
        for field in ("valid_from", "expires_on")
        for typed in ("soon", "2026-02-30", "2026-13-01", "30 November 2026", "\u200b")
    ),
    pytest.param(
        {"valid_from": "2026-12-02", "expires_on": "2026-12-01"},
        "expires_on",
        "The claim must begin before it ends.",
        id="the end first",
    ),
    pytest.param(
        {"valid_from": "2026-12-01", "expires_on": "2026-12-01"},
        "expires_on",
        "The claim must begin before it ends.",
        id="no day at all",
    ),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), FAULTS)
def test_a_fault_is_named_beside_its_field(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    assert claim(**changes).errors == {field: [sentence]}
    assert new_claim(**changes).errors == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        pytest.param({}, "variations", (), id="no variation"),
        pytest.param(
            {"variations": ["", " b\r\nc ", *UNSEEN, "a"]},
            "variations",
            ("b\nc", "a"),
            id="empty rows say nothing",
        ),
        pytest.param(
            {"variations": ["x" * 1500]}, "variations", ("x" * 1500,), id="the longest"
        ),
        pytest.param(
            {"evidence": ["", "REF-1#a", "REF-1"]},
            "evidence",
            ("REF-1#a", "REF-1"),
            id="evidence keeps its order",
        ),
        pytest.param(
            {"qualifiers": " one \r\n\r\n \u200b \ntwo"},
            "qualifiers",
            ["one", "two"],
            id="a qualifier a line",
        ),
        pytest.param(
            {"companions": " EFF-1 ,, EFF-1"},
            "companions",
            ["EFF-1"],
            id="a companion once",
        ),
        pytest.param(
            {"other_themes": "onset , quality of life,onset"},
            "other_themes",
            ["onset", "quality of life"],
            id="themes between commas",
        ),
        pytest.param({"indications": ""}, "indications", [], id="any indication"),
        pytest.param(
            {"market_codes": ["GB", "US"]}, "market_codes", ["GB", "US"], id="markets"
        ),
        pytest.param(
            {"valid_from": "2026-12-01"},
            "valid_from",
            datetime.date(2026, 12, 1),
            id="a first day alone",
        ),
        pytest.param(
            {"expires_on": "2026-12-01"},
            "expires_on",
            datetime.date(2026, 12, 1),
            id="a last day alone",
        ),
        pytest.param(
            {"valid_from": "2026-12-01", "expires_on": "2026-12-02"},
            "expires_on",
            datetime.date(2026, 12, 2),
            id="one day",
        ),
        pytest.param({"endpoint": "\u200b"}, "endpoint", "", id="an unseen endpoint"),
    ],
)
def test_a_field_is_read_as_it_is_stored(
    changes: dict[str, Any], field: str, said: object
) -> None:
    form = claim(**changes)
    assert form.errors == {}
    assert form.cleaned_data[field] == said


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("with space", KEY),
        ("under|bar", KEY),
        ("new\nline", KEY),
        ("<b>", KEY),
        (".", KEY),
        ("..", KEY),
        ("-:_", KEY),
        ("slash/inside", KEY),
        ("\u200b", KEY),
        ("EFF-1", "There is a claim EFF-1 already: revise it instead."),
    ],
    ids=ascii,
)
def test_a_key_stands_in_an_address_and_is_free(key: str, sentence: str) -> None:
    assert new_claim(key=key).errors == {"key": [sentence]}


@pytest.mark.parametrize("key", ["a", "EFF-2", "response.week16", "A_1+b:c", "9"])
def test_a_key_is_kept_as_typed(key: str) -> None:
    form = new_claim(key=f" {key} ")
    assert form.errors == {}
    assert form.cleaned_data["key"] == key


@pytest.mark.parametrize(("kind", "title"), KINDS)
def test_every_kind_is_offered_by_its_title(kind: str, title: str) -> None:
    form = new_claim(kind=kind)
    assert form.errors == {}
    assert f'<option value="{kind}" selected>{title}</option>' in str(form["kind"])


def test_every_fault_of_a_claim_is_told_at_once() -> None:
    form = claim(
        text="short",
        variations=["short", "short"],
        evidence=["REF-9"],
        market_codes=None,
        companions="nobody",
        indications="a|b",
        valid_from="soon",
    )
    assert set(form.errors) == {
        *("text", "variations", "evidence", "market_codes"),
        *("companions", "indications", "valid_from"),
    }


def test_what_was_filled_in_comes_back_without_being_judged() -> None:
    sent = posted({**CLAIM, "variations": ["a", ""], "endpoint": "", "extra": "x"})
    kept = answers(sent)
    assert kept["variations"] == ["a", ""]
    assert kept["evidence"] == ["REF-1"]
    assert kept["market_codes"] == ["US"]
    assert kept["endpoint"] == ""
    assert kept["extra"] == "x"
    assert answers(QueryDict()) == {}


@given(st.lists(st.text(max_size=8).filter(lambda word: "," not in word)))
@settings(max_examples=100, deadline=None)
def test_words_between_commas_come_once_and_in_order(words: list[str]) -> None:
    found = parts(",".join(words))
    assert len(set(found)) == len(found)
    assert all(word == word.strip() != "" for word in found)
    assert found == list(dict.fromkeys(w.strip() for w in words if w.strip()))
    assert parts(", ".join(found)) == found


# proposals


def proposal(**changes: Any) -> ProposalForm:
    made = BY_NAME["proposals.ProposalForm"].filled(**changes)
    assert isinstance(made, ProposalForm)
    return made


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"text": "x" * 9}, "text", "A claim has at least 10 characters."),
        ({"key": "Upper"}, "key", "Use small letters, digits and hyphens."),
        ({"key": "two--hyphens"}, "key", "Use small letters, digits and hyphens."),
        ({"key": "-first"}, "key", "Use small letters, digits and hyphens."),
        ({"key": "last-"}, "key", "Use small letters, digits and hyphens."),
        ({"key": "a b"}, "key", "Use small letters, digits and hyphens."),
        ({"key": "é"}, "key", "Use small letters, digits and hyphens."),
        ({"key": "\u200b"}, "key", "Use small letters, digits and hyphens."),
        ({"key": "a\nb"}, "key", "Use small letters, digits and hyphens."),
    ],
)
def test_a_faulty_proposal_names_its_field(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    assert proposal(**changes).errors == {field: [sentence]}


@pytest.mark.parametrize(
    ("sent", "is_ticked"),
    [({}, False), ({"tick": ""}, False), ({"tick": "on"}, True), ({"tick": "1"}, True)],
)
def test_a_tick_wants_a_proposal(sent: dict[str, str], *, is_ticked: bool) -> None:
    assert proposal(**sent).is_ticked() is is_ticked


def test_the_wording_that_was_sent_is_read_anew() -> None:
    form = proposal(text="Testavra  was well tolerated\n by 9 in 10 adults.")
    assert form.is_valid(), form.errors
    draft = form.chosen("Testavra (testavine)")
    assert draft.text == "Testavra was well tolerated by 9 in 10 adults."
    assert draft.quote == PROPOSAL.quote == PASSAGE
    assert draft.market_codes == ("US",)
    assert (draft.key, draft.kind) == ("eff-3", "efficacy")
    fresh = sifting.facts_of(draft.text, product="Testavra (testavine)")
    assert draft.reading == fresh.reading != PROPOSAL.facts.reading


def rows(data: dict[str, Any] | None) -> ProposalForms:
    return ProposalForms(
        [PROPOSAL, PROPOSAL],
        markets=PLACES["market"],
        keys=["first", "second"],
        ticked_markets=["US"],
        data=posted(data) if data is not None else None,
    )


def row(number: int, **changes: Any) -> dict[str, Any]:
    sent = {
        "tick": "on",
        "text": PASSAGE,
        "kind": "efficacy",
        "key": f"key-{number}",
        "markets": ["US"],
        **changes,
    }
    return {f"{number}-{name}": value for name, value in sent.items()}


@pytest.mark.parametrize(
    ("data", "ticked", "is_valid"),
    [
        pytest.param({**row(1), **row(2)}, 2, True, id="both"),
        pytest.param({**row(1), **row(2, tick="")}, 1, True, id="one"),
        pytest.param({**row(1, tick=""), **row(2, tick="")}, 0, False, id="none"),
        pytest.param(
            {**row(1), **row(2, tick="", text="", key="")},
            1,
            True,
            id="a fault of what is left out",
        ),
        pytest.param({**row(1), **row(2, text="")}, 2, False, id="a fault"),
        pytest.param({**row(1), **row(2, key="key-1")}, 2, False, id="one key twice"),
        pytest.param(
            {**row(1), **row(2, tick="", key="key-1")},
            1,
            True,
            id="a key of what is left out",
        ),
    ],
)
def test_what_is_wanted_must_be_whole(
    data: dict[str, Any], ticked: int, *, is_valid: bool
) -> None:
    forms = rows(data)
    assert len(forms.ticked()) == ticked
    assert forms.are_valid() is is_valid


def test_the_later_of_two_like_keys_is_blamed() -> None:
    forms = rows({**row(1, key="same"), **row(2, key="same")})
    assert not forms.are_valid()
    first, second = forms.rows
    assert first.errors == {}
    assert second.errors == {"key": ["Another proposal here has this key."]}


def test_proposals_come_filled_in() -> None:
    first, second = rows(None).rows
    assert (first.prefix, second.prefix) == ("1", "2")
    assert [form["key"].value() for form in (first, second)] == ["first", "second"]
    assert first["text"].value() == PASSAGE
    assert first["markets"].value() == ["US"]
    assert first["kind"].value() == PROPOSAL.kind.value


# arms


def sent_arms(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """What the page sends: words, the arm, another's name, and what was proposed."""
    sent = {}
    for number, values in enumerate(rows):
        for name, value in zip(("words", "arm", "other", "was"), values, strict=True):
            sent[f"{name}-{number}"] = value
    return sent


@pytest.mark.parametrize(
    ("sent", "made"),
    [
        pytest.param([], {}, id="nothing"),
        pytest.param([("42%", "PRODUCT", "", "PRODUCT")], {}, id="as proposed"),
        pytest.param([("42%", "", "", "PRODUCT")], {}, id="not chosen"),
        pytest.param(
            [("42%", "COMPARATOR", "", "PRODUCT")],
            {("42%", 0): "COMPARATOR"},
            id="another",
        ),
        pytest.param(
            [("42%", "BOTH", "", ""), ("42%", "", "", ""), ("42%", "NONE", "", "")],
            {("42%", 0): "BOTH", ("42%", 2): "NONE"},
            id="like words are counted",
        ),
        pytest.param(
            [("42%", OTHER, " low dose ", "")], {("42%", 0): "low dose"}, id="a name"
        ),
        pytest.param([("42%", OTHER, "  ", "")], {}, id="another without a name"),
        pytest.param(
            [("42%", OTHER, "x" * 200, "")], {("42%", 0): "x" * 100}, id="a long name"
        ),
    ],
)
def test_arms_that_differ_are_kept(
    sent: list[tuple[str, str, str, str]], made: dict[tuple[str, int], str]
) -> None:
    assert claim_arms.chosen(sent_arms(*sent)) == made


def test_a_gap_in_the_numbers_ends_the_choices() -> None:
    sent = {"words-0": "1", "arm-0": "BOTH", "words-2": "3", "arm-2": "BOTH"}
    assert claim_arms.chosen(sent) == {("1", 0): "BOTH"}


TEXTS = (
    "Testavra reduced attacks by 42% versus 17% with placebo at week 12.",
    "In 42% and 42% of adults, Testavra was taken once daily for 12 weeks.",
    "Attacks fell by 42%, 17% and 42% (n=120) in the trial.",
)


def quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(readings.propose(text, product="Testavra").quantities)


@pytest.mark.parametrize("text", TEXTS)
def test_every_figure_has_a_place_of_its_own(text: str) -> None:
    found = quantities(text)
    places = claim_arms.places(found)
    assert len(set(places)) == len(places) == len(found)
    assert [words for words, _ in places] == [one.text for one in found]


@pytest.mark.parametrize("text", TEXTS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_arms_that_a_person_chose_are_found_again(text: str, data: Any) -> None:
    before = readings.propose(text, product="Testavra")
    arms = st.sampled_from(["PRODUCT", "COMPARATOR", "BOTH", "low dose"])
    numbers = st.integers(0, len(before.quantities) - 1)
    chosen = data.draw(st.dictionaries(numbers, arms, max_size=3))
    after = readings.with_arms(before, chosen)
    places = claim_arms.places(before.quantities)
    wanted = {
        places[number]: arm
        for number, arm in chosen.items()
        if before.quantities[number].arm != arm
    }
    found = claim_arms.stored(after.quantities, before.quantities)
    assert {place: found[place] for place in wanted if place in found} == found
    assert claim_arms.stored(before.quantities, before.quantities) == {}


def test_proposals_that_nobody_has_are_not_found() -> None:
    now, proposed = quantities(TEXTS[0]), quantities(TEXTS[2])
    for place, arm in claim_arms.stored(now, proposed).items():
        assert place in claim_arms.places(now)
        assert arm
