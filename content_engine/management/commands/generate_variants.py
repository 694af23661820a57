"""Generates a family of variants from a brief."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, TaskID

from content_engine import briefs, pipeline, variants
from content_engine.briefs import BriefFaultsError
from content_engine.models import Family
from content_engine.vocabulary import RunState, WriterName
from content_engine.writers import registry
from content_engine.writers.protocol import WriterFailedError
from knowledge_base.management import people

SERVICE = "imprimatur"


class Command(BaseCommand):
    """Parse, generate, print."""

    help = (
        "Generate message variants from a brief (JSON or YAML, - for standard input) "
        "and store them as a family."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the brief, the requester and the form of the answer."""
        parser.add_argument("brief", help="the brief's file, or -")
        parser.add_argument("--by", metavar="USER", help="in whose name it is asked")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate one family."""
        raw = self._read(options["brief"])
        by = _requester(options["by"])
        began = time.perf_counter()
        try:
            shown = self._dry(raw) if options["dry_run"] else self._stored(raw, by)
        except BriefFaultsError as error:
            for fault in error.faults:
                self.stderr.write(f"{options['brief']}: {fault}")
            raise CommandError("The brief was refused; nothing was stored.") from error
        except (ObjectDoesNotExist, WriterFailedError) as error:
            raise CommandError(str(error)) from error
        shown["seconds"] = round(time.perf_counter() - began, 3)
        self.stdout.write(
            json.dumps(shown, ensure_ascii=False, indent=2)
            if options["json"]
            else _told(shown)
        )

    def _read(self, source: str) -> dict[str, Any]:
        try:
            text = (
                sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
            )
            raw = yaml.safe_load(text)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CommandError(f"{source} cannot be read: {error}") from error
        if not isinstance(raw, dict):
            raise CommandError(f"{source} is not a brief: write keys with values.")
        return raw

    def _dry(self, raw: dict[str, Any]) -> dict[str, Any]:
        brief = briefs.complete(raw, day=timezone.now().date())
        fallback = _fallback()
        with _bar() as bar:
            generated = pipeline.generate(
                brief,
                writer=registry.writer_or_stand_in(brief.writer, fallback),
                fallback=fallback,
                progress=_Teller(bar),
            )
        return variants.generated_as_contract(brief, generated)

    def _stored(self, raw: dict[str, Any], by: User) -> dict[str, Any]:
        run = variants.request(raw, by=by, at=timezone.now())
        with _bar() as bar:
            run = variants.carry_out(
                run.pk,
                by=by,
                at=timezone.now(),
                lease_seconds=settings.RUN_LEASE_SECONDS,
                progress=_Teller(bar),
            )
        if run.state == RunState.FAILED:
            raise CommandError(f"The run failed: {run.note}")
        return variants.as_contract(Family.objects.get(pk=run.family_id))


class _Teller:
    """Moves a progress bar."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task: TaskID = bar.add_task("Writing", total=None)

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, disable=not sys.stderr.isatty(), transient=True)


def _fallback() -> Any:
    if not settings.WRITER_FALLBACK:
        return None
    return registry.writer_by_name(WriterName.COMPOSER)


def _requester(username: str | None) -> User:
    """The person named, else the first superuser, else the service itself."""
    if username:
        return people.person(username)
    superusers = User.objects.filter(is_superuser=True, is_active=True)
    return superusers.order_by("pk").first() or people.service_account(SERVICE)


def _told(shown: dict[str, Any]) -> str:
    """A family for a person at a terminal."""
    lines = []
    for variant in shown["variants"]:
        axes = (variant["tone"], variant["theme"], variant["format"], variant["hcp"])
        verdict = variant["check"]["verdict"]
        lines.append(f"== {' × '.join(axis for axis in axes if axis)} ({verdict})")
        lines.extend(
            f"[{part['name']}] {part['text']}"
            for part in variant["parts"]
            if part["name"] in {"subject", "body"}
        )
        lines.append("")
    for cell in shown["infeasible"]:
        lines.append(f"Not possible: {' × '.join(cell['cell'].values())}: ")
        lines[-1] += cell["reason"]
    lines.extend(shown["notes"])
    lines.append(f"{len(shown['variants'])} variants in {shown['seconds']} s.")
    return "\n".join(lines)
