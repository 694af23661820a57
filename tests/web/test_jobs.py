"""Background work and the commands of the roof: started, taken up, served."""

import datetime
import socket
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from content_engine import variants
from content_engine.models import GenerationRun, VariantVersion
from content_engine.vocabulary import RunState
from knowledge_base.models import LedgerEntry
from tests import factories, kits
from web import jobs
from web.management.commands import serve

AT = factories.AT
RAW = {"brand": "calvoryn", "market": "US", "channel": "email", "count": 1}


@pytest.fixture
def person(db: None) -> User:
    by = factories.make_user("ADMINISTRATOR")
    kits.load_small_kit(by=by, at=AT)
    return factories.make_user("REQUESTER")


@pytest.fixture
def run(person: User) -> GenerationRun:
    return variants.request(RAW, by=person, at=AT)


def left_by_a_dead_worker(run: GenerationRun, attempts: int) -> None:
    GenerationRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING.value,
        attempts=attempts,
        leased_until=AT - datetime.timedelta(seconds=1),
    )


def test_the_task_fills_the_run_in_the_name_of_who_asked(
    run: GenerationRun, person: User
) -> None:
    jobs.carry_out.enqueue(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert VariantVersion.objects.get().written_by == person


def test_the_lease_is_the_settings_one(
    run: GenerationRun, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RUN_LEASE_SECONDS = 7
    seen: dict[str, Any] = {}
    monkeypatch.setattr(variants, "carry_out", lambda pk, **given: seen.update(given))
    jobs.carry_out.enqueue(run.pk)
    assert seen["lease_seconds"] == 7


def test_nothing_starts_before_the_commit(
    run: GenerationRun,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        jobs.start(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
    callbacks[0]()
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_a_dead_workers_run_is_taken_up_and_says_so(
    run: GenerationRun,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    left_by_a_dead_worker(run, attempts=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.take_up(at=AT) == [run.pk]
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.attempts == 2
    assert LedgerEntry.objects.filter(action="run.requeued").exists()


def test_a_run_that_kills_every_worker_is_marked_failed(
    run: GenerationRun, settings: Settings
) -> None:
    left_by_a_dead_worker(run, attempts=settings.RUN_MAX_ATTEMPTS)
    assert jobs.take_up(at=AT) == []
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "went silent" in run.note


def test_a_run_within_its_lease_is_left_alone(run: GenerationRun) -> None:
    assert jobs.take_up(at=AT) == []
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


@pytest.mark.parametrize(
    ("attempts", "sentence"),
    [(1, "1 run was taken up again."), (3, "0 runs were taken up again.")],
)
def test_the_command_takes_up_and_counts(
    run: GenerationRun,
    capsys: pytest.CaptureFixture[str],
    attempts: int,
    sentence: str,
) -> None:
    left_by_a_dead_worker(run, attempts)
    call_command("take_up_runs")
    assert capsys.readouterr().out.strip() == sentence


# serving


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_a_taken_port_is_one_sentence(taken_port: int) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("serve", port=taken_port)
    sentence = str(refusal.value)
    assert sentence.startswith(f"Port {taken_port} of 127.0.0.1 cannot be used")
    assert "choose another with --port" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("port", [0, -1, 70_000])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match="is no port: choose one"):
        serve.require_free("127.0.0.1", port)


@pytest.mark.django_db
def test_the_process_becomes_the_server(
    free_port: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _, line: started.append(line))
    call_command("serve", port=free_port, workers=3)
    assert f"http://127.0.0.1:{free_port}/" in capsys.readouterr().out
    (line,) = started
    assert line[:4] == [sys.executable, "-m", "gunicorn", "web.wsgi:application"]
    assert f"--bind=127.0.0.1:{free_port}" in line
    assert "--workers=3" in line
    assert "--worker-class=sync" in line
    assert any(part.startswith("--max-requests=") for part in line)


@pytest.mark.parametrize(("reader", "asked"), [("none", []), ("openai", [7])])
def test_an_edited_version_is_read_where_a_reader_is_set(
    reader: str,
    asked: list[int],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    db: None,
) -> None:
    seen: list[int] = []
    settings.OPINIONS = reader
    monkeypatch.setattr(jobs, "second", SimpleNamespace(enqueue=seen.append))
    with django_capture_on_commit_callbacks(execute=True):
        jobs.start_reading(7)
    assert seen == asked
