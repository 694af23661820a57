"""The web server as a child of the demo: started, waited for, asked, stopped."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

HOST = "127.0.0.1"
START_SECONDS = 30


class PortTakenError(OSError):
    """Another program listens on the port."""


class ServerFailedError(OSError):
    """The server did not come up."""


def require_free(port: int) -> None:
    """Raise PortTakenError, with what to do, if the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTakenError(
                f"Port {port} is taken by another program: stop it, or choose another "
                f"with PORT={port + 1}."
            ) from None


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(port: int) -> Iterator[str]:
    """Serve on the port while the block lasts; gives the address."""
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    child = subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=Path(settings.BASE_DIR),
        # The story tells of refusals itself; only what goes wrong is printed beside it.
        env={**os.environ, "LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(child, port)
        yield f"http://{HOST}:{port}"
    finally:
        child.terminate()
        child.wait(timeout=20)


def get(address: str, key: str) -> tuple[int, dict[str, Any]]:
    """One real HTTP request as a platform makes it: status and JSON body."""
    request = urllib.request.Request(  # noqa: S310 - http to ourselves
        address, headers={"Authorization": f"Bearer {key}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def _wait(child: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ServerFailedError("The web server stopped at once: see above why.")
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise ServerFailedError(
        f"The web server did not answer within {START_SECONDS} s: try again when the "
        "machine has less to do."
    )
