"""Each gate, with the database's own refusals lifted where they would come first."""

import datetime
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from content_engine import checking
from content_engine.models import VariantPart, VariantSegment, VariantVersion
from content_engine.pieces import CheckResult, Finding
from content_engine.vocabulary import Severity
from knowledge_base import claims, labels, references
from knowledge_base.models import ClaimVersion
from review import gates
from review.models import Certificate, Decision, Review, Signature
from review.states import ReviewState
from tests import factories
from tests.review.many_claims import lift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]
AT = factories.AT


def _refusals(review: Review, at: datetime.datetime = AT) -> list[str]:
    version = VariantVersion.objects.get(pk=review.version_id)
    fresh = Review.objects.get(pk=review.pk)
    fresh.version = version
    return list(gates.refusals(fresh, at=at))


def _approved(**place: Any) -> Review:
    return factories.make_review_at(ReviewState.APPROVED, **place)


def test_all_gates_hold_for_an_honest_piece() -> None:
    review = _approved()
    assert _refusals(review) == []
    assert all(gate.holds for gate in gates.look(review, at=AT))


def test_moved_signature_does_not_verify() -> None:
    """A row copied from another review, with its person and hash made to fit."""
    review = _approved()
    lift("review_signature", "signature_is_final")
    decision = review.decisions.get(function="LEGAL")
    Signature.objects.filter(decision=decision).update(subject="review:0:LEGAL")
    assert _refusals(review) == ["The legal signature does not verify."]


@pytest.mark.parametrize(
    "change",
    [
        {"content_sha256": "0" * 64},
        {"printed_name": "Somebody Else"},
        {"meaning": "REVIEWED"},
    ],
)
def test_changed_signature_does_not_verify(change: dict[str, str]) -> None:
    review = _approved()
    lift("review_signature", "signature_is_final")
    decision = review.decisions.get(function="MEDICAL")
    Signature.objects.filter(decision=decision).update(**change)
    assert _refusals(review) == ["The medical signature does not verify."]


def test_decision_under_another_name_does_not_verify() -> None:
    review = _approved()
    lift("review_decision", "decision_is_final")
    other = factories.make_user("LEGAL")
    Decision.objects.filter(review=review, function="LEGAL").update(decided_by=other)
    assert _refusals(review) == ["The legal signature does not verify."]


def test_own_work_and_two_functions_close_the_way() -> None:
    review = _approved()
    lift(
        "review_decision",
        "decision_is_final",
        "decision_own_work_update",
        "decision_other_function_update",
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_function_per_person_and_review")
    rows = Decision.objects.filter(review=review)
    rows.exclude(function="MEDICAL").update(decided_by=review.requested_by)
    sentences = _refusals(review)
    assert sentences[:2] == [
        "One person decided in more than one function.",
        "Somebody decided on their own work.",
    ]
    assert len(sentences) == 4  # two signatures are not theirs


def test_other_words_than_reviewed() -> None:
    review = _approved()
    VariantVersion.objects.filter(pk=review.version_id).update(content_sha256="0" * 64)
    assert _refusals(review) == [
        "The legal approval of these very words is missing.",
        "The medical approval of these very words is missing.",
        "The regulatory approval of these very words is missing.",
        "The review was held over other words than the version's.",
    ]


@pytest.mark.parametrize("is_segment", [True, False])
def test_changed_words_are_noticed(is_segment: bool) -> None:
    review = _approved()
    if is_segment:
        rows = VariantSegment.objects.filter(part__version=review.version, kind="claim")
        rows.update(text="Testavra cures everything.")
    else:
        VariantPart.objects.filter(version=review.version, name="body").update(text="!")
    assert _refusals(review) == ["The stored words differ from those that were hashed."]


def test_newer_version_closes_the_way_of_the_older() -> None:
    review = _approved()
    factories.make_version(variant=review.variant)
    assert _refusals(review) == [
        "A newer version of this variant exists: that one needs its own approval."
    ]


def test_no_label_in_force() -> None:
    review = _approved()
    labels.withdraw(
        label_id=review.version.label_id,
        reason="Recalled.",
        by=review.requested_by,
        at=AT,
    )
    assert _refusals(review) == ["No label is in force for this brand and market."]


def test_retracted_reference() -> None:
    review = _approved()
    segment = VariantSegment.objects.filter(
        part__version=review.version, part__name="footer"
    ).get()
    assert segment.reference is not None
    references.retract(
        reference_id=segment.reference.pk,
        reason="Retracted.",
        by=review.requested_by,
        at=AT,
    )
    sentences = _refusals(review)
    assert f"Reference {segment.reference.ref} is expired or retracted." in sentences
    assert len(sentences) == 2  # its claim may not be used either


def test_changed_safety_text() -> None:
    review = _approved()
    rows = VariantSegment.objects.filter(part__version=review.version, kind="safety")
    rows.update(sha256="0" * 64)
    safety = "Its safety information is not word for word that of the label."
    assert safety in _refusals(review)


def test_certificate_of_an_author_or_with_a_changed_signature() -> None:
    review = _approved(market="GB")
    certificate = factories.make_certificate(review)
    assert _refusals(review) == []
    author = review.requested_by
    rows = Certificate.objects.filter(pk=certificate.pk)
    lift("review_certificate", "certificate_is_fixed_whole")
    rows.update(certified_by=author)
    written = "The certificate was given by somebody who wrote the piece."
    assert _refusals(review) == [written]
    rows.update(certified_by=certificate.certified_by)
    lift("review_signature", "signature_is_final")
    Signature.objects.filter(pk=certificate.signature_id).update(printed_name="Other")
    unverified = "The signature under the certificate does not verify."
    assert _refusals(review) == [unverified]


def test_fresh_check_lists_what_blocks_and_only_that() -> None:
    review = _approved()
    findings = tuple(
        Finding(f"EV-0{n}", severity, f"Objection {n}.")
        for n, severity in enumerate(Severity)
    )
    result = CheckResult("US/TEST", findings)
    with mock.patch.object(checking, "check_foreign", return_value=result) as check:
        assert gates.fresh_blocks(review, AT.date()) == ["EV-00: Objection 0."]
    piece = check.call_args.args[0]
    assert piece.context.day == AT.date()
    assert [part.name for part in piece.parts][:2] == ["subject", "body"]


def test_real_check_is_asked_and_a_market_without_rules_is_no_crash() -> None:
    assert gates.fresh_blocks(_approved(), AT.date())
    review = _approved(market="ZZ")
    assert gates.fresh_blocks(review, AT.date())


def test_what_fell_under_a_piece_is_told_before_anybody_decides() -> None:
    """Only the ground it stands on: open decisions are no fall."""
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    assert gates.fallen(review, at=AT) == ()
    claim = ClaimVersion.objects.get(segments__part__version=review.version)
    claims.withdraw(
        claim_version_id=claim.pk,
        reason="The table was corrected.",
        by=factories.make_user("MEDICAL"),
        at=AT,
    )
    assert gates.fallen(review, at=AT) == (
        f"Claim {claim.claim.key}@1 may not be used on 21 November 2026.",
    )
