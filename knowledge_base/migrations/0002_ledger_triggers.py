"""The database itself refuses to change or delete what the ledger holds."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ENTRY = "knowledge_base_ledgerentry"
TIP = "knowledge_base_ledgertip"
SENTENCE = "The ledger is append-only: its entries are never changed or deleted."

SQLITE = [
    f"""CREATE TRIGGER ledger_no_update BEFORE UPDATE ON {ENTRY}
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
    f"""CREATE TRIGGER ledger_no_delete BEFORE DELETE ON {ENTRY}
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
    f"""CREATE TRIGGER ledger_tip_no_delete BEFORE DELETE ON {TIP}
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
    f"""CREATE TRIGGER ledger_tip_forward BEFORE UPDATE ON {TIP}
        WHEN NEW.sequence <> OLD.sequence + 1
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION ledger_refuse() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON {ENTRY}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    f"""CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {ENTRY}
        EXECUTE FUNCTION ledger_refuse()""",
    f"""CREATE TRIGGER ledger_tip_no_delete BEFORE DELETE ON {TIP}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    f"""CREATE TRIGGER ledger_tip_no_truncate BEFORE TRUNCATE ON {TIP}
        EXECUTE FUNCTION ledger_refuse()""",
    f"""CREATE TRIGGER ledger_tip_forward BEFORE UPDATE ON {TIP}
        FOR EACH ROW WHEN (NEW.sequence <> OLD.sequence + 1)
        EXECUTE FUNCTION ledger_refuse()""",
]
DROP_SQLITE = [
    "DROP TRIGGER ledger_no_update",
    "DROP TRIGGER ledger_no_delete",
    "DROP TRIGGER ledger_tip_no_delete",
    "DROP TRIGGER ledger_tip_forward",
]
DROP_POSTGRESQL = ["DROP FUNCTION ledger_refuse() CASCADE"]


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the words of the database at hand."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in DROP_SQLITE if sqlite else DROP_POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("knowledge_base", "0001_initial")]

    operations = [migrations.RunPython(add, drop)]
