"""A log of what the index must notice, kept by triggers, and a place for vectors."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LOG = "knowledge_base_indexchange"
CLAIM = "knowledge_base_claimversion"
REFERENCE = "knowledge_base_reference"
CITATION = "knowledge_base_claimcitation"
CITING = f"{CITATION} WHERE reference_id = NEW.id"

# trigger: when it fires, on which condition, and whose revisions it notes
NOTED = {
    "claim_entered": (f"INSERT ON {CLAIM}", "NEW.state <> 'DRAFT'", "NEW.id", ""),
    "claim_moved": (
        f"UPDATE OF state ON {CLAIM}",
        "OLD.state <> NEW.state",
        "NEW.id",
        "",
    ),
    "claim_removed": (f"DELETE ON {CLAIM}", "OLD.state <> 'DRAFT'", "OLD.id", ""),
    "evidence_moved": (
        f"UPDATE OF retracted_at, expires_on ON {REFERENCE}",
        "(OLD.retracted_at {unlike} NEW.retracted_at"
        " OR OLD.expires_on {unlike} NEW.expires_on)",
        "DISTINCT claim_version_id",
        f"FROM {CITING}",
    ),
}
SQLITE = {
    "unlike": "IS NOT",
    "tick": f"(SELECT COALESCE(MAX(tick), 0) + 1 FROM {LOG})",  # noqa: S608
    "nonce": "lower(hex(randomblob(16)))",
}
POSTGRESQL = {
    "unlike": "IS DISTINCT FROM",
    "tick": "pg_current_xact_id()::text::bigint",
    "nonce": "replace(gen_random_uuid()::text, '-', '')",
}


def _noting(words: dict[str, str], whose: str, source: str) -> str:
    noted = f"SELECT {whose} AS noted {source}"
    columns = f"{words['tick']}, {words['nonce']}, noted"
    return (
        f"INSERT INTO {LOG} (tick, nonce, version_id) "  # noqa: S608 - no input
        f"SELECT {columns} FROM ({noted}) AS revisions"
    )


def _sqlite(name: str, event: str, test: str, insert: str) -> list[str]:
    return [
        f"CREATE TRIGGER knowledge_base_{name} AFTER {event} "
        f"WHEN {test} BEGIN {insert}; END"
    ]


def _postgresql(name: str, event: str, test: str, insert: str) -> list[str]:
    return [
        f"""CREATE FUNCTION knowledge_base_{name}() RETURNS trigger AS $$
            BEGIN {insert}; RETURN NULL; END $$ LANGUAGE plpgsql""",
        f"""CREATE TRIGGER knowledge_base_{name} AFTER {event} FOR EACH ROW
            WHEN ({test}) EXECUTE FUNCTION knowledge_base_{name}()""",
    ]


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the words of the database at hand."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    words, create = (SQLITE, _sqlite) if is_sqlite else (POSTGRESQL, _postgresql)
    for name, (event, test, whose, source) in NOTED.items():
        insert = _noting(words, whose, source)
        for statement in create(name, event, test.format(**words), insert):
            schema_editor.execute(statement, params=None)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name in NOTED:
        what = f"knowledge_base_{name}"
        kind = f"TRIGGER {what}" if is_sqlite else f"FUNCTION {what}() CASCADE"
        schema_editor.execute(f"DROP {kind}", params=None)


def begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One first row, so that every log can be told from every other."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    insert = _noting(SQLITE if is_sqlite else POSTGRESQL, "0", "")
    schema_editor.execute(insert, params=None)


class Migration(migrations.Migration):
    """Adds both tables and the triggers."""

    dependencies = [("knowledge_base", "0005_library_triggers")]

    operations = [
        migrations.CreateModel(
            name="IndexChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("tick", models.BigIntegerField(db_index=True)),
                ("nonce", models.CharField(max_length=32)),
                ("version_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="WordingVector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("embedder", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("vector", models.BinaryField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="wordingvector",
            constraint=models.UniqueConstraint(
                fields=("embedder", "sha256"), name="wording_embedded_once"
            ),
        ),
        migrations.RunPython(add, drop),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
