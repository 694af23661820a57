"""A real browser on a real server, closed to the outside."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = os.environ.get("SCREENSHOTS", "")
WIDTHS = {"phone": (390, 844), "desk": (1440, 900)}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, headless; the test is skipped with a sentence where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: browser journeys are not run.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def console() -> list[str]:
    """What the pages complained of; empty at the end of every journey."""
    return []


@pytest.fixture
def context(chromium: Browser, console: list[str]) -> Iterator[BrowserContext]:
    """A fresh browser profile at desk width."""
    width, height = WIDTHS["desk"]
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(15_000)
    context.on("console", lambda message: _note(message, console))
    context.on("weberror", lambda error: console.append(str(error.error)))
    yield context
    context.close()
    assert console == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in that profile."""
    return context.new_page()


def look(page: Page, name: str) -> None:
    """Check the page for accessibility in both schemes and widths; keep pictures.

    Pictures are written where the variable SCREENSHOTS points to.
    """
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for label, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            _assert_fits(page, f"{name} {label}")
            if SHOTS:
                path = Path(SHOTS) / f"{name}-{label}-{scheme}.png"
                page.screenshot(path=path, full_page=True)
        violations = Axe().run(page).response["violations"]
        assert [_told(violation) for violation in violations] == []
    page.emulate_media(color_scheme="light")


def _assert_fits(page: Page, name: str) -> None:
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{name} is {overflow} px wider than the screen"


def _note(message: Any, console: list[str]) -> None:
    if message.type in ("error", "warning"):
        console.append(f"{message.type}: {message.text}")


def _told(violation: dict[str, Any]) -> str:
    places = [node["html"][:120] for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']} {places}"
