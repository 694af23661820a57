"""What the demo prints: each step's words, from what is given to it and no more."""

import datetime
import io
import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from knowledge_base.models import Claim, ClaimVersion
from review.models import ChannelKey, Fetch, Release
from review.recalls import Impact
from review.states import Role
from web.demo import people, seeding, story, telling

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
SHA = "0123456789abcdef" * 4
TALLY = st.fixed_dictionaries(
    {name: st.integers(0, 99) for name in ("created", "changed", "unchanged")}
)


def printed(show: Any, *args: Any, width: int = 120) -> str:
    """What a person reads, every run of blanks as one."""
    out = io.StringIO()
    show(Console(file=out, width=width), *args)
    return " ".join(out.getvalue().split())


def claim(**columns: Any) -> ClaimVersion:
    return ClaimVersion(
        claim=Claim(key="fewer-days"),
        version=2,
        text="Fewer days.",
        withdrawal_reason="It was corrected.",
        withdrawn_by="dr.ines.kovac",
        **columns,
    )


# Steps and files


@pytest.mark.parametrize(
    ("number", "title"), [(1, "The stores"), (10, "The ledger"), (11, "Look around")]
)
def test_a_step_begins_with_its_number(number: int, title: str) -> None:
    assert printed(telling.step, number, title).startswith(f"{number}. {title} ─")


def test_each_file_is_one_line_in_its_order() -> None:
    out = io.StringIO()
    rows: list[tuple[str, dict[str, Any]]] = [
        ("a.yaml", {"claims": {"created": 2, "changed": 0, "unchanged": 1}}),
        ("b.jsonl", {"profiles": 4, "unchanged": 0}),
    ]
    telling.loaded(Console(file=out, width=100), rows)
    lines = [line.split(maxsplit=1) for line in out.getvalue().splitlines()]
    assert [name for name, _ in lines] == ["a.yaml", "b.jsonl"]
    assert [words.strip() for _, words in lines] == ["3 claims", "4 profiles"]


@given(st.dictionaries(st.sampled_from(["claims", "copy", "labels"]), TALLY))
def test_a_file_is_new_if_anything_in_it_is(counts: dict[str, Any]) -> None:
    told = printed(telling.loaded, [("x", counts)])
    is_new = any(
        tally[effect] for tally in counts.values() for effect in ("created", "changed")
    )
    assert ("(nothing new)" in told) == (not is_new)
    for kind, tally in counts.items():
        name = "copy blocks" if kind == "copy" else kind
        total = sum(tally.values())
        assert (f"{total} {name}" in told) == bool(total)


@pytest.mark.parametrize("kind", ["brands", "markets"])
def test_what_is_taken_for_granted_is_not_counted(kind: str) -> None:
    counts = {kind: {"created": 3, "changed": 0, "unchanged": 0}}
    assert printed(telling.loaded, [("x", counts)]) == "x"


# What was found


def test_every_result_says_its_words_and_why() -> None:
    results = [
        SimpleNamespace(
            claim_version=claim(), why=("the figure 42%", "near in meaning")
        )
    ]
    told = printed(telling.found, "how soon", results)
    assert told.startswith("Asked: “how soon”")
    assert "fewer-days@2" in told
    assert "Fewer days." in told
    assert "the figure 42%; near in meaning" in told


def test_nothing_found_is_an_empty_table() -> None:
    told = printed(telling.found, "how soon", [])
    assert "claim, approved wording why it was found" in told


def test_a_bent_text_is_shown_with_each_finding() -> None:
    findings = [
        SimpleNamespace(severity="BLOCK", rule="EV-01", message="No claim says this."),
        SimpleNamespace(severity="HIGH", rule="WD-02", message="Too strong."),
    ]
    told = printed(telling.refused_text, "From the very first dose.", findings)
    assert told == (
        "A typed-in text: “From the very first dose.” BLOCK EV-01 No claim says this. "
        "HIGH WD-02 Too strong."
    )


# What a platform gets

BODY = {
    "code": "TST-US-0001",
    "content_sha256": SHA,
    "expires_on": "2027-11-21",
    "body": {"parts": ["much"]},
    "id": "x",
}
GONE = {
    "title": "Claim withdrawn",
    "reason": "claim-withdrawn",
    "detail": "It was withdrawn.",
    "instance": "/api/v1/assets/x",
    "type": "urn:x",
}


@pytest.mark.parametrize(
    ("status", "body", "kept"),
    [
        pytest.param(
            200, BODY, ("code", "content_sha256", "expires_on"), id="an asset"
        ),
        pytest.param(410, GONE, ("title", "reason", "detail"), id="a refusal"),
        pytest.param(404, {}, (), id="nothing"),
    ],
)
def test_an_answer_shows_what_matters_of_it(
    status: int, body: dict[str, Any], kept: tuple[str, ...]
) -> None:
    told = printed(telling.answer, "http://h/assets/x", status, body)
    head, _, shown = told.partition("{")
    assert head == f"GET http://h/assets/x → {status} "
    assert json.loads("{" + shown) == {name: body[name] for name in kept}


def test_a_release_is_told_with_its_end() -> None:
    release = Release(
        code="TST-US-0001",
        expires_on=datetime.date(2027, 11, 21),
        content_sha256=SHA,
    )
    assert printed(telling.released, release) == (
        "TST-US-0001 may be fetched before 21 Nov 2027; content 0123456789abcdef…"
    )


def test_an_earlier_fetch_is_told_from_its_receipt() -> None:
    fetch = Fetch(channel_key=ChannelKey(name="Demo CRM 1"), status=200, fetched_at=AT)
    assert printed(telling.receipt, fetch) == (
        "The receipt says: Demo CRM 1 got it with 200 on 21 Nov 2026, 09:30 UTC."
    )


@pytest.mark.parametrize(
    ("variants", "reviews", "releases", "words"),
    [
        (0, 0, 0, "0 variants, 0 open reviews and 0 released assets"),
        (1, 1, 1, "1 variant, 1 open review and 1 released asset"),
        (2, 0, 3, "2 variants, 0 open reviews and 3 released assets"),
    ],
)
def test_a_withdrawal_counts_what_it_touches(
    variants: int, reviews: int, releases: int, words: str
) -> None:
    impact: Any = SimpleNamespace(
        variants=[None] * variants,
        reviews=[None] * reviews,
        releases=[None] * releases,
    )
    told = printed(telling.withdrawal, claim(), impact)
    assert told == (
        "fewer-days@2: “Fewer days.” Reason: It was corrected. (dr.ines.kovac) "
        f"It stood in {words}."
    )
    assert {"variants", "reviews", "releases"} <= set(Impact.__annotations__)


@given(st.integers(1, 10**6))
def test_the_chain_is_told_with_its_length_and_tip(length: int) -> None:
    assert printed(telling.ledger, length, SHA) == (
        f"{length} entries, one unbroken chain, tip 0123456789abcdef…"
    )


# People


def test_everybody_who_may_sign_in_is_named_once() -> None:
    told = printed(telling.sign_ins, people.PEOPLE, "pass-word", "http://h:1")
    for person in people.PEOPLE:
        assert told.count(f"{person.username} {person.role.title()}") == 1
    assert told.endswith("Password of all: pass-word http://h:1 (stop with Ctrl+C)")


def test_each_role_is_played_and_no_name_twice() -> None:
    assert {person.role for person in people.PEOPLE} == set(Role)
    names = [person.username for person in people.PEOPLE]
    assert len(set(names)) == len(names)
    for person in people.PEOPLE:
        assert person.last_name.lower() in person.username
        assert person.username == person.username.lower()


@pytest.mark.parametrize("function", story.REVIEWERS)
def test_who_decides_for_a_function_holds_its_role(function: Any) -> None:
    [person] = [p for p in people.PEOPLE if p.username == story.REVIEWERS[function]]
    assert person.role.value == function.value


def test_who_signs_types_the_shared_password() -> None:
    cast = story.Cast({}, AT)
    first, second = (cast.credentials(name) for name in ("leo.brandt", "rhea.sandoval"))
    assert first.password == second.password == people.password()
    assert (first.username, second.username) == ("leo.brandt", "rhea.sandoval")
    assert first.session_key != second.session_key


@pytest.mark.parametrize("brief", [story.STORY, *story.OTHERS])
def test_every_brief_of_the_story_says_what_it_wants(brief: dict[str, Any]) -> None:
    assert brief["objective"].startswith("Demo: ")
    assert brief["writer"] == "composer"
    assert brief["audience"] == "HCP"
    assert brief["count"] >= len(brief.get("tones", ()))
    kits = {name.partition(".")[0] for name in seeding.KITS}
    assert brief["brand"] in kits


# Samples that move with the years

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 12, 31))


@given(DAYS, st.integers(0, 20))
def test_a_day_moves_whole_years_and_keeps_its_place(
    day: datetime.date, years: int
) -> None:
    [moved] = seeding._moved([day.isoformat()], years)
    found = datetime.date.fromisoformat(moved)
    assert found.year == day.year + years
    if (day.month, day.day) != (2, 29) or not years:
        assert (found.month, found.day) == (day.month, day.day)
    else:
        assert (found.month, found.day) == (2, 28)


@given(st.lists(DAYS, min_size=2, max_size=5), st.integers(0, 20))
def test_days_keep_their_order(days: list[datetime.date], years: int) -> None:
    moved = seeding._moved([day.isoformat() for day in sorted(days)], years)
    assert moved == sorted(moved)


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=("Cs", "Nd")), max_size=12)
        | st.integers()
        | st.booleans()
        | st.none(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
        ),
        max_leaves=10,
    ),
    st.integers(0, 20),
)
def test_what_holds_no_day_does_not_move(content: Any, years: int) -> None:
    assert seeding._moved(content, years) == content


@pytest.mark.parametrize("name", [*seeding.KITS, seeding.PROFILES])
def test_every_sample_is_at_hand(name: str) -> None:
    text = (seeding.SAMPLES / name).read_text()
    assert re.search(r"\d{4}-\d{2}-\d{2}", text)
