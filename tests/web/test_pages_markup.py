"""Every page, as a reader of HTML finds it: whole, named, escaped, closed to code."""

import dataclasses
import html
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model, QuerySet
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.web import markup, worlds
from tests.web.worlds import HOSTILE, World, hostile
from web import presenters

pytestmark = pytest.mark.django_db

# Who opens what: everything once by whoever finds most on it, and the pages with
# panels of their own for each role that has one.
SIGHTS = [
    *(("REQUESTER", name) for name in ("home", "brief", "families", "family", "edit")),
    *(("REQUESTER", name) for name in ("family-open", "family-failed", "family-empty")),
    *(("REQUESTER", name) for name in ("family-table", "variant", "variant-edited")),
    *(("REQUESTER", name) for name in ("variant-old", "variant-sms", "inbox")),
    *(("REQUESTER", name) for name in ("variant-blocked", "review", "review-changes")),
    *(("MEDICAL", name) for name in ("home", "inbox", "review", "review-parts")),
    *(("MEDICAL", name) for name in ("review-text", "review-sms", "review-half")),
    *(("MEDICAL", name) for name in ("claim", "claim-withdrawn", "claim-draft")),
    *(("MEDICAL", name) for name in ("asset", "family-failed")),
    *(("LEGAL", name) for name in ("inbox", "review-half", "review-changes")),
    *(("SIGNATORY", name) for name in ("inbox", "review-approved-gb")),
    *(("COORDINATOR", name) for name in ("home", "inbox", "review-approved")),
    *(("COORDINATOR", name) for name in ("review-approved-gb", "asset", "asset-sms")),
    *(("COORDINATOR", name) for name in ("asset-suspended", "asset-withdrawn")),
    *(("AUDITOR", name) for name in ("home", "ledger", "ledger-filtered", "library")),
    *(("AUDITOR", name) for name in ("ledger-nothing", "ledger-faulty", "claims")),
    *(("AUDITOR", name) for name in ("claims-all", "claims-nothing", "review-half")),
    *(("AUDITOR", name) for name in ("library-nothing", "review-rejected")),
    *(("AUDITOR", name) for name in ("review-cancelled", "variant", "family-open")),
]
REFUSED = [("MEDICAL", "brief"), ("AUDITOR", "edit"), ("NOBODY", "home")]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STRICT = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
    "form-action": "'self'",
}
MAIL = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
# What was planted where, and a page on which it must be seen (and so be escaped).
PLANTED = [
    ("claim-text", "MEDICAL", "claim"),
    ("claim-text", "AUDITOR", "claims"),
    ("claim-text", "REQUESTER", "family"),
    ("claim-text", "REQUESTER", "family-table"),
    ("claim-text", "REQUESTER", "variant"),
    ("claim-text", "REQUESTER", "edit"),
    ("claim-text", "MEDICAL", "review"),
    ("claim-text", "MEDICAL", "review-parts"),
    ("claim-text", "MEDICAL", "review-text"),
    ("claim-text", "MEDICAL", "review-sms"),
    ("claim-text", "COORDINATOR", "asset"),
    ("claim-text", "COORDINATOR", "asset-sms"),
    ("qualifier", "MEDICAL", "claim"),
    ("qualifier", "MEDICAL", "review"),
    ("qualifier", "REQUESTER", "variant"),
    ("endpoint", "MEDICAL", "claim"),
    ("population", "MEDICAL", "claim"),
    ("fact-label", "MEDICAL", "claim"),
    ("citation", "MEDICAL", "claim"),
    ("citation", "MEDICAL", "review"),
    ("citation", "REQUESTER", "variant"),
    ("citation", "REQUESTER", "family"),
    ("draft-text", "MEDICAL", "claim-draft"),
    ("draft-text", "AUDITOR", "claims-all"),
    ("claim-withdrawal", "MEDICAL", "claim-withdrawn"),
    ("claim-withdrawal", "AUDITOR", "claims-all"),
    ("claim-withdrawal", "AUDITOR", "ledger"),
    ("objective", "REQUESTER", "families"),
    ("objective", "REQUESTER", "family"),
    ("objective", "REQUESTER", "variant"),
    ("expected-value", "REQUESTER", "family"),
    ("key-message", "REQUESTER", "family"),
    ("default", "REQUESTER", "family"),
    ("hcp-name", "REQUESTER", "family"),
    ("hcp-name", "REQUESTER", "variant"),
    ("hcp-name", "MEDICAL", "review"),
    ("hcp-name", "REQUESTER", "brief"),
    ("affinity-reason", "REQUESTER", "family"),
    ("affinity-reason", "REQUESTER", "family-table"),
    ("affinity-reason", "REQUESTER", "variant"),
    ("finding-message", "REQUESTER", "family"),
    ("finding-message", "MEDICAL", "review"),
    ("finding-text", "REQUESTER", "variant"),
    ("finding-text", "MEDICAL", "review"),
    ("finding-citation", "MEDICAL", "review"),
    ("finding-suggestion", "MEDICAL", "review"),
    ("subject-waiting", "MEDICAL", "review"),
    ("subject-waiting", "REQUESTER", "edit"),
    ("subject-second", "REQUESTER", "variant-edited"),
    ("subject-edited", "REQUESTER", "variant-old"),
    ("version-note", "REQUESTER", "variant-edited"),
    ("secret-comment", "LEGAL", "review-half"),
    ("secret-comment", "AUDITOR", "review-half"),
    ("secret-comment", "AUDITOR", "ledger"),
    ("open-comment", "REQUESTER", "review-changes"),
    ("open-comment", "LEGAL", "review-changes"),
    ("asset-released", "COORDINATOR", "asset"),
    ("suspension-reason", "COORDINATOR", "asset-suspended"),
    ("suspension-reason", "AUDITOR", "ledger"),
    ("withdrawal-reason", "COORDINATOR", "asset-withdrawn"),
    ("withdrawal-reason", "AUDITOR", "ledger"),
    ("platform", "COORDINATOR", "asset"),
    ("platform", "MEDICAL", "claim"),
    ("platform", "AUDITOR", "ledger"),
    ("run-note", "REQUESTER", "family-open"),
    ("failure", "REQUESTER", "family-failed"),
    ("cell-reason", "REQUESTER", "family-empty"),
    ("cell-hcp", "REQUESTER", "family-empty"),
]
SHORTENED = [
    ("subject-waiting", "MEDICAL", "inbox"),
    ("subject-half", "LEGAL", "inbox"),
    ("subject-approved", "COORDINATOR", "inbox"),
    ("subject-approved-gb", "SIGNATORY", "inbox"),
    ("subject-waiting", "MEDICAL", "home"),
    ("asset-released", "AUDITOR", "library"),
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with worlds.shared(django_db_blocker) as built:
        yield built


def policy_of(response: Any) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split(";")
    pairs = (part.strip().partition(" ") for part in parts if part.strip())
    return {name: value for name, _, value in pairs}


@pytest.mark.parametrize(("role", "name"), SIGHTS)
def test_a_page_is_one_of_the_house(world: World, role: str, name: str) -> None:
    sight = world.see(role, name)
    assert sight.response.status_code == (422 if name == "ledger-faulty" else 200)
    assert list(markup.of_house(sight.page)) == []


def test_templates_ask_the_database_nothing(world: World) -> None:
    for role, name in SIGHTS:
        sight = world.see(role, name)
        assert sight.late == [], (role, name)
        assert sight.queries, "the wrapper saw nothing at all"


def test_a_page_carries_the_strict_headers(world: World) -> None:
    for role, name in [*SIGHTS, *REFUSED]:
        response = world.see(role, name).response
        assert {key: response[key] for key in HEADERS} == HEADERS
        assert policy_of(response) == STRICT, (role, name)


@pytest.mark.parametrize(("role", "name"), REFUSED)
def test_a_refusal_is_a_page_of_the_house(world: World, role: str, name: str) -> None:
    sight = world.see(role, name)
    assert sight.response.status_code == 403
    assert list(markup.of_house(sight.page)) == []
    assert sight.page.one("h1").text == "You may not do this"


@pytest.mark.parametrize(
    "address",
    ["/account/sign-in/", "/nowhere/", "/account/sign-in/?next=/library/"],
)
def test_pages_for_strangers_are_pages_of_the_house(address: str) -> None:
    response = Client().get(address)
    page = markup.Page(response.content.decode())
    assert list(markup.of_house(page)) == []
    assert policy_of(response) == STRICT
    assert {key: response[key] for key in HEADERS} == HEADERS


def test_a_page_sent_without_its_token_is_answered_in_the_house_style(
    world: World,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["AUDITOR"])
    response = client.post("/ledger/")
    page = markup.Page(response.content.decode())
    assert response.status_code == 403
    assert list(markup.of_house(page)) == []
    assert "nothing was saved" in page.text
    assert policy_of(response) == STRICT


@pytest.mark.parametrize("name", ["variant", "asset"])
def test_a_mail_stands_in_a_cage(world: World, name: str) -> None:
    response = world.client("AUDITOR").get(world.pages()[name] + "preview/")
    policy = policy_of(response)
    assert "sandbox" in policy
    assert policy.pop("sandbox").strip() == ""
    assert policy == MAIL
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script>alert" not in response.content.decode()
    page = markup.Page(response.content.decode())
    assert page.all("script", "iframe", "object", "embed", "form", "base") == []
    assert not any(
        name.startswith("on") for e in page.elements for name in e.attributes
    )


def test_a_text_message_is_no_html_even_when_asked_for(world: World) -> None:
    response = world.client("AUDITOR").get(world.asset_page("sms") + "preview/")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in policy_of(response)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("variant", "REQUESTER"),
        ("review", "MEDICAL"),
        ("asset", "COORDINATOR"),
    ],
)
def test_a_frame_may_do_nothing(world: World, name: str, role: str) -> None:
    frame = world.see(role, name).page.one("iframe")
    assert frame.attributes["sandbox"] == ""
    assert world.client(role).get(frame.attributes["src"]).status_code == 200


def test_planted_words_are_seen_and_not_obeyed(world: World) -> None:
    for words, role, name in PLANTED:
        sight = world.see(role, name)
        planted = " ".join(hostile(words).split())
        assert planted in _seen(sight.page), (words, name)
        assert html.escape(HOSTILE) in sight.html, (words, name)
        assert HOSTILE not in sight.html, (words, name)


@pytest.mark.parametrize(("words", "role", "name"), SHORTENED)
def test_planted_titles_are_shortened_and_not_obeyed(
    world: World, words: str, role: str, name: str
) -> None:
    sight = world.see(role, name)
    assert f"{words} <script>alert(1)</script>" in _seen(sight.page)
    assert f"{words} <script>" not in sight.html


def test_no_planted_element_comes_to_life(world: World) -> None:
    for role, name in SIGHTS:
        sight = world.see(role, name)
        assert "alert(1)</script>" not in sight.html, (role, name)
        assert sight.page.all("b", "u", "s") == []
        assert all(script.attributes.get("src") for script in sight.page.all("script"))
        assert sight.page.comments == []


@pytest.mark.parametrize("name", ["home", "families", "variant", "edit", "inbox"])
def test_a_hostile_name_is_shown_as_it_is_written(world: World, name: str) -> None:
    sight = world.see("REQUESTER", name)
    assert '<i>Mara</i> & "Lind" <Qvist>' in _seen(sight.page)
    assert "<i>Mara</i>" not in sight.html


def _seen(page: markup.Page) -> str:
    """All that a person can read or hear: text, values and titles."""
    told = [page.text]
    for element in page.elements:
        for name in ("value", "title", "aria-label"):
            told.append(" ".join(element.attributes.get(name, "").split()))
    return "\n".join(told)


def test_times_are_told_in_one_way_and_never_raw(world: World) -> None:
    for role, name in SIGHTS:
        text = world.see(role, name).page.text
        text = text.replace("Write the day as 2026-11-21.", "")
        assert not re.search(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text), "a raw time"
        assert not re.search(r"\b(a|p)\.m\.", text), "Django's own way of telling times"
        for found in re.finditer(r"\d{4}, \d\d:\d\d(:\d\d)?(.{4})", text):
            assert found.group(2) == " UTC", found.group()
        for words in ("datetime.", "None,", "Decimal(", "object at 0x", "{{", "{%"):
            assert words not in text


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("REQUESTER", "families"),
        ("REQUESTER", "family"),
        ("REQUESTER", "variant"),
        ("MEDICAL", "inbox"),
        ("MEDICAL", "review"),
        ("COORDINATOR", "asset"),
        ("AUDITOR", "ledger"),
        ("MEDICAL", "home"),
    ],
)
def test_the_moment_is_told_as_the_design_asks(
    world: World, role: str, name: str
) -> None:
    assert "21 Nov 2026, 09:30 UTC" in world.see(role, name).page.text


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("AUDITOR", "ledger"),
        ("REQUESTER", "families"),
        ("AUDITOR", "review-half"),
        ("COORDINATOR", "asset"),
        ("REQUESTER", "variant"),
        ("MEDICAL", "claim-withdrawn"),
    ],
)
def test_people_go_by_their_names(world: World, role: str, name: str) -> None:
    text = world.see(role, name).page.one("main").text
    for person in world.people.values():
        assert not re.search(rf"(?<![\w:-]){re.escape(person.username)}(?![\w-])", text)


def test_every_form_that_writes_carries_the_token(world: World) -> None:
    for role, name in SIGHTS:
        page = world.see(role, name).page
        forms = [f for f in page.all("form") if f.attributes.get("method") == "post"]
        tokens = [
            control
            for control in page.all("input")
            if control.attributes.get("name") == "csrfmiddlewaretoken"
        ]
        assert len(tokens) == len(forms), (role, name)
        assert forms, "signing out is a form of every page"
        assert all(token.attributes["type"] == "hidden" for token in tokens)
        assert all(len(token.attributes["value"]) >= 32 for token in tokens)


def test_a_button_that_cannot_be_used_says_why_beside_it(world: World) -> None:
    for role, name in SIGHTS:
        page = world.see(role, name).page
        ids = {e.attributes.get("id"): e for e in page.elements}
        for at, element in enumerate(page.elements):
            if element.tag != "button" or "disabled" not in element.attributes:
                continue
            assert element.attributes.get("aria-disabled") == "true"
            reason = ids.get(element.attributes.get("aria-describedby", "?"))
            reason = reason or page.elements[at + 1]
            assert "why" in reason.attributes["class"]
            assert reason.text.endswith("."), reason.text


def test_no_password_is_ever_written_into_a_page(world: World) -> None:
    for role, name in SIGHTS:
        sight = world.see(role, name)
        for control in sight.page.all("input"):
            if control.attributes.get("type") == "password":
                assert "value" not in control.attributes
                assert control.attributes["autocomplete"] == "current-password"
        assert factories.PASSWORD not in sight.html
        assert settings.SECRET_KEY not in sight.html
        assert "md5$" not in sight.html


@pytest.mark.parametrize(
    ("role", "label"),
    [
        ("REQUESTER", "New brief"),
        ("MEDICAL", "Reviews"),
        ("AUDITOR", "Ledger"),
    ],
)
def test_the_side_bar_marks_one_place_and_counts_what_waits(
    world: World, role: str, label: str
) -> None:
    names = {"New brief": "brief", "Reviews": "inbox", "Ledger": "ledger"}
    page = world.see(role, names[label]).page
    current = [
        a
        for a in page.all("a")
        if a.attributes.get("aria-current") == "page" and "nav" in a.inside
    ]
    assert [re.sub(r" \d+$", "", link.text) for link in current] == [label]
    waiting = world.see(role, "inbox").response.context["page"].waiting_count
    bar = next(a for a in page.all("a") if a.attributes["href"] == "/reviews/")
    assert bar.text == ("Reviews" if not waiting else f"Reviews {waiting}")


# faults

FAULTY: list[tuple[dict[str, Any], str]] = [
    ({"tones": ["loud"]}, "tones"),
    ({"themes": ["none"]}, "themes"),
    ({"formats": ["endless"]}, "formats"),
    ({"claims": ["NONE"]}, "claims"),
    ({"hcps": ["nobody"]}, "hcps"),
    ({"reach": "chosen"}, "hcps"),
    ({"reach": ""}, "reach"),
    ({"writer": "<b>"}, "writer"),
    ({"count": "<b>many</b>"}, "count"),
    ({"words": "<b>" + "x" * 2000}, "words"),
    ({"objective": '"><b>' + "x" * 500}, "objective"),
    ({"market": '"><b>'}, "market"),
]


@pytest.mark.parametrize(("change", "field"), FAULTY)
def test_each_fault_of_a_brief_is_listed_with_a_link_that_leads_to_it(
    world: World, change: dict[str, Any], field: str
) -> None:
    sent = {
        **{"brand": "testavra", "market": "US", "channel": "email"},
        **{"audience": "HCP", "reach": "audience", "count": "2"},
        **{"writer": "composer", "expected_value": 'kept "<i>"'},
        **change,
    }
    response = world.client("REQUESTER").post("/briefs/new/", sent)
    page = markup.Page(response.content.decode())
    assert response.status_code == 422
    assert list(markup.of_house(page)) == []
    summary = next(e for e in page.elements if e.attributes.get("role") == "alert")
    links = [a for a in page.all("a") if a.attributes["href"].startswith("#id_")]
    assert [a.attributes["href"] for a in links] == [f"#id_{field}"]
    assert all(a.text in summary.text for a in links)
    assert page.fields()["expected_value"].attributes["value"] == 'kept "<i>"'
    assert page.all("b") == []


# rows


def presenter_rows() -> list[type[Any]]:
    found = []
    for module in pkgutil.iter_modules(presenters.__path__, "web.presenters."):
        loaded = importlib.import_module(module.name)
        for _, kind in inspect.getmembers(loaded, inspect.isclass):
            if kind.__module__ == module.name and dataclasses.is_dataclass(kind):
                found.append(kind)
    return found


ROWS = presenter_rows()


def test_presenters_hand_over_rows() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_a_row_is_frozen_and_holds_nothing_that_could_ask(kind: Any) -> None:
    assert kind.__dataclass_params__.frozen
    assert kind.__doc__
    assert not kind.__doc__.startswith(f"{kind.__name__}(")
    named = {str(each.type) for each in dataclasses.fields(kind)}
    if kind.__name__ != "Result":  # made and read before the page is rendered
        assert not any("QuerySet" in name for name in named)


def _asks(value: Any, path: str) -> Iterator[str]:
    """Paths to whatever could still ask the database."""
    if isinstance(value, Model | QuerySet):
        yield path
    elif dataclasses.is_dataclass(value):
        kind: Any = type(value)
        assert kind.__dataclass_params__.frozen, path
        for each in dataclasses.fields(value):
            yield from _asks(getattr(value, each.name), f"{path}.{each.name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _asks(item, f"{path}[{key}]")
    elif isinstance(value, list | tuple | set | frozenset):
        for number, item in enumerate(value):
            yield from _asks(item, f"{path}[{number}]")


def test_what_a_page_is_made_of_asks_nothing(world: World) -> None:
    for role, name in SIGHTS:
        context = world.see(role, name).response.context
        kept = ("page", "rows", "work", "use", "parts", "preview", "groups", "wishes")
        given = {key: context[key] for key in kept if key in context}
        found = [path for key, value in given.items() for path in _asks(value, key)]
        assert found == [], (role, name)
