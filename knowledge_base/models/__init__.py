"""Tables of the ground floor: what is known and what happened."""

from knowledge_base.models.batches import BatchKind, ImportBatch
from knowledge_base.models.brands import Brand, BrandMarket
from knowledge_base.models.claims import (
    ApprovalFunction,
    Claim,
    ClaimApproval,
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
)
from knowledge_base.models.copy_blocks import CopyApproval, CopyBlock, CopyBlockVersion
from knowledge_base.models.indexing import IndexChange, WordingVector
from knowledge_base.models.labels import (
    Label,
    LabelSection,
    LabelSource,
    SafetyForm,
    SafetyText,
)
from knowledge_base.models.ledger import LedgerEntry, LedgerTip
from knowledge_base.models.profiles import (
    Fact,
    HcpProfile,
    HcpSegment,
    SegmentMembership,
)
from knowledge_base.models.references import (
    Anchor,
    Reference,
    ReferenceFile,
    ReferencePage,
)

__all__ = [
    "Anchor",
    "ApprovalFunction",
    "BatchKind",
    "Brand",
    "BrandMarket",
    "Claim",
    "ClaimApproval",
    "ClaimCitation",
    "ClaimState",
    "ClaimVariation",
    "ClaimVersion",
    "CopyApproval",
    "CopyBlock",
    "CopyBlockVersion",
    "Fact",
    "HcpProfile",
    "HcpSegment",
    "ImportBatch",
    "IndexChange",
    "Label",
    "LabelSection",
    "LabelSource",
    "LedgerEntry",
    "LedgerTip",
    "Reference",
    "ReferenceFile",
    "ReferencePage",
    "SafetyForm",
    "SafetyText",
    "SegmentMembership",
    "WordingVector",
]
