"""Loads a brand kit: all of it or nothing."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from knowledge_base.kits import loading, reading
from knowledge_base.kits.counting import Counts
from knowledge_base.management import arguments, faults, people


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
        by = people.writer(options["approved_by"], "load_kit")
        text, source = _read(options["kit"])
        try:
            counts = loading.load(
                reading.read(text, source),
                by=by,
                at=timezone.now(),
                approve=bool(options["approved_by"]),
            )
        except reading.KitFaultsError as error:
            faults.refuse(self, source, error.faults, deed="loaded")
        self._show(counts, as_json=options["json"])

    def _show(self, counts: Counts, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(counts.as_dict()))
            return
        for kind, tally in counts.as_dict().items():
            numbers = ", ".join(f"{number} {word}" for word, number in tally.items())
            self.stdout.write(f"{kind}: {numbers}")


def _read(name: str) -> tuple[str, str]:
    source = "standard input" if name == "-" else name
    data = arguments.data(name)
    try:
        return data.decode("utf-8-sig"), source
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CommandError(f"{source}, line {line}: this is not UTF-8.") from None
