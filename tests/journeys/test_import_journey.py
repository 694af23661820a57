"""Claims come in from a person's own file; a quote is proved on its page."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from knowledge_base.models import Anchor, ClaimVersion
from tests import kits
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, sign_in
from tests.journeys.worlds import INES
from tests.pdfs import pdf

pytestmark = pytest.mark.browser

PAPER = pdf(
    ["CAIRN-1"],
    ["Urate below 6 mg/dL at week 24: 61% ostivarel, 32% placebo."],
)


def _upload(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Import and export").click()
    page.get_by_label("Brand").select_option(label="Calvoryn")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Go on to the columns").click()


def test_a_file_of_claims_comes_in(page: Page, tmp_path: Path) -> None:
    """Uploaded, its columns chosen, tried, applied, found as drafts."""
    sign_in(page, INES)
    path = tmp_path / "our claims.csv"
    path.write_text(worlds.CHANGED_CLAIMS.replace("Claim text", "What we say"))
    _upload(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What do the columns mean?"
    )
    expect(page.get_by_label("Claim ID")).to_have_value("key")
    expect(page.get_by_label("What we say")).to_have_value("")
    page.get_by_label("What we say").select_option(label="Wording")
    page.get_by_role("button", name="Try it: what would change?").click()
    expect(page.get_by_text("New references that come with it")).to_contain_text(
        "CAIRN-2-2026"
    )
    expect(page.locator("del")).to_have_text("daily")
    page.get_by_role("button", name="Import as drafts").click()
    expect(page.get_by_role("status")).to_have_text("Imported as drafts: 2.")
    page.get_by_role("link", name="few-stopped@1").click()
    expect(page.get_by_role("main")).to_contain_text("3% of adults taking Calvoryn")
    drafts = ClaimVersion.objects.filter(state="DRAFT")
    assert drafts.count() == 2


def test_a_faulty_file_is_told_by_row_and_column(page: Page, tmp_path: Path) -> None:
    sign_in(page, INES)
    path = tmp_path / "faulty.csv"
    path.write_text(worlds.FAULTY_CLAIMS)
    _upload(page, path)
    page.get_by_label("Dates such as 01/03/2026").select_option("day")
    page.get_by_role("button", name="Try it: what would change?").click()
    faults = page.get_by_role("table", name="Faults by row and column")
    expect(faults).to_contain_text("The cell B3 holds a formula")
    expect(faults).not_to_contain_text("two ways")
    expect(page.get_by_role("button", name="Import as drafts")).to_be_disabled()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as CSV").click()
    assert "holds a formula" in Path(download.value.path()).read_text()


def test_it_works_without_javascript(
    house: str, staff: dict[str, User], visit: Visit, tmp_path: Path
) -> None:
    page = visit(base_url=house, java_script_enabled=False)
    enter(page, house, INES)
    path = tmp_path / "claims.csv"
    path.write_text(worlds.CHANGED_CLAIMS)
    page.goto("/exchange/")
    _upload(page, path)
    page.get_by_role("button", name="Try it: what would change?").click()
    page.get_by_role("button", name="Import as drafts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")


def test_a_quote_is_proved_on_its_page(page: Page, tmp_path: Path) -> None:
    sign_in(page, INES)
    path = tmp_path / "cairn.pdf"
    path.write_bytes(PAPER)
    page.goto(f"/references/{kits.SLUG}/CAIRN-1-2024/")
    page.get_by_label("PDF", exact=True).set_input_files(path)
    page.get_by_role("button", name="Attach it").click()
    expect(page.get_by_text("Found on page 2")).to_be_visible()
    expect(page.locator("mark")).to_contain_text("61% ostivarel")
    page.get_by_text("Add a quoted place").click()
    page.get_by_label("Name of the place").fill("placebo-rate")
    page.get_by_label("Where it stands").fill("p. 104")
    page.get_by_label("Quote", exact=True).fill("32% placebo")
    page.get_by_role("button", name="Look it up and add it").click()
    expect(page.get_by_role("status")).to_have_text(
        re.compile("Placed: CAIRN-1-2024#placebo-rate")
    )
    assert Anchor.objects.get(key="placebo-rate").page == 2
