"""Labels: imported, compared clause by clause, adopted, withdrawn, in force."""

from knowledge_base.labels.adopting import (
    LabelNotReadyError,
    LabelStepError,
    Replacement,
    adopt,
    adoption_refusal,
    replacement,
    withdraw,
)
from knowledge_base.labels.comparing import ChangeKind, ClauseChange, compare
from knowledge_base.labels.importing import (
    ImportedLabel,
    ImportState,
    LabelRefusedError,
    import_document,
)
from knowledge_base.labels.leaning import Leaning, leaning
from knowledge_base.labels.products import UnclearBrandError
from knowledge_base.labels.recording import content_sha256
from knowledge_base.labels.referring import reference_of
from knowledge_base.labels.safety import SafetyMissingError, state_safety
from knowledge_base.labels.standing import (
    NoLabelError,
    current_at,
    is_other_labeler,
)

__all__ = [
    "ChangeKind",
    "ClauseChange",
    "ImportState",
    "ImportedLabel",
    "LabelNotReadyError",
    "LabelRefusedError",
    "LabelStepError",
    "Leaning",
    "NoLabelError",
    "Replacement",
    "SafetyMissingError",
    "UnclearBrandError",
    "adopt",
    "adoption_refusal",
    "compare",
    "content_sha256",
    "current_at",
    "import_document",
    "is_other_labeler",
    "leaning",
    "reference_of",
    "replacement",
    "state_safety",
    "withdraw",
]
