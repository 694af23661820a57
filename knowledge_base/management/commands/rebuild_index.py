"""Builds the search by meaning anew from the database."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from knowledge_base import index


class Command(BaseCommand):
    """Rebuild, with a bar where a person looks on."""

    help = "Build the search index anew; it is derived and may be deleted at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the form of the answer."""
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild once."""
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("Reading claims", total=None)

            def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            try:
                entries = index.rebuild(progress)
            except ConnectionError as error:
                raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"entries": entries}))
        else:
            self.stdout.write(f"{entries} wordings indexed")
