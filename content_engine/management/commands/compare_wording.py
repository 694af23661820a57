"""Compares candidate wordings with approved ones, from a file or standard input."""

import json
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content_engine.fidelity import second_reader
from content_engine.fidelity.comparing import Comparison, Distortion, compare
from content_engine.management import inputs

KEYS = ("approved", "candidate")


class Pair(NamedTuple):
    """Two wordings and the name that the asker gave them."""

    identity: object
    approved: str
    candidate: str


class UnreadablePairError(ValueError):
    """A document that is no pair, in one sentence."""


class Command(BaseCommand):
    """Read every pair, compare, print; nothing is printed if one is refused."""

    help = (
        "Compare wordings without a database. FILE or - holds one object with id, "
        "approved and candidate, or with --jsonl one a line."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file and the form of question and answer."""
        parser.add_argument("file", nargs="?", default="-", help="pairs, or -")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one object in and out")
        form.add_argument("--jsonl", action="store_true", help="one object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare every pair of the input, in its order."""
        pairs: list[Pair] = []
        faults: list[str] = []
        for place, text in inputs.read(options["file"], by_line=options["jsonl"]):
            try:
                pairs.append(_pair(text))
            except UnreadablePairError as error:
                faults.append(f"{place}: {error}")
        if faults:
            raise CommandError("\n".join(faults))
        as_json = options["json"] or options["jsonl"]
        for pair in pairs:
            result = second_reader.seconded(
                pair.approved, pair.candidate, compare(pair.approved, pair.candidate)
            )
            told = _as_json(pair.identity, result) if as_json else _told(result)
            self.stdout.write(told)


def _pair(text: str) -> Pair:
    """The pair of a document. Raises UnreadablePairError."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadablePairError("this is not JSON.") from None
    if not isinstance(document, dict):
        raise UnreadablePairError(
            "a pair is an object with id, approved and candidate."
        )
    for key in KEYS:
        if key not in document:
            raise UnreadablePairError(f"{key} is missing.")
        if not isinstance(document[key], str):
            raise UnreadablePairError(f"{key} must be text.")
    identity = document.get("id")
    if not isinstance(identity, str | int | None) or isinstance(identity, bool):
        raise UnreadablePairError("id must be text or a number.")
    return Pair(identity, document["approved"], document["candidate"])


def _as_json(identity: object, result: Comparison) -> str:
    told = {
        "id": identity,
        "outcome": result.outcome,
        "score": result.score,
        "distortions": [_distortion(one) for one in result.distortions],
    }
    return json.dumps(told, ensure_ascii=True)


def _distortion(one: Distortion) -> dict[str, str]:
    return {"type": one.type, "approved": one.approved, "candidate": one.candidate}


def _told(result: Comparison) -> str:
    """The result in lines for a person."""
    lines = [f"{result.outcome} ({result.score:.2f})"]
    lines += [
        f"{one.type}: {one.approved or '-'} -> {one.candidate or '-'}"
        for one in result.distortions
    ]
    lines += [f"differs in: {way}" for way in result.ways]
    return "\n".join(lines)
