"""Rule packs of a company, and what people say of findings; neither is deleted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = {
    "rulepack": ("DELETE", "A rule pack is never deleted: withdraw it."),
    "packchange": ("DELETE", "A change of rules is never deleted."),
    "disposition": ("DELETE", "A word on a finding is never deleted."),
    "packchange_fixed": ("UPDATE", "A change of rules is never changed."),
    "disposition_fixed": ("UPDATE", "A word on a finding is never changed."),
}


def _table(name: str) -> str:
    return f"content_engine_{name.removesuffix('_fixed')}"


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name, (event, sentence) in KEPT.items():
        if is_sqlite:
            schema_editor.execute(
                f"CREATE TRIGGER {name}_kept BEFORE {event} ON {_table(name)} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
            continue
        schema_editor.execute(
            f"CREATE FUNCTION {name}_kept() RETURNS trigger AS $$ BEGIN "
            f"RAISE EXCEPTION '{sentence}'; END $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name}_kept BEFORE {event} ON {_table(name)} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_kept()"
        )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name in KEPT:
        if is_sqlite:
            schema_editor.execute(f"DROP TRIGGER {name}_kept")
            continue
        schema_editor.execute(f"DROP TRIGGER {name}_kept ON {_table(name)}")
        schema_editor.execute(f"DROP FUNCTION {name}_kept()")


class Migration(migrations.Migration):
    """Adds the tables and the triggers that keep their rows."""

    dependencies = [
        ("content_engine", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RulePack",
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
                ("name", models.CharField(max_length=30)),
                ("version", models.CharField(max_length=20)),
                ("markets", models.JSONField(default=list)),
                ("owner", models.CharField(max_length=1000)),
                ("effective_on", models.DateField()),
                ("document", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("adopted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adopted_rule_packs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackChange",
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
                ("rule", models.CharField(max_length=10)),
                ("what", models.CharField(max_length=20)),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                ("reason", models.TextField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_pack_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="content_engine.rulepack",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disposition",
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
                ("content_sha256", models.CharField(max_length=64)),
                ("rule", models.CharField(max_length=10)),
                ("part", models.CharField(blank=True, max_length=30)),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "open"),
                            ("FIXED", "fixed"),
                            ("OVERRIDDEN", "overridden"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("disposed_at", models.DateTimeField()),
                (
                    "disposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispositions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispositions",
                        to="content_engine.findingrecord",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["content_sha256", "rule"],
                        name="content_eng_content_8ae307_idx",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="rulepack",
            constraint=models.UniqueConstraint(
                fields=("name", "version"), name="rule_pack_version_unique"
            ),
        ),
        migrations.RunPython(add, drop),
    ]
