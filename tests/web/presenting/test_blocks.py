"""Rows of text blocks: how each stands, where it may stand, and what carries it."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.copy_blocks import BlockState
from review.models import Release
from review.where_used import Usage, UsedPlatform, UsedRelease
from tests.web.presenting.unsaved import AT, DAY, HOSTILE, block, claim, later, variant
from web.presenters import block_pages, blocks, claim_uses
from web.presenters.claim_uses import UsedList, UsedRow
from web.presenters.expiry import COLUMNS, WINDOWS, EndRow, table, windows

NAMES = {"ines": "Ines Roth"}
DRAFT = "A draft: it is not approved yet."
STOPPED = {"suspended_at": AT, "suspended_by": "ines", "suspension_reason": "New data."}
RETIRED = {"retired_at": AT, "retired_by": "bo", "retirement_reason": "Old."}


@pytest.mark.parametrize(
    ("columns", "state", "tone", "why_not"),
    [
        pytest.param({}, "Approved", "good", "", id="in use"),
        pytest.param({"approved_at": None}, "Draft", "accent", DRAFT, id="draft"),
        pytest.param(
            STOPPED,
            "Suspended",
            "warn",
            "Suspended by Ines Roth on 21 Nov 2026: New data.",
            id="suspended",
        ),
        pytest.param(
            RETIRED, "Retired", "", "Retired by bo on 21 Nov 2026: Old.", id="retired"
        ),
        pytest.param(
            {**STOPPED, **RETIRED},
            "Retired",
            "",
            "Retired by bo on 21 Nov 2026: Old.",
            id="retired while suspended",
        ),
    ],
)
def test_a_row_says_how_the_block_stands(
    columns: dict[str, Any], state: str, tone: str, why_not: str
) -> None:
    row = blocks.block_row(block(**columns), NAMES)
    assert (row.state, row.tone, row.why_not) == (state, tone, why_not)


def test_every_state_has_a_tone() -> None:
    assert set(blocks.TONES) == set(BlockState)


def test_a_row_names_the_revision_and_leads_to_it() -> None:
    row = blocks.block_row(block(text=f"[{HOSTILE}|b] c"), {})
    assert (row.ref, row.key, row.brand) == ("opening-1@3", "opening-1", "Calvoryn")
    assert row.href == "/blocks/calvoryn/opening-1/?version=3"
    assert (row.role, row.count) == ("Opening", 2)
    assert row.wording[0].options == (HOSTILE, "b")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "Warm · all themes · all channels · all markets"),
        ({"tones": ()}, "no tone · all themes · all channels · all markets"),
        (
            {
                "tones": ("warm", "very_calm"),
                "themes": ("quality_of_life",),
                "channels": ("sms", "email"),
                "market_codes": ("US", "DE"),
            },
            "Warm, Very calm · Quality of life · SMS, E-mail · US, DE",
        ),
    ],
)
def test_a_row_says_where_the_block_may_stand(
    columns: dict[str, Any], said: str
) -> None:
    assert blocks.block_row(block(**columns), {}).said == said


def test_limits_that_are_open_say_so() -> None:
    assert block_pages.limits(block(tones=())) == (
        ("Tones", "None"),
        ("Themes", "All"),
        ("Channels", "All"),
        ("Formats", "All"),
        ("Audiences", "All"),
        ("Markets", "All"),
    )


def test_limits_are_written_for_people() -> None:
    said = dict(
        block_pages.limits(
            block(
                themes=("quality_of_life",),
                channels=("rep_email",),
                formats=("short", "long"),
                audiences=("HCP", "OTHER"),
                market_codes=("DE", "XX"),
            )
        )
    )
    assert said == {
        "Tones": "Warm",
        "Themes": "Quality of life",
        "Channels": "Representative's e-mail",
        "Formats": "Short, Long",
        "Audiences": "Healthcare professionals, OTHER",
        "Markets": "Germany, XX",
    }


@pytest.mark.parametrize(
    ("states", "number", "shown"),
    [
        ("draft approved", "", 1),
        ("draft suspended retired", "", 2),
        ("draft retired", "", 2),
        ("retired", "", 1),
        ("draft approved", "2", 2),
        ("draft approved", "3", None),
        ("draft approved", "<b>", None),
        ("", "", None),
    ],
)
def test_the_revision_in_use_is_shown(
    states: str, number: str, shown: int | None
) -> None:
    columns: dict[str, dict[str, Any]] = {
        "draft": {"approved_at": None},
        "approved": {},
        "suspended": STOPPED,
        "retired": RETIRED,
    }
    names = states.split()
    versions = [
        block(version=len(names) - place, **columns[name])
        for place, name in enumerate(names)
    ]
    found = block_pages.shown(versions, number)
    assert (found.version if found else None) == shown


# what carries it


def release(number: int, state: str = "RELEASED") -> Release:
    uid = f"0b9b6c1e-0000-4000-8000-{number:012}"
    made: Release = Release(pk=number, code=f"US-{number}", uid=uid, state=state)
    return made


def usage(**carried: Any) -> Usage:
    nothing: dict[str, Any] = dict.fromkeys(
        ("claims", "variants", "reviews", "releases", "platforms"), ()
    )
    return Usage(**{**nothing, **carried})


@pytest.mark.parametrize(
    ("fetched_at", "by", "detail"),
    [
        (None, (), "never fetched"),
        (AT, ("Relay",), "last fetched 21 Nov 2026, 09:30 UTC by Relay"),
        (AT, ("Relay", "Beam"), "last fetched 21 Nov 2026, 09:30 UTC by Relay, Beam"),
        (
            AT.astimezone(datetime.timezone(datetime.timedelta(hours=9))),
            ("Relay",),
            "last fetched 21 Nov 2026, 09:30 UTC by Relay",
        ),
    ],
)
def test_an_asset_says_who_fetched_it_last(
    fetched_at: Any, by: tuple[str, ...], detail: str
) -> None:
    used = UsedRelease(release(1), fetched_at, by)
    (row,) = claim_uses.use_rows(usage(releases=(used,))).releases.rows
    assert (row.name, row.detail, row.state, row.tone) == (
        "US-1",
        detail,
        "Released",
        "good",
    )
    assert row.href == "/library/0b9b6c1e-0000-4000-8000-000000000001/"


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        ("RELEASED", "good"),
        ("SUSPENDED", "warn"),
        ("WITHDRAWN", ""),
        ("EXPIRED", ""),
        ("SUPERSEDED", ""),
    ],
)
def test_only_standing_assets_would_stop(state: str, tone: str) -> None:
    used = UsedRelease(release(1, state), None, ())
    rows = claim_uses.use_rows(usage(releases=(used,)))
    assert rows.releases.rows[0].tone == tone
    assert rows.standing.count == int(bool(tone))


@pytest.mark.parametrize(
    ("standing", "variants", "sentence"),
    [
        (
            0,
            0,
            "It is in no released asset, no open or approved review and no variant.",
        ),
        (
            1,
            1,
            "It is in 1 released asset, no open or approved review and 1 variant.",
        ),
        (
            2,
            1_200,
            "It is in 2 released assets, no open or approved review and 1,200 "
            "variants.",
        ),
    ],
)
def test_the_size_of_it_is_one_sentence(
    standing: int, variants: int, sentence: str
) -> None:
    rows = claim_uses.use_rows(
        usage(
            releases=tuple(UsedRelease(release(n), None, ()) for n in range(standing)),
            variants=(variant(),) * variants,
        )
    )
    assert rows.sentence == sentence


@given(st.integers(0, 120))
@settings(max_examples=30, deadline=None)
def test_a_long_list_is_cut_and_counted(count: int) -> None:
    rows = claim_uses.use_rows(usage(claims=(claim(),) * count)).claims
    assert (rows.count, len(rows.rows)) == (count, min(count, 50))
    assert rows.more == count - len(rows.rows) >= 0


def test_a_claim_and_a_variant_lead_to_their_pages() -> None:
    made = variant(tone="warm", theme="onset")
    rows = claim_uses.use_rows(usage(claims=(claim(),), variants=(made,)))
    (listed,) = rows.claims.rows
    assert listed == UsedRow("EFF-1@2", "Approved", "/claims/calvoryn/EFF-1/?version=2")
    (of_variant,) = rows.variants.rows
    assert of_variant.name == "Warm, onset, short"
    assert of_variant.href == f"/variants/{made.uid}/"


@pytest.mark.parametrize(
    ("assets", "words"), [(1, "1 asset"), (2, "2 assets"), (2_000, "2,000 assets")]
)
def test_a_platform_says_how_many_assets_it_has(assets: int, words: str) -> None:
    used = UsedPlatform(name=HOSTILE, assets=assets, last_fetched_at=AT)
    (row,) = claim_uses.use_rows(usage(platforms=(used,))).platforms.rows
    assert (row.name, row.href) == (HOSTILE, "")
    assert row.detail == f"{words}, last on 21 Nov 2026, 09:30 UTC"


def test_an_empty_list_has_no_more() -> None:
    assert UsedList((), 0).more == 0


# ends


def end(left: int, **changes: Any) -> EndRow:
    said: dict[str, Any] = {
        "on": later(left),
        "left": left,
        "kind": "Claim",
        "name": "EFF-1@2",
        "brand": "Calvoryn",
        "href": "/",
        "detail": "Words.",
        "assets": 0,
    }
    return EndRow(**{**said, **changes})


@given(st.lists(st.integers(-400, 90), max_size=20))
@settings(max_examples=100, deadline=None)
def test_every_end_stands_in_exactly_one_window(lefts: list[int]) -> None:
    rows = [end(left) for left in lefts]
    found = windows(rows)
    assert [window.title for window in found] == [title for _, title in WINDOWS]
    assert sorted(row.left for window in found for row in window.rows) == sorted(lefts)
    for (last, _), window in zip(WINDOWS, found, strict=True):
        assert all(row.left <= last for row in window.rows)


@given(st.integers(-400, 90))
@settings(max_examples=60, deadline=None)
def test_how_far_off_an_end_is(left: int) -> None:
    when = end(left).when
    assert (when == "today") == (left == 0)
    assert when.startswith("in ") == (left > 0)
    assert when.endswith(" ago") == (left < 0)
    assert ("days" in when) == (abs(left) > 1)


@pytest.mark.parametrize(
    ("name", "cell"),
    [("EFF-1@2", "EFF-1@2"), ("=1+1", "'=1+1"), ("-5%", "'-5%"), ("a=b", "a=b")],
)
def test_the_table_of_ends_runs_nothing(name: str, cell: str) -> None:
    head, row = table([end(7, name=name)])
    assert head == COLUMNS
    assert dict(zip(head, row, strict=True)) == {
        "ends_on": "2026-11-28",
        "days_left": "7",
        "window": "Within 7 days",
        "kind": "Claim",
        "name": cell,
        "brand": "Calvoryn",
        "detail": "Words.",
        "stops": "No released asset stands on it.",
    }


def test_today_is_still_overdue() -> None:
    assert end(0).window == "Overdue"
    assert end(0).on == DAY
