"""Documents that are made from the code: written, or compared with what stands."""

import difflib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser


class StaleDocumentError(CommandError):
    """A generated document differs from what the code says now."""


def settle(path: Path, text: str, *, check: bool) -> None:
    """Write the document, or with ``check`` raise StaleDocumentError if it differs."""
    standing = path.read_text() if path.exists() else ""
    if standing == text:
        return
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return
    lines = difflib.unified_diff(standing.splitlines(), text.splitlines(), lineterm="")
    shown = "\n".join(list(lines)[:20])
    raise StaleDocumentError(f"{path} is out of date: run `make docs`.\n{shown}")


class DocumentCommand(BaseCommand):
    """A command that makes one document; subclasses say where and what."""

    path: Path

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer comparing instead of writing."""
        parser.add_argument(
            "--check", action="store_true", help="fail when the document differs"
        )

    def text(self) -> str:
        """The document as the code has it now."""
        raise TypeError(f"{type(self).__module__} does not say what to write.")

    def handle(self, *_: object, **options: object) -> None:
        """Write or compare."""
        settle(self.path, self.text(), check=bool(options["check"]))
