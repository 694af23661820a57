"""A variant is edited under the gate's eyes: live marks, wording used, nothing lost."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from content_engine.models import Variant, VariantSegment
from knowledge_base.models import ClaimVersion
from tests import kits
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, look, refusal

pytestmark = pytest.mark.browser

CLAIM = str(kits.CLAIMS[1]["text"])
BENT = CLAIM.replace("2.6", "3.6")
EQUAL = str(kits.CLAIMS[0]["text"]).replace("61%", "61 per cent")
PICKED = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
RESULT = "**/edit/result/"


@pytest.fixture
def variant(house: str, staff: dict[str, User]) -> Variant:
    """A mail that the gate clears, not in review yet."""
    return worlds.family(staff[worlds.MARA], count=1, tones=["warm"]).variants.get()


def _open(page: Page, house: str, variant: Variant) -> Locator:
    """The page for editing, and its first field of the body."""
    enter(page, house, worlds.MARA)
    page.goto(f"/variants/{variant.uid}/edit/")
    return page.get_by_role("textbox", name="Body: Copy").first


def _newest(variant: Variant) -> str:
    version = variant.versions.order_by("-number")[0]
    return "\n".join(version.parts.order_by("ordinal").values_list("text", flat=True))


def test_words_are_checked_while_they_are_written_and_saved_as_seen(
    page: Page, house: str, variant: Variant
) -> None:
    field = _open(page, house, variant)
    verdict, notes = page.locator("#verdict"), page.locator("#notes")
    expect(verdict).to_contain_text("Gate: nothing found against it")
    expect(page.locator(".locked .as-exact").first).to_be_visible()
    expect(page.locator(".locked .seg-claim").first).to_be_visible()
    before = field.input_value()
    field.press("End")
    field.press_sequentially(" Calvoryn is the best choice.", delay=1)
    expect(verdict).to_contain_text("Gate: blocked")
    expect(notes).to_contain_text("EV-01")
    expect(field).to_be_focused()
    assert field.input_value() == f"{before} Calvoryn is the best choice."
    look(page, "variant-editor-blocked")
    field.fill(before)
    expect(verdict).to_contain_text("Gate: nothing found against it")
    assert variant.versions.count() == 1


def test_an_approved_wording_is_used_linked_and_numbered(
    page: Page, house: str, variant: Variant
) -> None:
    field = _open(page, house, variant)
    field.fill(BENT)
    finding = page.locator(".finding", has_text="Nearest approved wording").first
    expect(finding.locator("ins, del").first).to_be_visible()
    finding.get_by_role("button", name="Use this wording").click()
    expect(field).to_have_value(CLAIM)
    expect(field).to_be_focused()
    expect(page.locator("#notes")).not_to_contain_text("Nearest approved wording")
    page.keyboard.press("Control+z")
    expect(field).to_have_value(BENT)
    page.keyboard.press("Control+Shift+z")
    expect(field).to_have_value(CLAIM)
    page.get_by_role("button", name="Save as a new version").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Saved as version 2")
    said = VariantSegment.objects.filter(part__version__number=2, kind="claim")
    assert CLAIM in said.values_list("text", flat=True)
    assert f"{CLAIM}[" in _newest(variant)


def test_everything_is_reached_by_keyboard(
    page: Page, house: str, variant: Variant
) -> None:
    field = _open(page, house, variant)
    field.fill(BENT)
    expect(page.locator("#verdict")).to_contain_text("Gate: blocked")
    field.evaluate("area => { area.setSelectionRange(0, 0); area.focus(); }")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#notes [data-finding]:focus")).to_have_count(1)
    page.locator(".finding", has_text="Nearest").locator("[data-finding]").first.focus()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert field.evaluate(PICKED) == BENT


def test_an_equivalent_wording_is_accepted_and_waits_for_approval(
    page: Page, house: str, variant: Variant
) -> None:
    field = _open(page, house, variant)
    field.fill(EQUAL)
    finding = page.locator(".finding", has_text="Same in other words")
    accept = finding.get_by_role("button", name="Accept as a variation")
    expect(accept).to_be_enabled()
    look(page, "variant-editor-equivalent")
    accept.click()
    expect(page.get_by_role("main")).to_contain_text("urate-target@2 is drafted")
    expect(page.get_by_role("textbox", name="Body: Copy").first).to_have_value(EQUAL)
    expect(accept).to_be_disabled()
    expect(finding).to_contain_text("waits for approval in urate-target@2 already")
    draft = ClaimVersion.objects.get(claim__key="urate-target", version=2)
    assert draft.variations.filter(text=EQUAL).exists()


def test_cursor_and_words_stay_when_the_answer_comes(
    page: Page, house: str, variant: Variant
) -> None:
    field = _open(page, house, variant)
    expect(page.locator("#verdict")).to_contain_text("Gate")
    field.evaluate("area => { area.setSelectionRange(3, 3); area.focus(); }")
    with page.expect_response(RESULT):
        page.keyboard.type("x")
    page.wait_for_timeout(50)
    assert field.evaluate("area => area.selectionStart") == 4
    expect(field).to_be_focused()


def test_words_that_cannot_stand_there_are_told_while_written(
    page: Page, house: str, variant: Variant, console: list[str]
) -> None:
    field = _open(page, house, variant)
    with refusal(page, console, 422):
        field.fill("See [1] below.")
    expect(page.locator("#verdict")).to_have_text("Not checked")
    expect(page.locator("#notes")).to_contain_text("Write plain words")
    expect(field).to_have_value("See [1] below.")


def test_words_written_for_an_older_version_are_set_into_the_newest(
    page: Page,
    house: str,
    variant: Variant,
    staff: dict[str, User],
    console: list[str],
) -> None:
    field = _open(page, house, variant)
    mine = "Words that Mara wrote meanwhile."
    field.fill(mine)
    expect(page.locator("#notes")).to_contain_text("EV-01")
    worlds.retitle(variant, staff[worlds.TOMAS], "Another subject for gout clinics")
    with refusal(page, console, 409):
        page.get_by_role("button", name="Save as a new version").first.click()
    told = page.get_by_role("main")
    expect(told).to_contain_text("Somebody edited this variant since you opened")
    expect(page.get_by_role("textbox", name="Body: Copy").first).to_have_value(mine)
    subject = page.get_by_role("textbox", name="Subject: Copy").first
    expect(subject).to_have_value("Another subject for gout clinics")
    look(page, "variant-editor-overtaken")
    page.get_by_role("button", name="Save as a new version").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Saved as version 3")
    assert mine in _newest(variant)


def test_the_same_without_javascript(
    visit: Visit, house: str, variant: Variant
) -> None:
    page = visit(base_url=house, java_script_enabled=False)
    field = _open(page, house, variant)
    expect(page.locator("#verdict")).to_contain_text("Gate: nothing found against it")
    field.fill(BENT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("Gate: blocked")
    expect(page.get_by_role("button", name="Next finding")).to_be_hidden()
    page.get_by_role("button", name="Use this wording").first.click()
    field = page.get_by_role("textbox", name="Body: Copy").first
    expect(field).to_have_value(CLAIM)
    page.get_by_role("button", name="Save as a new version").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Saved as version 2")
    assert variant.versions.count() == 2
