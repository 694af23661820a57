"""When an asset ends: which day, and at which second in its market (ML-15, ML-16)."""

import datetime
import json

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.models import LedgerEntry, Reference
from review import clocks, delivery, gates, releases
from review.delivery import NotServedError
from review.models import ChannelKey, Release
from review.states import ReleaseState, ReviewState
from tests import factories
from tests.review import many_claims
from tests.review.many_claims import AT, UTC, moment

pytestmark = pytest.mark.usefixtures("no_fresh_check")
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)

# market, first day without the asset, that day's midnight in UTC. Written from the
# published rules of summer time, not from the code.
MIDNIGHTS = [
    ("US", "2026-10-31", "2026-10-31T04:00:00"),
    ("US", "2026-11-01", "2026-11-01T04:00:00"),  # clocks go back two hours later
    ("US", "2026-11-02", "2026-11-02T05:00:00"),
    ("US", "2027-01-01", "2027-01-01T05:00:00"),
    ("US", "2027-03-14", "2027-03-14T05:00:00"),  # clocks go forward two hours later
    ("US", "2027-03-15", "2027-03-15T04:00:00"),
    ("US", "2027-07-04", "2027-07-04T04:00:00"),
    ("US", "2027-11-07", "2027-11-07T04:00:00"),
    ("US", "2027-11-08", "2027-11-08T05:00:00"),
    ("US", "2028-02-29", "2028-02-29T05:00:00"),
    ("US", "2028-03-01", "2028-03-01T05:00:00"),
    ("GB", "2026-10-25", "2026-10-24T23:00:00"),  # the clocks go back at two
    ("GB", "2026-10-26", "2026-10-26T00:00:00"),
    ("GB", "2027-01-01", "2027-01-01T00:00:00"),
    ("GB", "2027-03-28", "2027-03-28T00:00:00"),  # the clocks go forward at one
    ("GB", "2027-03-29", "2027-03-28T23:00:00"),
    ("GB", "2027-07-04", "2027-07-03T23:00:00"),
    ("GB", "2027-10-31", "2027-10-30T23:00:00"),
    ("GB", "2027-11-01", "2027-11-01T00:00:00"),
    ("GB", "2028-02-29", "2028-02-29T00:00:00"),
    ("DE", "2027-03-28", "2027-03-27T23:00:00"),
    ("DE", "2027-03-29", "2027-03-28T22:00:00"),
    ("IE", "2027-07-04", "2027-07-03T23:00:00"),
    ("CA", "2027-07-04", "2027-07-04T02:30:00"),  # Newfoundland's day ends first
    ("CA", "2027-01-04", "2027-01-04T03:30:00"),
    ("ZZ", "2027-07-04", "2027-07-04T00:00:00"),  # an unknown market goes by UTC
    ("", "2027-07-04", "2027-07-04T00:00:00"),
    ("us", "2027-07-04", "2027-07-04T00:00:00"),
]


@pytest.mark.parametrize(("market", "day", "midnight"), MIDNIGHTS)
def test_ml_16_er_10_the_day_turns_at_the_markets_midnight(
    market: str, day: str, midnight: str
) -> None:
    turn, first = moment(midnight), datetime.date.fromisoformat(day)
    tick = datetime.timedelta(microseconds=1)
    assert clocks.day_in(market, turn) == first
    assert clocks.day_in(market, turn - tick) == first - DAY
    assert clocks.day_in(market, turn + DAY - 2 * datetime.timedelta(hours=1)) == first


@pytest.mark.parametrize("zone", [-12, -5, 0, 5.75, 14])
@pytest.mark.parametrize("market", ["US", "GB"])
def test_er_10_the_zone_of_the_given_time_does_not_matter(
    market: str, zone: float
) -> None:
    there = datetime.timezone(datetime.timedelta(hours=zone))
    for text in ("2027-03-14T04:59:59", "2027-03-14T05:00:00", "2027-03-28T23:00:00"):
        at = moment(text)
        assert clocks.day_in(market, at.astimezone(there)) == clocks.day_in(market, at)


@settings(max_examples=60, deadline=None)
@given(
    at=st.datetimes(
        min_value=datetime.datetime(2024, 1, 1),  # noqa: DTZ001
        max_value=datetime.datetime(2032, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    market=st.sampled_from(["US", "GB", "DE", "CA", "ZZ"]),
    step=st.integers(0, 400_000),
)
def test_er_10_days_never_go_back(
    at: datetime.datetime, market: str, step: int
) -> None:
    """Later is never an earlier day, and a day is never more than one off UTC's."""
    later = at + datetime.timedelta(seconds=step)
    assert clocks.day_in(market, at) <= clocks.day_in(market, later)
    assert abs(clocks.day_in(market, at) - at.date()) <= DAY


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2100, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_ml_15_a_year_is_never_more_than_a_year(day: datetime.date) -> None:
    end = clocks.a_year_after(day)
    assert 365 <= (end - day).days <= 366
    assert (end.month, end.day) == (day.month, day.day) or (end.month, end.day) == (
        2,
        28,
    )
    assert clocks.a_year_after(day + DAY) >= end


# market, the last day's end (a claim's) and its midnight in UTC
ENDS = [
    ("US", "2027-03-14", "2027-03-14T05:00:00"),
    ("US", "2027-03-15", "2027-03-15T04:00:00"),
    ("US", "2027-11-07", "2027-11-07T04:00:00"),
    ("US", "2027-11-08", "2027-11-08T05:00:00"),
    ("US", None, "2027-11-21T05:00:00"),
    ("GB", "2027-03-28", "2027-03-28T00:00:00"),
    ("GB", "2027-03-29", "2027-03-28T23:00:00"),
    ("GB", "2027-10-31", "2027-10-30T23:00:00"),
    ("GB", "2027-11-01", "2027-11-01T00:00:00"),
    ("GB", None, "2027-11-21T00:00:00"),
]


def _served(key: ChannelKey, asset: Release, at: datetime.datetime) -> str:
    """Empty when fetch, listing and the gates of time agree that it is served."""
    try:
        delivery.fetch(key, str(asset.uid), at=at)
    except NotServedError as refusal:
        assert asset not in delivery.listing(key, at=at)
        return refusal.reason
    assert asset in delivery.listing(key, at=at)
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize(("market", "end", "midnight"), ENDS)
def test_ml_16_served_to_the_last_second_and_not_one_later(
    market: str, end: str | None, midnight: str
) -> None:
    """Fetch and listing refuse from that second, and the nightly job agrees."""
    claim = factories.make_claim(factories.make_brand(market=market), expires_on=end)
    asset = factories.make_release(claim=claim, market=market)
    key, _ = factories.make_key()
    turn = moment(midnight)
    assert _served(key, asset, turn - SECOND) == ""
    assert releases.expire_due(at=turn - SECOND) == []
    assert _served(key, asset, turn) == "release-expired"
    assert gates.GATES["time"][1](asset.review, clocks.day_in(market, turn))
    assert not gates.GATES["time"][1](asset.review, clocks.day_in(market, turn - DAY))
    there = datetime.timezone(datetime.timedelta(hours=-11))
    assert releases.expire_due(at=turn.astimezone(there)) == [asset]
    assert _served(key, asset, turn) == "release-expired"
    assert releases.expire_due(at=turn) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claims", "printed", "cited", "end"),
    [
        ((None,), None, None, "2027-11-21"),
        (("2027-11-20",), None, None, "2027-11-20"),
        (("2027-11-22",), None, None, "2027-11-21"),
        (("2027-06-01", "2027-05-01", None), None, None, "2027-05-01"),
        ((None, None, "2027-04-01"), None, None, "2027-04-01"),
        ((None,), "2027-02-01", None, "2027-02-01"),
        ((None,), None, "2027-02-02", "2027-02-02"),
        (("2027-03-01",), "2027-02-01", "2027-02-02", "2027-02-01"),
        (("2026-11-22",), "2028-01-01", "2028-01-01", "2026-11-22"),
    ],
)
def test_ml_15_the_end_is_the_earliest_of_all_parts(
    claims: tuple[str | None, ...], printed: str | None, cited: str | None, end: str
) -> None:
    """Of every claim, every source that it prints, every source under a claim."""
    brand = factories.make_brand()
    made = [
        factories.make_claim(brand, text=f"Statement {n}.", expires_on=day)
        for n, day in enumerate(claims)
    ]
    listed = [many_claims.make_source(made[0], "PRINTED", expires_on=printed)]
    under = made[-1].citations.get().reference
    Reference.objects.filter(pk=under.pk).update(expires_on=cited)
    asset = many_claims.release(many_claims.make_version(made, listed))
    stored = Release.objects.get(pk=asset.pk)
    assert stored.expires_on.isoformat() == end
    line = LedgerEntry.objects.get(action="release.released")
    assert json.loads(line.payload)["expires_on"] == end


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("market", "at", "end", "code"),
    [
        ("US", "2027-01-01T04:59:59", "2027-12-31", "US-TES-2600001"),
        ("US", "2027-01-01T05:00:00", "2028-01-01", "US-TES-2700001"),
        ("GB", "2026-12-31T23:59:59", "2027-12-31", "GB-TES-2600001"),
        ("GB", "2027-01-01T00:00:00", "2028-01-01", "GB-TES-2700001"),
        ("US", "2028-03-01T04:59:59", "2029-02-28", "US-TES-2800001"),
    ],
)
def test_ml_15_the_year_is_counted_in_the_market(
    market: str, at: str, end: str, code: str
) -> None:
    """New year's eve and a leap day: day of release, end and code agree."""
    version = factories.make_version(market=market)
    asset = many_claims.release(version, at=moment(at))
    assert (asset.expires_on.isoformat(), asset.code) == (end, code)
    limit = clocks.day_in(market, moment(at)) + 731 * DAY
    assert asset.expires_on <= limit, "GB at most 24 months"


@pytest.mark.django_db
def test_ml_16_what_ends_today_is_not_released_today() -> None:
    """A claim whose last day was yesterday closes the gate at the market's midnight."""
    claim = factories.make_claim(factories.make_brand(), expires_on="2026-11-22")
    review = factories.make_review_at(ReviewState.APPROVED, claim=claim)
    midnight = moment("2026-11-22T05:00:00")
    assert gates.refusals(review, at=midnight - SECOND) == ()
    (sentence,) = gates.refusals(review, at=midnight)
    assert sentence.endswith("may not be used on 22 November 2026.")
    asset = releases.release(
        review_id=review.pk,
        by=factories.make_user("COORDINATOR"),
        at=midnight - SECOND,
    )
    assert asset.expires_on == datetime.date(2026, 11, 22)


@pytest.mark.django_db
def test_ml_16_the_job_ends_only_what_stands_each_with_its_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Over a new year, in both markets, by the command that cron would call."""
    british = factories.make_release(market="GB")
    american = factories.make_release()
    suspended = factories.make_release(ReleaseState.SUSPENDED)
    ended = [
        factories.make_release(state)
        for state in (ReleaseState.WITHDRAWN, ReleaseState.SUPERSEDED)
    ]
    standing = ended[1].variant.releases.get(state=ReleaseState.RELEASED)
    before = LedgerEntry.objects.count()
    runs = [
        ("2027-11-20T23:59:59+00:00", []),
        ("2027-11-21T00:00:00+00:00", [british.code]),
        ("2027-11-21T04:59:59Z", []),
        (
            "2027-11-21T00:00:00-05:00",
            sorted([american.code, suspended.code, standing.code]),
        ),
        ("2027-11-21T00:00:00-05:00", []),
    ]
    for at, codes in runs:
        call_command("expire_due", "--json", at=at)
        assert json.loads(capsys.readouterr().out) == {"expired": codes}, at
    lines = LedgerEntry.objects.filter(sequence__gt=before).order_by("sequence")
    assert [(line.action, line.by) for line in lines] == [
        ("release.expired", "expire_due")
    ] * 4
    assert {line.subject for line in lines} == {
        f"release:{row.code}" for row in (british, american, suspended, standing)
    }
    states = {row.pk: Release.objects.get(pk=row.pk).state for row in ended}
    assert states == {ended[0].pk: "WITHDRAWN", ended[1].pk: "SUPERSEDED"}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [ReleaseState.EXPIRED, ReleaseState.SUSPENDED])
def test_ml_16_nothing_comes_back_when_the_clock_goes_back(state: ReleaseState) -> None:
    asset = factories.make_release(state)
    key, _ = factories.make_key()
    earlier = AT - 30 * DAY
    assert _served(key, asset, earlier) == f"release-{state.lower()}"
