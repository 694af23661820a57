"""The database itself refuses to change words that somebody approved."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SENTENCE = "Approved wording never changes: make a new revision."
CLAIM = "knowledge_base_claimversion"
APPROVED = "OLD.approved_at IS NOT NULL"
PARENT_APPROVED = """EXISTS (
    SELECT 1 FROM knowledge_base_claimversion AS parent
    WHERE parent.id = {row}.claim_version_id AND parent.approved_at IS NOT NULL)"""
CODES = ("market_codes", "channels", "audiences", "themes")

# table: when its rows are fixed, and which columns then
FIXED = {
    CLAIM: (
        APPROVED,
        (
            *("claim_id", "version", "text", "sha256", "endpoint", "population"),
            *("comparator", "timepoint", "facts", "qualifiers", "companions"),
            *("valid_from", "expires_on", "approved_by", "approved_at", *CODES),
        ),
    ),
    "knowledge_base_copyblockversion": (
        APPROVED,
        (
            *("block_id", "version", "role", "text", "sha256", "tones", "formats"),
            *("approved_by", "approved_at", *CODES),
        ),
    ),
    "knowledge_base_safetytext": ("TRUE", ("label_id", "form", "text", "sha256")),
    "knowledge_base_claimvariation": (
        PARENT_APPROVED.format(row="OLD"),
        ("claim_version_id", "text", "sha256"),
    ),
    "knowledge_base_claimcitation": (
        PARENT_APPROVED.format(row="OLD"),
        ("claim_version_id", "reference_id", "anchor_id"),
    ),
}
# Children may not join a claim that is approved already.
CLOSED = ("knowledge_base_claimvariation", "knowledge_base_claimcitation")


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    pairs = (f"OLD.{column} {unlike} NEW.{column}" for column in columns)
    return f"({' OR '.join(pairs)})"


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    statements = [
        f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
            WHEN {when} AND {_changed(columns, "IS NOT")} {refuse}"""
        for table, (when, columns) in FIXED.items()
    ]
    return statements + [
        f"""CREATE TRIGGER {table}_closed BEFORE INSERT ON {table}
            WHEN {PARENT_APPROVED.format(row="NEW")} {refuse}"""
        for table in CLOSED
    ]


def _postgresql() -> list[str]:
    statements = []
    for table, (when, columns) in FIXED.items():
        test = f"{when} AND {_changed(columns, 'IS DISTINCT FROM')}"
        statements += _refusing(f"{table}_fixed", f"UPDATE ON {table}", test)
    for table in CLOSED:
        test = PARENT_APPROVED.format(row="NEW")
        statements += _refusing(f"{table}_closed", f"INSERT ON {table}", test)
    return statements


def _refusing(name: str, event: str, test: str) -> list[str]:
    # The test stands in the function: a trigger's WHEN may not ask other tables.
    return [
        f"""CREATE FUNCTION {name}() RETURNS trigger AS $$
            BEGIN IF {test} THEN RAISE EXCEPTION '{SENTENCE}'
                USING ERRCODE = 'integrity_constraint_violation'; END IF;
            RETURN NEW; END $$ LANGUAGE plpgsql""",
        f"""CREATE TRIGGER {name} BEFORE {event}
            FOR EACH ROW EXECUTE FUNCTION {name}()""",
    ]


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the words of the database at hand."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _sqlite() if is_sqlite else _postgresql():
        schema_editor.execute(statement, params=None)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    names = [f"{table}_fixed" for table in FIXED]
    names += [f"{table}_closed" for table in CLOSED]
    for name in names:
        what = f"TRIGGER {name}" if is_sqlite else f"FUNCTION {name}() CASCADE"
        schema_editor.execute(f"DROP {what}", params=None)


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("knowledge_base", "0002_ledger_triggers")]

    operations = [migrations.RunPython(add, drop)]
