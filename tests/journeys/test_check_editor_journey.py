"""A text is checked while it is typed: marks, findings, approved wording, keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests import kits
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, look

pytestmark = pytest.mark.browser

CLAIM = str(kits.CLAIMS[0]["text"])
BENT = CLAIM.replace("61%", "71%")
FLARES = str(kits.CLAIMS[1]["text"])
EDITOR = "/check/"
SPAN = "area => [area.selectionStart, area.selectionEnd]"
PICKED = "area => area.value.slice(area.selectionStart, area.selectionEnd)"


def _open(page: Page, house: str, person: str = worlds.MARA) -> Locator:
    """The page with the body's text area, where a US mail is checked."""
    enter(page, house, person)
    page.goto(EDITOR)
    page.get_by_label("Market").select_option("US")
    return page.get_by_role("textbox", name="Body")


def _verdict(page: Page) -> Locator:
    return page.locator("#verdict")


def _marked(page: Page, style: str, part: str = "body") -> Locator:
    return page.locator(f"#mirror-{part} .as-{style}")


def _underlined(page: Page, style: str, text: str, part: str = "body") -> None:
    """All that is underlined so is this text; objections inside may cut it."""
    for _ in range(200):
        if "".join(_marked(page, style, part).all_text_contents()) == text:
            return
        page.wait_for_timeout(25)
    assert "".join(_marked(page, style, part).all_text_contents()) == text


def _checked(page: Page, words: str = "finding") -> None:
    expect(_verdict(page)).to_contain_text(words)


def test_a_bent_claim_is_seen_and_mended_while_typing(page: Page, house: str) -> None:
    body = _open(page, house)
    expect(_verdict(page)).to_have_text("Nothing to check yet")
    body.press_sequentially(f"Dear 😀,\n\n{BENT}", delay=1)
    _checked(page, "Gate: blocked")
    expect(_marked(page, "distorted").first).to_contain_text("In CAIRN-1,")
    expect(page.locator("#mirror-body .found", has_text="71%")).to_have_count(1)
    finding = page.locator(".finding", has_text="urate-target@1").first
    expect(finding).to_contain_text("Distorted")
    expect(finding.locator("del").first).to_have_text("71%")
    expect(finding.locator("ins").first).to_have_text("61%")
    look(page, "check-editor-bent")

    finding.get_by_role("button", name="Use this wording").click()
    expect(body).to_have_value(f"Dear 😀,\n\n{CLAIM}")
    _underlined(page, "exact", CLAIM)
    expect(_marked(page, "distorted")).to_have_count(0)
    expect(page.locator("#notes")).not_to_contain_text("Nearest approved wording")
    expect(body).to_be_focused()
    page.keyboard.press("Control+z")
    expect(body).to_have_value(f"Dear 😀,\n\n{BENT}")
    expect(_marked(page, "distorted").first).to_be_attached()


def test_the_verdict_is_announced_once_when_it_changes(page: Page, house: str) -> None:
    body = _open(page, house)
    body.fill(BENT)
    _checked(page, "Gate: blocked")
    expect(_verdict(page)).to_have_attribute("role", "status")
    page.evaluate(
        """() => {
            window.told = 0;
            new MutationObserver(() => { window.told += 1; }).observe(
                document.getElementById("verdict"),
                { childList: true, characterData: true, subtree: true },
            );
        }"""
    )
    before = _verdict(page).inner_text()
    with page.expect_response("**/check/result/"):
        body.press("End")
        body.press_sequentially(" ")
    expect(_verdict(page)).to_have_text(before)
    assert page.evaluate("window.told") == 0
    body.fill("")
    expect(_verdict(page)).to_have_text("Nothing to check yet")
    assert page.evaluate("window.told") == 1


def test_cursor_selection_and_scroll_stay_while_a_check_returns(
    page: Page, house: str
) -> None:
    body = _open(page, house)
    body.fill("\n\n".join([BENT, FLARES] * 8))
    _checked(page, "Gate: blocked")
    body.evaluate("area => { area.setSelectionRange(120, 120); }")
    body.evaluate("() => window.scrollTo(0, 400)")
    with page.expect_response("**/check/result/"):
        page.keyboard.press("x")
        body.evaluate("area => { area.setSelectionRange(40, 60); }")
        scroll = page.evaluate("window.scrollY")
    _underlined(page, "exact", FLARES * 8)
    assert body.evaluate(SPAN) == [40, 60]
    assert page.evaluate("window.scrollY") == scroll
    expect(body).to_be_focused()


def test_the_marks_follow_the_letters_before_the_answer_comes(
    page: Page, house: str
) -> None:
    body = _open(page, house)
    body.fill(f"First.\n\n{CLAIM}")
    _underlined(page, "exact", CLAIM)
    page.route("**/check/result/", lambda route: None)
    body.evaluate("area => { area.setSelectionRange(0, 0); area.focus(); }")
    page.keyboard.type("Now 😀: ")
    _underlined(page, "exact", CLAIM)
    mirror = page.locator("#mirror-body")
    assert mirror.text_content() == f"Now 😀: First.\n\n{CLAIM}"
    boxes = [body.bounding_box(), mirror.bounding_box()]
    assert boxes[0] == boxes[1]
    page.unroute("**/check/result/")


def test_an_older_answer_never_replaces_a_newer_one(page: Page, house: str) -> None:
    body = _open(page, house)
    held: list[Route] = []

    def hold_first(route: Route) -> Any:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/check/result/", hold_first)
    with page.expect_request("**/check/result/"):
        body.fill(BENT)
    with page.expect_event("requestfailed"):
        body.fill(CLAIM)
    _underlined(page, "exact", CLAIM)
    expect(_marked(page, "distorted")).to_have_count(0)


def test_everything_is_reached_by_keyboard(page: Page, house: str) -> None:
    body = _open(page, house)
    body.fill(f"{FLARES}\n\n{BENT}")
    _checked(page, "Gate: blocked")
    links = page.locator("#notes [data-finding]")
    body.evaluate("area => { area.setSelectionRange(0, 0); area.focus(); }")
    page.keyboard.press("Alt+ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(links.last).to_be_focused()

    bent = page.locator(".finding", has_text="Nearest approved wording")
    bent.locator("[data-finding]").focus()
    page.keyboard.press("Enter")
    expect(body).to_be_focused()
    assert body.evaluate(PICKED) == BENT
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#notes [data-finding]:focus")).to_have_count(1)
    bent.get_by_role("button", name="Use this wording").focus()
    page.keyboard.press("Enter")
    expect(body).to_have_value(f"{FLARES}\n\n{CLAIM}")
    _underlined(page, "exact", FLARES + CLAIM)


def test_buttons_go_to_the_next_and_the_previous_finding(
    page: Page, house: str
) -> None:
    body = _open(page, house)
    body.fill(BENT)
    _checked(page, "Gate: blocked")
    links = page.locator("#notes [data-finding]")
    body.evaluate("area => { area.setSelectionRange(0, 0); }")
    page.get_by_role("button", name="Next finding").click()
    expect(links.first).to_be_focused()
    page.get_by_role("button", name="Next finding").click()
    expect(links.nth(1)).to_be_focused()
    page.get_by_role("button", name="Previous finding").click()
    page.get_by_role("button", name="Previous finding").click()
    expect(links.last).to_be_focused()


def test_a_finding_is_found_again_after_more_was_typed_before_it(
    page: Page, house: str
) -> None:
    body = _open(page, house)
    body.fill(BENT)
    _checked(page, "Gate: blocked")
    page.route("**/check/result/", lambda route: None)
    body.evaluate("area => { area.setSelectionRange(0, 0); area.focus(); }")
    page.keyboard.type("😀 Before. ")
    page.locator(".finding", has_text="Nearest").locator("[data-finding]").click()
    assert body.evaluate(PICKED) == BENT
    page.unroute("**/check/result/")


def test_parts_and_places_are_checked_as_they_are_chosen(
    page: Page, house: str
) -> None:
    body = _open(page, house)
    expect(page.get_by_role("textbox", name="Footer")).to_be_hidden()
    page.get_by_role("checkbox", name="Footer").check()
    footer = page.get_by_role("textbox", name="Footer")
    footer.fill(CLAIM)
    _underlined(page, "exact", CLAIM, "footer")
    body.fill("Thank you.")
    page.get_by_label("Market").select_option("GB")
    expect(page.locator("#notes")).to_contain_text("Rules GB/")


def test_a_service_that_does_not_answer_is_told_and_nothing_is_lost(
    page: Page, house: str, console: list[str]
) -> None:
    body = _open(page, house)
    page.route("**/check/result/", lambda route: route.abort())
    body.fill(BENT)
    expect(_verdict(page)).to_have_text(
        "The check did not answer. Press Check to try again."
    )
    expect(body).to_have_value(BENT)
    page.unroute("**/check/result/")
    page.get_by_role("button", name="Check", exact=True).click()
    _checked(page, "Gate: blocked")
    assert [line for line in console if "ERR_FAILED" not in line] == []
    console.clear()


def test_hostile_words_stay_words(page: Page, house: str, console: list[str]) -> None:
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    body = _open(page, house)
    body.fill(f"{hostile}\n\n{BENT}")
    _checked(page, "Gate: blocked")
    assert page.locator("#mirror-body").text_content() == f"{hostile}\n\n{BENT}"
    expect(page.locator("#check img, #check script")).to_have_count(0)
    assert console == []


def test_the_same_result_without_javascript(visit: Visit, house: str) -> None:
    page = visit(base_url=house, java_script_enabled=False)
    body = _open(page, house, worlds.INES)
    body.fill(BENT)
    page.get_by_role("button", name="Check", exact=True).click()
    _checked(page, "Gate: blocked")
    expect(page.get_by_role("button", name="Next finding")).to_be_hidden()
    expect(_marked(page, "distorted").first).to_be_visible()
    page.get_by_role("button", name="Use this wording").first.click()
    expect(page.get_by_role("textbox", name="Body")).to_have_value(CLAIM)
    expect(_marked(page, "exact").first).to_be_visible()
    _underlined(page, "exact", CLAIM)
