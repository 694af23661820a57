"""A marketer's way: from the sign-in page to variants in review."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect
from pytest_django.fixtures import Settings

from content_engine.models import Family, VariantVersion
from knowledge_base.models import Anchor, ClaimVersion
from review.models import Review
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, refusal, sign_in
from web import threads

pytestmark = pytest.mark.browser

Release = Callable[[], None]
KNOWN = ("hcp-us-003", "hcp-us-004")


@pytest.fixture
def held_work(
    house: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Release]:
    """Background work in a thread, which waits until the test lets it go."""
    settings.TASKS = {"default": {"BACKEND": "web.threads.ThreadBackend"}}
    gate = threading.Event()
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
    pool.submit(gate.wait, 60)
    monkeypatch.setattr(threads, "POOL", pool)
    yield gate.set
    gate.set()
    pool.shutdown()


@pytest.fixture
def family(staff: dict[str, User]) -> Family:
    """Two variants of an e-mail that Mara asked for."""
    return worlds.family(staff[worlds.MARA])


def test_from_sign_in_to_a_family_in_review(
    page: Page, held_work: Release, console: list[str]
) -> None:
    sign_in(page, worlds.MARA, "not the password")
    expect(page.get_by_role("alert")).to_have_text(
        "The name and password do not match an active account."
    )
    sign_in(page, worlds.MARA)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good to see you")
    page.get_by_role("main").get_by_role("link", name="New brief").click()
    _fill_brief(page)
    page.get_by_role("button", name="Compose variants").click()

    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)
    held_work()
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    written_for = Family.objects.get().variants.values_list("hcp__key", flat=True)
    assert set(written_for) == set(KNOWN)

    page.get_by_role("link", name="Home").click()
    asked = page.get_by_role("region", name="What you asked for")
    expect(asked.get_by_role("listitem")).to_have_count(1)
    expect(asked).to_contain_text("2 variants")
    waiting = page.get_by_role("region", name="Waiting for you")
    expect(waiting).to_contain_text("Send to review")


def test_a_marked_claim_opens_its_evidence(
    page: Page, house: str, family: Family
) -> None:
    enter(page, house, worlds.MARA)
    page.goto(f"/families/{family.uid}/")
    marked = page.get_by_role("article").first.locator("a.seg-claim").first
    claim = ClaimVersion.objects.get(text=marked.inner_text())
    drawer = page.get_by_label(f"Evidence for {claim.claim.key}@{claim.version}")
    expect(drawer).to_be_hidden()
    marked.click()
    expect(drawer).to_be_visible()
    anchor = Anchor.objects.filter(citations__claim_version=claim).get()
    expect(drawer.locator("blockquote")).to_have_text(f"“{anchor.quote}”")
    drawer.get_by_role("link", name="Close").click()
    expect(drawer).to_be_hidden()
    marked.click()
    drawer.get_by_role("link", name="Open the claim").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(claim.claim.key)
    expect(page.get_by_text(anchor.quote)).to_be_visible()


def test_variants_stand_side_by_side(page: Page, house: str, family: Family) -> None:
    enter(page, house, worlds.MARA)
    page.goto(f"/families/{family.uid}/")
    page.get_by_role("link", name="Side by side").click()
    table = page.get_by_role("region", name="Variants side by side")
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table.get_by_role("rowheader", name="Subject")).to_be_visible()
    expect(table.locator("a.seg-claim").first).to_be_visible()


def test_other_words_make_a_new_version(page: Page, house: str, family: Family) -> None:
    enter(page, house, worlds.MARA)
    page.goto(f"/families/{family.uid}/")
    page.get_by_role("article").first.get_by_role("link", name="Edit").click()
    page.get_by_role("textbox").first.fill("A short note for the gout clinic")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("status")).to_contain_text("Saved as version 2")
    newest = VariantVersion.objects.get(number=2)
    assert newest.parts.get(name="subject").text.endswith("note for the gout clinic")
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.get_by_text("This is an earlier version.")).to_be_visible()


def test_a_page_from_before_an_edit_cannot_be_saved(
    page: Page, house: str, family: Family, console: list[str]
) -> None:
    enter(page, house, worlds.MARA)
    address = f"/variants/{family.variants.all()[0].uid}/edit/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    _retitle(other, "A short note for the gout clinic")
    with refusal(page, console, 409):
        _retitle(page, "Another note for the gout clinic")
    expect(page.get_by_role("alert")).to_contain_text("Somebody edited this variant")
    assert VariantVersion.objects.filter(number=3).count() == 0


def test_one_is_sent_then_all_the_others(
    page: Page, house: str, staff: dict[str, User]
) -> None:
    family = worlds.family(staff[worlds.MARA], count=3)
    enter(page, house, worlds.MARA)
    page.goto(f"/families/{family.uid}/")
    page.get_by_role("article").first.get_by_role(
        "button", name="Send to review"
    ).click()
    expect(page.get_by_role("status")).to_contain_text("Sent to review")
    assert Review.objects.count() == 1
    page.goto(f"/families/{family.uid}/")
    page.get_by_role("button", name="Send all cleared to review").click()
    expect(page.get_by_role("status").first).to_contain_text("sent to review")
    assert Review.objects.count() == family.variants.count()
    button = page.get_by_role("button", name="Send all cleared to review")
    expect(button).to_be_disabled()
    expect(page.locator("#why-all")).not_to_be_empty()


def test_a_brief_is_written_with_the_keyboard_alone(page: Page, house: str) -> None:
    enter(page, house, worlds.MARA)
    page.goto("/briefs/new/")
    _tab_to(page, page.get_by_role("radio", name="The whole audience"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Chosen professionals")).to_be_checked()
    _tab_to(page, page.locator("summary", has_text="Choose professionals"))
    page.keyboard.press("Enter")
    for key in KNOWN:
        _tab_to(page, page.locator(f"#hcp-{key}"))
        page.keyboard.press("Space")
    _tab_to(page, page.get_by_role("checkbox", name="Warm", exact=True))
    page.keyboard.press("Space")
    _tab_to(page, page.get_by_label("How many variants"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2")
    _tab_to(page, page.get_by_role("button", name="Compose variants"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(2)
    brief = Family.objects.get().brief.content
    assert brief["tones"] == ["warm"]
    assert sorted(brief["hcps"]) == sorted(KNOWN)


def test_without_javascript_from_the_brief_to_review(
    house: str, visit: Visit, held_work: Release
) -> None:
    page = visit(base_url=house, java_script_enabled=False)
    sign_in(page, worlds.MARA)
    page.goto("/briefs/new/")
    page.get_by_label("Market", exact=True).select_option("GB")
    page.get_by_role("button", name="Show choices").click()
    expect(page.get_by_label("Market", exact=True)).to_have_value("GB")
    page.get_by_label("How many variants").fill("2")
    page.get_by_role("button", name="Compose variants").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    held_work()
    threads.POOL.shutdown(wait=True)
    page.get_by_role("link", name="Look again").click()
    sends = page.get_by_role("article").get_by_role("button", name="Send to review")
    sends.and_(page.locator(":enabled")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Sent to review")
    assert Review.objects.get().version.variant.family.brief.market == "GB"


def _fill_brief(page: Page) -> None:
    page.get_by_text("Chosen professionals").click()
    page.get_by_text("Choose professionals").click()
    for key in KNOWN:
        page.locator(f"#hcp-{key}").check()
    page.get_by_role("checkbox", name="Clinical", exact=True).check()
    page.get_by_role("checkbox", name="Warm", exact=True).check()
    page.get_by_label("How many variants").fill("2")
    page.get_by_label("Objective").fill("Gout clinics know the week 24 result")


def _retitle(page: Page, words: str) -> None:
    page.get_by_role("textbox").first.fill(words)
    page.get_by_role("button", name="Save as a new version").click()
    page.wait_for_load_state()


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus, as a person without a mouse does."""
    for _ in range(150):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}.")
