"""The same pieces have the same findings in every process and on every database.

Each process has its own seed for hashes, its own time zone and language, and loads what
is approved in an order of its own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from tests import databases, index_processes

ROOT = Path(__file__).parents[2]
PLACES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
)
ELSEWHERE = {"PYTHONHASHSEED": "17", "TZ": "America/St_Johns", "LC_ALL": "POSIX"}


def started(url: str, order: int, place: dict[str, str]) -> "subprocess.Popen[str]":
    """A process that prints the hash of its findings."""
    return subprocess.Popen(  # noqa: S603 - this interpreter, this program
        [sys.executable, "-m", "tests.content_engine.same_findings", str(order)],
        env={**os.environ, **place, "DATABASE_URL": url},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db
def test_findings_are_the_same_everywhere(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with (
        django_db_blocker.unblock(),
        databases.made(tmp_path) as first,
        databases.made(tmp_path, first) as second,
    ):
        urls = []
        for name in (first, second):
            with databases.in_use(name):
                urls.append(index_processes.url(connections[databases.ALIAS]))
        running = [
            started(url, order, place)
            for order, (url, place) in enumerate(zip(urls, PLACES, strict=True))
        ]
        if connection.vendor != "sqlite":
            beside = f"sqlite:///{tmp_path / 'beside.sqlite3'}"
            running.append(started(beside, 2, ELSEWHERE))
        told = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    assert {count for count, _ in told} == {told[0][0]}
    assert int(told[0][0]) > 150
    assert len({digest for _, digest in told}) == 1
