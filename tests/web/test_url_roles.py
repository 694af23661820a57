"""Every address and every role: who comes in, who is refused, who must sign in first.

A new address without a row here fails.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from knowledge_base.labels import uploading
from knowledge_base.models import Brand, LabelSection
from review.models import Release
from review.states import ReviewState, Role
from tests import databases, factories, label_documents
from tests.web.conftest import Come
from web.access import GRANTS, REFUSALS, Permission

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("still_clock", "no_fresh_check"),
]

NOBODY = "00000000-0000-4000-8000-000000000000"
P = Permission


@dataclass(frozen=True)
class Address:
    """What an address asks for; a step is tried on something that does not exist."""

    permission: Permission
    subject: str = ""
    is_step: bool = False
    missing: int = 404
    answer: int = 200


HOUSE: dict[str, Address] = {
    "home": Address(P.READ),
    "marketing:brief": Address(P.REQUEST_CONTENT),
    "marketing:families": Address(P.READ),
    "marketing:family": Address(P.READ, "family"),
    "marketing:progress": Address(P.READ, "family", answer=286),
    "marketing:run_again": Address(P.REQUEST_CONTENT, "uid", is_step=True),
    "marketing:submit_family": Address(P.REQUEST_CONTENT, "uid", is_step=True),
    "marketing:variant": Address(P.READ, "variant"),
    "marketing:preview": Address(P.READ, "variant"),
    "marketing:edit": Address(P.REQUEST_CONTENT, "variant"),
    "marketing:edit_result": Address(P.REQUEST_CONTENT, "uid", is_step=True),
    "marketing:submit": Address(P.REQUEST_CONTENT, "uid", is_step=True),
    "checks:editor": Address(P.CHECK_TEXT),
    "checks:result": Address(P.CHECK_TEXT, is_step=True, missing=422),
    "rules:report": Address(P.READ),
    "rules:dispose": Address(P.CHECK_TEXT, "pk", is_step=True),
    "reviewing:inbox": Address(P.READ),
    "reviewing:detail": Address(P.READ, "review"),
    "reviewing:decide": Address(P.DECIDE, "pk", is_step=True),
    "reviewing:cancel": Address(P.READ, "pk", is_step=True),
    "reviewing:certify": Address(P.CERTIFY, "pk", is_step=True),
    "reviewing:release": Address(P.RELEASE, "pk", is_step=True),
    "releasing:library": Address(P.READ),
    "releasing:asset": Address(P.READ, "release"),
    "releasing:preview": Address(P.READ, "release"),
    "releasing:suspend": Address(P.RELEASE, "uid", is_step=True),
    "releasing:resume": Address(P.RELEASE, "uid", is_step=True),
    "releasing:withdraw": Address(P.WITHDRAW, "uid", is_step=True),
    "knowledge:claims": Address(P.READ),
    "knowledge:selected": Address(P.READ, answer=302),
    "knowledge:suspend_selected": Address(P.WITHDRAW, is_step=True, missing=422),
    "knowledge:claim": Address(P.READ, "claim"),
    "knowledge:withdraw_claim": Address(P.WITHDRAW, "no claim", is_step=True),
    "knowledge:compare": Address(P.READ, "claim"),
    "knowledge:approve": Address(P.APPROVE, "no claim", is_step=True),
    "knowledge:suspend": Address(P.WITHDRAW, "no claim", is_step=True),
    "knowledge:reconfirm": Address(P.APPROVE, "no claim", is_step=True),
    "knowledge:approvals": Address(P.APPROVE),
    "knowledge:sign_approvals": Address(P.APPROVE, is_step=True, missing=422),
    "knowledge:retract_reference": Address(P.WITHDRAW, "reference"),
    "exchange:start": Address(P.DRAFT_CLAIM),
    "exchange:export": Address(P.READ),
    "exchange:columns": Address(P.READ),
    "exchange:mapping": Address(P.DRAFT_CLAIM, "batch"),
    "exchange:trial": Address(P.DRAFT_CLAIM, "batch"),
    "exchange:done": Address(P.DRAFT_CLAIM, "applied batch"),
    "references:references": Address(P.READ),
    "references:reference": Address(P.READ, "reference"),
    "references:attach": Address(P.DRAFT_CLAIM, "no reference", is_step=True),
    "references:place": Address(P.DRAFT_CLAIM, "no reference", is_step=True),
    "references:document": Address(P.READ, "document"),
    "blocks:blocks": Address(P.READ),
    "blocks:coverage": Address(P.READ),
    "blocks:new": Address(P.REQUEST_CONTENT),
    "blocks:block": Address(P.READ, "block"),
    "blocks:revise": Address(P.REQUEST_CONTENT, "block"),
    "blocks:approve": Address(P.APPROVE, "no block", is_step=True),
    "blocks:step": Address(P.WITHDRAW, "no block step", is_step=True),
    "expiry:calendar": Address(P.READ),
    "expiry:table": Address(P.READ),
    "labels:labels": Address(P.READ),
    "labels:label": Address(P.READ, "label"),
    "labels:compare": Address(P.READ, "two labels"),
    "labels:upload": Address(P.MANAGE_LABELS),
    "labels:uploaded": Address(P.MANAGE_LABELS, "label upload"),
    "labels:import_uploaded": Address(P.MANAGE_LABELS, "uid", is_step=True),
    "labels:adopt": Address(P.MANAGE_LABELS, "label"),
    "labels:state_safety": Address(P.MANAGE_LABELS, "pk", is_step=True),
    "labels:sign_adoption": Address(P.MANAGE_LABELS, "pk", is_step=True),
    "labels:withdraw": Address(P.MANAGE_LABELS, "pk", is_step=True),
    "proposals:start": Address(P.DRAFT_CLAIM),
    "proposals:section": Address(P.DRAFT_CLAIM, "section"),
    "proposals:draft_section": Address(P.DRAFT_CLAIM, "pk", is_step=True),
    "proposals:draft_text": Address(P.DRAFT_CLAIM, "uid", is_step=True),
    "claim_editor:new": Address(P.DRAFT_CLAIM),
    "claim_editor:revise": Address(P.DRAFT_CLAIM, "claim"),
    "claim_editor:read": Address(P.DRAFT_CLAIM, "no brand", is_step=True),
    "insights:ledger": Address(P.READ),
}
# What a stranger gets: the sign-in page, the platforms' own refusal, the documents.
OPEN: dict[str, tuple[str, int]] = {
    "account:sign_in": ("/account/sign-in/", 200),
    "account:sign_out": ("/account/sign-out/", 302),
    "api:openapi-json": ("/api/v1/openapi.json", 200),
    "api:openapi-view": ("/api/v1/docs", 200),
    "api:list_assets": ("/api/v1/assets", 401),
    "api:check_piece": ("/api/v1/checks", 405),
    "api:fetch_asset": (f"/api/v1/assets/{NOBODY}", 401),
    "api:None": ("/api/v1/nowhere", 404),
    "api:api-root": ("/api/v1/", 404),
}


@pytest.fixture(scope="module")
def subjects(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, list[Any]]]:
    """Something to look at for each kind of address, and something that is not."""
    with databases.shared(django_db_blocker):
        yield _made()


def _made() -> dict[str, list[Any]]:
    release: Release = factories.make_release()
    waiting = factories.make_version()
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    carried = release.claims.get().claim_version.claim
    factories.make_block(carried.brand, "opening-1")
    return {
        "": [],
        "uid": [NOBODY],
        "pk": [404],
        "family": [waiting.variant.family.uid],
        "variant": [waiting.variant.uid],
        "review": [review.pk],
        "release": [release.uid],
        "claim": [carried.brand.slug, carried.key],
        "section": [_section(carried.brand)],
        "no brand": ["nothing"],
        "no claim": [carried.brand.slug, "nothing"],
        "block": [carried.brand.slug, "opening-1"],
        "no block": [carried.brand.slug, "nothing", 1],
        "no block step": [carried.brand.slug, "nothing", 1, "suspend"],
        **_files(carried.brand),
        **_labels(carried.brand),
    }


def _labels(brand: Brand) -> dict[str, list[Any]]:
    """A label with a version beside it, and a file on its way to become one."""
    one, other = brand.labels.get(), factories.make_label(brand, version="2026-02")
    by = factories.make_user("REGULATORY")
    content = label_documents.make_file()
    batch = uploading.keep(
        uid=uuid.uuid4(), name="label.xml", content=content, by=by, at=factories.AT
    )
    return {
        "label": [one.pk],
        "two labels": [one.pk, other.pk],
        "label upload": [batch.uid],
    }


def _files(brand: Brand) -> dict[str, list[Any]]:
    """A file on its way in, one that was imported, a reference with a document."""
    reference = brand.references.order_by("pk")[0]
    file = factories.attach_file(reference)
    return {
        "batch": [factories.make_batch(brand).uid],
        "applied batch": [factories.make_batch(brand, is_applied=True).uid],
        "reference": [brand.slug, reference.key],
        "no reference": [brand.slug, "nothing"],
        "document": [brand.slug, reference.key, file.pk],
    }


def _section(brand: Brand) -> int:
    """A section of a label, in which nothing reads like a claim."""
    label = brand.labels.order_by("pk")[0]
    section = LabelSection.objects.create(label=label, ordinal=900, text="Words.")
    return section.pk


def names(
    patterns: Iterable[URLPattern | URLResolver], space: str = ""
) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, space + inner)
        else:
            yield f"{space}{pattern.name}"


def knock(client: Client, name: str, subjects: dict[str, list[Any]]):  # type: ignore[no-untyped-def]
    asked = HOUSE[name]
    address = reverse(name, args=subjects[asked.subject])
    return client.post(address) if asked.is_step else client.get(address)


def test_every_address_has_its_row() -> None:
    assert set(names(get_resolver().url_patterns)) == set(HOUSE) | set(OPEN)


@pytest.mark.parametrize("name", HOUSE)
def test_each_role_at_each_address(
    come: Come, subjects: dict[str, list[Any]], name: str
) -> None:
    asked = HOUSE[name]
    for role in Role:
        response = knock(come(role.value), name, subjects)
        if asked.permission not in GRANTS[role]:
            assert response.status_code == 403, role
            assert REFUSALS[asked.permission] in response.content.decode()
        else:
            assert response.status_code == (
                asked.missing if asked.is_step else asked.answer
            ), role


@pytest.mark.parametrize("name", HOUSE)
def test_who_has_no_role_is_told_to_ask_for_one(
    come: Come, subjects: dict[str, list[Any]], name: str
) -> None:
    response = knock(come(), name, subjects)
    assert response.status_code == 403
    assert REFUSALS[HOUSE[name].permission] in response.content.decode()


@pytest.mark.parametrize("name", HOUSE)
def test_a_stranger_must_sign_in_first(
    client: Client, subjects: dict[str, list[Any]], name: str
) -> None:
    response = knock(client, name, subjects)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/sign-in/?next=/")


@pytest.mark.parametrize(("address", "status"), OPEN.values(), ids=OPEN)
def test_open_addresses_answer_strangers(
    client: Client, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    "name", [name for name, asked in HOUSE.items() if asked.is_step]
)
def test_steps_are_not_links(
    come: Come, subjects: dict[str, list[Any]], name: str
) -> None:
    client = come(*Role)
    address = reverse(name, args=subjects[HOUSE[name].subject])
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(
    "name", [name for name, asked in HOUSE.items() if asked.is_step]
)
def test_steps_ask_for_the_token_of_the_page(
    subjects: dict[str, list[Any]], name: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.make_user(*Role))
    assert knock(client, name, subjects).status_code == 403


def test_signing_in_and_out(client: Client) -> None:
    person = factories.make_user("AUDITOR")
    sent = {"username": person.username, "password": factories.PASSWORD}
    assert client.post("/account/sign-in/", sent).headers["Location"] == "/"
    assert client.get("/account/sign-in/").headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_wrong_password_does_not_sign_in(client: Client) -> None:
    person = factories.make_user("AUDITOR")
    sent = {"username": person.username, "password": "a guess"}
    response = client.post("/account/sign-in/", sent)
    assert "do not match an active account" in response.content.decode()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "name", [name for name, asked in HOUSE.items() if not asked.is_step]
)
def test_pages_are_strict_about_where_things_come_from(
    come: Come, subjects: dict[str, list[Any]], name: str
) -> None:
    response = knock(come("REQUESTER", "MEDICAL"), name, subjects)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2]
    html = response.content.decode()
    assert "<script>" not in html
    assert "onclick=" not in html
    assert 'style="' not in html or "preview" in name
