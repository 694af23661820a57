"""What platforms get: only what holds at that moment, and problems for the rest."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content_engine.vocabulary import Channel
from knowledge_base.models import Brand
from review import delivery
from review.models import Fetch, Release
from review.states import ReleaseState
from tests import factories
from tests.conftest import AT
from web.api import api

# What Django's client gives back: a response with what tests want to know of it.
Answer = Any
Get = Callable[..., Answer]
LIST = "/api/v1/assets"
PROBLEM = "application/problem+json"
REFUSED = [
    (ReleaseState.SUSPENDED, "release-suspended"),
    (ReleaseState.WITHDRAWN, "release-withdrawn"),
    (ReleaseState.EXPIRED, "release-expired"),
    (ReleaseState.SUPERSEDED, "release-superseded"),
]
BAD_FILTERS = [
    "limit=0",
    "limit=101",
    "limit=99999999999999999999",
    "limit=many",
    "after=-1",
    "after=99999999999999999999",
    "market=usa",
    "market=U%00",
    "brand=%00",
    "brand=Not%20a%20slug",
    "channel=fax",
    "audience=EVERYBODY",
    "offset=3",
]


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.datetime], None]:
    """Sets the clock that the interface reads; it stands at AT from the beginning."""

    def stand_at(when: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: when)

    stand_at(AT)
    return stand_at


@pytest.fixture
def get(client: Client, moment: Any, db: None) -> Get:
    """Asks as a platform whose key opens everything."""
    _, everything = factories.make_key(channels=[c.value for c in Channel])

    def ask(path: str, plain: str = everything, **headers: str) -> Answer:
        headers = {"Authorization": f"Bearer {plain}", **headers}
        return client.get(path, headers=headers)

    return ask


@pytest.fixture
def asset(db: None) -> Release:
    """A released asset for the United States."""
    return factories.make_release()


def at(release: Release) -> str:
    """The address of an asset."""
    return f"{LIST}/{release.uid}"


def problem(response: Answer) -> dict[str, Any]:
    """The problem document, after looking at what all of them promise."""
    assert response["Content-Type"] == PROBLEM
    assert response["Cache-Control"] == "no-store"
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == response.status_code
    assert told["type"] == f"urn:imprimatur:problem:{told['reason']}"
    assert told["title"]
    assert told["detail"].endswith((".", "”"))
    return told


def codes(response: Answer) -> list[str]:
    """The codes on a page of the list."""
    return [row["code"] for row in json.loads(response.content)["items"]]


def receipts() -> list[tuple[int, str]]:
    """Status and reason of every fetch, oldest first."""
    rows = Fetch.objects.order_by("pk")
    return list(rows.values_list("status", "reason"))


# Who may call


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LIST, f"{LIST}/{'0' * 32}"])
@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": f"Bearer imp_{'0' * 8}_{'A' * 43}"},
        {"Authorization": "Basic bWFyYTpwYXNz"},
    ],
    ids=["none", "empty", "no key", "nonsense", "unknown", "basic"],
)
def test_without_a_key_nothing_is_told(
    client: Client, path: str, header: dict[str, str]
) -> None:
    response = client.get(path, headers=header)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="Imprimatur"'
    assert problem(response)["reason"] == "unknown-key"
    assert receipts() == []


@pytest.mark.django_db
def test_signing_in_is_no_key(client: Client) -> None:
    client.force_login(factories.make_user("ADMINISTRATOR"))
    assert client.get(LIST).status_code == 401


def test_a_revoked_key_opens_nothing(get: Get, asset: Release) -> None:
    key, plain = factories.make_key()
    assert get(at(asset), plain).status_code == 200
    person = factories.make_user("ADMINISTRATOR")
    delivery.revoke_key(key_id=key.pk, by=person, at=AT)
    assert problem(get(at(asset), plain))["reason"] == "unknown-key"


@pytest.mark.parametrize("name", ["key", "api_key", "access_token", "brand"])
def test_a_key_in_the_address_is_refused_even_beside_a_good_one(
    get: Get, asset: Release, name: str
) -> None:
    _, plain = factories.make_key()
    for path in (LIST, at(asset)):
        told = problem(get(f"{path}?{name}={plain}", plain))
        assert (told["status"], told["reason"]) == (401, "key-in-address")
        assert "have it revoked" in told["detail"]
        assert plain not in json.dumps(told)
    assert receipts() == []


# Fetching


def test_a_released_asset_is_handed_over_whole(get: Get, asset: Release) -> None:
    response = get(at(asset))
    assert response.status_code == 200
    told = json.loads(response.content)
    assert told["id"] == str(asset.uid)
    assert (told["code"], told["brand"]) == (asset.code, "testavra")
    assert (told["market"], told["channel"]) == ("US", "email")
    assert (told["audience"], told["language"]) == ("HCP", asset.language)
    assert told["content_sha256"] == asset.content_sha256
    assert told["expires_on"] == asset.expires_on.isoformat()
    assert told["body"] == asset.body
    assert {"parts", "html", "plain_text", "claims", "origin"} <= set(told["body"])
    assert receipts() == [(200, "")]


@pytest.mark.parametrize(("state", "reason"), REFUSED, ids=[s for s, _ in REFUSED])
def test_what_stopped_is_gone_with_its_reason(
    get: Get, db: None, state: ReleaseState, reason: str
) -> None:
    told = problem(get(at(factories.make_release(state))))
    assert (told["status"], told["reason"]) == (410, reason)
    assert receipts() == [(410, reason)]


def test_the_day_of_its_end_is_the_first_without_it(
    get: Get, asset: Release, moment: Callable[[datetime.datetime], None]
) -> None:
    noon = datetime.time(12, tzinfo=datetime.UTC)
    day = datetime.timedelta(days=1)
    moment(datetime.datetime.combine(asset.expires_on - day, noon))
    assert get(at(asset)).status_code == 200
    moment(datetime.datetime.combine(asset.expires_on + day, noon))
    assert problem(get(at(asset)))["reason"] == "release-expired"


@pytest.mark.parametrize(
    ("number", "status", "reason"),
    [
        ("0" * 32, 404, "not-found"),
        ("not-a-number", 422, "invalid-parameters"),
        ("%00", 422, "invalid-parameters"),
        ("a/b", 404, "not-found"),
        ("", 404, "not-found"),
    ],
)
def test_what_never_was_is_not_found(
    get: Get, db: None, number: str, status: int, reason: str
) -> None:
    told = problem(get(f"{LIST}/{number}"))
    assert (told["status"], told["reason"]) == (status, reason)


def test_an_asset_outside_the_scope_does_not_exist(get: Get, asset: Release) -> None:
    other = factories.make_brand("otherine")
    for scope in (
        {"markets": ("GB",)},
        {"channels": ("sms",)},
        {"brands": (other,)},
    ):
        _, plain = factories.make_key(**scope)
        assert codes(get(LIST, plain)) == []
        told = problem(get(at(asset), plain))
        assert (told["status"], told["reason"]) == (404, "not-found")
    assert [status for status, _ in receipts()] == [200, 404] * 3


def test_a_key_for_the_brand_finds_it(get: Get, asset: Release) -> None:
    _, plain = factories.make_key(brands=(Brand.objects.get(slug="testavra"),))
    assert codes(get(LIST, plain)) == [asset.code]
    assert get(at(asset), plain).status_code == 200


# Copies that platforms keep


def test_a_kept_copy_is_confirmed(get: Get, asset: Release) -> None:
    fresh = get(at(asset))
    assert fresh["ETag"] == f'"{asset.content_sha256}"'
    assert fresh["Cache-Control"] == "private, no-cache"
    for tag in (fresh["ETag"], f"W/{fresh['ETag']}", f'"other", {fresh["ETag"]}'):
        kept = get(at(asset), **{"If-None-Match": tag})
        assert (kept.status_code, kept.content) == (304, b"")
        assert (kept["ETag"], kept["Cache-Control"]) == (
            fresh["ETag"],
            fresh["Cache-Control"],
        )
    assert receipts() == [(200, "")] * 4


@pytest.mark.parametrize("tag", ['"other"', "", "nonsense", '"\xe9"'])
def test_another_copy_is_replaced(get: Get, asset: Release, tag: str) -> None:
    assert get(at(asset), **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(("state", "reason"), REFUSED, ids=[s for s, _ in REFUSED])
@pytest.mark.parametrize("tag", ["its own", "*"])
def test_a_kept_copy_never_revives_what_stopped(
    get: Get, db: None, state: ReleaseState, reason: str, tag: str
) -> None:
    asset = factories.make_release(state)
    kept = f'"{asset.content_sha256}"' if tag == "its own" else tag
    told = problem(get(at(asset), **{"If-None-Match": kept}))
    assert (told["status"], told["reason"]) == (410, reason)
    assert receipts() == [(410, reason)]


# Listing


def test_the_list_holds_what_a_fetch_would_serve(get: Get, db: None) -> None:
    # Expiring comes first, for it ends everything that is due by then.
    for state, _ in sorted(REFUSED, key=lambda row: row[0] != ReleaseState.EXPIRED):
        factories.make_release(state)
    standing = factories.make_release()
    listed = codes(get(LIST))
    for asset in Release.objects.order_by("pk"):
        assert (asset.code in listed) == (get(at(asset)).status_code == 200)
    assert standing.code in listed


def test_the_list_is_read_page_by_page(get: Get, db: None) -> None:
    made = [factories.make_release().code for _ in range(5)]
    seen: list[str] = []
    after, pages = 0, 0
    while after is not None:
        page = get(f"{LIST}?limit=2&after={after}")
        assert page["Cache-Control"] == "no-store"
        seen += codes(page)
        after = json.loads(page.content)["next"]
        pages += 1
    assert (seen, pages) == (made, 3)
    assert receipts() == [(200, "")] * 3


def test_a_full_last_page_has_no_next(get: Get, asset: Release) -> None:
    page = json.loads(get(f"{LIST}?limit=1").content)
    assert (len(page["items"]), page["next"]) == (1, None)


def test_the_list_is_narrowed(get: Get, asset: Release) -> None:
    british = factories.make_release(market="GB", channel="rep_email")
    everything = [asset.code, british.code]
    for words, found in (
        ("", everything),
        ("market=US", [asset.code]),
        ("market=GB", [british.code]),
        ("channel=rep_email", [british.code]),
        ("channel=rcs", []),
        ("brand=testavra", everything),
        ("brand=otherine", []),
        ("audience=HCP", everything),
        ("audience=PATIENT", []),
        ("market=US&channel=email", [asset.code]),
    ):
        assert codes(get(f"{LIST}?{words}")) == found, words


@pytest.mark.parametrize("words", BAD_FILTERS)
def test_a_filter_that_cannot_be_used_is_named(get: Get, db: None, words: str) -> None:
    told = problem(get(f"{LIST}?{words}"))
    assert (told["status"], told["reason"]) == (422, "invalid-parameters")
    name = words.split("=")[0]
    assert [fault["at"].split(".")[-1] for fault in told["faults"]] == [name]
    assert told["faults"][0]["fault"]


def test_every_fault_is_named_at_once(get: Get, db: None) -> None:
    told = problem(get(f"{LIST}?limit=0&market=x&channel=fax"))
    assert len(told["faults"]) == 3


def test_a_longer_list_costs_no_more_questions(
    get: Get, asset: Release, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, plain = factories.make_key()
    factories.make_release()
    with django_assert_num_queries(4) as few:
        assert len(codes(get(LIST, plain))) == 2
    for _ in range(18):
        factories.make_release()
    with django_assert_num_queries(len(few)):
        assert len(codes(get(f"{LIST}?limit=100", plain))) == 20


# Addresses, methods and documents


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/nothing", "/api/v1/assets/", "/api/v1/assets/a/b"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_unknown_address_is_a_problem(path: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    told = problem(response)
    assert (told["status"], told["reason"]) == (404, "not-found")
    assert told["instance"] == path


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (LIST, "GET"),
        (f"{LIST}/{'0' * 32}", "GET"),
        ("/api/v1/docs", "GET, HEAD"),
        ("/api/v1/openapi.json", "GET, HEAD"),
    ],
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_wrong_method_is_a_problem(path: str, allowed: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    told = problem(response)
    assert (told["status"], told["reason"]) == (405, "method-not-allowed")
    assert (response["Allow"], method.upper() in told["detail"]) == (allowed, True)


def test_the_page_is_open_and_served_from_here(client: Client) -> None:
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    assert b"//" not in response.content.replace(b"<!DOCTYPE html>", b"")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert not {"script-src", "style-src", "unsafe"} & set(policy.split())
    assert "<style" not in response.content.decode()


def test_the_document_is_open_and_says_how_refusals_look(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert list(schema["paths"]) == [LIST, f"{LIST}/{{asset_id}}", "/api/v1/checks"]
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert operation["security"] == [{"ChannelKeyAuth": []}]
            for status, answer in operation["responses"].items():
                kind = PROBLEM if int(status) >= 400 else "application/json"
                assert list(answer.get("content", {kind: ""})) == [kind]
    scheme = schema["components"]["securitySchemes"]["ChannelKeyAuth"]
    assert scheme == {"type": "http", "scheme": "bearer"}


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (PermissionDenied("Not for you."), 403, "forbidden"),
        (Http404(), 404, "not-found"),
        (Release.DoesNotExist(), 404, "not-found"),
        (ConnectionError("The index is away."), 503, "unavailable"),
    ],
)
def test_refusals_from_below_are_problems(
    error: Exception, status: int, reason: str
) -> None:
    response = api.on_exception(RequestFactory().get(LIST), error)
    told = problem(response)
    assert (told["status"], told["reason"]) == (status, reason)
    assert response.headers.get("Retry-After") == ("30" if status == 503 else None)
