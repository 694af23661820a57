"""What a message is planned to hold: claims, companions, slots, rule-bound text."""

import dataclasses
from typing import Any

import pytest

from content_engine.channels.catalogue import CHANNELS, UnbuiltChannelError, rules_of
from content_engine.planning import elements, layout, selection
from content_engine.planning.layout import InfeasibleError
from content_engine.planning.slots import Cell, ClaimSlot, CopySlot, MessagePlan
from content_engine.supply import ClaimText, Supply
from content_engine.vocabulary import Channel, CopyRole, Format, PartName, SegmentKind
from tests.content_engine import supplies
from tests.content_engine.supplies import block, make_context, make_supply
from tests.content_engine.wishes import make_brief

CELL = Cell("warm", "efficacy", "short")


def claim(key: str, **changes: Any) -> ClaimText:
    base = dataclasses.replace(
        supplies.ADMISSIONS, key=key, ref=f"{key}@1", variations=(), text=f"Says {key}."
    )
    return dataclasses.replace(base, **changes)


def planned(
    supply: Supply | None = None,
    cell: Cell = CELL,
    market: str = "US",
    channel: str = "email",
    **wishes: Any,
) -> MessagePlan:
    context = make_context(market, channel)
    brief = make_brief(context, **wishes)
    return layout.plan(cell, context, supply or make_supply(market), brief, 7)


def keys(plan: MessagePlan) -> list[str]:
    slots = (slot for part in plan.parts for slot in part.slots)
    return [slot.claim.key for slot in slots if isinstance(slot, ClaimSlot)]


def roles(plan: MessagePlan, name: PartName) -> list[str]:
    part = next(part for part in plan.parts if part.name == name)
    return [
        slot.role if isinstance(slot, CopySlot) else slot.claim.key
        for slot in part.slots
    ]


def test_a_short_mail_has_its_parts_and_slots_in_order() -> None:
    plan = planned()
    assert [part.name for part in plan.parts] == list(rules_of("email").parts)
    assert roles(plan, PartName.BODY) == [
        CopyRole.GREETING,
        CopyRole.OPENING,
        CopyRole.EVIDENCE_LEAD,
        "admissions",
        CopyRole.CLOSING,
        CopyRole.SIGNATURE,
    ]
    assert roles(plan, PartName.SUBJECT) == [CopyRole.SUBJECT]


@pytest.mark.parametrize(
    ("form", "count"), [("short", 1), ("standard", 2), ("long", 3)]
)
def test_a_format_says_how_many_claims_lead(form: str, count: int) -> None:
    claims = tuple(claim(f"c{n}", place=n) for n in range(5))
    plan = planned(make_supply(claims=claims), Cell("warm", "efficacy", form))
    assert keys(plan) == [f"c{n}" for n in range(count)]
    assert roles(plan, PartName.BODY).count(CopyRole.BRIDGE) == count - 1


def test_the_theme_comes_first_and_others_fill_up() -> None:
    claims = (
        claim("dose", themes=("dosing",), kind="dosing"),
        claim("main", themes=("efficacy",), place=9),
    )
    plan = planned(make_supply(claims=claims), Cell("warm", "efficacy", "standard"))
    assert keys(plan) == ["main", "dose"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"kind": "disease"}),
        ({"score": 0.9, "place": 9}, {"place": 1}),
        ({}, {"kind": "mechanism"}),
        ({"place": 1}, {"place": 2}),
    ],
)
def test_what_leads(better: dict[str, Any], worse: dict[str, Any]) -> None:
    claims = (claim("worse", **worse), claim("better", **better))
    assert keys(planned(make_supply(claims=claims))) == ["better"]


def test_the_second_claim_shares_the_population_where_it_can() -> None:
    claims = (
        claim("first", place=1, population="Adults"),
        claim("other", place=2, population="Children"),
        claim("same", place=3, population="Adults"),
    )
    plan = planned(make_supply(claims=claims), Cell("warm", "efficacy", "standard"))
    assert keys(plan) == ["first", "same"]


def test_the_same_figures_are_not_told_twice() -> None:
    claims = (
        claim("long", place=1, text="It was 48% with it and 27.5% without (n=742)."),
        claim("brief", place=2, text="48% vs 27.5%."),
        claim("other", place=3, text="Another 12% and 13%."),
    )
    plan = planned(make_supply(claims=claims), Cell("warm", "efficacy", "standard"))
    assert keys(plan) == ["long", "other"]


def test_companions_follow_their_claim_and_are_never_doubled() -> None:
    claims = (
        claim("a", place=1, companions=("c",)),
        claim("b", place=2, companions=("c", "a")),
        claim("c", place=3, companions=("a",)),
    )
    plan = planned(make_supply(claims=claims), Cell("warm", "efficacy", "standard"))
    assert keys(plan) == ["a", "c", "b"]
    assert roles(plan, PartName.BODY).count(CopyRole.BRIDGE) == 1


def test_a_claim_without_its_companion_is_passed_over() -> None:
    claims = (claim("a", place=1, companions=("gone",)), claim("b", place=2))
    assert keys(planned(make_supply(claims=claims))) == ["b"]
    with pytest.raises(InfeasibleError, match="must stand with the claim gone"):
        planned(make_supply(claims=claims[:1]))


def test_no_claim_on_the_theme_is_said_with_market_and_channel() -> None:
    with pytest.raises(InfeasibleError) as refusal:
        planned(cell=Cell("warm", "onset", "short"), market="GB")
    assert str(refusal.value) == (
        "No approved claim on the theme onset may be used in GB by e-mail today."
    )


def test_key_messages_by_key_and_by_words_are_in_and_the_theme_leads() -> None:
    plan = planned(key_messages=("dose",))
    assert keys(plan) == ["admissions", "dose"]
    plan = planned(key_messages=("readmission in the Heartline registry",))
    assert keys(plan) == ["burden"]


def test_a_key_message_that_nothing_says_is_infeasible() -> None:
    with pytest.raises(InfeasibleError, match="No approved claim says “quicker”"):
        planned(key_messages=("quicker",))


def test_a_key_message_that_may_not_be_used_says_why() -> None:
    context, supply = make_context(), make_supply()
    brief = make_brief(context, key_messages=("old",))
    with pytest.raises(InfeasibleError) as refusal:
        layout.plan(CELL, context, supply, brief, 7, reasons={"old": "it expired"})
    assert str(refusal.value) == "The key message old cannot be used: it expired."


def test_a_key_message_without_its_companion_is_infeasible() -> None:
    claims = (claim("a"), claim("b", companions=("gone",)))
    with pytest.raises(InfeasibleError, match="must stand with the claim gone"):
        planned(make_supply(claims=claims), key_messages=("b",))


def test_more_key_messages_than_the_format_asks_are_all_in() -> None:
    plan = planned(key_messages=("dose", "burden"))
    assert keys(plan) == ["burden", "dose"]


@pytest.mark.parametrize("role", ["subject", "greeting", "evidence_lead", "signature"])
def test_a_missing_role_is_named_with_tone_and_theme(role: str) -> None:
    blocks = tuple(b for b in supplies.BLOCKS if b.role != role)
    with pytest.raises(InfeasibleError) as refusal:
        planned(make_supply(blocks=blocks))
    assert str(refusal.value) == (
        f"There is no approved {role} in the tone warm for the theme efficacy "
        "in US by e-mail."
    )


def test_blocks_of_other_tones_themes_and_formats_are_no_candidates() -> None:
    others = (
        block("x-tone", "opening", "No.", tones=("direct",)),
        block("x-theme", "opening", "No.", themes=("dosing",)),
        block("x-format", "opening", "No.", formats=("long",)),
        block("yes", "opening", "Yes.", themes=("efficacy",), formats=("short",)),
    )
    plan = planned(make_supply(blocks=(*supplies.BLOCKS, *others)))
    body = next(part for part in plan.parts if part.name == PartName.BODY)
    openings = body.slots[1]
    assert isinstance(openings, CopySlot)
    assert [b.key for b in openings.candidates] == ["opening-a", "opening-b", "yes"]


def test_placeholders_only_where_the_channel_knows_them() -> None:
    for channel, expected in (("email", False), ("rep_email", True)):
        body = planned(channel=channel).parts[3]
        greetings = body.slots[0]
        assert isinstance(greetings, CopySlot)
        found = {candidate.key for candidate in greetings.candidates}
        assert ("greeting-rep" in found) is expected


def test_too_few_bridges_are_said() -> None:
    blocks = tuple(b for b in supplies.BLOCKS if b.key != "bridge-b")
    claims = tuple(claim(f"c{n}") for n in range(3))
    with pytest.raises(InfeasibleError, match="2 different bridges are needed"):
        planned(
            make_supply(blocks=blocks, claims=claims), Cell("warm", "efficacy", "long")
        )


def test_copy_longer_than_its_part_is_no_candidate() -> None:
    long = block("long", "subject", "A " + "very " * 40 + "long subject")
    blocks = (*(b for b in supplies.BLOCKS if b.role != "subject"), long)
    plan = planned(make_supply(blocks=(*supplies.BLOCKS, long)))
    subject = plan.parts[0].slots[0]
    assert isinstance(subject, CopySlot)
    assert "long" not in {candidate.key for candidate in subject.candidates}
    with pytest.raises(InfeasibleError, match="longer than the 137 characters"):
        planned(make_supply(blocks=blocks))


def test_a_plan_knows_no_person() -> None:
    with_person = dataclasses.replace(CELL, hcp="dr-canary")
    assert planned(cell=with_person) == planned()
    assert "canary" not in repr(planned(cell=with_person))


def test_a_text_message_takes_the_claim_that_fits() -> None:
    plan = planned(channel="sms")
    assert keys(plan) == ["admissions-brief"]
    assert roles(plan, PartName.BODY) == [CopyRole.OPENING, "admissions-brief"]


def test_a_text_message_that_cannot_hold_its_claim_gives_figures() -> None:
    supply = make_supply(claims=(claim("long", text="Much " * 60 + "said."),))
    with pytest.raises(InfeasibleError) as refusal:
        planned(supply, channel="sms")
    assert str(refusal.value).startswith(
        "An SMS cannot hold the claim long with the safety information and the "
        "obligatory lines: "
    )
    assert str(refusal.value).endswith(" characters over 459.")


def test_the_triangle_leaves_a_text_message_less_room() -> None:
    with pytest.raises(InfeasibleError, match="over 201, all that the sign ▼ leaves"):
        planned(market="GB", channel="sms")


def test_a_demanded_claim_is_not_exchanged_for_one_that_fits() -> None:
    claims = (supplies.BRIEF, claim("long", text="Much " * 60 + "said."))
    supply = make_supply(claims=claims)
    assert keys(planned(supply, channel="sms")) == ["admissions-brief"]
    with pytest.raises(InfeasibleError, match="cannot hold the claim long"):
        planned(supply, channel="sms", key_messages=("long",))


def test_a_call_to_action_that_does_not_fit_is_left_out() -> None:
    room = planned(channel="sms")
    assert roles(room, PartName.CALL_TO_ACTION) == [CopyRole.CALL_TO_ACTION]
    last = room
    for letters in range(1, 260):
        text = supplies.BRIEF.text + " " + "x" * letters
        tight = dataclasses.replace(supplies.BRIEF, text=text)
        try:
            plan = planned(make_supply(claims=(tight,)), channel="sms")
        except InfeasibleError:
            break
        last = plan
    assert roles(last, PartName.CALL_TO_ACTION) == []


def test_a_text_message_has_no_long_format() -> None:
    with pytest.raises(InfeasibleError) as refusal:
        planned(cell=Cell("warm", "efficacy", "long"), channel="sms")
    assert str(refusal.value) == (
        "An SMS has no room for the format long; it holds short, standard."
    )


def test_sources_are_numbered_by_first_appearance() -> None:
    numbers = elements.numbered([supplies.BURDEN, supplies.ADMISSIONS])
    assert {ref: number for ref, (number, _) in numbers.items()} == {
        "REGISTRY@2": 1,
        "TRIAL-A@1": 2,
    }


def test_the_footer_lists_sources_and_statements() -> None:
    footer = next(p for p in planned(market="GB").parts if p.name == PartName.FOOTER)
    text = "".join(segment.text for segment in footer.before)
    assert text.startswith("References\n1. Orlen P")
    for needed in ("Adverse events should", "Date of preparation: November 2026."):
        assert needed in text
    entry = next(s for s in footer.before if s.kind == SegmentKind.REFERENCE)
    assert entry.ref == "TRIAL-A@1"


def test_a_claim_without_sources_needs_no_list() -> None:
    supply = make_supply(claims=(claim("bare", sources=()),))
    footer = planned(supply).parts[-1]
    assert footer.before[0].text.startswith("To report adverse reactions")


def test_a_footer_without_statements_is_the_list_alone() -> None:
    brand = supplies.make_brand(
        adverse_event_statement="", privacy_url="", postal_address=""
    )
    footer = planned(make_supply(brand=brand)).parts[-1]
    texts = [segment.text for segment in footer.before]
    assert texts[0] == "References"
    assert texts[-1].startswith("Date of preparation")


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_carries_safety_and_prescribing_information(
    channel: Channel,
) -> None:
    plan = planned(channel=channel)
    safety = next(p for p in plan.parts if p.name == PartName.SAFETY_INFORMATION)
    label = make_supply().label
    expected = label.safety_short if channel == Channel.SMS else label.safety_full
    assert [s.text for s in safety.before] == [expected.text]
    assert safety.before[0].ref == expected.ref
    link = next(p for p in plan.parts if p.name == PartName.PRESCRIBING_INFORMATION)
    assert "https://pi.velorin.example/us" in link.before[0].text


def test_a_channel_that_is_not_built_is_refused_by_name() -> None:
    with pytest.raises(UnbuiltChannelError, match="rcs is not built yet; choose one"):
        rules_of("rcs")


def test_the_catalogue_says_what_was_verified_and_where() -> None:
    for rules in CHANNELS.values():
        assert rules.verified_on
        assert rules.source
        assert set(rules.limits) <= set(rules.parts)
        assert set(rules.advised) <= set(rules.parts)
        assert set(rules.claims) <= set(Format)


def test_unit_of_a_claim_holds_companions_of_companions() -> None:
    claims = (claim("a", companions=("b",)), claim("b", companions=("c",)), claim("c"))
    supply = make_supply(claims=claims)
    assert [member.key for member in selection.unit(claims[0], supply)] == list("abc")
