"""What fits and may not be used is named apart, with every reason and the remedy."""

import dataclasses
import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import claims, references
from knowledge_base.models import (
    ApprovalFunction,
    Brand,
    Claim,
    ClaimApproval,
    ClaimState,
    ClaimVersion,
)
from knowledge_base.retrieval import identifiers, reasons, refusals
from knowledge_base.retrieval.chain import Question, find_claims
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.AT.date()
TEXT = "Zonulin rose in adults with testitis."


@pytest.fixture
def house(db: None) -> Brand:
    return factories.make_brand()


def asked(**changes: Any) -> Question:
    question = Question("testavra", "US", "email", "HCP", TODAY, "zonulin in adults")
    return dataclasses.replace(question, **changes)


def told(question: Question) -> dict[str, list[tuple[str, str]]]:
    return {
        one.claim_version.claim.key: [(r.code, r.sentence) for r in one.reasons]
        for one in refusals.refused_for(question)
    }


def day(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


REFUSED: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"expires_on": TODAY}, {}, "EXPIRED", "Expired on 21 Nov 2026."),
    ({"valid_from": day(1)}, {}, "PENDING", "Not valid before 22 Nov 2026."),
    ({}, {"market": "DE"}, "MARKET", "Approved for GB and US only."),
    ({"channels": ("sms", "rep_email")}, {}, "CHANNEL", "rep email and sms only."),
    ({"audiences": ("PAYER",)}, {}, "AUDIENCE", "Approved for PAYER only."),
    ({"themes": ("onset",)}, {"theme": "dosing"}, "THEME", "is onset, not dosing."),
    ({}, {"kind": "safety"}, "KIND", "Its kind is efficacy, not safety."),
    (
        {"indications": ("gout",)},
        {"indication": "flu"},
        "INDICATION",
        "Its indication is gout, not flu.",
    ),
]


@pytest.mark.parametrize(("columns", "change", "code", "sentence"), REFUSED)
def test_each_limit_is_told(
    house: Brand,
    columns: dict[str, Any],
    change: dict[str, Any],
    code: str,
    sentence: str,
) -> None:
    factories.make_claim(house, "shut", text=TEXT, **columns)
    question = asked(**change)
    assert find_claims(question) == ()
    [(found, words)] = told(question)["shut"]
    assert found == code
    assert sentence in words


def test_every_reason_is_told_and_how_it_may_be_used(house: Brand) -> None:
    factories.make_claim(house, "shut", text=TEXT, expires_on=day(-3))
    [one] = refusals.refused_for(asked(market="DE"))
    assert [reason.code for reason in one.reasons] == ["EXPIRED", "MARKET"]
    assert [reason.remedy for reason in one.reasons] == [
        "Usable once a revision with a later end is approved.",
        "Usable for DE once a revision names it.",
    ]
    assert one.why
    assert 0 < one.score <= 1


def test_what_may_be_used_is_never_refused(house: Brand) -> None:
    factories.make_claim(house, "open", text=TEXT)
    factories.make_claim(house, "shut", text=TEXT, expires_on=TODAY)
    assert [one.claim_version.claim.key for one in find_claims(asked())] == ["open"]
    assert list(told(asked())) == ["shut"]
    assert refusals.refused_for(asked(text=" ")) == ()


def test_who_stopped_it_is_told_with_the_reason(house: Brand) -> None:
    by = factories.make_user("MEDICAL")
    for key, stop in (("gone", claims.withdraw), ("held", claims.suspend)):
        version = factories.make_claim(house, key, text=TEXT)
        stop(claim_version_id=version.pk, reason="A new signal", by=by, at=factories.AT)
    found = told(asked())
    assert found["gone"] == [("WITHDRAWN", "Withdrawn on 21 Nov 2026: A new signal.")]
    assert found["held"] == [("SUSPENDED", "Suspended on 21 Nov 2026: A new signal.")]


def test_a_reference_that_fell_away_is_told(house: Brand) -> None:
    by = factories.make_user("MEDICAL")
    version = factories.make_claim(house, "fallen", text=TEXT)
    reference = version.citations.get().reference
    references.retract(
        reference_id=reference.pk, reason="Retracted.", by=by, at=factories.AT
    )
    [(code, sentence)] = told(asked())["fallen"]
    assert code == "REFERENCE"
    assert f"{reference.key} was retracted on 21 Nov 2026." in sentence


def draft(brand: Brand, text: str, key: str = "draft") -> ClaimVersion:
    return ClaimVersion.objects.create(
        claim=Claim.objects.create(brand=brand, key=key, kind="efficacy"),
        version=1,
        text=text,
        sha256="0" * 64,
        market_codes=("US",),
        drafted_at=factories.AT,
    )


def test_a_draft_with_the_words_is_told_and_what_it_waits_for(house: Brand) -> None:
    version = draft(house, TEXT)
    draft(house, "Quite other words.", "other")
    assert told(asked()) == {
        "draft": [("DRAFT", "A draft: nobody has approved it yet.")]
    }
    ClaimApproval.objects.create(
        claim_version=version,
        function=ApprovalFunction.MEDICAL,
        content_sha256="0" * 64,
        approved_by="ines",
        approved_at=factories.AT,
    )
    [one] = refusals.refused_for(asked())
    [reason] = one.reasons
    assert reason.sentence == "A draft: Medical approved it, Regulatory did not yet."
    assert reason.remedy == "Usable once Regulatory approves it."


def test_a_claim_in_force_has_no_reason_against_it(house: Brand) -> None:
    version = factories.make_claim(house, "open", text=TEXT)
    assert reasons.in_itself(version, TODAY) == ()
    version.state = ClaimState.SUPERSEDED
    [reason] = reasons.in_itself(version, TODAY)
    assert reason.sentence == "Replaced by a newer revision."


# identifiers


def keys_of(text: str, brand: Brand) -> dict[str, str]:
    found = identifiers.named(text, brand.pk)
    rows = ClaimVersion.objects.select_related("claim").in_bulk(found)
    return {f"{row.claim.key}@{row.version}": found[pk][1] for pk, row in rows.items()}


def test_a_key_names_the_revision_in_force(house: Brand) -> None:
    old = factories.make_claim(house, "zon-1")
    factories.revise_claim(old)
    factories.make_claim(house, "other")
    assert keys_of("zon-1", house) == {"zon-1@2": "exact key"}
    assert keys_of("What of ZON-1, then?", house) == {"zon-1@2": "exact key"}
    assert keys_of("zon-1@1", house) == {
        "zon-1@1": "exact key",
        "zon-1@2": "exact key, in the revision that is in force",
    }
    assert keys_of("zon-1@7", house) == {"zon-1@2": "exact key"}


@pytest.mark.parametrize("text", ["", "zon", "zon-12", "the other one", "a@b", "@1"])
def test_other_words_name_nothing(text: str, house: Brand) -> None:
    factories.make_claim(house, "zon-1")
    factories.make_claim(house, "other")
    assert keys_of(text, house) == {}


def test_a_reference_names_the_claims_that_stand_on_it(house: Brand) -> None:
    version = factories.make_claim(house, "zon-1")
    key = version.citations.get().reference.key
    assert keys_of(f"see {key}.", house) == {
        "zon-1@1": f"stands on the reference {key}"
    }
    assert keys_of(key, factories.make_brand("elsewhere")) == {}


def test_the_older_revision_is_refused_beside_the_newer(house: Brand) -> None:
    old = factories.make_claim(house, "zon-1", text=TEXT)
    factories.revise_claim(old)
    found = find_claims(asked(text="zon-1@1"))
    assert found[0].claim_version.version == 2
    assert told(asked(text="zon-1@1"))["zon-1"] == [
        ("SUPERSEDED", "Replaced by a newer revision.")
    ]


def test_a_withdrawn_key_is_refused_with_the_reason(
    house: Brand, medical: User
) -> None:
    version = factories.make_claim(house, "zon-1", text=TEXT)
    claims.withdraw(
        claim_version_id=version.pk, reason="Out.", by=medical, at=factories.AT
    )
    assert find_claims(asked(text="zon-1")) == ()
    assert told(asked(text="zon-1"))["zon-1"][0][0] == "WITHDRAWN"
