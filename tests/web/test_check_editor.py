"""The page for checking a text: by role, without a script, with every refusal."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from content_engine import checking, piece_documents
from knowledge_base.models import Brand, Label
from review.states import Role
from tests import kits
from tests.web import check_worlds, markup
from tests.web.check_worlds import AT, BENT, CHECKERS, CLAIM, OTHERS, House, counts
from web.access import REFUSALS, Permission
from web.forms.checks import CheckForm

pytestmark = pytest.mark.django_db

EDITOR, RESULT = "/check/", "/check/result/"
REFUSAL = REFUSALS[Permission.CHECK_TEXT]
HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> \"&\" {{7*7}} %}"
NOT_OFFERED = "Select a valid choice. {} is not one of the available choices."
BOTH = pytest.mark.parametrize("path", [EDITOR, RESULT], ids=["page", "part"])


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with check_worlds.shared(django_db_blocker) as built:
        yield built


def part(response: Any, name: str) -> str:
    """What stands inside the element of a page with this id, spaces folded."""
    text = response.content.decode()
    found = re.search(rf'<(\w+)[^>]* id="{name}"[^>]*>|<(\w+) id="{name}"[^>]*>', text)
    assert found, name
    tag = found[1] or found[2]
    depth, start = 1, found.end()
    for edge in re.finditer(rf"<(/?){tag}\b[^>]*>", text[start:]):
        depth += -1 if edge[1] else 1
        if not depth:
            return " ".join(text[start : start + edge.start()].split())
    raise AssertionError(f"{name} stays open")


def words(response: Any, name: str = "notes") -> str:
    return " ".join(
        html.unescape(re.sub(r"<[^>]+>", " ", part(response, name))).split()
    )


def area(response: Any, name: str) -> str:
    """What stands in a text area; the first line end is the tag's own."""
    found = re.search(
        rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>',
        response.content.decode(),
        re.DOTALL,
    )
    assert found
    return html.unescape(found[1])


# Who comes in


@pytest.mark.parametrize("role", CHECKERS)
def test_marketers_reviewers_and_coordinators_check(house: House, role: Role) -> None:
    assert house.come(role).get(EDITOR).status_code == 200
    for path in (EDITOR, RESULT):
        response = house.send(path, role, body=BENT)
        assert response.status_code == 200
        assert "Gate: blocked" in words(response, "verdict")


@pytest.mark.parametrize("role", OTHERS)
def test_others_are_told_who_may(house: House, role: Role) -> None:
    assert role in (Role.SIGNATORY, Role.AUDITOR, Role.ADMINISTRATOR)
    client = house.come(role)
    for response in (
        client.get(EDITOR),
        house.send(EDITOR, role, body=BENT),
        house.send(RESULT, role, body=BENT),
    ):
        assert response.status_code == 403
        assert REFUSAL in response.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_the_side_bar_leads_there_who_may(house: House, role: Role) -> None:
    page = markup.Page(house.come(role).get("/").content.decode())
    links = [e.text for e in page.elements if e.attributes.get("href") == EDITOR]
    assert links == (["Check a text"] if role in CHECKERS else [])


# The empty page


def test_the_page_begins_with_subject_and_body_and_no_verdict(house: House) -> None:
    response = house.come().get(EDITOR)
    page = markup.Page(response.content.decode())
    ticked = [
        one.attributes["value"]
        for one in page.elements
        if one.attributes.get("name") == "parts" and "checked" in one.attributes
    ]
    assert ticked == ["subject", "body"]
    assert words(response, "verdict") == "Nothing to check yet"
    assert words(response).startswith("Write or paste a text.")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("brand", ["calvoryn", "otherine"]),
        ("market", ["US", "GB"]),
        ("channel", ["email", "rep_email", "sms"]),
        ("audience", ["HCP", "PATIENT", "PAYER"]),
        (
            "intent",
            ["promotional", "reminder", "medical_response", "non_promotional"],
        ),
    ],
)
def test_the_page_offers_what_is_known(
    house: House, name: str, values: list[str]
) -> None:
    page = house.come().get(EDITOR).content.decode()
    field = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    assert field
    assert re.findall(r'value="([^"]*)"', field[0]) == values


def test_the_page_is_well_made_before_and_after_a_check(house: House) -> None:
    for response in (house.come().get(EDITOR), house.send(body=f"{BENT} {HOSTILE}")):
        page = markup.Page(response.content.decode())
        assert page.faults == []
        ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
        assert len(ids) == len(set(ids))
        headings = [e.tag for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
        assert headings == ["h1", "h2", "h2", "h2"]


def test_a_house_without_a_brand_says_how_to_get_one() -> None:
    form = CheckForm(offered={"brand": (), "market": ()})
    request = RequestFactory().get(EDITOR)
    request.user = AnonymousUser()
    page = render_to_string("checks/editor.html", {"form": form}, request)
    assert "There is no brand yet." in page
    assert "<textarea" not in page


def test_scripts_come_from_a_file_of_ours(house: House) -> None:
    response = house.come().get(EDITOR)
    page = response.content.decode()
    assert '<script type="module" src="/static/web/check.js"></script>' in page
    assert "<script>" not in page
    assert "default-src 'self'" in response["Content-Security-Policy"]


# Checking without a script, and the same as a part


def test_the_words_that_were_sent_stand_there_again(house: House) -> None:
    sent = "  Two lines,\n\n   the second indented. "
    response = house.send(body=sent, subject=HOSTILE)
    assert area(response, "body") == sent
    assert area(response, "subject") == HOSTILE


@BOTH
def test_a_bent_claim_stands_with_its_approved_wording(house: House, path: str) -> None:
    response = house.send(path, body=BENT)
    told = words(response)
    assert "Blocks EV-01 Show in the body" in told
    assert 'This is not the approved wording of urate-target@1: "71%"' in told
    assert "Distorted Digit Nearest approved wording urate-target@1" in told
    assert "<del>71%</del><ins>61%</ins>" in part(response, "notes").replace(" ", "")
    assert "Use this wording" in told
    assert "(to be confirmed)" in told
    marked = part(response, "mirror-body")
    assert '<mark class="as-distorted found" title="Distorted">71%</mark>' in marked


@pytest.mark.parametrize(
    ("sent", "style", "outcome"),
    [
        pytest.param(CLAIM, "exact", "Approved wording", id="exact"),
        pytest.param(BENT, "distorted", "Distorted", id="distorted"),
        pytest.param(
            str(kits.CLAIMS[2]["text"]),
            "context_missing",
            "Context missing",
            id="context missing",
        ),
        pytest.param(
            "Calvoryn heals every joint in a day.",
            "unsubstantiated",
            "No support",
            id="unsubstantiated",
        ),
    ],
)
def test_each_outcome_is_underlined_and_named(
    house: House, sent: str, style: str, outcome: str
) -> None:
    response = house.send(RESULT, body=sent)
    assert f'class="as-{style}' in part(response, "mirror-body")
    assert outcome in words(response)


@pytest.mark.parametrize(
    "sent",
    [
        {"body": BENT},
        {"body": CLAIM, "subject": "A result"},
        {"body": f"{CLAIM}\n\n{kits.FULL_SAFETY}", "footer": HOSTILE},
        {"body": ""},
        {"body": BENT, "market": "GB"},
        {"body": BENT, "channel": "sms"},
        {"body": BENT, "audience": "PATIENT"},
        {"body": BENT, "intent": "reminder"},
    ],
    ids=lambda sent: " ".join(sent),
)
def test_the_part_says_what_the_page_says(house: House, sent: dict[str, Any]) -> None:
    page, fragment = house.send(EDITOR, **sent), house.send(RESULT, **sent)
    assert page.status_code == fragment.status_code == 200
    names = [
        f"mirror-{name}" for name in ("body", "subject", "footer") if sent.get(name)
    ]
    for name in ("verdict", "notes", *names):
        assert part(page, name) == part(fragment, name)


def test_the_part_is_a_part_and_is_never_kept(house: House) -> None:
    response = house.send(RESULT, body=BENT)
    assert "<html" not in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_the_page_says_what_the_service_says(house: House) -> None:
    sent = f"{BENT} Calvoryn is the best choice."
    found = words(house.send(body=sent))
    places = {key: one for key, one in check_worlds.form().items() if key != "parts"}
    document = {**places, "parts": [{"name": "body", "text": sent}]}
    _, piece = piece_documents.read(json.dumps(document), today=AT.date())
    result = checking.check_foreign(piece)
    assert result.findings
    for finding in result.findings:
        assert " ".join(finding.message.split()) in found
        assert finding.rule in found
        assert " ".join(finding.citation.split()) in found
    assert f"{len(result.findings)} finding" in words(house.send(body=sent), "verdict")


@BOTH
def test_without_words_there_is_nothing_to_check(house: House, path: str) -> None:
    response = house.send(path, body="")
    assert response.status_code == 200
    assert words(response, "verdict") == "Nothing to check yet"


@BOTH
def test_hostile_words_are_shown_and_never_run(house: House, path: str) -> None:
    response = house.send(path, body=f"{BENT} {HOSTILE}", subject=HOSTILE)
    page = markup.Page(response.content.decode())
    own = [
        e for e in page.elements if e.tag == "script" and not e.attributes.get("src")
    ]
    assert own == []
    assert not [
        e for e in page.elements if e.tag == "img" and "onerror" in e.attributes
    ]
    assert HOSTILE in html.unescape(
        re.sub(r"</?mark[^>]*>", "", part(response, "mirror-subject"))
    )


@BOTH
def test_a_check_stores_nothing(house: House, path: str) -> None:
    before = counts()
    house.send(path, body=BENT)
    house.send(path, body="", brand="nobody")
    assert counts() == before


def test_a_longer_text_asks_the_database_no_more(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = house.come()
    for text in (BENT, "\n\n".join([BENT, CLAIM, "It works."] * 10)):
        with django_assert_max_num_queries(24):
            client.post(RESULT, check_worlds.form(body=text))


# Use this wording


def key(response: Any) -> str:
    found = re.search(r'name="use" value="([^"]*)"', response.content.decode())
    assert found
    return found[1]


def test_a_wording_takes_the_place_of_the_statement_alone(house: House) -> None:
    sent = f"Before 😀.\n\n{BENT} After."
    use = key(house.send(body=sent))
    response = house.send(body=sent, use=use)
    assert response.status_code == 200
    assert area(response, "body") == sent.replace("71%", "61%")
    assert "Distorted" not in words(response)
    assert 'class="as-exact' in part(response, "mirror-body")


def test_other_parts_stay_when_a_wording_is_used(house: House) -> None:
    sent: dict[str, Any] = {"subject": BENT, "body": BENT, "footer": "End"}
    response = house.send(**sent, use=f"body:0:{len(BENT)}")
    assert area(response, "subject") == BENT
    assert area(response, "body") == CLAIM
    assert area(response, "footer") == "End"


def test_line_ends_of_a_browser_do_not_move_a_wording(house: House) -> None:
    sent = f"One.\n\nTwo.\n\n{BENT}"
    use = key(house.send(body=sent))
    response = house.send(body=sent.replace("\n", "\r\n"), use=use)
    assert area(response, "body") == sent.replace("71%", "61%")


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("body:1:40", id="another place"),
        pytest.param("subject:0:10", id="another part"),
        pytest.param("", id="no place"),
        pytest.param("body", id="half a place"),
        pytest.param("body:0:99999999999999999999", id="beyond the text"),
        pytest.param(HOSTILE, id="no place at all"),
    ],
)
def test_a_text_that_moved_is_not_replaced(house: House, use: str) -> None:
    response = house.send(body=BENT, use=use)
    assert response.status_code == 422
    assert area(response, "body") == BENT
    told = "The text has changed meanwhile, so nothing was replaced: look again."
    assert told in words(response)
    assert "Gate: blocked" in words(response, "verdict")


def test_an_approved_wording_is_not_offered_again(house: House) -> None:
    response = house.send(body=CLAIM)
    assert 'name="use"' not in response.content.decode()


@settings(max_examples=25, deadline=None)
@given(
    before=st.text("ab \n😀é", max_size=12),
    after=st.text("ab \n😀é", max_size=12),
)
def test_what_stands_around_a_wording_stays_letter_by_letter(
    house: House, before: str, after: str
) -> None:
    sent = f"{before}\n\n{BENT}\n\n{after}"
    start = len(before) + 2
    use = f"body:{start}:{start + len(BENT)}"
    response = house.send(body=sent, use=use)
    assert response.status_code == 200
    assert area(response, "body") == f"{before}\n\n{CLAIM}\n\n{after}"


# Refusals


@BOTH
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        pytest.param(
            {"brand": "otherine", "body": "Words."},
            "No brand otherine is known in the market US.",
            id="a brand of another market",
        ),
        pytest.param(
            {"brand": "nobody", "body": "Words."},
            f"Brand : {NOT_OFFERED.format('nobody')}",
            id="a brand of nobody",
        ),
        pytest.param(
            {"channel": "push", "body": "Words."},
            f"Channel : {NOT_OFFERED.format('push')}",
            id="a channel that is not offered",
        ),
        pytest.param(
            {"parts": [], "body": "Words."},
            "Parts : Tick at least one part.",
            id="no part",
        ),
        pytest.param(
            {"body": "a" * 100_001},
            "parts[0].text has 100001 characters; at most 100000 are read.",
            id="a part too long",
        ),
        pytest.param(
            {"body": "a\0b"},
            "Body : Null characters are not allowed.",
            id="a null character",
        ),
    ],
)
def test_what_cannot_be_checked_is_told(
    house: House, path: str, sent: dict[str, Any], sentence: str
) -> None:
    response = house.send(path, **sent)
    assert response.status_code == 422
    assert words(response, "verdict") == "Not checked"
    told = words(response)
    assert told.startswith("This cannot be checked.")
    assert sentence in told.replace("\0", "")


@BOTH
def test_a_brand_without_a_label_in_force_is_told(house: House, path: str) -> None:
    brand = Brand.objects.get(slug=kits.SLUG)
    Label.objects.filter(brand=brand, market="US").update(effective_on="2030-01-01")
    response = house.send(path, body="Words.")
    assert response.status_code == 422
    assert "label" in words(response)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@BOTH
def test_other_methods_are_refused(house: House, path: str, method: str) -> None:
    assert getattr(house.come(), method)(path).status_code == 405


def test_the_part_is_posted_and_never_linked(house: House) -> None:
    assert house.come().get(RESULT).status_code == 405
