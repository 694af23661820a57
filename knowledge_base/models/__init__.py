"""Tables of the ground floor: what is known and what happened."""

from knowledge_base.models.brands import Brand, BrandMarket
from knowledge_base.models.claims import (
    Claim,
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
)
from knowledge_base.models.copy_blocks import CopyBlock, CopyBlockVersion
from knowledge_base.models.labels import Label, LabelSection, SafetyForm, SafetyText
from knowledge_base.models.ledger import LedgerEntry, LedgerTip
from knowledge_base.models.profiles import (
    Fact,
    HcpProfile,
    HcpSegment,
    SegmentMembership,
)
from knowledge_base.models.references import Anchor, Reference

__all__ = [
    "Anchor",
    "Brand",
    "BrandMarket",
    "Claim",
    "ClaimCitation",
    "ClaimState",
    "ClaimVariation",
    "ClaimVersion",
    "CopyBlock",
    "CopyBlockVersion",
    "Fact",
    "HcpProfile",
    "HcpSegment",
    "Label",
    "LabelSection",
    "LedgerEntry",
    "LedgerTip",
    "Reference",
    "SafetyForm",
    "SafetyText",
    "SegmentMembership",
]
