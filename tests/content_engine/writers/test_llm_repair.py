"""The talk with a model: two repairs at most, each told why, never past a refusal."""

import dataclasses
import json
from typing import Any

import pytest

from content_engine.planning.slots import MessagePlan
from content_engine.writers.llm import prompts, reading, repair, schema
from content_engine.writers.llm.endpoints import Deadline, Endpoint
from content_engine.writers.llm.failures import Reply
from content_engine.writers.llm.prompts import Message
from content_engine.writers.protocol import WriterFailedError
from tests.content_engine import replies

ENDPOINT = Endpoint(api_key="k", model="m", base_url="http://127.0.0.1:9/v1")


class Talker:
    """Stands in for the client: says what is scripted, and remembers what it heard."""

    def __init__(self, *answers: Reply | Exception) -> None:
        self.endpoint = ENDPOINT
        self.answers = list(answers)
        self.heard: list[list[Message]] = []
        self.seeds: list[int] = []
        self.deadlines: list[Deadline] = []
        self.models: list[Any] = []

    def ask(
        self, messages: list[Message], model: Any, *, deadline: Deadline, seed: int
    ) -> Reply:
        self.heard.append(messages)
        self.models.append(model)
        self.seeds.append(seed)
        self.deadlines.append(deadline)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(scope="module")
def plan() -> MessagePlan:
    return replies.make_plan()


def good(plan: MessagePlan) -> Reply:
    return Reply(json.dumps(replies.good_reply(plan)), "stop")


def drafted(plan: MessagePlan, talker: Talker) -> Any:
    return repair.draft_from(talker, plan)  # type: ignore[arg-type]


EMPTY = Reply("", "stop")
PROSE = Reply("Certainly! Here it is.", "stop")
EMPTY_TOLD = "The answer was empty."
PROSE_TOLD = "The answer is not one JSON object and nothing else."


def test_a_good_answer_needs_no_second(plan: MessagePlan) -> None:
    talker = Talker(good(plan))
    assert drafted(plan, talker) == reading.read(plan, good(plan).text)
    assert talker.heard == [prompts.opening(plan)]


@pytest.mark.parametrize("bad", [1, 2])
def test_up_to_two_bad_answers_are_repaired(plan: MessagePlan, bad: int) -> None:
    talker = Talker(*[PROSE] * bad, good(plan))
    assert drafted(plan, talker) == reading.read(plan, good(plan).text)
    assert len(talker.heard) == bad + 1


def test_after_the_third_bad_answer_the_writer_gives_up(plan: MessagePlan) -> None:
    talker = Talker(PROSE, PROSE, EMPTY, good(plan))
    with pytest.raises(WriterFailedError) as failure:
        drafted(plan, talker)
    assert len(talker.heard) == 3
    assert str(failure.value) == (
        f"The model's answer was refused 3 times, the last time because: {EMPTY_TOLD}"
    )


def test_each_repair_tells_the_last_answer_and_its_faults_only(
    plan: MessagePlan,
) -> None:
    talker = Talker(PROSE, EMPTY, good(plan))
    drafted(plan, talker)
    opening = prompts.opening(plan)
    first, second = talker.heard[1], talker.heard[2]
    assert first[: len(opening)] == second[: len(opening)] == opening
    assert first[len(opening)] == ("assistant", PROSE.text)
    assert PROSE_TOLD in first[-1][1]
    assert len(second) == len(opening) + 1  # nothing was said that could be repeated
    assert EMPTY_TOLD in second[-1][1]
    assert PROSE_TOLD not in second[-1][1]


def test_the_rules_are_told_by_the_system_and_all_else_by_the_user(
    plan: MessagePlan,
) -> None:
    talker = Talker(PROSE, good(plan))
    drafted(plan, talker)
    assert [role for role, _ in talker.heard[1]] == [
        "system",
        "user",
        "assistant",
        "user",
    ]


# how an answer came, and what it is refused for
UNFINISHED = [
    pytest.param(
        {"finish_reason": "length"},
        "The answer was cut off because it was too long.",
        id="too long",
    ),
    pytest.param(
        {"finish_reason": "content_filter"},
        "The answer was cut off by the endpoint's content filter.",
        id="filtered",
    ),
    pytest.param(
        {"finish_reason": "tool_calls"},
        "The answer did not end as it should.",
        id="a tool call",
    ),
    pytest.param(
        {"finish_reason": ""}, "The answer did not end as it should.", id="no reason"
    ),
    pytest.param(
        {"refusal": "I cannot."}, "You declined instead of answering.", id="declined"
    ),
    pytest.param(
        {"refusal": "I cannot.", "finish_reason": "length"},
        "You declined instead of answering.",
        id="declined and cut off",
    ),
]


@pytest.mark.parametrize(("changes", "reason"), UNFINISHED)
def test_an_answer_that_did_not_end_well_is_never_read(
    plan: MessagePlan, changes: dict[str, Any], reason: str
) -> None:
    unfinished = dataclasses.replace(good(plan), **changes)
    talker = Talker(unfinished, good(plan))
    assert drafted(plan, talker) is not None
    assert reason in talker.heard[1][-1][1]
    with pytest.raises(WriterFailedError, match="refused 3 times") as failure:
        drafted(plan, Talker(unfinished, unfinished, unfinished))
    assert str(failure.value).endswith(f"because: {reason}")


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_an_endpoint_that_fails_ends_the_talk_at_once(
    plan: MessagePlan, turn: int
) -> None:
    failure = WriterFailedError("The endpoint could not be reached.")
    talker = Talker(*[PROSE] * turn, failure, good(plan))
    with pytest.raises(WriterFailedError) as raised:
        drafted(plan, talker)
    assert raised.value is failure
    assert len(talker.heard) == turn + 1


def test_all_turns_share_one_deadline_and_the_plans_own_shape(
    plan: MessagePlan,
) -> None:
    talker = Talker(PROSE, PROSE, good(plan))
    drafted(plan, talker)
    assert len({id(deadline) for deadline in talker.deadlines}) == 1
    assert talker.deadlines[0].seconds == ENDPOINT.total_seconds
    shapes = {json.dumps(m.model_json_schema()) for m in talker.models}
    assert shapes == {json.dumps(schema.reply_model(plan).model_json_schema())}


def test_each_turn_has_the_next_seed_and_a_plan_always_the_same(
    plan: MessagePlan,
) -> None:
    runs = []
    for _ in range(2):
        talker = Talker(PROSE, PROSE, good(plan))
        drafted(plan, talker)
        runs.append(talker.seeds)
    first = runs[0][0]
    assert runs[0] == runs[1] == [first, first + 1, first + 2]
    other = Talker(good(plan))
    drafted(dataclasses.replace(plan, seed=plan.seed + 1), other)
    assert other.seeds != [first]


def test_a_seed_never_leaves_the_bounds_of_the_interface(
    plan: MessagePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Highest:
        def getrandbits(self, bits: int) -> int:
            return int(2**bits - 1)

    talker = Talker(PROSE, good(plan))
    monkeypatch.setattr(MessagePlan, "rng", lambda _: Highest())
    monkeypatch.setattr(prompts, "opening", lambda _: [("user", "x")])
    drafted(plan, talker)
    assert talker.seeds == [2**31 - 1, 0]


def test_at_most_three_reasons_are_told_at_the_end(plan: MessagePlan) -> None:
    faulty = replies.good_reply(plan)
    for part in faulty["parts"]:
        for segment in part["segments"]:
            if segment["kind"] == "block":
                segment["ref"] = f"foreign-{part['name']}@1"
    bad = Reply(json.dumps(faulty), "stop")
    with pytest.raises(WriterFailedError) as failure:
        drafted(plan, Talker(bad, bad, bad))
    told = str(failure.value).partition("because: ")[2]
    assert told.count("is not in this plan.") == 3


@pytest.mark.parametrize("bad", replies.BAD, ids=lambda bad: bad.name)
def test_every_bad_reply_is_told_why_and_then_forgiven(
    plan: MessagePlan, bad: replies.Bad
) -> None:
    chance = replies.dice(5)
    spoilt = Reply(bad.spoil(replies.good_reply(plan, chance), chance), "stop")
    talker = Talker(spoilt, good(plan))
    assert drafted(plan, talker) == reading.read(plan, good(plan).text)
    assert bad.because in talker.heard[1][-1][1]
