"""Checks for agencies: the contract's answer, every refusal, scopes, nothing kept."""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from content_engine.vocabulary import Channel
from knowledge_base.models import Brand, Label
from review import delivery
from review.states import Role
from tests import factories, kits
from tests.web import check_worlds
from tests.web.check_worlds import BENT, CLAIM, House, counts
from web.api import api, checks

pytestmark = pytest.mark.django_db

PATH = "/api/v1/checks"
PROBLEM = "application/problem+json"
GOOD: dict[str, Any] = {
    "id": "p1",
    "brand": kits.SLUG,
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "at": "2026-11-21",
    "intent": "promotional",
    "parts": [{"name": "body", "text": CLAIM}],
}
PIECES: dict[str, dict[str, Any]] = {
    "an approved claim": {},
    "a bent claim": {"parts": [{"name": "body", "text": BENT}]},
    "no words": {"parts": [{"name": "body", "text": ""}]},
    "free words": {"parts": [{"name": "subject", "text": "The best there is."}]},
    "several parts": {
        "parts": [
            {"name": "subject", "text": "News"},
            {"name": "body", "text": f"{CLAIM} [1]\n\n{kits.FULL_SAFETY}"},
            {"name": "footer", "text": "[1] Somebody. Somewhere 2024."},
        ]
    },
    "markup": {"parts": [{"name": "body", "text": f"<p>{BENT}</p><!-- best -->"}]},
    "beyond the basic plane": {"parts": [{"name": "body", "text": f"😀 {BENT}"}]},
    "the same part twice": {
        "parts": [{"name": "body", "text": CLAIM}, {"name": "body", "text": BENT}]
    },
    "another market": {"market": "GB"},
    "a text message": {"channel": "sms"},
    "to patients": {"audience": "PATIENT"},
    "in a region": {"region": "US-VT"},
    "a reminder": {"intent": "reminder"},
    "no id": {"id": None},
    "today": {"at": None},
    "at a time with a zone": {"at": "2026-11-21T23:30:00-05:00"},
    "a key that nobody knows": {"campaign": "autumn"},
}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with check_worlds.shared(django_db_blocker) as built:
        yield built


@pytest.fixture(scope="module")
def keys(house: House) -> dict[str, str]:
    """Keys by what they open."""
    brand = Brand.objects.get(slug=kits.SLUG)
    other = Brand.objects.get(slug="otherine")
    made = {
        "all": factories.make_key(channels=[c.value for c in Channel]),
        "us": factories.make_key(markets=("US",)),
        "gb": factories.make_key(markets=("GB",)),
        "sms": factories.make_key(channels=("sms",)),
        "own brand": factories.make_key(brands=(brand,)),
        "other brand": factories.make_key(brands=(other,)),
        "both brands": factories.make_key(brands=(brand, other)),
        "revoked": factories.make_key(),
    }
    by = house.people[Role.ADMINISTRATOR]
    delivery.revoke_key(key_id=made["revoked"][0].pk, by=by, at=factories.AT)
    return {name: plain for name, (_, plain) in made.items()}


def piece(**changes: Any) -> dict[str, Any]:
    """The good piece with keys changed; ``...`` takes one out."""
    return {k: one for k, one in {**GOOD, **changes}.items() if one is not ...}


def post(keys: dict[str, str], body: Any, key: str = "all", **headers: str) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Authorization": f"Bearer {keys.get(key, key)}", **headers}
    return Client().post(PATH, data, content_type="application/json", headers=sent)


def problem(response: Any, status: int, reason: str) -> dict[str, Any]:
    """The problem document, after looking at what all of them promise."""
    told: dict[str, Any] = json.loads(response.content)
    assert (response.status_code, told["status"]) == (status, status)
    assert (told["reason"], told["instance"]) == (reason, PATH)
    assert told["type"] == f"urn:imprimatur:problem:{reason}"
    assert response["Content-Type"] == PROBLEM
    assert response["Cache-Control"] == "no-store"
    return told


def commanded(text: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command says of the same document."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    out = io.StringIO()
    call_command("check_text", "-", "--json", stdout=out)
    return out.getvalue()


def refused(text: bytes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences with which the command refuses the same document."""
    with pytest.raises(CommandError) as error:
        commanded(text, monkeypatch)
    source = "standard input"
    return [
        line.removeprefix(f"{source}: ").removeprefix(f"{source}, ")
        for line in str(error.value).split("\n")
    ]


# Answers


@pytest.mark.parametrize("name", PIECES)
def test_the_answer_is_that_of_the_command(
    house: House, keys: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = piece(**PIECES[name])
    response = post(keys, sent)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    expected = commanded(json.dumps(sent).encode(), monkeypatch)
    assert json.loads(response.content) == json.loads(expected)


@pytest.mark.parametrize("name", PIECES)
def test_the_answer_is_what_the_document_says(
    house: House, keys: dict[str, str], name: str
) -> None:
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    operation = document["paths"][PATH]["post"]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    sent = piece(**PIECES[name])
    told = json.loads(post(keys, sent).content)
    shapes = {"components": document["components"]}
    jsonschema.validate(told, {**answer, **shapes})
    asked = operation["requestBody"]["content"]["application/json"]["schema"]
    jsonschema.validate(sent, {**asked, **shapes})


@pytest.mark.parametrize("name", PIECES)
def test_offsets_count_code_points_of_what_was_sent(
    house: House, keys: dict[str, str], name: str
) -> None:
    sent = piece(**PIECES[name])
    told = json.loads(post(keys, sent).content)
    texts: dict[str, list[str]] = {}
    for part in sent["parts"]:
        texts.setdefault(part["name"], []).append(part["text"])
    for one in (*told["statements"], *told["findings"]):
        if one["start"] is not None:
            cuts = [t[one["start"] : one["end"]] for t in texts[one["part"]]]
            assert one["text"] in cuts


def test_a_bent_claim_is_named_with_its_place(
    house: House, keys: dict[str, str]
) -> None:
    told = json.loads(post(keys, piece(**PIECES["a bent claim"])).content)
    [statement] = told["statements"]
    assert (told["id"], told["verdict"]) == ("p1", "blocked")
    assert statement["outcome"] == "distorted"
    assert statement["claim"] == "urate-target@1"
    assert statement["distortions"] == ["digit"]
    refusal = next(one for one in told["findings"] if one["rule"] == "EV-01")
    assert refusal["suggestion"] == CLAIM
    assert (refusal["start"], refusal["end"]) == (0, len(BENT))


def test_no_check_ever_says_approved(house: House, keys: dict[str, str]) -> None:
    for changes in PIECES.values():
        told = json.loads(post(keys, piece(**changes)).content)
        assert told["verdict"] in ("cleared", "review", "blocked")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(piece(**PIECES["a bent claim"]), id="checked"),
        pytest.param(piece(brand="unknown"), id="refused for its brand"),
        pytest.param({}, id="refused for its keys"),
    ],
)
def test_nothing_is_stored(house: House, keys: dict[str, str], body: Any) -> None:
    before = counts()
    post(keys, body)
    assert counts() == before


def test_the_same_piece_gets_the_same_answer_twice(
    house: House, keys: dict[str, str]
) -> None:
    sent = piece(**PIECES["several parts"])
    assert post(keys, sent).content == post(keys, sent).content


def test_a_mark_at_the_beginning_of_the_bytes_is_no_fault(
    house: House, keys: dict[str, str]
) -> None:
    marked = b"\xef\xbb\xbf" + json.dumps(piece()).encode()
    assert post(keys, marked).content == post(keys, piece()).content


# Faults

FAULTS: list[Any] = [
    pytest.param(piece(brand=...), ["brand"], id="no brand"),
    pytest.param(piece(brand="  "), ["brand"], id="a blank brand"),
    pytest.param(piece(brand=7), ["brand"], id="a number for a brand"),
    pytest.param(piece(market=...), ["market"], id="no market"),
    pytest.param(piece(market="us"), ["market"], id="a market in small letters"),
    pytest.param(piece(market="ZZ"), ["market"], id="a market without rules"),
    pytest.param(piece(channel=...), ["channel"], id="no channel"),
    pytest.param(piece(channel="push"), ["channel"], id="a channel not built"),
    pytest.param(piece(channel="fax"), ["channel"], id="a channel of nobody"),
    pytest.param(piece(audience="ALL"), ["audience"], id="an unknown audience"),
    pytest.param(piece(intent="spam"), ["intent"], id="an unknown intent"),
    pytest.param(piece(id=7), ["id"], id="a number for an id"),
    pytest.param(piece(region=["VT"]), ["region"], id="a list for a region"),
    pytest.param(piece(language=1), ["language"], id="a number for a language"),
    pytest.param(piece(at="soon"), ["at"], id="no day"),
    pytest.param(piece(at="2026-02-30"), ["at"], id="a day that never comes"),
    pytest.param(piece(at=20261121), ["at"], id="a number for a day"),
    pytest.param(piece(parts=...), ["parts"], id="no parts"),
    pytest.param(piece(parts=[]), ["parts"], id="an empty list of parts"),
    pytest.param(piece(parts="text"), ["parts"], id="a text for parts"),
    pytest.param(
        piece(parts=[{"name": "body", "text": ""}] * 51), ["parts"], id="51 parts"
    ),
    pytest.param(piece(parts=["text"]), ["parts[0]"], id="a part that is a text"),
    pytest.param(
        piece(parts=[{"name": "kicker", "text": ""}]),
        ["parts[0].name"],
        id="an unknown part",
    ),
    pytest.param(
        piece(parts=[{"name": "body", "text": ""}, {"name": "body"}]),
        ["parts[1].text"],
        id="a second part without text",
    ),
    pytest.param(
        piece(parts=[{"name": "body", "text": "a" * 100_001}]),
        ["parts[0].text"],
        id="a part too long",
    ),
    pytest.param(
        piece(parts=[{"name": "body", "text": "\ud800"}]),
        ["parts[0].text"],
        id="half a character",
    ),
    pytest.param(
        piece(brand=..., market="us", at="soon", parts=[]),
        ["brand", "market", "at", "parts"],
        id="four faults at once",
    ),
    pytest.param({}, ["brand", "market", "channel", "parts"], id="an empty object"),
    pytest.param([], [""], id="a list"),
    pytest.param("text", [""], id="a text"),
    pytest.param(None, [""], id="null"),
    pytest.param(b"", [""], id="nothing at all"),
    pytest.param(b"{", [""], id="half an object"),
    pytest.param(b"[" * 20_000, [""], id="brackets without end"),
    pytest.param(b'{\n"brand": "\xff"}', ["line"], id="no UTF-8"),
]


@pytest.mark.parametrize(("body", "at"), FAULTS)
def test_each_fault_is_named_in_the_words_of_the_command(
    house: House,
    keys: dict[str, str],
    body: Any,
    at: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = problem(post(keys, body), 422, "invalid-piece")
    assert told["detail"] == "This piece cannot be checked: see faults."
    assert [one["at"] for one in told["faults"]] == at
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    expected = refused(data, monkeypatch)
    assert [one["fault"] for one in told["faults"]] == expected


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"brand": "nobody"}, id="an unknown brand"),
        pytest.param({"brand": "otherine"}, id="a brand of another market"),
        pytest.param({"market": "DE"}, id="a market where the brand is not"),
        pytest.param({"at": "2020-01-01"}, id="a day before any label"),
    ],
)
def test_what_a_piece_rests_on_must_be_known(
    house: House,
    keys: dict[str, str],
    changes: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, plain = factories.make_key(markets=("US", "GB", "DE"))
    sent = piece(**changes)
    told = problem(post(keys, sent, plain), 404, "not-found")
    assert [told["detail"]] == refused(json.dumps(sent).encode(), monkeypatch)


def test_a_label_without_safety_text_is_named(
    house: House, keys: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    label = Label.objects.get(brand__slug=kits.SLUG, market="US")
    label.safety_texts.filter(form="SHORT").delete()
    told = problem(post(keys, piece()), 404, "not-found")
    assert told["detail"] == "The label 2026-01 has no short safety information."


# Bounds


def sized(size: int) -> bytes:
    """A piece of so many bytes, filled up between its keys."""
    data = json.dumps(piece(parts=[{"name": "body", "text": "Thank you."}])).encode()
    return data[:-1] + b" " * (size - len(data)) + b"}"


def test_a_piece_of_the_largest_size_is_read(
    house: House, keys: dict[str, str]
) -> None:
    assert post(keys, sized(checks.LARGEST)).status_code == 200


@pytest.mark.parametrize("beyond", [1, 4 * 1024 * 1024])
def test_a_larger_piece_is_refused(
    house: House, keys: dict[str, str], beyond: int
) -> None:
    told = problem(post(keys, sized(checks.LARGEST + beyond)), 413, "too-large")
    assert told["detail"] == "A request may have at most 1 MB: send it in pieces."


def test_a_larger_piece_is_refused_before_its_keys_are_read(
    house: House, keys: dict[str, str]
) -> None:
    problem(post(keys, b"{" + b" " * checks.LARGEST), 413, "too-large")


# Keys and scopes

NO_BRAND = f"No brand {kits.SLUG} is known in the market US."


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        pytest.param("all", {}, "", id="a key for everything"),
        pytest.param("us", {}, "", id="its market"),
        pytest.param("own brand", {}, "", id="its brand"),
        pytest.param("both brands", {}, "", id="one of its brands"),
        pytest.param("sms", {"channel": "sms"}, "", id="its channel"),
        pytest.param("gb", {"market": "GB"}, "", id="the other market"),
        pytest.param(
            "us",
            {"market": "GB"},
            "This key does not open GB: it opens US.",
            id="another market",
        ),
        pytest.param(
            "gb", {}, "This key does not open US: it opens GB.", id="the one it lacks"
        ),
        pytest.param(
            "sms", {}, "This key does not open email: it opens sms.", id="a channel"
        ),
        pytest.param(
            "own brand",
            {"market": "DE"},
            "This key does not open DE: it opens GB, US.",
            id="a market among several",
        ),
        pytest.param("other brand", {}, NO_BRAND, id="another brand"),
    ],
)
def test_a_key_checks_only_where_it_opens(
    house: House,
    keys: dict[str, str],
    key: str,
    changes: dict[str, str],
    sentence: str,
) -> None:
    response = post(keys, piece(**changes), key)
    if not sentence:
        assert response.status_code == 200
        return
    assert problem(response, 404, "not-found")["detail"] == sentence


def test_a_foreign_brand_reads_like_one_that_does_not_exist(
    house: House, keys: dict[str, str]
) -> None:
    foreign = problem(post(keys, piece(), "other brand"), 404, "not-found")
    sent = piece(brand="nobody")
    unknown = problem(post(keys, sent, "other brand"), 404, "not-found")
    assert foreign["detail"].replace(kits.SLUG, "nobody") == unknown["detail"]
    assert {**foreign, "detail": ""} == {**unknown, "detail": ""}


def test_faults_are_told_before_scopes(house: House, keys: dict[str, str]) -> None:
    problem(post(keys, piece(market="us"), "gb"), 422, "invalid-piece")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("", id="none"),
        pytest.param("imp_00000000_" + "a" * 43, id="unknown"),
        pytest.param("revoked", id="revoked"),
        pytest.param("not a key", id="no key at all"),
    ],
)
@pytest.mark.parametrize("body", [piece(), b"{"], ids=["a piece", "half a piece"])
def test_without_a_valid_key_nothing_is_read(
    house: House, keys: dict[str, str], key: str, body: Any
) -> None:
    response = post(keys, body, key)
    problem(response, 401, "unknown-key")
    assert response["WWW-Authenticate"] == 'Bearer realm="Imprimatur"'


def test_a_key_in_the_address_is_refused(house: House, keys: dict[str, str]) -> None:
    header = {"Authorization": f"Bearer {keys['all']}"}
    response = Client().post(
        f"{PATH}?key={keys['all']}",
        json.dumps(piece()),
        content_type="application/json",
        headers=header,
    )
    problem(response, 401, "key-in-address")


def test_a_person_who_is_signed_in_still_needs_a_key(house: House) -> None:
    response = house.come().post(PATH, piece(), content_type="application/json")
    problem(response, 401, "unknown-key")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_only_posting_is_answered(
    house: House, keys: dict[str, str], method: str
) -> None:
    header = {"Authorization": f"Bearer {keys['all']}"}
    response = Client().generic(method, PATH, headers=header)
    told = problem(response, 405, "method-not-allowed")
    assert told["detail"] == f"This address answers POST, not {method}."
    assert response["Allow"] == "POST"


# The document


def references(node: Any) -> Iterator[str]:
    """Every reference in a document."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for inner in node.values():
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def test_every_shape_that_the_document_names_is_in_it() -> None:
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    named = set(references(document))
    assert "#/components/schemas/Piece" in named
    prefix = "#/components/schemas/"
    assert {name.removeprefix(prefix) for name in named} <= set(
        document["components"]["schemas"]
    )


def test_every_refusal_is_in_the_document() -> None:
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    answers = document["paths"][PATH]["post"]["responses"]
    assert {int(status) for status in answers} == {200, 401, 404, 413, 422}
    for status, answer in answers.items():
        kind = "application/json" if int(status) == 200 else PROBLEM
        assert list(answer["content"]) == [kind]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="invalid-piece"),
        pytest.param(piece(brand="nobody"), id="not-found"),
        pytest.param(sized(checks.LARGEST + 1), id="too-large"),
    ],
)
def test_refusals_have_the_shape_of_the_document(
    house: House, keys: dict[str, str], body: Any
) -> None:
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    response = post(keys, body)
    answers = document["paths"][PATH]["post"]["responses"]
    shape = answers[str(response.status_code)]["content"][PROBLEM]["schema"]
    told = json.loads(response.content)
    jsonschema.validate(told, {**shape, "components": document["components"]})


# Whatever comes in

WORDS = st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(sorted(GOOD)), VALUES, min_size=1))
def test_whatever_stands_in_a_key_is_checked_or_refused_with_a_sentence(
    house: House, keys: dict[str, str], changes: dict[str, Any]
) -> None:
    response = post(keys, {**GOOD, **changes})
    if response.status_code == 200:
        assert json.loads(response.content)["verdict"]
        return
    told = json.loads(response.content)
    assert told["reason"] in ("invalid-piece", "not-found")
    sentences = [one["fault"] for one in told.get("faults", ())] or [told["detail"]]
    assert all(sentence.endswith((".", ")")) for sentence in sentences)


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=60))
def test_no_bytes_bring_the_service_down(
    house: House, keys: dict[str, str], data: bytes
) -> None:
    problem(post(keys, data), 422, "invalid-piece")
