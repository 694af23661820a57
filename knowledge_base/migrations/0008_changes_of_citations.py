"""The log of changes also hears of a source that is cited in other words."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME = "knowledge_base_evidence_moved"
LOG = "knowledge_base_indexchange"
REFERENCE = "knowledge_base_reference"
BEFORE = ("retracted_at", "expires_on")
SINCE = (*BEFORE, "citation", "version", "design")
NOTE = f"""INSERT INTO {LOG} (tick, nonce, version_id)
    SELECT (SELECT COALESCE(MAX(tick), 0) + 1 FROM {LOG}),
        lower(hex(randomblob(16))), noted
    FROM (SELECT DISTINCT claim_version_id AS noted
        FROM knowledge_base_claimcitation WHERE reference_id = NEW.id) AS revisions"""  # noqa: S608 - no input


def _heard(schema_editor: BaseDatabaseSchemaEditor, columns: tuple[str, ...]) -> None:
    """Make the trigger anew, so that it fires for just these columns."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    unlike = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    test = " OR ".join(f"OLD.{name} {unlike} NEW.{name}" for name in columns)
    event = f"AFTER UPDATE OF {', '.join(columns)} ON {REFERENCE}"
    if is_sqlite:
        schema_editor.execute(f"DROP TRIGGER {NAME}", params=None)
        then = f"WHEN {test} BEGIN {NOTE}; END"
    else:
        schema_editor.execute(f"DROP TRIGGER {NAME} ON {REFERENCE}", params=None)
        then = f"FOR EACH ROW WHEN ({test}) EXECUTE FUNCTION {NAME}()"
    schema_editor.execute(f"CREATE TRIGGER {NAME} {event} {then}", params=None)


def widen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Hear of all that a check reads of a source."""
    _heard(schema_editor, SINCE)


def narrow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Hear of the end of a source alone, as before."""
    _heard(schema_editor, BEFORE)


class Migration(migrations.Migration):
    """Widens the trigger."""

    dependencies = [("knowledge_base", "0007_ledger_is_not_replaced")]

    operations = [migrations.RunPython(widen, narrow)]
