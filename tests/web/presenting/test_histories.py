"""Ledger lines as sentences: every action has one, and every line its name."""

import ast
import csv
import datetime
import re
import string
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from web.presenters import histories, insights
from web.presenters.verdicts import HIDDEN

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
ROOT = Path(__file__).parents[3]
ACTION = re.compile(r"[a-z]+\.[a-z_]+")
FLOORS = ("knowledge_base", "content_engine", "review", "web")

# action, payload, what is said
SAID: list[tuple[str, dict[str, Any], str]] = [
    ("kit.loaded", {"claims": 7}, "loaded the brand kit"),
    ("claim.drafted", {}, "drafted this claim"),
    (
        "claim.approved",
        {"function": "MEDICAL"},
        "approved this claim: medical",
    ),
    ("claim.suspended", {"reason": "New data."}, "suspended this claim: New data."),
    ("claim.suspended", {}, "suspended this claim"),
    ("claim.reconfirmed", {"reason": "OK."}, "reconfirmed this claim: OK."),
    (
        "wording.signed",
        {"meaning": "APPROVED_FOR_USE"},
        "signed it with the meaning approved for use",
    ),
    ("claim.withdrawn", {"reason": "Gone."}, "withdrew this claim: Gone."),
    ("reference.retracted", {"reason": "Error."}, "retracted a reference: Error."),
    (
        "reference.file_attached",
        {"name": "A_B.pdf"},
        "attached the document A_B.pdf",
    ),
    (
        "reference.anchored",
        {"anchor": "table-2", "page": 4},
        "placed the quote table-2 on page 4",
    ),
    ("import.uploaded", {"name": "x.csv"}, "uploaded x.csv to import it"),
    (
        "import.applied",
        {"name": "x.csv", "created": 2, "revised": 0},
        "imported x.csv: 2 created, 0 revised",
    ),
    ("copy.retired", {"reason": "Old."}, "retired this copy: Old."),
    (
        "release.recalled",
        {"claim": "EFF-1@1"},
        "stopped the release, because EFF-1@1 was withdrawn",
    ),
    (
        "release.recalled",
        {"reference": "REF-1"},
        "stopped the release, because REF-1 was withdrawn",
    ),
    ("variant.edited", {"from": 1, "to": 2}, "edited version 1 into version 2"),
    (
        "variant.seconded",
        {"model": "m-1", "version": 2, "asked": 3, "added": 1},
        "had m-1 read version 2: 3 statements, 1 findings added",
    ),
    (
        "review.submitted",
        {"version": 2, "round": 3},
        "sent version 2 to review, round 3",
    ),
    (
        "review.decided",
        {"function": "LEGAL", "verdict": "REQUEST_CHANGES", "comment": "Not so."},
        "decided for legal: request changes, Not so.",
    ),
    (
        "review.decided",
        {"function": "LEGAL", "verdict": "APPROVE", "comment": ""},
        "decided for legal: approve",
    ),
    ("key.issued", {"name": "Relay"}, "issued a key to the platform Relay"),
    ("nobody.knows_this", {}, "nobody: knows this"),
    ("", {}, ""),
]


@pytest.mark.parametrize(("action", "payload", "said"), SAID)
def test_an_action_is_a_sentence(
    action: str, payload: dict[str, Any], said: str
) -> None:
    assert histories.sentence(action, payload) == said


def recorded() -> set[str]:
    """Every action that code hands to the ledger as a literal."""
    found = set()
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "action":
                    found |= {
                        one.value
                        for one in ast.walk(node.value)
                        if isinstance(one, ast.Constant)
                        and isinstance(one.value, str)
                        and ACTION.fullmatch(one.value)
                    }
    return found


def test_every_action_of_the_ledger_has_a_sentence() -> None:
    assert len(recorded()) > 20
    assert recorded() - set(histories.SENTENCES) == set()


def test_the_sentences_are_read_as_they_are_written() -> None:
    for action, words in histories.SENTENCES.items():
        assert ACTION.fullmatch(action), action
        assert words == words.strip()
        assert words[0].islower()
        assert not words.endswith(".")


@pytest.mark.parametrize("action", sorted(histories.SENTENCES))
def test_no_brace_stays_open_whatever_the_payload_holds(action: str) -> None:
    names = [
        name
        for _, name, _, _ in string.Formatter().parse(histories.SENTENCES[action])
        if name
    ]
    empty = histories.sentence(action, {})
    whole = histories.sentence(action, dict.fromkeys(names, "value"))
    for words in (empty, whole):
        assert "{" not in words
        assert "}" not in words
        assert not words.endswith((" ", ":", ","))
    assert whole.count("value") == len(names)


@pytest.mark.parametrize("action", sorted(histories.SENTENCES))
def test_braces_in_a_payload_are_words(action: str) -> None:
    hostile = "{0} {reason} {a.__class__}"
    payload = dict.fromkeys(("reason", "name", "function", "comment"), hostile)
    words = histories.sentence(action, payload)
    assert "<class" not in words


@given(st.dictionaries(st.text("abc{}", max_size=4), st.text(max_size=8), max_size=4))
@settings(max_examples=100, deadline=None)
def test_what_nobody_asked_for_is_not_told(payload: dict[str, str]) -> None:
    assert histories.sentence("claim.drafted", payload) == "drafted this claim"


# rows of lines


@pytest.fixture
def people(db: None) -> dict[str, User]:
    named = User.objects.create_user("ines", first_name="Ines", last_name="Roth")
    return {"ines": named, "bare": User.objects.create_user("bare")}


def line(sequence: int, by: str, action: str = "claim.drafted") -> LedgerEntry:
    return LedgerEntry(
        sequence=sequence, at=AT, by=by, action=action, subject="x", payload="{}"
    )


@pytest.mark.parametrize(
    ("by", "who"),
    [("ines", "Ines Roth"), ("bare", "bare"), ("loader", "loader"), ("", "")],
)
def test_a_line_names_the_person_or_the_service(
    people: dict[str, User], by: str, who: str
) -> None:
    (row,) = histories.history_rows([line(1, by)])
    assert (row.who, row.did, row.at) == (who, "drafted this claim", AT)


def test_rows_stand_in_the_order_given(people: dict[str, User]) -> None:
    entries = [line(3, "ines"), line(1, "bare"), line(2, "ines")]
    rows = histories.history_rows(entries)
    assert [row.sequence for row in rows] == [3, 1, 2]


def test_a_withheld_line_says_that_something_was_decided(
    people: dict[str, User],
) -> None:
    entries = [line(1, "ines", "review.decided"), line(2, "bare", "review.decided")]
    first, second = histories.history_rows(entries, withheld=frozenset({2}))
    assert first.did == "decided for"
    assert second.did == HIDDEN
    assert second.who == "bare"


@pytest.mark.parametrize("count", [1, 5])
def test_names_cost_one_query(
    people: dict[str, User], django_assert_num_queries: Any, count: int
) -> None:
    entries = [line(number, "ines") for number in range(count)]
    with django_assert_num_queries(1):
        histories.history_rows(entries)


# where lines lead


UID = "0b9b6c1e-0000-4000-8000-0000000000aa"


LEADS = {
    "review:7": "/reviews/7/",
    "claim:calvoryn/EFF-1@2": "/claims/calvoryn/EFF-1/",
    "claim:calvoryn/EFF-1": "/claims/calvoryn/EFF-1/",
    f"family:{UID}": f"/families/{UID}/",
    f"variant:{UID}": f"/variants/{UID}/",
    "review:seven": "",
    "review:": "",
    "claim:calvoryn": "",
    "claim:a/b/c": "",
    "family:7": "",
    "variant:../../admin": "",
    "release:US-NOBODY-1": "",
    "person:ines": "",
    "brand:calvoryn": "",
    "no colon": "",
}


def test_a_subject_leads_to_its_page_or_nowhere(people: dict[str, User]) -> None:
    with transaction.atomic():
        for subject in LEADS:
            ledger.record(action="x.y", subject=subject, by="ines", at=AT)
    lines = insights.page(people["ines"], {}).lines
    assert {line.subject: line.href for line in lines} == {
        subject.replace(":", " ", 1): href for subject, href in LEADS.items()
    }


@pytest.mark.parametrize(
    ("payload", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-5", "'-5"),
        ("@sum", "'@sum"),
        (" =1", "' =1"),
        ("'=1", "''=1"),
        ("plain = words", "plain = words"),
    ],
)
def test_no_name_in_the_file_begins_a_formula(
    people: dict[str, User], payload: str, cell: str
) -> None:
    with transaction.atomic():
        ledger.record(action="x.y", subject="a:b", by=payload, at=AT)
    head, row = csv.reader(insights.as_csv(people["ines"], {}))
    assert dict(zip(head, row, strict=True))["by"] == cell


@given(
    wishes=st.fixed_dictionaries(
        {},
        optional={
            "subject": st.text(min_size=1, max_size=6),
            "person": st.text("ab &=%", min_size=1, max_size=6),
            "action": st.text("ab.", min_size=1, max_size=6),
        },
    )
)
@settings(max_examples=25, deadline=None)
def test_the_address_of_a_page_says_what_was_asked(wishes: dict[str, str]) -> None:
    with mock.patch.object(insights, "entries_for", return_value=[]):
        page = insights.page(AnonymousUser(), wishes)
    assert dict(parse_qsl(page.filters)) == wishes
    assert page.newest == f"?{page.filters}"
    assert (page.lines, page.older, page.is_first) == ((), "", True)
