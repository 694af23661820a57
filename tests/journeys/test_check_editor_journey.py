"""A text is checked while it is typed: marks, findings, approved wording, keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests import kits
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, look

pytestmark = pytest.mark.browser

CLAIM = kits.CLAIMS[0]["text"]
BENT = CLAIM.replace("61%", "71%")
EDITOR = "/check/"


def _open(page: Page, house: str, person: str = worlds.MARA) -> None:
    enter(page, house, person)
    page.goto(EDITOR)
    page.get_by_label("Market").select_option("US")


def test_x(page: Page, house: str) -> None:
    _open(page, house)
    body = page.get_by_role("textbox", name="Body")
    body.fill("Dear colleague,\n\n" + BENT + " Calvoryn is the best 😀 treatment.\n\n" + kits.CLAIMS[1]["text"])
    page.get_by_role("textbox", name="Subject").fill("A result")
    page.wait_for_timeout(2500)
    look(page, "check-editor")
