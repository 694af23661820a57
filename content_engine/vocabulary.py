"""The words that content, checks and review share: kinds, outcomes, channels."""

from enum import StrEnum


class SegmentKind(StrEnum):
    """What a stretch of a part's text is."""

    CLAIM = "claim"
    COPY = "copy"
    BLOCK = "block"
    SAFETY = "safety"
    REFERENCE = "reference"
    TOKEN = "token"  # noqa: S105 - a kind, not a secret


class Channel(StrEnum):
    """Every channel that the contract names."""

    EMAIL = "email"
    REP_EMAIL = "rep_email"
    SMS = "sms"
    RCS = "rcs"
    WHATSAPP = "whatsapp"
    PUSH = "push"
    BANNER = "banner"
    SLIDE = "slide"
    SEARCH_AD = "search_ad"
    LINKEDIN = "linkedin"
    X_POST = "x_post"
    LEAVE_BEHIND = "leave_behind"
    PORTAL_CARD = "portal_card"


class PartName(StrEnum):
    """The named places of a piece."""

    SUBJECT = "subject"
    PREHEADER = "preheader"
    HEADLINE = "headline"
    BODY = "body"
    CALL_TO_ACTION = "call_to_action"
    ALT_TEXT = "alt_text"
    SAFETY_INFORMATION = "safety_information"
    PRESCRIBING_INFORMATION = "prescribing_information"
    FOOTER = "footer"
    DESCRIPTION = "description"
    PATH = "path"
    PLAIN_TEXT = "plain_text"


class CopyRole(StrEnum):
    """What a copy block does in a message."""

    SUBJECT = "subject"
    PREHEADER = "preheader"
    HEADLINE = "headline"
    GREETING = "greeting"
    OPENING = "opening"
    EVIDENCE_LEAD = "evidence_lead"
    BRIDGE = "bridge"
    CALL_TO_ACTION = "call_to_action"
    CLOSING = "closing"
    SIGNATURE = "signature"
    DESCRIPTION = "description"


class Format(StrEnum):
    """How much a message says."""

    SHORT = "short"
    STANDARD = "standard"
    LONG = "long"


class Audience(StrEnum):
    """Who reads."""

    HCP = "HCP"
    PATIENT = "PATIENT"
    PAYER = "PAYER"


class Intent(StrEnum):
    """Why a piece is sent."""

    PROMOTIONAL = "promotional"
    REMINDER = "reminder"
    MEDICAL_RESPONSE = "medical_response"
    NON_PROMOTIONAL = "non_promotional"


class StatementKind(StrEnum):
    """What a statement is about."""

    CLAIM = "claim"
    RISK = "risk"
    DISEASE = "disease"
    OBLIGATORY = "obligatory"
    NAVIGATION = "navigation"
    COURTESY = "courtesy"


class Outcome(StrEnum):
    """How a statement stands to the approved wording."""

    EXACT = "exact"
    EQUIVALENT = "equivalent"
    DISTORTED = "distorted"
    CONTEXT_MISSING = "context_missing"
    UNSUBSTANTIATED = "unsubstantiated"
    NOT_A_CLAIM = "not_a_claim"


class Severity(StrEnum):
    """How much a finding weighs, heaviest first."""

    BLOCK = "BLOCK"
    HIGH = "HIGH"
    MED = "MED"
    INFO = "INFO"


class Verdict(StrEnum):
    """What a check says of a piece. It never says approved."""

    CLEARED = "cleared"
    REVIEW = "review"
    BLOCKED = "blocked"


class FindingState(StrEnum):
    """What became of a finding."""

    OPEN = "OPEN"
    FIXED = "FIXED"
    OVERRIDDEN = "OVERRIDDEN"


class WriterName(StrEnum):
    """Who wrote the connective copy."""

    COMPOSER = "composer"
    OPENAI = "openai"


class RunState(StrEnum):
    """Where a generation run stands."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
