"""The claims browser and a claim's page: found, explained, withdrawn."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from knowledge_base import claims
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimState,
    ClaimVersion,
    Reference,
)
from review.models import Fetch
from review.states import ReviewState
from tests import factories, kits
from tests.web.conftest import Come
from web.presenters import claims as claim_rows
from web.presenters import knowledge

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


def make_narrow_claim(brand: Brand) -> None:
    version = ClaimVersion.objects.create(
        claim=Claim.objects.create(brand=brand, key="gb-only", kind="access"),
        version=1,
        text="Calm words.",
        sha256="0" * 64,
        market_codes=("GB",),
        channels=("email",),
        themes=("efficacy",),
        drafted_at=factories.AT,
    )
    by = factories.make_user("MEDICAL")
    claims.put_in_force(version, by=by, at=factories.AT)


def words_of(response: Any) -> str:
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def listed(client: Client, **query: str) -> list[str]:
    response = client.get(reverse("knowledge:claims"), query)
    assert response.status_code == 200
    return [row.key for row in response.context["rows"]]


def address(version: ClaimVersion, name: str = "claim") -> str:
    claim = version.claim
    return reverse(f"knowledge:{name}", args=[claim.brand.slug, claim.key])


# the list


@pytest.mark.parametrize("role", READERS)
def test_everybody_with_a_role_may_read(come: Come, brand: Brand, role: str) -> None:
    factories.make_claim(brand, "first")
    assert listed(come(role)) == ["first"]


def test_nobody_without_a_role_may(come: Come) -> None:
    response = come().get(reverse("knowledge:claims"))
    assert response.status_code == 403
    assert "You have no role here yet" in words_of(response)


def test_without_a_question_claims_stand_by_key(come: Come, brand: Brand) -> None:
    for key in ("b-claim", "c-claim", "a-claim"):
        factories.make_claim(brand, key)
    assert listed(come("AUDITOR")) == ["a-claim", "b-claim", "c-claim"]


def test_an_empty_house_says_what_to_do(come: Come) -> None:
    response = come("AUDITOR").get(reverse("knowledge:claims"))
    assert "There are no claims yet." in words_of(response)
    assert "load_kit" in words_of(response)


def test_no_hit_says_what_to_do(come: Come, brand: Brand) -> None:
    factories.make_claim(brand)
    response = come("AUDITOR").get(reverse("knowledge:claims"), {"kind": "unknown"})
    assert response.context["rows"]
    response = come("AUDITOR").get(
        reverse("knowledge:claims"), {"q": "zebra", "state": "all"}
    )
    assert "No claim fits." in words_of(response)


STATES = [
    ("", ["revised", "usable"]),
    ("usable", ["revised", "usable"]),
    ("EXPIRED", ["expired"]),
    ("PENDING", ["pending"]),
    ("WITHDRAWN", ["withdrawn"]),
    ("SUPERSEDED", ["revised"]),
    ("DRAFT", ["draft"]),
]


@pytest.fixture
def every_state(brand: Brand) -> Brand:
    by = factories.make_user("MEDICAL")
    factories.make_claim(brand, "usable")
    factories.make_claim(brand, "expired", expires_on=TODAY)
    tomorrow = TODAY + datetime.timedelta(days=1)
    factories.make_claim(brand, "pending", valid_from=tomorrow)
    gone = factories.make_claim(brand, "withdrawn")
    claims.withdraw(
        claim_version_id=gone.pk, reason="A new signal.", by=by, at=factories.AT
    )
    factories.revise_claim(factories.make_claim(brand, "revised"))
    draft = Claim.objects.create(brand=brand, key="draft", kind="safety")
    ClaimVersion.objects.create(
        claim=draft,
        version=1,
        text="A draft.",
        sha256="0" * 64,
        market_codes=("US",),
        drafted_at=factories.AT,
    )
    fallen = factories.make_claim(brand, "fallen")
    Reference.objects.filter(citations__claim_version=fallen).update(
        retracted_at=factories.AT
    )
    stale = factories.make_claim(brand, "stale")
    Reference.objects.filter(citations__claim_version=stale).update(expires_on=TODAY)
    return brand


@pytest.mark.parametrize(("state", "keys"), STATES)
def test_states_filter(
    come: Come, every_state: Brand, state: str, keys: list[str]
) -> None:
    assert listed(come("AUDITOR"), state=state) == keys


SENTENCES = [
    ("expired", "Expired on 21 Nov 2026."),
    ("pending", "Not valid before 22 Nov 2026."),
    ("withdrawn", "on 21 Nov 2026: A new signal."),
    ("draft", "A draft: nobody has approved it yet."),
    ("fallen", "was retracted on 21 Nov 2026."),
    ("stale", "expired on 21 Nov 2026."),
]


@pytest.mark.parametrize(("key", "sentence"), SENTENCES)
def test_what_cannot_be_used_says_why(
    come: Come, every_state: Brand, key: str, sentence: str
) -> None:
    client = come("AUDITOR")
    response = client.get(reverse("knowledge:claims"), {"state": "all", "q": key})
    row = next(row for row in response.context["rows"] if row.key == key)
    assert sentence in row.why_not
    assert sentence in words_of(response)


def test_a_revised_claim_says_so(come: Come, every_state: Brand) -> None:
    response = come("AUDITOR").get(reverse("knowledge:claims"), {"state": "SUPERSEDED"})
    assert "Replaced by a newer revision." in words_of(response)


FILTERS = [
    ({"brand": "testavra"}, ["gb-only", "open"]),
    ({"brand": "other"}, ["elsewhere"]),
    ({"market": "GB"}, ["elsewhere", "gb-only", "open"]),
    ({"market": "US"}, ["elsewhere", "open"]),
    ({"channel": "sms"}, ["elsewhere", "open"]),
    ({"channel": "email"}, ["elsewhere", "gb-only", "open"]),
    ({"audience": "PAYER"}, ["elsewhere", "gb-only"]),
    ({"theme": "onset"}, ["elsewhere", "open"]),
    ({"kind": "efficacy", "market": "US"}, ["elsewhere", "open"]),
    ({"market": "no such market"}, ["elsewhere", "gb-only", "open"]),
]


@pytest.mark.parametrize(("query", "keys"), FILTERS)
def test_filters(
    come: Come, brand: Brand, query: dict[str, str], keys: list[str]
) -> None:
    make_narrow_claim(brand)
    factories.make_claim(brand, "open", audiences=("HCP",), themes=("onset",))
    factories.make_claim(factories.make_brand("other"), "elsewhere")
    assert listed(come("AUDITOR"), **query) == keys


def test_a_question_finds_with_reasons(come: Come, calvoryn: Brand) -> None:
    key = ClaimVersion.objects.filter(state=ClaimState.APPROVED).order_by("pk")[0]
    response = come("AUDITOR").get(reverse("knowledge:claims"), {"q": key.text})
    assert response.context["rows"][0].key == key.claim.key
    assert response.context["rows"][0].why
    assert "Found:" in words_of(response)
    assert "Searched by meaning among what may be said today in E-mail" in words_of(
        response
    )


def test_a_question_obeys_the_filters(come: Come, calvoryn: Brand) -> None:
    client = come("AUDITOR")
    text = ClaimVersion.objects.earliest("pk").text
    kinds = set(Claim.objects.values_list("kind", flat=True))
    for kind in kinds:
        found = set(listed(client, q=text, kind=kind, brand="calvoryn", market="US"))
        assert found <= set(
            Claim.objects.filter(kind=kind).values_list("key", flat=True)
        )


def test_live_search_swaps_only_the_list(come: Come, brand: Brand) -> None:
    factories.make_claim(brand)
    headers = {"HX-Request": "true", "HX-Target": "found"}
    response = come("AUDITOR").get(reverse("knowledge:claims"), headers=headers)
    assert response.content.decode().strip().startswith('<section id="found"')


def test_pages_of_a_long_list_keep_the_question(come: Come, brand: Brand) -> None:
    for number in range(30):
        factories.make_claim(brand, f"key-{number:02}")
    response = come("AUDITOR").get(reverse("knowledge:claims"), {"market": "US"})
    assert "?market=US&amp;page=2" in response.content.decode()
    assert listed(come("AUDITOR"), market="US", page="2")[0] == "key-25"


@pytest.mark.parametrize("size", [2, 10])
def test_queries_of_the_list_do_not_grow(
    come: Come,
    brand: Brand,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(size):
        factories.make_claim(brand)
    client = come("AUDITOR")
    with django_assert_max_num_queries(13):
        client.get(reverse("knowledge:claims"))


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
    with django_assert_max_num_queries(20):
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
    assert "It is withdrawn; only an approved claim can be withdrawn." in text
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
    assert "only an approved claim can be withdrawn" in words_of(again)


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


def test_offers_hold_only_what_claims_have(brand: Brand) -> None:
    factories.make_claim(brand, themes=("onset",))
    offered = knowledge.offered()
    assert offered["theme"] == (("onset", "Onset"),)
    assert offered["kind"] == (("efficacy", "Efficacy"),)
    assert [code for code, _ in offered["market"]] == ["GB", "US"]
