"""What people decide on claims and blocks is signed, recorded, and takes effect."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model

from knowledge_base import claim_contents, claims, copy_blocks, references
from knowledge_base.approvals import ApprovalGivenError, SelfApprovalError
from knowledge_base.copy_blocks import BlockState
from knowledge_base.models import (
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    LedgerEntry,
    Reference,
)
from knowledge_base.reasons import ReasonMissingError
from review import claim_signing, delivery, recalls, signatures
from review.delivery import NotServedError
from review.facts import NotYoursError
from review.models import Release, Signature
from review.signatures import SigningRefusedError
from review.states import Role
from tests import factories
from tests.review import many_claims

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]
AT = factories.AT


@pytest.fixture
def approved() -> ClaimVersion:
    return factories.make_claim(factories.make_brand(), "SAY-1")


@pytest.fixture
def draft(approved: ClaimVersion) -> ClaimVersion:
    return factories.redraft_claim(approved, text="Said in other words.")


@pytest.fixture
def block(approved: ClaimVersion) -> CopyBlockVersion:
    return factories.make_block(approved.claim.brand, "block-1")


def signed(
    operation: Callable[..., Any], by: User, *, password: str = "", **told: Any
) -> Any:
    """The operation, taken by this person with the right password."""
    typed = {"password": password} if password else {}
    credentials = factories.credentials(by, **typed)
    return operation(**told, credentials=credentials, by=by, at=AT)


def approve(version: ClaimVersion, function: str, by: User | None = None) -> Signature:
    person = by or factories.make_user(function)
    made: Signature = signed(
        claim_signing.CLAIMS.sign_approval,
        person,
        version_id=version.pk,
        function=function,
    )
    return made


def actions() -> list[str]:
    rows = LedgerEntry.objects.order_by("sequence")
    return list(rows.values_list("action", flat=True))


def test_two_signed_approvals_put_a_claim_in_force(draft: ClaimVersion) -> None:
    sha = claim_contents.content_sha256(draft)
    made = [approve(draft, "MEDICAL"), approve(draft, "REGULATORY")]
    draft.refresh_from_db()
    assert draft.state == ClaimState.APPROVED
    assert [(row.meaning, row.content_sha256) for row in made] == [
        ("APPROVED", sha)
    ] * 2
    assert [row.subject for row in made] == [
        "claim:testavra/SAY-1@2:approve_wording_medical",
        "claim:testavra/SAY-1@2:approve_wording_regulatory",
    ]
    assert all(signatures.is_intact(row) for row in made)
    assert {row.content_sha256 for row in draft.approvals.all()} == {sha}
    assert actions()[-4:] == ["claim.approved", "wording.signed"] * 2
    entry = LedgerEntry.objects.latest("sequence")
    assert entry.subject == "claim:testavra/SAY-1@2"
    assert json.loads(entry.payload) == {
        "step": "approve_wording_regulatory",
        "meaning": "APPROVED",
        "signature": made[1].pk,
        "content_sha256": sha,
        "releases": [],
    }


@pytest.mark.parametrize("function", ["MEDICAL", "REGULATORY"])
@pytest.mark.parametrize("role", Role)
def test_each_function_approves_for_itself(
    role: Role, function: str, draft: ClaimVersion
) -> None:
    person = factories.make_user(role.value)
    if role == function:
        approve(draft, function, person)
        assert draft.approvals.get().function == function
        return
    with pytest.raises(NotYoursError):
        approve(draft, function, person)
    assert not draft.approvals.exists()
    assert not Signature.objects.exists()


@pytest.mark.parametrize("function", ["LEGAL", "RECORDED", ""])
def test_no_other_function_approves(function: str, draft: ClaimVersion) -> None:
    person = factories.make_user("MEDICAL", "LEGAL", "REGULATORY")
    with pytest.raises(ValidationError, match="approved by Medical and Regulatory"):
        approve(draft, function, person)


def test_who_has_both_roles_still_approves_once(draft: ClaimVersion) -> None:
    person = factories.make_user("MEDICAL", "REGULATORY")
    approve(draft, "MEDICAL", person)
    with pytest.raises(SelfApprovalError):
        approve(draft, "REGULATORY", person)
    assert Signature.objects.count() == draft.approvals.count() == 1


def test_a_refused_step_leaves_no_signature(
    draft: ClaimVersion, block: CopyBlockVersion
) -> None:
    approve(draft, "MEDICAL")
    before = actions(), Signature.objects.count()
    with pytest.raises(ApprovalGivenError):
        approve(draft, "MEDICAL")
    medical = factories.make_user("MEDICAL")
    for operation in (
        claim_signing.CLAIMS.sign_suspension,
        claim_signing.CLAIMS.sign_reconfirmation,
    ):
        with pytest.raises(ReasonMissingError):
            signed(operation, medical, version_id=draft.pk, reason=" ")
    of_blocks: tuple[Callable[..., Any], ...] = (
        claim_signing.BLOCKS.sign_suspension,
        claim_signing.BLOCKS.sign_reconfirmation,
        recalls.retire_block,
    )
    for of_block in of_blocks:
        with pytest.raises(ReasonMissingError):
            signed(of_block, medical, version_id=block.pk, reason=" ")
    assert (actions(), Signature.objects.count()) == before


def test_a_wrong_password_signs_nothing_and_is_recorded(draft: ClaimVersion) -> None:
    medical = factories.make_user("MEDICAL")
    with pytest.raises(SigningRefusedError):
        signed(
            claim_signing.CLAIMS.sign_approval,
            medical,
            password="wrong",
            version_id=draft.pk,
            function="MEDICAL",
        )
    assert not draft.approvals.exists()
    assert actions()[-1] == "signature.refused"


def test_many_approvals_in_one_sitting_each_with_its_signature(
    approved: ClaimVersion,
) -> None:
    medical, author = factories.make_user("MEDICAL"), factories.make_user("REQUESTER")
    brand = approved.claim.brand
    drafts = [
        factories.redraft_claim(
            factories.make_claim(brand, f"C-{number}"),
            text=f"Words {number}.",
            by=medical if number == 1 else author,
        )
        for number in range(4)
    ]
    approve(drafts[2], "MEDICAL")
    wanted = [drafts[3].pk, *(row.pk for row in drafts), 0]
    made = signed(
        claim_signing.CLAIMS.sign_approvals,
        medical,
        version_ids=wanted,
        function="MEDICAL",
    )
    assert made.approved == ("C-3@2", "C-0@2")
    assert [(row.ref, type(row.error)) for row in made.refused] == [
        ("C-1@2", SelfApprovalError),
        ("C-2@2", ApprovalGivenError),
    ]
    mine = Signature.objects.filter(user=medical)
    assert {row.content_sha256 for row in mine} == {
        claim_contents.content_sha256(drafts[0]),
        claim_contents.content_sha256(drafts[3]),
    }


def test_many_approvals_need_the_role_of_the_function(draft: ClaimVersion) -> None:
    with pytest.raises(NotYoursError):
        signed(
            claim_signing.CLAIMS.sign_approvals,
            factories.make_user("LEGAL"),
            version_ids=[draft.pk],
            function="MEDICAL",
        )


def served(asset: Release) -> tuple[int, str]:
    key, _ = factories.make_key()
    try:
        delivery.fetch(key, str(asset.uid), at=AT)
    except NotServedError as refusal:
        return refusal.status, refusal.reason
    return 200, ""


def test_a_suspended_claim_stops_its_assets_until_it_is_reconfirmed(
    approved: ClaimVersion,
) -> None:
    asset = many_claims.release(many_claims.make_version([approved]))
    assert served(asset) == (200, "")
    regulatory = factories.make_user("REGULATORY")
    told: dict[str, Any] = {
        "version_id": approved.pk,
        "reason": "The label changed.",
    }
    stop = signed(claim_signing.CLAIMS.sign_suspension, regulatory, **told)
    assert stop.meaning == "WITHDREW"
    assert served(asset) == (410, "claim-suspended")
    entry = LedgerEntry.objects.filter(action="wording.signed").latest("sequence")
    assert json.loads(entry.payload)["releases"] == [asset.code]
    start = signed(claim_signing.CLAIMS.sign_reconfirmation, regulatory, **told)
    assert start.meaning == "APPROVED"
    assert served(asset) == (200, "")


STEPS = {
    "suspend": (
        claim_signing.CLAIMS.sign_suspension,
        {"MEDICAL", "REGULATORY", "COORDINATOR"},
    ),
    "reconfirm": (claim_signing.CLAIMS.sign_reconfirmation, {"MEDICAL", "REGULATORY"}),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", STEPS)
def test_who_stops_and_starts_a_claim(
    name: str, role: Role, approved: ClaimVersion
) -> None:
    operation, roles = STEPS[name]
    if name == "reconfirm":
        claims.suspend(
            claim_version_id=approved.pk, reason="x", by=User(username="x"), at=AT
        )
    person = factories.make_user(role.value)
    told: dict[str, Any] = {"version_id": approved.pk, "reason": "Because."}
    if role in roles:
        assert signed(operation, person, **told).user == person
    else:
        with pytest.raises(NotYoursError):
            signed(operation, person, **told)


def test_a_block_is_approved_suspended_reconfirmed_and_retired_with_signatures(
    block: CopyBlockVersion,
) -> None:
    draft = factories.redraft_block(block, "Other words of the block.")
    for function in ("MEDICAL", "REGULATORY"):
        signed(
            claim_signing.BLOCKS.sign_approval,
            factories.make_user(function),
            version_id=draft.pk,
            function=function,
        )
    told: dict[str, Any] = {"version_id": draft.pk, "reason": "Because."}
    medical = factories.make_user("MEDICAL")
    signed(claim_signing.BLOCKS.sign_suspension, medical, **told)
    signed(claim_signing.BLOCKS.sign_reconfirmation, medical, **told)
    recall = signed(recalls.retire_block, medical, **told)
    draft.refresh_from_db()
    assert copy_blocks.state_of(draft) == BlockState.RETIRED
    sha = copy_blocks.content_sha256(draft)
    made = Signature.objects.filter(subject__startswith="copy:testavra/block-1@2")
    assert [(row.meaning, row.content_sha256) for row in made.order_by("pk")] == [
        ("APPROVED", sha),
        ("APPROVED", sha),
        ("WITHDREW", sha),
        ("APPROVED", sha),
        ("WITHDREW", sha),
    ]
    assert recall.subject == "copy:testavra/block-1@2"


def test_many_blocks_in_one_sitting(block: CopyBlockVersion) -> None:
    medical = factories.make_user("MEDICAL")
    drafts = [
        factories.redraft_block(
            factories.make_block(block.block.brand, f"b-{n}"), f"Words {n} again."
        )
        for n in range(2)
    ]
    told: dict[str, Any] = {
        "version_ids": [row.pk for row in drafts],
        "function": "MEDICAL",
    }
    first = signed(claim_signing.BLOCKS.sign_approvals, medical, **told)
    assert first.approved == ("b-0@2", "b-1@2")
    again = signed(claim_signing.BLOCKS.sign_approvals, medical, **told)
    assert [row.ref for row in again.refused] == ["b-0@2", "b-1@2"]


def recalled(
    operation: Callable[..., recalls.Recall], thing: Model, name: str
) -> recalls.Recall:
    told: dict[str, Any] = {name: thing.pk, "reason": " Fraud. "}
    made: recalls.Recall = signed(operation, factories.make_user("MEDICAL"), **told)
    return made


def test_a_retraction_stops_what_stands_on_the_reference(
    approved: ClaimVersion,
) -> None:
    asset = many_claims.release(many_claims.make_version([approved]))
    reference: Reference = approved.citations.get().reference
    sha = references.content_sha256(reference)
    recall = recalled(recalls.retract_reference, reference, "reference_id")
    assert [row.release for row in recall.impact.releases] == [asset]
    assert (recall.signature.content_sha256, recall.signature.meaning) == (
        sha,
        "WITHDREW",
    )
    assert actions()[-3:] == [
        "reference.retracted",
        "recall.signed",
        "release.recalled",
    ]
    payload = json.loads(LedgerEntry.objects.latest("sequence").payload)
    assert payload["reference"] == f"testavra/{reference.ref}"
    assert payload["reason"] == "Fraud."
    assert served(asset) == (410, "reference-invalid")


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        (recalls.retract_reference, "reference_id"),
        (recalls.retire_block, "version_id"),
        (recalls.withdraw_claim, "claim_version_id"),
    ],
)
@pytest.mark.parametrize("role", ["REQUESTER", "LEGAL", "AUDITOR", "ADMINISTRATOR"])
def test_who_may_not_recall(
    role: str,
    operation: Callable[..., Any],
    name: str,
    approved: ClaimVersion,
    block: CopyBlockVersion,
) -> None:
    things: dict[str, Model] = {
        "reference_id": approved.citations.get().reference,
        "version_id": block,
        "claim_version_id": approved,
    }
    with pytest.raises(NotYoursError):
        signed(
            operation,
            factories.make_user(role),
            **{name: things[name].pk, "reason": "x"},
        )
    assert not Signature.objects.exists()
