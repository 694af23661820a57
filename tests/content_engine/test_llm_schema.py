"""The shape that is sent with each plan."""

import json

import pydantic
import pytest

from content_engine.planning.slots import ClaimSlot, MessagePlan, PartPlan
from content_engine.vocabulary import PartName
from content_engine.writers.llm import reading, schema
from tests.content_engine import replies, supplies
from tests.content_engine.replies import BAD


@pytest.fixture(scope="module")
def plan() -> MessagePlan:
    return replies.make_plan()


def test_references_are_exactly_those_of_the_plan(plan: MessagePlan) -> None:
    shape = schema.reply_model(plan).model_json_schema()["$defs"]

    assert shape["Claim"]["properties"]["ref"]["enum"] == ["admissions@3", "hazard@1"]
    blocks = shape["Block"]["properties"]["ref"]["enum"]
    assert tuple(blocks) == schema.block_refs(plan)
    assert "greeting-a@1" in blocks
    assert "description-a@1" not in blocks
    assert "greeting-rep@1" not in blocks
    assert shape["Part"]["properties"]["name"]["enum"] == [
        "subject",
        "preheader",
        "headline",
        "body",
        "call_to_action",
    ]


def test_every_object_is_closed_and_every_key_required(plan: MessagePlan) -> None:
    shape = schema.reply_model(plan).model_json_schema()
    for each in (shape, *shape["$defs"].values()):
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


def test_strict_decoding_knows_no_kind_but_three(plan: MessagePlan) -> None:
    shape = schema.reply_model(plan).model_json_schema()["$defs"]
    kinds = {
        name: each["properties"]["kind"]["const"]
        for name, each in shape.items()
        if name != "Part"
    }
    assert kinds == {"Copy": "copy", "Block": "block", "Claim": "claim"}


def test_a_plan_without_claims_or_blocks_offers_none() -> None:
    greeting = replies.make_plan().parts[0].slots[0]
    assert not isinstance(greeting, ClaimSlot)
    bare = PartPlan(PartName.BODY, (type(greeting)(greeting.role, ()),))
    plan = replies.make_plan(parts=(bare,))
    assert set(schema.reply_model(plan).model_json_schema()["$defs"]) == {
        "Copy",
        "Part",
    }


@pytest.mark.parametrize("seed", range(5))
def test_whatever_the_reader_takes_fits_the_shape(plan: MessagePlan, seed: int) -> None:
    chance = replies.dice(seed)
    text = json.dumps(replies.good_reply(plan, chance, courtesies=0.5))
    assert reading.read(plan, text)
    schema.reply_model(plan).model_validate_json(text)


@pytest.mark.parametrize(
    "name",
    [
        "unknown id",
        "expired version",
        "other market",
        "claim with words",
        "safety moved",
        "safety part",
        "token written",
        "extra keys",
        "truncated",
        "fenced",
        "empty object",
    ],
)
def test_the_shape_alone_refuses_what_it_can(plan: MessagePlan, name: str) -> None:
    bad = next(bad for bad in BAD if bad.name == name)
    text = bad.spoil(replies.good_reply(plan), replies.dice(3))
    with pytest.raises(pydantic.ValidationError):
        schema.reply_model(plan).model_validate_json(text)


def test_a_foreign_supply_gives_foreign_references() -> None:
    renamed = supplies.ADMISSIONS.__class__(
        **{**supplies.ADMISSIONS.__dict__, "ref": "admissions@4"}
    )
    supply = supplies.make_supply(claims=(renamed,))
    assert schema.claim_refs(replies.make_plan(supply)) == ("admissions@4",)
