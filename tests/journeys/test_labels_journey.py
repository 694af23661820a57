"""A regulatory reviewer brings in a label's next version and signs its adoption."""

import datetime

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from knowledge_base import claims, labels
from knowledge_base.models import Anchor, ClaimState, ClaimVersion, Label
from tests import factories, label_documents
from tests.journeys.conftest import enter, look
from tests.journeys.worlds import RHEA

pytestmark = pytest.mark.browser

NEW_DOSE = label_documents.DOSE.replace("20 mg", "40 mg")


@pytest.fixture
def label(house: str, staff: dict[str, User]) -> Label:
    """Version 3 from a file, in force, with one claim anchored at its dose."""
    by, at = staff[RHEA], factories.AT
    content = label_documents.make_document(
        sections=label_documents.sections()[:3], effective_on=datetime.date(2026, 6, 1)
    )
    made = labels.import_document(content, by=by, at=at).label
    labels.state_safety(
        label_id=made.pk, short="Short words.", full="Full words.", by=by, at=at
    )
    labels.adopt(label_id=made.pk, by=by, at=at)
    reference = labels.reference_of(made, by=by, at=at)
    anchor = Anchor.objects.create(
        reference=reference, key="dose", locator="2", quote=label_documents.DOSE
    )
    old = ClaimVersion.objects.get(claim__key="fewer-flares", version=1)
    version = factories.redraft_claim(
        old, text="One tablet a day.", by=staff["mara.lindqvist"], at=at
    )
    version.citations.create(ordinal=9, reference=reference, anchor=anchor)
    claims.put_in_force(version, by=by, at=at)
    return made


def test_the_next_version_is_compared_and_adopted(
    page: Page, house: str, label: Label
) -> None:
    enter(page, house, RHEA)
    page.goto("/labels/")
    page.get_by_role("link", name="Bring in a label").click()
    page.get_by_label("Label file").set_input_files(
        {
            "name": "next.xml",
            "mimeType": "text/xml",
            "buffer": label_documents.make_file(
                version="4", dose=NEW_DOSE, effective="20261101"
            ),
        }
    )
    page.get_by_role("button", name="Read the file").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("another version of Calvoryn's label")
    expect(page.locator("del", has_text="20")).to_have_count(1)
    expect(page.locator("ins", has_text="40")).to_have_count(1)
    expect(main).to_contain_text("fewer-flares@2")
    look(page, "labels-journey-uploaded")
    page.get_by_role("button", name="Import as a draft").click()
    expect(main).to_contain_text("The new version is stored as a draft.")
    page.get_by_role("link", name="Compare with the version before").click()
    expect(main).to_contain_text("From label 3 to 4")
    page.get_by_role("link", name="All clauses").click()
    expect(main).to_contain_text("Severe liver impairment.")
    look(page, "labels-journey-compare")
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Adopt this label").click()
    expect(page.get_by_label("Short safety information")).to_have_value("Short words.")
    page.get_by_label("Short safety information").fill("New short words.")
    page.get_by_role("button", name="Save the safety information").click()
    expect(main).to_contain_text("The safety information is stored.")
    page.get_by_label("Sign-in name").fill(RHEA)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign and adopt").click()
    expect(main).to_contain_text("Adopted. Suspended:")
    expect(main).to_contain_text("In force")
    look(page, "labels-journey-adopted")
    claim = ClaimVersion.objects.get(claim__key="fewer-flares", version=2)
    assert claim.state == ClaimState.SUSPENDED
    assert "DOSAGE AND ADMINISTRATION" in claim.suspension_reason
    page.goto(f"/labels/{label.pk}/")
    expect(main).to_contain_text("Earlier")
    expect(main).to_contain_text(label_documents.DOSE)
