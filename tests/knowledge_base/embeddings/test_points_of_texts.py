"""Laws of points: equal texts, length one, batches as single texts, padding unseen."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.embeddings import protocol, safetensors
from knowledge_base.embeddings.bert import Encoder
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.index import points
from knowledge_base.models import WordingVector
from knowledge_base.wording.hashes import sha256

LAW = settings(max_examples=50, deadline=None)
EMBEDDER = HashingEmbedder()
TEXTS = st.lists(st.text(max_size=40), max_size=6)


@LAW
@given(TEXTS)
def test_every_text_has_a_point_of_length_one(texts: list[str]) -> None:
    rows = EMBEDDER.embed(texts)
    assert rows.shape == (len(texts), EMBEDDER.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.isfinite(rows).all()


@LAW
@given(TEXTS)
def test_a_batch_is_its_texts_one_by_one(texts: list[str]) -> None:
    together = EMBEDDER.embed(texts)
    for row, text in zip(together, texts, strict=True):
        assert row.tolist() == EMBEDDER.embed([text])[0].tolist()


@LAW
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_texts_is_the_order_of_points(
    texts: list[str], chance: object
) -> None:
    rows = EMBEDDER.embed(texts)
    back = EMBEDDER.embed(texts[::-1])
    assert rows[::-1].tolist() == back.tolist()


WORDS = st.lists(
    st.sampled_from(["urate", "flares", "tablet", "adults", "daily"]), min_size=1
)


@LAW
@given(WORDS)
def test_capitals_and_marks_change_no_point(words: list[str]) -> None:
    plain = EMBEDDER.embed([" ".join(words)])
    loud = EMBEDDER.embed([" - ".join(words).upper() + "!"])
    assert np.allclose(plain, loud, atol=1e-6)


@LAW
@given(WORDS, st.integers(2, 5))
def test_a_text_said_again_lies_near_itself(words: list[str], times: int) -> None:
    text = " ".join(words)
    once, often = EMBEDDER.embed([text, " ".join([text] * times)])
    assert float(once @ often) > 0.7


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("flare", "flares of gout", "a tablet daily"),
        ("vaccination", "vaccinated adults", "a cream for the skin"),
        ("once daily", "taken once daily", "daily once, twice weekly"),
        ("serum urate", "the serum urate fell", "the serum was taken"),
    ],
)
def test_shared_words_and_parts_lie_nearer(query: str, near: str, far: str) -> None:
    asked, one, other = EMBEDDER.embed([query, near, far])
    assert float(asked @ one) > float(asked @ other)


@LAW
@given(st.lists(st.lists(st.integers(-100, 100), min_size=3, max_size=3), max_size=5))
def test_scaling_keeps_directions_and_its_input(rows: list[list[int]]) -> None:
    given_rows = np.array(rows, dtype=np.float32).reshape(-1, 3)
    before = given_rows.copy()
    scaled = protocol.of_length_one(given_rows)
    assert given_rows.tolist() == before.tolist()
    for row, made in zip(given_rows, scaled, strict=True):
        length = float(np.linalg.norm(row))
        if length > 1e-3:
            assert np.allclose(made * length, row, rtol=1e-3, atol=1e-3)
        if length == 0:
            assert made.tolist() == [1, 0, 0]
    assert np.allclose(protocol.of_length_one(scaled), scaled, atol=1e-6)


# a small encoder


def encoder(layers: int = 2, width: int = 8, heads: int = 2) -> Encoder:
    """Weights by chance, the same in every run."""
    chance = np.random.default_rng(7)

    def some(*shape: int) -> Vectors:
        return chance.normal(0, 0.5, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": some(20, width),
        "embeddings.position_embeddings.weight": some(16, width),
        "embeddings.token_type_embeddings.weight": some(2, width),
        "embeddings.LayerNorm.weight": np.ones(width, dtype=np.float32),
        "embeddings.LayerNorm.bias": np.zeros(width, dtype=np.float32),
    }
    for layer in range(layers):
        name = f"encoder.layer.{layer}"
        sizes = {
            **{
                f"attention.self.{p}": (width, width) for p in ("query", "key", "value")
            },
            "attention.output.dense": (width, width),
            "intermediate.dense": (2 * width, width),
            "output.dense": (width, 2 * width),
        }
        for part, (out, into) in sizes.items():
            weights[f"{name}.{part}.weight"] = some(out, into)
            weights[f"{name}.{part}.bias"] = some(out)
        for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"{name}.{norm}.weight"] = np.ones(width, dtype=np.float32)
            weights[f"{name}.{norm}.bias"] = np.zeros(width, dtype=np.float32)
    return Encoder(weights, layers, heads)


TOKENS = st.lists(st.integers(0, 19), min_size=1, max_size=8)
SMALL = encoder()


def states(rows: Sequence[Sequence[int]], width: int) -> Vectors:
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    for row, tokens in enumerate(rows):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return SMALL.mean_states(ids, mask)


@LAW
@given(TOKENS, st.integers(0, 8))
def test_padding_is_not_seen(tokens: list[int], more: int) -> None:
    alone = states([tokens], len(tokens))
    padded = states([tokens], len(tokens) + more)
    assert np.allclose(alone, padded, atol=1e-4)


@LAW
@given(st.lists(TOKENS, min_size=1, max_size=4))
def test_rows_of_a_batch_do_not_see_each_other(rows: list[list[int]]) -> None:
    together = states(rows, max(map(len, rows)))
    for row, tokens in zip(together, rows, strict=True):
        assert np.allclose(row, states([tokens], len(tokens))[0], atol=1e-4)


def test_the_order_of_tokens_matters() -> None:
    one, other = states([[1, 2, 3], [3, 2, 1]], 3)
    assert not np.allclose(one, other, atol=1e-3)


@pytest.mark.parametrize("dtype", ["F32", "F16"])
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3), (2, 1, 2)])
def test_weights_of_any_shape_are_read_as_they_were_written(
    dtype: str, shape: tuple[int, ...], tmp_path: Path
) -> None:
    values = np.arange(np.prod(shape), dtype=safetensors.TYPES[dtype]).reshape(shape)
    body = values.tobytes()
    head = {"w": {"dtype": dtype, "shape": shape, "data_offsets": [0, len(body)]}}
    raw = json.dumps(head).encode()
    path = tmp_path / "weights"
    path.write_bytes(len(raw).to_bytes(8, "little") + raw + body)
    read = safetensors.read(path)["w"]
    assert read.dtype == np.float32
    assert read.tolist() == values.astype(np.float32).tolist()


# points that the database remembers


class Other(HashingEmbedder):
    """Another embedder of the same dimension."""

    name = "other-1"


def points_of(*texts: str) -> points.Points:
    rows = EMBEDDER.embed(texts)
    return dict(zip(map(sha256, texts), rows, strict=True))


def test_what_is_remembered_is_known_and_no_longer_new(db: None) -> None:
    made = points_of("one", "two", "three")
    assert points.known(EMBEDDER, made) == {}
    assert points.new(EMBEDDER, made).keys() == made.keys()
    points.remember(EMBEDDER, made)
    known = points.known(EMBEDDER, [*made, *made, "0" * 64])
    assert {sha: row.tolist() for sha, row in known.items()} == {
        sha: row.tolist() for sha, row in made.items()
    }
    more = made | points_of("four")
    assert points.new(EMBEDDER, more).keys() == points_of("four").keys()


def test_to_remember_twice_is_to_remember_once(db: None) -> None:
    made = points_of("one")
    points.remember(EMBEDDER, made)
    points.remember(EMBEDDER, made | points_of("two"))
    assert WordingVector.objects.count() == 2


def test_each_embedder_remembers_for_itself(db: None) -> None:
    made = points_of("one")
    points.remember(EMBEDDER, made)
    points.remember(Other(), made)
    assert points.known(Other(), made).keys() == made.keys()
    points.forget(EMBEDDER)
    assert points.known(EMBEDDER, made) == {}
    assert points.known(Other(), made).keys() == made.keys()


def test_a_point_of_another_length_is_not_known(db: None) -> None:
    sha = sha256("one")
    points.remember(EMBEDDER, {sha: np.ones(3, dtype=np.float32)})
    assert points.known(EMBEDDER, [sha]) == {}


def test_texts_are_embedded_in_batches_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(points, "BATCH", 2)
    texts = {sha256(f"text {n}"): f"text {n}" for n in range(5)}
    heard: list[int] = []
    found = points.embedded(EMBEDDER, texts, heard.append)
    assert heard == [2, 2, 1]
    assert list(found) == list(texts)
    for sha, text in texts.items():
        assert found[sha].tolist() == EMBEDDER.embed([text])[0].tolist()
    assert points.embedded(EMBEDDER, {}, heard.append) == {}
