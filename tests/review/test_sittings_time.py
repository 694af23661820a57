"""Signing over time: who sat where, until when, and what a failed attempt leaves.

Ids are those of the rule book (ER-18 to ER-32). A sitting is told as a story: rows of
a second on the clock, what was typed, and whether it signed.
"""

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from content_engine.models import VariantVersion
from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from review import facts, recalls, releases, signatures
from review.models import Review, Signature, SigningGuard
from review.signatures import Credentials, SigningRefusedError
from review.states import Function, Meaning, ReviewState, ReviewVerdict
from review.workflow import cancelling, deciding
from tests import factories
from tests.review.many_claims import AT, moment

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("intact_ledger", "no_fresh_check"),
]
WORDS = "c" * 64
SECOND = datetime.timedelta(seconds=1)
NAME_ASKED = "Give your sign-in name and your password: this sitting begins."
WRONG_PASSWORD = "The password is not right."
WRONG_NAME = "Sign with your own sign-in name."
NO_SESSION = "A signature is given by a person in a sign-in session."
CLOSED = "This account is closed: ask an administrator."
NO_NAME: dict[str, Any] = {"username": ""}


def _later(seconds: float) -> datetime.datetime:
    return AT + datetime.timedelta(seconds=seconds)


def _sign(
    person: User,
    at: datetime.datetime = AT,
    subject: str = "review:1:LEGAL",
    **typed: str,
) -> Signature:
    proof = signatures.prove(
        by=person, at=at, credentials=factories.credentials(person, **typed)
    )
    return signatures.sign(
        by=person,
        at=at,
        proof=proof,
        meaning=Meaning.APPROVED,
        content_sha256=WORDS,
        subject=subject,
    )


def _try(person: User, at: datetime.datetime = AT, **typed: str) -> str:
    """The refusal, "" when it signed."""
    try:
        _sign(person, at, **typed)
    except SigningRefusedError as refusal:
        return str(refusal)
    return ""


# Fifteen idle minutes: each row is (second, changes to what is typed, the answer).
Row = tuple[float, dict[str, str], str]
STORIES: dict[str, list[Row]] = {
    "the first asks for both": [
        (0, NO_NAME, NAME_ASKED),
        (1, {}, ""),
        (2, NO_NAME, ""),
    ],
    "idle to the last second": [
        (0, {}, ""),
        (899, NO_NAME, ""),
    ],
    "idle to the limit": [
        (0, {}, ""),
        (900, NO_NAME, NAME_ASKED),
        (900, {}, ""),
        (901, NO_NAME, ""),
    ],
    "a fraction before the limit": [
        (0, {}, ""),
        (899.999999, NO_NAME, ""),
    ],
    "each signing counts anew": [
        (0, {}, ""),
        (800, NO_NAME, ""),
        (1600, NO_NAME, ""),
        (2400, NO_NAME, ""),
        (3300, NO_NAME, NAME_ASKED),
    ],
    "the name may be typed each time": [
        (0, {}, ""),
        (10, {}, ""),
        (909, NO_NAME, ""),
    ],
    "a refused attempt keeps nothing open": [
        (0, {}, ""),
        (890, {**NO_NAME, "password": "wrong"}, WRONG_PASSWORD),
        (901, NO_NAME, NAME_ASKED),
    ],
    "a refused attempt opens nothing": [
        (0, {"password": "wrong"}, WRONG_PASSWORD),
        (1, NO_NAME, NAME_ASKED),
    ],
    "a new login session": [
        (0, {}, ""),
        (1, {**NO_NAME, "session_key": "fresh"}, NAME_ASKED),
        (2, {"session_key": "fresh"}, ""),
        (3, {**NO_NAME, "session_key": "fresh"}, ""),
        (4, NO_NAME, ""),
    ],
    "another address": [
        (0, {}, ""),
        (1, {**NO_NAME, "address": "192.0.2.7"}, NAME_ASKED),
        (2, {"address": "192.0.2.7"}, ""),
        (3, {**NO_NAME, "address": "192.0.2.7"}, ""),
    ],
    "moving on ends the sitting left behind": [
        (0, {}, ""),
        (1, {"address": "192.0.2.7"}, ""),
        (2, NO_NAME, NAME_ASKED),
    ],
    "no address is an address too": [
        (0, {"address": ""}, ""),
        (1, {**NO_NAME, "address": ""}, ""),
        (2, NO_NAME, NAME_ASKED),
    ],
    "the browser does not matter": [
        (0, {}, ""),
        (1, {**NO_NAME, "browser": "Other"}, ""),
    ],
    "a bare click": [
        (0, {}, ""),
        (1, {**NO_NAME, "password": ""}, WRONG_PASSWORD),
        (2, {"password": ""}, WRONG_PASSWORD),
    ],
    "the name alone": [
        (0, {"password": ""}, WRONG_PASSWORD),
    ],
    "the password with a space": [
        (0, {"password": factories.PASSWORD + " "}, WRONG_PASSWORD),
        (1, {"password": factories.PASSWORD.upper()}, WRONG_PASSWORD),
    ],
    "outside a session": [
        (0, {"session_key": ""}, NO_SESSION),
        (1, {}, ""),
        (2, {**NO_NAME, "session_key": ""}, NO_SESSION),
    ],
    "somebody else's name in an open sitting": [
        (0, {}, ""),
        (1, {"username": "somebody"}, WRONG_NAME),
        (2, {"username": " "}, WRONG_NAME),
        (3, NO_NAME, ""),
    ],
    "the clock went back": [
        (0, {}, ""),
        (-60, NO_NAME, ""),
    ],
}


@pytest.mark.parametrize("name", STORIES)
def test_er_23_er_24_sittings(name: str, legal: User) -> None:
    told = [_try(legal, _later(second), **typed) for second, typed, _ in STORIES[name]]
    assert told == [answer for _, _, answer in STORIES[name]]


@pytest.mark.parametrize("minutes", [1, 5, 60])
def test_er_24_the_idle_limit_is_a_setting(
    minutes: int, legal: User, settings: Settings
) -> None:
    settings.SIGNING_IDLE_MINUTES = minutes
    _sign(legal)
    limit = minutes * 60
    assert _try(legal, _later(limit - 1), **NO_NAME) == ""
    assert _try(legal, _later(2 * limit - 1), **NO_NAME) == NAME_ASKED


def test_er_24_one_persons_sitting_is_nobody_elses(legal: User, medical: User) -> None:
    """Two people at one desk, even in one browser session."""
    _sign(legal, session_key="shared")
    assert _try(medical, _later(1), session_key="shared", **NO_NAME) == NAME_ASKED
    assert _try(medical, _later(2), session_key="shared") == ""
    assert _try(legal, _later(3), session_key="shared", **NO_NAME) == ""


@pytest.mark.parametrize(
    ("second", "session", "address", "needed"),
    [
        (0, "", None, True),
        (1, "mine", None, False),
        (1, "mine", "127.0.0.1", False),
        (1, "mine", "127.0.0.2", True),
        (1, "mine", "", True),
        (1, "MINE", None, True),
        (1, "mine ", None, True),
        (899, "mine", "127.0.0.1", False),
        (900, "mine", "127.0.0.1", True),
    ],
)
def test_er_24_the_form_asks_for_what_the_signing_asks_for(
    second: float, session: str, address: str | None, needed: bool, legal: User
) -> None:
    _sign(legal, session_key="mine")
    at = _later(second)
    asked = signatures.needs_username(legal, session, at, address=address)
    assert asked == needed
    if session and address is not None:
        typed: dict[str, Any] = {
            "session_key": session,
            "address": address,
            **NO_NAME,
        }
        assert (_try(legal, at, **typed) == NAME_ASKED) == needed


@pytest.mark.parametrize(
    "changed",
    [
        str.upper,
        str.title,
        lambda name: f" {name}",
        lambda name: f"{name} ",
        lambda name: name[:-1],
        lambda name: name + "\u200b",
        lambda name: name.replace("e", "\u0435"),
    ],
)
def test_er_23_the_sign_in_name_is_exact(changed: Any, legal: User) -> None:
    assert _try(legal, username=changed(legal.username)) == WRONG_NAME
    assert SigningGuard.objects.get().failures == 1


def test_er_25_the_right_components_of_another_person(
    legal: User, medical: User
) -> None:
    """An open session of one, name and password of the other: neither signs."""
    medical.set_password("another password")
    medical.save()
    theirs: dict[str, Any] = {
        "username": medical.username,
        "password": "another password",
    }
    assert _try(legal, **theirs) == WRONG_NAME
    assert _try(legal, password="another password") == WRONG_PASSWORD
    assert not SigningGuard.objects.filter(user=medical, failures__gt=0).exists()
    assert not Signature.objects.exists()


def test_er_25_a_password_changed_meanwhile_counts_at_once(legal: User) -> None:
    _sign(legal)
    legal.set_password("a new one")
    legal.save()
    assert _try(legal, _later(1), **NO_NAME) == WRONG_PASSWORD
    assert _try(legal, _later(2), password="a new one", **NO_NAME) == ""


def test_er_28_a_closed_account_signs_nothing_not_even_in_its_sitting(
    legal: User,
) -> None:
    _sign(legal)
    legal.is_active = False
    legal.save()
    assert _try(legal, _later(1), **NO_NAME) == CLOSED
    assert _try(legal, _later(1)) == CLOSED
    assert SigningGuard.objects.get().failures == 0, "no guess was made"
    legal.is_active = True
    legal.save()
    assert _try(legal, _later(2), **NO_NAME) == ""


# Three failures lock for fifteen minutes; the answers while locked name the end.
LOCKED = "Signing is locked for this account until {} UTC after 3 failed attempts."
BAD: dict[str, Any] = {"password": "wrong"}
GUESSES: dict[str, list[Row]] = {
    "two and then right": [
        (0, BAD, WRONG_PASSWORD),
        (1, BAD, WRONG_PASSWORD),
        (2, {}, ""),
        (3, BAD, WRONG_PASSWORD),
        (4, BAD, WRONG_PASSWORD),
        (5, {}, ""),
    ],
    "the third locks, also for the right ones": [
        (0, BAD, WRONG_PASSWORD),
        (1, BAD, WRONG_PASSWORD),
        (2, BAD, WRONG_PASSWORD),
        (3, {}, LOCKED.format("09:45")),
        (901, {}, LOCKED.format("09:45")),
        (902, {}, ""),
    ],
    "names count like passwords": [
        (0, {"username": "a"}, WRONG_NAME),
        (1, BAD, WRONG_PASSWORD),
        (2, {"username": "b"}, WRONG_NAME),
        (3, {}, LOCKED.format("09:45")),
    ],
    "forgetting the name does not count": [
        (0, BAD, WRONG_PASSWORD),
        (1, NO_NAME, NAME_ASKED),
        (2, NO_NAME, NAME_ASKED),
        (3, {"session_key": ""}, NO_SESSION),
        (4, BAD, WRONG_PASSWORD),
        (5, {}, ""),
    ],
    "knocking at the lock does not lengthen it": [
        (0, BAD, WRONG_PASSWORD),
        (0, BAD, WRONG_PASSWORD),
        (0, BAD, WRONG_PASSWORD),
        (300, BAD, LOCKED.format("09:45")),
        (600, BAD, LOCKED.format("09:45")),
        (899, BAD, LOCKED.format("09:45")),
        (900, {}, ""),
    ],
    "after a lock one begins at nothing": [
        (0, BAD, WRONG_PASSWORD),
        (0, BAD, WRONG_PASSWORD),
        (0, BAD, WRONG_PASSWORD),
        (900, BAD, WRONG_PASSWORD),
        (901, BAD, WRONG_PASSWORD),
        (902, {}, ""),
    ],
    "a second lock": [
        (0, BAD, WRONG_PASSWORD),
        (0, BAD, WRONG_PASSWORD),
        (0, BAD, WRONG_PASSWORD),
        (900, BAD, WRONG_PASSWORD),
        (900, BAD, WRONG_PASSWORD),
        (900, BAD, WRONG_PASSWORD),
        (1799, {}, LOCKED.format("10:00")),
        (1800, {}, ""),
    ],
    "failures from many places are one account's": [
        (0, {**BAD, "address": "192.0.2.1"}, WRONG_PASSWORD),
        (1, {**BAD, "address": "192.0.2.2", "session_key": "x"}, WRONG_PASSWORD),
        (2, {**BAD, "address": "192.0.2.3", "session_key": "y"}, WRONG_PASSWORD),
        (3, {}, LOCKED.format("09:45")),
    ],
    "failures do not fade with time": [
        (0, BAD, WRONG_PASSWORD),
        (80_000, BAD, WRONG_PASSWORD),
        (80_001, BAD, WRONG_PASSWORD),
        (80_002, {}, LOCKED.format("07:58")),
    ],
}


@pytest.mark.parametrize("name", GUESSES)
def test_er_29_failures_and_locks(name: str, legal: User, settings: Settings) -> None:
    settings.SIGNING_MAX_FAILURES = 3
    told = [_try(legal, _later(second), **typed) for second, typed, _ in GUESSES[name]]
    assert told == [answer for _, _, answer in GUESSES[name]]
    refused = [answer for answer in told if answer]
    lines = LedgerEntry.objects.filter(action="signature.refused").order_by("sequence")
    assert [json.loads(line.payload)["reason"] for line in lines] == refused
    assert {(line.by, line.subject) for line in lines} == {
        (legal.username, f"person:{legal.username}")
    }


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_er_29_the_number_is_a_setting(
    limit: int, legal: User, settings: Settings
) -> None:
    settings.SIGNING_MAX_FAILURES = limit
    told = [_try(legal, **BAD) for _ in range(limit + 1)]
    assert told[:limit] == [WRONG_PASSWORD] * limit
    assert told[limit].startswith("Signing is locked")
    assert told[limit].endswith(f"after {limit} failed attempts.")


def test_er_29_nothing_typed_reaches_the_ledger(legal: User) -> None:
    """A password typed into the name, or a wrong one, is nowhere to be read."""
    secret = "Tr0ub4dor&3"
    _try(legal, username=secret)
    _try(legal, password=secret)
    _try(legal, session_key="the-session-itself", password=secret)
    for line in LedgerEntry.objects.all():
        told = f"{line.by}{line.subject}{line.payload}"
        assert secret not in told
        assert "the-session-itself" not in told


@dataclass(frozen=True)
class Desk:
    """Everything that one person can sign, ready to be signed."""

    person: User
    review: Review
    certifiable: Review
    release_id: int
    claim_version_id: int
    typed: dict[str, str] = field(default_factory=dict)

    def take(self, step: str) -> object:
        """Take a signed step with the right or the wrong components."""
        common: dict[str, Any] = {
            "by": self.person,
            "at": AT,
            "credentials": factories.credentials(self.person, **self.typed),
        }
        if step == "decide":
            return deciding.decide(
                review_id=self.review.pk,
                function=Function.MEDICAL,
                verdict=ReviewVerdict.APPROVE,
                comment="",
                expected_sha256=self.review.content_sha256,
                **common,
            )
        if step == "certify":
            return releases.certify(review_id=self.certifiable.pk, **common)
        if step == "withdraw":
            return releases.withdraw(
                release_id=self.release_id, reason="Why.", **common
            )
        return recalls.withdraw_claim(
            claim_version_id=self.claim_version_id, reason="Why.", **common
        )


SIGNED = ["decide", "certify", "withdraw", "recall"]


@pytest.fixture
def desk() -> Desk:
    """A person of every signing role, and a piece in each place."""
    asset = factories.make_release()
    return Desk(
        person=factories.make_user("MEDICAL", "SIGNATORY"),
        review=factories.make_review_at(ReviewState.IN_REVIEW),
        certifiable=factories.make_review_at(ReviewState.APPROVED, market="GB"),
        release_id=asset.pk,
        claim_version_id=asset.claims.get().claim_version_id,
    )


def _traces() -> tuple[int, int]:
    rows = LedgerEntry.objects.exclude(action="signature.refused")
    return rows.count(), Signature.objects.count()


@pytest.mark.parametrize(
    ("typed", "sentence", "failures"),
    [
        ({"password": "wrong"}, WRONG_PASSWORD, 1),
        ({"username": "another"}, WRONG_NAME, 1),
        ({"username": ""}, NAME_ASKED, 0),
        ({"session_key": ""}, NO_SESSION, 0),
        ({"password": "", "username": ""}, NAME_ASKED, 0),
    ],
)
def test_er_23_no_signed_step_goes_without_the_signature(
    typed: dict[str, Any], sentence: str, failures: int, desk: Desk
) -> None:
    before = _traces()
    desk.typed.update(typed)
    for number, step in enumerate(SIGNED, 1):
        with pytest.raises(SigningRefusedError) as refusal:
            desk.take(step)
        assert str(refusal.value) == sentence, step
        guard = SigningGuard.objects.get(user=desk.person)
        assert guard.failures == number * failures, step
    assert _traces() == before
    assert LedgerEntry.objects.filter(action="signature.refused").count() == len(SIGNED)


def test_er_29_a_guess_counts_though_the_step_could_never_succeed(
    desk: Desk, settings: Settings
) -> None:
    """No way around the lock: guessing on a step that is refused anyhow counts too."""
    settings.SIGNING_MAX_FAILURES = 3
    cancelling.cancel(
        review_id=desk.review.pk,
        reason="Over.",
        by=desk.review.requested_by,
        at=AT,
    )
    desk.typed.update(password="guess")
    for _ in range(3):
        with pytest.raises(SigningRefusedError, match="password"):
            desk.take("decide")
    desk.typed.clear()
    with pytest.raises(SigningRefusedError, match="locked"):
        desk.take("certify")


def test_er_29_a_refused_step_does_not_wipe_the_count(desk: Desk) -> None:
    """Right components under a step that is refused: the failures stay counted."""
    desk.typed.update(password="guess")
    for _ in range(2):
        with pytest.raises(SigningRefusedError):
            desk.take("decide")
    desk.typed.clear()
    factories.make_version(variant=desk.review.variant)
    with pytest.raises(facts.NotNowError):
        desk.take("decide")
    assert SigningGuard.objects.get(user=desk.person).failures == 2
    typed = factories.credentials(desk.person)
    assert signatures.needs_username(desk.person, typed.session_key, AT)
    desk.take("certify")
    assert SigningGuard.objects.get(user=desk.person).failures == 0


def test_er_24_one_sitting_over_a_dossier_of_steps(desk: Desk) -> None:
    """Name once, then the password under each: four signatures, four meanings."""
    desk.take("decide")
    desk.typed.update(username="")
    for step in SIGNED[1:]:
        desk.take(step)
    mine = Signature.objects.filter(user=desk.person).order_by("pk")
    assert [row.meaning for row in mine] == [
        "APPROVED",
        "CERTIFIED",
        "WITHDREW",
        "WITHDREW",
    ]
    assert len({row.subject for row in mine}) == 4
    assert all(signatures.is_intact(row) for row in mine)
    assert all(isinstance(row.seal, str) and len(row.seal) == 64 for row in mine)


def test_er_18_meanings_are_a_closed_list() -> None:
    """As the rules name them, but for "approved with changes", which nobody gives."""
    assert set(Meaning) == {
        "AUTHORED",
        "REVIEWED",
        "APPROVED",
        "REJECTED",
        "CERTIFIED",
        "WITHDREW",
    }


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-01-02T03:04:05+00:00", "2 January 2026 03:04 UTC"),
        ("2026-07-01T00:30:00+01:00", "30 June 2026 23:30 UTC"),
        ("2028-02-29T23:59:59-05:00", "1 March 2028 04:59 UTC"),
        ("2026-03-29T01:30:00+00:00", "29 March 2026 01:30 UTC"),
        ("2026-12-31T23:59:59+00:00", "31 December 2026 23:59 UTC"),
    ],
)
def test_er_18_er_32_the_manifestation_is_the_same_everywhere(
    at: str, shown: str, legal: User
) -> None:
    legal.first_name, legal.last_name = "Anne-Käthe", "O’Brien"
    legal.save()
    made = _sign(legal, moment(at))
    stored = Signature.objects.get(pk=made.pk)
    assert made.shown() == stored.shown() == f"Anne-Käthe O’Brien, approved, {shown}"
    assert signatures.is_intact(stored)


def test_er_20_er_32_a_later_name_does_not_change_the_signature(legal: User) -> None:
    signature = _sign(legal)
    printed = signature.shown()
    legal.first_name, legal.last_name = "Married", "Name"
    legal.save()
    stored = Signature.objects.get(pk=signature.pk)
    assert stored.shown() == printed
    assert signatures.is_intact(stored)


def test_er_20_an_edit_leaves_the_signature_on_the_old_words_only() -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    newer = factories.make_version(variant=review.variant)
    for decision in review.decisions.select_related("signature"):
        signature = decision.signature
        assert signature is not None
        assert signatures.verify(signature, review.version)
        assert not signatures.verify(signature, newer)


def test_er_20_a_signature_sealed_with_another_key_is_none(
    legal: User, settings: Settings
) -> None:
    signature = _sign(legal)
    settings.LEDGER_KEY = settings.LEDGER_KEY + "x"
    assert not signatures.is_intact(signature)


def test_er_25_a_proof_belongs_to_its_person_and_moment(
    legal: User, medical: User
) -> None:
    proof = signatures.prove(by=legal, at=AT, credentials=factories.credentials(legal))
    rows = [(medical, AT), (legal, AT + SECOND), (legal, AT - SECOND)]
    for person, at in rows:
        with pytest.raises(PermissionDenied, match="another person or earlier"):
            signatures.sign(
                by=person,
                at=at,
                proof=proof,
                meaning=Meaning.APPROVED,
                content_sha256=WORDS,
                subject="x",
            )
    assert not Signature.objects.exists()


def test_credentials_never_show_what_was_typed() -> None:
    typed = Credentials("ines", "pass-word", "session-key", "192.0.2.1", "Browser")
    for text in (repr(typed), str(typed), f"{typed}", f"{[typed]}"):
        assert "pass-word" not in text
        assert "session-key" not in text


Try = tuple[int, int, bool, bool]


def _model(tries: list[Try], limit: int) -> list[bool]:
    """Who signs, told without the product: seconds, idle limit 900, lock 900."""
    clock, failures, locked, idle = 0, 0, 0, {0: -1, 1: -1}
    told = []
    for pause, session, has_name, is_right in tries:
        clock += pause
        if clock < locked or (not has_name and clock >= idle[session]):
            told.append(False)
            continue
        told.append(is_right)
        if is_right:
            failures, idle[session] = 0, clock + 900
            continue
        failures += 1
        if failures == limit:
            failures, locked = 0, clock + 900
    return told


def test_er_24_er_29_any_sequence_of_attempts(legal: User, settings: Settings) -> None:
    settings.SIGNING_MAX_FAILURES = 2
    tries = st.lists(
        st.tuples(
            st.sampled_from([0, 1, 450, 899, 900, 901]),
            st.integers(0, 1),
            st.booleans(),
            st.sampled_from([True, True, False]),
        ),
        max_size=12,
    )

    @hypothesis_settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(tries)
    def law(made: list[Try]) -> None:
        with transaction.atomic():
            clock, told = 0, []
            for pause, session, has_name, is_right in made:
                clock += pause
                typed = {"session_key": f"session-{session}"}
                typed |= {} if has_name else NO_NAME
                typed |= {} if is_right else BAD
                told.append(_try(legal, _later(clock), **typed) == "")
            assert told == _model(made, 2)
            assert Signature.objects.count() == sum(told)
            assert ledger.first_broken_entry() is None
            transaction.set_rollback(True)

    law()


def test_the_words_of_a_version_are_what_is_signed() -> None:
    """Every verdict's signature is over the version's hash, whatever it says."""
    for state in (ReviewState.REJECTED, ReviewState.CHANGES_REQUESTED):
        review = factories.make_review_at(state)
        version = VariantVersion.objects.get(pk=review.version_id)
        signature = Signature.objects.latest("pk")
        assert signature.content_sha256 == version.content_sha256
        assert signature.meaning in {"REJECTED", "REVIEWED"}
