"""Every step leaves one line, a refused one none; who may take it, where, how often.

Ids are those of the rule book: ER-08, ER-11, ER-12, ER-31, ML-01 to ML-05, ML-13
and ML-19.
"""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from content_engine.models import CheckRecord
from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from review import delivery, facts, recalls, releases
from review.models import ChannelKey, Decision, Release, Review, Signature
from review.states import Function, ReleaseState, ReviewState, ReviewVerdict
from review.workflow import cancelling, deciding, submitting
from tests import factories
from tests.review import many_claims
from tests.review.many_claims import AT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("intact_ledger", "no_fresh_check"),
]
REFUSALS = (PermissionDenied, TransitionNotAllowed, ValidationError)
ELSEWHERE = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


@dataclass
class Scene:
    """One piece in each place from which a step begins."""

    market: str = "GB"

    def __post_init__(self) -> None:
        place: dict[str, Any] = {"market": self.market}
        self.fresh = factories.make_version(**place)
        self.open = factories.make_review_at(ReviewState.IN_REVIEW, **place)
        self.approved = factories.make_review_at(ReviewState.APPROVED, **place)
        self.ready = factories.make_review_at(ReviewState.APPROVED, **place)
        factories.make_certificate(self.ready)
        self.asset = factories.make_release(**place)
        self.suspended = factories.make_release(ReleaseState.SUSPENDED, **place)
        self.key, _ = factories.make_key()

    def steps(self, by: User, at: datetime.datetime) -> dict[str, Callable[[], Any]]:
        """Every step of the table, as this person would take it."""
        who: dict[str, Any] = {"by": by, "at": at}
        signed = {**who, "credentials": factories.credentials(by)}
        claim = self.asset.claims.get().claim_version_id
        return {
            "submit": lambda: submitting.submit(version_id=self.fresh.pk, **who),
            **{
                f"decide_{function.lower()}": self._decide(function, signed)
                for function in Function
            },
            "cancel": lambda: cancelling.cancel(
                review_id=self.open.pk, reason="Why.", **who
            ),
            "certify": lambda: releases.certify(review_id=self.approved.pk, **signed),
            "release": lambda: releases.release(review_id=self.ready.pk, **who),
            "suspend": lambda: releases.suspend(
                release_id=self.asset.pk, reason="Why.", **who
            ),
            "resume": lambda: releases.resume(
                release_id=self.suspended.pk, reason="Why.", **who
            ),
            "withdraw": lambda: releases.withdraw(
                release_id=self.suspended.pk, reason="Why.", **signed
            ),
            "recall": lambda: recalls.withdraw_claim(
                claim_version_id=claim, reason="Why.", **signed
            ),
            "issue_key": lambda: delivery.issue_key(
                name="New", brands=[], markets=["US"], channels=["sms"], **who
            ),
            "revoke_key": lambda: delivery.revoke_key(key_id=self.key.pk, **who),
        }

    def _decide(self, function: Function, signed: dict[str, Any]) -> Callable[[], Any]:
        return lambda: deciding.decide(
            review_id=self.open.pk,
            function=function,
            verdict=ReviewVerdict.APPROVE,
            comment="",
            expected_sha256=self.open.content_sha256,
            **signed,
        )


# step, who takes it, the lines that it leaves; from the table of steps of the design
STEPS: list[tuple[str, str, list[str]]] = [
    ("submit", "REQUESTER", ["review.submitted"]),
    ("decide_medical", "MEDICAL", ["review.decided"]),
    ("decide_legal", "LEGAL", ["review.decided"]),
    ("decide_regulatory", "REGULATORY", ["review.decided"]),
    ("cancel", "COORDINATOR", ["review.cancelled"]),
    ("certify", "SIGNATORY", ["review.certified"]),
    ("release", "COORDINATOR", ["release.released"]),
    ("suspend", "COORDINATOR REGULATORY", ["release.suspended"]),
    ("resume", "COORDINATOR REGULATORY", ["release.resumed"]),
    ("withdraw", "COORDINATOR REGULATORY MEDICAL", ["release.withdrawn"]),
    (
        "recall",
        "COORDINATOR REGULATORY MEDICAL",
        ["claim.withdrawn", "recall.signed", "release.recalled"],
    ),
    ("issue_key", "COORDINATOR ADMINISTRATOR", ["key.issued"]),
    ("revoke_key", "COORDINATOR ADMINISTRATOR", ["key.revoked"]),
]
ROLES = "REQUESTER MEDICAL LEGAL REGULATORY SIGNATORY COORDINATOR AUDITOR ADMINISTRATOR"


def _subjects(scene: Scene) -> dict[str, list[str]]:
    """The first subject of each step; of a submission the newest review."""
    claim = scene.asset.claims.get().claim_version
    review = f"review:{scene.open.pk}"
    newest = Review.objects.latest("pk")
    key = ChannelKey.objects.latest("pk")
    last = Release.objects.latest("pk")
    name = f"claim:testavra/{claim.claim.key}@1"
    return {
        "submit": [f"review:{newest.pk}"],
        **{f"decide_{function.lower()}": [review] for function in Function},
        "cancel": [review],
        "certify": [f"review:{scene.approved.pk}"],
        "release": [f"release:{last.code}"],
        "suspend": [f"release:{scene.asset.code}"],
        "resume": [f"release:{scene.suspended.code}"],
        "withdraw": [f"release:{scene.suspended.code}"],
        "recall": [name, name, f"release:{scene.asset.code}"],
        "issue_key": [f"key:{key.prefix}"],
        "revoke_key": [f"key:{scene.key.prefix}"],
    }


def test_er_31_each_step_leaves_its_line_with_who_when_and_what() -> None:
    scene = Scene()
    wrong = {}
    at = (AT + datetime.timedelta(microseconds=7)).astimezone(ELSEWHERE)
    for step, roles, actions in STEPS:
        for role in roles.split():
            person = factories.make_user(role)
            before = LedgerEntry.objects.count()
            with transaction.atomic():
                scene.steps(person, at)[step]()
                lines = list(LedgerEntry.objects.order_by("sequence")[before:])
                told = [line.action for line in lines]
                facts_ = {(line.by, line.at) for line in lines}
                subjects = [line.subject for line in lines]
                expected = (actions, {(person.username, at)}, _subjects(scene)[step])
                if (told, facts_, subjects) != expected:
                    wrong[step, role] = (told, facts_, subjects)
                assert ledger.first_broken_entry() is None
                transaction.set_rollback(True)
    assert wrong == {}


def test_er_12_whoever_is_not_named_is_refused_and_leaves_nothing() -> None:
    """Role by step on real objects: no line, no signature, no changed row."""
    scene = Scene()
    allowed = {(step, role) for step, roles, _ in STEPS for role in roles.split()}
    wrong = {}
    for role in ROLES.split():
        person = factories.make_user(role)
        person.is_superuser = True
        person.save()
        before = _state()
        for step, take in scene.steps(person, AT).items():
            if (step, role) in allowed:
                continue
            try:
                take()
            except PermissionDenied:
                continue
            wrong[step, role] = "taken"
        if _state() != before:
            wrong["state", role] = "changed"
    assert wrong == {}


def _state() -> tuple[Any, ...]:
    return (
        LedgerEntry.objects.count(),
        Signature.objects.count(),
        sorted(Review.objects.values_list("pk", "state", "closed_at")),
        sorted(Release.objects.values_list("pk", "state", "stopping_reason")),
        Decision.objects.open().count(),
        ChannelKey.objects.filter(revoked_at=None).count(),
    )


def test_er_11_a_second_click_is_told_and_leaves_nothing() -> None:
    """Submission, verdict, certificate, release, withdrawal and key, each twice."""
    scene = Scene()
    wrong = {}
    for step, roles, _ in STEPS:
        person = factories.make_user(roles.split()[0])
        with transaction.atomic():
            scene.steps(person, AT)[step]()
            before = _state()
            try:
                scene.steps(person, AT)[step]()
            except (TransitionNotAllowed, ValidationError) as refusal:
                text = " ".join(getattr(refusal, "messages", [str(refusal)]))
                if not text.endswith("."):
                    wrong[step] = text
            else:
                wrong[step] = "taken twice"
            if _state() != before:
                wrong[step] = "changed"
            transaction.set_rollback(True)
    assert wrong == {}


@pytest.mark.parametrize("role", ["REQUESTER", "MEDICAL", "COORDINATOR", "SIGNATORY"])
def test_er_28_a_closed_account_takes_no_step(role: str) -> None:
    scene = Scene()
    person = factories.make_user(role)
    person.is_active = False
    person.save()
    rows = LedgerEntry.objects.exclude(action="signature.refused")
    before = rows.count()
    for step, take in scene.steps(person, AT).items():
        with pytest.raises(PermissionDenied, match="This account is closed"):
            take()
        assert rows.count() == before, step


def test_ml_01_a_submission_is_refused_with_every_block() -> None:
    faults = tuple(f"Fault {n}." for n in range(4))
    version = factories.make_version(blocks=faults)
    owner = version.variant.family.brief.requested_by
    with pytest.raises(submitting.BlockedError) as refusal:
        submitting.submit(version_id=version.pk, by=owner, at=AT)
    assert refusal.value.messages == [f"EV-01: {fault}" for fault in faults]
    assert not Review.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("severities", "is_open"),
    [
        ([], True),
        (["MED", "INFO"], True),
        (["HIGH"], False),
        (["BLOCK"], False),
        (["HIGH", "BLOCK"], False),
    ],
)
def test_ml_01_the_latest_check_counts(severities: list[str], is_open: bool) -> None:
    """Whatever an earlier check had found."""
    version = factories.make_version(blocks=() if not is_open else ("Once.",))
    latest = CheckRecord.objects.create(
        version=version, rule_pack="TEST/2", verdict="x", checked_at=AT
    )
    for severity in severities:
        latest.findings.create(rule="EV-01", severity=severity, message="Now.")
    owner = version.variant.family.brief.requested_by
    if is_open:
        assert submitting.submit(version_id=version.pk, by=owner, at=AT).pk
        return
    with pytest.raises(submitting.BlockedError, match="Now"):
        submitting.submit(version_id=version.pk, by=owner, at=AT)


def test_ml_02_three_functions_open_at_once_in_any_order() -> None:
    orders = [
        ("MEDICAL", "LEGAL", "REGULATORY"),
        ("REGULATORY", "LEGAL", "MEDICAL"),
        ("LEGAL", "REGULATORY", "MEDICAL"),
    ]
    for order in orders:
        review = factories.make_review_at(ReviewState.IN_REVIEW)
        opened = review.decisions.order_by("function")
        assert [(row.function, row.opened_at) for row in opened.open()] == [
            (function, AT) for function in ("LEGAL", "MEDICAL", "REGULATORY")
        ]
        for name in order:
            review = factories.decide(review, Function(name))
        assert review.state == ReviewState.APPROVED


@pytest.mark.parametrize("approvals", [0, 1, 2])
@pytest.mark.parametrize("verdict", ["REJECT", "REQUEST_CHANGES"])
def test_ml_04_one_refusal_ends_the_round_whoever_approved_before(
    approvals: int, verdict: str
) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    *before, last = list(Function)[: approvals + 1]
    for function in before:
        factories.decide(review, function)
    closed = factories.decide(review, last, ReviewVerdict(verdict))
    assert closed.state in {ReviewState.REJECTED, ReviewState.CHANGES_REQUESTED}
    assert closed.closed_at == AT
    rows = review.decisions.filter(verdict="")
    assert {row.closed_reason for row in rows} <= {closed.closing_reason}
    assert rows.count() == 2 - approvals
    for function in Function:
        with pytest.raises(facts.NotNowError):
            factories.decide(review, function)


def test_ml_03_an_edit_returns_to_all_three() -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    people = {
        f: factories.make_user(f.value) for f in (Function.LEGAL, Function.MEDICAL)
    }
    for function, person in people.items():
        factories.decide(review, function, by=person)
    newer = factories.make_version(variant=review.variant)
    with pytest.raises(facts.NotNowError, match="newer version"):
        factories.decide(review, Function.REGULATORY)
    again = factories.make_review_at(ReviewState.IN_REVIEW, newer)
    assert again.decisions.open().count() == 3
    assert Review.objects.get(pk=review.pk).state == ReviewState.CANCELLED
    for function, person in people.items():
        factories.decide(again, function, by=person)
    assert Review.objects.get(pk=again.pk).state == ReviewState.IN_REVIEW
    assert factories.decide(again, Function.REGULATORY).state == ReviewState.APPROVED


def test_ml_13_gb_is_not_released_without_a_certificate_of_these_words() -> None:
    """A certificate of the version before is none for the next."""
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    factories.make_certificate(review)
    newer = factories.make_version(variant=review.variant)
    again = factories.make_review_at(ReviewState.APPROVED, newer)
    person = factories.make_user("COORDINATOR")
    with pytest.raises(releases.GatesClosedError, match="certificate"):
        releases.release(review_id=again.pk, by=person, at=AT)
    factories.make_certificate(again)
    asset = releases.release(review_id=again.pk, by=person, at=AT)
    assert asset.content_sha256 == newer.content_sha256


def test_ml_19_three_generations_leave_one() -> None:
    version = factories.make_version()
    made = [many_claims.release(version)]
    for _ in range(2):
        version = factories.make_version(variant=version.variant)
        made.append(many_claims.release(version))
    stored = [Release.objects.get(pk=row.pk) for row in made]
    assert [row.state for row in stored] == ["SUPERSEDED", "SUPERSEDED", "RELEASED"]
    assert [row.superseded_by for row in stored] == [made[1], made[2], None]
    assert [row.stopped_at for row in stored] == [AT, AT, None]
    lines = LedgerEntry.objects.filter(action="release.released").order_by("sequence")
    told = [json.loads(line.payload)["superseded"] for line in lines]
    assert told == [[], [made[0].code], [made[1].code]]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(("market", "channel"), [("US", "email"), ("GB", "sms")])
def test_er_19_the_body_as_an_outsider_checks_it(market: str, channel: str) -> None:
    """Parts covered without gap, hashes true, three or four signatures, one hash."""
    brand = factories.make_brand(market=market)
    said = [factories.make_claim(brand, text=f"Größe {n}: 42 %.") for n in range(3)]
    listed = [many_claims.make_source(said[0], "PRINTED")]
    version = many_claims.make_version(said, listed, market=market, channel=channel)
    asset = Release.objects.get(pk=many_claims.release(version).pk)
    body = json.loads(json.dumps(asset.body))
    for part in body["parts"]:
        end = 0
        for segment in part["segments"]:
            assert segment["start"] == end < segment["end"]
            end = segment["end"]
            text = part["text"][segment["start"] : end]
            assert segment["sha256"] == _sha256(text)
        assert end == len(part["text"])
    refs = {s["ref"] for p in body["parts"] for s in p["segments"]}
    assert {row["ref"] for row in body["claims"]} <= refs
    assert [_sha256(row["text"]) for row in body["claims"]] == [
        row["sha256"] for row in body["claims"]
    ]
    under = {claim.citations.get().reference.ref for claim in said}
    assert {row["ref"] for row in body["references"]} == under | {listed[0].ref}
    assert bool(body["html"]) == (channel == "email")
    names = {"MEDICAL", "LEGAL", "REGULATORY", *(["CERTIFICATE"] * (market == "GB"))}
    shown = body["signatures"]
    assert {row["function"] for row in shown} == names
    assert len(shown) == len(names) == len({row["name"] for row in shown})
    for row in shown:
        assert row["content_sha256"] == body["content_sha256"] == asset.content_sha256
        assert row["shown"].startswith(f"{row['name']}, {row['meaning'].lower()}, ")
        assert row["shown"].endswith("UTC")
        assert datetime.datetime.fromisoformat(row["signed_at"]) == AT
