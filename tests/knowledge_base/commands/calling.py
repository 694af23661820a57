"""Calls commands as a shell does: exit code and both streams."""

import io
import sys
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from knowledge_base.models import Claim, HcpProfile, Label, LedgerEntry

Ran = tuple[int, str, str]
Files = Callable[[str, bytes], str]


def run(name: str, *args: str) -> Ran:
    """Exit code, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *args, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


def as_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put these bytes on standard input."""
    stdin = type("Stdin", (), {"buffer": io.BytesIO(data)})
    monkeypatch.setattr(sys, "stdin", stdin)


def nothing_is_stored() -> bool:
    tables = (Claim, HcpProfile, Label, LedgerEntry)
    return not any(table._default_manager.exists() for table in tables)
