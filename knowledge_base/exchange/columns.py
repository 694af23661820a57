"""The columns in which claims and text blocks are handed in and taken away."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.models import BatchKind


class Form(StrEnum):
    """How a cell is read and written."""

    WORDS = "words"
    TEXTS = "several texts, with | between them"
    CODES = "several names, with | or ; between them"
    DAY = "a day such as 2026-03-01 or 1 Mar 2026"
    RECORDS = "a JSON list"
    RECORD = "a JSON object"
    PLACES = "one entry for each reference, with | between them"
    SHOWN = "written on export, not read on import"


@dataclass(frozen=True)
class Column:
    """One column: its name in files, its title for people, and what it means."""

    name: str
    title: str
    meaning: str
    form: Form = Form.WORDS
    is_required: bool = False
    synonyms: tuple[str, ...] = ()


CLAIMS = (
    Column(
        "key",
        "Key",
        "The short name by which the claim is known; letters, digits and - _ . : +",
        is_required=True,
        synonyms=("claim key", "claim id", "id", "claim number", "claim no", "number"),
    ),
    Column(
        "kind",
        "Kind",
        "efficacy, safety, tolerability, dosing, mechanism, quality_of_life, disease "
        "or access",
        is_required=True,
        synonyms=("type", "claim type", "claim kind", "category", "claim category"),
    ),
    Column(
        "text",
        "Wording",
        "The wording to be approved, 10 to 1,500 characters",
        is_required=True,
        synonyms=(
            *("claim text", "match text", "claim", "wording", "statement"),
            *("approved wording", "approved text", "claim statement", "copy"),
        ),
    ),
    Column(
        "variations",
        "Variations",
        "Other wordings of the same claim, at most 20",
        Form.TEXTS,
        synonyms=(
            *("variation", "match text variation", "match text variations"),
            *("alternative wording", "alternative text", "alternatives"),
        ),
    ),
    Column(
        "references",
        "References",
        "What the claim stands on: KEY, or KEY#ANCHOR for an exact place",
        Form.CODES,
        is_required=True,
        synonyms=("reference", "reference key", "ref", "refs", "source", "sources"),
    ),
    Column(
        "citation",
        "Citation",
        "For a reference that is not recorded yet: how it is cited",
        Form.PLACES,
        synonyms=("reference citation", "reference text", "full citation", "document"),
    ),
    Column(
        "reference_kind",
        "Kind of reference",
        "journal, label, congress, data_on_file, guideline or registry",
        Form.PLACES,
        synonyms=("reference type", "source type", "document type"),
    ),
    Column(
        "design",
        "Study design",
        "randomised, open_label, single_arm, observational, meta_analysis, post_hoc or "
        "preclinical",
        Form.PLACES,
        synonyms=("study design", "study type", "reference design"),
    ),
    Column(
        "published_on",
        "Published on",
        "The day on which the reference was published",
        Form.PLACES,
        synonyms=("publication date", "date published", "published"),
    ),
    Column(
        "reference_expires_on",
        "Reference expires on",
        "The first day on which the reference may not be used",
        Form.PLACES,
        synonyms=("reference expiry", "reference expiration date"),
    ),
    Column(
        "url",
        "Web address",
        "Where the reference can be read",
        Form.PLACES,
        synonyms=("reference url", "link", "doi", "web address"),
    ),
    Column(
        "locator",
        "Place",
        "Where in the reference it stands, such as p. 104, table 2",
        Form.PLACES,
        synonyms=("page", "anchor", "anchor locator", "page number", "location"),
    ),
    Column(
        "quote",
        "Quote",
        "The very words that stand there",
        Form.PLACES,
        synonyms=("anchor quote", "quotation", "supporting text", "excerpt"),
    ),
    Column(
        "markets",
        "Markets",
        "Countries in which it may be said: GB, US, ...",
        Form.CODES,
        is_required=True,
        synonyms=("market", "country", "countries", "region"),
    ),
    Column(
        "channels",
        "Channels",
        "email, rep_email, sms, ...; empty for all",
        Form.CODES,
        synonyms=("channel", "media", "medium"),
    ),
    Column(
        "audiences",
        "Audiences",
        "HCP, PATIENT, PAYER; empty for all",
        Form.CODES,
        synonyms=("audience", "target audience"),
    ),
    Column(
        "themes",
        "Themes",
        "The brand's own themes; empty for all",
        Form.CODES,
        synonyms=("theme", "topic", "topics", "message", "tags"),
    ),
    Column(
        "indications",
        "Indications",
        "The indications that it speaks of; empty for all",
        Form.CODES,
        synonyms=("indication",),
    ),
    Column(
        "endpoint",
        "Endpoint",
        "What was measured",
        synonyms=("end point", "outcome", "measure"),
    ),
    Column(
        "population",
        "Population",
        "In whom it was measured",
        synonyms=("patients", "patient population"),
    ),
    Column(
        "comparator",
        "Comparator",
        "With what it was compared",
        synonyms=("comparison", "control"),
    ),
    Column(
        "timepoint",
        "Time point",
        "When it was measured",
        synonyms=("time point", "time", "week"),
    ),
    Column(
        "figures",
        "Figures",
        'Its figures: [{"value": "61", "unit": "%", "arm": "placebo"}]',
        Form.RECORDS,
        synonyms=("facts", "data"),
    ),
    Column(
        "reading",
        "Reading",
        "What the wording says, as the approvers confirmed it",
        Form.RECORD,
    ),
    Column(
        "qualifiers",
        "Qualifiers",
        "Words that must stand with it",
        Form.TEXTS,
        synonyms=("qualifier", "footnote", "footnotes", "mandatory text"),
    ),
    Column(
        "companions",
        "Companions",
        "Keys of claims that must stand beside it",
        Form.CODES,
        synonyms=("companion", "companion claims", "required claims"),
    ),
    Column(
        "valid_from",
        "Valid from",
        "The first day on which it may be said",
        Form.DAY,
        synonyms=("start date", "effective date", "from", "approval date"),
    ),
    Column(
        "expires_on",
        "Expires on",
        "The first day on which it may not be said any more",
        Form.DAY,
        synonyms=(
            *("expiry", "expiry date", "expiration", "expiration date", "expires"),
            *("end date", "valid until"),
        ),
    ),
    Column("version", "Revision", "The number of the revision", Form.SHOWN),
    Column("state", "State", "Where the revision stands", Form.SHOWN),
)

BLOCKS = (
    Column(
        "key",
        "Key",
        "The short name by which the block is known; letters, digits and - _ . : +",
        is_required=True,
        synonyms=("block key", "block id", "id", "number"),
    ),
    Column(
        "role",
        "Role",
        "subject, preheader, headline, greeting, opening, evidence_lead, bridge, "
        "call_to_action, closing, signature or description",
        is_required=True,
        synonyms=("type", "part", "section", "block type"),
    ),
    Column(
        "text",
        "Wording",
        "The wording to be approved; [New data|Recent data] offers a choice",
        is_required=True,
        synonyms=("block", "block text", "copy", "content", "wording"),
    ),
    Column(
        "tones",
        "Tones",
        "The tones in which it speaks",
        Form.CODES,
        is_required=True,
        synonyms=("tone", "tone of voice", "voice"),
    ),
    Column(
        "themes",
        "Themes",
        "The brand's own themes; empty for all",
        Form.CODES,
        synonyms=("theme", "topic", "topics"),
    ),
    Column(
        "channels",
        "Channels",
        "email, rep_email, sms, ...; empty for all",
        Form.CODES,
        synonyms=("channel", "media"),
    ),
    Column(
        "formats",
        "Formats",
        "short, standard, long; empty for all",
        Form.CODES,
        synonyms=("format", "length"),
    ),
    Column(
        "audiences",
        "Audiences",
        "HCP, PATIENT, PAYER; empty for all",
        Form.CODES,
        synonyms=("audience", "target audience"),
    ),
    Column(
        "markets",
        "Markets",
        "Countries in which it may be used: GB, US, ...; empty for all",
        Form.CODES,
        synonyms=("market", "country", "countries"),
    ),
    Column("version", "Revision", "The number of the revision", Form.SHOWN),
    Column("state", "State", "Where the revision stands", Form.SHOWN),
)
TABLES = {BatchKind.CLAIMS: CLAIMS, BatchKind.BLOCKS: BLOCKS}


def of(kind: str) -> dict[str, Column]:
    """The columns of claims or of text blocks by name, in their order."""
    return {column.name: column for column in TABLES[BatchKind(kind)]}


def read_of(kind: str) -> dict[str, Column]:
    """The columns that an import reads."""
    return {n: column for n, column in of(kind).items() if column.form != Form.SHOWN}
