import datetime
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from content_engine.pieces import sha256
from knowledge_base import reasons
from knowledge_base.models import LedgerEntry
from review import facts, gates, releases, signatures
from review.models import Release, Signature
from review.states import ReleaseState, ReviewState
from tests import factories

pytestmark = pytest.mark.usefixtures("intact_ledger", "no_fresh_check")
DAY = datetime.timedelta(days=1)


def _release(by: User, **place: Any) -> Release:
    review = factories.make_review_at(ReviewState.APPROVED, **place)
    return releases.release(review_id=review.pk, by=by, at=factories.AT)


def test_release_makes_the_whole_asset(
    at: datetime.datetime, coordinator: User
) -> None:
    version = factories.make_version()
    asset = _release(coordinator, version=version)
    assert asset.state == ReleaseState.RELEASED
    assert asset.code == "US-TES-2600001"
    assert asset.content_sha256 == version.content_sha256
    assert (asset.market, asset.channel, asset.audience) == ("US", "email", "HCP")
    assert asset.language == "en-US"
    assert (asset.released_by, asset.released_at) == (coordinator, at)
    assert asset.label == version.label
    assert [text.form for text in asset.safety_texts.all()] == ["SHORT"]
    assert asset.claims.count() == 1


def test_body_is_ready_to_send(coordinator: User) -> None:
    claim = factories.make_claim(factories.make_brand(), "EFF-001")
    body = _release(coordinator, claim=claim, subject="News").body
    assert [part["name"] for part in body["parts"]] == [
        "subject",
        "body",
        "safety_information",
        "footer",
    ]
    said = body["parts"][1]
    first, second = said["segments"]
    assert (first["kind"], first["ref"], first["start"]) == ("claim", "EFF-001@1", 0)
    assert said["text"][first["start"] : first["end"]] == factories.CLAIM
    assert first["sha256"] == sha256(factories.CLAIM) == body["claims"][0]["sha256"]
    assert second["end"] == len(said["text"])
    assert body["claims"][0]["ref"] == "EFF-001@1"
    assert body["references"][0]["citation"] == "Test A. J Test. 2025."
    assert body["html"].startswith("<!")
    assert factories.CLAIM in body["html"]
    assert factories.SAFETY in body["plain_text"]
    assert body["safety_texts"][0]["sha256"] == sha256(factories.SAFETY)
    assert body["origin"]["writer"] == "composer"
    assert body["origin"]["artificial"] is True
    json.dumps(body)


def test_body_shows_every_signature(coordinator: User) -> None:
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    factories.make_certificate(review)
    asset = releases.release(review_id=review.pk, by=coordinator, at=factories.AT)
    shown = asset.body["signatures"]
    assert [row["function"] for row in shown] == [
        "MEDICAL",
        "LEGAL",
        "REGULATORY",
        "CERTIFICATE",
    ]
    for row, signature in zip(shown, Signature.objects.order_by("pk"), strict=True):
        assert row["shown"] == signature.shown()
        assert row["shown"].endswith("21 November 2026 09:30 UTC")
        assert row["signed_at"] == "2026-11-21T09:30:00+00:00"
        assert row["content_sha256"] == asset.content_sha256


def test_sms_has_no_html(coordinator: User) -> None:
    body = _release(coordinator, channel="sms").body
    assert body["html"] == ""
    assert factories.CLAIM in body["plain_text"]


def test_release_leaves_one_ledger_line(coordinator: User) -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    before = LedgerEntry.objects.count()
    asset = releases.release(review_id=review.pk, by=coordinator, at=factories.AT)
    entry = LedgerEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert entry.sequence == before + 1
    assert (entry.action, entry.subject) == (
        "release.released",
        f"release:{asset.code}",
    )
    payload = json.loads(entry.payload)
    assert payload["content_sha256"] == review.content_sha256
    assert payload["expires_on"] == "2027-11-21"
    assert payload["superseded"] == []


def test_codes_count_for_each_brand_market_and_year(coordinator: User) -> None:
    first = _release(coordinator)
    second = _release(coordinator)
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    factories.make_certificate(review)
    other = releases.release(review_id=review.pk, by=coordinator, at=factories.AT)
    review = factories.make_review_at(ReviewState.APPROVED)
    at = factories.AT + 60 * DAY
    later = releases.release(review_id=review.pk, by=coordinator, at=at)
    assert [first.code, second.code, other.code, later.code] == [
        "US-TES-2600001",
        "US-TES-2600002",
        "GB-TES-2600001",
        "US-TES-2700001",
    ]


@pytest.mark.parametrize(
    ("claim_ends", "reference_ends", "ends"),
    [
        (None, None, "2027-11-21"),
        ("2027-03-01", None, "2027-03-01"),
        (None, "2027-02-01", "2027-02-01"),
        ("2027-03-01", "2027-04-01", "2027-03-01"),
        ("2030-01-01", "2030-01-01", "2027-11-21"),
    ],
)
def test_expiry_is_the_earliest_of_its_parts(
    claim_ends: str | None, reference_ends: str | None, ends: str, coordinator: User
) -> None:
    claim = factories.make_claim(factories.make_brand(), expires_on=claim_ends)
    claim.citations.get().reference.__class__.objects.update(expires_on=reference_ends)
    asset = _release(coordinator, claim=claim)
    assert Release.objects.get(pk=asset.pk).expires_on.isoformat() == ends


@pytest.mark.parametrize("state", [ReleaseState.RELEASED, ReleaseState.SUSPENDED])
def test_successor_ends_its_predecessor(state: ReleaseState, coordinator: User) -> None:
    old = factories.make_release(state)
    newer = factories.make_version(variant=old.variant)
    asset = _release(coordinator, version=newer)
    old = Release.objects.get(pk=old.pk)
    assert (old.state, old.superseded_by) == (ReleaseState.SUPERSEDED, asset)
    assert old.stopping_reason == f"{asset.code} was released in its place."
    line = LedgerEntry.objects.get(subject=f"release:{asset.code}")
    assert json.loads(line.payload)["superseded"] == [old.code]
    assert old.variant.releases.filter(state=ReleaseState.RELEASED).count() == 1


def test_other_variants_stay(coordinator: User) -> None:
    old = factories.make_release()
    _release(coordinator)
    assert Release.objects.get(pk=old.pk).state == ReleaseState.RELEASED


@pytest.mark.parametrize("state", [s for s in ReviewState if s != ReviewState.DRAFT])
def test_only_approved_reviews_are_released(
    state: ReviewState, coordinator: User
) -> None:
    review = factories.make_review_at(state)
    step: dict[str, Any] = {"review_id": review.pk, "at": factories.AT}
    step["by"] = coordinator
    if state == ReviewState.APPROVED:
        assert releases.release(**step).state == ReleaseState.RELEASED
        with pytest.raises(facts.NotNowError, match="release already"):
            releases.release(**step)
        return
    with pytest.raises(facts.NotNowError, match="The review is"):
        releases.release(**step)


def test_edit_after_approval_closes_the_way(coordinator: User) -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    factories.make_version(variant=review.variant)
    with pytest.raises(facts.NotNowError, match="newer version"):
        releases.release(review_id=review.pk, by=coordinator, at=factories.AT)


def test_closed_gates_are_listed(coordinator: User) -> None:
    claim = factories.make_claim(factories.make_brand(), expires_on="2026-12-01")
    review = factories.make_review_at(ReviewState.APPROVED, claim=claim)
    factories.make_label(claim.claim.brand, version="2026-11")
    at = factories.AT + 20 * DAY
    with pytest.raises(releases.GatesClosedError) as refusal:
        releases.release(review_id=review.pk, by=coordinator, at=at)
    assert refusal.value.messages == [
        "It was written on label 2026-01; 2026-11 is in force.",
        f"Claim {claim.claim.key}@1 may not be used on 11 December 2026.",
    ]
    assert not Release.objects.exists()


def test_gb_asks_for_a_certificate(coordinator: User) -> None:
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    with pytest.raises(releases.GatesClosedError, match="signatory's certificate"):
        releases.release(review_id=review.pk, by=coordinator, at=factories.AT)
    certificate = factories.make_certificate(review)
    assert certificate.signature.meaning == "CERTIFIED"
    assert certificate.signature.content_sha256 == review.content_sha256
    assert str(certificate) == f"certificate of review {review.pk}"
    asset = releases.release(review_id=review.pk, by=coordinator, at=factories.AT)
    assert asset.state == ReleaseState.RELEASED


def test_signatory_certifies_neither_own_work_nor_twice_nor_in_us() -> None:
    author = factories.make_user("REQUESTER", "SIGNATORY")
    review = factories.make_review_at(
        ReviewState.APPROVED, market="GB", requester=author
    )
    step: dict[str, Any] = {"review_id": review.pk, "at": factories.AT}
    with pytest.raises(facts.NotYoursError, match="cannot certify"):
        releases.certify(by=author, credentials=factories.credentials(author), **step)
    factories.make_certificate(review)
    with pytest.raises(facts.NotNowError, match="certified already"):
        factories.make_certificate(review)
    elsewhere = factories.make_review_at(ReviewState.APPROVED)
    with pytest.raises(facts.NotNowError, match="no certificate"):
        factories.make_certificate(elsewhere)


@pytest.mark.parametrize("state", [s for s in ReviewState if s != ReviewState.DRAFT])
def test_only_approved_reviews_are_certified(state: ReviewState) -> None:
    review = factories.make_review_at(state, market="GB")
    if state == ReviewState.APPROVED:
        assert factories.make_certificate(review).review == review
        return
    with pytest.raises(facts.NotNowError, match="The review is"):
        factories.make_certificate(review)


STATES = [s for s in ReleaseState if s != ReleaseState.PREPARED]
AFTER = {
    ("suspend", ReleaseState.RELEASED): ReleaseState.SUSPENDED,
    ("resume", ReleaseState.SUSPENDED): ReleaseState.RELEASED,
    ("withdraw", ReleaseState.RELEASED): ReleaseState.WITHDRAWN,
    ("withdraw", ReleaseState.SUSPENDED): ReleaseState.WITHDRAWN,
}


def _take(name: str, asset: Release, by: User, reason: str = "A reason.") -> Release:
    step: dict[str, Any] = {"release_id": asset.pk, "by": by, "reason": reason}
    if name == "withdraw":
        step["credentials"] = factories.credentials(by)
    taken: Release = getattr(releases, name)(**step, at=factories.AT)
    return taken


@pytest.mark.parametrize("name", ["suspend", "resume", "withdraw"])
@pytest.mark.parametrize("state", STATES)
def test_every_release_state_and_step(
    name: str, state: ReleaseState, regulatory: User
) -> None:
    asset = factories.make_release(state)
    if (name, state) not in AFTER:
        with pytest.raises(facts.NotNowError, match="This asset is"):
            _take(name, asset, regulatory)
        assert Release.objects.get(pk=asset.pk).state == state
        return
    before = LedgerEntry.objects.count()
    assert _take(name, asset, regulatory).state == AFTER[name, state]
    assert LedgerEntry.objects.count() == before + 1
    stored = Release.objects.get(pk=asset.pk)
    assert stored.state == AFTER[name, state]
    is_stopped = stored.state != ReleaseState.RELEASED
    assert (stored.stopping_reason == "A reason.") == is_stopped
    assert (stored.stopped_at is not None) == is_stopped


@pytest.mark.parametrize("name", ["suspend", "resume", "withdraw"])
def test_stopping_needs_a_reason_and_the_role(
    name: str, legal: User, coordinator: User
) -> None:
    asset = factories.make_release()
    with pytest.raises(reasons.ReasonMissingError):
        _take(name, asset, coordinator, reason=" ")
    with pytest.raises(facts.NotYoursError):
        _take(name, asset, legal)
    assert Release.objects.get(pk=asset.pk).state == ReleaseState.RELEASED


def test_withdrawal_is_signed(medical: User) -> None:
    asset = factories.make_release()
    _take("withdraw", asset, medical)
    signature = Signature.objects.get(user=medical)
    assert (signature.meaning, signature.subject) == (
        "WITHDREW",
        f"release:{asset.code}",
    )
    line = LedgerEntry.objects.get(action="release.withdrawn")
    assert json.loads(line.payload)["signature"] == signature.pk
    with pytest.raises(signatures.SigningRefusedError):
        releases.withdraw(
            release_id=asset.pk,
            reason="Again.",
            credentials=factories.credentials(medical, password="wrong"),
            by=medical,
            at=factories.AT,
        )


def test_resume_asks_every_gate_again(coordinator: User) -> None:
    asset = factories.make_release(ReleaseState.SUSPENDED)
    factories.make_label(asset.brand, version="2026-11")
    with pytest.raises(releases.GatesClosedError, match="2026-11 is in force"):
        _take("resume", asset, coordinator)


def test_resume_not_past_the_end(coordinator: User) -> None:
    asset = factories.make_release(ReleaseState.SUSPENDED)
    with pytest.raises(releases.GatesClosedError, match="Its time is over"):
        releases.resume(
            release_id=asset.pk,
            reason="Now.",
            by=coordinator,
            at=factories.AT + 365 * DAY,
        )


def test_expire_due_ends_what_is_due_in_its_market() -> None:
    """GB's day begins five hours before New York's."""
    american, british = factories.make_release(), factories.make_release(market="GB")
    suspended = factories.make_release(ReleaseState.SUSPENDED)
    stopped = factories.make_release(ReleaseState.WITHDRAWN)
    midnight = datetime.datetime(2027, 11, 21, 0, 0, tzinfo=datetime.UTC)
    assert releases.expire_due(at=midnight - DAY) == []
    assert releases.expire_due(at=midnight) == [british]
    assert releases.expire_due(at=midnight + DAY) == [american, suspended]
    assert releases.expire_due(at=midnight + DAY) == []
    assert Release.objects.get(pk=stopped.pk).state == ReleaseState.WITHDRAWN
    assert LedgerEntry.objects.filter(action="release.expired").count() == 3
    stored = Release.objects.get(pk=british.pk)
    assert stored.state == ReleaseState.EXPIRED
    assert stored.stopping_reason == "Expired on 2027-11-21."


def test_expire_due_command(capsys: pytest.CaptureFixture[str]) -> None:
    asset = factories.make_release()
    call_command("expire_due", at="2026-11-22T00:00+00:00")
    assert capsys.readouterr().out == "0 expired\n"
    call_command("expire_due", "--json", at="2027-11-22T12:00+00:00")
    assert json.loads(capsys.readouterr().out) == {"expired": [asset.code]}
    call_command("expire_due")
    assert capsys.readouterr().out == "0 expired\n"


def test_expire_due_names_what_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    asset = factories.make_release()
    call_command("expire_due", at="2027-11-22T12:00+00:00")
    assert capsys.readouterr().out == f"{asset.code} expired\n1 expired\n"


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-21T09:30"])
def test_expire_due_wants_a_time_with_its_zone(moment: str) -> None:
    with pytest.raises(CommandError, match="ISO time") as refusal:
        call_command("expire_due", at=moment)
    assert refusal.value.returncode == 2


def test_gates_can_be_shown_one_by_one(at: datetime.datetime) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW, market="GB")
    shown = {gate.name: gate for gate in gates.look(review, at=at)}
    assert set(shown) == set(gates.GATES)
    assert not shown["approval"].holds
    assert shown["approval"].sentences == ("The review is in review.",)
    assert len(shown["decisions"].sentences) == 3
    assert shown["label"].holds
    assert shown["label"].label == "Its label is the one in force"
