"""The way around the house: beside the page on a desk, over it on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import worlds
from tests.journeys.conftest import WIDTHS, Visit, enter, look

pytestmark = pytest.mark.browser

PHONE = dict(zip(("width", "height"), WIDTHS["phone"], strict=True))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_phone_shows_one_row_and_opens_the_menu_over_the_page(
    visit: Visit, house: str, script: bool
) -> None:
    page = visit(base_url=house, java_script_enabled=script)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    enter(page, house, worlds.CORA)
    page.goto("/library/")
    families = page.get_by_role("link", name="Families")
    expect(families).to_be_hidden()
    header = page.get_by_role("banner").bounding_box()
    assert header
    assert header["height"] < 80
    page.get_by_role("button", name="Menu").click()
    expect(families).to_be_visible()
    here = page.get_by_role("navigation", name="Main").locator("[aria-current=page]")
    expect(here).to_have_text("Library")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(families).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    families.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Families")


def test_the_open_menu_fits_and_is_told_to_everybody(page: Page, house: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    enter(page, house, worlds.MARA)
    page.goto("/families/")
    page.get_by_role("button", name="Menu").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_focused()
    look(page, "menu-open")


def test_a_desk_needs_no_menu_button(page: Page, house: str) -> None:
    enter(page, house, worlds.MARA)
    page.goto("/families/")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
