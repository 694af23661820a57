"""A claim's page: signed steps, revisions side by side, evidence, approvals."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from knowledge_base import claims
from knowledge_base.claim_contents import Cited
from knowledge_base.models import (
    Anchor,
    Brand,
    ClaimApproval,
    ClaimState,
    ClaimVersion,
)
from review.models import Signature
from review.states import Role
from tests import factories
from tests.web.conftest import Come
from web.presenters import claim_readings
from web.presenters.claim_readings import reading_rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("still_clock", "no_fresh_check"),
]
NOBODY = User(username="nobody")


@pytest.fixture
def brand() -> Brand:
    return factories.make_brand()


@pytest.fixture
def approved(brand: Brand) -> ClaimVersion:
    return factories.make_claim(brand, "SAY-1")


@pytest.fixture
def draft(approved: ClaimVersion) -> ClaimVersion:
    text = "Testavra reduced weekly attacks by 43% versus placebo at week 12."
    return factories.redraft_claim(approved, text=text)


def words_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def address(version: ClaimVersion, name: str = "claim", number: int = 0) -> str:
    claim = version.claim
    page = reverse(f"knowledge:{name}", args=[claim.brand.slug, claim.key])
    return page + (f"?version={number}" if number else "")


def typed(person: User, **changes: Any) -> dict[str, Any]:
    return {
        "username": person.username,
        "password": factories.PASSWORD,
        "reason": "The label says so.",
    } | changes


def taken(
    come: Come, version: ClaimVersion, name: str, person: User, **told: Any
) -> Any:
    return come(user=person).post(
        address(version, name, version.version), typed(person, **told), follow=True
    )


def test_both_functions_approve_on_the_page(come: Come, draft: ClaimVersion) -> None:
    medical, regulatory = (factories.make_user(r) for r in ("MEDICAL", "REGULATORY"))
    text = words_of(taken(come, draft, "approve", medical, function="MEDICAL"))
    assert "Approved. Regulatory is awaited." in text
    half = words_of(come("LEGAL").get(address(draft, number=2)))
    assert "Regulatory Awaited" in half
    assert f"{medical.get_full_name()}, approved," in half
    text = words_of(taken(come, draft, "approve", regulatory, function="REGULATORY"))
    assert "Approved. It is in force now." in text
    assert text.count("Intact") == 2
    draft.refresh_from_db()
    assert draft.state == ClaimState.APPROVED


def test_suspended_and_reconfirmed_on_the_page(
    come: Come, approved: ClaimVersion
) -> None:
    medical = factories.make_user("MEDICAL")
    text = words_of(taken(come, approved, "suspend", medical))
    assert "Suspended. It waits for a medical or regulatory reviewer." in text
    assert "Sign and reconfirm" in text
    text = words_of(taken(come, approved, "reconfirm", medical))
    assert "Reconfirmed. It may be used again." in text
    assert "Decisions since Suspended" in text
    assert "reconfirmed this claim: The label says so." in text


FAULTS: list[tuple[str, dict[str, str], int, str]] = [
    ("approve", {"function": "MEDICAL", "password": "wrong"}, 403, "not right"),
    ("approve", {"function": "MEDICAL", "password": ""}, 422, "Give your password"),
    ("approve", {"function": "REGULATORY"}, 403, "for the role regulatory"),
    ("approve", {"function": "LEGAL"}, 404, ""),
    ("approve", {}, 404, ""),
    ("reconfirm", {}, 409, "only a suspended claim can be reconfirmed"),
    ("suspend", {}, 409, "only an approved claim can be suspended"),
]


@pytest.mark.parametrize(("name", "change", "status", "words"), FAULTS)
def test_a_refusal_is_told_on_the_page_and_leaves_nothing(
    name: str,
    change: dict[str, str],
    status: int,
    words: str,
    come: Come,
    draft: ClaimVersion,
) -> None:
    response = taken(come, draft, name, factories.make_user("MEDICAL"), **change)
    assert response.status_code == status
    assert words in words_of(response)
    assert factories.PASSWORD not in response.content.decode()
    assert not draft.approvals.exists()
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["suspend", "withdraw_claim"])
def test_a_stop_needs_a_reason(name: str, come: Come, approved: ClaimVersion) -> None:
    medical = factories.make_user("MEDICAL")
    response = taken(come, approved, name, medical, reason=" ")
    assert response.status_code == 422
    assert "Give the reason." in words_of(response)


def test_who_drafted_it_sees_why_not(come: Come, approved: ClaimVersion) -> None:
    person = factories.make_user("MEDICAL")
    draft = factories.redraft_claim(approved, text="My own words.", by=person)
    page = come(user=person).get(address(draft, number=2))
    sentence = f"You drafted {draft.claim.key}@2: somebody else must approve it."
    assert f'title="{sentence}"' in page.content.decode()


@pytest.mark.parametrize("role", Role)
def test_nobody_sees_a_form_that_would_be_refused(
    role: Role, come: Come, draft: ClaimVersion
) -> None:
    html = come(role.value).get(address(draft, number=2)).content.decode()
    offered = html.count('<input type="hidden" name="function"')
    assert offered == (1 if role in ("MEDICAL", "REGULATORY") else 0)


def test_revisions_show_what_changed(come: Come, draft: ClaimVersion) -> None:
    html = come("LEGAL").get(address(draft, number=2)).content.decode()
    assert "<del>42%</del><ins>43%</ins>" in html
    assert f"{address(draft, 'compare')}?old=1&amp;new=2" in html


def test_two_revisions_side_by_side(come: Come, draft: ClaimVersion) -> None:
    client = come("AUDITOR")
    response = client.get(address(draft, "compare") + "?old=1&new=2")
    assert "<del>42%</del><ins>43%</ins>" in response.content.decode()
    text = words_of(response)
    assert "The same in both: evidence, markets." in text
    same = words_of(client.get(address(draft, "compare") + "?old=1&new=1"))
    assert "They say the same." in same
    newest = words_of(client.get(address(draft, "compare") + "?old=x&new=99"))
    assert "SAY-1@1" in newest
    assert "SAY-1@2" in newest
    assert client.get("/claims/testavra/none/compare/").status_code == 404


def test_the_quote_stands_in_its_page_with_a_link(
    come: Come, approved: ClaimVersion
) -> None:
    reference = approved.citations.get().reference
    anchor = Anchor.objects.create(
        reference=reference, key="a", locator="p. 1", quote="fell by 43% in adults"
    )
    cited = (Cited(reference, anchor),)
    draft = factories.redraft_claim(approved, cited=cited)
    html = come("LEGAL").get(address(draft, number=2)).content.decode()
    assert '<mark class="quote">fell by 43% in adults</mark>' in html
    assert "of the document" not in html
    factories.attach_file(
        reference, ["Results."], ["Attacks fell by 43% in adults, which is much."]
    )
    html = come("LEGAL").get(address(draft, number=2)).content.decode()
    assert "Attacks <mark" in html
    assert "Read page 2 of the document" in html
    assert "page=2#page" in html


def test_an_approval_that_no_longer_fits_is_told(
    come: Come, draft: ClaimVersion
) -> None:
    ClaimApproval.objects.create(
        claim_version=draft,
        function="MEDICAL",
        content_sha256="0" * 64,
        approved_by="somebody",
        approved_at=factories.AT,
    )
    text = words_of(come("LEGAL").get(address(draft, number=2)))
    assert "Medical Does not verify" in text
    assert "No signature stands under it." in text


# claims to approve


def test_the_list_counts_and_shows_what_waits(
    come: Come, draft: ClaimVersion, brand: Brand
) -> None:
    stopped = factories.make_claim(brand, "STOPPED")
    claims.suspend(
        claim_version_id=stopped.pk, reason="A signal.", by=NOBODY, at=factories.AT
    )
    response = come("MEDICAL").get(reverse("knowledge:approvals"))
    text = words_of(response)
    assert "To approve 2" in text
    assert "<del>42%</del><ins>43%</ins>" in response.content.decode()
    assert "Medical awaited" in text
    assert "A signal." in text
    nothing = words_of(come("MEDICAL").get(reverse("home")))
    assert "To approve 2" in nothing


def test_nothing_waits(come: Come, approved: ClaimVersion) -> None:
    text = words_of(come("REGULATORY").get(reverse("knowledge:approvals")))
    assert "Nothing waits for you." in text


def test_several_are_approved_with_one_signing(
    come: Come, draft: ClaimVersion, brand: Brand
) -> None:
    person = factories.make_user("MEDICAL")
    other = factories.redraft_claim(factories.make_claim(brand, "B"), text="Words B.")
    faulty = factories.redraft_claim(
        factories.make_claim(brand, "C"),
        text="Words C.",
        reading={"quantities": [{"text": "9 mg", "is_open": True}]},
    )
    ticked = [draft.pk, other.pk, faulty.pk]
    sent = typed(person, claims=ticked, function="MEDICAL")
    response = come(user=person).post(
        reverse("knowledge:sign_approvals"), sent, follow=True
    )
    text = words_of(response)
    assert "You approved 2 claims: SAY-1@2, B@2." in text
    assert "C@2 was not approved. Figure 9 mg is not bound to an arm" in text
    assert Signature.objects.filter(user=person).count() == 2


SENT: list[tuple[dict[str, Any], int, str]] = [
    ({"claims": []}, 422, "Tick the claims that you approve."),
    ({"claims": [0]}, 422, "waits for you no more"),
    ({"claims": ["x"]}, 422, "waits for you no more"),
    ({"function": "REGULATORY"}, 422, "REGULATORY"),
    ({"password": "wrong"}, 403, "The password is not right."),
]


@pytest.mark.parametrize(("change", "status", "words"), SENT)
def test_a_faulty_signing_keeps_the_ticks(
    change: dict[str, Any], status: int, words: str, come: Come, draft: ClaimVersion
) -> None:
    person = factories.make_user("MEDICAL")
    sent = typed(person, claims=[draft.pk], function="MEDICAL", **{}) | change
    response = come(user=person).post(reverse("knowledge:sign_approvals"), sent)
    assert response.status_code == status
    assert words in words_of(response)
    if "claims" not in change:
        assert f'value="{draft.pk}" checked' in response.content.decode()
    assert not draft.approvals.exists()


# retracting


def test_a_retraction_shows_its_impact_and_is_signed(
    come: Come, approved: ClaimVersion
) -> None:
    asset = factories.make_release(version=factories.make_version(claim=approved))
    reference = approved.citations.get().reference
    page = reverse("knowledge:retract_reference", args=["testavra", reference.key])
    person = factories.make_user("MEDICAL")
    client = come(user=person)
    text = words_of(client.get(page))
    assert "SAY-1@1" in text
    assert asset.code in text
    missing = client.post(page, typed(person, reason=""))
    assert (missing.status_code, "Give the reason." in words_of(missing)) == (422, True)
    wrong = client.post(page, typed(person, password="wrong"))
    assert wrong.status_code == 403
    done = client.post(page, typed(person), follow=True)
    assert "Retracted. Released assets that stop: 1." in words_of(done)
    reference.refresh_from_db()
    assert reference.retracted_at
    again = client.post(page, typed(person))
    assert again.status_code == 409
    assert "It was retracted on" in words_of(client.get(page))


# rows


def test_figures_are_marked_where_they_stand() -> None:
    text = "It fell by 42% versus 9% with placebo."
    reading = {
        "product": "Testavra",
        "comparator": "placebo",
        "hedges": ["may"],
        "direction": "DECREASE",
        "quantities": [
            {"text": "9%", "span": [22, 24], "kind": "PERCENTAGE", "arm": "COMPARATOR"},
            {
                **{
                    "text": "42%",
                    "span": [11, 14],
                    "kind": "PERCENTAGE",
                    "operator": "<",
                },
                **{"interval": ["1.2", "3"], "p": "<0.01", "arm": "PRODUCT"},
            },
            {"text": "42%", "span": [12, 15], "kind": "PERCENTAGE", "is_open": True},
            {"text": "lost", "span": [0, 4], "kind": "VALUE", "arm": "BETWEEN"},
        ],
    }
    rows = reading_rows(text, reading)
    assert "".join(stretch.text for stretch in rows.stretches) == text
    assert [s.text for s in rows.stretches if s.style == "figure"] == ["42%", "9%"]
    assert [(row.says, row.arm) for row in rows.figures] == [
        ("Percentage", "placebo"),
        ("Percentage, less than; interval 1.2 to 3; p <0.01", "Testavra"),
        ("Percentage", ""),
        ("Value", "Between the arms"),
    ]
    assert rows.is_open
    assert rows.said == (("Hedges", "may"), ("Direction", "decrease"))


def test_a_claim_without_a_reading_is_its_text() -> None:
    rows = claim_readings.reading_rows("Words.", {})
    assert [stretch.text for stretch in rows.stretches] == ["Words."]
    assert (rows.figures, rows.said, rows.is_open) == ((), (), False)
    assert claim_readings.reading_rows("", {}).stretches == ()


def test_days_are_written_out(approved: ClaimVersion, come: Come) -> None:
    day = datetime.date(2027, 3, 1)
    draft = factories.redraft_claim(approved, expires_on=day, qualifiers=["Note."])
    text = words_of(come("LEGAL").get(address(draft, "compare") + "?old=1&new=2"))
    assert "1 Mar 2027" in text
    assert "Note." in text
