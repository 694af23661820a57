"""Exports a brand's claims or text blocks with the columns that imports read."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from knowledge_base.exchange import exporting
from knowledge_base.exchange.exporting import Which
from knowledge_base.management import arguments
from knowledge_base.models import BatchKind


class Command(BaseCommand):
    """Parse, write."""

    help = "Write the approved claims or text blocks of a brand to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the brand, the form, and which revisions."""
        parser.add_argument("--brand", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=list(exporting.WRITERS), default="csv")
        parser.add_argument("--blocks", action="store_true", help="text blocks")
        parser.add_argument(
            "--which",
            choices=[which.value for which in Which],
            default=Which.APPROVED.value,
            help="approved revisions, the newest of each, or all",
        )
        parser.add_argument("--output", type=Path, help="a file instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one file."""
        brand = arguments.brand(options["brand"])
        pieces = exporting.stream(
            BatchKind.BLOCKS if options["blocks"] else BatchKind.CLAIMS,
            brand,
            form=options["format"],
            which=Which(options["which"]),
        )
        try:
            self._write(pieces, options["output"])
        except exporting.ExportError as error:
            raise CommandError(error.messages[0]) from None
        except OSError as error:
            raise CommandError(f"{error.strerror}.", returncode=2) from None

    def _write(self, pieces: Any, output: Path | None) -> None:
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        with output.open("wb") as file:
            for piece in pieces:
                file.write(piece)
