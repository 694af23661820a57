"""The library and the pages of its assets: what is served, and how it is stopped."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from knowledge_base import claims
from review import delivery
from review.models import Release
from review.states import ReleaseState
from tests import factories
from tests.web.conftest import Come
from tests.web.test_reviewing import words_of
from web.presenters import releasing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("still_clock", "no_fresh_check"),
]

STOPPED = [
    (ReleaseState.SUSPENDED, "This asset is suspended for now: A question came up."),
    (ReleaseState.WITHDRAWN, "This asset was withdrawn: A question came up."),
    (ReleaseState.EXPIRED, "This asset is past its last day"),
    (ReleaseState.SUPERSEDED, "This asset was replaced"),
]


def library(client: Client, query: str = "") -> str:
    response = client.get(f"/library/?{query}")
    assert response.status_code == 200
    return words_of(response.content.decode())


def asset(client: Client, release: Release) -> str:
    response = client.get(reverse("releasing:asset", args=[release.uid]))
    assert response.status_code == 200
    return response.content.decode()


def take(client: Client, step: str, release: Release, **sent: str):  # type: ignore[no-untyped-def]
    return client.post(reverse(f"releasing:{step}", args=[release.uid]), sent)


# the library


def test_an_empty_library_says_what_comes_before(come: Come) -> None:
    text = library(come("AUDITOR"))
    assert "Nothing is released yet." in text
    assert "a coordinator releases it" in text


def test_an_asset_is_listed_with_code_end_and_fetches(come: Come) -> None:
    version = factories.make_version(subject="Fewer attacks")
    release = factories.make_release(version=version)
    key, _ = factories.make_key()
    delivery.fetch(key, str(release.uid), at=factories.AT)
    text = library(come("REQUESTER"))
    assert "Fewer attacks" in text
    assert release.code in text
    assert "Testavra · United States · E-mail · HCP" in text
    assert "21 Nov 2027" in text
    assert "1 21 Nov 2026, 09:30 UTC" in text
    assert "Not served" not in text


@pytest.mark.parametrize(("state", "sentence"), STOPPED)
def test_what_is_stopped_says_why(
    come: Come, state: ReleaseState, sentence: str
) -> None:
    release = factories.make_release(state)
    text = library(come("REQUESTER"), f"state={state.value}")
    assert f"Not served: {sentence}" in text
    assert sentence in asset(come("REQUESTER"), release)


def test_a_withdrawn_claim_shows_at_once(come: Come) -> None:
    release = factories.make_release()
    client = come("REQUESTER")
    assert "Platforms are served right now" in asset(client, release)
    carried = release.claims.get().claim_version
    claims.withdraw(
        claim_version_id=carried.pk,
        reason="New data.",
        by=factories.make_user("MEDICAL"),
        at=factories.AT,
    )
    sentence = f"Claim {carried.claim.key}@1 was withdrawn."
    assert f"Not served: {sentence}" in library(client)
    html = asset(client, release)
    assert sentence in html
    assert "Withdrawn by" in html
    assert "New data." in html


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-1, "over", "bad"),
        (0, "over", "bad"),
        (1, "in 1 day", "bad"),
        (7, "in 7 days", "bad"),
        (8, "in 8 days", "warn"),
        (30, "in 30 days", "warn"),
        (60, "in 60 days", "warn"),
        (61, "in 61 days", "accent"),
        (90, "in 90 days", "accent"),
        (91, "", ""),
    ],
)
def test_the_end_is_announced_in_time(days: int, words: str, tone: str) -> None:
    today = datetime.date(2026, 11, 21)
    ending = releasing._ending(today + datetime.timedelta(days=days), today)
    assert (ending.words, ending.tone) == (words, tone)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"US", "GB"}),
        ("market=GB", {"GB"}),
        ("market=DE", {"US", "GB"}),
        ("channel=sms", {"GB"}),
        ("channel=email&market=US", {"US"}),
        ("state=RELEASED", {"US", "GB"}),
        ("state=WITHDRAWN", set()),
        ("brand=testavra", {"US", "GB"}),
        ("before=1000000", {"US", "GB"}),
        ("before=nonsense", {"US", "GB"}),
    ],
)
def test_filters_narrow_the_library(come: Come, query: str, found: set[str]) -> None:
    made = {
        "US": factories.make_release().code,
        "GB": factories.make_release(market="GB", channel="sms").code,
    }
    text = library(come("COORDINATOR"), query)
    assert {market for market, code in made.items() if code in text} == found
    if not found:
        assert "No asset matches these filters." in text


def test_pages_of_the_library_follow_each_other(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "ROWS", 1)
    codes = [factories.make_release().code for _ in range(3)]
    client, query, seen = come("AUDITOR"), "market=US", []
    for _ in range(3):
        page = client.get(f"/library/?{query}").context["page"]
        seen += [row.code for row in page.rows]
        query = f"market=US&before={page.older}"
    assert seen == codes[::-1]
    assert page.older is None


@pytest.mark.parametrize("query", ["before=1", "market=US&before=1"])
def test_a_place_before_every_asset_says_so(come: Come, query: str) -> None:
    release = factories.make_release()
    assert release.pk >= 1
    response = come("AUDITOR").get(f"/library/?{query}")
    text = response.content.decode()
    assert "No older asset." in text
    assert "Nothing is released yet." not in text
    newest = "?market=US&amp;" if "market" in query else "?"
    assert f'href="{newest}">See the newest assets' in text


def test_ten_assets_cost_no_more_than_two(
    come: Come, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, counts = come("AUDITOR"), []
    for more in (2, 8):
        for _ in range(more):
            factories.make_release()
        with django_assert_max_num_queries(20) as queries:
            client.get("/library/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# one asset


def test_an_asset_shows_its_record(come: Come) -> None:
    release = factories.make_release(market="GB")
    html = asset(come("AUDITOR"), release)
    text = words_of(html)
    assert release.code in text
    assert release.content_sha256 in text
    assert text.count(", approved, 21 November 2026 09:30 UTC") == 3
    assert ", certified, 21 November 2026 09:30 UTC" in text
    assert "Composer: assembled from approved statements" in text
    assert "No platform has fetched it yet." in text
    assert factories.CLAIM in text
    assert f'src="/library/{release.uid}/preview/"' in html
    assert 'sandbox=""' in html
    assert f'href="/reviews/{release.review_id}/"' in html


def test_receipts_name_platform_time_and_answer(come: Come) -> None:
    release = factories.make_release()
    key, _ = factories.make_key()
    delivery.fetch(key, str(release.uid), at=factories.AT)
    claims.withdraw(
        claim_version_id=release.claims.get().claim_version_id,
        reason="New data.",
        by=factories.make_user("MEDICAL"),
        at=factories.AT,
    )
    with pytest.raises(delivery.NotServedError):
        delivery.fetch(key, str(release.uid), at=factories.AT)
    text = words_of(asset(come("AUDITOR"), release))
    assert key.name in text
    assert "200 served" in text
    assert "410 claim withdrawn" in text


def test_a_replaced_asset_leads_to_its_successor(come: Come) -> None:
    release = factories.make_release(ReleaseState.SUPERSEDED)
    assert release.superseded_by
    html = asset(come("AUDITOR"), release)
    assert f'href="/library/{release.superseded_by.uid}/"' in html


def test_the_final_form_stands_in_a_strict_frame(come: Come) -> None:
    release = factories.make_release()
    response = come("AUDITOR").get(f"/library/{release.uid}/preview/")
    policy = response["Content-Security-Policy"]
    assert response.content.decode() == release.body["html"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy


def test_a_text_message_is_previewed_as_text(come: Come) -> None:
    release = factories.make_release(channel="sms")
    response = come("AUDITOR").get(f"/library/{release.uid}/preview/")
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode() == release.body["plain_text"]
    html = asset(come("AUDITOR"), release)
    assert 'class="bubble"' in html
    assert "<iframe" not in html


@pytest.mark.parametrize("name", ["asset", "preview"])
def test_an_unknown_asset_is_not_there(come: Come, name: str) -> None:
    nowhere = "00000000-0000-4000-8000-000000000000"
    address = reverse(f"releasing:{name}", args=[nowhere])
    assert come("AUDITOR").get(address).status_code == 404


# stopping and starting


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        ("REQUESTER", set()),
        ("MEDICAL", {"Sign and withdraw"}),
        ("LEGAL", set()),
        ("REGULATORY", {"Suspend", "Resume", "Sign and withdraw"}),
        ("SIGNATORY", set()),
        ("COORDINATOR", {"Suspend", "Resume", "Sign and withdraw"}),
        ("AUDITOR", set()),
        ("ADMINISTRATOR", set()),
    ],
)
def test_each_role_finds_its_own_steps(come: Come, role: str, steps: set[str]) -> None:
    html = asset(come(role), factories.make_release())
    names = {"Suspend", "Resume", "Sign and withdraw"}
    assert {name for name in names if f">{name}</button>" in html} == steps
    if "Resume" in steps:
        assert (
            "This asset is released and the step is for one that is suspended." in html
        )


def test_an_asset_is_suspended_and_resumed(come: Come) -> None:
    release, client = factories.make_release(), come("COORDINATOR")
    response = take(client, "suspend", release, reason="A question.")
    assert response.status_code == 302
    html = asset(client, release)
    assert f"{release.code} is suspended." in html
    assert "This asset is suspended for now: A question." in html
    assert take(client, "resume", release, reason="Answered.").status_code == 302
    html = asset(client, release)
    assert f"{release.code} is served again." in html
    assert "Platforms are served right now" in html


def test_an_asset_is_withdrawn_with_a_signature(come: Come) -> None:
    release, person = factories.make_release(), factories.make_user("MEDICAL")
    client = come(user=person)
    response = take(
        client,
        "withdraw",
        release,
        reason="Unsafe.",
        username=person.username,
        password=factories.PASSWORD,
    )
    assert response.status_code == 302
    assert f"{release.code} is withdrawn for good." in asset(client, release)
    assert Release.objects.get(pk=release.pk).state == ReleaseState.WITHDRAWN


@pytest.mark.parametrize(
    ("step", "sent", "status", "sentence"),
    [
        ("suspend", {}, 422, "Give the reason."),
        (
            "resume",
            {"reason": "Now."},
            409,
            "This asset is released and the step is for one that is suspended.",
        ),
        ("withdraw", {"reason": "Now."}, 422, "Give your password"),
        ("withdraw", {"password": "x"}, 422, "Give the reason."),
        (
            "withdraw",
            {"reason": "Kept words", "username": "?", "password": "a guess"},
            403,
            "Sign with your own sign-in name.",
        ),
    ],
)
def test_a_refused_step_says_why_and_keeps_the_reason(
    come: Come, step: str, sent: dict[str, str], status: int, sentence: str
) -> None:
    release = factories.make_release()
    response = take(come("COORDINATOR"), step, release, **sent)
    html = response.content.decode()
    assert response.status_code == status
    assert sentence in html
    assert step == "resume" or sent.get("reason", "") in html
    assert Release.objects.get(pk=release.pk).state == ReleaseState.RELEASED


def test_resuming_asks_every_gate_again(come: Come) -> None:
    release = factories.make_release(ReleaseState.SUSPENDED)
    claims.withdraw(
        claim_version_id=release.claims.get().claim_version_id,
        reason="New data.",
        by=factories.make_user("MEDICAL"),
        at=factories.AT,
    )
    response = take(come("COORDINATOR"), "resume", release, reason="Answered.")
    assert response.status_code == 422
    assert "may not be used on 21 November 2026" in response.content.decode()


def test_the_day_of_the_end_is_the_first_without(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, client = factories.make_release(), come("AUDITOR")
    year_later = factories.AT + datetime.timedelta(days=365)
    monkeypatch.setattr(timezone, "now", lambda: year_later)
    client = come("AUDITOR")
    assert f"This asset expired on {release.expires_on}." in library(client)


@pytest.mark.parametrize("step", ["suspend", "resume", "withdraw"])
def test_steps_are_taken_by_post_and_on_what_is_there(come: Come, step: str) -> None:
    client = come("COORDINATOR")
    nowhere = "00000000-0000-4000-8000-000000000000"
    address = reverse(f"releasing:{step}", args=[nowhere])
    assert client.get(address).status_code == 405
    assert client.post(address, {"reason": "None."}).status_code == 404
