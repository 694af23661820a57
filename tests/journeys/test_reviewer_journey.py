"""The reviewers' way: three people, three browsers, three signatures, one release."""

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from playwright.sync_api import Page, expect

from review.models import Decision, Release, Review, Signature
from review.states import Function, ReviewState, ReviewVerdict
from tests import factories
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, refusal, sign_in
from tests.journeys.worlds import CORA, INES, LEO, MARA, OWEN, RHEA

pytestmark = pytest.mark.browser

Staff = dict[str, User]


@pytest.fixture
def reviews(staff: Staff) -> list[Review]:
    """Two e-mails of one family, in review."""
    return _reviews(staff)


def test_three_people_approve_in_three_browsers_and_a_fourth_releases(
    house: str, visit: Visit, reviews: list[Review]
) -> None:
    review = reviews[0]
    for name in worlds.REVIEWERS.values():
        page = visit(base_url=house)
        sign_in(page, name)
        page.get_by_role("link", name="Reviews").first.click()
        page.locator(f'a[href="/reviews/{review.pk}/"]').first.click()
        _choose(page, "Approve these words")
        page.get_by_label("Sign-in name").fill(name)
        _sign(page)
        expect(page.get_by_role("status")).to_contain_text("your verdict")
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED
    signed = _verdict_signatures().values_list("user__username", flat=True)
    assert sorted(signed) == sorted(worlds.REVIEWERS.values())

    page = visit(base_url=house)
    sign_in(page, CORA)
    page.goto(f"/reviews/{review.pk}/")
    page.get_by_role("button", name="Release to platforms").click()
    code = Release.objects.get().code
    expect(page.get_by_role("status")).to_contain_text(f"Released as {code}")
    expect(page.get_by_text("Platforms are served right now")).to_be_visible()


def test_the_second_signature_of_a_sitting_asks_for_the_password_alone(
    page: Page, house: str, reviews: list[Review]
) -> None:
    enter(page, house, INES)
    page.goto(f"/reviews/{reviews[0].pk}/")
    _choose(page, "Approve these words")
    page.get_by_label("Sign-in name").fill(INES)
    _sign(page)
    expect(page.get_by_role("status")).to_contain_text("Signed")
    page.goto(f"/reviews/{reviews[1].pk}/")
    expect(page.get_by_label("Sign-in name")).to_have_count(0)
    _choose(page, "Approve these words")
    _sign(page)
    expect(page.get_by_role("status")).to_contain_text("Signed")
    assert _verdict_signatures().count() == 2


def test_a_wrong_password_signs_nothing_and_loses_nothing(
    page: Page, house: str, reviews: list[Review], console: list[str]
) -> None:
    enter(page, house, LEO)
    page.goto(f"/reviews/{reviews[0].pk}/")
    _choose(page, "Request changes")
    page.get_by_label("Comment").fill("Say once more in how many people.")
    page.get_by_label("Sign-in name").fill(LEO)
    with refusal(page, console, 403):
        _sign(page, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("password")
    expect(page.get_by_label("Comment")).to_have_value(
        "Say once more in how many people."
    )
    expect(page.get_by_role("radio", name="Request changes")).to_be_checked()
    expect(page.get_by_label("Password")).to_have_value("")
    assert not _verdict_signatures().exists()


def test_to_request_changes_takes_a_comment(
    page: Page, house: str, reviews: list[Review], console: list[str]
) -> None:
    enter(page, house, RHEA)
    page.goto(f"/reviews/{reviews[0].pk}/")
    _choose(page, "Request changes")
    page.get_by_label("Sign-in name").fill(RHEA)
    with refusal(page, console, 422):
        _sign(page)
    expect(page.locator("#decide .errorlist")).to_contain_text("comment")
    page.get_by_label("Comment").fill("The label says it differently.")
    _sign(page)
    expect(page.get_by_role("status")).to_contain_text("Signed")
    reviews[0].refresh_from_db()
    assert reviews[0].state == ReviewState.CHANGES_REQUESTED
    expect(page.get_by_text("The label says it differently.").first).to_be_visible()


def test_nobody_decides_on_what_they_asked_for(
    page: Page, house: str, staff: Staff
) -> None:
    worlds.give(staff[INES], "REQUESTER")
    family = worlds.family(staff[INES])
    review = worlds.review(family.variants.all()[0], staff[INES])
    enter(page, house, INES)
    page.goto(f"/reviews/{review.pk}/")
    section = page.get_by_role("region", name="Decide and sign")
    expect(section.get_by_role("button")).to_be_disabled()
    expect(section.locator(".why")).not_to_be_empty()
    expect(section.get_by_label("Password")).to_have_count(0)


def test_a_verdict_on_a_closed_review_is_refused(
    page: Page, house: str, staff: Staff, reviews: list[Review], console: list[str]
) -> None:
    enter(page, house, INES)
    page.goto(f"/reviews/{reviews[0].pk}/")
    _choose(page, "Approve these words")
    page.get_by_label("Comment").fill("Read twice.")
    page.get_by_label("Sign-in name").fill(INES)
    factories.decide(reviews[0], Function.LEGAL, ReviewVerdict.REJECT, by=staff[LEO])
    with refusal(page, console, 409):
        _sign(page)
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert _verdict_signatures().count() == 1


def test_a_verdict_on_words_that_were_edited_meanwhile_is_refused(
    page: Page, house: str, staff: Staff, reviews: list[Review], console: list[str]
) -> None:
    enter(page, house, INES)
    page.goto(f"/reviews/{reviews[0].pk}/")
    _choose(page, "Approve these words")
    page.get_by_label("Sign-in name").fill(INES)
    worlds.retitle(reviews[0].variant, staff[MARA], "A short note for the clinic")
    with refusal(page, console, 409):
        _sign(page)
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert not _verdict_signatures().exists()


def test_a_double_click_decides_once(
    page: Page, house: str, reviews: list[Review], console: list[str]
) -> None:
    enter(page, house, INES)
    page.goto(f"/reviews/{reviews[0].pk}/")
    _choose(page, "Approve these words")
    page.get_by_label("Sign-in name").fill(INES)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign and approve").dblclick()
    row = page.get_by_role("region", name="The three functions")
    expect(row).to_contain_text("Signed: Dr Ines Kovac")
    decided = Decision.objects.filter(review=reviews[0]).exclude(verdict="")
    assert decided.count() == 1
    assert _verdict_signatures().count() == 1
    console[:] = [line for line in console if "status of 409" not in line]


def test_in_great_britain_a_signatory_certifies_before_the_release(
    page: Page, house: str, visit: Visit, staff: Staff
) -> None:
    family = worlds.family(staff[MARA], market="GB")
    review = worlds.review(family.variants.all()[0], staff[MARA])
    worlds.approved(review, staff)
    enter(page, house, CORA)
    page.goto(f"/reviews/{review.pk}/")
    section = page.get_by_role("region", name="Release")
    expect(section.get_by_role("button")).to_be_disabled()
    expect(section).to_contain_text("signatory")

    signing = visit(base_url=house)
    enter(signing, house, OWEN)
    signing.goto(f"/reviews/{review.pk}/")
    signing.get_by_label("Sign-in name").fill(OWEN)
    signing.get_by_label("Password").fill(factories.PASSWORD)
    signing.get_by_role("button", name="Sign and certify").click()
    expect(signing.get_by_role("status")).to_contain_text("the final form is certified")

    page.reload()
    section.get_by_role("button", name="Release to platforms").click()
    expect(page.get_by_role("status")).to_contain_text("Released as GB-")


def _reviews(staff: Staff) -> list[Review]:
    family = worlds.family(staff[MARA])
    return [worlds.review(each, staff[MARA]) for each in family.variants.all()]


def _choose(page: Page, verdict: str) -> None:
    page.get_by_role("radio", name=verdict).check()


def _sign(page: Page, password: str = factories.PASSWORD) -> None:
    page.get_by_label("Password").fill(password)
    page.get_by_role("region", name="Decide and sign").get_by_role("button").click()


def _verdict_signatures() -> QuerySet[Signature]:
    return Signature.objects.filter(decision__isnull=False)
