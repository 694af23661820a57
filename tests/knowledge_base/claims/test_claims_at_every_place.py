"""Every place in a claim's life, every step, every person: what is said, to the letter.

The policy that a page asks for its tooltips and the operation that takes the step must
say the same sentence, and a step that is refused must leave no line in the ledger.
"""

import dataclasses
from typing import Any

import pytest

from knowledge_base import claim_contents, claims, ledger, references
from knowledge_base.claims import ClaimContentError
from knowledge_base.models import Brand, ClaimState, ClaimVersion
from knowledge_base.reasons import ReasonMissingError
from tests.knowledge_base.claims import lives
from tests.knowledge_base.claims.lives import Cast, ClaimLife
from tests.knowledge_base.worlds import AT

pytestmark = pytest.mark.django_db

PEOPLE = ("author", "medical", "regulatory", "other")
STEPS = ("MEDICAL", "REGULATORY", "RECORDED", "suspend", "reconfirm", "withdraw")
APPROVALS = ("MEDICAL", "REGULATORY")
STOPS = {
    "suspend": "; only an approved claim can be suspended.",
    "reconfirm": "; only a suspended claim can be reconfirmed.",
    "withdraw": "; only an approved or suspended claim can be withdrawn.",
}
ELSEWHERE = "An approval that was given elsewhere is recorded with a kit, not here."
AUTHOR = "You drafted life@1: somebody else must approve it."
AUTHOR_AGAIN = "You drafted life@1: somebody else must reconfirm it."
RETRACTED = "life@1 stands on LABEL-2026@1, which was retracted."
NEWER = "life@1 has a newer revision: approve that one."
Told = dict[tuple[str, str], str]


def everybody(step: str, sentence: str, **others: str) -> Told:
    """One sentence for all, but for those who are told another."""
    return {(step, who): others.get(who, sentence) for who in PEOPLE}


def not_for(state: str, *steps: str) -> Told:
    """Steps that do not begin where the revision stands, whoever asks."""
    return {
        key: sentence
        for step in steps
        for key, sentence in everybody(step, f"life@1 is {state}{STOPS[step]}").items()
    }


def no_draft(state: str) -> Told:
    """Nobody approves what is no draft."""
    sentence = f"life@1 is {state}, not a draft."
    return {
        key: told
        for step in (*APPROVALS, "RECORDED")
        for key, told in everybody(step, sentence).items()
    }


WAITING = not_for("a draft", *STOPS) | everybody("RECORDED", ELSEWHERE)
TABLE: dict[str, Told] = {
    "draft": WAITING
    | everybody("MEDICAL", "", author=AUTHOR)
    | everybody("REGULATORY", "", author=AUTHOR),
    "half approved": WAITING
    | everybody("MEDICAL", "Medical approved life@1 before.")
    | everybody(
        "REGULATORY",
        "",
        author=AUTHOR,
        medical="You approved life@1 already: somebody else must approve it for "
        "Regulatory.",
    ),
    "overtaken": not_for("a draft", *STOPS)
    | everybody("MEDICAL", NEWER)
    | everybody("REGULATORY", NEWER)
    | everybody("RECORDED", NEWER),
    "draft on a retracted source": WAITING
    | everybody("MEDICAL", RETRACTED, author=AUTHOR)
    | everybody("REGULATORY", RETRACTED, author=AUTHOR),
    "approved": no_draft("approved")
    | not_for("approved", "reconfirm")
    | everybody("suspend", "")
    | everybody("withdraw", ""),
    "suspended": no_draft("suspended")
    | not_for("suspended", "suspend")
    | everybody("reconfirm", "", author=AUTHOR_AGAIN)
    | everybody("withdraw", ""),
    "suspended on a retracted source": no_draft("suspended")
    | not_for("suspended", "suspend")
    | everybody("reconfirm", RETRACTED, author=AUTHOR_AGAIN)
    | everybody("withdraw", ""),
    "superseded": no_draft("superseded") | not_for("superseded", *STOPS),
    "withdrawn": no_draft("withdrawn") | not_for("withdrawn", *STOPS),
    "withdrawn after a suspension": no_draft("withdrawn")
    | not_for("withdrawn", *STOPS),
}


@pytest.fixture
def life(brand: Brand) -> ClaimLife:
    """A claim that was just drafted."""
    return ClaimLife(brand, Cast.made())


def test_the_table_has_every_place_step_and_person() -> None:
    assert set(TABLE) == set(lives.CLAIM_ROUTES)
    for place, told in TABLE.items():
        assert set(told) == {(step, who) for step in STEPS for who in PEOPLE}, place


@pytest.mark.parametrize("place", TABLE)
def test_what_is_told_beforehand_is_what_the_step_says(
    place: str, life: ClaimLife
) -> None:
    life.lead(place)
    before = ledger.tip()
    beforehand = {(s, who): life.refused(s, who) for s in STEPS for who in PEOPLE}
    assert beforehand == TABLE[place]
    assert {(s, who): life.tried(s, who) for s, who in beforehand} == beforehand
    assert ledger.tip() == before


LEADS_TO = {
    ("draft", "MEDICAL"): ClaimState.DRAFT,
    ("draft", "REGULATORY"): ClaimState.DRAFT,
    ("half approved", "REGULATORY"): ClaimState.APPROVED,
    ("approved", "suspend"): ClaimState.SUSPENDED,
    ("approved", "withdraw"): ClaimState.WITHDRAWN,
    ("suspended", "reconfirm"): ClaimState.APPROVED,
    ("suspended", "withdraw"): ClaimState.WITHDRAWN,
    ("suspended on a retracted source", "withdraw"): ClaimState.WITHDRAWN,
}
VERBS = {
    "MEDICAL": "claim.approved",
    "REGULATORY": "claim.approved",
    "suspend": "claim.suspended",
    "reconfirm": "claim.reconfirmed",
    "withdraw": "claim.withdrawn",
}


def test_the_steps_that_lead_on_are_just_those_that_nobody_refuses() -> None:
    allowed = {
        (place, step)
        for place, told in TABLE.items()
        for step in STEPS
        if not told[step, "other"]
    }
    assert allowed == set(LEADS_TO)


@pytest.mark.parametrize(("place", "step"), LEADS_TO)
def test_each_step_leads_on_and_leaves_its_one_line(
    place: str, step: str, life: ClaimLife
) -> None:
    life.lead(place)
    length, _ = ledger.tip()
    version = life.approve(step, "other") if step.isupper() else life.take(step)
    assert version.state == life.again().state == LEADS_TO[place, step]
    action, subject, by, payload = lives.last_line()
    assert ledger.tip()[0] == length + 1
    assert (action, subject, by) == (VERBS[step], "claim:calvoryn/life@1", "other")
    if step.isupper():
        assert payload == {
            "sha256": version.sha256,
            "content_sha256": claim_contents.content_sha256(version),
            "function": step,
            "is_in_force": place == "half approved",
        }
    else:
        ended = {"suspended": lives.REASON} if step == "reconfirm" else {}
        assert payload == {"reason": lives.REASON} | ended


STAMPS = {
    "suspend": ("suspended_by", "suspended_at", "suspension_reason"),
    "withdraw": ("withdrawn_by", "withdrawn_at", "withdrawal_reason"),
}


@pytest.mark.parametrize("step", STAMPS)
def test_a_stop_is_stamped_with_who_when_and_why(step: str, life: ClaimLife) -> None:
    life.lead("approved")
    version = life.take(step, "medical", "  Outdated.\n")
    stamps = [getattr(life.again(), name) for name in STAMPS[step]]
    assert stamps == ["medical", AT, "Outdated."]
    assert [getattr(version, name) for name in STAMPS[step]] == stamps


def test_a_reconfirmation_takes_the_stamps_of_the_suspension_away(
    life: ClaimLife,
) -> None:
    life.lead("suspended")
    life.take("reconfirm", "regulatory")
    again = life.again()
    assert [getattr(again, name) for name in STAMPS["suspend"]] == ["", None, ""]
    assert (again.approved_by, again.approved_at) == ("regulatory", AT)


def test_a_withdrawal_keeps_the_stamps_of_the_suspension(life: ClaimLife) -> None:
    life.lead("withdrawn after a suspension")
    again = life.again()
    assert again.suspended_by == again.withdrawn_by == "other"
    assert again.suspension_reason == lives.REASON


@pytest.mark.parametrize("place", ["draft", "approved", "suspended", "withdrawn"])
@pytest.mark.parametrize("step", STOPS)
@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_without_a_reason_nothing_else_is_asked(
    reason: str, step: str, place: str, life: ClaimLife
) -> None:
    """The reason is missed first, wherever the claim stands."""
    life.lead(place)
    before = ledger.tip()
    with pytest.raises(ReasonMissingError) as error:
        life.take(step, reason=reason)
    assert error.value.messages == [f"Please say why you {step} this claim."]
    assert ledger.tip() == before


@pytest.mark.parametrize("place", TABLE)
def test_no_step_that_is_refused_changes_the_row(place: str, life: ClaimLife) -> None:
    life.lead(place)
    before = ClaimVersion.objects.filter(pk=life.version.pk).values().get()
    for step in STEPS:
        for who in PEOPLE:
            if TABLE[place][step, who]:
                life.tried(step, who)
    assert ClaimVersion.objects.filter(pk=life.version.pk).values().get() == before


USABLE = {"approved"}


@pytest.mark.parametrize("place", TABLE)
def test_a_claim_is_usable_at_one_place_only(place: str, life: ClaimLife) -> None:
    life.lead(place)
    valid = ClaimVersion.objects.valid_on(AT.date()).filter(pk=life.version.pk)
    assert valid.exists() == (place in USABLE)


@pytest.mark.parametrize("place", ["draft", "half approved", "approved", "suspended"])
def test_a_retraction_stops_a_claim_wherever_it_stands(
    place: str, life: ClaimLife
) -> None:
    life.lead(place)
    state = life.again().state
    life.retract()
    valid = ClaimVersion.objects.valid_on(AT.date()).filter(pk=life.version.pk)
    assert not valid.exists()
    assert life.again().state == state


def test_the_first_of_two_retracted_sources_is_named(brand: Brand) -> None:
    people = Cast.made()
    life = ClaimLife(brand, people)
    both = [brand.references.get(key=k) for k in ("LABEL-2026", "CAIRN-EXT-2025")]
    cited = tuple(claim_contents.Cited(reference) for reference in both)
    content = dataclasses.replace(life.content, cited=cited)
    told: dict[str, Any] = {"by": people.author, "at": AT}
    version = claims.revise(claim_id=life.version.claim_id, content=content, **told)
    for reference in both:
        references.retract(reference_id=reference.pk, reason="Error.", **told)
    refusal = claims.approval_refusal(version, "MEDICAL", "other")
    assert lives.said(refusal) == (
        "life@2 stands on CAIRN-EXT-2025@1, which was retracted."
    )


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("function", APPROVALS)
def test_an_open_figure_is_asked_for_after_the_person(
    function: str, who: str, brand: Brand
) -> None:
    life = ClaimLife(brand, Cast.made(), reading=lives.OPEN)
    wanted = "Figure 9 mg is not bound to an arm: bind it first."
    expected = AUTHOR if who == "author" else wanted
    assert life.refused(function, who) == life.tried(function, who) == expected


@pytest.mark.parametrize("place", TABLE)
def test_a_key_that_is_known_is_revised_and_not_drafted_anew(
    place: str, life: ClaimLife
) -> None:
    life.lead(place)
    with pytest.raises(ClaimContentError) as error:
        claims.draft(
            brand_id=life.brand.pk,
            key="life",
            kind="safety",
            content=life.content,
            by=life.people.other,
            at=AT,
        )
    assert error.value.messages == ["There is a claim life already: revise it instead."]
    assert life.again().claim.kind == "dosing"


@pytest.mark.parametrize("place", sorted(set(TABLE) - {"overtaken", "superseded"}))
def test_the_same_words_make_no_revision_wherever_it_stands(
    place: str, life: ClaimLife
) -> None:
    life.lead(place)
    before = ledger.tip()
    with pytest.raises(ClaimContentError) as error:
        life.revise(life.content.text)
    assert error.value.messages == ["The newest revision of life says just this."]
    assert ledger.tip() == before


@pytest.mark.parametrize("place", TABLE)
def test_other_words_make_the_next_draft_wherever_it_stands(
    place: str, life: ClaimLife
) -> None:
    life.lead(place)
    state, number = life.again().state, life.version.claim.versions.count()
    life.revise("Calvoryn tablets go with every meal.")
    newest = life.version.claim.versions.latest("version")
    assert (newest.version, newest.state) == (number + 1, ClaimState.DRAFT)
    assert life.again().state == state
    assert lives.last_line()[:3] == (
        "claim.drafted",
        f"claim:calvoryn/life@{number + 1}",
        "author",
    )
