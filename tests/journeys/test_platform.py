"""A platform's journey: released words are served until anything in them falls."""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from content_engine import variants
from content_engine.models import Family
from content_engine.vocabulary import RunState
from knowledge_base import generations, index, labels, ledger, references
from knowledge_base.indexed import Scope
from knowledge_base.kits import loading, reading
from knowledge_base.models import Brand, ClaimVersion, Label, Reference
from review import delivery, recalls, releases
from review.models import Fetch, Release
from review.states import Function, ReviewState
from review.workflow import submitting
from tests import factories, kits
from tests.conftest import AT

LATER = AT + datetime.timedelta(hours=1)
ENDS = datetime.date(2027, 3, 1)
BRIEF = {
    "brand": kits.SLUG,
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "objective": "What urate lowering brought in the trial",
    "tones": ["clinical", "warm"],
    "themes": ["efficacy", "onset", "dosing", "tolerability"],
    "formats": ["short"],
    "count": 8,
    "seed": 7,
    "writer": "composer",
}
Fetched = dict[str, tuple[int, str]]


class Platform:
    """Fetches through the whole application, with its own key."""

    def __init__(self, plain: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {plain}"})

    def fetch_all(self) -> Fetched:
        """Code to status and machine-readable reason, for every asset."""
        answers = {}
        for asset in Release.objects.order_by("pk"):
            response = self.client.get(f"/api/v1/assets/{asset.uid}")
            told = json.loads(response.content)
            answers[asset.code] = (response.status_code, told.get("reason", ""))
        return answers

    def listed(self) -> set[str]:
        """The codes that the list offers."""
        page = self.client.get("/api/v1/assets?limit=100").json()
        return {row["code"] for row in page["items"]}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.datetime], None]:
    """Sets the time at which the platform asks."""

    def stand_at(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stand_at(AT)
    return stand_at


def content() -> dict[str, Any]:
    """The small kit, with one claim that ends before a year is over."""
    kit = kits.small_kit()
    for claim in kit["claims"]:
        if claim["key"] == "once-daily":
            claim["expires_on"] = ENDS.isoformat()
    return kit


def load(changed: dict[str, Any], by: User) -> None:
    """Load a changed kit an hour later."""
    kit = reading.read(json.dumps(changed), "changed.json")
    loading.load(kit, by=by, at=LATER, approve=True)


@pytest.fixture
def brand(administrator: User) -> Brand:
    """The small brand."""
    return kits.load_small_kit(by=administrator, at=AT, claims=content()["claims"])


@pytest.fixture
def platform(
    brand: Brand, requester: User, coordinator: User, clock: Any
) -> Iterator[Platform]:
    """Every variant of one family released, and a platform that may fetch them."""
    family = _written(requester)
    for review in submitting.submit_family(family_id=family.pk, by=requester, at=AT):
        for function in Function:
            review = factories.decide(review, function)
        assert review.state == ReviewState.APPROVED
        releases.release(review_id=review.pk, by=coordinator, at=AT)
    _, plain = delivery.issue_key(
        name="Campaign tool",
        brands=[brand],
        markets=["US"],
        channels=["email"],
        by=coordinator,
        at=AT,
    )
    platform = Platform(plain)
    assert set(platform.fetch_all().values()) == {(200, "")}
    yield platform
    assert ledger.first_broken_entry() is None


def _written(requester: User) -> Family:
    run = variants.request(BRIEF, by=requester, at=AT)
    done = variants.carry_out(run.pk, by=requester, at=AT, lease_seconds=60)
    assert (done.state, done.note) == (RunState.DONE, "")
    assert done.family.variants.count() == BRIEF["count"]
    return done.family


def carrying(claim: ClaimVersion) -> set[str]:
    """The codes of the assets that say a claim."""
    rows = Release.objects.filter(claims__claim_version=claim)
    return set(rows.values_list("code", flat=True))


def citing(reference: Reference) -> set[str]:
    """The codes of the assets that print a reference, or rest on it by a claim."""
    rows = Release.objects.filter(claims__claim_version__citations__reference=reference)
    return set(rows.values_list("code", flat=True))


def expect(platform: Platform, gone: set[str], reason: str) -> None:
    """Exactly these assets are refused with the reason; list and receipts agree."""
    asked = Fetch.objects.count()
    answers = platform.fetch_all()
    assert {code for code, (status, _) in answers.items() if status == 410} == gone
    for code, answer in answers.items():
        assert answer == ((410, reason) if code in gone else (200, "")), code
    receipts = Fetch.objects.order_by("pk")[asked:]
    rows = list(receipts.values_list("release__code", "status", "reason"))
    assert rows == [(code, *answer) for code, answer in answers.items()]
    assert platform.listed() == set(answers) - gone


def test_a_withdrawn_claim_stops_every_asset_at_the_next_fetch(
    platform: Platform, brand: Brand, medical: User
) -> None:
    claim = ClaimVersion.objects.get(claim__brand=brand, claim__key="urate-target")
    scope = Scope(brand.pk, "US", "email", "HCP", AT.date())
    index.ensure()
    before = generations.current()
    gone = carrying(claim)
    assert 0 < len(gone) < Release.objects.count()
    impact = recalls.impact(claim, at=AT)
    assert {touched.release.code for touched in impact.releases} == gone
    recalls.withdraw_claim(
        claim_version_id=claim.pk,
        reason="The analysis was corrected.",
        credentials=factories.credentials(medical),
        by=medical,
        at=LATER,
    )
    # Nothing was built: the index that stands loses the claim with the commit.
    near = index.nearest(index.view(), claim.text, scope, 10)
    assert claim.pk not in {found.claim_version_id for found in near}
    expect(platform, gone, "claim-withdrawn")
    assert generations.current() == before


def test_a_new_version_of_a_claim_ends_the_old_one(
    platform: Platform, brand: Brand, administrator: User
) -> None:
    old = ClaimVersion.objects.get(claim__brand=brand, claim__key="once-daily")
    gone = carrying(old)
    assert gone
    changed = content()
    for claim in changed["claims"]:
        if claim["key"] == "once-daily":
            claim["text"] = "Calvoryn is taken as one 20 mg tablet once a day."
    load(changed, administrator)
    expect(platform, gone, "claim-superseded")


def test_an_asset_ends_with_its_shortest_claim(
    platform: Platform, brand: Brand, clock: Callable[[datetime.datetime], None]
) -> None:
    claim = ClaimVersion.objects.get(claim__brand=brand, claim__key="once-daily")
    gone = carrying(claim)
    assert 0 < len(gone) < Release.objects.count()
    noon = datetime.time(12, tzinfo=datetime.UTC)
    clock(datetime.datetime.combine(ENDS - datetime.timedelta(days=2), noon))
    expect(platform, set(), "")
    clock(datetime.datetime.combine(ENDS + datetime.timedelta(days=1), noon))
    expect(platform, gone, "release-expired")


def test_a_retracted_reference_stops_what_rests_on_it(
    platform: Platform, brand: Brand, medical: User
) -> None:
    reference = Reference.objects.get(brand=brand, key="LABEL-2026")
    gone = citing(reference)
    assert 0 < len(gone) < Release.objects.count()
    references.retract(
        reference_id=reference.pk,
        reason="The publisher retracted it.",
        by=medical,
        at=LATER,
    )
    expect(platform, gone, "reference-invalid")


def test_a_newer_label_stops_everything_written_on_the_old_one(
    platform: Platform, brand: Brand, administrator: User
) -> None:
    changed = content()
    for label in changed["labels"]:
        if label["market"] == "US":
            label["version"] = "2026-11"
            label["effective_on"] = "2026-11-20"
    load(changed, administrator)
    expect(platform, codes(), "label-superseded")


def test_a_withdrawn_label_stops_everything_written_on_it(
    platform: Platform, brand: Brand, regulatory: User
) -> None:
    label = Label.objects.get(brand=brand, market="US")
    labels.withdraw(
        label_id=label.pk, reason="Recalled by the agency.", by=regulatory, at=LATER
    )
    expect(platform, codes(), "label-superseded")


def codes() -> set[str]:
    """The code of every asset."""
    return set(Release.objects.values_list("code", flat=True))
