"""A claim's way: two people sign it in their browsers, one stops it, one starts it."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from knowledge_base.models import ClaimState, ClaimVersion
from review.models import Signature
from tests import factories, kits
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter
from tests.journeys.worlds import INES, MARA, RHEA

pytestmark = pytest.mark.browser

CLAIM = f"/claims/{kits.SLUG}/once-daily/"


@pytest.fixture
def drafts(staff: dict[str, User]) -> list[ClaimVersion]:
    """Two revisions by a marketer, to be approved."""
    rows = ClaimVersion.objects.filter(claim__key__in=["once-daily", "fewer-flares"])
    return [
        factories.redraft_claim(
            row, text=f"{row.text[:-1]} each time.", by=staff[MARA], at=worlds.at()
        )
        for row in rows.order_by("claim__key")
    ]


def test_two_people_approve_and_the_revision_takes_over(
    house: str, visit: Visit, drafts: list[ClaimVersion]
) -> None:
    page = visit(base_url=house)
    enter(page, house, INES)
    page.goto("/")
    page.get_by_role("link", name="To approve").click()
    for draft in drafts:
        page.get_by_label(f"Approve {draft.claim.key}@2").check()
    _sign(page.get_by_role("main"), INES, "Sign and approve")
    expect(page.get_by_role("status")).to_contain_text("You approved 2 claims")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()

    page = visit(base_url=house)
    enter(page, house, RHEA)
    page.goto(f"{CLAIM}?version=2")
    approvals = page.get_by_role("region", name="Approvals")
    expect(approvals).to_contain_text("Dr Ines Kovac, approved")
    _take(page, "Approve it for Regulatory", RHEA, "Sign for Regulatory")
    expect(page.get_by_role("status")).to_contain_text("It is in force now.")
    expect(page.get_by_role("heading", name="once-daily@2")).to_be_visible()
    states = ClaimVersion.objects.filter(claim__key="once-daily").order_by("version")
    assert [row.state for row in states] == [
        ClaimState.SUPERSEDED,
        ClaimState.APPROVED,
    ]
    assert Signature.objects.filter(subject__startswith="claim:").count() == 3

    page.get_by_role("link", name="Compare with the one before").click()
    row = page.get_by_role("row", name="Wording")
    expect(row.locator("ins")).to_contain_text("each time")


def test_a_claim_is_stopped_for_now_and_started_again(house: str, page: Page) -> None:
    enter(page, house, RHEA)
    page.goto(CLAIM)
    _take(page, "Suspend it for now", RHEA, "Suspend this claim", "A new signal.")
    expect(page.get_by_role("status")).to_contain_text("Suspended.")
    page.get_by_role("link", name="To approve").click()
    expect(page.get_by_role("main")).to_contain_text("A new signal.")
    page.get_by_role("link", name="Reconfirm once-daily@1 or withdraw").click()
    _take(page, "Reconfirm it", "", "Sign and reconfirm", "It was a false alarm.")
    expect(page.get_by_role("status")).to_contain_text("Reconfirmed.")
    version = ClaimVersion.objects.get(claim__key="once-daily")
    assert version.state == ClaimState.APPROVED


def _take(page: Page, title: str, name: str, button: str, reason: str = "") -> None:
    form = page.locator("details", has_text=title)
    form.get_by_text(title).click()
    if reason:
        form.get_by_role("textbox").first.fill(reason)
    _sign(form, name, button)


def _sign(place: Locator, name: str, button: str) -> None:
    """Name and password first, then the password alone."""
    if name:
        place.get_by_label("Sign-in name").fill(name)
    place.get_by_label("Password").fill(factories.PASSWORD)
    place.get_by_role("button", name=button).click()
