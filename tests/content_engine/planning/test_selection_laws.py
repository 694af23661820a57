"""Laws of the claims that a message carries, over supplies drawn at random."""

import dataclasses
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content_engine.planning import selection
from content_engine.planning.selection import InfeasibleError
from content_engine.planning.slots import Cell, MessagePlan
from content_engine.supply import ClaimText, Supply
from tests.content_engine.planning import drawn
from tests.content_engine.planning.drawn import CELLS, SUPPLIES, WISHES, laid, say
from tests.content_engine.supplies import make_context, make_supply

FEW = settings(max_examples=30)


def laid_or_skip(supply: Supply, cell: Cell, wishes: tuple[str, ...]) -> MessagePlan:
    """The plan, where the draw allows one."""
    try:
        return laid(supply, cell, key_messages=wishes)
    except InfeasibleError:
        assume(False)
        raise


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_every_companion_stands_in_the_part_of_its_claim(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    plan = laid_or_skip(supply, cell, wishes)
    standing = {claim.key for claim in plan.claims}
    for claim in plan.claims:
        assert set(claim.companions) <= standing
    in_body = [key for run in drawn.claim_runs(plan) for key in run]
    assert in_body == drawn.claim_keys(plan)


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_no_claim_stands_twice(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    keys = drawn.claim_keys(laid_or_skip(supply, cell, wishes))
    assert len(set(keys)) == len(keys)


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_every_claim_is_the_revision_of_the_supply(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    for claim in laid_or_skip(supply, cell, wishes).claims:
        assert supply.claim(claim.key) is claim


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_every_key_message_is_kept_and_the_theme_leads(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    plan = laid_or_skip(supply, cell, wishes)
    assert set(wishes) <= set(drawn.claim_keys(plan))
    assert cell.theme in plan.claims[0].themes


@FEW
@given(SUPPLIES, CELLS, WISHES, st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_found_changes_nothing(
    supply: Supply, cell: Cell, wishes: tuple[str, ...], chance: random.Random
) -> None:
    # But among equals: a tie is broken by place, so places must differ here.
    spread = tuple(
        dataclasses.replace(claim, place=place, score=0.0)
        for place, claim in enumerate(supply.claims)
    )
    shuffled = list(spread)
    chance.shuffle(shuffled)
    one = laid_or_skip(make_supply(claims=spread), cell, wishes)
    other = laid(make_supply(claims=tuple(shuffled)), cell, key_messages=wishes)
    assert one.claims == other.claims


@FEW
@given(SUPPLIES, CELLS)
def test_a_plan_is_the_same_every_time(supply: Supply, cell: Cell) -> None:
    assert laid_or_skip(supply, cell, ()) == laid(supply, cell)


@FEW
@given(SUPPLIES, CELLS, st.integers(0, 99), st.integers(0, 99))
def test_a_seed_changes_no_claim(
    supply: Supply, cell: Cell, one: int, other: int
) -> None:
    laid_or_skip(supply, cell, ())
    plans = [laid(supply, cell, seed=seed) for seed in (one, other)]
    assert plans[0].parts == plans[1].parts


@FEW
@given(SUPPLIES, CELLS)
def test_a_longer_format_keeps_what_a_shorter_one_leads_with(
    supply: Supply, cell: Cell
) -> None:
    short = laid_or_skip(supply, dataclasses.replace(cell, format="short"), ())
    standard = laid(supply, dataclasses.replace(cell, format="standard"))
    assert standard.claims[0] == short.claims[0]
    assert set(short.claims) <= set(standard.claims)


@FEW
@given(SUPPLIES, CELLS)
def test_a_claim_that_is_gone_is_never_missed_by_the_others(
    supply: Supply, cell: Cell
) -> None:
    plan = laid_or_skip(supply, cell, ())
    unused = [claim for claim in supply.claims if claim not in plan.claims]
    assume(unused)
    fewer = tuple(claim for claim in supply.claims if claim != unused[-1])
    again = laid(make_supply(claims=fewer), cell)
    assert again.claims == plan.claims


@FEW
@given(SUPPLIES, CELLS, WISHES)
def test_what_cannot_be_laid_out_says_why_in_one_sentence(
    supply: Supply, cell: Cell, wishes: tuple[str, ...]
) -> None:
    try:
        plan = laid(supply, cell, key_messages=wishes)
    except InfeasibleError as refusal:
        sentence = str(refusal)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        named = [*wishes, cell.theme, cell.tone, "gone", *drawn.KEYS]
        assert any(word in sentence for word in named)
    else:
        assert plan.claims


@FEW
@given(SUPPLIES)
def test_a_unit_is_closed_and_begins_with_its_claim(supply: Supply) -> None:
    for claim in supply.claims:
        members = selection.unit(claim, supply)
        keys = [member.key for member in members]
        assert keys[0] == claim.key
        assert len(set(keys)) == len(keys)
        for member in members:
            present = {key for key in member.companions if supply.claim(key)}
            assert present <= set(keys)


@FEW
@given(SUPPLIES)
def test_a_missing_companion_is_one_that_a_member_needs(supply: Supply) -> None:
    for claim in supply.claims:
        absent = selection.missing_companion(claim, supply)
        needed = {
            key for member in selection.unit(claim, supply) for key in member.companions
        }
        gone = {key for key in needed if supply.claim(key) is None}
        assert absent in gone if gone else absent == ""


@FEW
@given(SUPPLIES, st.data())
def test_companions_are_added_once_however_often(
    supply: Supply, data: st.DataObject
) -> None:
    leads = data.draw(st.lists(st.sampled_from(supply.claims), max_size=4))
    once = selection.with_companions(leads, supply)
    assert selection.with_companions(once, supply) == once
    assert len({claim.key for claim in once}) == len(once)
    assert set(leads) <= set(once)


# what the better claim has, what the worse one has: the first of them leads
RANKS = [
    pytest.param({"kind": "efficacy"}, {"kind": "disease"}, id="product over disease"),
    pytest.param({"kind": "mechanism"}, {"kind": "access"}, id="product over access"),
    pytest.param(
        {"kind": "mechanism", "score": 0.2}, {"kind": "efficacy"}, id="found over kind"
    ),
    pytest.param(
        {"kind": "efficacy"},
        {"kind": "access", "score": 0.9},
        id="product over found access",
    ),
    *(
        pytest.param({"kind": kind, "place": 9}, {"kind": "mechanism"}, id=f"{kind}")
        for kind in selection.FIRST_KINDS
    ),
    pytest.param({"place": 1}, {"place": 2}, id="earlier place"),
    pytest.param(
        {"score": 0.1, "place": 1},
        {"score": 0.9, "place": 2},
        id="place over the degree of finding",
    ),
]


@pytest.mark.parametrize(("better", "worse"), RANKS)
@pytest.mark.parametrize("turned", [False, True])
def test_which_claim_leads(
    better: dict[str, object], worse: dict[str, object], turned: bool
) -> None:
    held = [
        dataclasses.replace(say("better"), **better),  # type: ignore[arg-type]
        dataclasses.replace(say("worse"), **worse),  # type: ignore[arg-type]
    ]
    supply = make_supply(claims=tuple(reversed(held) if turned else held))
    cell = Cell("warm", "efficacy", "short")
    found = selection.candidates(cell, make_context(), supply)
    assert [claim.key for claim in found] == ["better", "worse"]


def test_only_the_first_five_that_were_found_are_favoured() -> None:
    found = [say(f"found-{n}", score=0.9 - n / 100, place=10 + n) for n in range(6)]
    first = say("first", place=1)
    supply = make_supply(claims=(*found, first))
    ranked = selection.candidates(
        Cell("warm", "efficacy", "short"), make_context(), supply
    )
    assert [claim.key for claim in ranked] == [
        *(f"found-{n}" for n in range(5)),
        "first",
        "found-5",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("9.8% and 13.1%", "13.1% and 9.8%", True, id="the same figures"),
        pytest.param("9.8% and 13.1%", "9.8% and 14%", False, id="half of two"),
        pytest.param("9.8%, 13.1%, 26%", "9.8% and 13.1%", True, id="all of fewer"),
        pytest.param("9.8%, 13.1%, 26%", "9.8%, 13.1%, 27%", True, id="two of three"),
        pytest.param("9.8%, 1.1%, 26%", "9.8%, 2.2%, 27%", False, id="one of three"),
        pytest.param("No figures", "No figures", False, id="none to compare"),
        pytest.param("After 12 weeks", "After 12 weeks", False, id="a bare number"),
        pytest.param("190/1,934", "190/1,934", True, id="a share of patients"),
    ],
)
def test_when_two_claims_tell_the_same_finding(
    one: str, other: str, same: bool
) -> None:
    held = (say("one", text=one, place=1), say("other", text=other, place=2))
    plan = laid(make_supply(claims=held), Cell("warm", "efficacy", "standard"))
    assert drawn.claim_keys(plan) == (["one"] if same else ["one", "other"])


@pytest.mark.parametrize(
    ("wish", "meant"),
    [
        pytest.param("dose", "dose", id="by its key"),
        pytest.param("readmission in the Heartline registry", "burden", id="by words"),
        pytest.param("READMISSION heartline REGISTRY", "burden", id="in any case"),
        pytest.param("start velorin once daily", "dose", id="another by its words"),
    ],
)
def test_a_key_message_is_found_by_key_or_by_most_of_its_words(
    wish: str, meant: str
) -> None:
    plan = laid(
        make_supply(), Cell("warm", "efficacy", "standard"), key_messages=(wish,)
    )
    assert meant in drawn.claim_keys(plan)


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param("Heartline prices vouchers", id="a third of its words"),
        pytest.param("in a to of", id="only short words"),
        pytest.param("12 34 56", id="only figures"),
    ],
)
def test_a_key_message_that_shares_too_little_is_refused(wish: str) -> None:
    with pytest.raises(InfeasibleError) as refusal:
        laid(make_supply(), Cell("warm", "efficacy", "short"), key_messages=(wish,))
    assert str(refusal.value) == (
        f"No approved claim says “{wish}” in US by e-mail today."
    )


@pytest.mark.parametrize(
    ("claims", "wishes", "reasons", "sentence"),
    [
        pytest.param(
            (),
            (),
            {},
            "No approved claim on the theme onset may be used in US by e-mail today.",
            id="no claim at all",
        ),
        pytest.param(
            (say("a", themes=("dosing",)),),
            (),
            {},
            "No approved claim on the theme onset may be used in US by e-mail today.",
            id="none on the theme",
        ),
        pytest.param(
            (say("a", themes=("onset",), companions=("b",)),),
            (),
            {},
            "The claim a on the theme onset must stand with the claim b, which may not "
            "be used in US by e-mail today.",
            id="a companion is absent",
        ),
        pytest.param(
            (
                say("a", themes=("onset",), companions=("b",)),
                say("b", companions=("c",)),
            ),
            (),
            {},
            "The claim a on the theme onset must stand with the claim c, which may not "
            "be used in US by e-mail today.",
            id="a companion's companion is absent",
        ),
        pytest.param(
            (say("a", themes=("onset",)),),
            ("old",),
            {"old": "it expired on 2026-01-01"},
            "The key message old cannot be used: it expired on 2026-01-01.",
            id="a key message with a reason",
        ),
        pytest.param(
            (say("a", themes=("onset",)),),
            ("old",),
            {"other": "it expired"},
            "No approved claim says “old” in US by e-mail today.",
            id="a key message without one",
        ),
        pytest.param(
            (say("a", themes=("onset",)), say("b", companions=("gone",))),
            ("b",),
            {},
            "The key message b must stand with the claim gone, which may not be used "
            "in US by e-mail today.",
            id="a key message without its companion",
        ),
    ],
)
def test_each_reason_why_no_claim_can_stand(
    claims: tuple[ClaimText, ...],
    wishes: tuple[str, ...],
    reasons: dict[str, str],
    sentence: str,
) -> None:
    with pytest.raises(InfeasibleError) as refusal:
        selection.choose(
            Cell("warm", "onset", "short"),
            make_context(),
            make_supply(claims=claims),
            wishes,
            reasons,
        )
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("channel", "title", "held"),
    [
        ("email", "An e-mail", "short, standard, long"),
        ("rep_email", "A representative's e-mail", "short, standard, long"),
        ("sms", "An SMS", "short, standard"),
    ],
)
@pytest.mark.parametrize("form", ["epic", "detailed", "long"])
def test_a_format_that_a_channel_does_not_hold(
    channel: str, title: str, held: str, form: str
) -> None:
    cell, context = Cell("warm", "efficacy", form), make_context(channel=channel)
    if form in held:
        assert selection.claims_asked(cell, context) == 3
        return
    with pytest.raises(InfeasibleError) as refusal:
        selection.claims_asked(cell, context)
    assert str(refusal.value) == (
        f"{title} has no room for the format {form}; it holds {held}."
    )
