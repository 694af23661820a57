"""The claims list: searched, filtered, counted, folded, and done with in bulk."""

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
from tests import factories, kits
from tests.web.conftest import Come

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

TODAY = factories.AT.date()
READERS = ("REQUESTER", "MEDICAL", "LEGAL", "SIGNATORY", "AUDITOR", "ADMINISTRATOR")


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


def shown(client: Client, **query: str) -> Any:
    response = client.get(reverse("knowledge:claims"), query)
    assert response.status_code == 200
    return response


def listed(client: Client, **query: str) -> list[str]:
    return [row.claim.key for row in shown(client, **query).context["page"]]


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
    assert len(response.context["page"]) == 1
    response = come("AUDITOR").get(
        reverse("knowledge:claims"), {"state": "WITHDRAWN", "market": "GB"}
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
    groups = response.context["desk"].groups
    rows = [row for group in groups for row in (group.head, *group.folded)]
    assert sentence in next(row.why_not for row in rows if row.key == key)
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
    response = shown(come("AUDITOR"), q=key.text, channel="email", market="GB")
    first = response.context["desk"].groups[0].head
    assert first.key == key.claim.key
    assert first.why
    assert "Found:" in words_of(response)
    assert "for United Kingdom, E-mail" in words_of(response)


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
    assert response.content.decode().strip().startswith('<div id="found"')


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


# facets


def facet(response: Any, name: str) -> dict[str, str]:
    choices = response.context["desk"].facets.choices[name]
    return {value: title for value, title in choices if value}


def test_every_choice_tells_how_many_claims_it_shows(come: Come, brand: Brand) -> None:
    make_narrow_claim(brand)
    factories.make_claim(brand, "open", audiences=("HCP",), themes=("onset",))
    soon = TODAY + datetime.timedelta(days=20)
    factories.make_claim(factories.make_brand("other"), "elsewhere", expires_on=soon)
    response = shown(come("AUDITOR"))
    assert facet(response, "brand") == {
        "other": "Other (1)",
        "testavra": "Testavra (2)",
    }
    assert facet(response, "market") == {
        "GB": "United Kingdom (3)",
        "US": "United States (2)",
    }
    assert facet(response, "kind") == {
        "access": "Access (1)",
        "efficacy": "Efficacy (2)",
    }
    assert facet(response, "theme") == {
        "efficacy": "Efficacy (2)",
        "onset": "Onset (2)",
    }
    assert facet(response, "ends") == {
        "30": "Within 30 days (1)",
        "60": "Within 60 days (1)",
        "90": "Within 90 days (1)",
    }
    assert facet(response, "state")["usable"] == "May be used (3)"
    assert facet(response, "channel")["sms"] == "SMS (2)"
    narrowed = shown(come("AUDITOR"), brand="testavra", kind="access")
    assert facet(narrowed, "brand") == {"testavra": "Testavra (1)"}
    assert facet(narrowed, "kind") == {
        "access": "Access (1)",
        "efficacy": "Efficacy (1)",
    }


def test_counts_are_what_the_choice_then_shows(come: Come, every_state: Brand) -> None:
    client = come("AUDITOR")
    for name in ("state", "market", "ends", "kind"):
        for value, title in facet(shown(client), name).items():
            count = int(title.rpartition("(")[2].rstrip(")"))
            assert (
                shown(client, **{name: value}).context["page"].paginator.count == count
            )


@pytest.mark.parametrize(
    ("name", "value"),
    [("market", "XX"), ("state", "ODD"), ("ends", "8"), ("kind", "x")],
)
def test_a_choice_that_no_claim_has_counts_as_not_made(
    come: Come, brand: Brand, name: str, value: str
) -> None:
    factories.make_claim(brand, "open")
    assert listed(come("AUDITOR"), **{name: value}) == ["open"]


# on another day, and warnings


def test_a_day_asks_what_may_be_said_then(come: Come, every_state: Brand) -> None:
    client = come("AUDITOR")
    assert "pending" in listed(client, on="2026-11-22")
    assert "expired" in listed(client, on="2026-11-20")
    assert "on 20 Nov 2026" in words_of(shown(client, on="2026-11-20"))
    assert listed(client, on="someday") == listed(client)


ENDS = [
    (1, "Ends in 1 day", "bad"),
    (7, "Ends in 7 days", "bad"),
    (8, "Ends in 8 days", "warn"),
    (60, "Ends in 60 days", "warn"),
    (61, "Ends in 61 days", "accent"),
    (90, "Ends in 90 days", "accent"),
    (91, "", ""),
]


@pytest.mark.parametrize(("days", "words", "tone"), ENDS)
def test_an_end_that_is_near_is_told(
    come: Come, brand: Brand, days: int, words: str, tone: str
) -> None:
    factories.make_claim(brand, expires_on=TODAY + datetime.timedelta(days=days))
    [group] = shown(come("AUDITOR")).context["desk"].groups
    assert (group.head.ends, group.head.ends_tone) == (words, tone)


# groups, and what may not be used here


def test_what_says_nearly_the_same_is_folded(come: Come, brand: Brand) -> None:
    factories.make_claim(brand, "a-us", text="One 40 mg tablet is taken orally.")
    factories.make_claim(brand, "b-gb", text="One 40 mg tablet is taken, orally.")
    factories.make_claim(brand, "c", text="One 80 mg tablet is taken orally.")
    response = shown(come("AUDITOR"))
    groups = response.context["desk"].groups
    assert [(g.head.key, [row.key for row in g.folded]) for g in groups] == [
        ("a-us", ["b-gb"]),
        ("c", []),
    ]
    assert "1 more says nearly the same" in words_of(response)


def test_what_fits_and_may_not_be_used_stands_apart(come: Come, brand: Brand) -> None:
    text = "Zonulin rose in adults."
    factories.make_claim(brand, "open", text=text)
    factories.make_claim(brand, "spent", text=text, expires_on=TODAY)
    factories.make_claim(brand, "texting", text=text, channels=("sms",))
    response = shown(come("AUDITOR"), q="zonulin", channel="email")
    assert [row.claim.key for row in response.context["page"]] == ["open"]
    refused = {each.row.key: each.reasons for each in response.context["desk"].refused}
    assert set(refused) == {"spent", "texting"}
    before, apart = words_of(response).split("Found, but not usable here")
    assert "2 more fit but may not be used" in before
    assert "Expired on 21 Nov 2026. Usable once" in apart
    assert "Approved for sms only." in apart


def test_other_states_are_searched_too(come: Come, every_state: Brand) -> None:
    client = come("AUDITOR")
    for state, key in (("EXPIRED", "expired"), ("WITHDRAWN", "withdrawn")):
        assert key in listed(client, q=key, state=state)
    assert listed(client, q="a draft", state="DRAFT") == ["draft"]
    assert not shown(client, q="draft", state="DRAFT").context["desk"].refused


@pytest.mark.parametrize("size", [2, 8])
def test_queries_of_a_search_do_not_grow(
    come: Come,
    brand: Brand,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(size):
        factories.make_claim(brand, text=f"Zonulin rose by {number}% in adults.")
        factories.make_claim(
            brand, text=f"Zonulin fell by {number}% in adults.", expires_on=TODAY
        )
    client = come("AUDITOR")
    client.get(reverse("knowledge:claims"), {"q": "zonulin"})  # builds the index
    with django_assert_max_num_queries(45):
        client.get(reverse("knowledge:claims"), {"q": "zonulin"})


# where it leads on, and what is done with several


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("AUDITOR", ["Export"]),
        ("REQUESTER", ["New claim", "Propose from a source", "Import", "Export"]),
        (
            "MEDICAL",
            ["New claim", "Propose from a source", "Import", "Export", "To approve"],
        ),
    ],
)
def test_the_list_leads_on(
    come: Come, brand: Brand, role: str, labels: list[str]
) -> None:
    assert [link.label for link in shown(come(role)).context["links"]] == labels


def selected(client: Client, *versions: ClaimVersion, do: str) -> Any:
    query: dict[str, Any] = {"claims": [row.pk for row in versions], "do": do}
    return client.get(reverse("knowledge:selected"), query, follow=do != "export")


def test_ticked_claims_go_on_to_their_export(come: Come, brand: Brand) -> None:
    made = [factories.make_claim(brand, key) for key in ("b", "a")]
    response = selected(come("AUDITOR"), *made, do="export")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("exchange:export"))
    assert "brand=testavra" in response["Location"]
    assert "keys=a&keys=b" in response["Location"]


def test_a_file_holds_one_brand(come: Come, brand: Brand) -> None:
    other = factories.make_claim(factories.make_brand("other"))
    response = selected(
        come("AUDITOR"), factories.make_claim(brand), other, do="export"
    )
    assert response["Location"] == reverse("knowledge:claims")


@pytest.mark.parametrize("ticked", [[], ["x"], ["-1"], ["9" * 30], ["404"]])
def test_nothing_ticked_is_told(come: Come, brand: Brand, ticked: list[str]) -> None:
    address = reverse("knowledge:selected")
    query: dict[str, Any] = {"claims": ticked, "do": "suspend"}
    response = come("MEDICAL").get(address, query, follow=True)
    assert "Tick the claims first." in words_of(response)


def test_only_who_may_stop_claims_is_offered_it(come: Come, brand: Brand) -> None:
    version = factories.make_claim(brand)
    client = come("REQUESTER")
    assert 'value="suspend"' not in shown(client).content.decode()
    assert "Only a coordinator" in words_of(selected(client, version, do="suspend"))
    address = reverse("knowledge:suspend_selected")
    assert client.post(address, {"claims": [version.pk]}).status_code == 403


def test_ticked_claims_are_suspended_for_one_reason(come: Come, brand: Brand) -> None:
    made = [factories.make_claim(brand, key) for key in ("b", "a", "c")]
    factories.make_release(version=factories.make_version(claim=made[0]))
    person = factories.make_user("MEDICAL")
    client = come(user=person)
    assert "1 released asset stops" in words_of(
        selected(client, *made[:2], do="suspend")
    )
    form = {
        "claims": [row.pk for row in made[:2]],
        "reason": "The label changed.",
        "username": person.username,
        "password": factories.PASSWORD,
    }
    response = client.post(reverse("knowledge:suspend_selected"), form, follow=True)
    assert "You suspended a@1, b@1." in words_of(response)
    states = ClaimVersion.objects.order_by("claim__key").values_list("state", flat=True)
    assert list(states) == ["SUSPENDED", "SUSPENDED", "APPROVED"]


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"reason": ""}, 422, "Give the reason."),
        ({"password": "wrong"}, 403, "The password is not right."),
    ],
)
def test_a_faulty_suspension_stops_nothing_and_keeps_the_words(
    come: Come, brand: Brand, change: dict[str, str], status: int, sentence: str
) -> None:
    version = factories.make_claim(brand)
    person = factories.make_user("MEDICAL")
    form = {
        "claims": [version.pk],
        "reason": "The label changed.",
        "username": person.username,
        "password": factories.PASSWORD,
        **change,
    }
    response = come(user=person).post(reverse("knowledge:suspend_selected"), form)
    assert response.status_code == status
    assert sentence in words_of(response)
    version.refresh_from_db()
    assert version.state == ClaimState.APPROVED


def test_what_was_done_before_a_refusal_is_told(come: Come, brand: Brand) -> None:
    first, second = (factories.make_claim(brand, key) for key in ("a", "b"))
    person = factories.make_user("MEDICAL")
    claims.suspend(
        claim_version_id=second.pk, reason="Held.", by=person, at=factories.AT
    )
    form = {
        "claims": [first.pk, second.pk],
        "reason": "The label changed.",
        "username": person.username,
        "password": factories.PASSWORD,
    }
    response = come(user=person).post(reverse("knowledge:suspend_selected"), form)
    assert response.status_code == 409
    text = words_of(response)
    assert "You suspended a@1." in text
    assert "Suspend b@1" in text
    assert "Suspend a@1" not in text


@pytest.mark.parametrize(
    ("role", "offered"),
    [("AUDITOR", ["export"]), ("MEDICAL", ["export", "suspend"])],
)
def test_claims_are_ticked_for_what_the_person_may_do_with_them(
    come: Come, brand: Brand, role: str, offered: list[str]
) -> None:
    factories.make_claim(brand)
    html = shown(come(role)).content.decode()
    assert re.findall(r'name="do" value="(\w+)"', html) == offered
    assert 'type="checkbox"' in html


def test_counts_follow_every_change_of_a_claim(come: Come, brand: Brand) -> None:
    client, by = come("AUDITOR"), factories.make_user("MEDICAL")
    version = factories.make_claim(brand)
    assert facet(shown(client), "state")["usable"] == "May be used (1)"
    claims.suspend(claim_version_id=version.pk, reason="Held.", by=by, at=factories.AT)
    assert facet(shown(client), "state")["SUSPENDED"] == "Suspended (1)"
    assert listed(client) == []
    draft = factories.redraft_claim(version, by=by)
    assert facet(shown(client), "state")["DRAFT"] == "Drafts (1)"
    assert listed(client, state="DRAFT") == [draft.claim.key]
