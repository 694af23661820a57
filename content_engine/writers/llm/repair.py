"""Talks with the model until a reply can be read: at most two repairs."""

from content_engine.planning.drafts import Draft
from content_engine.planning.slots import MessagePlan
from content_engine.writers.llm import prompts, reading, schema
from content_engine.writers.llm.client import Client
from content_engine.writers.llm.endpoints import Deadline
from content_engine.writers.llm.failures import Reply
from content_engine.writers.protocol import WriterFailedError

MOST_REPAIRS = 2
MOST_TOLD = 3
ENDINGS = {
    "length": "The answer was cut off because it was too long.",
    "content_filter": "The answer was cut off by the endpoint's content filter.",
}


def draft_from(client: Client, plan: MessagePlan) -> Draft:
    """A draft that keeps to its plan.

    Each refusal is told to the model with its reasons. Raises WriterFailedError with
    the reasons of the last one.
    """
    reply_model = schema.reply_model(plan)
    deadline = Deadline(client.endpoint.total_seconds)
    seed = plan.rng().getrandbits(31)
    opening = prompts.opening(plan)
    messages = opening
    for turn in range(MOST_REPAIRS + 1):
        reply = client.ask(
            messages, reply_model, deadline=deadline, seed=(seed + turn) % 2**31
        )
        try:
            return _read(plan, reply)
        except reading.ReplyRefusedError as refusal:
            reasons = refusal.reasons
        messages = [*opening, *prompts.repair(reply.text, reasons)]
    raise WriterFailedError(
        f"The model's answer was refused {MOST_REPAIRS + 1} times, the last time "
        f"because: {' '.join(reasons[:MOST_TOLD])}"
    )


def _read(plan: MessagePlan, reply: Reply) -> Draft:
    """The draft, if the answer came whole; half of one is never read."""
    if reply.refusal:
        raise reading.ReplyRefusedError(["You declined instead of answering."])
    if reply.finish_reason != "stop":
        ending = ENDINGS.get(
            reply.finish_reason, "The answer did not end as it should."
        )
        raise reading.ReplyRefusedError([ending])
    return reading.read(plan, reply.text)
