"""Proves that no line of the ledger was changed, removed, added or moved."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry


class Command(BaseCommand):
    """Walk the chain and say how far it holds."""

    help = (
        "Verify the ledger; with --tip and --length also that an end noted earlier "
        "is still a part of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept an end of the chain that was noted earlier."""
        parser.add_argument("--tip", metavar="HASH", help="a last hash noted earlier")
        parser.add_argument(
            "--length", metavar="N", type=int, help="the length noted with it"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify all of it."""
        broken = ledger.first_broken_entry()
        if broken:
            raise CommandError(f"Entry {broken.sequence} is broken: {broken.reason}.")
        self._compare(options["tip"], options["length"])
        entries, tip = ledger.tip()
        if options["json"]:
            self.stdout.write(json.dumps({"entries": entries, "tip": tip}))
        else:
            self.stdout.write(f"{entries} entries verified; the last hash is {tip}")

    def _compare(self, tip: str | None, length: int | None) -> None:
        noted: dict[str, Any] = {}
        if tip is not None:
            noted["hash"] = tip.strip().lower()
        if length is not None:
            noted["sequence"] = length
        if not noted or (length == 0 and tip in (None, ledger.GENESIS)):
            return
        if not LedgerEntry.objects.filter(**noted).exists():
            raise CommandError(
                "The end that was noted is no part of this ledger: it was cut back "
                "or replaced since."
            )
