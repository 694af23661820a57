"""Imports a label, FDA SPL or FHIR ePI: reads it, stores it as a draft, tells both."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from knowledge_base import label_import, labels
from knowledge_base.label_import import outlines
from knowledge_base.label_import.documents import LabelDocument
from knowledge_base.management import arguments, people

NO_MARKET = "The label was read, not stored: the file names no country; give --market."


class Command(BaseCommand):
    """Parse, import, print."""

    help = (
        "Import a label (FDA SPL XML or a FHIR ePI bundle, - for standard input) as a "
        "draft. Importing it twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file, whose label it is, and the form of the answer."""
        parser.add_argument("file", help="the label's file, or -")
        parser.add_argument(
            "--brand", metavar="SLUG", help="the brand, if the file does not tell"
        )
        parser.add_argument(
            "--market", default="", help="the country, such as US, if it does not tell"
        )
        parser.add_argument("--by", metavar="USER", help="the person who imports it")
        parser.add_argument(
            "--dry-run", action="store_true", help="read and show, store nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one label."""
        document = _document(options["file"])
        told = outlines.outline(document, with_texts=options["verbosity"] >= 2)
        if not options["dry_run"]:
            told["stored"] = self._stored(document, options)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for line in outlines.lines(told):
            self.stdout.write(line)

    def _stored(
        self, document: LabelDocument, options: dict[str, Any]
    ) -> dict[str, Any]:
        if not (options["market"] or document.market):
            self.stderr.write(NO_MARKET)
            return {"state": "not_stored", "reason": NO_MARKET}
        return _store(document, options)


def _document(name: str) -> LabelDocument:
    source = "standard input" if name == "-" else Path(name).name
    # One byte more than is allowed at most: the rest is never read.
    data = arguments.data(name, label_import.MAX_BYTES + 1)
    try:
        return label_import.read(data, source)
    except label_import.LabelUnreadableError as error:
        raise CommandError(f"{error} Nothing was imported.") from None


def _store(document: LabelDocument, options: dict[str, Any]) -> dict[str, Any]:
    slug = options["brand"]
    brand_id = None if slug is None else arguments.brand(slug).pk
    by = people.writer(options["by"], "import_label")
    try:
        stored = labels.import_document(
            document,
            brand_id=brand_id,
            market=options["market"],
            by=by,
            at=timezone.now(),
        )
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    label = stored.label
    return {
        "brand": label.brand.slug,
        "market": label.market,
        "label": label.pk,
        "state": stored.state.value,
    }
