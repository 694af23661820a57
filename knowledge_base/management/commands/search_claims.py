"""Answers searches for claims, one JSON object a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from knowledge_base.kits.crosschecks import CHANNELS
from knowledge_base.models import Brand, ClaimVersion
from knowledge_base.retrieval import queries
from knowledge_base.retrieval.chain import Found, find_claims
from knowledge_base.retrieval.queries import QueryRefusedError
from knowledge_base.retrieval.refusals import Refused, refused_for


class Command(BaseCommand):
    """Read a query, search, write the answer, at once and in order."""

    help = (
        "Search the claims that may be used there and then; queries as JSON lines: "
        "brand, market and channel, and where wanted id, audience, at, query, limit, "
        "theme, kind, indication, diversity (0 to 1), refused (true also lists what "
        "fits and may not be used, with the reasons)."
    )

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
            query = queries.read(line)
            answer = _answered(query)
        except QueryRefusedError as error:
            self.stderr.write(f"line {number}: {error}")
            return False
        except Brand.DoesNotExist:
            self.stderr.write(f"line {number}: there is no brand {query['brand']!r}.")
            return False
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


def _answered(query: dict[str, Any]) -> dict[str, Any]:
    today = timezone.now().date()
    question = queries.question(query, today=today, channels=sorted(CHANNELS))
    found = find_claims(question)
    names = {one.claim_version.pk: _ref(one.claim_version) for one in found}
    answer = {
        "id": query.get("id"),
        "results": [_result(one, names[one.group]) for one in found],
    }
    if query.get("refused"):
        answer["refused"] = [_refusal(one) for one in refused_for(question)]
    return answer


def _result(found: Found, group: str) -> dict[str, Any]:
    version = found.claim_version
    return {
        "claim": _ref(version),
        "score": found.score,
        "text": version.text,
        "why": list(found.why),
        "group": group,
    }


def _refusal(refused: Refused) -> dict[str, Any]:
    version = refused.claim_version
    return {
        "claim": _ref(version),
        "score": refused.score,
        "text": version.text,
        "why": list(refused.why),
        "reasons": [
            {"code": each.code, "reason": each.sentence, "remedy": each.remedy}
            for each in refused.reasons
        ],
    }


def _ref(version: ClaimVersion) -> str:
    return f"{version.claim.key}@{version.version}"
