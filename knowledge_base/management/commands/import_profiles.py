"""Imports healthcare professionals' profiles: the whole file or nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from knowledge_base.management import faults, people
from knowledge_base.profiles import importing
from knowledge_base.profiles.importing import ImportCounts


class Command(BaseCommand):
    """Parse, import, print."""

    help = "Import HCP profiles and segments from CSV, XLSX or JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file and the form of the answer."""
        parser.add_argument("file", type=Path, help="a .csv, .xlsx or .jsonl file")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one file."""
        path: Path = options["file"]
        by = people.service_account("import_profiles")
        try:
            counts = importing.import_profiles(path, by=by, at=timezone.now())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.", returncode=2) from None
        except importing.ProfileFaultsError as error:
            faults.refuse(self, path.name, error.faults, as_json=options["json"])
        else:
            self._show(counts, as_json=options["json"])

    def _show(self, counts: ImportCounts, *, as_json: bool) -> None:
        numbers = counts.as_dict()
        if as_json:
            self.stdout.write(json.dumps({**numbers, "refused": []}))
            return
        for word, number in numbers.items():
            self.stdout.write(f"{word}: {number}")
