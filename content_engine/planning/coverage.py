"""Counts approved copy for each cell a message may be asked for, and finds the holes.

A text block counts by itself and by its wordings, for its brackets multiply. What
limits a family is the number of blocks: messages that share no block differ in every
connective sentence, and the role with the fewest blocks says how many of them there
can be. That number is the diversity headroom of a tone and a theme. Greetings and
signatures do not count: letters may begin and end alike.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content_engine.channels.catalogue import ChannelRules
from content_engine.planning import fitting
from content_engine.planning.layout import ROLE_OF_PART
from content_engine.supply import BlockText
from content_engine.vocabulary import CopyRole, Format, PartName

BODY_OF_MAIL = (CopyRole.GREETING, CopyRole.OPENING, CopyRole.EVIDENCE_LEAD)
END_OF_MAIL = (CopyRole.CLOSING, CopyRole.SIGNATURE)
MAY_REPEAT = frozenset({CopyRole.GREETING, CopyRole.SIGNATURE})


@dataclass(frozen=True)
class Need:
    """How many blocks of a role one message holds; an optional one may be missing."""

    role: CopyRole
    each: int = 1
    is_optional: bool = False


@dataclass(frozen=True)
class Holding:
    """What is approved for one role in one tone on one theme."""

    need: Need
    blocks: int
    wordings: int

    @property
    def is_hole(self) -> bool:
        """Without more blocks no message can be made here."""
        return not self.need.is_optional and self.blocks < self.need.each

    @property
    def is_telling(self) -> bool:
        """Whether messages differ by the words of this role."""
        return not self.need.is_optional and self.need.role not in MAY_REPEAT

    @property
    def messages(self) -> int:
        """So many messages can be filled before one of these blocks comes again."""
        return self.blocks // self.need.each

    def missing(self, messages: int) -> int:
        """How many more blocks so many messages need."""
        different = messages if self.is_telling else min(messages, 1)
        return max(0, different * self.need.each - self.blocks)


@dataclass(frozen=True)
class Headroom:
    """How many messages of a tone and theme share no block, and what holds them back.

    ``missing`` is how many more blocks of each role in ``scarce`` would allow ``next``
    messages.
    """

    messages: int
    scarce: tuple[CopyRole, ...]
    missing: tuple[int, ...]
    next: int


@dataclass(frozen=True)
class Cell:
    """A tone and a theme with what every role holds there."""

    tone: str
    theme: str
    holdings: tuple[Holding, ...]

    @property
    def headroom(self) -> Headroom:
        """What the roles that a message cannot do without allow here."""
        needed = [h for h in self.holdings if h.is_telling or h.is_hole]
        if not needed:
            return Headroom(0, (), (), 0)
        least, *more = sorted({holding.messages for holding in needed})
        following = more[0] if more else least + 1
        scarce = [holding for holding in needed if holding.messages == least]
        return Headroom(
            messages=least,
            scarce=tuple(holding.need.role for holding in scarce),
            missing=tuple(holding.missing(following) for holding in scarce),
            next=following,
        )


def needs(rules: ChannelRules, format_: Format) -> tuple[Need, ...]:
    """The roles of one message on a channel, in the order in which they are read.

    A format that the channel does not carry needs nothing.
    """
    claims = rules.claims.get(format_, 0)
    return tuple(_needs(rules, claims)) if claims else ()


def cells(
    blocks: Sequence[BlockText],
    rules: ChannelRules,
    format_: Format,
    tones: Sequence[str],
    themes: Sequence[str],
) -> tuple[Cell, ...]:
    """Every tone with every theme; ``blocks`` are those open to market and channel."""
    needed = needs(rules, format_)
    suiting = [
        dataclasses.replace(block, themes=block.themes or tuple(themes))
        for block in blocks
        if fitting.suits(block, rules, format_)
    ]
    return tuple(
        Cell(tone, theme, _holdings(suiting, needed, tone, theme))
        for tone in tones
        for theme in themes
    )


def _holdings(
    blocks: Sequence[BlockText], needed: Sequence[Need], tone: str, theme: str
) -> tuple[Holding, ...]:
    here = [block for block in blocks if tone in block.tones and theme in block.themes]
    found = {need: [b for b in here if b.role == need.role] for need in needed}
    return tuple(
        Holding(need, len(mine), _wordings(mine)) for need, mine in found.items()
    )


def _wordings(blocks: Sequence[BlockText]) -> int:
    """Different texts that the blocks stand for."""
    return len({text for block in blocks for text in fitting.approved(block.text)})


def _needs(rules: ChannelRules, claims: int) -> Iterator[Need]:
    counted = rules.units is not None
    for part in rules.parts:
        if part == PartName.BODY:
            yield from _body(claims, counted=counted)
        elif part in ROLE_OF_PART:
            yield Need(ROLE_OF_PART[part], is_optional=counted)


def _body(claims: int, *, counted: bool) -> Iterator[Need]:
    if counted:
        yield Need(CopyRole.OPENING)
        return
    yield from (Need(role) for role in BODY_OF_MAIL)
    if claims > 1:
        yield Need(CopyRole.BRIDGE, each=claims - 1)
    yield from (Need(role) for role in END_OF_MAIL)
