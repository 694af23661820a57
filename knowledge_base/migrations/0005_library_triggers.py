"""The database itself refuses to change, forge or delete what somebody approved.

A later migration that alters one of these tables on SQLite rebuilds it without its
triggers: let it begin with ``RunPython(drop, add)`` of this module and end with
``RunPython(add, drop)``. The pairs of states are those of
``knowledge_base.claims.steps``: a step that is added there needs a migration that lets
it through here.
"""

from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIXED = "Approved wording never changes: make a new revision."
SIGNED = "An approval never changes: it was signed."
UNSIGNED = (
    "Approved means Medical and Regulatory, or one recorded approval, of one hash."
)
OWN = "Nobody approves what they drafted."
LATE = "What is approved takes no further approval."
BORN = "A revision begins as a draft."
MOVED = "A revision moves by its steps only."
KEPT = "What somebody approved is never deleted."
REPLACED = "A record is never replaced: its number and its keys are unique."
ATTACHED = "An attached file never changes."

CLAIM, BLOCK = "knowledge_base_claimversion", "knowledge_base_copyblockversion"
CLAIM_APPROVAL = "knowledge_base_claimapproval"
BLOCK_APPROVAL = "knowledge_base_copyapproval"
VARIATION = "knowledge_base_claimvariation"
CITATION = "knowledge_base_claimcitation"
ANCHOR, REFERENCE = "knowledge_base_anchor", "knowledge_base_reference"
FILE, PAGE = "knowledge_base_referencefile", "knowledge_base_referencepage"

CODES = ("market_codes", "channels", "audiences", "themes")
DRAFTED = ("drafted_by", "drafted_at")
CLAIM_CONTENT = (
    *("claim_id", "version", "text", "sha256", "endpoint", "population", "comparator"),
    *("timepoint", "facts", "reading", "qualifiers", "companions", "indications"),
    *("valid_from", "expires_on", *CODES, *DRAFTED),
)
BLOCK_CONTENT = (
    *("block_id", "version", "role", "text", "sha256", "tones", "formats"),
    *(*CODES, *DRAFTED),
)
APPROVED = ("approved_by", "approved_at")
WITHDRAWN = ("withdrawn_by", "withdrawn_at", "withdrawal_reason")
RETIRED = ("retired_by", "retired_at", "retirement_reason")
STEPS = (
    ("DRAFT", "APPROVED"),
    ("APPROVED", "SUSPENDED"),
    ("APPROVED", "SUPERSEDED"),
    ("APPROVED", "WITHDRAWN"),
    ("SUSPENDED", "APPROVED"),
    ("SUSPENDED", "SUPERSEDED"),
    ("SUSPENDED", "WITHDRAWN"),
)
# Tables whose rows were approved: never emptied on PostgreSQL.
NEVER_EMPTIED = (CLAIM, CLAIM_APPROVAL, BLOCK, BLOCK_APPROVAL, FILE)
# The keys by which INSERT OR REPLACE would throw an older row away on SQLite, where no
# trigger on deletions hears of it.
KEYS = {
    CLAIM: ("id", "claim_id, version"),
    CLAIM_APPROVAL: ("id", "claim_version_id, function"),
    VARIATION: ("id", "claim_version_id, ordinal"),
    CITATION: ("id", "claim_version_id, ordinal"),
    BLOCK: ("id", "block_id, version"),
    BLOCK_APPROVAL: ("id", "version_id, function"),
    ANCHOR: ("id", "reference_id, key"),
    FILE: ("id", "reference_id, sha256"),
    PAGE: ("id", "file_id, number"),
}


@dataclass(frozen=True)
class Refusal:
    """A condition on NEW and OLD under which a write to a table is refused."""

    name: str
    table: str
    event: str
    condition: str
    sentence: str


def _changed(*columns: str) -> str:
    # IS DISTINCT FROM came to SQLite with 3.39; this says the same on every release.
    return " OR ".join(
        f"(OLD.{name} <> NEW.{name} OR (OLD.{name} IS NULL) <> (NEW.{name} IS NULL))"
        for name in columns
    )


def _has_approval(table: str, version: str) -> str:
    column = "claim_version_id" if table == CLAIM_APPROVAL else "version_id"
    return f"EXISTS (SELECT 1 FROM {table} a WHERE a.{column} = {version})"  # noqa: S608 (no input in it)


def _unsigned(table: str) -> str:
    column = "claim_version_id" if table == CLAIM_APPROVAL else "version_id"
    of_it = f"FROM {table} a WHERE a.{column} = NEW.id"
    return f"""NOT ((EXISTS (SELECT 1 {of_it} AND a.function = 'RECORDED')
            OR 2 = (SELECT COUNT(DISTINCT a.function) {of_it}
                    AND a.function IN ('MEDICAL', 'REGULATORY')))
        AND 1 = (SELECT COUNT(DISTINCT a.content_sha256) {of_it}))"""


def _version_refusals() -> list[Refusal]:
    """What is refused for revisions of claims and of blocks alike."""
    made = []
    for name, table, approvals, content in (
        ("claim", CLAIM, CLAIM_APPROVAL, CLAIM_CONTENT),
        ("block", BLOCK, BLOCK_APPROVAL, BLOCK_CONTENT),
    ):
        approved = (
            f"OLD.approved_at IS NOT NULL OR {_has_approval(approvals, 'OLD.id')}"
        )
        is_set = "OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL"
        made += [
            Refusal(
                f"{name}_wording_is_fixed",
                table,
                "UPDATE",
                f"({approved}) AND ({_changed(*content)})",
                FIXED,
            ),
            Refusal(
                f"{name}_approver_is_fixed",
                table,
                "UPDATE",
                f"OLD.approved_at IS NOT NULL AND ({_changed(*APPROVED)})",
                FIXED,
            ),
            Refusal(
                f"{name}_is_signed",
                table,
                "UPDATE",
                f"{is_set} AND {_unsigned(approvals)}",
                UNSIGNED,
            ),
            Refusal(f"{name}_is_kept", table, "DELETE", approved, KEPT),
        ]
    return made


def _approval_refusals() -> list[Refusal]:
    made = []
    for name, table, version, column in (
        ("claim_approval", CLAIM_APPROVAL, CLAIM, "claim_version_id"),
        ("block_approval", BLOCK_APPROVAL, BLOCK, "version_id"),
    ):
        parent = f"SELECT 1 FROM {version} v WHERE v.id = NEW.{column}"  # noqa: S608 (no input in it)
        own = f"EXISTS ({parent} AND v.drafted_by = NEW.approved_by)"
        made += [
            Refusal(f"{name}_is_fixed", table, "UPDATE", "OLD.id = OLD.id", SIGNED),
            Refusal(f"{name}_is_kept", table, "DELETE", "OLD.id = OLD.id", KEPT),
            Refusal(
                f"{name}_is_in_time",
                table,
                "INSERT",
                f"EXISTS ({parent} AND v.approved_at IS NOT NULL)",
                LATE,
            ),
            Refusal(
                f"{name}_is_of_another",
                table,
                "INSERT",
                f"NEW.function <> 'RECORDED' AND {own}",
                OWN,
            ),
        ]
    return made


def _child_refusals() -> list[Refusal]:
    """Variations and citations neither change, nor join, nor leave approved claims."""
    was = _has_approval(CLAIM_APPROVAL, "OLD.claim_version_id")
    becomes = _has_approval(CLAIM_APPROVAL, "NEW.claim_version_id")
    made = []
    for name, table, columns in (
        ("variation", VARIATION, ("text", "sha256")),
        ("citation", CITATION, ("reference_id", "anchor_id")),
    ):
        changed = _changed("claim_version_id", "ordinal", *columns)
        fixed = f"({was} OR {becomes}) AND ({changed})"
        made += [
            Refusal(f"{name}_is_fixed", table, "UPDATE", fixed, FIXED),
            Refusal(f"{name}_is_closed", table, "INSERT", becomes, FIXED),
            Refusal(f"{name}_is_kept", table, "DELETE", was, KEPT),
        ]
    return made


def _own_refusals() -> list[Refusal]:
    """What only one table has."""
    pairs = " OR ".join(
        f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in STEPS
    )
    cited = f"""EXISTS (SELECT 1 FROM {CITATION} c JOIN {CLAIM_APPROVAL} a
        ON a.claim_version_id = c.claim_version_id WHERE c.{{column}} = OLD.id)"""  # noqa: S608 (no input in it)
    named = """EXISTS (SELECT 1 FROM {table} v WHERE v.{column} = OLD.id
        AND v.approved_at IS NOT NULL)"""
    named_claim = named.format(table=CLAIM, column="claim_id")
    named_block = named.format(table=BLOCK, column="block_id")
    named_anew = _changed("brand_id", "key")
    quote = _changed("reference_id", "key", "locator", "quote")
    never_approved = """NEW.approved_at IS NULL
        AND (NEW.suspended_at IS NOT NULL OR NEW.retired_at IS NOT NULL)"""
    ended = _changed(*RETIRED, "suspended_by", "suspended_at", "suspension_reason")
    rows = (
        ("claim_is_born", CLAIM, "INSERT", "NEW.state <> 'DRAFT'", BORN),
        (
            "claim_moves",
            CLAIM,
            "UPDATE",
            f"OLD.state <> NEW.state AND NOT ({pairs})",
            MOVED,
        ),
        (
            "claim_is_approved_at_once",
            CLAIM,
            "UPDATE",
            "NEW.state = 'DRAFT' AND NEW.approved_at IS NOT NULL",
            MOVED,
        ),
        (
            "claim_is_gone",
            CLAIM,
            "UPDATE",
            f"OLD.state = 'WITHDRAWN' AND ({_changed(*WITHDRAWN)})",
            MOVED,
        ),
        ("block_is_born", BLOCK, "INSERT", "NEW.approved_at IS NOT NULL", BORN),
        ("block_moves", BLOCK, "UPDATE", never_approved, MOVED),
        (
            "block_is_gone",
            BLOCK,
            "UPDATE",
            f"OLD.retired_at IS NOT NULL AND ({ended})",
            MOVED,
        ),
        (
            "claim_name_is_fixed",
            "knowledge_base_claim",
            "UPDATE",
            f"({_changed('brand_id', 'key', 'kind')}) AND {named_claim}",
            FIXED,
        ),
        (
            "block_name_is_fixed",
            "knowledge_base_copyblock",
            "UPDATE",
            f"({named_anew}) AND {named_block}",
            FIXED,
        ),
        (
            "anchor_is_fixed",
            ANCHOR,
            "UPDATE",
            f"({quote}) AND {cited.format(column='anchor_id')}",
            FIXED,
        ),
        (
            "reference_name_is_fixed",
            REFERENCE,
            "UPDATE",
            f"({named_anew}) AND {cited.format(column='reference_id')}",
            FIXED,
        ),
        (
            "safety_text_is_fixed",
            "knowledge_base_safetytext",
            "UPDATE",
            _changed("label_id", "form", "text", "sha256"),
            FIXED,
        ),
        ("file_is_fixed", FILE, "UPDATE", "OLD.id = OLD.id", ATTACHED),
        ("file_is_kept", FILE, "DELETE", "OLD.id = OLD.id", ATTACHED),
        ("page_is_fixed", PAGE, "UPDATE", "OLD.id = OLD.id", ATTACHED),
        ("page_is_kept", PAGE, "DELETE", "OLD.id = OLD.id", ATTACHED),
    )
    return [Refusal(*row) for row in rows]


def refusals(*, is_sqlite: bool) -> list[Refusal]:
    """Every refusal, in the words of the database at hand."""
    made = [
        *_version_refusals(),
        *_approval_refusals(),
        *_child_refusals(),
        *_own_refusals(),
    ]
    return made + (_replacements() if is_sqlite else [])


def _replacements() -> list[Refusal]:
    made = []
    for table, keys in KEYS.items():
        same = " OR ".join(
            "("
            + " AND ".join(f"o.{name} = NEW.{name}" for name in key.split(", "))
            + ")"
            for key in keys
        )
        exists = f"EXISTS (SELECT 1 FROM {table} o WHERE {same})"  # noqa: S608 (no input in it)
        name = table.removeprefix("knowledge_base_") + "_is_no_other"
        made.append(Refusal(name, table, "INSERT", exists, REPLACED))
    return made


def _sqlite(refusal: Refusal) -> list[str]:
    return [
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table} "
        f"WHEN {refusal.condition} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal.sentence}'); END"
    ]


def _postgresql(refusal: Refusal) -> list[str]:
    # The test stands in the function: a trigger's WHEN may not ask other tables.
    row = "OLD" if refusal.event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {refusal.name}() RETURNS trigger AS $$ BEGIN "
        f"IF {refusal.condition} THEN RAISE EXCEPTION '{refusal.sentence}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; "
        "END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {refusal.name}()",
    ]


def _never_emptied() -> list[str]:
    made = [
        "CREATE FUNCTION library_is_kept() RETURNS trigger AS $$ BEGIN "
        f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$ LANGUAGE plpgsql"
    ]
    return made + [
        f"CREATE TRIGGER library_is_kept BEFORE TRUNCATE ON {table} "
        "EXECUTE FUNCTION library_is_kept()"
        for table in NEVER_EMPTIED
    ]


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the words of the database at hand."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for refusal in refusals(is_sqlite=is_sqlite):
        for statement in _sqlite(refusal) if is_sqlite else _postgresql(refusal):
            schema_editor.execute(statement, params=None)
    for statement in [] if is_sqlite else _never_emptied():
        schema_editor.execute(statement, params=None)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    names = [refusal.name for refusal in refusals(is_sqlite=is_sqlite)]
    for name in names if is_sqlite else [*names, "library_is_kept"]:
        what = f"TRIGGER {name}" if is_sqlite else f"FUNCTION {name}() CASCADE"
        schema_editor.execute(f"DROP {what}", params=None)


def record(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give what was approved by one person till now its one recorded approval."""
    # Imported here: what is signed is one definition, and older stores have it signed
    # as it stands today.
    from knowledge_base import claim_contents, copy_blocks

    versions = apps.get_model("knowledge_base", "ClaimVersion").objects
    approvals = apps.get_model("knowledge_base", "ClaimApproval").objects
    for row in versions.exclude(approved_at=None).select_related("claim").iterator(500):
        approvals.create(
            claim_version=row,
            function="RECORDED",
            content_sha256=claim_contents.content_sha256(row),
            approved_by=row.approved_by,
            approved_at=row.approved_at,
        )
    versions = apps.get_model("knowledge_base", "CopyBlockVersion").objects
    approvals = apps.get_model("knowledge_base", "CopyApproval").objects
    for row in versions.exclude(approved_at=None).select_related("block").iterator(500):
        approvals.create(
            version=row,
            function="RECORDED",
            content_sha256=copy_blocks.content_sha256(row),
            approved_by=row.approved_by,
            approved_at=row.approved_at,
        )
    # PostgreSQL adds no trigger to a table with checks that wait for the commit.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    """Adds the triggers, on records that they hold of."""

    dependencies = [("knowledge_base", "0004_claims_library")]

    operations = [
        migrations.RunPython(record, migrations.RunPython.noop),
        migrations.RunPython(add, drop),
    ]
