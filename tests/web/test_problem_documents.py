"""Every answer of the interface is what its document says, field by field."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from content_engine.vocabulary import Audience, Channel
from knowledge_base import claims
from knowledge_base.models import Brand
from review import delivery
from review.models import ChannelKey, Fetch, Release
from review.states import ReleaseState
from tests import factories
from web.api import api

pytestmark = pytest.mark.django_db
AT = factories.AT
LIST = "/api/v1/assets"
ONE = f"{LIST}/{{asset_id}}"
NOBODY = uuid.UUID(int=0)
ALL_CHANNELS = tuple(channel.value for channel in Channel)
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass
class Platforms:
    """Assets in every state, and keys that open more or less of them."""

    assets: dict[str, Release] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    rows: dict[str, ChannelKey] = field(default_factory=dict)

    def key(self, name: str, **scope: Any) -> None:
        self.rows[name], self.keys[name] = factories.make_key(**scope)

    def ask(
        self, path: str, key: str = "all", method: str = "get", **headers: str
    ) -> Any:
        sent = {"Authorization": f"Bearer {self.keys.get(key, key)}", **headers}
        return getattr(Client(), method)(path, headers=sent)

    def at(self, name: str) -> str:
        return f"{LIST}/{self.assets[name].uid}"


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Platforms]:
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        factories.without_fresh_check(),
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: AT)
        yield _built()
        transaction.set_rollback(True)


def _built() -> Platforms:
    house = Platforms()
    # Expiring ends everything that is due by then, so it comes first.
    for state in (ReleaseState.EXPIRED, ReleaseState.SUSPENDED, ReleaseState.WITHDRAWN):
        house.assets[state.value] = factories.make_release(state)
    house.assets["SUPERSEDED"] = factories.make_release(ReleaseState.SUPERSEDED)
    house.assets["US email"] = factories.make_release()
    house.assets["US sms"] = factories.make_release(channel="sms")
    house.assets["GB email"] = factories.make_release(market="GB")
    said = factories.make_release()
    claims.withdraw(
        claim_version_id=said.claims.get().claim_version_id,
        reason="New data.",
        by=factories.make_user("MEDICAL"),
        at=AT,
    )
    house.assets["claim withdrawn"] = said
    house.key("all", channels=ALL_CHANNELS)
    house.key("us", markets=("US",), channels=ALL_CHANNELS)
    house.key("gb", markets=("GB",), channels=ALL_CHANNELS)
    house.key("sms", channels=("sms",))
    house.key("other brand", brands=(factories.make_brand("otherine"),))
    house.key("revoked")
    by = factories.make_user("ADMINISTRATOR")
    delivery.revoke_key(key_id=house.rows["revoked"].pk, by=by, at=AT)
    return house


def shape(path: str, status: int) -> tuple[str, dict[str, Any]]:
    """The media type and the schema that the document gives for an answer."""
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    answer = document["paths"][path]["get"]["responses"][str(status)]
    [(kind, content)] = answer["content"].items()
    return kind, {**content["schema"], "components": document["components"]}


def problem(response: Any) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    return told


def listed(response: Any) -> list[str]:
    return [row["id"] for row in json.loads(response.content)["items"]]


# What is documented, and what is answered

ANSWERS = [
    pytest.param(LIST, "", "all", 200, id="a list"),
    pytest.param(LIST, "?limit=1", "all", 200, id="a page of it"),
    pytest.param(LIST, "?channel=rcs", "all", 200, id="an empty list"),
    pytest.param(LIST, "", "nonsense", 401, id="a list without a key"),
    pytest.param(LIST, "", "revoked", 401, id="a list with a revoked key"),
    pytest.param(LIST, "?limit=0&market=x", "all", 422, id="faulty filters"),
    pytest.param(LIST, "?colour=red", "all", 422, id="an unknown filter"),
    pytest.param(ONE, "US email", "all", 200, id="an asset"),
    pytest.param(ONE, "US sms", "sms", 200, id="a text message"),
    pytest.param(ONE, "US email", "nonsense", 401, id="an asset without a key"),
    pytest.param(ONE, "US email", "gb", 404, id="an asset out of scope"),
    pytest.param(ONE, "nobody", "all", 404, id="an asset that never was"),
    pytest.param(ONE, "SUSPENDED", "all", 410, id="suspended"),
    pytest.param(ONE, "WITHDRAWN", "all", 410, id="withdrawn"),
    pytest.param(ONE, "EXPIRED", "all", 410, id="expired"),
    pytest.param(ONE, "SUPERSEDED", "all", 410, id="superseded"),
    pytest.param(ONE, "claim withdrawn", "all", 410, id="its claim withdrawn"),
    pytest.param(ONE, "not-a-number", "all", 422, id="no number"),
]


@pytest.mark.parametrize(("path", "what", "key", "status"), ANSWERS)
def test_an_answer_has_the_shape_of_its_document(
    house: Platforms, path: str, what: str, key: str, status: int
) -> None:
    number = house.assets[what].uid if what in house.assets else what
    number = NOBODY if what == "nobody" else number
    address = f"{LIST}{what}" if path == LIST else f"{LIST}/{number}"
    response = house.ask(address, key)
    assert response.status_code == status
    kind, schema = shape(path, status)
    assert response["Content-Type"].partition(";")[0] == kind
    jsonschema.validate(
        json.loads(response.content),
        schema,
        format_checker=jsonschema.FormatChecker(),
    )


PROBLEMS = [
    pytest.param(
        LIST,
        "nonsense",
        {
            "status": 401,
            "reason": "unknown-key",
            "title": "Unknown key",
            "detail": "Send a valid platform key as “Authorization: Bearer imp_…”.",
        },
        id="unknown key",
    ),
    pytest.param(
        f"{LIST}?key=imp_00000000_x",
        "all",
        {
            "status": 401,
            "reason": "key-in-address",
            "title": "Key in address",
            "detail": (
                "This key stood in an address and may be in logs now: have it revoked, "
                "and send the new one as “Authorization: Bearer imp_…”."
            ),
        },
        id="key in an address",
    ),
    pytest.param(
        f"{LIST}/{NOBODY}",
        "all",
        {"status": 404, "reason": "not-found", "title": "Not found"},
        id="never was",
    ),
    pytest.param(
        "/api/v1/nowhere",
        "all",
        {
            "status": 404,
            "reason": "not-found",
            "title": "Not found",
            "detail": "There is nothing at this address.",
        },
        id="no address",
    ),
    pytest.param(
        f"{LIST}?limit=0",
        "all",
        {
            "status": 422,
            "reason": "invalid-parameters",
            "title": "Invalid parameters",
            "detail": "Some parameters cannot be used: see faults.",
        },
        id="faulty",
    ),
]


@pytest.mark.parametrize(("address", "key", "told"), PROBLEMS)
def test_a_problem_says_the_same_to_machines_and_people(
    house: Platforms, address: str, key: str, told: dict[str, Any]
) -> None:
    response = house.ask(address, key)
    found = problem(response)
    assert {name: found[name] for name in told} == told
    assert found["type"] == f"urn:imprimatur:problem:{told['reason']}"
    assert found["instance"] == address.partition("?")[0]
    assert response.status_code == told["status"]
    assert response["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response


GONE = [
    ("SUSPENDED", "release-suspended", "Release suspended"),
    ("WITHDRAWN", "release-withdrawn", "Release withdrawn"),
    ("EXPIRED", "release-expired", "Release expired"),
    ("SUPERSEDED", "release-superseded", "Release superseded"),
    ("claim withdrawn", "claim-withdrawn", "Claim withdrawn"),
]


@pytest.mark.parametrize(("what", "reason", "title"), GONE)
def test_what_is_gone_says_why_and_leaves_its_receipt(
    house: Platforms, what: str, reason: str, title: str
) -> None:
    before = Fetch.objects.count()
    told = problem(house.ask(house.at(what)))
    assert (told["reason"], told["title"]) == (reason, title)
    assert told["instance"] == house.at(what)
    assert told["detail"].endswith(".")
    assert "body" not in told
    receipt = Fetch.objects.latest("pk")
    assert Fetch.objects.count() == before + 1
    assert (receipt.status, receipt.reason) == (410, reason)
    assert receipt.channel_key_id == house.rows["all"].pk


# Scopes

KEYS = ("all", "us", "gb", "sms", "other brand")
STANDING = ("US email", "US sms", "GB email")
OPENS = {
    "all": {"US email", "US sms", "GB email"},
    "us": {"US email", "US sms"},
    "gb": {"GB email"},
    "sms": {"US sms"},
    "other brand": set(),
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("what", STANDING)
def test_a_key_opens_what_lies_in_its_scope_alone(
    house: Platforms, key: str, what: str
) -> None:
    is_open = what in OPENS[key]
    uid = str(house.assets[what].uid)
    assert (uid in listed(house.ask(f"{LIST}?limit=100", key))) == is_open
    response = house.ask(house.at(what), key)
    assert response.status_code == (200 if is_open else 404)
    if not is_open:
        unknown = problem(house.ask(f"{LIST}/{NOBODY}", key))
        told = problem(response)
        assert (told["detail"], told["reason"]) == (
            unknown["detail"],
            unknown["reason"],
        )


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("what", [what for what, *_ in GONE])
def test_what_is_gone_is_gone_only_for_whom_it_was_there(
    house: Platforms, key: str, what: str
) -> None:
    in_scope = key in ("all", "us")
    response = house.ask(house.at(what), key)
    assert response.status_code == (410 if in_scope else 404)
    uid = str(house.assets[what].uid)
    assert uid not in listed(house.ask(f"{LIST}?limit=100", key))


@FEW
@given(
    markets=st.sets(st.sampled_from(["US", "GB", "DE"]), min_size=1),
    channels=st.sets(st.sampled_from(ALL_CHANNELS), min_size=1),
    is_ours=st.sampled_from([None, True, False]),
)
def test_the_list_is_the_cut_of_every_limit_of_the_key(
    house: Platforms, markets: set[str], channels: set[str], is_ours: bool | None
) -> None:
    slugs = {True: "testavra", False: "otherine"}
    brands = [] if is_ours is None else [Brand.objects.get(slug=slugs[is_ours])]
    _, plain = factories.make_key(
        brands=brands, markets=tuple(sorted(markets)), channels=sorted(channels)
    )
    wanted = {
        str(house.assets[name].uid)
        for name in STANDING
        if name.split()[0] in markets
        and name.split()[1] in channels
        and is_ours is not False
    }
    seen = set(listed(house.ask(f"{LIST}?limit=100", plain)))
    known = {str(house.assets[name].uid) for name in STANDING}
    assert seen & known == wanted


# Pages


@FEW
@given(limit=st.integers(1, 7), key=st.sampled_from(KEYS))
def test_pages_of_any_size_make_up_the_whole_list(
    house: Platforms, limit: int, key: str
) -> None:
    whole = listed(house.ask(f"{LIST}?limit=100", key))
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        told = json.loads(house.ask(f"{LIST}?limit={limit}&after={after}", key).content)
        assert len(told["items"]) == limit or told["next"] is None
        seen += [row["id"] for row in told["items"]]
        after = told["next"]
    assert seen == whole
    assert len(seen) == len(set(seen))


@FEW
@given(
    wishes=st.fixed_dictionaries(
        {},
        optional={
            "market": st.sampled_from(["US", "GB", "DE"]),
            "channel": st.sampled_from(ALL_CHANNELS),
            "audience": st.sampled_from([audience.value for audience in Audience]),
            "brand": st.sampled_from(["testavra", "otherine", "nobody"]),
        },
    )
)
def test_filters_narrow_and_never_widen(
    house: Platforms, wishes: dict[str, str]
) -> None:
    query = "&".join(f"{name}={value}" for name, value in wishes.items())
    rows = json.loads(house.ask(f"{LIST}?limit=100&{query}").content)["items"]
    whole = json.loads(house.ask(f"{LIST}?limit=100").content)["items"]
    assert rows == [
        row
        for row in whole
        if all(row[name] == value for name, value in wishes.items())
    ]


# Kept copies and methods

TAGS = [
    pytest.param("{tag}", 304, id="the very tag"),
    pytest.param("W/{tag}", 304, id="a weak tag"),
    pytest.param('"a", {tag}, "b"', 304, id="one of several"),
    pytest.param('"a","b"', 200, id="only others"),
    pytest.param("{bare}", 200, id="without its quotes"),
    pytest.param("*", 200, id="a star is no copy"),
    pytest.param("", 200, id="empty"),
]


@pytest.mark.parametrize(("sent", "status"), TAGS)
def test_a_copy_is_confirmed_by_its_own_tag_alone(
    house: Platforms, sent: str, status: int
) -> None:
    sha = house.assets["US email"].content_sha256
    tag = sent.format(tag=f'"{sha}"', bare=sha)
    response = house.ask(house.at("US email"), **{"If-None-Match": tag})
    assert response.status_code == status
    assert response["ETag"] == f'"{sha}"'
    assert bool(response.content) == (status == 200)


@pytest.mark.parametrize("what", [what for what, *_ in GONE])
def test_no_copy_of_what_is_gone_is_confirmed(house: Platforms, what: str) -> None:
    tag = f'"{house.assets[what].content_sha256}"'
    response = house.ask(house.at(what), **{"If-None-Match": tag})
    assert response.status_code == 410
    assert "ETag" not in response


@pytest.mark.parametrize(
    "method", ["head", "post", "put", "patch", "delete", "options", "trace"]
)
@pytest.mark.parametrize("what", ["list", "US email", "WITHDRAWN"])
def test_nothing_but_reading_is_answered_and_nothing_is_received(
    house: Platforms, what: str, method: str
) -> None:
    before = Fetch.objects.count()
    address = LIST if what == "list" else house.at(what)
    response = house.ask(address, method=method)
    assert response.status_code == 405
    assert response["Allow"] == "GET"
    if method != "head":
        told = problem(response)
        assert told["reason"] == "method-not-allowed"
        assert told["detail"] == (f"This address answers GET, not {method.upper()}.")
    assert Fetch.objects.count() == before


@pytest.mark.parametrize(
    "names",
    [["colour"], ["Limit"], ["limit "], ["b", "a"], ["brand[]", "market"]],
    ids=["one", "in capitals", "with a blank", "two in order", "beside a known one"],
)
def test_unknown_parameters_are_named_in_order(
    house: Platforms, names: list[str]
) -> None:
    query = "&".join(f"{name}=US" for name in names)
    told = problem(house.ask(f"{LIST}?{query}"))
    unknown = sorted(set(names) - {"market"})
    assert told["faults"] == [
        {"at": f"query.{name}", "fault": "Unknown parameter"} for name in unknown
    ]
