"""A statement that says the same becomes a variation, once people approved it."""

import json

import pytest
from django.contrib.auth.models import User

from content_engine import checking, piece_documents
from content_engine.vocabulary import Outcome
from knowledge_base import claims
from knowledge_base.claims import ClaimContentError
from knowledge_base.models import Brand, ClaimVersion, LedgerEntry
from review import facts, wording_acceptance
from review.facts import NotYoursError
from review.states import Role
from review.wording_acceptance import NotEquivalentError
from tests import factories, kits

pytestmark = pytest.mark.django_db

AT = factories.AT
KEY = "urate-target"
CLAIM = str(kits.CLAIMS[0]["text"])
SAME = CLAIM.replace("61%", "61 per cent").replace("32%", "32 per cent")
ACCEPTING = {Role.REQUESTER, Role.MEDICAL, Role.REGULATORY, Role.COORDINATOR}


@pytest.fixture
def brand(db: None) -> Brand:
    return kits.load_small_kit(by=factories.make_user("ADMINISTRATOR"), at=AT)


def accept(
    by: User | None = None, statement: str = SAME, ref: str = f"{KEY}@1"
) -> ClaimVersion:
    return wording_acceptance.accept(
        brand=kits.SLUG,
        ref=ref,
        statement=statement,
        by=by or factories.make_user("REQUESTER"),
        at=AT,
    )


def refusal(statement: str = SAME, role: str = "REQUESTER") -> str:
    person = facts.person_facts(factories.make_user(role))
    return wording_acceptance.refusal(
        brand=kits.SLUG, ref=f"{KEY}@1", statement=statement, person=person
    )


def outcome_of(text: str) -> Outcome:
    """What the gate says of a text that is one statement."""
    document = {
        "brand": kits.SLUG,
        "market": "US",
        "channel": "email",
        "parts": [{"name": "body", "text": text}],
    }
    _, piece = piece_documents.read(json.dumps(document), today=AT.date())
    return checking.check_foreign(piece).statements[0].outcome


def added(version: ClaimVersion) -> list[str]:
    """The variations beyond those that the claim has in its kit."""
    rows = version.variations.order_by("ordinal").values_list("text", flat=True)
    return list(rows)[len(kits.CLAIMS[0]["variations"]) :]


def test_an_accepted_wording_passes_the_gate_once_it_is_approved(brand: Brand) -> None:
    assert outcome_of(SAME) is Outcome.EQUIVALENT
    draft = accept()
    assert (draft.version, draft.state, draft.text) == (2, "DRAFT", CLAIM)
    assert added(draft) == [SAME]
    assert outcome_of(SAME) is Outcome.EQUIVALENT
    factories.approve_claim(draft)
    assert outcome_of(SAME) is Outcome.EXACT
    assert outcome_of(CLAIM) is Outcome.EXACT


def test_the_draft_says_all_else_that_the_claim_says(brand: Brand) -> None:
    old = claims.approved_version(kits.SLUG, KEY)
    draft = accept()
    for name in ("facts", "reading", "qualifiers", "market_codes", "expires_on"):
        assert getattr(draft, name) == getattr(old, name)
    cited = [
        list(v.citations.order_by("ordinal").values_list("reference", "anchor"))
        for v in (old, draft)
    ]
    assert cited[0] == cited[1]


def test_the_ledger_tells_who_accepted_which_words(brand: Brand) -> None:
    person = factories.make_user("COORDINATOR")
    before = LedgerEntry.objects.count()
    draft = accept(by=person)
    [line] = LedgerEntry.objects.order_by("sequence")[before:]
    assert (line.action, line.by) == ("claim.variation_accepted", person.username)
    assert line.subject == f"claim:{kits.SLUG}/{KEY}@2"
    told = json.loads(line.payload)
    assert told == {"sha256": draft.sha256, "variation": SAME, "of": f"{KEY}@1"}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_accept(brand: Brand, role: Role) -> None:
    person = factories.make_user(role.value)
    assert (refusal(role=role.value) == "") == (role in ACCEPTING)
    if role in ACCEPTING:
        assert accept(by=person).drafted_by == person.username
        return
    with pytest.raises(NotYoursError) as caught:
        accept(by=person)
    assert str(caught.value) == refusal(role=role.value)
    assert ClaimVersion.objects.filter(claim__key=KEY).count() == 1


def test_who_accepted_does_not_approve(brand: Brand) -> None:
    medical = factories.make_user("MEDICAL")
    draft = accept(by=medical)
    with pytest.raises(claims.SelfApprovalError):
        claims.approve(claim_version_id=draft.pk, function="MEDICAL", by=medical, at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(CLAIM.replace("61%", "71%"), id="another figure"),
        pytest.param(f"{CLAIM} It is the best.", id="something added"),
        pytest.param("Calvoryn lowers urate in most adults.", id="a free paraphrase"),
        pytest.param("Thank you for your time.", id="another thing"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_says_something_else_is_refused(brand: Brand, statement: str) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(NotEquivalentError, match="cannot be shown"):
        accept(statement=statement)
    assert LedgerEntry.objects.count() == before
    assert ClaimVersion.objects.filter(claim__key=KEY).count() == 1


@pytest.mark.parametrize(
    "ref", [f"{KEY}@2", "nothing@1", KEY, "", f"{KEY}@{'9' * 30}", f"{KEY}@x"]
)
def test_a_claim_that_is_not_in_force_takes_no_wording(brand: Brand, ref: str) -> None:
    with pytest.raises(ClaimVersion.DoesNotExist):
        accept(ref=ref)


def test_reference_marks_and_line_ends_are_no_words(brand: Brand) -> None:
    draft = accept(statement=f"  {SAME.replace(' at week', chr(10) + 'at week')}[1] ")
    assert added(draft) == [SAME]


def test_several_wordings_wait_in_one_draft_after_another(brand: Brand) -> None:
    other = CLAIM.replace("compared with", "versus")
    accept()
    draft = accept(statement=other)
    assert (draft.version, added(draft)) == (3, [SAME, other])


@pytest.mark.parametrize("is_approved", [False, True], ids=["waiting", "approved"])
def test_the_same_wording_is_taken_once(brand: Brand, is_approved: bool) -> None:
    draft = accept()
    ref, sentence = f"{KEY}@1", f"This wording waits for approval in {KEY}@2 already."
    if is_approved:
        factories.approve_claim(draft)
        ref, sentence = f"{KEY}@2", f"This wording stands in {KEY}@2 already."
    else:
        assert refusal() == sentence
    with pytest.raises(ClaimContentError) as caught:
        accept(ref=ref)
    assert caught.value.messages == [sentence]


def test_a_draft_with_another_wording_takes_none(brand: Brand) -> None:
    old = claims.approved_version(kits.SLUG, KEY)
    factories.redraft_claim(old, text=CLAIM.replace("week 24", "week 26"))
    sentence = f"{KEY}@2 is drafted with another wording: add the variation there."
    assert refusal() == sentence
    with pytest.raises(ClaimContentError) as caught:
        accept()
    assert caught.value.messages == [sentence]


def test_a_claim_has_at_most_twenty_variations(brand: Brand) -> None:
    old = claims.approved_version(kits.SLUG, KEY)
    many = tuple(f"{CLAIM} Wording {number}." for number in range(20))
    factories.approve_claim(factories.redraft_claim(old, variations=many))
    with pytest.raises(ClaimContentError, match="has 20 variations"):
        accept(ref=f"{KEY}@2")


def test_a_suspended_claim_is_refused_with_a_sentence(brand: Brand) -> None:
    old = claims.approved_version(kits.SLUG, KEY)
    claims.suspend(
        claim_version_id=old.pk,
        reason="The label changed.",
        by=factories.make_user("MEDICAL"),
        at=AT,
    )
    assert refusal() == f"{KEY}@1 is not in force any more."
    with pytest.raises(ClaimContentError, match="gets no variation"):
        claims.add_variation(
            claim_version_id=old.pk, text=SAME, by=factories.make_user(), at=AT
        )
