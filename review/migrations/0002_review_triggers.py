"""The database itself refuses what the policies refuse, whoever writes to it.

A later migration that alters one of these tables on SQLite rebuilds it without its
triggers: let it end with the same ``RunPython(add, drop)``.
"""

from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

VARIANT = "(SELECT variant_id FROM review_review WHERE id = NEW.review_id)"


@dataclass(frozen=True)
class Refusal:
    """A condition on NEW (and OLD) under which a write to a table is refused."""

    name: str
    table: str
    event: str
    condition: str
    sentence: str


OWN_WORK = f"""NEW.decided_by_id IS NOT NULL AND (
    EXISTS (SELECT 1 FROM content_engine_variantversion v
            WHERE v.variant_id = {VARIANT} AND v.written_by_id = NEW.decided_by_id)
    OR EXISTS (SELECT 1 FROM review_review r
               WHERE r.variant_id = {VARIANT} AND r.requested_by_id = NEW.decided_by_id)
    OR EXISTS (SELECT 1 FROM content_engine_variant w
               JOIN content_engine_family f ON f.id = w.family_id
               JOIN content_engine_brief b ON b.id = f.brief_id
               WHERE w.id = {VARIANT} AND b.requested_by_id = NEW.decided_by_id))"""  # noqa: S608 (no input in it)
OTHER_FUNCTION = f"""NEW.decided_by_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM review_decision d JOIN review_review r ON r.id = d.review_id
    WHERE r.variant_id = {VARIANT} AND d.decided_by_id = NEW.decided_by_id
      AND d.function <> NEW.function)"""  # noqa: S608 (no input in it)
NOT_UNANIMOUS = """NEW.state = 'APPROVED' AND OLD.state <> 'APPROVED' AND (
    3 > (SELECT COUNT(DISTINCT d.function) FROM review_decision d
         WHERE d.review_id = NEW.id AND d.verdict = 'APPROVE'
           AND d.content_sha256 = NEW.content_sha256)
    OR NEW.content_sha256 <> (SELECT v.content_sha256
                              FROM content_engine_variantversion v
                              WHERE v.id = NEW.version_id))"""
NOT_APPROVED = """NEW.state = 'RELEASED' AND NOT EXISTS (
    SELECT 1 FROM review_review r
    WHERE r.id = NEW.review_id AND r.state = 'APPROVED'
      AND r.content_sha256 = NEW.content_sha256)"""
CHANGED_ASSET = """NEW.body <> OLD.body OR NEW.content_sha256 <> OLD.content_sha256
    OR NEW.code <> OLD.code OR NEW.uid <> OLD.uid OR NEW.review_id <> OLD.review_id
    OR NEW.expires_on <> OLD.expires_on"""

REFUSALS = [
    *(
        Refusal(
            f"decision_own_work_{event.lower()}",
            "review_decision",
            event,
            OWN_WORK,
            "Nobody decides on their own work.",
        )
        for event in ("INSERT", "UPDATE")
    ),
    *(
        Refusal(
            f"decision_other_function_{event.lower()}",
            "review_decision",
            event,
            OTHER_FUNCTION,
            "One person acts in one function on one piece.",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Refusal(
        "decision_is_final",
        "review_decision",
        "UPDATE",
        "OLD.verdict <> ''",
        "A verdict is never changed.",
    ),
    Refusal(
        "review_unanimous",
        "review_review",
        "UPDATE",
        NOT_UNANIMOUS,
        "Approved means three approvals of these very words.",
    ),
    Refusal(
        "review_born_open",
        "review_review",
        "INSERT",
        "NEW.state = 'APPROVED'",
        "Approved means three approvals of these very words.",
    ),
    Refusal(
        "signature_is_final",
        "review_signature",
        "UPDATE",
        "NEW.id = OLD.id",
        "A signature is never changed.",
    ),
    *(
        Refusal(
            f"release_approved_{event.lower()}",
            "review_release",
            event,
            NOT_APPROVED,
            "Only what was approved is released.",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Refusal(
        "release_is_fixed",
        "review_release",
        "UPDATE",
        CHANGED_ASSET,
        "A released asset is never changed.",
    ),
]


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the words of the database at hand."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for refusal in REFUSALS:
        for statement in _sqlite(refusal) if sqlite else _postgresql(refusal):
            schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for refusal in REFUSALS:
        schema_editor.execute(
            f"DROP TRIGGER {refusal.name}"
            if sqlite
            else f"DROP FUNCTION {refusal.name}() CASCADE"
        )


def _sqlite(refusal: Refusal) -> list[str]:
    return [
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table} "
        f"WHEN {refusal.condition} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal.sentence}'); END"
    ]


def _postgresql(refusal: Refusal) -> list[str]:
    """A trigger's own WHEN cannot hold a query there, so the function asks."""
    return [
        f"CREATE FUNCTION {refusal.name}() RETURNS trigger AS $$ BEGIN "
        f"IF {refusal.condition} THEN RAISE EXCEPTION '{refusal.sentence}' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ "
        "LANGUAGE plpgsql",
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {refusal.name}()",
    ]


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [
        ("review", "0001_initial"),
        ("content_engine", "0001_initial"),
    ]

    operations = [migrations.RunPython(add, drop)]
