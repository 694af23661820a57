"""A claim's page: explained, withdrawn."""

import re
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from knowledge_base.models import (
    Brand,
    ClaimState,
    ClaimVersion,
)
from review.models import Fetch
from review.states import ReviewState
from tests import factories, kits
from tests.web.conftest import Come
from web.presenters import claims as claim_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

TODAY = factories.AT.date()
READERS = ("REQUESTER", "MEDICAL", "LEGAL", "SIGNATORY", "AUDITOR", "ADMINISTRATOR")
MAY_WITHDRAW = ("COORDINATOR", "MEDICAL", "REGULATORY")


@pytest.fixture
def brand(db: None) -> Brand:
    return factories.make_brand()


@pytest.fixture
def calvoryn(db: None) -> Brand:
    by = factories.make_user("ADMINISTRATOR")
    return kits.load_small_kit(by=by, at=factories.AT)


def words_of(response: Any) -> str:
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def address(version: ClaimVersion, name: str = "claim") -> str:
    claim = version.claim
    return reverse(f"knowledge:{name}", args=[claim.brand.slug, claim.key])


# one claim


def test_a_claim_shows_all_that_is_known(come: Come, calvoryn: Brand) -> None:
    version = (
        ClaimVersion.objects.exclude(companions=[])
        .select_related("claim__brand")
        .earliest("pk")
    )
    text = words_of(come("LEGAL").get(address(version)))
    assert f"{version.claim.key}@1" in text
    assert "May be used" in text
    assert version.companions[0] in text
    citation = version.citations.earliest("ordinal")
    assert citation.reference.key in text
    assert "loaded the brand kit" in text


def test_figures_make_a_table() -> None:
    table = claim_rows.facts_table(
        [
            {"label": "change", "value": "4.6", "unit": "days", "interval": ["1", "2"]},
            {"label": "change", "value": "2.4", "unit": None},
        ]
    )
    assert table.titles == ("What", "Value", "Unit", "95% CI")
    assert table.rows == (
        ("change", "4.6", "days", "1 to 2"),
        ("change", "2.4", "", ""),
    )
    assert claim_rows.facts_table([]).titles == ()


def test_the_approved_revision_is_shown_unless_another_is_asked_for(
    come: Come, brand: Brand
) -> None:
    old = factories.make_claim(brand, "twice")
    factories.revise_claim(old)
    client = come("LEGAL")
    assert "twice@2" in words_of(client.get(address(old))).split("Revisions")[0]
    earlier = words_of(client.get(address(old) + "?version=1"))
    assert "Replaced by a newer revision." in earlier
    assert "twice@2" in words_of(client.get(address(old) + "?version=99"))


@pytest.mark.parametrize("path", ["/claims/testavra/none/", "/claims/none/none/"])
def test_an_unknown_claim_is_not_found(come: Come, brand: Brand, path: str) -> None:
    assert come("LEGAL").get(path).status_code == 404


def test_where_a_claim_is_used(come: Come, brand: Brand) -> None:
    version = factories.make_claim(brand)
    asset = factories.make_release(version=factories.make_version(claim=version))
    factories.make_review_at(
        ReviewState.IN_REVIEW, factories.make_version(claim=version)
    )
    text = words_of(come("LEGAL").get(address(version)))
    assert "1 released asset, 1 open or approved review and 2 variants" in text
    assert asset.code in text
    assert "never fetched" in text


def test_where_a_claim_was_served(come: Come, brand: Brand) -> None:
    version = factories.make_claim(brand)
    asset = factories.make_release(version=factories.make_version(claim=version))
    key, _ = factories.make_key()
    Fetch.objects.create(
        channel_key=key,
        release=asset,
        asset_uid=str(asset.uid),
        status=200,
        fetched_at=factories.AT,
    )
    text = words_of(come("LEGAL").get(address(version)))
    assert f"last fetched 21 Nov 2026, 09:30 UTC by {key.name}" in text


@pytest.mark.parametrize("size", [2, 10])
def test_queries_of_a_claim_do_not_grow_with_its_use(
    come: Come,
    brand: Brand,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    version = factories.make_claim(brand)
    for _ in range(size):
        factories.make_review_at(
            ReviewState.IN_REVIEW, factories.make_version(claim=version)
        )
    client = come("LEGAL")
    with django_assert_max_num_queries(30):
        client.get(address(version))


# withdrawing


@pytest.mark.parametrize("role", ["REQUESTER", "LEGAL", "AUDITOR", "ADMINISTRATOR"])
def test_who_may_not_withdraw_is_told(come: Come, brand: Brand, role: str) -> None:
    version = factories.make_claim(brand)
    client = come(role)
    response = client.get(address(version))
    assert 'aria-disabled="true"' in response.content.decode()
    refused = client.post(address(version, "withdraw_claim"), {"reason": "No."})
    assert refused.status_code == 403
    version.refresh_from_db()
    assert version.state == ClaimState.APPROVED


def test_the_impact_is_shown_before_the_form(come: Come, brand: Brand) -> None:
    version = factories.make_claim(brand)
    asset = factories.make_release(version=factories.make_version(claim=version))
    text = words_of(come("MEDICAL").get(address(version)))
    before, form = text.split("Withdraw it for good")
    assert asset.code in before
    assert "Each of these assets stops at the next fetch" in before
    assert "Sign-in name" in form


def typed(person_name: str, **changes: str) -> dict[str, str]:
    return {
        "reason": "A new safety signal.",
        "username": person_name,
        "password": factories.PASSWORD,
        **changes,
    }


@pytest.mark.parametrize("role", MAY_WITHDRAW)
def test_withdrawing_signs_and_stops(come: Come, brand: Brand, role: str) -> None:
    version = factories.make_claim(brand)
    factories.make_release(version=factories.make_version(claim=version))
    person = factories.make_user(role)
    client = come(user=person)
    response = client.post(
        address(version, "withdraw_claim"), typed(person.username), follow=True
    )
    assert response.redirect_chain[0][0] == address(version)
    text = words_of(response)
    assert "Withdrawn. Released assets that stop: 1." in text
    refusal = "is withdrawn; only an approved or suspended claim can be withdrawn."
    assert refusal in text
    assert "signed the recall: A new safety signal." in text
    version.refresh_from_db()
    assert version.state == ClaimState.WITHDRAWN


FAULTS = [
    ({"reason": ""}, 422, "Give the reason."),
    ({"password": ""}, 422, "Give your password"),
    ({"password": "wrong"}, 403, "The password is not right."),
    ({"username": "somebody"}, 403, "Sign with your own sign-in name."),
    ({"username": ""}, 422, "Give your sign-in name"),
]


@pytest.mark.parametrize(("change", "status", "sentence"), FAULTS)
def test_a_faulty_withdrawal_is_refused_and_keeps_the_words(
    come: Come, brand: Brand, change: dict[str, str], status: int, sentence: str
) -> None:
    version = factories.make_claim(brand)
    person = factories.make_user("MEDICAL")
    client = come(user=person)
    response = client.post(
        address(version, "withdraw_claim"), typed(person.username, **change)
    )
    assert response.status_code == status
    assert sentence in words_of(response)
    assert factories.PASSWORD not in response.content.decode()
    version.refresh_from_db()
    assert version.state == ClaimState.APPROVED


def test_a_second_withdrawal_is_told(come: Come, brand: Brand) -> None:
    version = factories.make_claim(brand)
    person = factories.make_user("MEDICAL")
    client = come(user=person)
    client.post(address(version, "withdraw_claim"), typed(person.username))
    again = client.post(address(version, "withdraw_claim"), typed(person.username))
    assert again.status_code == 409
    assert "only an approved or suspended claim" in words_of(again)


def test_withdrawing_needs_a_post(come: Come, brand: Brand) -> None:
    version = factories.make_claim(brand)
    assert come("MEDICAL").get(address(version, "withdraw_claim")).status_code == 405


def test_a_revision_that_does_not_exist_is_not_withdrawn(
    come: Come, brand: Brand
) -> None:
    version = factories.make_claim(brand)
    path = address(version, "withdraw_claim") + "?version=99"
    assert come("MEDICAL").post(path, {"reason": "A new signal."}).status_code == 404
    version.refresh_from_db()
    assert version.state == ClaimState.APPROVED
