"""Every embedder keeps the same promises; those that know meaning one more."""

import functools
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from knowledge_base.embeddings import bert, choosing, minilm, protocol, safetensors
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.embeddings.minilm import MiniLmEmbedder
from knowledge_base.embeddings.protocol import Embedder
from knowledge_base.embeddings.service import EmbeddingServiceError, ServiceEmbedder

TEXTS = [
    "The tablet is taken once daily.",
    "One tablet a day.",
    "Headache was the most common adverse reaction.",
    "",
    "▼ 61% — naïve Ärzte 日本",
    "long " * 2_000,
]


class EmbedderPromises(ABC):
    """What holds for every embedder."""

    @pytest.fixture
    @abstractmethod
    def embedder(self) -> Embedder:
        """The one under test."""

    def test_one_row_of_length_one_for_each_text(self, embedder: Embedder) -> None:
        """One row of length one for each text."""
        rows = embedder.embed(TEXTS)
        assert rows.dtype == np.float32
        assert rows.shape == (len(TEXTS), embedder.dimension)
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)

    def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        """No texts give no rows."""
        assert embedder.embed([]).shape == (0, embedder.dimension)

    def test_a_text_gives_the_same_point_in_any_company(
        self, embedder: Embedder
    ) -> None:
        """A text gives the same point in any company."""
        together = embedder.embed(TEXTS)
        alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
        assert np.allclose(together, alone, atol=1e-5)
        again = np.concatenate([embedder.embed(TEXTS[3:]), embedder.embed(TEXTS[:3])])
        assert np.allclose(
            np.concatenate([together[3:], together[:3]]), again, atol=1e-5
        )

    def test_many_texts_keep_their_order(self, embedder: Embedder) -> None:
        """Many texts keep their order."""
        texts = [f"number {n} " * (1 + n % 7) for n in range(40)]
        rows = embedder.embed(texts)
        assert np.allclose(rows[17], embedder.embed([texts[17]])[0], atol=1e-5)
        assert np.allclose(rows[39], embedder.embed([texts[39]])[0], atol=1e-5)

    def test_shared_words_lie_nearer_than_none(self, embedder: Embedder) -> None:
        """Shared words lie nearer than none."""
        near, far, query = embedder.embed([TEXTS[0], TEXTS[2], "tablet once daily"])
        assert query @ near > query @ far

    def test_the_name_tells_it_apart(self, embedder: Embedder) -> None:
        """The name tells it apart."""
        assert embedder.name


class TestHashing(EmbedderPromises):
    """The offline twin."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        """Make it."""
        return HashingEmbedder()

    def test_it_is_the_same_in_every_process(self, embedder: Embedder) -> None:
        """It is the same in every process."""
        row = embedder.embed(["urate"])[0]
        assert (
            np.flatnonzero(row).tolist() == [6, 82, 148]
            or len(np.flatnonzero(row)) == 3
        )
        assert HashingEmbedder().embed(["urate"]).tolist() == [row.tolist()]


@functools.cache
def loaded() -> Embedder:
    return MiniLmEmbedder()


class TestMiniLm(EmbedderPromises):
    """The carried weights."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        """Make it."""
        return loaded()

    def test_it_knows_meaning_without_shared_words(self, embedder: Embedder) -> None:
        """It knows meaning without shared words."""
        cat, feline, rates = embedder.embed(
            [
                "The cat sits on the mat",
                "A feline rests on a rug",
                "Interest rates rose sharply",
            ]
        )
        assert cat @ feline > 0.5
        assert abs(cat @ rates) < 0.1

    def test_only_the_first_256_tokens_are_read(self, embedder: Embedder) -> None:
        """Only the first 256 tokens are read."""
        start = "gout " * 300
        one, other = embedder.embed([start, start + "something else entirely"])
        assert np.allclose(one, other, atol=1e-5)

    def test_without_its_package_it_says_what_is_missing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without its package it says what is missing."""
        monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
        with pytest.raises(ModuleNotFoundError, match="no_such_package"):
            MiniLmEmbedder()


class StandIn(BaseHTTPRequestHandler):
    """Answers like an embeddings endpoint, with hashed vectors."""

    status = 200

    def do_POST(self) -> None:
        """Answer a request."""
        size = int(self.headers["Content-Length"])
        asked: dict[str, Any] = json.loads(self.rfile.read(size))
        rows = HashingEmbedder().embed(asked["input"])
        data = [
            {"object": "embedding", "index": place, "embedding": (row * 3).tolist()}
            for place, row in enumerate(rows)
        ]
        answer = {"object": "list", "data": data, "model": asked["model"], "usage": {}}
        body = json.dumps(answer).encode()
        self.send_response(StandIn.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A local endpoint."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


def make_service(address: str) -> ServiceEmbedder:
    return ServiceEmbedder(
        model="stand-in", api_key="", base_url=address, timeout_seconds=5
    )


class TestService(EmbedderPromises):
    """Any endpoint that speaks the interface."""

    @pytest.fixture
    def embedder(self, address: str) -> Embedder:
        """Make it."""
        return make_service(address)

    def test_its_name_tells_the_model(self, embedder: Embedder) -> None:
        """Its name tells the model."""
        assert embedder.name == "service/stand-in"

    def test_a_failing_endpoint_is_one_named_error(
        self, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A failing endpoint is one named error."""
        monkeypatch.setattr(StandIn, "status", 401)
        with pytest.raises(EmbeddingServiceError, match="AuthenticationError"):
            make_service(address).embed(["x"])

    def test_an_absent_endpoint_is_one_named_error(self) -> None:
        """An absent endpoint is one named error."""
        with pytest.raises(ConnectionError):
            make_service("http://127.0.0.1:9/v1").embed(["x"])


def test_the_setting_chooses(settings: Settings) -> None:
    assert isinstance(choosing.chosen(), HashingEmbedder)
    assert choosing.chosen() is choosing.chosen()
    settings.EMBEDDER = "minilm"
    assert isinstance(choosing.chosen(), MiniLmEmbedder)
    settings.EMBEDDER = "service"
    settings.OPENAI_API_KEY = "key"
    assert isinstance(choosing.chosen(), ServiceEmbedder)
    settings.EMBEDDER = "other"
    with pytest.raises(ImproperlyConfigured, match="minilm, hashing, service"):
        choosing.chosen()


def test_a_row_of_zeros_still_has_length_one() -> None:
    rows = protocol.of_length_one(np.zeros((2, 3), dtype=np.float32))
    assert rows.tolist() == [[1, 0, 0], [1, 0, 0]]


def test_weights_are_read_by_name_and_type(tmp_path: Path) -> None:
    single = np.array([[1.5, -2.0]], dtype="<f4")
    half = np.array([0.5], dtype="<f2")
    head = {
        "__metadata__": {"format": "pt"},
        "single": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
        "half": {"dtype": "F16", "shape": [1], "data_offsets": [8, 10]},
        "count": {"dtype": "I64", "shape": [1], "data_offsets": [10, 18]},
    }
    raw = json.dumps(head).encode()
    body = single.tobytes() + half.tobytes() + bytes(8)
    path = tmp_path / "weights"
    path.write_bytes(len(raw).to_bytes(8, "little") + raw + body)
    tensors = safetensors.read(path)
    assert {name: tensor.tolist() for name, tensor in tensors.items()} == {
        "single": [[1.5, -2.0]],
        "half": [0.5],
    }


def test_gelu_is_the_exact_one() -> None:
    values = np.array([-3.0, -1.0, 0.0, 0.5, 2.0], dtype=np.float32)
    wanted = [-0.00404951, -0.15865525, 0.0, 0.34573123, 1.95449974]
    assert np.allclose(bert._gelu(values), wanted, atol=1e-6)
