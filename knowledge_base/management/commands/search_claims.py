"""Answers searches for claims, one JSON object a line."""

import datetime
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from knowledge_base.models import Brand
from knowledge_base.retrieval.chain import Found, Question, find_claims

NEEDED = ("brand", "market", "channel")
MOST_RESULTS = 1_000


class QueryRefusedError(ValueError):
    """One line is no query; the message says why."""


class Command(BaseCommand):
    """Read a query, search, write the answer, at once and in order."""

    help = "Search the claims that may be used there and then; queries as JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file of queries; --jsonl is the only form there is."""
        parser.add_argument("file", nargs="?", default="-", help="queries, or -")
        parser.add_argument(
            "--jsonl", action="store_true", help="JSON lines in and out (the default)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every query; end with 1 if one of them was refused."""
        refused = 0
        with _lines(options["file"]) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    refused += not self._answer(number, line)
        if refused:
            raise CommandError(f"{refused} queries were refused.")

    def _answer(self, number: int, line: str) -> bool:
        try:
            query = _query(line)
            found = find_claims(_question(query))
        except QueryRefusedError as error:
            self.stderr.write(f"line {number}: {error}")
            return False
        except Brand.DoesNotExist:
            self.stderr.write(f"line {number}: there is no brand {query['brand']!r}.")
            return False
        answer = {"id": query.get("id"), "results": [_result(one) for one in found]}
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.stdout.flush()
        return True


@contextmanager
def _lines(name: str) -> Iterator[Iterable[str]]:
    try:
        if name == "-":
            yield sys.stdin
            return
        with Path(name).open(encoding="utf-8-sig") as file:
            yield file
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None
    except UnicodeDecodeError:
        raise CommandError(f"{name} is not UTF-8.") from None


def _query(line: str) -> dict[str, Any]:
    try:
        query = json.loads(line)
        json.dumps(query, ensure_ascii=False).encode()  # half a pair is no character
    except (ValueError, RecursionError) as error:
        raise QueryRefusedError(f"this is not JSON ({error}).") from None
    if not isinstance(query, dict):
        raise QueryRefusedError("this is not a JSON object.")
    for name in (*NEEDED, "query", "audience", "at"):
        if not isinstance(query.get(name, "" if name not in NEEDED else None), str):
            raise QueryRefusedError(f"{name} must be given as text.")
    return query


def _question(query: dict[str, Any]) -> Question:
    limit = query.get("limit", 10)
    if type(limit) is not int or not 1 <= limit <= MOST_RESULTS:
        raise QueryRefusedError(f"limit must be a number from 1 to {MOST_RESULTS}.")
    return Question(
        brand=query["brand"],
        market=query["market"],
        channel=query["channel"],
        audience=query.get("audience") or "HCP",
        day=_day(query.get("at", "")),
        text=query.get("query", ""),
        limit=limit,
    )


def _day(text: str) -> datetime.date:
    if not text:
        return timezone.now().date()
    try:
        moment = datetime.datetime.fromisoformat(text)
        return (moment.astimezone(datetime.UTC) if moment.tzinfo else moment).date()
    except (OverflowError, ValueError):
        raise QueryRefusedError(f"at must be a date, not {text!r}.") from None


def _result(found: Found) -> dict[str, Any]:
    version = found.claim_version
    return {
        "claim": f"{version.claim.key}@{version.version}",
        "score": found.score,
        "text": version.text,
        "why": list(found.why),
    }
