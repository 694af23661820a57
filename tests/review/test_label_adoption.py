"""A label is adopted with a signature, after its impact was shown, and stops assets."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import claims, labels
from knowledge_base.labels import LabelStepError
from knowledge_base.models import (
    Anchor,
    Brand,
    ClaimCitation,
    ClaimState,
    ClaimVersion,
    Label,
    LedgerEntry,
    Reference,
)
from knowledge_base.reasons import ReasonMissingError
from review import label_adoption, servability
from review.facts import NotYoursError
from review.label_adoption import LabelChangedError
from review.models import Release, Signature
from review.signatures import SigningRefusedError
from review.states import ReleaseState, ReviewState, Role
from tests import factories, label_documents
from tests.label_documents import DOSE, make_document, sections

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_fresh_check", "intact_ledger"),
]

AT = factories.AT
TODAY = AT.date()


@pytest.fixture
def brand(db: None) -> Brand:
    """A brand with a label in force that is not the one below."""
    made = factories.make_brand()
    Label.objects.filter(brand=made).update(indication=DOSE)
    return made


@pytest.fixture
def claim(brand: Brand) -> ClaimVersion:
    """An approved claim that stands on the label in force."""
    version = factories.make_claim(brand, "DOSE")
    reference = Reference.objects.create(
        brand=brand, key="PI", citation="PI.", kind="label"
    )
    anchor = Anchor.objects.create(
        reference=reference, key="dose", locator="2", quote=DOSE
    )
    draft = ClaimVersion.objects.create(
        claim=version.claim,
        version=2,
        text="One tablet a day.",
        sha256="1" * 64,
        market_codes=("US",),
        drafted_at=AT,
    )
    ClaimCitation.objects.create(
        claim_version=draft, ordinal=1, reference=reference, anchor=anchor
    )
    claims.put_in_force(draft, by=User(username="approver"), at=AT)
    return draft


@pytest.fixture
def draft(brand: Brand, regulatory: User) -> Label:
    """The label that would replace it, ready to be adopted."""
    return ready(regulatory, brand)


def ready(by: User, brand: Brand, **changes: Any) -> Label:
    facts = {
        "version": "4",
        "effective_on": datetime.date(2026, 11, 1),
        "labeler": "Testa",
        "sections": sections(dose="The recommended dose is two tablets twice a week."),
        **changes,
    }
    label = labels.import_document(
        make_document(**facts), brand_id=brand.pk, by=by, at=AT
    ).label
    labels.state_safety(label_id=label.pk, short="S.", full="F.", by=by, at=AT)
    return label


def adopt(label: Label, by: User, **changes: Any) -> label_adoption.Adoption:
    return label_adoption.adopt_label(
        label_id=label.pk,
        by=by,
        at=AT,
        **{"credentials": factories.credentials(by), **changes},
    )


def impact(label: Label) -> label_adoption.AdoptionImpact:
    return label_adoption.impact(labels.replacement(label))


def test_the_impact_is_known_before_anybody_signs(
    claim: ClaimVersion, draft: Label
) -> None:
    other = factories.make_claim(claim.claim.brand)
    carrying = factories.make_release(version=factories.make_version(claim=claim))
    written = factories.make_release(version=factories.make_version(claim=other))
    factories.make_release(ReleaseState.WITHDRAWN)
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    found = impact(draft)
    assert found.carrying == (carrying,)
    assert set(found.written_on) == {carrying, written}
    assert set(found.stopping) == {carrying, written}
    assert found.reviews == (review,)
    assert found.of_claims == {claim.pk: 1}
    assert found.of_blocks == {}


def test_a_signed_adoption_suspends_and_stops(
    claim: ClaimVersion, draft: Label, regulatory: User
) -> None:
    release = factories.make_release(version=factories.make_version(claim=claim))
    assert Release.objects.filter(servability.holds_on(TODAY)).exists()
    before = LedgerEntry.objects.count()
    digest = labels.content_sha256(draft)
    made = adopt(draft, regulatory, expected_sha256=digest)
    claim.refresh_from_db()
    assert claim.state == ClaimState.SUSPENDED
    assert labels.current_at(draft.brand, "US", TODAY) == draft
    assert not Release.objects.filter(servability.holds_on(TODAY)).exists()
    assert made.impact.stopping == (release,)
    assert (made.signature.meaning, made.signature.content_sha256) == (
        "APPROVED",
        digest,
    )
    told = list(LedgerEntry.objects.order_by("sequence"))[before:]
    assert [entry.action for entry in told] == [
        "claim.suspended",
        "label.adopted",
        "label.adoption_signed",
    ]
    assert release.code in told[-1].payload


@pytest.mark.parametrize("role", Role)
def test_who_may_adopt(draft: Label, role: Role) -> None:
    person = factories.make_user(role.value)
    if role in {Role.REGULATORY, Role.COORDINATOR}:
        assert adopt(draft, person).label == draft
    else:
        with pytest.raises(NotYoursError):
            adopt(draft, person)
        assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"password": "a guess"}, SigningRefusedError),
        ({"username": ""}, SigningRefusedError),
        ({"session_key": ""}, SigningRefusedError),
    ],
)
def test_without_a_signature_nothing_happens(
    claim: ClaimVersion,
    draft: Label,
    regulatory: User,
    changes: Any,
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        adopt(
            draft, regulatory, credentials=factories.credentials(regulatory, **changes)
        )
    draft.refresh_from_db()
    claim.refresh_from_db()
    assert (draft.approved_at, claim.state) == (None, ClaimState.APPROVED)


def test_what_was_not_seen_is_not_signed(draft: Label, regulatory: User) -> None:
    seen = labels.content_sha256(draft)
    labels.state_safety(
        label_id=draft.pk, short="Other.", full="Words.", by=regulatory, at=AT
    )
    with pytest.raises(LabelChangedError, match="changed meanwhile"):
        adopt(draft, regulatory, expected_sha256=seen)
    draft.refresh_from_db()
    assert draft.approved_at is None
    assert not Signature.objects.exists()


def test_another_labelers_label_is_asked_for_by_name(
    brand: Brand, regulatory: User
) -> None:
    draft = ready(regulatory, brand, labeler=label_documents.REPACKER)
    with pytest.raises(LabelStepError, match="not the brand's own"):
        adopt(draft, regulatory)
    assert not Signature.objects.exists()
    assert adopt(draft, regulatory, other_labeler=True).label == draft


def test_no_signature_outlives_a_refused_adoption(
    draft: Label, regulatory: User
) -> None:
    adopt(draft, regulatory)
    with pytest.raises(LabelStepError, match="no draft any more"):
        adopt(draft, regulatory)
    assert Signature.objects.count() == 1


def test_a_first_label_touches_nothing(regulatory: User) -> None:
    brand = Brand.objects.create(
        slug="new", name="New", generic_name="new", manufacturer="Testa"
    )
    draft = ready(regulatory, brand)
    found = impact(draft)
    assert (found.stopping, found.reviews) == ((), ())
    assert adopt(draft, regulatory).label == draft


def withdraw(label: Label, by: User, reason: str = "A misprint.") -> Signature:
    return label_adoption.withdraw_label(
        label_id=label.pk,
        reason=reason,
        credentials=factories.credentials(by),
        by=by,
        at=AT,
    )


def test_a_withdrawal_is_signed_and_stops_what_was_written_on_it(
    brand: Brand, regulatory: User
) -> None:
    release = factories.make_release()
    label = release.label
    signature = withdraw(label, regulatory)
    label.refresh_from_db()
    assert label.withdrawn_at == AT
    assert signature.meaning == "WITHDREW"
    assert not Release.objects.filter(servability.holds_on(TODAY)).exists()
    entry = LedgerEntry.objects.latest("sequence")
    assert entry.action == "label.withdrawal_signed"
    assert release.code in entry.payload
    with pytest.raises(LabelStepError):
        withdraw(label, regulatory)


def test_a_withdrawal_needs_a_reason_and_a_role(
    brand: Brand, regulatory: User, medical: User
) -> None:
    label = brand.labels.get()
    with pytest.raises(ReasonMissingError):
        withdraw(label, regulatory, " ")
    with pytest.raises(NotYoursError):
        withdraw(label, medical)
    label.refresh_from_db()
    assert label.withdrawn_at is None
