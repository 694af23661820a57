"""Writes docs/workflow.md from the code, or checks that it agrees."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from review.workflow import drawing


class Command(BaseCommand):
    """Draws both state machines."""

    help = "Write docs/workflow.md from the transitions, owners and policies."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check and, for tests, another file."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if it differs"
        )
        parser.add_argument(
            "--file",
            type=Path,
            default=Path(settings.BASE_DIR) / "docs" / "workflow.md",
            help="where the document is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        path: Path = options["file"]
        page = drawing.page()
        if not options["check"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != page:
            raise CommandError(
                f"{path} differs from the code: run manage.py draw_workflow."
            )
