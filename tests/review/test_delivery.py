import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import DjangoAssertNumQueries

from content_engine.models import VariantSegment
from knowledge_base import claims, labels, references
from knowledge_base.models import LedgerEntry
from review import delivery, facts, servability
from review.delivery import NotServedError
from review.models import ChannelKey, Fetch, Release
from review.states import ReleaseState
from tests import factories

pytestmark = pytest.mark.usefixtures("intact_ledger", "no_fresh_check")
AT = factories.AT
BY = User(username="somebody")


@pytest.fixture
def key(db: None) -> ChannelKey:
    """A platform's key for both markets and all channels of the tests."""
    return factories.make_key()[0]


def _refusal(
    key: ChannelKey, asset: Release, at: datetime.datetime = AT
) -> NotServedError:
    """The refusal, which the listing shares and a receipt remembers."""
    with pytest.raises(NotServedError) as refusal:
        delivery.fetch(key, str(asset.uid), at=at)
    assert asset not in delivery.listing(key, at=at)
    receipt = Fetch.objects.filter(asset_uid=str(asset.uid)).latest("pk")
    assert (receipt.status, receipt.reason) == (
        refusal.value.status,
        refusal.value.reason,
    )
    assert str(refusal.value) == refusal.value.sentence
    return refusal.value


def test_serves_and_leaves_a_receipt(key: ChannelKey) -> None:
    asset = factories.make_release()
    served = delivery.fetch(key, str(asset.uid), at=AT)
    assert (served, served.body) == (asset, asset.body)
    receipt = Fetch.objects.get()
    assert (receipt.channel_key, receipt.release) == (key, asset)
    assert (receipt.status, receipt.reason, receipt.fetched_at) == (200, "", AT)
    assert str(receipt).endswith("200 2026-11-21 09:30:00")


@pytest.mark.parametrize("uid", [str(uuid.UUID(int=7)), "", "no-uuid", "x" * 500, "0"])
def test_unknown_is_not_found(uid: str, key: ChannelKey) -> None:
    with pytest.raises(NotServedError) as refusal:
        delivery.fetch(key, uid, at=AT)
    assert (refusal.value.status, refusal.value.reason) == (404, "not-found")
    receipt = Fetch.objects.get()
    assert (receipt.status, receipt.release) == (404, None)
    assert receipt.asset_uid == uid[:64]


@pytest.mark.parametrize(
    "scope",
    [{"markets": ("GB",)}, {"channels": ("sms",)}, {"brands": "another"}],
)
def test_out_of_scope_is_not_found_and_not_listed(scope: dict[str, Any]) -> None:
    asset = factories.make_release()
    if "brands" in scope:
        scope = {"brands": [factories.make_brand("another")]}
    key, _ = factories.make_key(**scope)
    refusal = _refusal(key, asset)
    assert (refusal.status, refusal.reason) == (404, "not-found")
    assert Fetch.objects.filter(release=asset).count() == 0


def test_named_brand_is_in_scope() -> None:
    asset = factories.make_release()
    key, _ = factories.make_key(brands=[asset.brand])
    assert delivery.fetch(key, str(asset.uid), at=AT) == asset
    assert delivery.listing(key, at=AT) == [asset]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (ReleaseState.WITHDRAWN, "release-withdrawn"),
        (ReleaseState.SUSPENDED, "release-suspended"),
        (ReleaseState.SUPERSEDED, "release-superseded"),
        (ReleaseState.EXPIRED, "release-expired"),
    ],
)
def test_stopped_is_gone_with_its_reason(
    state: ReleaseState, reason: str, key: ChannelKey
) -> None:
    asset = factories.make_release(state)
    refusal = _refusal(key, asset)
    assert (refusal.status, refusal.reason) == (410, reason)
    assert asset.stopping_reason in refusal.sentence


def test_every_state_but_released_is_refused() -> None:
    refused = {ReleaseState.PREPARED, *servability.STATE_REASONS}
    assert refused == set(ReleaseState) - {ReleaseState.RELEASED}


def test_expires_at_midnight_of_its_market(key: ChannelKey) -> None:
    asset = factories.make_release()
    last = datetime.datetime(2027, 11, 21, 4, 59, 59, tzinfo=datetime.UTC)
    assert delivery.fetch(key, str(asset.uid), at=last) == asset
    assert delivery.listing(key, at=last) == [asset]
    refusal = _refusal(key, asset, last + datetime.timedelta(seconds=1))
    assert (refusal.status, refusal.reason) == (410, "release-expired")
    assert refusal.sentence == "This asset expired on 2027-11-21."


def _withdraw_claim(asset: Release) -> None:
    carried = asset.claims.get()
    claims.withdraw(
        claim_version_id=carried.claim_version_id, reason="Recount.", by=BY, at=AT
    )


def _revise_claim(asset: Release) -> None:
    old = asset.claims.get().claim_version
    factories.revise_claim(old)


def _retract_reference(asset: Release) -> None:
    reference = asset.claims.get().claim_version.citations.get().reference
    references.retract(reference_id=reference.pk, reason="Retracted.", by=BY, at=AT)


def _print_retracted_reference(asset: Release) -> None:
    """The claim stands on another reference than the one that the footer prints."""
    printed = asset.review.version.parts.get(name="footer").segments.get()
    other = factories.make_claim(asset.brand).citations.get().reference
    printed.reference = other
    printed.save()
    references.retract(reference_id=other.pk, reason="Retracted.", by=BY, at=AT)


def _withdraw_label(asset: Release) -> None:
    labels.withdraw(label_id=asset.label_id, reason="Recalled.", by=BY, at=AT)


def _adopt_label(asset: Release) -> None:
    factories.make_label(asset.brand, asset.market, version="2026-11")


def _change_safety(asset: Release) -> None:
    said = VariantSegment.objects.filter(part__version=asset.review.version)
    said.exclude(safety_text=None).update(sha256="0" * 64)


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [
        (_withdraw_claim, "claim-withdrawn", "@1 was withdrawn."),
        (_revise_claim, "claim-superseded", "was replaced by a newer version."),
        (_retract_reference, "reference-invalid", "A reference under claim"),
        (_print_retracted_reference, "reference-invalid", "stands no more"),
        (_withdraw_label, "label-superseded", "no longer in force"),
        (_adopt_label, "label-superseded", "no longer in force"),
        (_change_safety, "label-superseded", "safety information was changed"),
    ],
)
def test_the_very_next_fetch_joins_down(
    change: Callable[[Release], None], reason: str, words: str, key: ChannelKey
) -> None:
    asset, other = factories.make_release(), factories.make_release(market="GB")
    assert delivery.fetch(key, str(asset.uid), at=AT) == asset
    change(asset)
    refusal = _refusal(key, asset)
    assert (refusal.status, refusal.reason) == (410, reason)
    assert words in refusal.sentence
    assert Release.objects.get(pk=asset.pk).state == ReleaseState.RELEASED
    assert delivery.fetch(key, str(other.uid), at=AT) == other
    assert delivery.listing(key, at=AT) == [other]


def test_claim_expiry_stops_an_asset_that_was_to_live_on(key: ChannelKey) -> None:
    """Its own end was set before: the claim's counts all the same."""
    claim = factories.make_claim(factories.make_brand(), expires_on="2026-12-01")
    asset = factories.make_release(claim=claim)
    day = datetime.date(2026, 12, 1)
    asset.expires_on = datetime.date(2027, 11, 21)
    assert servability.why_not(asset, day) == (
        "claim-expired",
        f"Claim {claim.claim.key}@1 expired on 2026-12-01.",
    )
    at = datetime.datetime(2026, 12, 2, tzinfo=datetime.UTC)
    assert _refusal(key, asset, at).status == 410


def test_listing_filters_and_pages(key: ChannelKey) -> None:
    made = [factories.make_release() for _ in range(3)]
    sms = factories.make_release(channel="sms")
    british = factories.make_release(market="GB")

    def listed(**wanted: Any) -> list[Release]:
        return delivery.listing(key, at=AT, **wanted)

    assert listed() == [*made, sms, british]
    assert listed(limit=2) == made[:2]
    assert listed(limit=2, after=made[1].pk) == [made[2], sms]
    assert listed(after=british.pk) == []
    assert listed(limit=0) == made[:1]
    assert listed(filters={"channel": "sms"}) == [sms]
    assert listed(filters={"market": "GB", "audience": "HCP"}) == [british]
    assert listed(filters={"brand": "other"}) == []
    assert listed(filters={"language": "en-GB"}) == [british]
    with pytest.raises(delivery.UnknownFilterError, match="cannot be filtered by body"):
        listed(filters={"body": "x"})
    receipts = Fetch.objects.filter(release=None, status=200, asset_uid="")
    assert receipts.count() == 9


def test_key_without_markets_sees_nothing() -> None:
    asset = factories.make_release()
    key, _ = factories.make_key()
    key.market_codes = ()
    assert delivery.listing(key, at=AT) == []
    assert _refusal(key, asset).status == 404


def test_listing_asks_a_constant_number_of_questions(
    key: ChannelKey, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        for _ in range(count):
            factories.make_release()
        with django_assert_num_queries(3):
            for asset in delivery.listing(key, at=AT):
                assert asset.brand.slug
                assert asset.label.version


def test_key_is_shown_once_and_stored_as_a_hash(administrator: User) -> None:
    key, plain = delivery.issue_key(
        name="Sender",
        brands=[factories.make_brand()],
        markets=["US"],
        channels=["email"],
        by=administrator,
        at=AT,
    )
    assert plain.startswith(f"imp_{key.prefix}_")
    assert len(plain) == 4 + 8 + 1 + 43
    stored = ChannelKey.objects.get()
    assert plain not in {stored.key_sha256, stored.prefix, str(stored)}
    assert plain[13:] not in LedgerEntry.objects.get(action="key.issued").payload
    assert delivery.key_from(plain) == key


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain[:-1] + ("A" if plain[-1] != "A" else "B"),
        lambda plain: plain[4:],
        lambda plain: "imp_00000000" + plain[12:],
        lambda plain: plain + "A",
        lambda plain: plain + "\n",
        lambda plain: "",
    ],
)
def test_another_text_is_no_key(change: Callable[[str], str]) -> None:
    _, plain = factories.make_key()
    assert delivery.key_from(change(plain)) is None


def test_revoked_key_opens_nothing(administrator: User) -> None:
    key, plain = factories.make_key()
    step: dict[str, Any] = {"key_id": key.pk, "by": administrator, "at": AT}
    assert delivery.revoke_key(**step).revoked_at == AT
    assert delivery.key_from(plain) is None
    with pytest.raises(facts.NotNowError, match="revoked already"):
        delivery.revoke_key(**step)
    assert LedgerEntry.objects.filter(action="key.revoked").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"markets": []}, "Name at least one market."),
        ({"channels": []}, "Name at least one channel."),
        ({"channels": ["fax"]}, "Unknown channel: fax."),
        ({"name": " "}, "Name the platform"),
        ({"name": "taken"}, "A key named taken exists"),
    ],
)
def test_key_needs_a_scope_and_a_name(
    changes: dict[str, Any], sentence: str, administrator: User
) -> None:
    words: dict[str, Any] = {
        "name": "taken",
        "brands": [],
        "markets": ["US"],
        "channels": ["email"],
        "by": administrator,
        "at": AT,
    }
    delivery.issue_key(**words)
    with pytest.raises(delivery.ScopeMissingError, match=sentence):
        delivery.issue_key(**{**words, "name": "free", **changes})
    assert ChannelKey.objects.count() == 1


def test_key_is_the_administrators_and_coordinators(medical: User) -> None:
    key, _ = factories.make_key()
    with pytest.raises(facts.NotYoursError):
        delivery.issue_key(
            name="x",
            brands=[],
            markets=["US"],
            channels=["email"],
            by=medical,
            at=AT,
        )
    with pytest.raises(facts.NotYoursError):
        delivery.revoke_key(key_id=key.pk, by=medical, at=AT)
