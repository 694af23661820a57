"""Asks a second reader: never needed, never in the way, and no judge."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from content_engine.opinions import asking, reading
from content_engine.opinions.asking import Question
from content_engine.opinions.reading import Opinion, Opinions, UnreadableOpinionError
from content_engine.writers.llm.client import Client
from content_engine.writers.llm.endpoints import OFFICIAL, Deadline, Endpoint
from content_engine.writers.llm.failures import Reply
from content_engine.writers.protocol import WriterFailedError

log = logging.getLogger(__name__)
SEED = 7
NONE, OPENAI = "none", "openai"


@dataclass(frozen=True)
class ReaderCard:
    """Who read, as records tell it."""

    model: str
    prompt_version: str

    def __str__(self) -> str:
        return f"second reader {self.model}, {self.prompt_version}"


class Reader:
    """An OpenAI-compatible model that is asked for its opinion of statements."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.card = ReaderCard(endpoint.model, asking.VERSION)

    def opinions(self, questions: Sequence[Question]) -> tuple[Opinion, ...]:
        """An opinion on each question; none at all where the answer is unusable.

        Whatever goes wrong is one line in the log and nothing more.
        """
        if not questions:
            return ()
        try:
            return reading.read(_whole(self._asked(questions)), len(questions))
        except (WriterFailedError, UnreadableOpinionError) as error:
            log.warning("The second reader gave no opinion: %s", error)
        except Exception:  # an opinion that fails must never stop a piece
            log.exception("The second reader gave no opinion.")
        return ()

    def _asked(self, questions: Sequence[Question]) -> Reply:
        client = Client(self._endpoint)
        try:
            return client.ask(
                asking.messages(questions),
                Opinions,
                deadline=Deadline(self._endpoint.total_seconds),
                seed=SEED,
            )
        finally:
            client.close()


def _whole(reply: Reply) -> str:
    if reply.refusal or reply.finish_reason != "stop":
        raise UnreadableOpinionError("The answer did not come whole.")
    return reply.text


def from_settings() -> Reader | None:
    """The second reader of the settings; None where none is wanted."""
    if settings.OPINIONS != OPENAI:
        return None
    return Reader(
        Endpoint(
            api_key=settings.OPENAI_API_KEY,
            base_url=settings.OPENAI_BASE_URL or OFFICIAL,
            model=settings.OPINION_MODEL or settings.OPENAI_MODEL,
            temperature=0.0,
            timeout_seconds=settings.OPENAI_TIMEOUT_SECONDS,
            total_seconds=settings.OPENAI_TIMEOUT_SECONDS,
        )
    )
