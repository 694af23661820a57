"""A thousand replies, most of them bad: no unsupported word reaches a variant.

What counts as supported is judged here by an oracle of its own. It shares no code with
the reader, the renderer or the gate: it takes approved wordings out of a rendered text
and wants every word that is left to be in a short list of courtesies.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from content_engine import checking
from content_engine.pieces import Part, Piece, PieceText, Segment
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.slots import ClaimSlot, CopySlot, MessagePlan
from content_engine.rendering import substituting
from content_engine.supply import Supply
from content_engine.vocabulary import PartName, SegmentKind, Verdict
from content_engine.writers.llm import endpoints, reading
from content_engine.writers.llm.endpoints import Endpoint
from content_engine.writers.llm.writer import OpenAIWriter
from content_engine.writers.protocol import WriterFailedError
from tests import stand_in
from tests.content_engine import replies, supplies
from tests.content_engine.replies import BAD
from tests.stand_in import Scripted

REPLIES = 1_000
OVER_HTTP = 64
CHANNELS = ("email", "rep_email")

WORD = re.compile(r"\S+")
COURTESY = frozenset(
    WORD.findall(
        """
        a an and any below call colleague conversation dear document find for good have
        hello here if in is kind like listed message meet of office on our please page
        questions read reading regards reply requested section share sources summary
        thank thanks that the this time to today us was we website will with would write
        you you'll your
        """
    )
)
POISON = WORD.findall(
    """
    patients velorin hospital placebo trial supports hope trusted proven outcome benefit
    few often results works safe new better reduces risk not only first choice
    once daily 30 mg 9.8% twice strong quick relief well tolerated superior yet
    but never always cure Vеlorin Thank\u200byou [1] {{userName}} <b>now</b>
    https://acme.example survive deaths fewer admissions heart failure effective dose
    recommended leading confidence evidence indication warning
    """
)


def expanded(text: str) -> list[str]:
    """Every wording of a block, worked out once more."""
    group = re.search(r"\[([^\[\]]*)\]", text)
    if not group:
        return [text]
    before, after = text[: group.start()], text[group.end() :]
    return [
        wording
        for option in group[1].split("|")
        for wording in expanded(before + option + after)
    ]


def flat(text: str) -> str:
    """Words and single spaces in small letters."""
    return " ".join(text.split()).casefold()


def approved(plan: MessagePlan) -> list[str]:
    """Everything that may stand in this message, longest first."""
    texts: list[str] = []
    for part in plan.parts:
        texts += [segment.text for segment in (*part.before, *part.after)]
        for slot in part.slots:
            if isinstance(slot, ClaimSlot):
                texts += [slot.claim.text, *slot.claim.qualifiers]
            else:
                texts += [w for block in slot.candidates for w in expanded(block.text)]
    return sorted({flat(text) for text in texts if text.strip()}, key=len)[::-1]


def unsupported(plan: MessagePlan, parts: tuple[Part, ...]) -> list[str]:
    """Words of a message that nobody approved and no courtesy explains."""
    allowed = approved(plan)
    found: list[str] = []
    for part in parts:
        rest = flat(part.text)
        for text in allowed:
            rest = rest.replace(text, " ¦ ")
        for word in rest.split():
            bare = word.strip(".,:;!?'¦").replace("’", "'")
            marker = re.fullmatch(r"\[\d\]", bare)
            if bare and not marker and bare not in COURTESY:
                found.append(word)
    return found


def broken_promises(
    plan: MessagePlan, supply: Supply, parts: tuple[Part, ...]
) -> list[str]:
    """What the oracle holds against a message, or nothing."""
    texts = {part.name: part.text for part in parts}
    whole = "\n".join(texts.values())
    planned = [
        slot.claim.text
        for part in plan.parts
        for slot in part.slots
        if isinstance(slot, ClaimSlot)
    ]
    places = [texts[PartName.BODY].find(text) for text in planned]
    found = [f"unsupported: {word}" for word in unsupported(plan, parts)]
    if -1 in places or places != sorted(places):
        found.append("claims missing or out of order")
    found += [
        f"a claim stands {whole.count(claim.text)} times"
        for claim in supply.claims
        if whole.count(claim.text) != planned.count(claim.text)
    ]
    if texts[PartName.SAFETY_INFORMATION] != supply.label.safety_full.text:
        found.append("safety text changed")
    return found


def cleared(plan: MessagePlan, supply: Supply, draft: Draft) -> tuple[Part, ...] | None:
    """The rendered message, if renderer and gate let it pass."""
    try:
        parts = substituting.render(plan, draft, supply)
    except substituting.DraftRefusedError:
        return None
    piece = Piece(plan.context, tuple(PieceText(p.name, p.text) for p in parts))
    result = checking.check(piece, supply)
    return None if result.verdict == Verdict.BLOCKED else parts


def babble(reply: replies.Reply, chance: random.Random) -> str:
    """Copy of courtesies with at least one word among them that must not stand."""
    words = chance.choices(sorted(COURTESY), k=chance.randrange(1, 9))
    for _ in range(chance.randrange(1, 3)):
        words.insert(chance.randrange(len(words) + 1), chance.choice(POISON))
    segments = replies.body(reply)
    places = [n for n, s in enumerate(segments) if s["kind"] != "claim"]
    segments[chance.choice(places)] = replies.own(" ".join(words).capitalize() + ".")
    return json.dumps(reply)


def spoilt_twice(reply: replies.Reply, chance: random.Random) -> str:
    """Two different faults in one reply, where the first leaves something to spoil."""
    first, second = chance.sample(BAD, 2)
    text = first.spoil(reply, chance)
    try:
        return second.spoil(json.loads(text), chance)
    except (LookupError, TypeError, ValueError, StopIteration):
        return text


def seeded(plan: MessagePlan, seed: int) -> tuple[str, str]:
    """One reply of a model in some mood, and the mood."""
    chance = replies.dice(seed)
    good = replies.good_reply(plan, chance, courtesies=chance.random() / 2)
    mood = chance.choices(("good", "bad", "worse", "babble"), (30, 40, 10, 20))[0]
    if mood == "bad":
        bad = BAD[seed % len(BAD)]
        return mood, bad.spoil(good, chance)
    if mood == "worse":
        return mood, spoilt_twice(good, chance)
    if mood == "babble":
        return mood, babble(good, chance)
    return mood, json.dumps(good)


@pytest.fixture(scope="module")
def supply() -> Supply:
    return supplies.make_supply()


@pytest.fixture(scope="module")
def plans(supply: Supply) -> list[MessagePlan]:
    return [replies.make_plan(supply, channel) for channel in CHANNELS]


def test_no_unsupported_word_in_a_thousand_replies(
    supply: Supply, plans: list[MessagePlan]
) -> None:
    fates: Counter[tuple[str, str]] = Counter()
    for seed in range(REPLIES):
        plan = plans[seed % len(plans)]
        mood, text = seeded(plan, seed)
        try:
            draft = reading.read(plan, text)
        except reading.ReplyRefusedError:
            fates[mood, "refused"] += 1
            continue
        parts = cleared(plan, supply, draft)
        assert parts is not None, (seed, mood, text)
        assert broken_promises(plan, supply, parts) == [], (seed, mood, text)
        fates[mood, "accepted"] += 1

    assert sum(fates.values()) == REPLIES
    # Two faults may undo each other; one never passes.
    assert not {("bad", "accepted"), ("babble", "accepted")} & set(fates)
    assert fates["good", "refused"] == 0
    assert fates["good", "accepted"] > 250
    assert fates["babble", "refused"] > 150


def loosely(text: str) -> Draft | None:
    """A draft read without any judgement, as a broken reader might hand it on."""
    try:
        return Draft(
            tuple(
                DraftPart(
                    PartName(part["name"]),
                    tuple(
                        DraftSegment(SegmentKind(s["kind"]), s["ref"], s["text"])
                        for s in part["segments"]
                        if isinstance(s["text"], str | None)
                    ),
                )
                for part in json.loads(text)["parts"]
            )
        )
    except (LookupError, TypeError, ValueError):
        return None


def test_renderer_and_gate_alone_let_none_escape(
    supply: Supply, plans: list[MessagePlan]
) -> None:
    fates: Counter[str] = Counter()
    for seed in range(REPLIES):
        plan = plans[seed % len(plans)]
        mood, text = seeded(plan, seed)
        draft = loosely(text)
        parts = draft and cleared(plan, supply, draft)
        if parts:
            assert broken_promises(plan, supply, parts) == [], (seed, mood, text)
            fates[mood] += 1

    assert fates["good"] > 250
    assert fates["babble"] == 0


def test_no_unsupported_word_over_the_wire(
    supply: Supply, plans: list[MessagePlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "remote_calls_allowed", False)
    moods: Iterator[int] = iter(range(REPLIES, REPLIES * 9))
    troubles = (
        Scripted(status=429),
        Scripted(status=503),
        Scripted("{", finish_reason="length"),
        Scripted("cut", drop="midst"),
    )
    fates: Counter[str] = Counter()

    def answer(_: stand_in.Received) -> Scripted:
        seed = next(moods)
        if seed % 9 == 0:
            return troubles[seed // 9 % len(troubles)]
        return Scripted(seeded(plan, seed)[1])

    with stand_in.serving() as service:
        service.responder = answer
        writer = OpenAIWriter(
            Endpoint(
                api_key="k",
                model="m",
                base_url=service.base_url,
                total_seconds=20.0,
                backoff_seconds=0.001,
            )
        )
        for number in range(OVER_HTTP):
            plan = plans[number % len(plans)]
            try:
                (draft,) = writer.propose(plan, 1)
            except WriterFailedError:
                fates["failed"] += 1
                continue
            parts = cleared(plan, supply, draft)
            assert parts is not None
            assert broken_promises(plan, supply, parts) == []
            fates["accepted"] += 1
        writer.close()

    assert len(service.received) > OVER_HTTP
    assert fates["failed"] > 0
    assert fates["accepted"] > OVER_HTTP // 4


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for Velorin.",
        "Thank you 1.",
        "Thank you: safe.",
        "We share 9.8% with you.",
    ],
)
def test_the_oracle_is_not_blind(
    supply: Supply, plans: list[MessagePlan], text: str
) -> None:
    plan = plans[0]
    draft = reading.read(plan, json.dumps(replies.good_reply(plan)))
    parts = substituting.render(plan, draft, supply)
    assert broken_promises(plan, supply, parts) == []

    body = next(part for part in parts if part.name == PartName.BODY)
    added = Segment(SegmentKind.COPY, f"\n\n{text}")
    spoilt = Part(PartName.BODY, (*body.segments, added))
    assert broken_promises(
        plan, supply, tuple(spoilt if part is body else part for part in parts)
    )


def test_the_oracle_sees_claims_and_safety(
    supply: Supply, plans: list[MessagePlan]
) -> None:
    plan = plans[0]
    draft = reading.read(plan, json.dumps(replies.good_reply(plan)))
    parts = substituting.render(plan, draft, supply)
    changed = {
        "doubled": (*parts, Part(PartName.DESCRIPTION, parts[3].segments)),
        "reordered": tuple(Part(p.name, p.segments[::-1]) for p in parts),
        "safety": tuple(
            Part(p.name, (Segment(SegmentKind.SAFETY, "Safe."),))
            if p.name == PartName.SAFETY_INFORMATION
            else p
            for p in parts
        ),
    }
    for spoilt in changed.values():
        assert broken_promises(plan, supply, spoilt)


def test_candidates_of_the_plan_are_all_the_oracle_knows(
    plans: list[MessagePlan],
) -> None:
    known = approved(plans[0])
    assert flat("Evidence extract with references.") not in known
    slots = [s for part in plans[0].parts for s in part.slots]
    assert any(isinstance(slot, CopySlot) for slot in slots)
    assert flat("Open the evidence summary") in known
