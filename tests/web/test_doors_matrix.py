"""Every address with every method, stranger's object, malformed id, missing token."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from content_engine.models import VariantVersion
from knowledge_base.models import ClaimVersion, LedgerEntry
from review.models import Decision, Release, Review, Signature
from review.states import ReviewState, Role
from tests import factories
from tests.web import markup, worlds
from tests.web.worlds import World

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"
READ = ("GET", "HEAD")
BOTH = ("GET", "HEAD", "POST")
WRITE = ("POST",)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Address, what it is about, the methods that it answers.
ADDRESSES: list[tuple[str, str, tuple[str, ...]]] = [
    ("home", "", READ),
    ("marketing:brief", "", BOTH),
    ("marketing:families", "", READ),
    ("marketing:family", "family", READ),
    ("marketing:progress", "family", READ),
    ("marketing:run_again", "family", WRITE),
    ("marketing:submit_family", "family", WRITE),
    ("marketing:variant", "variant", READ),
    ("marketing:preview", "variant", READ),
    ("marketing:edit", "variant", BOTH),
    ("marketing:submit", "variant", WRITE),
    ("reviewing:inbox", "", READ),
    ("reviewing:detail", "review", READ),
    ("reviewing:decide", "review", WRITE),
    ("reviewing:cancel", "review", WRITE),
    ("reviewing:certify", "review", WRITE),
    ("reviewing:release", "review", WRITE),
    ("releasing:library", "", READ),
    ("releasing:asset", "release", READ),
    ("releasing:preview", "release", READ),
    ("releasing:suspend", "release", WRITE),
    ("releasing:resume", "release", WRITE),
    ("releasing:withdraw", "release", WRITE),
    ("knowledge:claims", "", READ),
    ("knowledge:claim", "claim", READ),
    ("knowledge:withdraw_claim", "claim", WRITE),
    ("knowledge:compare", "claim", READ),
    ("knowledge:approve", "claim", WRITE),
    ("knowledge:suspend", "claim", WRITE),
    ("knowledge:reconfirm", "claim", WRITE),
    ("knowledge:approvals", "", READ),
    ("knowledge:sign_approvals", "", WRITE),
    ("insights:ledger", "", BOTH),
]
WRITING = [(name, about) for name, about, methods in ADDRESSES if "POST" in methods]
ABOUT = [(name, about, methods) for name, about, methods in ADDRESSES if about]
UNKNOWN: dict[str, list[list[Any]]] = {
    "family": [[NOBODY], [uuid.UUID(int=0)], ["ffffffff-ffff-ffff-ffff-ffffffffffff"]],
    "variant": [[NOBODY], ["ffffffff-ffff-ffff-ffff-ffffffffffff"]],
    "release": [[NOBODY], ["ffffffff-ffff-ffff-ffff-ffffffffffff"]],
    "review": [[0], [2**31], [2**63 - 1], [2**63], [10**40]],
    "claim": [["testavra", "none"], ["none", "none"], ["testavra", "%"], ["-", "' --"]],
}
MALFORMED = [
    "/families/1/",
    "/families/not-a-uuid/",
    "/families/00000000-0000-4000-8000-00000000000/",
    "/families/00000000-0000-4000-8000-0000000000000/",
    "/families/00000000_0000_4000_8000_000000000000/",
    "/families/GGGGGGGG-0000-4000-8000-000000000000/",
    "/families/../",
    "/variants/../../etc/passwd",
    "/variants/1/",
    "/variants/%00/",
    "/variants//",
    "/library/1/",
    "/library/IMP-US-0001/",
    "/library/{{7*7}}/",
    "/reviews/one/",
    "/reviews/-1/",
    "/reviews/1.5/",
    "/reviews/1e3/",
    "/reviews/0x10/",
    "/reviews/١/x",
    "/reviews/1;drop/",
    "/reviews/ 1/",
    "/claims/testavra/",
    "/claims/Brand With Space/KEY/",
    "/claims/a/b/c/d/",
    "/admin/",
    "/api/v1/nothing",
    "/static/../settings.py",
    "/.env",
    "/.git/config",
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with worlds.shared(django_db_blocker) as built:
        everybody = factories.make_user(*(r for r in Role if r != Role.AUDITOR))
        built.people["ALL"] = everybody
        built.clients["ALL"] = Client()
        built.clients["ALL"].force_login(everybody)
        built.clients["GUARDED"] = Client(enforce_csrf_checks=True)
        built.clients["GUARDED"].force_login(everybody)
        yield built


def known(world: World, about: str) -> list[Any]:
    claim = world.claims["hostile"].claim
    variant = world.versions["waiting"].variant
    things: dict[str, list[Any]] = {
        "": [],
        "family": [variant.family.uid],
        "variant": [variant.uid],
        "review": [world.reviews["waiting"].pk],
        "release": [world.releases["released"].uid],
        "claim": [claim.brand.slug, claim.key],
    }
    return things[about]


def standing() -> tuple[Any, ...]:
    """All that a write could have changed."""
    return (
        LedgerEntry.objects.count(),
        VariantVersion.objects.count(),
        Signature.objects.count(),
        tuple(Review.objects.order_by("pk").values_list("pk", "state")),
        tuple(Release.objects.order_by("pk").values_list("pk", "state")),
        tuple(Decision.objects.order_by("pk").values_list("pk", "verdict")),
        tuple(ClaimVersion.objects.order_by("pk").values_list("pk", "state")),
    )


@pytest.mark.parametrize(("name", "about", "methods"), ADDRESSES)
def test_an_address_answers_its_methods_alone(
    world: World, name: str, about: str, methods: tuple[str, ...]
) -> None:
    address, before = reverse(name, args=known(world, about)), standing()
    refused = set(METHODS) - set(methods)
    client = world.client("ALL")
    for method in sorted(refused):
        response = client.generic(method, address)
        assert response.status_code == 405, method
        assert set(response["Allow"].split(", ")) == set(methods)
    for method in set(methods) - {"POST"}:
        response = world.client("ALL").generic(method, address)
        assert response.status_code in (200, 286), method
        assert bool(b"".join(response)) == (method == "GET")
    assert standing() == before


@pytest.mark.parametrize(("name", "about"), WRITING)
def test_a_write_without_the_token_of_the_page_changes_nothing(
    world: World, name: str, about: str
) -> None:
    address, before = reverse(name, args=known(world, about)), standing()
    client = world.client("GUARDED")
    for sent in ({}, {"csrfmiddlewaretoken": "x" * 32}, {"csrfmiddlewaretoken": ""}):
        response = client.post(address, sent)
        assert response.status_code == 403
        assert b"Please send it again" in response.content
    assert standing() == before


@pytest.mark.parametrize(("name", "about"), WRITING)
def test_a_token_sent_from_another_house_changes_nothing(
    world: World, name: str, about: str
) -> None:
    client = world.client("GUARDED")
    page = markup.Page(client.get("/ledger/").content.decode())
    token = page.fields()["csrfmiddlewaretoken"].attributes["value"]
    before = standing()
    response = client.post(
        reverse(name, args=known(world, about)),
        {"csrfmiddlewaretoken": token},
        headers={"origin": "https://evil.example"},
    )
    assert response.status_code == 403
    assert standing() == before


def test_the_token_of_a_page_lets_its_form_through(world: World) -> None:
    client = world.client("GUARDED")
    page = markup.Page(client.get("/ledger/").content.decode())
    token = page.fields()["csrfmiddlewaretoken"].attributes["value"]
    sent = client.post("/ledger/", {"csrfmiddlewaretoken": token})
    assert sent.status_code == 302
    swapped = client.post(
        reverse("marketing:brief"), {"refresh": "1"}, headers={"x-csrftoken": token}
    )
    assert swapped.status_code == 200


@pytest.mark.parametrize(("name", "about", "methods"), ABOUT)
def test_what_does_not_exist_is_not_there(
    world: World, name: str, about: str, methods: tuple[str, ...]
) -> None:
    before = standing()
    for wrong in UNKNOWN[about]:
        address = reverse(name, args=wrong)
        for method in methods:
            response = world.client("ALL").generic(method, address)
            assert response.status_code in (404, 422), (method, wrong)
            if method == "GET":
                page = markup.Page(response.content.decode())
                assert page.one("h1").text == "Nothing is here"
                assert list(markup.of_house(page)) == []
    assert standing() == before


def test_a_malformed_address_leads_nowhere(world: World) -> None:
    client = world.client("ALL")
    for address in MALFORMED:
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert response.status_code == 404, (method, address)
            assert b"Traceback" not in response.content


@pytest.mark.parametrize(
    ("name", "about"), [(n, a) for n, a, _ in ABOUT if a not in ("review", "claim")]
)
def test_one_kind_of_thing_is_not_found_under_another_s_address(
    world: World, name: str, about: str
) -> None:
    """The id of a family shows no variant, the id of a release no family."""
    others = {"family": "variant", "variant": "release", "release": "family"}
    method = "post" if (name, about) in WRITING else "get"
    address = reverse(name, args=known(world, others[about]))
    assert getattr(world.client("ALL"), method)(address).status_code == 404


@pytest.mark.parametrize("name", ["claim", "withdraw_claim"])
def test_a_claim_is_not_found_under_another_brand(world: World, name: str) -> None:
    other = factories.make_brand("otherbrand")
    theirs = factories.make_claim(other, key="THEIRS")
    ours = world.claims["hostile"].claim
    for slug, key in [(other.slug, ours.key), (ours.brand.slug, "THEIRS")]:
        address = reverse(f"knowledge:{name}", args=[slug, key])
        method = "get" if name == "claim" else "post"
        assert getattr(world.client("ALL"), method)(address).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "APPROVED"


def test_the_same_key_in_two_brands_stays_two_claims(world: World) -> None:
    ours = world.claims["hostile"].claim
    other = factories.make_brand("otherbrand")
    theirs = factories.make_claim(other, key=ours.key, text="Words of the other brand.")
    medical = world.people["MEDICAL"]
    sent = {
        "reason": "New data.",
        "username": medical.username,
        "password": factories.PASSWORD,
    }
    address = reverse("knowledge:withdraw_claim", args=[other.slug, ours.key])
    assert world.client("MEDICAL").post(address, sent).status_code == 302
    theirs.refresh_from_db()
    assert theirs.state == "WITHDRAWN"
    mine = ClaimVersion.objects.get(pk=world.claims["hostile"].pk)
    assert mine.state == "APPROVED"
    page = world.client("AUDITOR").get(world.claim_page("hostile")).content.decode()
    assert "Words of the other brand." not in page
    assert "New data." not in page


# another person's things

STEPS = [
    ("reviewing:cancel", "waiting", 403, "Only its requester or a coordinator"),
    ("reviewing:cancel", "rejected", 403, "Only its requester or a coordinator"),
]


@pytest.mark.parametrize(("name", "which", "status", "sentence"), STEPS)
def test_another_marketer_takes_back_nothing_of_mine(
    world: World, name: str, which: str, status: int, sentence: str
) -> None:
    address, before = reverse(name, args=[world.reviews[which].pk]), standing()
    response = world.client("OTHER").post(address, {"reason": "Mine now."})
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert standing() == before


@pytest.mark.parametrize(
    "mixed",
    [
        ("REQUESTER", "MEDICAL"),
        ("REQUESTER", "LEGAL"),
        ("REQUESTER", "REGULATORY"),
    ],
)
def test_nobody_decides_on_what_is_theirs(world: World, mixed: tuple[str, ...]) -> None:
    person = factories.make_user(*mixed)
    version = factories.make_version(requester=person)
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    client = Client()
    client.force_login(person)
    before = standing()
    sent = {
        "function": mixed[1],
        "verdict": "APPROVE",
        "expected_sha256": review.content_sha256,
        "username": person.username,
        "password": factories.PASSWORD,
    }
    response = client.post(reverse("reviewing:decide", args=[review.pk]), sent)
    assert response.status_code == 403
    assert standing()[1:] == before[1:]


@pytest.mark.parametrize("other", ["sms", "half", "rejected"])
def test_the_hash_of_another_piece_signs_nothing(world: World, other: str) -> None:
    medical, review = world.people["MEDICAL"], world.reviews["waiting"]
    before = standing()
    sent = {
        "function": "MEDICAL",
        "verdict": "APPROVE",
        "expected_sha256": world.reviews[other].content_sha256,
        "username": medical.username,
        "password": factories.PASSWORD,
    }
    address = reverse("reviewing:decide", args=[review.pk])
    assert world.client("MEDICAL").post(address, sent).status_code == 409
    assert standing()[1:] == before[1:]


@pytest.mark.parametrize("name", ["decide", "certify", "cancel"])
def test_a_step_of_somebody_else_s_role_is_refused_before_anything_is_read(
    world: World, name: str
) -> None:
    """A refusal is the same for what exists and for what does not."""
    allowed = {
        "decide": {"MEDICAL", "LEGAL", "REGULATORY"},
        "certify": {"SIGNATORY"},
        "cancel": {role.value for role in Role},
    }[name]
    for role in Role:
        if role.value in allowed:
            continue
        answers = {
            re.sub(r'value="[^"]+"|"x-csrftoken": "[^"]+"', "", body)
            for pk in (world.reviews["waiting"].pk, 10**9)
            for body in [
                world.client(role.value)
                .post(reverse(f"reviewing:{name}", args=[pk]))
                .content.decode()
            ]
        }
        assert len({re.sub(r"&quot;[^&]+&quot;", "", text) for text in answers}) == 1


def test_a_segment_of_another_variant_is_not_edited(world: World) -> None:
    mine, theirs = world.versions["waiting"], world.versions["unsent"]
    foreign = theirs.parts.get(name="subject").segments.get()
    before = standing()
    sent = {
        "expected_sha256": mine.content_sha256,
        f"segment_{foreign.pk}": "Taken over",
    }
    address = reverse("marketing:edit", args=[mine.variant.uid])
    response = world.client("REQUESTER").post(address, sent)
    assert response.status_code == 422
    foreign.refresh_from_db()
    assert "Taken over" not in foreign.text
    assert standing() == before


def test_a_claim_of_a_message_is_not_edited_by_a_forged_field(world: World) -> None:
    mine = world.versions["waiting"]
    own = mine.parts.get(name="subject").segments.get()
    locked = mine.parts.get(name="body").segments.get(kind="claim")
    sent = {
        "expected_sha256": mine.content_sha256,
        f"segment_{own.pk}": own.text,
        f"segment_{locked.pk}": "It cures everything.",
    }
    address = reverse("marketing:edit", args=[mine.variant.uid])
    response = world.client("REQUESTER").post(address, sent)
    assert response.status_code == 302
    assert VariantVersion.objects.filter(variant=mine.variant).count() == 1


@pytest.mark.parametrize("number", ["2", "0", "99999999", "999999999", "-1", "x", ""])
def test_a_version_is_looked_for_in_its_own_variant(world: World, number: str) -> None:
    """The edited variant has a second version; the waiting one has not."""
    page = f"{world.pages()['variant']}?version={number}"
    status = world.client("AUDITOR").get(page).status_code
    is_number = number.isdecimal() and len(number) < 9
    assert status == (404 if is_number else 200)
    edited = f"{world.variant_page('edited')}?version={number}"
    wanted = 404 if is_number and number != "2" else 200
    assert world.client("AUDITOR").get(edited).status_code == wanted


def test_a_closed_account_is_out_at_once(world: World) -> None:
    person = factories.make_user("MEDICAL")
    client = Client()
    client.force_login(person)
    assert client.get("/").status_code == 200
    person.is_active = False
    person.save()
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (
        302,
        "/account/sign-in/?next=/",
    )


def test_a_role_that_was_taken_away_is_gone_at_the_next_page(world: World) -> None:
    person = factories.make_user("MEDICAL", "REQUESTER")
    client = Client()
    client.force_login(person)
    assert client.get("/briefs/new/").status_code == 200
    person.groups.remove(person.groups.get(name="REQUESTER"))
    assert client.get("/briefs/new/").status_code == 403


# where people are sent

NEXT = [
    ("/library/", "/library/"),
    ("/claims/?q=urate&page=2", "/claims/?q=urate&page=2"),
    ("library/", "library/"),
    ("http://testserver/library/", "http://testserver/library/"),
    ("", "/"),
    ("https://evil.example/", "/"),
    ("http://evil.example", "/"),
    ("//evil.example/", "/"),
    ("///evil.example", "/"),
    ("/\\evil.example", "/"),
    ("\\\\evil.example", "/"),
    ("http:///evil.example", "/"),
    ("http:\\\\evil.example", "/"),
    ("javascript:alert(1)", "/"),
    (" javascript:alert(1)", "/"),
    ("data:text/html,x", "/"),
    ("https://testserver@evil.example/", "/"),
    ("https://testserver.evil.example/", "/"),
    ("ftp://testserver/", "/"),
    ("\x08//evil.example", "/"),
]


@pytest.mark.parametrize(("wanted", "led"), NEXT)
def test_signing_in_leads_to_this_host_alone(wanted: str, led: str) -> None:
    person = factories.make_user("AUDITOR")
    sent = {
        "username": person.username,
        "password": factories.PASSWORD,
        "next": wanted,
    }
    client = Client()
    response = client.post("/account/sign-in/", sent)
    assert (response.status_code, response["Location"]) == (302, led)
    again = client.get("/account/sign-in/", {"next": wanted})
    assert again["Location"] == led


@pytest.mark.parametrize("wanted", [wanted for wanted, led in NEXT if led == "/"])
def test_signing_out_leads_to_this_host_alone(wanted: str) -> None:
    client = Client()
    client.force_login(factories.make_user("AUDITOR"))
    response = client.post("/account/sign-out/", {"next": wanted})
    assert response["Location"] == "/account/sign-in/"
    assert client.get("/").status_code == 302


def test_the_address_wished_for_is_kept_through_a_wrong_password() -> None:
    page = markup.Page(
        Client()
        .post(
            "/account/sign-in/",
            {"username": "<b>who</b>", "password": "guess", "next": '/library/?a="b'},
        )
        .content.decode()
    )
    assert page.fields()["next"].attributes["value"] == '/library/?a="b'
    assert page.fields()["username"].attributes["value"] == "<b>who</b>"
    assert "value" not in page.fields()["password"].attributes
    assert list(markup.of_house(page)) == []


def test_an_unknown_name_and_a_wrong_password_are_told_alike() -> None:
    person = factories.make_user("AUDITOR")
    closed = factories.make_user("AUDITOR")
    closed.is_active = False
    closed.save()
    told = set()
    for name, password in [
        (person.username, "a guess"),
        ("nobody-of-this-name", factories.PASSWORD),
        (closed.username, factories.PASSWORD),
        (person.username.upper() + " ", "a guess"),
    ]:
        sent = {"username": name, "password": password}
        response = Client().post("/account/sign-in/", sent)
        assert response.status_code == 200
        page = markup.Page(response.content.decode())
        told.add(page.one("main").text)
    assert len(told) == 1


def test_signing_in_changes_the_key_of_the_session() -> None:
    client = Client()
    person = factories.make_user("AUDITOR")
    client.get("/account/sign-in/")
    client.session.save()
    before = client.session.session_key
    sent = {"username": person.username, "password": factories.PASSWORD}
    client.post("/account/sign-in/", sent)
    assert client.session.session_key != before
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/",
        "http://testserver.evil.example/",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        "//evil.example",
    ],
)
def test_the_way_back_of_a_refusal_never_leaves_this_host(
    world: World, referer: str
) -> None:
    response = world.client("AUDITOR").get("/briefs/new/", headers={"referer": referer})
    page = markup.Page(response.content.decode())
    back = next(a for a in page.all("a") if a.text == "Go back")
    assert back.attributes["href"] == "/"
