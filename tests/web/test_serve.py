"""The server looks at its index before it serves, and serves whatever it finds."""

import os
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from web.management.commands import serve


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that would have taken this process over."""
    lines: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, line: lines.append(line))
    monkeypatch.setattr(serve, "require_free", lambda *_: None)
    return lines


def test_it_says_that_index_and_database_agree(
    db: None, started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("serve", "--port", "9117")
    said = capsys.readouterr()
    assert "Index and database agree: 0 wordings of 0 revisions." in said.out
    assert "Serving on http://127.0.0.1:9117/" in said.out
    assert said.err == ""
    [line] = started
    assert line[:3] == [sys.executable, "-m", "gunicorn"]


def test_an_index_that_differs_is_said_and_served(
    started: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def differing(*_: Any, **__: Any) -> None:
        raise CommandError("The index holds 1 revisions, the database 2.")

    monkeypatch.setattr(serve, "call_command", differing)
    call_command("serve")
    assert "The search index: The index holds 1 revisions" in capsys.readouterr().err
    assert len(started) == 1
