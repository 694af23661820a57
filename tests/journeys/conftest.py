"""A real browser on a real server, closed to the outside."""

import contextlib
import datetime
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as house_settings
from django.contrib.auth.models import User
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests import databases, factories
from tests.journeys import worlds

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
AXED = {("light", "desk"), ("dark", "phone")}  # each scheme and each width once
AXE = {"resultTypes": ["violations"], "iframes": False}
PATIENCE = 15_000  # milliseconds
HERE = "http://127.0.0.1:"
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, headless; the test is skipped with a sentence where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: browser journeys are not run.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stocked_database(
    migrated_database: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """A database with the demo's people, the small brand and the sample profiles."""
    directory = tmp_path_factory.mktemp("stocked")
    with (
        django_db_blocker.unblock(),
        databases.made(directory, migrated_database) as name,
    ):
        with _opened(name, directory):
            worlds.stock()
        yield name


@contextlib.contextmanager
def served(template: str, directory: Path) -> Iterator[str]:
    """The house on 127.0.0.1 with a copy of that database; gives its address."""
    with databases.made(directory, template) as name, _opened(name, directory):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture
def house(
    chromium: Browser,
    stocked_database: str,
    django_db_blocker: DjangoDbBlocker,
    own_stores: Path,
) -> Iterator[str]:
    """The address of a house with people and a brand, and no brief yet."""
    with (
        django_db_blocker.unblock(),
        served(stocked_database, own_stores) as address,
    ):
        yield address


@pytest.fixture
def staff(house: str) -> dict[str, User]:
    """The people of the house by sign-in name."""
    return {user.get_username(): user for user in User.objects.all()}


@pytest.fixture
def console() -> Iterator[list[str]]:
    """What the pages complained of; must be empty at the end of every journey."""
    complaints: list[str] = []
    yield complaints
    assert complaints == []


@pytest.fixture
def visit(chromium: Browser, console: list[str]) -> Iterator[Visit]:
    """Opens a browser profile for one more person, at desk width."""
    width, height = WIDTHS["desk"]
    with contextlib.ExitStack() as contexts:

        def come(**options: Any) -> Page:
            context = chromium.new_context(
                viewport={"width": width, "height": height}, **options
            )
            contexts.callback(context.close)
            return _watched(context, console).new_page()

        yield come


@pytest.fixture
def page(house: str, visit: Visit) -> Page:
    """One person's browser on the sign-in page."""
    page = visit(base_url=house)
    page.goto("/account/sign-in/")
    return page


def sign_in(page: Page, name: str, password: str = factories.PASSWORD) -> None:
    """Fill the sign-in page as a person does."""
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def enter(page: Page, house: str, name: str) -> None:
    """Bring a person in who signed in before; for tests about something else."""
    client = Client()
    client.login(username=name, password=factories.PASSWORD)
    cookie = client.cookies[house_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": house}]
    )


@contextlib.contextmanager
def refusal(page: Page, console: list[str], status: int) -> Iterator[None]:
    """What is done inside must be answered with this status, once.

    Chromium reports it on the console: that one line is taken off the list.
    """
    with page.expect_response(lambda response: response.status == status):
        yield
    page.wait_for_load_state()
    wanted = f"status of {status}"
    for _ in range(100):
        found = [line for line in console if wanted in line]
        if found:
            console.remove(found[0])
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"The browser reported no answer with {status}.")


def look(page: Page, name: str) -> None:
    """Check the page for accessibility in both schemes and widths; keep pictures.

    Pictures are written where the variable SCREENSHOTS points to.
    """
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for label, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            _assert_fits(page, f"{name} {label}")
            _keep_picture(page, f"{name}-{label}-{scheme}.png")
            if (scheme, label) in AXED:
                violations = Axe().run(page, options=AXE).response["violations"]
                assert [_told(violation) for violation in violations] == [], label
    page.emulate_media(color_scheme="light")


def _watched(context: BrowserContext, console: list[str]) -> BrowserContext:
    context.set_default_timeout(PATIENCE)
    context.on("console", lambda message: _note(message, console))
    context.on("weberror", lambda error: console.append(str(error.error)))
    context.on("request", lambda request: _note_address(request.url, console))
    return context


@contextlib.contextmanager
def _opened(database: str, directory: Path) -> Iterator[None]:
    """Work in a database, with stores in a directory, from the factories' moment on."""
    stores = {"DATA_DIR": directory, "CHROMA_DIR": directory / "chroma"}
    with override_settings(**stores), databases.in_use(database), _running_clock():
        yield


@contextlib.contextmanager
def _running_clock() -> Iterator[None]:
    start = time.monotonic()

    def now() -> datetime.datetime:
        return factories.AT + datetime.timedelta(seconds=time.monotonic() - start)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", now)
        yield


def _assert_fits(page: Page, name: str) -> None:
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{name} is {overflow} px wider than the screen"


def _keep_picture(page: Page, name: str) -> None:
    if SHOTS:
        for frame in page.locator("iframe").all():
            frame.scroll_into_view_if_needed()
            frame.content_frame.locator("body").wait_for()
        page.screenshot(path=Path(SHOTS) / name, full_page=True)


def _note(message: Any, console: list[str]) -> None:
    if message.type in ("error", "warning"):
        console.append(f"{message.type}: {message.text}")


def _note_address(address: str, console: list[str]) -> None:
    if not address.startswith((HERE, "data:", "blob:", "about:")):
        console.append(f"asked elsewhere: {address}")


def _told(violation: dict[str, Any]) -> str:
    places = [node["html"][:120] for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']} {places}"
