"""The coverage page: the place, the matrix, holes with a way to fill them."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content_engine.planning.coverage import Headroom
from content_engine.vocabulary import CopyRole
from knowledge_base.models import Brand
from tests import factories, kits
from tests.web.conftest import Come
from web.presenters import coverage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]
AT = factories.AT
ADDRESS = "/blocks/coverage/"


@pytest.fixture
def brand(db: None) -> Brand:
    factories.make_brand(market="GB")
    return factories.make_brand()


def covered(client: Client, **query: str) -> Any:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return response.context["coverage"]


def cells_of(found: Any, tone: str, role: str) -> list[Any]:
    table = next(table for table in found.tables if table.tone == tone)
    return list(next(row for row in table.rows if row.role == role).cells)


def test_without_copy_the_page_says_what_to_do(come: Come) -> None:
    assert reverse("blocks:coverage") == ADDRESS
    response = come("REQUESTER").get(ADDRESS)
    assert "There is no approved copy to count." in response.content.decode()
    factories.make_brand()
    response = come("REQUESTER").get(ADDRESS)
    assert "There is no approved copy to count." in response.content.decode()


def test_the_counts_of_a_place(come: Come, brand: Brand) -> None:
    make = factories.make_block
    make(brand, "a", text="[New|Recent] data", themes=("efficacy",))
    make(brand, "b", text="Other data", market_codes=("US",))
    make(brand, "c", text="Third data", market_codes=("GB",))
    make(brand, "d", text="Draft data", approved=False)
    client = come("REQUESTER")
    found = covered(client)
    assert found.themes == ("Efficacy",)
    assert found.blocks == 2
    (cell,) = cells_of(found, "Warm", "Opening")
    assert (cell.blocks, cell.wordings, cell.is_hole) == (2, 3, False)
    (cell,) = cells_of(covered(client, market="GB"), "Warm", "Opening")
    assert (cell.blocks, cell.wordings) == (2, 3)
    (cell,) = cells_of(covered(client, channel="sms"), "Warm", "Call to action")
    assert (cell.blocks, cell.state, cell.is_hole) == (0, "None, not needed", False)


def test_a_tone_that_is_missing_in_a_market_is_one_hole(
    come: Come, brand: Brand
) -> None:
    factories.make_block(brand, "a", themes=("efficacy",))
    factories.make_block(brand, "b", tones=("calm",), market_codes=("GB",))
    found = covered(come("REQUESTER"), format="short")
    calm = next(table for table in found.tables if table.tone == "Calm")
    assert calm.holes == 9
    assert calm.headrooms[0].messages == 0
    assert found.holes == 9 + 8


def test_themes_of_claims_count_though_no_block_has_them(
    come: Come, brand: Brand
) -> None:
    factories.make_block(brand, "a", themes=("efficacy",))
    factories.make_claim(brand, themes=("safety",))
    gone = AT.date()
    factories.make_claim(brand, themes=("old",), expires_on=gone)
    found = covered(come("REQUESTER"))
    assert found.themes == ("Efficacy", "Safety")
    first, second = cells_of(found, "Warm", "Opening")
    assert (first.is_hole, second.is_hole) == (False, True)
    assert second.state == "Hole"


def test_a_hole_is_named_in_words_and_leads_to_a_draft(
    come: Come, brand: Brand
) -> None:
    factories.make_block(brand, "a", themes=("efficacy",))
    response = come("REQUESTER").get(ADDRESS, {"market": "GB", "channel": "email"})
    html = response.content.decode()
    assert "<strong>Hole</strong>" in html
    cell = cells_of(response.context["coverage"], "Warm", "Closing")[0]
    address = urlsplit(cell.href)
    assert address.path == "/blocks/new/"
    assert parse_qs(address.query) == {
        "brand": ["testavra"],
        "role": ["closing"],
        "tones": ["warm"],
        "themes": ["efficacy"],
        "channels": ["email"],
        "market_codes": ["GB"],
        "audiences": ["HCP"],
    }
    assert 'aria-label="Draft a closing: Warm, Efficacy"' in html
    client = come("REQUESTER")
    form = client.get(cell.href).context["form"]
    assert form["channels"].value() == ["email"]
    assert form["key"].value() == "closing-warm-efficacy-1"


def test_who_may_not_draft_is_offered_none(come: Come, brand: Brand) -> None:
    factories.make_block(brand, "a", themes=("efficacy",))
    html = come("AUDITOR").get(ADDRESS).content.decode()
    assert "<strong>Hole</strong>" in html
    assert "/blocks/new/" not in html


def test_too_few_bridges_are_said(come: Come, brand: Brand) -> None:
    factories.make_block(brand, "a", role="bridge", themes=("efficacy",))
    client = come("REQUESTER")
    (cell,) = cells_of(covered(client, format="long"), "Warm", "Bridge")
    assert (cell.state, cell.blocks) == ("Too few", 1)
    (cell,) = cells_of(covered(client, format="standard"), "Warm", "Bridge")
    assert (cell.state, cell.is_hole) == ("", False)


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ({}, ("testavra", "US", "email", "HCP", "standard")),
        ({"market": "GB"}, ("testavra", "GB", "email", "HCP", "standard")),
        (
            {"brand": "other", "market": "GB"},
            ("other", "US", "email", "HCP", "standard"),
        ),
        (
            {"channel": "sms", "format": "long"},
            ("testavra", "US", "sms", "HCP", "standard"),
        ),
        (
            {"channel": "fax", "audience": "ALL", "brand": "nobody"},
            ("testavra", "US", "email", "HCP", "standard"),
        ),
    ],
)
def test_what_was_not_chosen_falls_to_the_first(
    come: Come, brand: Brand, query: dict[str, str], chosen: tuple[str, ...]
) -> None:
    other = factories.make_brand("other")
    other.name = "Zother"
    other.save()
    form = come("LEGAL").get(ADDRESS, query).context["form"]
    assert tuple(form[name].value() for name in form.fields) == chosen


@pytest.mark.parametrize(
    ("headroom", "said"),
    [
        (Headroom(0, (), (), 0), ""),
        (
            Headroom(12, (CopyRole.OPENING,), (2,), 14),
            "2 more openings would allow 14",
        ),
        (
            Headroom(1, (CopyRole.CALL_TO_ACTION, CopyRole.SUBJECT), (3, 1), 4),
            "3 more calls to action and 1 more subject would allow 4",
        ),
        (
            Headroom(1, tuple(CopyRole)[:3], (1, 1, 1), 2),
            "1 more subject, 1 more preheader and 1 more headline would allow 2",
        ),
        (
            Headroom(1, tuple(CopyRole)[:4], (1,) * 4, 2),
            "More of 4 roles would allow 2",
        ),
    ],
)
def test_headroom_in_words(headroom: Headroom, said: str) -> None:
    assert coverage.advice(headroom) == said


def test_the_page_asks_as_much_for_much_copy(
    come: Come, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kits.load_small_kit(by=factories.make_user("ADMINISTRATOR"), at=AT)
    client = come("REQUESTER")
    with django_assert_max_num_queries(14):
        response = client.get(ADDRESS)
    assert response.context["coverage"].holes == 0
    assert len(re.findall("Headroom", response.content.decode())) == 2
