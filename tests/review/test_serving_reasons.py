"""What a platform gets: each way in which an asset falls, alone and together (SE-15).

The listing is always the set of what fetch would serve.
"""

import datetime
import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content_engine.models import VariantSegment
from knowledge_base import claims, copy_blocks, labels, references
from knowledge_base.models import ClaimVersion, CopyBlockVersion, Reference
from review import delivery, releases
from review.delivery import NotServedError
from review.models import ChannelKey, Fetch, Release, ReleaseClaim
from review.states import ReleaseState
from tests import factories
from tests.review import many_claims
from tests.review.many_claims import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]
BY = User(username="somebody")
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Scene:
    """An asset of three claims and a text block that prints one source more."""

    asset: Release
    claims: tuple[ClaimVersion, ...]
    printed: Reference
    expired: ClaimVersion
    key: ChannelKey

    @property
    def block(self) -> CopyBlockVersion:
        """The text block that it opens with."""
        segments = VariantSegment.objects.filter(
            part__version=self.asset.review.version
        )
        return CopyBlockVersion.objects.filter(segments__in=segments).get()


def _with_block(asset: Release) -> Release:
    """The asset, its free words taken from a text block of its own."""
    block = factories.make_block(asset.brand, f"block-{asset.pk}")
    rows = VariantSegment.objects.filter(part__version=asset.review.version)
    rows.filter(kind="copy").update(kind="block", block_version=block)
    return asset


@pytest.fixture
def scene() -> Scene:
    """The asset is served as it stands."""
    brand = factories.make_brand()
    said = tuple(
        factories.make_claim(brand, f"SAY-{n}", text=f"Statement {n}.")
        for n in range(3)
    )
    expired = factories.make_claim(brand, "OLD-1", expires_on=AT.date())
    printed = many_claims.make_source(said[0], "PRINTED")
    asset = _with_block(many_claims.release(many_claims.make_version(said, [printed])))
    many_claims.lift("review_releaseclaim", "releaseclaim_joins_before_release")
    return Scene(asset, said, printed, expired, factories.make_key()[0])


def _withdraw(scene: Scene) -> None:
    claims.withdraw(
        claim_version_id=scene.claims[2].pk, reason="Recount.", by=BY, at=AT
    )


def _supersede(scene: Scene) -> None:
    factories.revise_claim(scene.claims[0])


def _suspend_a_claim(scene: Scene) -> None:
    claims.suspend(claim_version_id=scene.claims[1].pk, reason="Wait.", by=BY, at=AT)


def _retire_the_block(scene: Scene) -> None:
    copy_blocks.retire(version_id=scene.block.pk, reason="Old.", by=BY, at=AT)


def _suspend_the_block(scene: Scene) -> None:
    copy_blocks.suspend(version_id=scene.block.pk, reason="Wait.", by=BY, at=AT)


def _carry_an_expired_claim(scene: Scene) -> None:
    ReleaseClaim.objects.create(release=scene.asset, claim_version=scene.expired)


def _retract_under_a_claim(scene: Scene) -> None:
    source = scene.claims[1].citations.get().reference
    references.retract(reference_id=source.pk, reason="Fraud.", by=BY, at=AT)


def _expire_under_a_claim(scene: Scene) -> None:
    source = scene.claims[1].citations.get().reference
    Reference.objects.filter(pk=source.pk).update(expires_on=AT.date())


def _retract_what_is_printed(scene: Scene) -> None:
    Reference.objects.filter(pk=scene.printed.pk).update(retracted_at=AT)


def _expire_what_is_printed(scene: Scene) -> None:
    Reference.objects.filter(pk=scene.printed.pk).update(expires_on=AT.date())


def _withdraw_the_label(scene: Scene) -> None:
    labels.withdraw(label_id=scene.asset.label_id, reason="Over.", by=BY, at=AT)


def _adopt_another_label(scene: Scene) -> None:
    factories.make_label(scene.asset.brand, "US", version="2026-11")


def _change_the_safety_text(scene: Scene) -> None:
    rows = VariantSegment.objects.filter(part__version=scene.asset.review.version)
    rows.filter(kind="safety").update(sha256="0" * 64)


def _suspend(scene: Scene) -> None:
    person = factories.make_user("COORDINATOR")
    releases.suspend(release_id=scene.asset.pk, reason="Wait.", by=person, at=AT)


def _withdraw_the_asset(scene: Scene) -> None:
    person = factories.make_user("COORDINATOR")
    releases.withdraw(
        release_id=scene.asset.pk,
        reason="Pulled.",
        credentials=factories.credentials(person),
        by=person,
        at=AT,
    )


def _leave_the_scope(scene: Scene) -> None:
    scene.key.market_codes = ("GB",)


Change = Callable[[Scene], None]
# From the worst to the mildest: what is named when several befell an asset at once.
CHANGES: list[tuple[str, Change, str, str]] = [
    ("scope", _leave_the_scope, "not-found", "No such asset exists for this key."),
    ("pulled", _withdraw_the_asset, "release-withdrawn", "withdrawn: Pulled."),
    ("suspended", _suspend, "release-suspended", "suspended for now: Wait."),
    ("withdrawn claim", _withdraw, "claim-withdrawn", "Claim SAY-2@1 was withdrawn."),
    ("newer claim", _supersede, "claim-superseded", "Claim SAY-0@1 was replaced"),
    (
        "suspended claim",
        _suspend_a_claim,
        "claim-suspended",
        "Claim SAY-1@1 is suspended until it is reconfirmed.",
    ),
    (
        "expired claim",
        _carry_an_expired_claim,
        "claim-expired",
        "Claim OLD-1@1 expired on 2026-11-21.",
    ),
    (
        "retracted source",
        _retract_under_a_claim,
        "reference-invalid",
        "under claim SAY-1@1",
    ),
    ("old source", _expire_under_a_claim, "reference-invalid", "under claim SAY-1@1"),
    ("retired block", _retire_the_block, "block-retired", "@1 was retired."),
    (
        "suspended block",
        _suspend_the_block,
        "block-suspended",
        "@1 is suspended until it is reconfirmed.",
    ),
    (
        "printed, retracted",
        _retract_what_is_printed,
        "reference-invalid",
        "that it prints",
    ),
    ("printed, old", _expire_what_is_printed, "reference-invalid", "that it prints"),
    ("no label", _withdraw_the_label, "label-superseded", "no longer in force"),
    ("newer label", _adopt_another_label, "label-superseded", "no longer in force"),
    ("safety text", _change_the_safety_text, "label-superseded", "safety information"),
]
NAMES = [name for name, *_ in CHANGES]
RANK = {name: place for place, name in enumerate(NAMES)}
# What is suspended is pulled or retired by the next step, in this order only.
LAST = ("pulled", "retired block")
ORDER = sorted(NAMES, key=lambda name: (name in LAST, RANK[name]))


def _answer(scene: Scene, at: datetime.datetime = AT) -> tuple[int, str, str]:
    """Status, reason and sentence; the listing and the receipt agree with them."""
    uid = str(scene.asset.uid)
    listed = scene.asset in delivery.listing(scene.key, at=at)
    try:
        delivery.fetch(scene.key, uid, at=at)
    except NotServedError as refusal:
        assert not listed
        said = refusal.status, refusal.reason, refusal.sentence
    else:
        assert listed
        said = 200, "", ""
    receipt = Fetch.objects.filter(asset_uid=uid).latest("pk")
    assert (receipt.status, receipt.reason, receipt.fetched_at) == (*said[:2], at)
    assert receipt.release_id == (None if said[0] == 404 else scene.asset.pk)
    return said


def _after(scene: Scene, names: Sequence[str]) -> tuple[int, str, str]:
    """The answer after these changes, all of which are taken back afterwards."""
    changes = {name: change for name, change, *_ in CHANGES}
    markets = scene.key.market_codes
    with transaction.atomic():
        for name in sorted(names, key=ORDER.index):
            changes[name](scene)
        said = _answer(scene)
        transaction.set_rollback(True)
    scene.key.market_codes = markets
    return said


def test_se_15_each_fall_has_its_reason_and_its_sentence(scene: Scene) -> None:
    assert _answer(scene) == (200, "", "")
    wrong = {}
    for name, _, reason, words in CHANGES:
        status, told, sentence = _after(scene, [name])
        expected = (404 if reason == "not-found" else 410, reason)
        if (status, told) != expected or words not in sentence:
            wrong[name] = (status, told, sentence)
    assert wrong == {}
    assert _answer(scene) == (200, "", "")


def test_se_15_of_two_falls_the_worse_is_named(scene: Scene) -> None:
    reasons = {name: reason for name, _, reason, _ in CHANGES}
    wrong = {}
    for pair in itertools.combinations(NAMES, 2):
        told = _after(scene, pair)[1]
        if told != reasons[min(pair, key=RANK.__getitem__)]:
            wrong[pair] = told
    assert wrong == {}


def test_se_15_of_all_falls_the_worst_is_named_one_by_one(scene: Scene) -> None:
    """Taking the worst away each time names the next."""
    for place, (_, _, reason, _) in enumerate(CHANGES):
        assert _after(scene, NAMES[place:])[1] == reason


def test_se_15_expired_comes_before_what_befell_the_claims(scene: Scene) -> None:
    _withdraw(scene)
    assert _answer(scene)[1] == "claim-withdrawn"
    later = AT + 400 * DAY
    status, reason, sentence = _answer(scene, later)
    assert (status, reason) == (410, "release-expired")
    assert sentence == "This asset expired on 2027-11-21."


def test_se_15_of_several_dead_claims_the_first_by_key_is_named(scene: Scene) -> None:
    for claim in scene.claims[1:]:
        claims.withdraw(claim_version_id=claim.pk, reason="Recount.", by=BY, at=AT)
    assert _answer(scene)[2] == "Claim SAY-1@1 was withdrawn."


def test_se_15_what_befalls_others_does_not_matter(scene: Scene) -> None:
    """Other claims, sources, markets' labels and brands fall; this asset stands."""
    other = factories.make_claim(scene.asset.brand, "NOT-SAID")
    claims.withdraw(claim_version_id=other.pk, reason="No.", by=BY, at=AT)
    source = other.citations.get().reference
    references.retract(reference_id=source.pk, reason="No.", by=BY, at=AT)
    british = factories.make_brand(market="GB").labels.get(market="GB")
    factories.make_label(british.brand, "GB", version="2026-11")
    labels.withdraw(label_id=british.pk, reason="No.", by=BY, at=AT)
    factories.make_label(factories.make_brand("other"), "US", version="2026-12")
    assert _answer(scene) == (200, "", "")


def test_se_15_labels_take_effect_on_their_day_and_only_adopted(scene: Scene) -> None:
    label = factories.make_label(scene.asset.brand, "US", version="2027-01")
    label.effective_on = datetime.date(2027, 1, 1)
    label.approved_at, label.approved_by = None, ""
    label.save()
    eve = datetime.datetime(2027, 1, 1, 4, 59, 59, tzinfo=datetime.UTC)
    new_year = eve + datetime.timedelta(seconds=1)
    assert _answer(scene, new_year) == (200, "", ""), "a draft is in force nowhere"
    labels.adopt(label_id=label.pk, by=BY, at=AT)
    assert _answer(scene, eve) == (200, "", "")
    assert _answer(scene, new_year)[1] == "label-superseded"
    labels.withdraw(label_id=label.pk, reason="Misprint.", by=BY, at=AT)
    assert _answer(scene, new_year) == (200, "", ""), "the old one is in force again"


def test_se_15_a_drafted_revision_does_not_stop_the_asset(scene: Scene) -> None:
    old = scene.claims[0]
    ClaimVersion.objects.create(
        claim=old.claim,
        version=2,
        text="Draft.",
        sha256="d" * 64,
        market_codes=("US",),
        drafted_at=AT,
    )
    assert _answer(scene) == (200, "", "")


def test_se_15_suspended_and_resumed(scene: Scene) -> None:
    person = factories.make_user("REGULATORY")
    step: dict[str, Any] = {"release_id": scene.asset.pk, "by": person, "at": AT}
    for _ in range(2):
        releases.suspend(reason="Wait.", **step)
        assert _answer(scene)[1] == "release-suspended"
        releases.resume(reason="Fine.", **step)
        assert _answer(scene) == (200, "", "")


def test_ml_19_the_successor_is_served_from_the_moment_the_other_is_not(
    scene: Scene,
) -> None:
    variant = scene.asset.variant
    newer = many_claims.release(many_claims.make_version(scene.claims, variant=variant))
    status, reason, sentence = _answer(scene)
    assert (status, reason) == (410, "release-superseded")
    assert newer.code in sentence
    assert delivery.listing(scene.key, at=AT) == [newer]
    assert variant.releases.filter(state=ReleaseState.RELEASED).count() == 1


@pytest.mark.parametrize(
    "change", ["withdrawn claim", "no label", "retracted source", "safety text"]
)
def test_ml_18_what_fell_is_not_resumed(change: str, scene: Scene) -> None:
    _suspend(scene)
    {name: c for name, c, *_ in CHANGES}[change](scene)
    with pytest.raises(releases.GatesClosedError):
        releases.resume(
            release_id=scene.asset.pk,
            reason="Please.",
            by=factories.make_user("COORDINATOR"),
            at=AT,
        )
    assert _answer(scene)[1] == "release-suspended"


HOSTILE_UIDS = [
    "",
    " ",
    "None",
    "1",
    "-1",
    "0x10",
    "' OR 1=1 --",
    "../../etc/passwd",
    "%00",
    "😀" * 20,
    "{" * 80,
    "0" * 31,
    "0" * 33,
    "g" * 32,
    str(uuid.UUID(int=0)),
    str(uuid.UUID(int=2**128 - 1)),
    "x" * 10_000,
]


def test_se_15_hostile_ids_are_not_found_and_leave_a_short_receipt(
    scene: Scene,
) -> None:
    for uid in HOSTILE_UIDS:
        with pytest.raises(NotServedError) as refusal:
            delivery.fetch(scene.key, uid, at=AT)
        said = refusal.value
        assert (said.status, said.reason) == (404, "not-found"), uid
        assert said.sentence == "No such asset exists for this key."
        receipt = Fetch.objects.latest("pk")
        assert receipt.asset_uid == uid[:64]
        assert (receipt.status, receipt.release_id) == (404, None)
    assert Fetch.objects.count() == len(HOSTILE_UIDS)


@pytest.mark.parametrize(
    ("filters", "limit", "after"),
    [
        ({"brand": "' OR 1=1 --"}, 50, None),
        ({"market": "us"}, 50, None),
        ({"market": "GB"}, 50, None),
        ({"channel": ""}, 50, None),
        ({"language": "en"}, 50, None),
        ({"audience": "hcp"}, 50, None),
        ({}, 50, 10**18),
    ],
)
def test_se_15_filters_narrow_and_never_open(
    filters: dict[str, str], limit: int, after: int | None, scene: Scene
) -> None:
    rows = delivery.listing(scene.key, at=AT, filters=filters, limit=limit, after=after)
    assert rows == []


@pytest.mark.parametrize(
    "name",
    ["state", "pk", "body", "brand__slug", "uid", "variant__family", "Market", ""],
)
def test_se_15_filters_are_a_closed_list(name: str, scene: Scene) -> None:
    with pytest.raises(delivery.UnknownFilterError, match="choose from brand, market"):
        delivery.listing(scene.key, at=AT, filters={name: "RELEASED"})
    assert not Fetch.objects.exists()


# The law: a small world of assets, and what befalls each of them at random.
FATES = [name for name in NAMES if name not in {"scope", "newer label", "no label"}]


@pytest.fixture
def world() -> list[Scene]:
    """Three assets of their own claims, on two channels, and one key for them."""
    brand = factories.make_brand()
    key = factories.make_key()[0]
    made = []
    for number, channel in enumerate(("email", "sms", "rep_email")):
        said = tuple(
            factories.make_claim(brand, f"SAY-{number}-{n}", text=f"Claim {number}{n}.")
            for n in range(3)
        )
        expired = factories.make_claim(brand, f"OLD-{number}", expires_on=AT.date())
        printed = many_claims.make_source(said[0], f"PRINTED-{number}")
        version = many_claims.make_version(said, [printed], channel=channel)
        asset = _with_block(many_claims.release(version))
        made.append(Scene(asset, said, printed, expired, key))
    many_claims.lift("review_releaseclaim", "releaseclaim_joins_before_release")
    return made


def test_se_15_the_listing_is_what_fetch_would_serve(world: list[Scene]) -> None:
    """In every world: set equality, order, pages, and each untouched asset in it."""
    changes = {name: change for name, change, *_ in CHANGES}
    fates = st.lists(st.sampled_from(FATES), max_size=2, unique=True)
    key = world[0].key
    scopes = st.sampled_from(
        [("email", "sms", "rep_email"), ("email",), ("sms", "rep_email"), ("push",)]
    )
    days = st.sampled_from([0, 0, 0, 364, 365])

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.tuples(fates, fates, fates), scopes, days)
    def law(told: tuple[list[str], ...], channels: tuple[str, ...], days: int) -> None:
        at = AT + days * DAY
        with transaction.atomic():
            for scene, names in zip(world, told, strict=True):
                for name in sorted(names, key=ORDER.index):
                    changes[name](scene)
            key.channels = channels
            served = [scene.asset for scene in world if _is_served(scene, at)]
            assert delivery.listing(key, at=at) == served
            assert _in_pages(key, at) == served
            assert served == [
                scene.asset
                for scene, names in zip(world, told, strict=True)
                if not names and days < 365 and scene.asset.channel in channels
            ]
            transaction.set_rollback(True)

    law()


def _is_served(scene: Scene, at: datetime.datetime) -> bool:
    try:
        got = delivery.fetch(scene.key, str(scene.asset.uid), at=at)
    except NotServedError:
        return False
    return got == scene.asset


def _in_pages(key: ChannelKey, at: datetime.datetime) -> list[Release]:
    """The listing as a platform reads it: one row at a time, behind the last."""
    found: list[Release] = []
    while True:
        after = found[-1].pk if found else None
        page = delivery.listing(key, at=at, after=after, limit=1)
        if not page:
            return found
        found.extend(page)
