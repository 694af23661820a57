"""The embedded composer keeps what every writer promises, on each channel."""

import pytest

from content_engine.planning import layout
from content_engine.planning.slots import Cell, MessagePlan
from content_engine.supply import Supply
from content_engine.writers.composer.writing import Composer
from content_engine.writers.protocol import Writer
from tests.content_engine.supplies import make_context, make_supply
from tests.content_engine.wishes import make_brief
from tests.contracts.writers import WriterContract


class ComposerContract(WriterContract):
    """The composer repeats itself to the byte."""

    is_repeatable = True
    channel = "email"
    form = "short"

    @pytest.fixture
    def writer(self) -> Writer:
        return Composer()

    @pytest.fixture
    def supply(self) -> Supply:
        return make_supply()

    @pytest.fixture
    def plan(self, supply: Supply) -> MessagePlan:
        context = make_context(channel=self.channel)
        cell = Cell("warm", "efficacy", self.form)
        return layout.plan(cell, context, supply, make_brief(context), 7)


class TestComposerInShortMails(ComposerContract):
    """One claim."""


class TestComposerInLongMails(ComposerContract):
    """Three claims with bridges."""

    form = "long"


class TestComposerInRepMails(ComposerContract):
    """Placeholders in blocks."""

    channel = "rep_email"
    form = "standard"


class TestComposerInTextMessages(ComposerContract):
    """An optional call to action, and counted units."""

    channel = "sms"
