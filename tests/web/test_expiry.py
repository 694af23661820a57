"""The expiry calendar: what ends when, what stops with it, and the same as a table."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from knowledge_base.models import Brand, ClaimVersion, Reference
from review import releases
from review.models import Release
from review.states import ReleaseState
from tests import factories
from tests.review import many_claims
from tests.web.conftest import Come
from web.presenters import expiry
from web.presenters.expiry import EndRow

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("still_clock", "no_fresh_check"),
]
AT = factories.AT
TODAY = AT.date()


def day(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


@pytest.fixture
def brand(db: None) -> Brand:
    return factories.make_brand()


def rows(slug: str = "") -> list[EndRow]:
    return list(expiry.ends(slug, TODAY))


def told(slug: str = "") -> list[tuple[str, str, int]]:
    return [(row.kind, row.name, row.left) for row in rows(slug)]


def row_of(days: int, **changes: Any) -> EndRow:
    said: dict[str, Any] = {
        "on": day(days),
        "left": days,
        "kind": "Claim",
        "name": "EFF@1",
        "brand": "Testavra",
        "href": "/",
        "detail": "Words.",
        "assets": 0,
    }
    return EndRow(**{**said, **changes})


@pytest.mark.parametrize(
    ("days", "window", "when"),
    [
        (-30, "Overdue", "30 days ago"),
        (-1, "Overdue", "1 day ago"),
        (0, "Overdue", "today"),
        (1, "Within 7 days", "in 1 day"),
        (7, "Within 7 days", "in 7 days"),
        (8, "Within 30 days", "in 8 days"),
        (30, "Within 30 days", "in 30 days"),
        (31, "Within 60 days", "in 31 days"),
        (60, "Within 60 days", "in 60 days"),
        (61, "Within 90 days", "in 61 days"),
        (90, "Within 90 days", "in 90 days"),
    ],
)
def test_each_day_falls_in_one_window(days: int, window: str, when: str) -> None:
    row = row_of(days)
    assert (row.window, row.when) == (window, when)
    holding = [one for one in expiry.windows([row]) if one.rows]
    assert [(one.title, one.rows) for one in holding] == [(window, (row,))]


@pytest.mark.parametrize(
    ("kind", "assets", "said"),
    [
        ("Claim", 0, "No released asset stands on it."),
        ("Claim", 1, "1 released asset stops with it."),
        ("Label", 3, "3 released assets stop with it."),
        ("Released asset", 1, "Platforms get it no more."),
        ("Released asset", 0, "It is suspended."),
    ],
)
def test_what_stops_in_words(kind: str, assets: int, said: str) -> None:
    assert row_of(1, kind=kind, assets=assets).stops == said


def test_claims_up_to_the_horizon_in_the_order_of_their_ends(brand: Brand) -> None:
    for days in (91, 90, 5, -400):
        factories.make_claim(brand, f"C{days}", expires_on=day(days))
    factories.make_claim(brand, "endless")
    old = factories.make_claim(brand, "REPLACED", expires_on=day(3))
    factories.revise_claim(old)
    assert told() == [
        ("Claim", "C-400@1", -400),
        ("Claim", "C5@1", 5),
        ("Claim", "C90@1", 90),
    ]
    assert rows()[0].href.startswith("/claims/testavra/C-400/")


def test_a_claim_says_how_many_assets_stop(brand: Brand) -> None:
    claim = factories.make_claim(brand, "SAID", expires_on=day(20))
    for _ in range(2):
        many_claims.release(many_claims.make_version([claim]))
    stopped = many_claims.release(many_claims.make_version([claim]))
    assert Release.objects.filter(state=ReleaseState.RELEASED).count() == 3
    releases.suspend(
        release_id=stopped.pk,
        reason="Wait.",
        by=factories.make_user("COORDINATOR"),
        at=AT,
    )
    counts = {(row.kind, row.name): row.assets for row in rows()}
    assert counts["Claim", "SAID@1"] == 2
    assert counts["Released asset", stopped.code] == 0
    assert sum(kind == "Released asset" for kind, _ in counts) == 3


def test_a_reference_counts_assets_that_print_it_or_say_its_claims(
    brand: Brand,
) -> None:
    """An asset that does both counts once."""
    claim, other = (factories.make_claim(brand, key) for key in ("A", "B"))
    source = claim.citations.get().reference
    many_claims.release(many_claims.make_version([claim], [source]))
    many_claims.release(many_claims.make_version([other], [source]))
    many_claims.release(many_claims.make_version([other]))
    Reference.objects.filter(pk=source.pk).update(expires_on=day(10))
    (row,) = rows()
    assert (row.kind, row.name, row.assets) == ("Reference", source.ref, 2)
    assert row.href == f"/references/testavra/{source.key}/"
    Reference.objects.filter(pk=source.pk).update(retracted_at=AT)
    assert rows() == []


def test_a_label_ends_when_its_successor_takes_effect(brand: Brand) -> None:
    old = brand.labels.get(market="US")
    factories.make_release()
    later = factories.make_label(brand, "US", "2027-01")
    later.effective_on = day(40)
    later.save()
    british = factories.make_label(brand, "GB", "2027-02")
    british.effective_on = day(41)
    british.save()
    row = next(row for row in rows() if row.kind == "Label")
    assert (row.name, row.left, row.assets) == (f"United States, {old.version}", 40, 1)
    assert row.detail == "The label 2027-01 takes its place."
    assert row.href == f"/labels/{old.pk}/"
    later.approved_at = None
    later.save()
    assert [row for row in rows() if row.kind == "Label"] == []


def test_assets_end_too(brand: Brand) -> None:
    claim = factories.make_claim(brand, "SAID", expires_on=day(90))
    release = many_claims.release(many_claims.make_version([claim]))
    withdrawn = factories.make_release(ReleaseState.WITHDRAWN)
    names = {row.name: row for row in rows()}
    assert withdrawn.code not in names
    assert names[release.code].href == f"/library/{release.uid}/"
    assert names[release.code].detail == "E-mail, United States"


def test_the_brand_narrows_everything(brand: Brand) -> None:
    other = factories.make_brand("other")
    for one in (brand, other):
        claim = factories.make_claim(one, f"OF-{one.slug}", expires_on=day(9))
        source = claim.citations.get().reference
        Reference.objects.filter(pk=source.pk).update(expires_on=day(9))
        later = factories.make_label(one, "US", "2027-01")
        later.effective_on = day(9)
        later.save()
    assert len(rows()) == 6
    assert {row.brand for row in rows("other")} == {"Other"}
    assert len(rows("other")) == 3


def test_the_page_shows_the_windows_and_what_stops(come: Come, brand: Brand) -> None:
    claim = factories.make_claim(brand, "SAID", expires_on=day(20))
    many_claims.release(many_claims.make_version([claim]))
    html = come("AUDITOR").get(reverse("expiry:calendar")).content.decode()
    assert "1 released asset stops with it." in html
    for _, title in expiry.WINDOWS:
        assert title in html


def test_an_empty_calendar_says_so(come: Come, brand: Brand) -> None:
    response = come("LEGAL").get(reverse("expiry:calendar"), {"brand": "testavra"})
    assert "Nothing ends within 90 days." in response.content.decode()


def test_the_table_has_the_rows_of_the_page(come: Come, brand: Brand) -> None:
    other = factories.make_brand("other")
    factories.make_claim(brand, "SAID", text="=SUM(1)", expires_on=day(20))
    factories.make_claim(other, "ELSE", expires_on=day(20))
    client = come("AUDITOR")
    response = client.get(reverse("expiry:table"), {"brand": "testavra"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="expiry.csv"' in response["Content-Disposition"]
    read = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(read) == 1
    assert read[0] == {
        "ends_on": day(20).isoformat(),
        "days_left": "20",
        "window": "Within 30 days",
        "kind": "Claim",
        "name": "SAID@1",
        "brand": "Testavra",
        "detail": "'=SUM(1)",
        "stops": "No released asset stands on it.",
    }
    page = client.get(reverse("expiry:calendar"), {"brand": "testavra"})
    assert "/expiry/table/?brand=testavra" in page.content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_the_calendar_asks_as_much_for_many_ends(
    brand: Brand, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(size):
        claim = factories.make_claim(brand, f"C{number}", expires_on=day(number))
        source = claim.citations.get().reference
        Reference.objects.filter(pk=source.pk).update(expires_on=day(number))
    with django_assert_max_num_queries(6):
        assert len(rows()) == 2 * size
    assert ClaimVersion.objects.count() == size
