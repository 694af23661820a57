"""Loads a brand kit: all of it or nothing."""

import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from knowledge_base.kits import loading, reading
from knowledge_base.kits.counting import Counts
from knowledge_base.management import people


class Command(BaseCommand):
    """Parse, load, print."""

    help = (
        "Load a brand kit (YAML or JSON, - for standard input) as drafts, or as "
        "approved by a person. Loading it twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the kit, the approver and the form of the answer."""
        parser.add_argument("kit", help="the kit's file, or -")
        parser.add_argument(
            "--approved-by",
            metavar="USER",
            help="record this person's approval of everything in the kit",
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load one kit."""
        by = self._person(options["approved_by"])
        text, source = _read(options["kit"])
        try:
            counts = loading.load(
                reading.read(text, source),
                by=by,
                at=timezone.now(),
                approve=bool(options["approved_by"]),
            )
        except reading.KitFaultsError as error:
            for fault in error.faults:
                self.stderr.write(fault)
            raise CommandError(
                f"{source} has {len(error.faults)} faults; nothing was loaded."
            ) from None
        self._show(counts, as_json=options["json"])

    def _person(self, username: str | None) -> User:
        if username is None:
            return people.service_account("load_kit")
        return people.person(username)

    def _show(self, counts: Counts, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(counts.as_dict()))
            return
        for kind, tally in counts.as_dict().items():
            numbers = ", ".join(f"{number} {word}" for word, number in tally.items())
            self.stdout.write(f"{kind}: {numbers}")


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
