"""Chooses the writer by its name and sets it up from the settings."""

from dataclasses import dataclass

from django.conf import settings

from content_engine.planning.slots import MessagePlan
from content_engine.vocabulary import WriterName
from content_engine.writers.composer.writing import Composer
from content_engine.writers.llm.endpoints import OFFICIAL, Endpoint
from content_engine.writers.llm.writer import OpenAIWriter
from content_engine.writers.protocol import (
    Draft,
    Writer,
    WriterCard,
    WriterFailedError,
)


@dataclass(frozen=True)
class UnusableWriter:
    """Stands where a writer could not be set up, so that the fallback is asked."""

    card: WriterCard
    reason: str

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        """Raise WriterFailedError with the reason."""
        raise WriterFailedError(self.reason)


def writer_or_stand_in(name: str, fallback: Writer | None) -> Writer:
    """The writer of that name, or one that fails with the reason why there is none.

    Raises WriterFailedError where no fallback could write instead.
    """
    try:
        return writer_by_name(name)
    except WriterFailedError as error:
        if fallback is None:
            raise
        return UnusableWriter(WriterCard(name, "", ""), str(error))


def writer_by_name(name: str) -> Writer:
    """The writer of that name; raises WriterFailedError if it cannot be set up."""
    if name == WriterName.COMPOSER:
        return Composer()
    if name == WriterName.OPENAI:
        return OpenAIWriter(_endpoint())
    raise WriterFailedError(
        f"No writer is called {name}; choose one of {', '.join(WriterName)}."
    )


def _endpoint() -> Endpoint:
    """The endpoint of the settings; one draft must be done before a lease passes."""
    return Endpoint(
        api_key=settings.OPENAI_API_KEY,
        base_url=settings.OPENAI_BASE_URL or OFFICIAL,
        model=settings.OPENAI_MODEL,
        temperature=settings.OPENAI_TEMPERATURE,
        timeout_seconds=settings.OPENAI_TIMEOUT_SECONDS,
        total_seconds=settings.OPENAI_TIMEOUT_SECONDS,
    )
