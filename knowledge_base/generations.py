"""Keeps a derived store in generations: built aside, then made current in one step.

Two processes must never write to one store, and a reader must never see half of one.
A generation is a directory ``gN``; the file CURRENT names the one to read.
"""

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

MANIFEST = "manifest.json"


@contextmanager
def writing() -> Iterator[None]:
    """Let one process of this machine write at a time; the others wait."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_being_written() -> bool:
    """Whether a process is building a generation at this moment."""
    try:
        with (home() / "LOCK").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def identity() -> str:
    """A name for this place that no other has; call it inside ``writing()``."""
    path = home() / "IDENTITY"
    if not path.exists():
        path.write_text(uuid.uuid4().hex[:12], encoding="ascii")
    return path.read_text(encoding="ascii")


def current() -> Path | None:
    """The directory to read from, if there is one."""
    try:
        path = home() / (home() / "CURRENT").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    return path if path != home() and path.is_dir() else None


def manifest(path: Path | None = None) -> dict[str, Any]:
    """What a generation, else the current one, says of itself; empty if nothing.

    Who goes on to read the generation names it: another may be current by then.
    """
    path = path or current()
    try:
        said = json.loads((path / MANIFEST).read_text("utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def fresh() -> Path:
    """A new, empty directory to build in; call it inside ``writing()``."""
    path = home() / f"g{max([0, *(_number(known) for known in _all())]) + 1}"
    path.mkdir()
    return path


def make_current(path: Path, manifest: dict[str, Any]) -> None:
    """Have everybody read this generation from now on, and remove the oldest.

    The one before stays: other processes may be reading it.
    """
    (path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    before = current()
    aside = home() / "CURRENT.next"
    aside.write_text(path.name, encoding="ascii")
    os.replace(aside, home() / "CURRENT")  # noqa: PTH105 - the step must be atomic
    for known in _all():
        if known not in (path, before):
            shutil.rmtree(known, ignore_errors=True)


def names() -> tuple[str, ...]:
    """The generations that exist."""
    return tuple(path.name for path in _all())


def home() -> Path:
    """The directory that holds the generations."""
    return Path(settings.CHROMA_DIR)


def distrust(path: Path) -> None:
    """Forget what a generation says of itself, so that it is built anew."""
    (path / MANIFEST).unlink(missing_ok=True)


def _all() -> list[Path]:
    return [path for path in home().glob("g*") if _number(path)]


def _number(path: Path) -> int:
    digits = path.name[1:]
    return int(digits) if digits.isdecimal() and path.is_dir() else 0
