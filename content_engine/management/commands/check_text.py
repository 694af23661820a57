"""Checks pieces of text against what may be said, from a file or standard input."""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from content_engine import checking, piece_documents
from content_engine.management import inputs
from content_engine.pieces import CheckResult


class Command(BaseCommand):
    """Read every piece, check, print; nothing is printed if one is refused."""

    help = (
        "Check pieces against approved claims and the market's rules. FILE or - holds "
        "one piece, or with --jsonl one a line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file and the form of question and answer."""
        parser.add_argument("file", nargs="?", default="-", help="pieces, or -")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one object in and out")
        form.add_argument("--jsonl", action="store_true", help="one object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every piece of the input, in its order."""
        documents = inputs.read(options["file"], by_line=options["jsonl"])
        today = timezone.now().date()
        faults: list[str] = []
        results: list[tuple[str | None, CheckResult]] = []
        for place, text in documents:
            try:
                identity, piece = piece_documents.read(text, today=today)
                results.append((identity, checking.check_foreign(piece)))
            except piece_documents.PieceFaultsError as error:
                faults.extend(f"{place}: {fault}" for fault in error.faults)
            except ObjectDoesNotExist as error:
                faults.append(f"{place}: {error}")
        if faults:
            raise CommandError("\n".join(faults))
        as_json = options["json"] or options["jsonl"]
        for identity, result in results:
            self.stdout.write(_as_json(identity, result) if as_json else _told(result))


def _as_json(identity: str | None, result: CheckResult) -> str:
    return json.dumps(checking.as_contract(result, identity), ensure_ascii=False)


def _told(result: CheckResult) -> str:
    """The result in lines for a person."""
    lines = [f"{result.verdict.value} ({result.rule_pack})"]
    for finding in result.findings:
        part = f" in {finding.part}" if finding.part else ""
        lines.append(f"{finding.severity} {finding.rule}{part}: {finding.message}")
        if finding.text:
            lines.append(f"    {finding.text}")
        if finding.suggestion:
            lines.append(f"    Approved: {finding.suggestion}")
    return "\n".join(lines)
