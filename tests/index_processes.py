"""Many processes write and read claims at once; afterwards every answer is judged.

Run by hand for two minutes:
``python -m tests.index_processes --seconds 120 --writers 4 --readers 8``
on a database of its own beside the one that DATABASE_URL names.
"""

import argparse
import contextlib
import datetime
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS = (
    *("amber", "basalt", "cedar", "delta", "ember", "fjord", "garnet", "harbour"),
    *("island", "juniper", "kelp", "lagoon", "marble", "nectar", "opal", "pebble"),
)
DAY = datetime.date(2026, 11, 21)
REBUILD_SECONDS = 3.0
STOP = "stop"


@dataclass(frozen=True)
class Event:
    """A claim came into force or left it; the commit lies between the two times."""

    began: float
    ended: float
    is_in_force: bool


def text_of(key: str) -> str:
    """A sentence that no other claim says."""
    chance = random.Random(key)  # noqa: S311 - words, not secrets
    words = " ".join(chance.sample(WORDS, 6))
    return f"In the study {key} the {words} came first in adults."


class Journal:
    """One process's own file of what it did, a JSON object a line."""

    def __init__(self, directory: Path, name: str) -> None:
        self._file = (directory / f"{name}.jsonl").open("a", buffering=1)

    def note(self, **told: Any) -> None:
        """One line, whole or not at all."""
        self._file.write(json.dumps(told) + "\n")


def goes_on(directory: Path) -> bool:
    """Whether the processes are to go on."""
    return not (directory / STOP).exists()


def write(directory: Path, name: str) -> None:
    """Approve and withdraw claims till the time is over."""
    from django.contrib.auth.models import User

    from knowledge_base import claims, index
    from knowledge_base.claim_contents import Cited, ClaimContent
    from knowledge_base.models import Brand

    journal = Journal(directory, name)
    own: list[tuple[int, str]] = []
    chance = random.Random(name)  # noqa: S311 - a story, not secrets
    brand = Brand.objects.get(slug="strand")
    reference = brand.references.get()
    people = {user.username: user for user in User.objects.all()}
    at = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
    number = 0
    while goes_on(directory):
        if own and chance.random() < 0.5:
            pk, key = own.pop(chance.randrange(len(own)))
            began = time.monotonic()
            claims.withdraw(
                claim_version_id=pk,
                reason="A correction was printed.",
                by=people["medical"],
                at=at,
            )
            is_in_force = False
        else:
            number += 1
            key = f"{name}-{number}"
            cited = (Cited(reference),)
            version = claims.draft(
                brand_id=brand.pk,
                key=key,
                kind="efficacy",
                content=ClaimContent(text_of(key), ("US",), cited),
                by=people["author"],
                at=at,
            )
            pk, is_in_force = version.pk, True
            for function in ("MEDICAL", "REGULATORY"):
                began = time.monotonic()  # the last one puts it in force
                claims.approve(
                    claim_version_id=pk,
                    function=function,
                    by=people[function.lower()],
                    at=at,
                )
            own.append((pk, key))
        journal.note(
            key=key, began=began, ended=time.monotonic(), is_in_force=is_in_force
        )
        index.take_up()


def read(directory: Path, name: str) -> None:
    """Ask for claims that changed a moment ago, by meaning and by the whole search."""
    from knowledge_base import index
    from knowledge_base.models import ClaimVersion
    from knowledge_base.retrieval import filters
    from knowledge_base.retrieval.chain import Question, find_claims

    journal = Journal(directory, name)
    chance = random.Random(name)  # noqa: S311 - a story, not secrets
    while goes_on(directory):
        key = recent(directory, chance)
        if not key:
            time.sleep(0.05)
            continue
        question = Question("strand", "US", "email", "HCP", DAY, text_of(key), limit=5)
        began = time.monotonic()
        place = filters.scope(question)
        near = index.nearest(index.view(), question.text, place, 5)
        allowed = filters.usable([one.claim_version_id for one in near], place)
        met = time.monotonic()
        found = [one.claim_version.claim.key for one in find_claims(question)]
        ended = time.monotonic()
        rows = ClaimVersion.objects.filter(pk__in=allowed)
        keys = list(rows.values_list("claim__key", flat=True))
        told = {"asked": key, "began": began}
        journal.note(**told, ended=met, found=keys, way="meaning")
        journal.note(**{**told, "began": met}, ended=ended, found=found, way="search")


def recent(directory: Path, chance: random.Random) -> str:
    """The key of a claim that some writer wrote of lately."""
    files = sorted(directory.glob("writer-*.jsonl"))
    if not files:
        return ""
    with chance.choice(files).open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 1_500))
        lines = file.read().decode().split("\n")[1:-1]
    return str(json.loads(chance.choice(lines))["key"]) if lines else ""


def judged(directory: Path) -> dict[str, Any]:
    """Every answer against what was committed before it was asked for."""
    events, answers = defaultdict[str, list[Event]](list), []
    for file in sorted(directory.glob("*-*.jsonl")):
        for line in file.read_text().splitlines():
            told = json.loads(line)
            if "asked" in told:
                answers.append(told)
            else:
                key = told.pop("key")
                events[key].append(Event(**told))
    wrong = [said for told in answers for said in faults(told, events)]
    times = [1_000 * (told["ended"] - told["began"]) for told in answers]
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return {
        "commits": sum(map(len, events.values())),
        "answers": len(answers),
        "judged_missing": sum(known(t["asked"], t, events) is True for t in answers),
        "wrong": wrong,
        "p50_ms": round(cuts[49], 1),
        "p99_ms": round(cuts[98], 1),
    }


def faults(told: dict[str, Any], events: dict[str, list[Event]]) -> Iterator[str]:
    """What was lost, and what was found though it was withdrawn before."""
    if known(told["asked"], told, events) and told["asked"] not in told["found"]:
        yield f"{told['asked']} was lost to {told['way']} at {told['began']:.3f}."
    for key in told["found"]:
        if known(key, told, events) is False:
            yield f"{key} was found by {told['way']} after its withdrawal."


def known(
    key: str, told: dict[str, Any], events: dict[str, list[Event]]
) -> bool | None:
    """Whether a claim was in force all the while; None if that changed meanwhile."""
    before = [e for e in events[key] if e.ended < told["began"]]
    during = [e for e in events[key] if e.began < told["ended"] and e not in before]
    return before[-1].is_in_force if before and not during else None


def prepare() -> None:
    """A brand, its reference and three people."""
    from django.contrib.auth.models import User

    from knowledge_base.models import Brand, Reference

    brand = Brand.objects.create(slug="strand", name="Strand")
    Reference.objects.create(brand=brand, key="R1", citation="Tale.", kind="journal")
    for name in ("author", "medical", "regulatory"):
        User.objects.create(username=name)


def run(
    directory: Path, *, seconds: float, writers: int, readers: int
) -> dict[str, Any]:
    """Start the processes on the database in use, rebuild meanwhile, judge."""
    from django.conf import settings
    from django.db import connection

    from knowledge_base import index

    prepare()
    index.ensure()
    roles = [("writer", n) for n in range(writers)]
    roles += [("reader", n) for n in range(readers)]
    stores = {"CHROMA_DIR": str(settings.CHROMA_DIR), "DATABASE_URL": url(connection)}
    with contextlib.ExitStack() as stack:
        children = [
            stack.enter_context(started(directory, role, number, stores))
            for role, number in roles
        ]
        wait_for(directory / "reader-0.jsonl")
        until, rebuilt = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            index.rebuild()
            rebuilt += 1
            time.sleep(min(REBUILD_SECONDS, max(0.0, until - time.monotonic())))
        (directory / STOP).touch()
        codes = [child.wait(60) for child in children]
    report = index.check()
    differences = list(report.differences)
    index.close()
    return {
        "database": connection.vendor,
        "exits": sorted(set(codes)),
        "generations": rebuilt,
        **judged(directory),
        "index": {"wordings": report.wordings, "differences": differences},
    }


def started(
    directory: Path, role: str, number: int, stores: dict[str, str]
) -> "subprocess.Popen[bytes]":
    """One process of the story."""
    command = [sys.executable, "-m", "tests.index_processes", "--role", role]
    command += ["--number", str(number), "--directory", str(directory)]
    return subprocess.Popen(  # noqa: S603 - our own words
        command,
        env=os.environ | stores | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=Path(__file__).resolve().parents[1],
    )


def wait_for(journal: Path) -> None:
    """Till a first answer stands there: a busy machine takes long to start."""
    for _ in range(1_200):
        if journal.exists() and journal.stat().st_size:
            return
        time.sleep(0.05)
    raise TimeoutError("No process answered within a minute.")


def url(connection: Any) -> str:
    """The database in use as DATABASE_URL."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    place = f"{told['HOST'] or '127.0.0.1'}:{told['PORT'] or 5432}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{place}/{told['NAME']}"


def main(arguments: Sequence[str]) -> int:
    """By hand: all of it on a database of its own. Else one role of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--role", choices=["writer", "reader"])
    parser.add_argument("--number", type=int)
    parser.add_argument("--directory", type=Path)
    told = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    if told.role:
        work = write if told.role == "writer" else read
        work(told.directory, f"{told.role}-{told.number}")
        return 0
    return by_hand(told)


def by_hand(told: argparse.Namespace) -> int:
    """A database and an index of their own, thrown away afterwards."""
    from django.test.utils import override_settings

    from tests import databases

    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        with (
            override_settings(CHROMA_DIR=directory / "chroma"),
            databases.made(directory) as database,
            databases.in_use(database),
        ):
            (directory / "journals").mkdir()
            result = run(
                directory / "journals",
                seconds=told.seconds,
                writers=told.writers,
                readers=told.readers,
            )
    sys.stdout.write(json.dumps(result, indent=2) + "\n")
    is_right = result["exits"] == [0] and not result["wrong"]
    return 0 if is_right and not result["index"]["differences"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
