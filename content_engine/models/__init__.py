"""Tables of the first floor: briefs, runs, variants and what checks found."""

from content_engine.models.briefs import Brief, Family
from content_engine.models.findings import CheckRecord, FindingRecord
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
    "Family",
    "FindingRecord",
    "GenerationRun",
    "InfeasibleCell",
    "Variant",
    "VariantPart",
    "VariantSegment",
    "VariantVersion",
]
