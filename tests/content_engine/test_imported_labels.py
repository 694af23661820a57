"""Messages are written and checked on an imported label once it was adopted."""

import datetime

import pytest
from django.contrib.auth.models import User

from content_engine import supplies, variants
from content_engine.models import VariantVersion
from content_engine.pieces import Context
from knowledge_base import claims, labels
from knowledge_base.models import Brand, ClaimState, ClaimVersion, Label
from tests import factories, kits, label_documents

pytestmark = pytest.mark.django_db

AT = factories.AT
CONTEXT = Context(kits.SLUG, "US", "email", "HCP", AT.date())
SHORT = "Calvoryn can harm the liver. See the full prescribing information."
BRIEF = {
    "brand": kits.SLUG,
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "objective": "Gout clinics know the week 24 result",
    "tones": ["clinical"],
    "themes": ["efficacy"],
    "formats": ["short"],
    "count": 1,
    "seed": 7,
    "writer": "composer",
}


@pytest.fixture
def brand(administrator: User) -> Brand:
    return kits.load_small_kit(by=administrator, at=AT)


@pytest.fixture
def adopted(brand: Brand, regulatory: User) -> Label:
    """An imported label in force; a draft of another labeller bears its version."""
    label = _imported(regulatory)
    labels.state_safety(
        label_id=label.pk, short=SHORT, full=kits.FULL_SAFETY, by=regulatory, at=AT
    )
    labels.adopt(label_id=label.pk, by=regulatory, at=AT)
    _imported(
        regulatory,
        set_id=label_documents.OTHER_SET,
        labeler=label_documents.REPACKER,
    )
    return label


def _imported(by: User, **facts: str) -> Label:
    document = label_documents.make_document(
        effective_on=datetime.date(2026, 6, 1), **facts
    )
    return labels.import_document(document, by=by, at=AT).label


def test_the_supply_is_the_imported_label(adopted: Label) -> None:
    words = supplies.gather(CONTEXT).label
    assert (words.version, words.indication) == ("3", label_documents.GOUT)
    assert words.safety_short.text == SHORT
    assert words.dosing == (label_documents.DOSE,)
    assert label_documents.LIVER in words.section_texts


def test_a_draft_changes_nothing_that_is_written(
    brand: Brand, regulatory: User
) -> None:
    before = supplies.gather(CONTEXT)
    _imported(regulatory)
    assert supplies.gather(CONTEXT) == before


def test_suspended_claims_are_no_supply_until_reconfirmed(
    adopted: Label, medical: User
) -> None:
    version = ClaimVersion.objects.get(claim__key="once-daily")
    assert version.state == ClaimState.SUSPENDED
    keys = {claim.key for claim in supplies.gather(CONTEXT).claims}
    assert "once-daily" not in keys
    claims.reconfirm(claim_version_id=version.pk, reason="Still so.", by=medical, at=AT)
    keys = {claim.key for claim in supplies.gather(CONTEXT).claims}
    assert "once-daily" in keys


def test_a_family_is_written_on_it(adopted: Label, requester: User) -> None:
    run = variants.request(BRIEF, by=requester, at=AT)
    variants.carry_out(run.pk, by=requester, at=AT, lease_seconds=60)
    version = VariantVersion.objects.get(variant__family=run.family)
    assert version.label == adopted
    check = version.checks.get()
    assert check.verdict == "cleared"
