"""Tables of the first floor: briefs, runs, variants and what checks found."""

from content_engine.models.briefs import Brief, Family
from content_engine.models.dispositions import Disposition
from content_engine.models.findings import CheckRecord, FindingRecord
from content_engine.models.rule_packs import PackChange, RulePack
from content_engine.models.runs import GenerationRun, InfeasibleCell
from content_engine.models.variants import (
    Variant,
    VariantPart,
    VariantSegment,
    VariantVersion,
)

__all__ = [
    "Brief",
    "CheckRecord",
    "Disposition",
    "Family",
    "FindingRecord",
    "GenerationRun",
    "InfeasibleCell",
    "PackChange",
    "RulePack",
    "Variant",
    "VariantPart",
    "VariantSegment",
    "VariantVersion",
]
