"""A claim is written, read beside its wording, bound by a person and saved."""

import pytest
from playwright.sync_api import Page, expect

from knowledge_base.models import ClaimVersion
from tests import kits
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, refusal

pytestmark = pytest.mark.browser

WORDING = "Calvoryn and placebo were compared: 61% and 32% had urate below 6 mg/dL."
EDITOR = f"/claim-drafts/new/{kits.SLUG}/"


def _write(page: Page) -> None:
    page.get_by_label("Key").fill("urate-below-6")
    page.get_by_role("textbox", name="Wording", exact=True).fill(WORDING)
    page.get_by_label("United States").check()


def _saved() -> ClaimVersion:
    return ClaimVersion.objects.get(claim__key="urate-below-6")


def _arms() -> list[str]:
    return [row["arm"] for row in _saved().reading["quantities"]]


def test_a_claim_is_read_while_it_is_written(
    page: Page, house: str, console: list[str]
) -> None:
    enter(page, house, worlds.MARA)
    page.goto(EDITOR)
    _write(page)
    beside = page.get_by_role("region", name="What was read in it")
    expect(beside).to_contain_text(f"{len(WORDING)} characters")
    expect(beside).to_contain_text("2 figures without an arm")

    page.get_by_label("Variation 1").fill("On Calvoryn, 61% had urate below 6 mg/dL.")
    page.get_by_role("button", name="Add a variation").click()
    expect(page.get_by_label("Variation 2")).to_be_visible()
    expect(page.get_by_label("Variation 1")).to_have_value(
        "On Calvoryn, 61% had urate below 6 mg/dL."
    )
    page.get_by_label("Evidence 1").select_option(index=1)
    expect(page.get_by_role("region", name="What it stands on")).to_contain_text("“")
    expect(page.get_by_label("Evidence 2")).to_be_visible()

    with refusal(page, console, 422):
        page.get_by_role("button", name="Save for approval").click()
    expect(page.get_by_role("alert")).to_contain_text("Whose figure is 61%?")
    page.get_by_label("Arm of 61%, figure 1").select_option("Calvoryn (ostivarel)")
    page.get_by_label("Arm of 32%, figure 2").select_option("placebo")
    page.get_by_role("button", name="Save for approval").click()
    expect(page.get_by_role("status")).to_contain_text("must approve it")
    assert _arms() == ["PRODUCT", "COMPARATOR", ""]
    assert _saved().variations.count() == 1


def test_a_claim_is_written_without_javascript(
    visit: Visit, house: str, console: list[str]
) -> None:
    page = visit(base_url=house, java_script_enabled=False)
    enter(page, house, worlds.MARA)
    page.goto(EDITOR)
    _write(page)
    page.get_by_label("Evidence 1").select_option(index=1)
    page.get_by_role("button", name="Read the figures").click()
    expect(page.get_by_role("main")).to_contain_text("2 figures without an arm")
    expect(page.get_by_label("Evidence 2")).to_be_visible()
    page.get_by_label("Arm of 61%, figure 1").select_option("Not a comparison")
    page.get_by_label("Arm of 32%, figure 2").select_option("Another arm")
    page.get_by_label("Name of the other arm").nth(1).fill("usual care")
    page.get_by_role("button", name="Save for approval").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("urate-below-6")
    assert _arms() == ["NONE", "usual care", ""]
