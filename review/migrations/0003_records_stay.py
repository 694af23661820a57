"""The database itself keeps every record of review: none goes, none turns back.

What 0002 refuses stays refused. The pairs of states are those of the models' steps, as
they are today: a step that is added needs a migration that lets it through. A later
migration that alters one of these tables on SQLite rebuilds it without its triggers:
let it end with the same ``RunPython(add, drop)``, and with that of 0002.
"""

from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Never deleted; on PostgreSQL never emptied.
KEPT = {
    "decision": "A decision is never deleted.",
    "signature": "A signature is never deleted.",
    "certificate": "A certificate is never deleted.",
    "review": "A review is never deleted.",
    "release": "A release is never deleted.",
    "releaseclaim": "What a release carries is never deleted.",
    "release_safety_texts": "What a release carries is never deleted.",
    "fetch": "A receipt is never deleted.",
}
# Never changed in any column.
FIXED = {
    "certificate": "A certificate is never changed.",
    "releaseclaim": "What a release carries is never changed.",
    "release_safety_texts": "What a release carries is never changed.",
    "fetch": "A receipt is never changed.",
}
# The columns by which a row is the only one of its kind: on SQLite INSERT OR REPLACE
# and UPDATE OR REPLACE throw the older row away, unheard by a trigger on deletions.
KEYS = {
    "decision": ("id", "review_id, function", "signature_id"),
    "signature": ("id",),
    "certificate": ("id", "review_id", "signature_id"),
    "review": ("id",),
    "release": ("id", "uid", "code", "review_id"),
    "releaseclaim": ("id", "release_id, claim_version_id"),
    "release_safety_texts": ("id", "release_id, safetytext_id"),
    "fetch": ("id",),
}
REPLACED = "A record is never replaced: its number and keys are UNIQUE."

ENDS_OF_RELEASE = ("EXPIRED", "WITHDRAWN", "SUPERSEDED")
REVIEW_STEPS = {
    "DRAFT": ("IN_REVIEW", "CANCELLED"),
    "IN_REVIEW": ("APPROVED", "CHANGES_REQUESTED", "REJECTED", "CANCELLED"),
    "CHANGES_REQUESTED": ("CANCELLED",),
}
RELEASE_STEPS = {
    "PREPARED": ("RELEASED",),
    "RELEASED": ("SUSPENDED", *ENDS_OF_RELEASE),
    "SUSPENDED": ("RELEASED", *ENDS_OF_RELEASE),
}
REVIEWED = ("id", "variant_id", "version_id", "content_sha256", "requested_by_id")
ENDED = ("round", "submitted_at", "closed_at", "closing_reason")
RELEASED = (
    *("id", "variant_id", "brand_id", "market", "channel", "audience", "language"),
    *("label_id", "released_by_id", "released_at"),
)
STOPPED = ("stopped_at", "stopping_reason", "superseded_by_id")
CARRIER_IS_OUT = """EXISTS (SELECT 1 FROM review_release r
    WHERE r.id = NEW.release_id AND r.state <> 'PREPARED')"""


@dataclass(frozen=True)
class Refusal:
    """A condition on NEW and OLD under which a write to a table is refused."""

    name: str
    table: str
    event: str
    condition: str
    sentence: str


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _misstep(steps: dict[str, tuple[str, ...]]) -> str:
    """The state changes in a way that no step allows."""
    allowed = " OR ".join(
        f"(OLD.state = '{source}' AND NEW.state IN ({_listed(targets)}))"
        for source, targets in steps.items()
    )
    return f"NEW.state <> OLD.state AND NOT ({allowed})"


def _changed(columns: tuple[str, ...]) -> str:
    """One of these differs; DIFFERS becomes the database's word that knows NULL."""
    return " OR ".join(f"NEW.{column} DIFFERS OLD.{column}" for column in columns)


def _changed_at_its_end(steps: dict[str, tuple[str, ...]], columns: str) -> str:
    return f"OLD.state NOT IN ({_listed(tuple(steps))}) AND ({columns})"


def _twin(table: str, keys: tuple[str, ...]) -> str:
    """Another row stands where the new one would."""
    alike = (
        " AND ".join(f"k.{column} = NEW.{column}" for column in key.split(", "))
        for key in keys
    )
    return f"EXISTS (SELECT 1 FROM {table} k WHERE ({') OR ('.join(alike)}))"  # noqa: S608 (no input in it)


UNKNOWN = f"NEW.function NOT IN ({_listed(('MEDICAL', 'LEGAL', 'REGULATORY'))})"
ALWAYS = "1 = 1"
REFUSALS = [
    *(
        Refusal(f"{name}_stays", f"review_{name}", "DELETE", ALWAYS, sentence)
        for name, sentence in KEPT.items()
    ),
    *(
        Refusal(f"{name}_is_fixed_whole", f"review_{name}", "UPDATE", ALWAYS, sentence)
        for name, sentence in FIXED.items()
    ),
    *(
        Refusal(
            f"{name}_joins_before_release",
            f"review_{name}",
            "INSERT",
            CARRIER_IS_OUT,
            "What a release carries is never added to.",
        )
        for name in ("releaseclaim", "release_safety_texts")
    ),
    *(
        Refusal(
            f"decision_function_{event.lower()}",
            "review_decision",
            event,
            UNKNOWN,
            "Medical, Legal and Regulatory decide, and nobody else.",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Refusal(
        "signature_keeps_its_number",
        "review_signature",
        "UPDATE",
        "NEW.id <> OLD.id",
        "A signature is never changed.",
    ),
    Refusal(
        "decision_keeps_its_place",
        "review_decision",
        "UPDATE",
        f"OLD.verdict = '' AND ({_changed(('id', 'review_id', 'function'))})",
        "A decision stays with its review and its function.",
    ),
    Refusal(
        "decision_stays_closed",
        "review_decision",
        "UPDATE",
        "OLD.closed_reason <> ''",
        "A closed decision is never opened again.",
    ),
    Refusal(
        "review_keeps_its_words",
        "review_review",
        "UPDATE",
        _changed(REVIEWED),
        "A review stays with the words that were submitted.",
    ),
    Refusal(
        "review_moves_by_its_steps",
        "review_review",
        "UPDATE",
        _misstep(REVIEW_STEPS),
        "A review moves by its steps only, and an ended one never.",
    ),
    Refusal(
        "review_end_is_final",
        "review_review",
        "UPDATE",
        _changed_at_its_end(REVIEW_STEPS, _changed(ENDED)),
        "An ended review is never changed.",
    ),
    Refusal(
        "release_is_fixed_whole",
        "review_release",
        "UPDATE",
        _changed(RELEASED),
        "A released asset is never changed.",
    ),
    Refusal(
        "release_moves_by_its_steps",
        "review_release",
        "UPDATE",
        _misstep(RELEASE_STEPS),
        "A release moves by its steps only, and an ended one never.",
    ),
    Refusal(
        "release_end_is_final",
        "review_release",
        "UPDATE",
        _changed_at_its_end(RELEASE_STEPS, _changed(STOPPED)),
        "An ended release is never changed.",
    ),
]
OPEN, STANDING = ("DRAFT", "IN_REVIEW"), ("DRAFT", "IN_REVIEW", "APPROVED")
ONLY_SQLITE = [
    *(
        Refusal(
            f"{name}_is_not_replaced",
            f"review_{name}",
            "INSERT",
            _twin(f"review_{name}", keys),
            REPLACED,
        )
        for name, keys in KEYS.items()
    ),
    *(
        Refusal(
            f"review_is_not_crowded_out_{column}",
            "review_review",
            "INSERT",
            f"NEW.state IN ({_listed(states)}) AND EXISTS (SELECT 1 "  # noqa: S608
            f"FROM review_review k WHERE k.{column} = NEW.{column} "
            f"AND k.state IN ({_listed(states)}))",
            REPLACED,
        )
        for column, states in (("variant_id", OPEN), ("version_id", STANDING))
    ),
    *(
        Refusal(
            f"release_is_not_crowded_out_{event.lower()}",
            "review_release",
            event,
            f"""NEW.state = 'RELEASED' AND EXISTS (SELECT 1 FROM review_release k
                WHERE k.variant_id = NEW.variant_id AND k.market = NEW.market
                  AND k.state = 'RELEASED' AND k.id <> {row}.id)""",  # noqa: S608
            REPLACED,
        )
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"))
    ),
    Refusal(
        "decision_is_not_crowded_out",
        "review_decision",
        "UPDATE",
        """EXISTS (SELECT 1 FROM review_decision k
            WHERE k.signature_id = NEW.signature_id AND k.id <> OLD.id)""",
        REPLACED,
    ),
]


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the words of the database at hand."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _sqlite() if sqlite else _postgresql():
        schema_editor.execute(statement, params=None)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    if schema_editor.connection.vendor == "sqlite":
        names = [refusal.name for refusal in [*REFUSALS, *ONLY_SQLITE]]
        statements = [f"DROP TRIGGER {name}" for name in names]
    else:
        names = [refusal.name for refusal in REFUSALS]
        names += [f"{name}_is_not_emptied" for name in KEPT]
        statements = [f"DROP FUNCTION {name}() CASCADE" for name in names]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table} "
        f"WHEN {refusal.condition.replace('DIFFERS', 'IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal.sentence}'); END"
        for refusal in [*REFUSALS, *ONLY_SQLITE]
    ]


def _postgresql() -> list[str]:
    """A trigger's own WHEN cannot hold a query there, so the function asks."""
    statements = []
    for refusal in REFUSALS:
        condition = refusal.condition.replace("DIFFERS", "IS DISTINCT FROM")
        event = f"{refusal.event} ON {refusal.table} FOR EACH ROW"
        statements += _refusing(refusal.name, event, condition, refusal.sentence)
    for name, sentence in KEPT.items():
        event = f"TRUNCATE ON review_{name}"
        statements += _refusing(f"{name}_is_not_emptied", event, ALWAYS, sentence)
    return statements


def _refusing(name: str, event: str, condition: str, sentence: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{sentence}' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ "
        "LANGUAGE plpgsql",
        f"CREATE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION {name}()",
    ]


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("review", "0002_review_triggers")]

    operations = [migrations.RunPython(add, drop)]
