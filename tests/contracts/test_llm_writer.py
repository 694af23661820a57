"""The language-model writer keeps what every writer promises, on each channel."""

from collections.abc import Iterator

import pytest

from content_engine.planning.slots import MessagePlan
from content_engine.supply import Supply
from content_engine.writers.llm import endpoints
from content_engine.writers.llm.endpoints import Endpoint
from content_engine.writers.llm.writer import OpenAIWriter
from content_engine.writers.protocol import Writer
from tests import stand_in
from tests.content_engine import replies, supplies
from tests.contracts.writers import WriterContract


@pytest.fixture(scope="module")
def willing() -> Iterator[OpenAIWriter]:
    with stand_in.serving() as service:
        service.responder = stand_in.obedient
        writer = OpenAIWriter(
            Endpoint(api_key="k", model="m", base_url=service.base_url)
        )
        yield writer
        writer.close()


class LanguageModelContract(WriterContract):
    """Against a model that does as it is asked; then the same is asked each time."""

    is_repeatable = True
    channel = "email"

    @pytest.fixture
    def writer(self, willing: OpenAIWriter, monkeypatch: pytest.MonkeyPatch) -> Writer:
        """A writer whose endpoint is on this machine."""
        monkeypatch.setattr(endpoints, "remote_calls_allowed", False)
        return willing

    @pytest.fixture
    def supply(self) -> Supply:
        """All that may be said."""
        return supplies.make_supply()

    @pytest.fixture
    def plan(self, supply: Supply) -> MessagePlan:
        """A message with two claims where there is room."""
        return replies.make_plan(supply, self.channel)


class TestLanguageModelInMails(LanguageModelContract):
    """Claims with bridges."""


class TestLanguageModelInRepMails(LanguageModelContract):
    """Placeholders in blocks."""

    channel = "rep_email"


class TestLanguageModelInTextMessages(LanguageModelContract):
    """One line, and an optional call to action."""

    channel = "sms"
