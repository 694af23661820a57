"""Looking for a claim: live search, counts that follow, and what may not be used."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from knowledge_base.models import ClaimState, ClaimVersion
from tests import factories
from tests.journeys import worlds
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.browser


def test_the_list_follows_what_is_typed_and_chosen(
    page: Page, house: str, console: list[str]
) -> None:
    sign_in(page, worlds.MARA)
    page.goto("/claims/")
    page.evaluate("document.body.dataset.stayed = 'yes'")
    page.get_by_label("Search by meaning, words, figures or key").fill("gout flares")
    first = page.locator("#found .claim-rows > li").first
    expect(first.get_by_role("link")).to_contain_text("fewer-flares@1")
    expect(first).to_contain_text("Found:")
    expect(page).to_have_url(re.compile(r"q=gout(\+|%20)flares"))

    page.get_by_label("Search by meaning").fill("one Calvoryn tablet daily")
    expect(first.get_by_role("link")).to_contain_text("once-daily@1")
    page.get_by_label("Kind").focus()
    page.keyboard.press("D")
    expect(page.locator("#found [role=status]")).to_contain_text("1 claim")
    expect(page.get_by_label("Kind")).to_be_focused()
    expect(page.get_by_label("Kind").locator("option:checked")).to_have_text(
        "Dosing (1)"
    )
    assert page.evaluate("document.body.dataset.stayed") == "yes"
    expect(page.get_by_label("Search by meaning")).to_have_value(
        "one Calvoryn tablet daily"
    )


def test_on_a_later_day_the_refused_stand_apart_with_the_reason(
    page: Page, house: str, console: list[str]
) -> None:
    sign_in(page, worlds.MARA)
    page.goto("/claims/?q=gout+flares")
    page.get_by_label("On the day").fill("2029-01-01")
    apart = page.get_by_role("region", name="Found, but not usable here")
    expect(apart).to_contain_text("Expired on")
    expect(page.get_by_text("No claim fits that may be used.")).to_be_visible()


def test_ticked_claims_are_suspended_together(
    page: Page, house: str, staff: dict[str, User], console: list[str]
) -> None:
    sign_in(page, worlds.INES)
    page.goto("/claims/")
    for key in ("fewer-flares@1", "once-daily@1"):
        page.get_by_label(f"Tick {key}").check()
    page.get_by_role("button", name="Suspend").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Suspend claims")
    page.get_by_label("Why must it wait?").fill("The label changed.")
    page.get_by_label("Sign-in name").fill(worlds.INES)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign and suspend").click()
    expect(page.get_by_role("status").first).to_contain_text("You suspended")
    held = ClaimVersion.objects.filter(state=ClaimState.SUSPENDED)
    assert held.count() == 2
