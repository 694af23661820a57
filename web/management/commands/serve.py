"""Serves the application with plain worker processes on one address."""

import os
import socket
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

# Workers are recycled, because the memory of the embedded index grows with each
# generation that they open.
WORKERS, MAX_REQUESTS, JITTER, TIMEOUT_SECONDS = 2, 2000, 200, 60


class Command(BaseCommand):
    """Start the server in place of this process."""

    help = "Serve the application, by default on 127.0.0.1:8000."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=WORKERS)

    def handle(self, *_: Any, host: str, port: int, workers: int, **__: Any) -> None:
        """Refuse a port that cannot be used, then become the server."""
        require_free(host, port)
        self._check_index()
        self.stdout.write(f"Serving on http://{host}:{port}/ (stop with Ctrl+C)")
        self.stdout.flush()
        os.execv(sys.executable, command_line(host, port, workers))  # noqa: S606

    def _check_index(self) -> None:
        # A quick look: searches go on without an index, only less well.
        try:
            call_command("check_index", "--quick", stdout=self.stdout)
        except (CommandError, DatabaseError) as error:
            self.stderr.write(f"The search index: {error}")


def require_free(host: str, port: int) -> None:
    """Raise CommandError with what to do if nobody can listen there."""
    if not 0 < port < 65536:
        raise CommandError(f"{port} is no port: choose one from 1 to 65535.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = str(error.strerror).lower()
            raise CommandError(
                f"Port {port} of {host} cannot be used ({reason}): stop what listens "
                "there or choose another with --port."
            ) from error


def command_line(host: str, port: int, workers: int) -> list[str]:
    """The server's command line."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "web.wsgi:application",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--worker-class=sync",
        f"--max-requests={MAX_REQUESTS}",
        f"--max-requests-jitter={JITTER}",
        f"--timeout={TIMEOUT_SECONDS}",
        "--log-level=warning",
    ]
