import datetime
import json

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from pytest_django.fixtures import Settings

from knowledge_base.models import LedgerEntry
from review import signatures
from review.models import Signature, SigningGuard, SigningWindow
from review.signatures import Credentials
from review.states import Meaning
from tests import factories

pytestmark = pytest.mark.usefixtures("intact_ledger")
WORDS = "a" * 64


def _sign(person: User, at: datetime.datetime, **changes: str) -> Signature:
    typed = factories.credentials(person, **changes)
    proof = signatures.prove(by=person, at=at, credentials=typed)
    return signatures.sign(
        by=person,
        at=at,
        proof=proof,
        meaning=Meaning.APPROVED,
        content_sha256=WORDS,
        subject="review:1:MEDICAL",
    )


def _later(at: datetime.datetime, minutes: float) -> datetime.datetime:
    return at + datetime.timedelta(minutes=minutes)


def _refused(person: User, at: datetime.datetime, **changes: str) -> str:
    with pytest.raises(signatures.SigningRefusedError) as refusal:
        _sign(person, at, **changes)
    return str(refusal.value)


def test_manifestation_has_name_meaning_and_time_with_zone(medical: User) -> None:
    medical.first_name, medical.last_name = "Dr Ines", "Kovac"
    medical.save()
    at = datetime.datetime(
        2026, 11, 5, 1, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
    )
    signature = _sign(medical, at)
    assert signature.shown() == "Dr Ines Kovac, approved, 4 November 2026 23:30 UTC"
    again = Signature.objects.get(pk=signature.pk)
    assert again.shown() == signature.shown()
    assert str(again).startswith("Dr Ines Kovac APPROVED")


def test_person_without_a_name_signs_with_the_sign_in_name(
    at: datetime.datetime, medical: User
) -> None:
    medical.first_name = medical.last_name = ""
    assert _sign(medical, at).printed_name == medical.get_username()


def test_first_signing_asks_for_name_and_password(
    at: datetime.datetime, medical: User
) -> None:
    key = factories.credentials(medical).session_key
    assert signatures.needs_username(medical, key, at)
    assert "sign-in name and your password" in _refused(medical, at, username="")
    _sign(medical, at)
    assert not signatures.needs_username(medical, key, at)
    assert _sign(medical, _later(at, 1), username="").user == medical


def test_missing_name_is_no_failed_attempt(
    at: datetime.datetime, medical: User
) -> None:
    for _ in range(9):
        _refused(medical, at, username="")
    assert _sign(medical, at)


def test_sitting_ends_when_idle_and_each_signing_keeps_it(
    at: datetime.datetime, medical: User, settings: Settings
) -> None:
    settings.SIGNING_IDLE_MINUTES = 10
    _sign(medical, at)
    _sign(medical, _later(at, 9), username="")
    _sign(medical, _later(at, 18), username="")
    assert SigningWindow.objects.count() == 1
    assert "this sitting begins" in _refused(medical, _later(at, 28), username="")
    _sign(medical, _later(at, 28))
    assert SigningWindow.objects.filter(closed_at=None).count() == 1
    assert SigningWindow.objects.exclude(closed_at=None).count() == 1


@pytest.mark.parametrize(
    "elsewhere", [{"session_key": "another"}, {"address": "192.0.2.7"}]
)
def test_another_session_or_address_begins_another_sitting(
    elsewhere: dict[str, str], at: datetime.datetime, medical: User
) -> None:
    _sign(medical, at)
    assert "begins" in _refused(medical, at, username="", **elsewhere)
    assert _sign(medical, at, **elsewhere)


def test_needs_username_can_look_at_the_address(
    at: datetime.datetime, medical: User
) -> None:
    _sign(medical, at)
    key = factories.credentials(medical).session_key
    assert not signatures.needs_username(medical, key, at, address="127.0.0.1")
    assert signatures.needs_username(medical, key, at, address="192.0.2.7")


def test_session_key_is_stored_as_a_hash(at: datetime.datetime, medical: User) -> None:
    _sign(medical, at)
    typed = factories.credentials(medical)
    assert typed.session_key not in SigningWindow.objects.get().session_key
    assert typed.password not in repr(typed)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "wrong"}, "The password is not right."),
        ({"password": ""}, "The password is not right."),
        ({"username": "somebody.else"}, "Sign with your own sign-in name."),
        ({"session_key": ""}, "A signature is given by a person in a sign-in session."),
    ],
)
def test_refusals_are_recorded_with_their_reason(
    changes: dict[str, str], sentence: str, at: datetime.datetime, medical: User
) -> None:
    assert _refused(medical, at, **changes) == sentence
    entry = LedgerEntry.objects.get()
    assert entry.action == "signature.refused"
    assert entry.subject == f"person:{medical.get_username()}"
    assert json.loads(entry.payload) == {
        "reason": sentence,
        "address": "127.0.0.1",
        "browser": "Tests",
    }
    assert factories.PASSWORD not in entry.payload


def test_another_persons_name_and_password_do_not_sign(
    at: datetime.datetime, medical: User, legal: User
) -> None:
    assert "own sign-in name" in _refused(medical, at, username=legal.username)


def test_closed_account_does_not_sign(at: datetime.datetime, medical: User) -> None:
    medical.is_active = False
    assert "account is closed" in _refused(medical, at)


def test_account_without_a_password_does_not_sign(
    at: datetime.datetime, medical: User
) -> None:
    medical.set_unusable_password()
    assert "password" in _refused(medical, at)


def test_lock_after_too_many_failures_and_its_end(
    at: datetime.datetime, medical: User, settings: Settings
) -> None:
    settings.SIGNING_MAX_FAILURES = 3
    assert signatures.lock_refusal(medical, at) == ""
    for _ in range(3):
        _refused(medical, at, password="wrong")
    sentence = _refused(medical, at)
    assert sentence == (
        "Signing is locked for this account until 09:45 UTC after 3 failed attempts."
    )
    assert signatures.lock_refusal(medical, _later(at, 14.9)) == sentence
    assert _refused(medical, _later(at, 14.9)) == sentence
    assert _sign(medical, _later(at, 15))
    assert LedgerEntry.objects.filter(action="signature.refused").count() == 5


def test_signing_forgets_failures(
    at: datetime.datetime, medical: User, settings: Settings
) -> None:
    settings.SIGNING_MAX_FAILURES = 2
    for _ in range(3):
        _refused(medical, at, password="wrong")
        _sign(medical, at)
    assert SigningGuard.objects.get().failures == 0


def test_lock_is_one_account_s(
    at: datetime.datetime, medical: User, legal: User, settings: Settings
) -> None:
    settings.SIGNING_MAX_FAILURES = 1
    _refused(medical, at, password="wrong")
    assert _sign(legal, at)


def test_failure_outlives_the_refused_step(
    at: datetime.datetime, medical: User
) -> None:
    """``prove`` comes before the step's transaction: the count is not rolled back."""
    _refused(medical, at, password="wrong")
    with transaction.atomic():
        _sign(medical, at)
        transaction.set_rollback(True)
    assert SigningGuard.objects.get().failures == 1
    assert not Signature.objects.exists()
    assert not SigningWindow.objects.exists()


def test_proof_is_no_other_person_s_and_no_earlier_one(
    at: datetime.datetime, medical: User, legal: User
) -> None:
    typed = factories.credentials(medical)
    proof = signatures.prove(by=medical, at=at, credentials=typed)
    for person, moment in ((legal, at), (medical, _later(at, 1))):
        with pytest.raises(signatures.SigningRefusedError, match="another person"):
            signatures.sign(
                by=person,
                at=moment,
                proof=proof,
                meaning=Meaning.APPROVED,
                content_sha256=WORDS,
                subject="review:1",
            )


def test_verify_binds_to_the_words(at: datetime.datetime, medical: User) -> None:
    version = factories.make_version()
    signature = _sign(medical, at)
    assert not signatures.verify(signature, version)
    version.content_sha256 = WORDS
    assert signatures.verify(signature, version)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("printed_name", "Somebody Else"),
        ("meaning", "REJECTED"),
        ("content_sha256", "b" * 64),
        ("subject", "review:2:MEDICAL"),
        ("signed_at", datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)),
        ("address", "192.0.2.7"),
        ("browser", "Other"),
        ("user_id", 0),
        ("seal", "0" * 64),
    ],
)
def test_changed_or_moved_row_does_not_verify(
    column: str, value: object, at: datetime.datetime, medical: User
) -> None:
    signature = Signature.objects.get(pk=_sign(medical, at).pk)
    assert signatures.is_intact(signature)
    setattr(signature, column, value)
    assert not signatures.is_intact(signature)


def test_long_browser_names_are_cut(at: datetime.datetime, medical: User) -> None:
    typed = factories.credentials(medical, browser="x" * 999, address="1" * 99)
    assert isinstance(typed, Credentials)
    signature = _sign(medical, at, browser="x" * 999, address="1" * 99)
    assert (len(signature.browser), len(signature.address)) == (300, 45)
    assert _sign(medical, at, username="", address="1" * 99)
