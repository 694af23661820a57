"""What job tests do in processes of their own; each step prints one JSON object."""

import datetime
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from content_engine import pipeline, variants  # noqa: E402
from content_engine.models import GenerationRun, Variant  # noqa: E402
from knowledge_base.models import LedgerEntry  # noqa: E402
from tests import factories, kits  # noqa: E402
from web import jobs, threads  # noqa: E402

BRIEF = {
    "brand": kits.SLUG,
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "at": "2026-11-21",
    "tones": ["clinical", "warm"],
    "themes": ["efficacy", "onset"],
    "formats": ["short"],
    "count": 4,
    "seed": 7,
    "writer": "composer",
}


def prepare() -> None:
    """Make the tables and a brand, ask for a family, hand its run to the workers."""
    call_command("migrate", verbosity=0)
    at = timezone.now()
    loaded_at = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
    kits.load_small_kit(by=factories.make_user("ADMINISTRATOR"), at=loaded_at)
    person = factories.make_user("REQUESTER")
    run = variants.request(BRIEF, by=person, at=at)
    jobs.start(run.pk)
    threads.POOL.shutdown(wait=True)
    report()


def report() -> None:
    """How the only run stands, and what is stored of it."""
    run = GenerationRun.objects.get()
    hashes = Variant.objects.order_by("ordinal").values_list(
        "versions__content_sha256", flat=True
    )
    told = {
        "state": run.state,
        "attempts": run.attempts,
        "note": run.note,
        "hashes": list(hashes),
        "ledger": list(
            LedgerEntry.objects.filter(action__startswith="run.")
            .order_by("sequence")
            .values_list("action", flat=True)
        ),
        "families": LedgerEntry.objects.filter(action="family.generated").count(),
    }
    sys.stdout.write(json.dumps(told))


def slow_worker(kind: str, started: str, go_on: str) -> None:
    """A worker that stops in the midst of a run until it may go on."""
    generate: Callable[..., Any] = pipeline.generate

    def waiting(*args: Any, **options: Any) -> Any:
        Path(started).touch()
        while not Path(go_on).exists():
            time.sleep(0.05)
        return generate(*args, **options)

    pipeline.generate = waiting
    if kind == "database":
        call_command("db_worker", batch=True, verbosity=0, reload=False)
    else:
        call_command("rqworker", "default", burst=True, verbosity=0)


if __name__ == "__main__":
    step: Callable[..., None] = globals()[sys.argv[1]]
    step(*sys.argv[2:])
