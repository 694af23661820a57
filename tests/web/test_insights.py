"""The ledger's page: sentences, filters, pages, verification, files."""

import csv
import datetime
import io
import json

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from review.states import ReleaseState, ReviewState
from tests import factories
from tests.web.conftest import Come
from web.presenters import insights

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

NOBODY = "00000000-0000-4000-8000-000000000000"


def write(count: int = 1, **changes: object) -> None:
    line = {
        "action": "claim.approved",
        "subject": "claim:testavra/eff-1@1",
        "by": "loader",
        "at": factories.AT,
        "payload": {},
    }
    with transaction.atomic():
        for _ in range(count):
            ledger.record(**{**line, **changes})  # type: ignore[arg-type]


def test_an_empty_ledger_says_how_it_begins(come: Come) -> None:
    html = come("AUDITOR").get("/ledger/").content.decode()
    assert "Nothing has happened yet." in html


def test_a_line_is_a_sentence_with_names_links_and_hash(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    html = come("AUDITOR").get("/ledger/").content.decode()
    entry = LedgerEntry.objects.get()
    assert review.requested_by.get_full_name() in html
    assert "sent version 1 to review, round 1" in html
    assert f'href="/reviews/{review.pk}/"' in html
    assert f'title="{entry.hash}">{entry.hash[:12]}<' in html
    assert "21 Nov 2026, 09:30 UTC" in html


def test_subjects_lead_to_their_pages(come: Come) -> None:
    release = factories.make_release(ReleaseState.SUSPENDED)
    write()
    write(subject="claim:odd", by="")
    write(subject="review:odd")
    write(subject=f"family:{NOBODY}")
    write(subject=f"variant:{NOBODY}")
    write(subject="variant:odd")
    html = come("AUDITOR").get("/ledger/").content.decode()
    assert f'href="/library/{release.uid}/"' in html
    assert 'href="/claims/testavra/eff-1/"' in html
    assert f'href="/families/{NOBODY}/"' in html
    assert f'href="/variants/{NOBODY}/"' in html
    assert "variant odd" in html
    assert "review odd" in html
    assert "claim odd" in html


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [4, 3, 2, 1]),
        ("subject=testavra", [2, 1]),
        ("person=loader", [3, 1]),
        ("person=mara+lind", [2]),
        ("person=nobody", []),
        ("action=claim.", [2, 1]),
        ("action=nothing", []),
        ("since=2026-11-22", [4, 3]),
        ("until=2026-11-21", [2, 1]),
        ("since=2026-11-22&until=2026-11-22", [3]),
        ("before=3", [2, 1]),
        ("person=loader&before=3", [1]),
    ],
)
def test_filters_find_their_lines(come: Come, query: str, numbers: list[int]) -> None:
    mara = factories.make_user("REQUESTER", username="mara.l")
    mara.first_name, mara.last_name = "Mara", "Lindqvist"
    mara.save()
    day = datetime.timedelta(days=1)
    write()
    write(by="mara.l", action="claim.drafted")
    write(action="kit.loaded", subject="brand:x", at=factories.AT + day)
    write(action="kit.loaded", subject="brand:x", by="other", at=factories.AT + 2 * day)
    response = come("AUDITOR").get(f"/ledger/?{query}")
    assert [line.sequence for line in response.context["page"].lines] == numbers


def test_filters_without_a_match_offer_the_whole(come: Come) -> None:
    write()
    html = come("AUDITOR").get("/ledger/?subject=none").content.decode()
    assert "No line matches these filters." in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("before=1", "The ledger begins here."),
        ("before=1&person=loader", "Nothing before this place matches these filters."),
        ("before=2&person=nobody", "Nothing before this place matches these filters."),
    ],
)
def test_a_place_before_every_line_says_so(
    come: Come, query: str, sentence: str
) -> None:
    write()
    html = come("AUDITOR").get(f"/ledger/?{query}").content.decode()
    assert "No older line." in html
    assert sentence in html
    assert "Nothing has happened yet." not in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=yesterday", "Write the day as 2026-11-21."),
        ("until=2026-13-40", "Write the day as 2026-11-21."),
        ("since=2026-11-22&until=2026-11-21", "The last day lies before the first."),
        ("until=9999-12-31", "Choose an earlier day."),
        ("before=0", "These filters cannot be read."),
        ("before=99999999999999999999", "These filters cannot be read."),
        ("file=csv&since=yesterday", "Write the day as 2026-11-21."),
    ],
)
def test_filters_that_cannot_be_read_are_named(
    come: Come, query: str, sentence: str
) -> None:
    response = come("AUDITOR").get(f"/ledger/?{query}")
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_pages_follow_each_other_without_gap(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(insights, "LINES", 2)
    write(5)
    client, address, seen = come("AUDITOR"), "/ledger/?subject=testavra", []
    for _ in range(3):
        page = client.get(address).context["page"]
        seen += [line.sequence for line in page.lines]
        address = f"/ledger/{page.older}"
        write()
    assert seen == [5, 4, 3, 2, 1]
    assert page.older == ""
    assert page.newest == "?subject=testavra"
    assert not page.is_first


def test_fifty_lines_cost_no_more_than_two(
    come: Come, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, counts = come("MEDICAL"), []
    for more in (2, 48):
        write(more)
        with django_assert_max_num_queries(20) as queries:
            client.get("/ledger/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_chain_is_verified_by_a_button(come: Come) -> None:
    write(3)
    response = come("AUDITOR").post("/ledger/", follow=True)
    count, tip = ledger.tip()
    assert count == 3
    assert f"The chain holds: 3 entries, the last hash is {tip}." in (
        response.content.decode()
    )


def test_a_broken_chain_is_named(come: Come, monkeypatch: pytest.MonkeyPatch) -> None:
    write(3)
    broken = ledger.Break(2, "its content was changed after it was written")
    monkeypatch.setattr(ledger, "first_broken_entry", lambda: broken)
    html = come("AUDITOR").post("/ledger/", follow=True).content.decode()
    assert "The chain breaks at entry 2: its content was changed" in html
    assert "notice error" in html


def test_verifying_writes_nothing(come: Come) -> None:
    write()
    come("AUDITOR").post("/ledger/")
    assert LedgerEntry.objects.count() == 1


def test_the_spreadsheet_holds_every_column_and_no_formula(come: Come) -> None:
    write(by="=HYPERLINK(1)", subject="@risk", action="+a.b", payload={"n": 1})
    response = come("AUDITOR").get("/ledger/?file=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="ledger.csv"' in response["Content-Disposition"]
    head, row = csv.reader(io.StringIO(response.getvalue().decode()))
    assert head[-1] == "hash"
    told = dict(zip(head, row, strict=True))
    assert told["by"] == "'=HYPERLINK(1)"
    assert told["subject"] == "'@risk"
    assert told["action"] == "'+a.b"
    assert told["payload"] == '{"n":1}'
    assert told["hash"] == LedgerEntry.objects.get().hash


def test_the_json_file_can_be_verified_elsewhere(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(insights, "CHUNK", 2)
    write(5, payload={"words": "ünïcode\n"})
    response = come("AUDITOR").get("/ledger/?file=json")
    told = json.loads(response.getvalue())
    count, tip = ledger.tip()
    assert (told["length"], told["tip"]) == (count, tip)
    assert [e["sequence"] for e in told["entries"]] == [5, 4, 3, 2, 1]
    hashes = [e["hash"] for e in told["entries"]]
    assert [e["previous_hash"] for e in told["entries"]] == [
        *hashes[1:],
        ledger.GENESIS,
    ]


def test_files_follow_the_filters(come: Come) -> None:
    write(2)
    write(by="other")
    told = json.loads(come("AUDITOR").get("/ledger/?file=json&person=other").getvalue())
    assert [e["by"] for e in told["entries"]] == ["other"]


def test_an_empty_file_is_whole(come: Come) -> None:
    told = json.loads(come("AUDITOR").get("/ledger/?file=json").getvalue())
    assert told == {"length": 0, "tip": ledger.GENESIS, "entries": []}


def test_an_unknown_file_is_the_page(come: Come) -> None:
    assert (
        "<h1>Ledger</h1>" in come("AUDITOR").get("/ledger/?file=exe").content.decode()
    )


def test_other_methods_are_not_answered(come: Come) -> None:
    assert come("AUDITOR").delete("/ledger/").status_code == 405
