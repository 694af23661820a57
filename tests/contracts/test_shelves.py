"""Embedded Chroma and a Chroma server keep the same promises."""

import datetime
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from knowledge_base import index
from knowledge_base.index import chroma
from knowledge_base.index.chroma import ShelfError, Shelves
from knowledge_base.indexed import Scope
from knowledge_base.models import Brand
from tests import kits
from tests.contracts.shelves import ShelvesContract

CHROMA = Path(sys.executable).parent / "chroma"


@pytest.fixture
def brand(requester: User, at: datetime.datetime) -> Brand:
    """The small kit, approved."""
    return kits.load_small_kit(by=requester, at=at)


@pytest.fixture
def place(brand: Brand, at: datetime.datetime) -> Scope:
    """Where five claims may be said."""
    return Scope(brand.pk, "US", "email", "HCP", at.date())


class TestEmbedded(ShelvesContract):
    """In this process, in a directory."""

    @pytest.fixture
    def shelves(self, tmp_path: Path, settings: Settings) -> Iterator[Shelves]:
        settings.CHROMA_URL = ""
        made = chroma.opened(tmp_path)
        yield made
        made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    directory = tmp_path_factory.mktemp("server")
    command = [str(CHROMA), "run", "--path", str(directory), "--host", "127.0.0.1"]
    with (directory / "log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            [*command, "--port", str(port)], stdout=log, stderr=log, cwd=directory
        )
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("The Chroma server did not start.")


class TestServed(ShelvesContract):
    """Over HTTP."""

    @pytest.fixture
    def shelves(self, server: str, settings: Settings) -> Iterator[Shelves]:
        settings.CHROMA_URL, settings.CHROMA_TOKEN = server, "a-token"
        made = chroma.opened(Path())
        for name in made.names(""):
            made.drop(name)
        yield made
        index.close()
        made.close()


def test_a_server_that_is_down_is_an_error_in_our_words(settings: Settings) -> None:
    settings.CHROMA_URL = "http://127.0.0.1:9"
    with pytest.raises(ShelfError, match="Chroma cannot answer"):
        chroma.opened(Path())


def test_with_the_server_down_every_point_is_compared(
    brand: Brand,
    place: Scope,
    server: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    wanted = index.nearest(index.view(), "adults with gout", place, 5)
    settings.CHROMA_URL = server
    monkeypatch.setattr(index.nearness, "EXACT_AT_MOST", 0)
    index.rebuild()
    index.close()
    settings.CHROMA_URL = "http://127.0.0.1:9"
    assert index.nearest(index.view(), "adults with gout", place, 5) == wanted
    assert "Comparing every point: Chroma cannot answer" in caplog.text
    report = index.check()
    assert report.differences
    assert all("of 7 points" in said for said in report.differences)
    with pytest.raises(index.IndexUnavailableError, match="cannot be built"):
        index.rebuild()


def test_the_token_is_sent(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import chromadb

    asked: dict[str, object] = {}

    def client(**told: object) -> mock.Mock:
        asked.update(told)
        return mock.Mock()

    monkeypatch.setattr(chromadb, "HttpClient", client)
    settings.CHROMA_URL, settings.CHROMA_TOKEN = "https://chroma.example", "t-1"
    chroma._served(Path())
    assert (asked["host"], asked["port"], asked["ssl"]) == ("chroma.example", 443, True)
    assert asked["headers"] == {"X-Chroma-Token": "t-1"}
