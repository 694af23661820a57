"""The columns of text blocks, in their order, with other names that people use."""

from knowledge_base.exchange.column_forms import Column, Form

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
