"""On SQLite a row may not be replaced either: that fires no trigger of deletion."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ENTRY = "knowledge_base_ledgerentry"
TIP = "knowledge_base_ledgertip"
SENTENCE = "The ledger is append-only: its entries are never changed or deleted."
KNOWN = """EXISTS (SELECT 1 FROM knowledge_base_ledgerentry AS known
    WHERE known.sequence = NEW.sequence OR known.hash = NEW.hash
       OR known.previous_hash = NEW.previous_hash)"""
TRIGGERS = {
    "ledger_no_replace": f"""BEFORE INSERT ON {ENTRY} WHEN {KNOWN}
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",
    "ledger_tip_no_replace": f"""BEFORE INSERT ON {TIP}
        WHEN EXISTS (SELECT 1 FROM {TIP})
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END""",  # noqa: S608 (no input in it)
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers; PostgreSQL has no such replacement."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rest in TRIGGERS.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {rest}")


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("knowledge_base", "0006_index_changes")]

    operations = [migrations.RunPython(add, drop)]
