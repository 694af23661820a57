"""Why a claim may not be used: every reason with its sentence and its remedy."""

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.indexed import Scope
from knowledge_base.models import (
    ApprovalFunction,
    Claim,
    ClaimApproval,
    ClaimCitation,
    ClaimState,
    ClaimVersion,
    Reference,
)
from knowledge_base.retrieval import reasons
from knowledge_base.retrieval.reasons import Reason

LAW = settings(max_examples=50, deadline=None)
TODAY = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
PLACE = Scope(1, "US", "email", "HCP", TODAY)
MEDICAL, REGULATORY = ApprovalFunction.MEDICAL, ApprovalFunction.REGULATORY


def version(
    *,
    approvals: tuple[str, ...] = (),
    sources: tuple[Reference, ...] = (),
    kind: str = "efficacy",
    **columns: Any,
) -> ClaimVersion:
    """An unsaved revision with what its reasons are read from already fetched."""
    made = ClaimVersion(
        pk=1,
        claim=Claim(key="urate", kind=kind),
        version=1,
        text="Urate fell.",
        **{"state": ClaimState.APPROVED, "market_codes": ("US",)} | columns,
    )
    made._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "approvals": [ClaimApproval(function=each) for each in approvals],
        "citations": [ClaimCitation(reference=source) for source in sources],
    }
    return made


def told(made: ClaimVersion, place: Scope = PLACE) -> list[tuple[str, str, str]]:
    return [dataclasses.astuple(one) for one in reasons.against(made, place)]


def source(key: str = "REF-1", **columns: Any) -> Reference:
    return Reference(key=key, **columns)


WHOLE = "Usable once somebody who may approve it has re-confirmed it."
STAYS = "It stays withdrawn: a new revision has to be approved."
BY_STATE = [
    pytest.param(
        {"state": ClaimState.DRAFT},
        "A draft: nobody has approved it yet.",
        "Usable once Medical and Regulatory approve it.",
        id="draft that nobody approved",
    ),
    pytest.param(
        {"state": ClaimState.DRAFT, "approvals": (MEDICAL,)},
        "A draft: Medical approved it, Regulatory did not yet.",
        "Usable once Regulatory approves it.",
        id="draft that awaits regulatory",
    ),
    pytest.param(
        {"state": ClaimState.DRAFT, "approvals": (REGULATORY,)},
        "A draft: Regulatory approved it, Medical did not yet.",
        "Usable once Medical approves it.",
        id="draft that awaits medical",
    ),
    pytest.param(
        {"state": ClaimState.DRAFT, "approvals": (MEDICAL, REGULATORY)},
        "A draft: Medical and Regulatory approved it, somebody did not yet.",
        "Usable once somebody approves it.",
        id="draft whose last step is still to be taken",
    ),
    pytest.param(
        {"state": ClaimState.SUSPENDED},
        "Suspended.",
        WHOLE,
        id="suspended without day or reason",
    ),
    pytest.param(
        {"state": ClaimState.SUSPENDED, "suspended_at": AT},
        "Suspended on 21 Nov 2026.",
        WHOLE,
        id="suspended on a day",
    ),
    pytest.param(
        {
            "state": ClaimState.SUSPENDED,
            "suspended_at": AT,
            "suspension_reason": "A new signal",
        },
        "Suspended on 21 Nov 2026: A new signal.",
        WHOLE,
        id="suspended for a reason",
    ),
    pytest.param(
        {"state": ClaimState.SUSPENDED, "suspension_reason": "Is it so?"},
        "Suspended: Is it so?",
        WHOLE,
        id="a reason that ends by itself",
    ),
    pytest.param(
        {"state": ClaimState.WITHDRAWN},
        "Withdrawn.",
        STAYS,
        id="withdrawn without day or reason",
    ),
    pytest.param(
        {
            "state": ClaimState.WITHDRAWN,
            "withdrawn_at": AT,
            "withdrawal_reason": "Outdated!",
        },
        "Withdrawn on 21 Nov 2026: Outdated!",
        STAYS,
        id="withdrawn for a reason",
    ),
    pytest.param(
        {"state": ClaimState.SUPERSEDED},
        "Replaced by a newer revision.",
        "Use the newer revision.",
        id="superseded",
    ),
]


@pytest.mark.parametrize(("columns", "sentence", "remedy"), BY_STATE)
def test_a_state_is_reason_enough(
    columns: dict[str, Any], sentence: str, remedy: str
) -> None:
    made = version(**columns)
    assert told(made) == [(str(columns["state"]), sentence, remedy)]


@pytest.mark.parametrize("state", set(ClaimState) - {ClaimState.APPROVED})
def test_besides_its_state_no_date_and_no_reference_is_told(state: ClaimState) -> None:
    fallen = source(retracted_at=AT)
    made = version(state=state, sources=(fallen,), expires_on=TODAY)
    assert [code for code, _, _ in told(made)] == [str(state)]


DATES = [
    ("valid_from", -DAY, []),
    ("valid_from", 0 * DAY, []),
    (
        "valid_from",
        DAY,
        [("PENDING", "Not valid before 22 Nov 2026.", "Usable from 22 Nov 2026.")],
    ),
    ("expires_on", DAY, []),
    (
        "expires_on",
        0 * DAY,
        [
            (
                "EXPIRED",
                "Expired on 21 Nov 2026.",
                "Usable once a revision with a later end is approved.",
            )
        ],
    ),
    (
        "expires_on",
        -DAY,
        [
            (
                "EXPIRED",
                "Expired on 20 Nov 2026.",
                "Usable once a revision with a later end is approved.",
            )
        ],
    ),
]


@pytest.mark.parametrize(("field", "after", "wanted"), DATES)
def test_the_day_before_on_and_after_a_date(
    field: str, after: datetime.timedelta, wanted: list[tuple[str, str, str]]
) -> None:
    columns: dict[str, Any] = {field: TODAY + after}
    assert told(version(**columns)) == wanted


REFERENCES = [
    ({}, ""),
    ({"expires_on": TODAY + DAY}, ""),
    ({"expires_on": TODAY}, "Its reference REF-1 expired on 21 Nov 2026."),
    ({"expires_on": TODAY - DAY}, "Its reference REF-1 expired on 20 Nov 2026."),
    ({"retracted_at": AT}, "Its reference REF-1 was retracted on 21 Nov 2026."),
    (
        {"retracted_at": AT, "expires_on": TODAY - DAY},
        "Its reference REF-1 was retracted on 21 Nov 2026.",
    ),
]


@pytest.mark.parametrize(("columns", "sentence"), REFERENCES)
def test_a_reference_that_fell_away_is_told(
    columns: dict[str, Any], sentence: str
) -> None:
    found = told(version(sources=(source(**columns), source("REF-2"))))
    remedy = "Usable once a revision stands on other evidence."
    assert found == ([("REFERENCE", sentence, remedy)] if sentence else [])


def test_each_fallen_reference_is_told_by_itself() -> None:
    made = version(sources=tuple(source(f"R{n}", retracted_at=AT) for n in range(3)))
    assert [sentence.split()[2] for _, sentence, _ in told(made)] == ["R0", "R1", "R2"]


LIMITS = [
    ("MARKET", {"market_codes": ("GB",)}, "GB only", "US"),
    ("MARKET", {"market_codes": ("DE", "GB")}, "DE and GB only", "US"),
    ("MARKET", {"market_codes": ("DE", "FR", "GB")}, "DE, FR and GB only", "US"),
    ("CHANNEL", {"channels": ("sms",)}, "sms only", "email"),
    ("CHANNEL", {"channels": ("rep_email",)}, "rep email only", "email"),
    ("AUDIENCE", {"audiences": ("PAYER",)}, "PAYER only", "HCP"),
]


@pytest.mark.parametrize(("code", "columns", "open_to", "asked"), LIMITS)
def test_where_it_is_open_and_what_was_asked(
    code: str, columns: dict[str, Any], open_to: str, asked: str
) -> None:
    wanted = f"Usable for {asked} once a revision names it."
    assert told(version(**columns)) == [(code, f"Approved for {open_to}.", wanted)]
    free = dataclasses.replace(PLACE, market=None, channel=None, audience=None)
    assert told(version(**columns), free) == []


TRAITS = [
    ({"theme": "onset"}, {"themes": ("safety",)}, "THEME", "safety", "onset"),
    ({"theme": "onset"}, {"themes": ("a_b", "c")}, "THEME", "a b and c", "onset"),
    ({"kind": "safety"}, {}, "KIND", "efficacy", "safety"),
    ({"indication": "flu"}, {"indications": ("gout",)}, "INDICATION", "gout", "flu"),
]


@pytest.mark.parametrize(("asked", "columns", "code", "own", "name"), TRAITS)
def test_what_a_filter_leaves_out(
    asked: dict[str, Any], columns: dict[str, Any], code: str, own: str, name: str
) -> None:
    word = code.lower()
    place = dataclasses.replace(PLACE, **asked)
    assert told(version(**columns), place) == [
        (
            code,
            f"Its {word} is {own}, not {name}.",
            f"Search without the filter for the {word}.",
        )
    ]
    assert told(version(**columns)) == []


def test_reasons_come_from_the_claim_outwards() -> None:
    place = dataclasses.replace(PLACE, theme="onset", kind="safety", indication="flu")
    made = version(
        valid_from=TODAY + DAY,
        expires_on=TODAY,
        sources=(source(retracted_at=AT),),
        market_codes=("GB",),
        channels=("sms",),
        audiences=("PAYER",),
        themes=("safety",),
        indications=("gout",),
    )
    assert [code for code, _, _ in told(made, place)] == [
        *("PENDING", "EXPIRED", "REFERENCE", "MARKET", "CHANNEL", "AUDIENCE"),
        *("THEME", "KIND", "INDICATION"),
    ]


def sets(*codes: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True).map(tuple)


VERSIONS = st.builds(
    version,
    state=st.sampled_from(ClaimState),
    approvals=sets("MEDICAL", "REGULATORY"),
    valid_from=st.none() | st.sampled_from([TODAY - DAY, TODAY, TODAY + DAY]),
    expires_on=st.none() | st.sampled_from([TODAY - DAY, TODAY, TODAY + DAY]),
    sources=st.lists(
        st.builds(
            source,
            retracted_at=st.none() | st.just(AT),
            expires_on=st.none() | st.sampled_from([TODAY, TODAY + DAY]),
        ),
        max_size=2,
    ).map(tuple),
    market_codes=sets("US", "GB"),
    channels=sets("email", "sms"),
    audiences=sets("HCP", "PAYER"),
    themes=sets("onset", "safety"),
    indications=sets("gout", "flu"),
)
PLACES = st.builds(
    Scope,
    brand_id=st.just(1),
    market=st.sampled_from(["US", "DE", None]),
    channel=st.sampled_from(["email", "rcs", None]),
    audience=st.sampled_from(["HCP", "PATIENT", None]),
    day=st.just(TODAY),
    theme=st.sampled_from(["", "onset"]),
    kind=st.sampled_from(["", "efficacy", "safety"]),
    indication=st.sampled_from(["", "gout"]),
)


@LAW
@given(VERSIONS, PLACES)
def test_every_reason_is_one_sentence_with_one_remedy(
    made: ClaimVersion, place: Scope
) -> None:
    found = reasons.against(made, place)
    for one in found:
        for words in (one.sentence, one.remedy):
            assert words[0].isupper()
            assert words.endswith((".", "!", "?"))
            assert "_" not in words
    assert len({one.sentence for one in found if one.code != "REFERENCE"}) == len(
        [one for one in found if one.code != "REFERENCE"]
    )


@LAW
@given(VERSIONS, PLACES, st.sampled_from(["market", "channel", "audience", "theme"]))
def test_asking_less_gives_no_reason_more(
    made: ClaimVersion, place: Scope, field: str
) -> None:
    free: dict[str, Any] = {field: "" if field == "theme" else None}
    wider = dataclasses.replace(place, **free)
    assert set(reasons.against(made, wider)) <= set(reasons.against(made, place))


@LAW
@given(VERSIONS, PLACES)
def test_what_holds_everywhere_is_told_everywhere(
    made: ClaimVersion, place: Scope
) -> None:
    own: tuple[Reason, ...] = reasons.in_itself(made, place.day)
    assert reasons.against(made, place)[: len(own)] == own
    assert (made.state == ClaimState.APPROVED) or own


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime.date(2026, 3, 3), "3 Mar 2026"),
        (datetime.date(2026, 12, 31), "31 Dec 2026"),
        (datetime.date(2027, 1, 1), "1 Jan 2027"),
    ],
)
def test_days_in_sentences(day: datetime.date, said: str) -> None:
    assert reasons.told(day) == said
