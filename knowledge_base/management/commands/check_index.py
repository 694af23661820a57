"""Compares the search index with the database, and mends it if asked."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from knowledge_base import index
from knowledge_base.index import Report

SHOWN = 20


class Command(BaseCommand):
    """Compare, say what differs, and build anew where --mend is given."""

    help = (
        "Check that the search index holds what the database says: every wording in "
        "force with its point, none extra. Exits 1 naming what differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How thoroughly, and what to do about differences."""
        parser.add_argument("--quick", action="store_true", help="counts only")
        parser.add_argument(
            "--mend", action="store_true", help="build the index anew if it differs"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_: Any, quick: bool, mend: bool, json: bool, **__: Any) -> None:
        """Check once; after mending once more."""
        try:
            report = index.check(is_quick=quick)
            if report.differences and mend:
                index.mend(report)
                report = index.check(is_quick=quick)
        except ConnectionError as error:
            raise CommandError(str(error)) from None
        self._answer(report, as_json=json)

    def _answer(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            told = {
                "revisions": report.revisions,
                "wordings": report.wordings,
                "differences": list(report.differences),
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif not report.differences:
            self.stdout.write(
                f"Index and database agree: {report.wordings} wordings of "
                f"{report.revisions} revisions."
            )
        if report.differences:
            raise CommandError("\n".join(_listed(report.differences)))


def _listed(differences: tuple[str, ...]) -> list[str]:
    more = len(differences) - SHOWN
    rest = [f"… and {more} more."] * (more > 0)
    return [*differences[:SHOWN], *rest, "Run check_index --mend to build it anew."]
