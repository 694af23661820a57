"""Labels with sections, signed approvals, suspension, attached files, import batches."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import knowledge_base.models.codes

# SQLite rebuilds an altered table without its triggers: they go first, the next
# migration puts them back.
fixed = import_module("knowledge_base.migrations.0003_approved_wording_is_fixed")


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge_base", "0003_approved_wording_is_fixed"),
    ]

    operations = [
        migrations.RunPython(fixed.drop, fixed.add),
        migrations.CreateModel(
            name="ClaimApproval",
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
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("MEDICAL", "Medical"),
                            ("REGULATORY", "Regulatory"),
                            ("RECORDED", "Recorded elsewhere"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content_sha256", models.CharField(max_length=64)),
                ("approved_by", models.CharField(max_length=150)),
                ("approved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CopyApproval",
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
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("MEDICAL", "Medical"),
                            ("REGULATORY", "Regulatory"),
                            ("RECORDED", "Recorded elsewhere"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content_sha256", models.CharField(max_length=64)),
                ("approved_by", models.CharField(max_length=150)),
                ("approved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ImportBatch",
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
                ("uid", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CLAIMS", "Claims"),
                            ("BLOCKS", "Text blocks"),
                            ("LABEL", "Label"),
                        ],
                        max_length=6,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("mapping", models.JSONField(blank=True, default=dict)),
                ("uploaded_by", models.CharField(max_length=150)),
                ("uploaded_at", models.DateTimeField()),
                ("applied_by", models.CharField(blank=True, max_length=150)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReferenceFile",
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
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("attached_by", models.CharField(max_length=150)),
                ("attached_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReferencePage",
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
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="claimversion",
            name="one_approved_version_per_claim",
        ),
        migrations.RemoveConstraint(
            model_name="label",
            name="label_version_unique",
        ),
        migrations.AddField(
            model_name="anchor",
            name="page",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claimversion",
            name="indications",
            field=knowledge_base.models.codes.CodesField(blank=True),
        ),
        migrations.AddField(
            model_name="claimversion",
            name="reading",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="claimversion",
            name="suspended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claimversion",
            name="suspended_by",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="claimversion",
            name="suspension_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="copyblockversion",
            name="drafted_by",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="copyblockversion",
            name="retired_by",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="copyblockversion",
            name="retirement_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="copyblockversion",
            name="suspended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="copyblockversion",
            name="suspended_by",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="copyblockversion",
            name="suspension_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="label",
            name="imported_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="label",
            name="imported_by",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="label",
            name="labeler",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="label",
            name="products",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="label",
            name="set_id",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="label",
            name="source",
            field=models.CharField(
                choices=[
                    ("KIT", "Brand kit"),
                    ("SPL", "Structured Product Labeling"),
                    ("FHIR", "FHIR ePI"),
                ],
                default="KIT",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="label",
            name="source_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="label",
            name="title",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="labelsection",
            name="clauses",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="labelsection",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="children",
                to="knowledge_base.labelsection",
            ),
        ),
        migrations.AddField(
            model_name="labelsection",
            name="tables",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reference",
            name="label",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="references",
                to="knowledge_base.label",
            ),
        ),
        migrations.AlterField(
            model_name="claimversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("DRAFT", "Draft"),
                    ("APPROVED", "Approved"),
                    ("SUSPENDED", "Suspended"),
                    ("SUPERSEDED", "Superseded"),
                    ("WITHDRAWN", "Withdrawn"),
                ],
                default="DRAFT",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="label",
            name="indication",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="labelsection",
            name="text",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="labelsection",
            name="title",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="claimversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["APPROVED", "SUSPENDED"])),
                fields=("claim",),
                name="one_approved_version_per_claim",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "SUSPENDED"), _negated=True),
                    ("suspended_at__isnull", False),
                    _connector="OR",
                ),
                name="claim_suspension_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.UniqueConstraint(
                fields=("brand", "market", "set_id", "version"),
                name="label_version_unique",
            ),
        ),
        migrations.AddField(
            model_name="claimapproval",
            name="claim_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="approvals",
                to="knowledge_base.claimversion",
            ),
        ),
        migrations.AddField(
            model_name="copyapproval",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="approvals",
                to="knowledge_base.copyblockversion",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="brand",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="knowledge_base.brand",
            ),
        ),
        migrations.AddField(
            model_name="referencefile",
            name="reference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="knowledge_base.reference",
            ),
        ),
        migrations.AddField(
            model_name="referencepage",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pages",
                to="knowledge_base.referencefile",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimapproval",
            constraint=models.UniqueConstraint(
                fields=("claim_version", "function"), name="claim_approved_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimapproval",
            constraint=models.UniqueConstraint(
                fields=("claim_version", "approved_by"),
                name="claim_approved_by_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="copyapproval",
            constraint=models.UniqueConstraint(
                fields=("version", "function"), name="copy_approved_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="copyapproval",
            constraint=models.UniqueConstraint(
                fields=("version", "approved_by"), name="copy_approved_by_two_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="referencefile",
            constraint=models.UniqueConstraint(
                fields=("reference", "sha256"), name="file_attached_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="referencepage",
            constraint=models.UniqueConstraint(
                fields=("file", "number"), name="page_number_unique_in_file"
            ),
        ),
    ]
