"""Starts the house's own commands as processes of their own, as a person would."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = secrets.token_urlsafe(50)


def environment(data: Path, **changes: str) -> dict[str, str]:
    """The environment of a process whose stores all lie below ``data``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV", "TMPDIR"}
        or name.startswith("COV")
    }
    return {
        **kept,
        "SECRET_KEY": SECRET_KEY,
        "HTTPS": "0",
        "DATA_DIR": str(data),
        "CHROMA_DIR": str(data / "chroma"),
        "DATABASE_URL": f"sqlite:///{data / 'own.sqlite3'}",
        "EMBEDDER": "hashing",
        "WRITER": "composer",
        "OPENAI_API_KEY": "",
        "OPENAI_BASE_URL": "",
        "JOBS": "immediate",
        "PYTHONWARNINGS": "ignore",
        **changes,
    }


def manage(
    *arguments: str, env: Mapping[str, str], seconds: int = 120
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
