"""Work in a thread of this process: answered at once, done soon, never in silence."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django_tasks import TaskResult, TaskResultStatus, task
from django_tasks.backends.base import BaseTaskBackend
from pytest_django.fixtures import Settings

from web import threads

GO = threading.Event()
DONE: list[str] = []


@task()
def note(word: str) -> str:
    """Waits until it may, then notes in which thread it ran."""
    GO.wait(10)
    DONE.append(f"{word} in {threading.current_thread().name}")
    return word


@task()
def fail() -> None:
    """Goes wrong."""
    raise ValueError("as foretold")


@pytest.fixture
def backend(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BaseTaskBackend]:
    """The backend as the settings name it, with a pool of its own."""
    settings.TASKS = {"default": {"BACKEND": "web.threads.ThreadBackend"}}
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
    monkeypatch.setattr(threads, "POOL", pool)
    GO.clear()
    DONE.clear()
    yield note.get_backend()
    GO.set()
    pool.shutdown()


def finished(result: "TaskResult[str]") -> TaskResultStatus:
    """The state once everything handed to the pool is done."""
    threads.POOL.shutdown(wait=True)
    return result.status


def test_asking_does_not_wait(backend: BaseTaskBackend) -> None:
    assert isinstance(backend, threads.ThreadBackend)
    result = note.enqueue("hello")
    assert result.status in (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    assert DONE == []
    GO.set()
    assert finished(result) == TaskResultStatus.SUCCESSFUL
    assert DONE == ["hello in job_0"]


def test_work_is_done_in_the_order_asked_for(backend: BaseTaskBackend) -> None:
    for word in ("one", "two", "three"):
        note.enqueue(word)
    GO.set()
    threads.POOL.shutdown(wait=True)
    assert [line.split()[0] for line in DONE] == ["one", "two", "three"]


def test_a_failure_is_kept_and_the_next_goes_on(backend: BaseTaskBackend) -> None:
    broken = fail.enqueue()
    GO.set()
    good = note.enqueue("after")
    assert finished(good) == TaskResultStatus.SUCCESSFUL
    assert broken.status == TaskResultStatus.FAILED
    assert "as foretold" in broken.errors[0].traceback


@pytest.mark.parametrize("job", [note, fail], ids=["done", "failed"])
def test_connections_of_the_thread_are_closed(
    backend: BaseTaskBackend, job: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    monkeypatch.setattr(
        connections, "close_all", lambda: closed.append(threading.current_thread().name)
    )
    GO.set()
    if job is note:
        note.enqueue("x")
    else:
        fail.enqueue()
    threads.POOL.shutdown(wait=True)
    assert closed == ["job_0"]
