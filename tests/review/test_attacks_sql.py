"""Somebody with a database console: what the tables themselves refuse.

Ids are those of the rule book; every statement is written by hand, as an attacker
would, and none goes through a model.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry, LedgerTip
from review.models import Decision, Release, Review, Signature
from review.states import Function, ReleaseState, ReviewState
from tests import factories
from tests.review.many_claims import AT, attack, lift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]

OWN_WORK = "Nobody decides on their own work."
ONE_FUNCTION = "One person acts in one function on one piece."
FINAL = "A verdict is never changed."
UNANIMOUS = "Approved means three approvals of these very words."
SIGNED = "A signature is never changed."
FIXED = "A released asset is never changed."
APPROVED_ONLY = "Only what was approved is released."
APPEND_ONLY = "The ledger is append-only"
DELETED = "is never deleted"
MOVED = "moves by its steps only|An ended review is never changed"
UNIQUE = "unique"
FOREIGN = "foreign key"
NOT_NULL = "not[- ]null"
OTHER_HASH = "0" * 64
APPROVE = "UPDATE review_review SET state = 'APPROVED', closed_at = %s WHERE id = %s"


def _outcomes(rows: dict[str, tuple[str, list[Any], str]]) -> dict[str, str]:
    """What was refused otherwise than written down: nothing, one hopes."""
    wrong = {}
    for name, (statement, arguments, expected) in rows.items():
        said = attack(statement, arguments)
        if not said or not re.search(expected, said, re.IGNORECASE):
            wrong[name] = said or "ACCEPTED"
    return wrong


@dataclass
class Office:
    """An open review with one verdict, and a signature that lies about ready to use."""

    review: Review
    decided: Decision
    decider: User
    stranger: User
    signature: Signature

    def verdict(self, function: Function, **columns: Any) -> tuple[str, list[Any]]:
        """Fill the open decision of a function in by hand."""
        written = {
            "verdict": "APPROVE",
            "content_sha256": self.review.content_sha256,
            "decided_by_id": self.stranger.pk,
            "decided_at": AT,
            "signature_id": self.signature.pk,
            **columns,
        }
        assignments = ", ".join(f"{name} = %s" for name in written)
        where = "review_id = %s AND function = %s"
        return (
            f"UPDATE review_decision SET {assignments} WHERE {where}",  # noqa: S608
            [*written.values(), self.review.pk, function.value],
        )

    def insert(self, **columns: Any) -> tuple[str, list[Any]]:
        """A decision that nobody opened."""
        written = {
            "review_id": self.review.pk,
            "function": "LEGAL",
            "verdict": "APPROVE",
            "comment": "",
            "content_sha256": self.review.content_sha256,
            "decided_by_id": self.stranger.pk,
            "decided_at": AT,
            "signature_id": self.signature.pk,
            "opened_at": AT,
            "closed_reason": "",
            **columns,
        }
        places = ", ".join(["%s"] * len(written))
        return (
            f"INSERT INTO review_decision ({', '.join(written)}) VALUES ({places})",  # noqa: S608
            list(written.values()),
        )


@pytest.fixture
def office() -> Office:
    """Medical has approved; legal and regulatory are open."""
    decider, stranger = (factories.make_user("MEDICAL", "LEGAL") for _ in range(2))
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(review, Function.MEDICAL, by=decider)
    signature = Signature.objects.create(
        user=stranger,
        printed_name="Stranger",
        meaning="APPROVED",
        content_sha256=review.content_sha256,
        subject=f"review:{review.pk}:LEGAL",
        signed_at=AT,
        seal=OTHER_HASH,
    )
    decided = review.decisions.get(function="MEDICAL")
    return Office(review, decided, decider, stranger, signature)


def test_the_console_of_these_tests_can_write(office: Office) -> None:
    """A refusal below is the attack's, not a slip in the statement."""
    assert attack(*office.verdict(Function.LEGAL)) == ""
    assert attack("UPDATE review_review SET round = 2") == ""
    assert attack("UPDATE review_review SET round = 2 WHERE id = 0") != ""
    assert office.review.decisions.open().count() == 2, "nothing was kept"


def test_ml_05_decisions_by_the_wrong_person(office: Office) -> None:
    owner, decider = office.review.requested_by_id, office.decider.pk
    legal = Function.LEGAL
    rows = {
        "the requester's own, filled in": (
            *office.verdict(legal, decided_by_id=owner),
            OWN_WORK,
        ),
        "the requester's own, inserted": (
            *office.insert(decided_by_id=owner),
            f"{OWN_WORK}|{UNIQUE}",
        ),
        "named before the verdict": (
            "UPDATE review_decision SET decided_by_id = %s WHERE function = 'LEGAL'",
            [owner],
            OWN_WORK,
        ),
        "a second function, filled in": (
            *office.verdict(legal, decided_by_id=decider),
            f"{ONE_FUNCTION}|{UNIQUE}",
        ),
        "a second function, inserted": (
            *office.insert(decided_by_id=decider),
            f"{ONE_FUNCTION}|{UNIQUE}",
        ),
    }
    assert _outcomes(rows) == {}


def test_ml_05_own_work_and_functions_over_all_rounds(office: Office) -> None:
    """A later round is the same piece; an editor of any version is an author."""
    editor = factories.make_user("REQUESTER", "LEGAL")
    version = factories.make_version(variant=office.review.variant, by=editor)
    office.review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    rows = {
        "editor of the newest": (
            *office.verdict(Function.LEGAL, decided_by_id=editor.pk),
            OWN_WORK,
        ),
        "requester of the family": (
            *office.verdict(
                Function.LEGAL,
                decided_by_id=version.variant.family.brief.requested_by_id,
            ),
            OWN_WORK,
        ),
        "medical in the round before": (
            *office.verdict(Function.LEGAL, decided_by_id=office.decider.pk),
            ONE_FUNCTION,
        ),
    }
    assert _outcomes(rows) == {}
    same_function = office.verdict(Function.MEDICAL, decided_by_id=office.decider.pk)
    assert attack(*same_function) == ""


def test_ml_05_another_piece_is_another_matter(office: Office) -> None:
    """Who decided medical here may decide legal on somebody else's other piece."""
    office.review = factories.make_review_at(ReviewState.IN_REVIEW)
    free = office.verdict(Function.LEGAL, decided_by_id=office.decider.pk)
    assert attack(*free) == ""


def test_er_20_verdicts_without_a_whole_signature(office: Office) -> None:
    incomplete = "verdict_has_person_time_and_signature"
    legal = Function.LEGAL
    taken = office.decided.signature_id
    rows = {
        "no signature": (*office.verdict(legal, signature_id=None), incomplete),
        "no person": (*office.verdict(legal, decided_by_id=None), incomplete),
        "no time": (*office.verdict(legal, decided_at=None), incomplete),
        "no words": (*office.verdict(legal, content_sha256=""), incomplete),
        "closed as well": (*office.verdict(legal, closed_reason="Over."), incomplete),
        "null verdict": (*office.verdict(legal, verdict=None), NOT_NULL),
        "signature of another decision": (
            *office.verdict(legal, signature_id=taken),
            UNIQUE,
        ),
        "signature of nowhere": (
            *office.verdict(legal, signature_id=987654321),
            FOREIGN,
        ),
        "inserted unsigned": (
            *office.insert(signature_id=None, function="OTHER"),
            f"{incomplete}|nobody else",
        ),
        "second of a function": (*office.insert(), UNIQUE),
    }
    assert _outcomes(rows) == {}


@pytest.mark.parametrize("verdict", ["REQUEST_CHANGES", "REJECT"])
def test_ml_04_refusals_without_a_comment(verdict: str, office: Office) -> None:
    legal = Function.LEGAL
    assert "refusal_has_a_comment" in attack(*office.verdict(legal, verdict=verdict))
    said = office.verdict(legal, verdict=verdict, comment="Off label.")
    assert attack(*said) == ""


COLUMNS_OF_A_VERDICT: list[tuple[str, Any]] = [
    ("verdict", "REJECT"),
    ("verdict", ""),
    ("comment", "Changed afterwards."),
    ("content_sha256", OTHER_HASH),
    ("decided_by_id", None),
    ("decided_at", "2026-11-22 00:00:00+00:00"),
    ("signature_id", None),
    ("function", "LEGAL"),
    ("closed_reason", "Closed."),
    ("opened_at", "2020-01-01 00:00:00+00:00"),
    ("review_id", 0),
]


def test_er_20_no_column_of_a_verdict_changes(office: Office) -> None:
    rows = {
        f"{column} = {value!r}": (
            f"UPDATE review_decision SET {column} = %s WHERE id = %s",  # noqa: S608
            [value, office.decided.pk],
            FINAL,
        )
        for column, value in COLUMNS_OF_A_VERDICT
    }
    assert {column for column, _ in COLUMNS_OF_A_VERDICT} == _columns(Decision)
    assert _outcomes(rows) == {}


def _columns(model: type[models.Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields} - {"id"}


COLUMNS_OF_A_SIGNATURE: list[tuple[str, Any]] = [
    ("user_id", None),
    ("printed_name", "Somebody Else"),
    ("meaning", "REJECTED"),
    ("content_sha256", OTHER_HASH),
    ("subject", "review:0:LEGAL"),
    ("signed_at", "2020-01-01 00:00:00+00:00"),
    ("address", "192.0.2.7"),
    ("browser", "Another"),
    ("seal", "f" * 64),
]


def test_er_20_no_column_of_a_signature_changes(office: Office) -> None:
    rows = {
        column: (
            f"UPDATE review_signature SET {column} = %s WHERE id = %s",  # noqa: S608
            [value, office.decided.signature_id],
            f"{SIGNED}|{NOT_NULL}",
        )
        for column, value in COLUMNS_OF_A_SIGNATURE
    }
    assert set(rows) == _columns(Signature)
    assert _outcomes(rows) == {}
    assert attack("UPDATE review_signature SET browser = browser") == SIGNED


def test_er_21_no_deletion_of_a_person_or_signature_that_counts(office: Office) -> None:
    """Neither by a console nor through the models."""
    rows: dict[str, tuple[str, list[Any], str]] = {
        "person": ("DELETE FROM auth_user WHERE id = %s", [office.decider.pk], FOREIGN),
        "signature": (
            "DELETE FROM review_signature WHERE id = %s",
            [office.decided.signature_id],
            DELETED,
        ),
        "review": (
            "DELETE FROM review_review WHERE id = %s",
            [office.review.pk],
            DELETED,
        ),
        "words under review": (
            "DELETE FROM content_engine_variantversion WHERE id = %s",
            [office.review.version_id],
            FOREIGN,
        ),
    }
    assert _outcomes(rows) == {}
    reviewed: Any = office.review
    for row in (office.decider, reviewed.version, reviewed.variant, reviewed):
        with pytest.raises(ProtectedError):
            row.delete()
    with pytest.raises(ProtectedError):
        Signature.objects.filter(decision=office.decided).delete()


def test_er_26_er_21_sign_in_names_are_not_reused(office: Office) -> None:
    taken = "UPDATE auth_user SET username = %s WHERE id = %s"
    said = attack(taken, [office.decider.username, office.stranger.pk])
    assert re.search(UNIQUE, said, re.IGNORECASE)


STATES_OTHER_THAN_APPROVED = [s for s in ReviewState if s != ReviewState.APPROVED]


@pytest.mark.parametrize(
    "state",
    [s for s in STATES_OTHER_THAN_APPROVED if s != ReviewState.DRAFT],
)
def test_ml_03_no_review_is_set_approved(state: ReviewState) -> None:
    review = factories.make_review_at(state)
    assert re.search(f"{UNANIMOUS}|{MOVED}", attack(APPROVE, [AT, review.pk]))


def test_ml_03_two_approvals_and_a_refusal_do_not_approve(office: Office) -> None:
    review = office.review
    factories.decide(review, Function.LEGAL)
    rows = review.decisions.filter(function="REGULATORY")
    person = factories.make_user("REGULATORY")
    rows.update(
        verdict="REJECT",
        comment="No.",
        content_sha256=review.content_sha256,
        decided_by=person,
        decided_at=AT,
        signature=office.signature,
    )
    assert UNANIMOUS in attack(APPROVE, [AT, review.pk])


def test_ml_03_three_approvals_of_words_that_the_version_left(office: Office) -> None:
    """All three approved, but the version was given another hash meanwhile."""
    review = office.review
    for function in (Function.LEGAL, Function.REGULATORY):
        rows = review.decisions.filter(function=function.value)
        person = factories.make_user(function.value)
        signature = Signature.objects.create(
            user=person, meaning="APPROVED", signed_at=AT, subject=function.value
        )
        rows.update(
            verdict="APPROVE",
            content_sha256=review.content_sha256,
            decided_by=person,
            decided_at=AT,
            signature=signature,
        )
    assert attack(APPROVE, [AT, review.pk]) == ""
    words = "UPDATE content_engine_variantversion SET content_sha256 = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(words, [OTHER_HASH, review.version_id])
    assert UNANIMOUS in attack(APPROVE, [AT, review.pk])


def test_ml_03_er_11_reviews_are_not_born_or_doubled(office: Office) -> None:
    review = office.review
    columns = "variant_id, version_id, content_sha256, round, state, requested_by_id, "
    columns += "submitted_at, closed_at, closing_reason"
    insert = (
        f"INSERT INTO review_review ({columns}) SELECT variant_id, version_id, "  # noqa: S608
        "content_sha256, 1, %s, requested_by_id, submitted_at, {closed}, '' "
        f"FROM review_review WHERE id = {review.pk}"
    )
    opened, closed = insert.format(closed="NULL"), insert.format(closed="submitted_at")
    rows = {
        "born approved": (closed, ["APPROVED"], f"{UNANIMOUS}|{UNIQUE}"),
        "born approved and open": (
            opened,
            ["APPROVED"],
            f"{UNANIMOUS}|closed_review|{UNIQUE}",
        ),
        "a second open one": (opened, ["IN_REVIEW"], UNIQUE),
        "a second draft": (opened, ["DRAFT"], UNIQUE),
        "closed without a time": (opened, ["CANCELLED"], "closed_review_has_a_time"),
        "open with a closing time": (closed, ["IN_REVIEW"], f"closed_review|{UNIQUE}"),
    }
    assert _outcomes(rows) == {}


COLUMNS_OF_AN_ASSET: list[tuple[str, Any]] = [
    ("body", '{"parts": []}'),
    ("content_sha256", OTHER_HASH),
    ("code", "US-TES-2699999"),
    ("uid", "00000000000000000000000000000007"),
    ("expires_on", "2099-01-01"),
    ("expires_on", "2026-11-22"),
]


@pytest.mark.parametrize("state", [ReleaseState.RELEASED, ReleaseState.SUSPENDED])
def test_se_15_what_was_released_stays_as_it_is(state: ReleaseState) -> None:
    asset = factories.make_release(state)
    rows = {
        f"{column} = {value}": (
            f"UPDATE review_release SET {column} = %s WHERE id = %s",  # noqa: S608
            [value, asset.pk],
            f"{FIXED}|{APPROVED_ONLY}",
        )
        for column, value in COLUMNS_OF_AN_ASSET
    }
    assert _outcomes(rows) == {}


def test_ml_03_nothing_unapproved_is_set_released() -> None:
    """Neither born RELEASED nor set so, for each state that its review may be in."""
    asset = factories.make_release(ReleaseState.SUSPENDED)
    columns = sorted(_columns(Release) - {"review_id", "uid", "code", "state"})
    names = ", ".join(columns)
    copy = (
        f"INSERT INTO review_release ({names}, uid, code, state, review_id) "  # noqa: S608
        f"SELECT {names}, %s, 'X-1', %s, %s FROM review_release WHERE id = {asset.pk}"
    )
    uid = "00000000000000000000000000000009"
    wrong = {}
    for state in ("IN_REVIEW", "CHANGES_REQUESTED", "REJECTED", "CANCELLED"):
        other = factories.make_review_at(ReviewState(state))
        assert attack(copy, [uid, "PREPARED", other.pk]) == ""
        said = attack(copy, [uid, "RELEASED", other.pk])
        if APPROVED_ONLY not in said:
            wrong[state] = said
    assert wrong == {}
    approved = factories.make_review_at(ReviewState.APPROVED)
    assert APPROVED_ONLY in attack(copy, [uid, "RELEASED", approved.pk]), "other words"


def test_ml_19_two_released_of_one_variant_and_market() -> None:
    old = factories.make_release(ReleaseState.SUPERSEDED)
    revive = "UPDATE review_release SET state = 'RELEASED' WHERE id = %s"
    assert re.search(f"{MOVED}|{UNIQUE}", attack(revive, [old.pk]), re.IGNORECASE)
    lift("review_release", "release_moves_by_its_steps")
    said = attack(revive, [old.pk])
    assert re.search(f"{UNIQUE}|one_released", said, re.IGNORECASE)


@pytest.mark.parametrize("state", ["SUSPENDED", "WITHDRAWN", "EXPIRED", "SUPERSEDED"])
def test_ml_18_no_asset_stops_without_time_and_reason(state: str) -> None:
    asset = factories.make_release()
    stop = "UPDATE review_release SET state = %s"
    constraint = "stopped_release_has_time_and_reason"
    rows = {
        "neither": (stop, [state], constraint),
        "no reason": (f"{stop}, stopped_at = released_at", [state], constraint),
        "no time": (f"{stop}, stopping_reason = 'Why.'", [state], constraint),
    }
    assert _outcomes(rows) == {}
    whole = f"{stop}, stopped_at = released_at, stopping_reason = 'Why.'"
    assert attack(f"{whole} WHERE id = {asset.pk}", [state]) == ""


def test_er_08_no_line_of_the_ledger_goes_or_changes() -> None:
    factories.make_release()
    first, last = 1, LedgerEntry.objects.count()
    entry = "knowledge_base_ledgerentry"
    rows = {
        **{
            f"{column} of line {place}": (
                f"UPDATE {entry} SET {column} = %s WHERE sequence = %s",  # noqa: S608
                [value, place],
                APPEND_ONLY,
            )
            for place in (first, last)
            for column, value in {
                "sequence": 999,
                "at": "2020-01-01 00:00:00+00:00",
                "by": "nobody",
                "action": "x.y",
                "subject": "x:y",
                "payload": "{}",
                "previous_hash": "f" * 64,
                "hash": "f" * 64,
            }.items()
            for column in [connection.ops.quote_name(column)]
        },
        "first line": (f"DELETE FROM {entry} WHERE sequence = 1", [], APPEND_ONLY),  # noqa: S608
        "last line": (f"DELETE FROM {entry} WHERE sequence = {last}", [], APPEND_ONLY),  # noqa: S608
        "every line": (f"DELETE FROM {entry}", [], APPEND_ONLY),  # noqa: S608
        "the tip": ("DELETE FROM knowledge_base_ledgertip", [], APPEND_ONLY),
        "the tip turned back": (
            "UPDATE knowledge_base_ledgertip SET sequence = sequence - 1",
            [],
            APPEND_ONLY,
        ),
        "the tip left in place": (
            "UPDATE knowledge_base_ledgertip SET hash = 'f'",
            [],
            APPEND_ONLY,
        ),
        "a second tip": (
            "INSERT INTO knowledge_base_ledgertip (id, sequence, hash) "
            "VALUES (2, 1, 'f')",
            [],
            # On SQLite a trigger speaks before the constraint.
            APPEND_ONLY if connection.vendor == "sqlite" else "one_ledger_tip",
        ),
    }
    assert _outcomes(rows) == {}
    assert ledger.first_broken_entry() is None


@pytest.mark.parametrize("model", [LedgerEntry, LedgerTip])
def test_er_08_deletion_through_the_models_is_refused_too(
    model: type[LedgerEntry] | type[LedgerTip],
) -> None:
    factories.make_review_at(ReviewState.IN_REVIEW)
    with pytest.raises(DatabaseError, match=APPEND_ONLY), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.exists()
    assert ledger.first_broken_entry() is None


def test_er_08_a_forged_line_is_named() -> None:
    """The database lets one append; the chain shows that it is no line of ours."""
    factories.make_review_at(ReviewState.IN_REVIEW)
    tail = LedgerEntry.objects.latest("sequence")
    forged = LedgerEntry(
        sequence=tail.sequence + 1,
        at=AT,
        by="mallory",
        action="review.decided",
        subject=tail.subject,
        payload="{}",
        previous_hash=tail.hash,
        hash="a" * 64,
    )
    forged.save(force_insert=True)
    broken = ledger.first_broken_entry()
    assert broken is not None
    assert broken.sequence == forged.sequence
    assert "changed" in broken.reason
