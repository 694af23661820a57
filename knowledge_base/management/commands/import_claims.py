"""Imports claims or text blocks as drafts: the whole file or nothing."""

import json
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from knowledge_base.exchange import batches
from knowledge_base.exchange.batches import ImportFaultsError
from knowledge_base.exchange.planning import Plan
from knowledge_base.management import arguments, faults, people
from knowledge_base.models import BatchKind, Brand
from knowledge_base.sheets import Source


class Command(BaseCommand):
    """Parse, plan, apply, print."""

    help = (
        "Import claims or text blocks from CSV, XLSX or JSON as drafts. Importing a "
        "file twice changes nothing; a file with a fault changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file, the brand, the person and the form of the answer."""
        parser.add_argument("file", help="a .csv, .xlsx, .json or .jsonl file, or -")
        parser.add_argument("--brand", required=True, metavar="SLUG")
        parser.add_argument("--blocks", action="store_true", help="text blocks")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--by", metavar="USER", help="in this person's name")
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument("--sheet", default="", help="which sheet of a workbook")
        parser.add_argument(
            "--dates",
            choices=["day", "month"],
            default="",
            help="what comes first in 01/03/2026",
        )
        parser.add_argument(
            "--format",
            choices=["csv", "xlsx", "json", "jsonl"],
            default="csv",
            help="the format of standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one file."""
        kind = BatchKind.BLOCKS if options["blocks"] else BatchKind.CLAIMS
        source = _source(options["file"], options["format"])
        brand = arguments.brand(options["brand"])
        try:
            with transaction.atomic():
                plan, drafts = self._worked(source, brand, kind, options)
        except ImportFaultsError as error:
            faults.refuse(self, source.name, error.faults, as_json=options["json"])
        else:
            self._show(plan, drafts, options)

    def _worked(
        self, source: Source, brand: Brand, kind: BatchKind, options: dict[str, Any]
    ) -> tuple[Plan, tuple[str, ...]]:
        by = people.writer(options["by"], "import_claims")
        batch = batches.upload(
            uid=uuid.uuid4(),
            brand_id=brand.pk,
            kind=kind,
            name=source.name,
            content=source.data,
            day_order=options["dates"],
            wanted=options["sheet"],
            by=by,
            at=timezone.now(),
        )
        plan = batches.plan_of(batch)
        if plan.sentences:
            raise ImportFaultsError(plan.sentences)
        if options["dry_run"]:
            transaction.set_rollback(True)
            return plan, ()
        applied = batches.apply(
            uid=batch.uid, expected_sha256=plan.sha256, by=by, at=timezone.now()
        )
        return plan, applied.drafts

    def _show(
        self, plan: Plan, drafts: tuple[str, ...], options: dict[str, Any]
    ) -> None:
        if options["json"]:
            answer = {**plan.counts, "drafts": drafts, "rows": _rows(plan)}
            self.stdout.write(json.dumps({**answer, "dry_run": options["dry_run"]}))
            return
        for row in _rows(plan):
            if row["effect"] != "unchanged":
                fields = ", ".join(row["changes"])
                self.stdout.write(f"{row['key']}: {row['effect']} {fields}".rstrip())
        for word, number in plan.counts.items():
            self.stdout.write(f"{word}: {number}")


def _rows(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "row": row.number,
            "key": row.key,
            "effect": row.effect.value,
            "changes": [change.title for change in row.changes],
        }
        for row in plan.rows
    ]


def _source(name: str, form: str) -> Source:
    data = arguments.data(name)
    if name == "-":
        return Source(f"standard-input.{form}", data)
    shown = Path(name).name.encode("utf-8", "replace").decode()
    return Source(shown, data)
