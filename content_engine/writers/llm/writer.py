"""The language-model writer: one draft for a plan, from one endpoint."""

import logging

from content_engine.planning.drafts import Draft
from content_engine.planning.slots import MessagePlan
from content_engine.vocabulary import WriterName
from content_engine.writers.llm import prompts, repair
from content_engine.writers.llm.client import Client
from content_engine.writers.llm.endpoints import Endpoint, Usage
from content_engine.writers.protocol import WriterCard

logger = logging.getLogger(__name__)


class OpenAIWriter:
    """Fills plans with the help of an OpenAI-compatible endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._client = Client(endpoint)
        self._card = WriterCard(
            name=WriterName.OPENAI.value,
            model=endpoint.model,
            prompt_version=prompts.VERSION,
        )

    @property
    def card(self) -> WriterCard:
        """Who writes: the model, and the template that it was asked with."""
        return self._card

    @property
    def usage(self) -> Usage:
        """What this writer has spent so far."""
        return self._client.usage

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        """One draft that keeps to the plan; ``count`` is the most that was wanted.

        Raises WriterFailedError with a sentence when the endpoint cannot be used or
        its answers were refused.
        """
        for source in prompts.flagged_sources(plan):
            logger.warning("The quote of %s reads like an instruction.", source)
        return (repair.draft_from(self._client, plan),)

    def close(self) -> None:
        """Hang up."""
        self._client.close()
