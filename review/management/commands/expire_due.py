"""Ends every released asset whose day has come."""

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from review import releases


class Command(BaseCommand):
    """Makes the record agree with what delivery refuses anyhow."""

    help = "Mark released assets past their last day as expired; run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another moment than now, and --json."""
        parser.add_argument("--at", default="", help="ISO time with zone, default now")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Expire what is due and print the codes."""
        codes = [row.code for row in releases.expire_due(at=_moment(options["at"]))]
        if options["json"]:
            self.stdout.write(json.dumps({"expired": codes}))
            return
        for code in codes:
            self.stdout.write(f"{code} expired")
        self.stdout.write(f"{len(codes)} expired")


def _moment(text: str) -> datetime.datetime:
    if not text:
        return timezone.now()
    try:
        at = datetime.datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise CommandError(
            f"--at {text}: give an ISO time with its zone, such as "
            "2026-11-21T09:30+00:00.",
            returncode=2,
        )
    return at
