"""Finds what a command's arguments name: a file's bytes, a brand."""

import sys
from pathlib import Path

from django.core.management.base import CommandError

from knowledge_base.models import Brand


def data(name: str, most: int = -1) -> bytes:
    """The bytes of a file, of standard input for ``-``; at most so many are read.

    Raises CommandError (2) if the file cannot be read.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read(most)
        with Path(name).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None


def brand(slug: str) -> Brand:
    """The brand of this name. Raises CommandError (2) if there is none."""
    found = Brand.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no brand {slug}.", returncode=2)
    return found
