"""The same run by every kind of worker, also by one that is killed on the way."""

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from psycopg import sql

from content_engine import variants
from content_engine.variants import storing
from tests import kits
from tests.conftest import AT
from tests.web.job_scripts import BRIEF
from tests.web.processes import ROOT, environment, manage

REDIS = ("127.0.0.1", 6379)
REDIS_DATABASE = 15  # the only one that these tests touch
LOCK = Path(tempfile.gettempdir()) / "imprimatur-tests-redis.lock"
LEASE_SECONDS = 1
pytestmark = pytest.mark.slow
WORKERS = [
    pytest.param("database", id="database"),
    pytest.param("redis", id="redis", marks=pytest.mark.redis),
]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the suite runs on."""
    place = settings.DATABASES["default"]
    if "postgresql" not in place["ENGINE"]:
        yield f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
        return
    name = f"jobs_{secrets.token_hex(6)}"
    user, host, port = (place[key] for key in ("USER", "HOST", "PORT"))
    secret = f":{place['PASSWORD']}" if place["PASSWORD"] else ""
    server = f"postgres://{user}{secret}@{host or '127.0.0.1'}:{port or 5432}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        connection.execute(drop.format(sql.Identifier(name)))


@pytest.fixture
def queue() -> Iterator[str]:
    """An empty Redis database; the test is skipped where no Redis listens."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(REDIS):
            pytest.skip("No Redis listens on 127.0.0.1:6379: its worker is not tried.")
    client = redis.Redis(*REDIS, db=REDIS_DATABASE)
    with LOCK.open("w") as lock:  # one test at a time, in whatever process it runs
        fcntl.flock(lock, fcntl.LOCK_EX)
        client.flushdb()
        yield f"redis://{REDIS[0]}:{REDIS[1]}/{REDIS_DATABASE}"
        client.flushdb()
    client.close()


@pytest.fixture
def place(kind: str, tmp_path: Path, database: str, request: Any) -> dict[str, str]:
    """The environment of one kind of worker."""
    changes = {
        "JOBS": kind,
        "DATABASE_URL": database,
        "RUN_LEASE_SECONDS": str(LEASE_SECONDS),
        "DJANGO_SETTINGS_MODULE": "web.settings",
    }
    if kind == "redis":
        changes["REDIS_URL"] = request.getfixturevalue("queue")
    return environment(tmp_path, **changes)


@pytest.fixture
def expected(administrator: User, requester: User) -> list[str]:
    """The content hashes that the brief gives in this very process."""
    kits.load_small_kit(by=administrator, at=AT)
    run = variants.request(BRIEF, by=requester, at=AT)
    variants.carry_out(run.pk, by=requester, at=AT, lease_seconds=60)
    return storing.hashes_of(run)


def script(*arguments: str, env: Mapping[str, str]) -> dict[str, Any]:
    """Run one step of the scripts to its end and read what it tells."""
    result = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "tests.web.job_scripts", *arguments],
        cwd=ROOT,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def work(env: Mapping[str, str]) -> None:
    """Let a worker do all that waits, and end."""
    command = {
        "database": ("db_worker", "--batch", "--no-startup-delay"),
        "redis": ("rqworker", "default", "--burst"),
    }[env["JOBS"]]
    result = manage(*command, env=env)
    assert result.returncode == 0, result.stderr


Begin = Callable[[], "SlowWorker"]


class SlowWorker:
    """A worker that waits in the midst of its run."""

    def __init__(self, env: Mapping[str, str], directory: Path) -> None:
        self.started, self.go_on = directory / "started", directory / "go_on"
        arguments = [env["JOBS"], str(self.started), str(self.go_on)]
        self.process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-m", "tests.web.job_scripts", "slow_worker", *arguments],
            cwd=ROOT,
            env=dict(env),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def take(self) -> None:
        """Wait until it is in the midst of the run."""
        deadline = time.monotonic() + 60
        while not self.started.exists():
            assert self.process.poll() is None, "The worker ended before it began."
            assert time.monotonic() < deadline, "The worker did not take the run."
            time.sleep(0.05)

    def kill(self) -> None:
        """End it and its children without a word."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)

    def finish(self) -> None:
        """Let it go on, and wait for its end."""
        self.go_on.touch()
        assert self.process.wait(timeout=60) == 0


@pytest.fixture
def slow_worker(place: dict[str, str], tmp_path: Path) -> Iterator[Begin]:
    """Starts slow workers; none of them outlives the test."""
    workers: list[SlowWorker] = []

    def begin() -> SlowWorker:
        workers.append(SlowWorker(place, tmp_path))
        workers[-1].take()
        return workers[-1]

    yield begin
    for worker in workers:
        worker.kill()


@pytest.mark.parametrize("kind", ["thread", "immediate"])
def test_a_run_is_carried_out_in_process(
    place: dict[str, str], expected: list[str]
) -> None:
    told = script("prepare", env=place)
    assert (told["state"], told["attempts"], told["note"]) == ("DONE", 1, "")
    assert told["hashes"] == expected


@pytest.mark.parametrize("kind", WORKERS)
def test_a_run_is_carried_out_by_a_worker(
    place: dict[str, str], expected: list[str]
) -> None:
    assert script("prepare", env=place)["state"] == "QUEUED"
    work(place)
    told = script("report", env=place)
    assert (told["state"], told["attempts"], told["note"]) == ("DONE", 1, "")
    assert told["hashes"] == expected
    work(place)
    assert script("report", env=place) == told


@pytest.mark.parametrize("kind", WORKERS)
def test_a_killed_worker_is_followed_by_another(
    place: dict[str, str], expected: list[str], slow_worker: Begin
) -> None:
    script("prepare", env=place)
    slow_worker().kill()
    told = script("report", env=place)
    assert (told["state"], told["attempts"], told["hashes"]) == ("RUNNING", 1, [])
    time.sleep(LEASE_SECONDS + 0.5)
    assert "1 run was taken up again." in manage("take_up_runs", env=place).stdout
    told = script("report", env=place)
    assert told["note"] == "The worker went silent; the run was taken up again."
    work(place)
    told = script("report", env=place)
    assert (told["state"], told["attempts"]) == ("DONE", 2)
    assert (told["hashes"], told["families"]) == (expected, 1)
    assert told["ledger"] == ["run.requeued"]


@pytest.mark.parametrize("kind", WORKERS)
def test_a_run_that_kills_its_workers_is_given_up(
    place: dict[str, str], slow_worker: Begin
) -> None:
    place["RUN_MAX_ATTEMPTS"] = "1"
    script("prepare", env=place)
    slow_worker().kill()
    time.sleep(LEASE_SECONDS + 0.5)
    assert "0 runs were taken up again." in manage("take_up_runs", env=place).stdout
    told = script("report", env=place)
    assert (told["state"], told["attempts"], told["hashes"]) == ("FAILED", 1, [])
    assert told["note"] == "The worker went silent 1 times; nothing was stored."
    assert told["ledger"] == ["run.failed"]
    work(place)
    assert script("report", env=place) == told


@pytest.mark.parametrize("kind", WORKERS)
def test_a_worker_that_only_slept_doubles_nothing(
    place: dict[str, str], expected: list[str], slow_worker: Begin
) -> None:
    script("prepare", env=place)
    sleeper = slow_worker()
    time.sleep(LEASE_SECONDS + 0.5)
    assert "1 run was taken up again." in manage("take_up_runs", env=place).stdout
    work(place)
    told = script("report", env=place)
    assert (told["state"], told["hashes"]) == ("DONE", expected)
    sleeper.finish()
    assert script("report", env=place) == told
