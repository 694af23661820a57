"""Reads what a command is given: one document, or one a line, from a file or a pipe."""

import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError


def read(name: str, *, by_line: bool) -> Iterator[tuple[str, str]]:
    """Each document of the input with the place that its faults name."""
    source = "standard input" if name == "-" else name
    text = _text(name, source)
    if not by_line:
        yield source, text
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{source}, line {number}", line


def _text(name: str, source: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CommandError(f"{source}, line {line}: this is not UTF-8.") from None
