"""A platform's way: it reads the documents, fetches, and is refused what fell."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from knowledge_base.models import ClaimState, ClaimVersion
from review.models import Release
from tests import factories
from tests.journeys import worlds
from tests.journeys.conftest import enter
from tests.journeys.worlds import ABEL, INES, MARA

pytestmark = pytest.mark.browser

REASON = "The sponsor corrected the table it stands on."


@pytest.fixture
def asset(staff: dict[str, User]) -> Release:
    """A released e-mail."""
    family = worlds.family(staff[MARA])
    review = worlds.review(family.variants.all()[0], staff[MARA])
    return worlds.released(worlds.approved(review, staff), staff)


def test_the_documents_of_the_interface_need_nothing_from_elsewhere(
    page: Page, house: str
) -> None:
    page.goto("/api/v1/docs")
    operations = page.locator(".opblock")
    expect(operations).to_have_count(3)
    expect(page.locator(".opblock-summary-path").first).to_contain_text("assets")
    operations.first.get_by_role("button").first.click()
    expect(operations.first).to_contain_text("problem+json")


def test_a_withdrawn_claim_stops_the_very_next_fetch(
    page: Page, house: str, asset: Release
) -> None:
    _, key = factories.make_key()
    status, body = _fetch(house, asset, key)
    assert (status, body["content_sha256"]) == (200, asset.content_sha256)

    claim = ClaimVersion.objects.filter(release_claims__release=asset)[0]
    enter(page, house, INES)
    page.goto(f"/claims/{claim.claim.brand.slug}/{claim.claim.key}/")
    section = page.get_by_role("region", name="What you can do")
    expect(section.get_by_role("link", name=asset.code)).to_be_visible()
    form = section.locator("details", has_text="Withdraw it for good")
    form.get_by_text("Withdraw it for good").click()
    form.get_by_role("textbox").first.fill(REASON)
    form.get_by_label("Sign-in name").fill(INES)
    form.get_by_label("Password").fill(factories.PASSWORD)
    form.get_by_role("button", name="Withdraw this claim").click()
    expect(page.get_by_role("status")).to_contain_text("Released assets that stop: 1")
    claim.refresh_from_db()
    assert claim.state == ClaimState.WITHDRAWN

    status, problem = _fetch(house, asset, key)
    assert (status, problem["reason"]) == (410, "claim-withdrawn")

    page.get_by_role("link", name="Library").click()
    expect(page.get_by_text("Not served:")).to_contain_text("withdrawn")
    page.locator(f'a[href="/library/{asset.uid}/"]').click()
    expect(page.get_by_text("Platforms are not served right now.")).to_be_visible()
    receipts = page.get_by_role("region", name="Who fetched it")
    expect(receipts.get_by_role("listitem")).to_have_count(2)
    expect(receipts).to_contain_text("410")
    page.get_by_role("link", name="In the ledger").click()
    expect(page.get_by_role("table")).to_contain_text(asset.code)


def test_the_ledger_proves_the_whole_story(
    page: Page, house: str, asset: Release
) -> None:
    enter(page, house, ABEL)
    page.goto("/ledger/")
    expect(page.get_by_role("table")).to_contain_text("Cora Whitlock")
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.locator(".notice.success")).to_be_visible()


def _fetch(house: str, asset: Release, key: str) -> tuple[int, dict[str, Any]]:
    """What a platform gets that asks the running server."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{house}/api/v1/assets/{asset.uid}",
        headers={"Authorization": f"Bearer {key}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)
