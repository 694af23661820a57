"""Adopts a company's rule pack: all of it or nothing."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from content_engine import house_rules
from knowledge_base.management import people


class Command(BaseCommand):
    """Read, adopt, tell what changed."""

    help = (
        "Adopt a rule pack (YAML or JSON, - for standard input) in the name of a "
        "person. Adopting it twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the pack, the person and the reason."""
        parser.add_argument("file", help="the pack's file, or -")
        parser.add_argument("--approved-by", metavar="USER", required=True)
        parser.add_argument("--reason", required=True, help="why it is adopted")

    def handle(self, *args: Any, **options: Any) -> None:
        """Adopt one pack."""
        by = people.person(options["approved_by"])
        text, source = _read(options["file"])
        try:
            pack, is_new = house_rules.adopt(
                text=text,
                source=source,
                reason=options["reason"],
                by=by,
                at=timezone.now(),
            )
        except house_rules.PackRefusedError as error:
            for fault in error.faults:
                self.stderr.write(fault)
            raise CommandError(
                f"{source} has {len(error.faults)} faults; nothing was adopted."
            ) from None
        if not is_new:
            self.stdout.write(f"{pack} is adopted already; nothing was changed.")
            return
        self.stdout.write(f"{pack} holds from {pack.effective_on}.")
        for change in pack.changes.order_by("pk"):
            self.stdout.write(f"{change.what}: {change.rule}")


def _read(name: str) -> tuple[str, str]:
    source = "standard input" if name == "-" else name
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None
    try:
        return data.decode("utf-8-sig"), source
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CommandError(f"{source}, line {line}: this is not UTF-8.") from None
