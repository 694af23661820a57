"""Steps on messages: a second click, a stale page and a race write nothing more."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from content_engine.models import GenerationRun, VariantVersion
from knowledge_base.models import LedgerEntry
from review.models import Release, Review, Signature
from review.states import ReviewState
from tests import factories
from tests.web import markup, worlds
from tests.web.worlds import World

pytestmark = pytest.mark.django_db
WORDS = 'Because "<b>" & so.'
Sent = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with worlds.shared(django_db_blocker) as built:
        yield built


def signed(world: World, role: str, **more: Any) -> dict[str, Any]:
    person = world.people[role]
    typed = {"username": person.username, "password": factories.PASSWORD}
    return {**typed, **more}


def review_step(world: World, which: str, name: str) -> str:
    return reverse(f"reviewing:{name}", args=[world.reviews[which].pk])


def asset_step(world: World, which: str, name: str) -> str:
    return reverse(f"releasing:{name}", args=[world.releases[which].uid])


def decide(world: World) -> Sent:
    review = world.reviews["waiting"]
    said = {"function": "MEDICAL", "verdict": "REQUEST_CHANGES", "comment": WORDS}
    said["expected_sha256"] = review.content_sha256
    return (
        "MEDICAL",
        review_step(world, "waiting", "decide"),
        signed(world, "MEDICAL", **said),
    )


def cancel(world: World) -> Sent:
    return "COORDINATOR", review_step(world, "waiting", "cancel"), {"reason": WORDS}


def certify(world: World) -> Sent:
    address = review_step(world, "approved-gb", "certify")
    return "SIGNATORY", address, signed(world, "SIGNATORY")


def release(world: World) -> Sent:
    return "COORDINATOR", review_step(world, "approved", "release"), {}


def suspend(world: World) -> Sent:
    return "REGULATORY", asset_step(world, "released", "suspend"), {"reason": WORDS}


def resume(world: World) -> Sent:
    return "COORDINATOR", asset_step(world, "suspended", "resume"), {"reason": WORDS}


def withdraw(world: World) -> Sent:
    sent = signed(world, "COORDINATOR", reason=WORDS)
    return "COORDINATOR", asset_step(world, "released", "withdraw"), sent


def submit(world: World) -> Sent:
    return "REQUESTER", f"{world.variant_page('unsent')}submit/", {}


def submit_family(world: World) -> Sent:
    return "REQUESTER", f"{world.family_page('unsent')}submit/", {}


def run_again(world: World) -> Sent:
    return "REQUESTER", f"{world.family_page('failed')}again/", {}


STEPS: dict[str, Callable[[World], Sent]] = {
    "decide": decide,
    "cancel": cancel,
    "certify": certify,
    "release": release,
    "suspend": suspend,
    "resume": resume,
    "withdraw": withdraw,
    "submit": submit,
    "submit a family": submit_family,
    "run again": run_again,
}
# What a second click is told, and with which status.
AGAIN = {
    "decide": (409, "changes requested"),
    "cancel": (409, "cancelled"),
    "certify": (409, "certified"),
    "release": (409, "released"),
    "suspend": (409, "suspended"),
    "resume": (409, "released"),
    "withdraw": (409, "withdrawn"),
    "submit": (409, "in review"),
    "submit a family": (302, ""),
    "run again": (409, "run"),
}


def standing() -> tuple[Any, ...]:
    """All that a second click could have changed."""
    return (
        list(LedgerEntry.objects.values_list("action", flat=True)),
        Signature.objects.count(),
        VariantVersion.objects.count(),
        GenerationRun.objects.count(),
        sorted(Review.objects.values_list("pk", "state")),
        sorted(Release.objects.values_list("pk", "state")),
    )


def page_of(response: Any) -> markup.Page:
    return markup.Page(b"".join(response).decode())


def send(world: World, sent: Sent, **changes: Any) -> Any:
    role, address, data = sent
    return world.client(role).post(address, {**data, **changes})


@pytest.mark.parametrize("name", STEPS)
def test_a_second_click_writes_nothing_more(world: World, name: str) -> None:
    sent, before = STEPS[name](world), standing()
    first = send(world, sent)
    assert first.status_code == 302
    taken = standing()
    assert taken != before
    again = send(world, sent)
    status, words = AGAIN[name]
    assert (again.status_code, standing()) == (status, taken)
    page = page_of(again)
    assert words in page.text.lower()
    assert status == 302 or list(markup.of_house(page)) == []


@pytest.mark.parametrize("name", STEPS)
def test_what_a_step_leads_to_may_be_read_by_who_took_it(
    world: World, name: str
) -> None:
    sent = STEPS[name](world)
    first = send(world, sent)
    assert world.client(sent[0]).get(first["Location"]).status_code == 200


# Two people at one review


@pytest.mark.parametrize(
    ("role", "verdict"),
    [
        ("LEGAL", "APPROVE"),
        ("LEGAL", "REJECT"),
        ("REGULATORY", "APPROVE"),
        ("REGULATORY", "REQUEST_CHANGES"),
    ],
)
def test_a_verdict_that_comes_after_the_end_keeps_its_comment(
    world: World, role: str, verdict: str
) -> None:
    send(world, decide(world))
    taken, review = standing(), world.reviews["waiting"]
    said = {"function": role, "verdict": verdict, "comment": WORDS}
    said["expected_sha256"] = review.content_sha256
    address = review_step(world, "waiting", "decide")
    late = world.client(role).post(address, signed(world, role, **said))
    assert late.status_code in (403, 409)
    assert standing()[1:] == taken[1:]
    page = page_of(late)
    alerts = [e for e in page.elements if e.attributes.get("role") == "alert"]
    assert alerts
    assert WORDS in page.text
    assert factories.PASSWORD not in b"".join(late).decode()


@pytest.mark.parametrize("role", ["MEDICAL", "LEGAL", "REGULATORY"])
def test_a_review_that_was_taken_back_is_decided_by_nobody(
    world: World, role: str
) -> None:
    send(world, cancel(world))
    taken = standing()
    said = {"function": role, "verdict": "APPROVE"}
    said["expected_sha256"] = world.reviews["waiting"].content_sha256
    address = review_step(world, "waiting", "decide")
    late = world.client(role).post(address, signed(world, role, **said))
    assert late.status_code in (403, 409)
    assert standing()[1:] == taken[1:]


ENDED = {
    ReviewState.CHANGES_REQUESTED: ("certify", "release"),
    ReviewState.REJECTED: ("certify", "release", "cancel"),
    ReviewState.CANCELLED: ("certify", "release", "cancel"),
}


@pytest.mark.parametrize(
    ("state", "name"), [(state, name) for state in ENDED for name in ENDED[state]]
)
def test_what_is_not_approved_goes_no_further(
    world: World, name: str, state: ReviewState
) -> None:
    which = {
        ReviewState.CHANGES_REQUESTED: "changes",
        ReviewState.REJECTED: "rejected",
        ReviewState.CANCELLED: "cancelled",
    }[state]
    role, _, data = STEPS[name](world)
    before = standing()
    address = review_step(world, which, name)
    response = world.client(role).post(address, data)
    assert response.status_code in (403, 409, 422)
    assert standing()[1:] == before[1:]
    world.reviews[which].refresh_from_db()
    assert world.reviews[which].state == state


# Two people at one asset


@pytest.mark.parametrize("first", ["suspend", "withdraw"])
@pytest.mark.parametrize("second", ["suspend", "resume", "withdraw"])
def test_steps_on_an_asset_follow_its_state_alone(
    world: World, first: str, second: str
) -> None:
    address = {
        name: asset_step(world, "released", name)
        for name in ("suspend", "resume", "withdraw")
    }
    sent = signed(world, "COORDINATOR", reason=WORDS)
    client = world.client("COORDINATOR")
    assert client.post(address[first], sent).status_code == 302
    taken = standing()
    response = client.post(address[second], sent)
    may = first == "suspend" and second in ("resume", "withdraw")
    assert response.status_code == (302 if may else 409)
    if not may:
        assert standing()[1:] == taken[1:]
        page = page_of(response)
        assert [e for e in page.elements if e.attributes.get("role") == "alert"]


@pytest.mark.parametrize("name", ["suspend", "resume", "withdraw"])
@pytest.mark.parametrize("reason", ["", "   "], ids=["none", "blank"])
def test_a_stop_without_a_reason_is_refused_and_shown_open(
    world: World, name: str, reason: str
) -> None:
    role, address, data = STEPS[name](world)
    before = standing()
    response = world.client(role).post(address, {**data, "reason": reason})
    assert response.status_code == 422
    assert standing() == before
    page = page_of(response)
    assert list(markup.of_house(page)) == []


# Stale words


def edited(world: World, **changes: Any) -> Sent:
    version = world.versions["unsent"]
    stretch = version.parts.get(name="subject").segments.get()
    said = {
        "expected_sha256": version.content_sha256,
        f"segment_{stretch.pk}": "A quieter subject",
    }
    address = reverse("marketing:edit", args=[version.variant.uid])
    return "REQUESTER", address, said | changes


@pytest.mark.parametrize(
    "seen", ["0" * 64, "", "nonsense"], ids=["other", "none", "nonsense"]
)
def test_a_page_of_other_words_is_not_saved(world: World, seen: str) -> None:
    before = standing()
    response = send(world, edited(world, expected_sha256=seen))
    assert response.status_code == 409
    assert (
        "Somebody edited this variant since you opened the page"
        in page_of(response).text
    )
    assert standing() == before


def test_a_page_of_other_words_comes_back_with_the_typed_words(world: World) -> None:
    role, address, said = edited(world, expected_sha256="0" * 64)
    response = world.client(role).post(address, said)
    typed = [e.text.strip() for e in page_of(response).all("textarea")]
    assert "A quieter subject" in typed
