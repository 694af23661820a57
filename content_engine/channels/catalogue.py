"""The channels that are built: their parts, limits and tokens, as data.

Limits count characters, tokens at their longest value; ``None`` means no limit. The
figures follow the channel rules CH-01, CH-02, CH-09 and CH-10.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from content_engine.vocabulary import Channel, Format, PartName

VERIFIED_ON = "2026-11-01"
SOURCE = "Rules CH-01, CH-02, CH-09 and CH-10 of the rule catalogue"

MAIL_PARTS = (
    PartName.SUBJECT,
    PartName.PREHEADER,
    PartName.HEADLINE,
    PartName.BODY,
    PartName.CALL_TO_ACTION,
    PartName.SAFETY_INFORMATION,
    PartName.PRESCRIBING_INFORMATION,
    PartName.FOOTER,
)
TEXT_PARTS = (
    PartName.BODY,
    PartName.CALL_TO_ACTION,
    PartName.SAFETY_INFORMATION,
    PartName.PRESCRIBING_INFORMATION,
    PartName.FOOTER,
)
MAIL_LIMITS: Mapping[PartName, int] = MappingProxyType(
    {
        PartName.SUBJECT: 150,
        PartName.PREHEADER: 140,
        PartName.HEADLINE: 120,
        PartName.BODY: 6000,
        PartName.CALL_TO_ACTION: 40,
    }
)
MAIL_ADVICE: Mapping[PartName, int] = MappingProxyType(
    {PartName.SUBJECT: 50, PartName.PREHEADER: 100}
)
CLAIMS: Mapping[Format, int] = MappingProxyType(
    {Format.SHORT: 1, Format.STANDARD: 2, Format.LONG: 3}
)
ONE_CLAIM: Mapping[Format, int] = MappingProxyType(
    {Format.SHORT: 1, Format.STANDARD: 1}
)
REP_TOKENS: Mapping[str, int] = MappingProxyType(
    {"accountTitle": 12, "accountLname": 40, "userName": 60}
)


@dataclass(frozen=True)
class ChannelRules:
    """What a channel holds.

    ``limits`` refuse and ``advised`` warn, both in characters a part; ``tokens`` maps
    each allowed placeholder to the length of its longest value; ``claims`` says how
    many claims each format carries; ``units`` is the most a message of one unit may
    have as GSM-7 septets and as UCS-2 units, where the channel counts that way.
    """

    channel: Channel
    title: str
    by: str
    parts: tuple[PartName, ...]
    claims: Mapping[Format, int]
    limits: Mapping[PartName, int] = field(default_factory=dict)
    advised: Mapping[PartName, int] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    joint: str = "\n\n"
    full_safety: bool = True
    cites: bool = True
    units: tuple[int, int] | None = None
    verified_on: str = VERIFIED_ON
    source: str = SOURCE


EMAIL = ChannelRules(
    channel=Channel.EMAIL,
    title="An e-mail",
    by="by e-mail",
    parts=MAIL_PARTS,
    claims=CLAIMS,
    limits=MAIL_LIMITS,
    advised=MAIL_ADVICE,
)
REP_EMAIL = replace(
    EMAIL,
    channel=Channel.REP_EMAIL,
    title="A representative's e-mail",
    by="by a representative's e-mail",
    tokens=REP_TOKENS,
)
SMS = ChannelRules(
    channel=Channel.SMS,
    title="An SMS",
    by="by SMS",
    parts=TEXT_PARTS,
    claims=ONE_CLAIM,
    limits=MappingProxyType({PartName.CALL_TO_ACTION: 20}),
    joint=" ",
    full_safety=False,
    cites=False,
    units=(459, 201),
)
CHANNELS: Mapping[Channel, ChannelRules] = MappingProxyType(
    {rules.channel: rules for rules in (EMAIL, REP_EMAIL, SMS)}
)


class UnbuiltChannelError(KeyError):
    """A channel that the contract names but that nobody has built yet."""

    def __str__(self) -> str:
        return str(self.args[0])


def rules_of(channel: str) -> ChannelRules:
    """The rules of a built channel; raises UnbuiltChannelError naming the others."""
    if channel in list(CHANNELS):
        return CHANNELS[Channel(channel)]
    built = ", ".join(CHANNELS)
    raise UnbuiltChannelError(
        f"The channel {channel} is not built yet; choose one of {built}."
    )
