"""The nearest are found exactly among few, and as good as exactly through Chroma."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.index import chroma, nearness, parts, views
from knowledge_base.index.chroma import ShelfError, Shelves
from knowledge_base.index.parts import Assembly, Part, Shelf
from knowledge_base.index.views import Layer, View
from knowledge_base.indexed import Reach
from tests.knowledge_base.views import OPEN, PLACE, Candidate, entry

SIZE, DIMENSION, QUESTIONS, LIMIT = 10_000, 96, 40, 20
CLOSED = dataclasses.replace(OPEN, markets=("GB",))
NAME = "claims-test-1"


def unit(rows: Vectors) -> Vectors:
    made: Vectors = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return made


@pytest.fixture(scope="module")
def points() -> Vectors:
    """Points in clouds, as claims of one product lie."""
    chance = np.random.default_rng(7)
    centres = chance.standard_normal((60, DIMENSION), dtype=np.float32)
    rows = centres[chance.integers(0, 60, SIZE)]
    return unit(rows + chance.standard_normal((SIZE, DIMENSION), dtype=np.float32))


@pytest.fixture(scope="module")
def shelves(
    points: Vectors, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shelves]:
    """All points in an embedded Chroma."""
    made = Shelves(chroma._embedded(tmp_path_factory.mktemp("shelves")))
    assert sum(made.fill(NAME, 0, points)) == SIZE
    yield made
    made.close()


def part_of(points: Vectors, reach: list[Reach]) -> Part:
    """Revisions of two wordings each, every point one wording."""
    assembly = Assembly()
    for n in range(len(points) // 2):
        one = Candidate(n, f"k{n:06}", ("a", "b"))
        assembly.add(entry(one, reach=reach[n % len(reach)]))
    part = assembly.made(points)
    return dataclasses.replace(part, shelves={1: Shelf(NAME, len(points))})


def view_of(part: Part, shelves: Shelves | None) -> View:
    return views.of_base(part, HashingEmbedder(), shelves)


def true_nearest(part: Part, point: Vectors, rows: np.ndarray) -> list[int]:
    near = (part.vectors @ point).reshape(-1, 2).max(axis=1)
    near[~rows] = -2
    return [int(row) for row in np.argsort(-near, kind="stable")[:LIMIT] if rows[row]]


def questions(points: Vectors) -> Vectors:
    chance = np.random.default_rng(11)
    noise = chance.standard_normal((QUESTIONS, DIMENSION), dtype=np.float32)
    return unit(points[chance.integers(0, SIZE, QUESTIONS)] + 0.1 * unit(noise))


@pytest.mark.parametrize("open_to", [1, 2, 5, 40])
def test_chroma_with_limits_finds_what_comparing_all_would_find(
    open_to: int, points: Vectors, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One revision of so many may be said: from all of them to one of forty."""
    monkeypatch.setattr(nearness, "EXACT_AT_MOST", 100)
    part = part_of(points, [OPEN, *[CLOSED] * (open_to - 1)])
    rows, view, hits = part.allowed(PLACE), view_of(part, shelves), 0
    for point in questions(points):
        found = nearness.nearest(view, point, PLACE, LIMIT, anywhere=False)
        pks = [near.claim_version_id for near in found]
        assert len(set(pks)) == LIMIT
        assert rows[pks].all()
        wanted = true_nearest(part, point, rows)
        hits += len(set(pks) & set(wanted))
        assert found[0].similarity == pytest.approx(
            float((part.vectors[[2 * pks[0], 2 * pks[0] + 1]] @ point).max()), abs=1e-5
        )
    assert hits / (QUESTIONS * LIMIT) >= 0.99


def test_few_are_compared_one_by_one(points: Vectors) -> None:
    part = part_of(points, [OPEN, CLOSED])
    rows, view = part.allowed(PLACE), view_of(part, None)
    for point in questions(points):
        found = nearness.nearest(view, point, PLACE, LIMIT, anywhere=False)
        assert [near.claim_version_id for near in found] == true_nearest(
            part, point, rows
        )


class Broken(Shelves):
    """A Chroma that does not answer."""

    def __init__(self) -> None:
        pass

    def nearest(self, name: str, point: Vectors, count: int) -> np.ndarray:
        """Fail."""
        raise ShelfError("Chroma cannot answer: gone")


def test_without_chroma_every_point_is_compared(
    points: Vectors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(nearness, "EXACT_AT_MOST", 100)
    part = part_of(points, [OPEN])
    rows = part.allowed(PLACE)
    point = questions(points)[0]
    for shelves in (Broken(), None):
        view = view_of(part, shelves)
        found = nearness.nearest(view, point, PLACE, LIMIT, anywhere=False)
        assert [near.claim_version_id for near in found] == true_nearest(
            part, point, rows
        )
    assert "Comparing every point: Chroma cannot answer: gone" in caplog.text


def test_layers_are_searched_together_and_what_is_covered_is_not_found(
    points: Vectors,
) -> None:
    part = part_of(points[:200], [OPEN])
    base = view_of(part, None).layers[0]
    upper = Layer(part, np.zeros(len(part), dtype=np.bool_))
    upper.present[:10] = True
    view = View(HashingEmbedder(), DIMENSION, (base.without(range(10)), upper))
    point = questions(points)[0]
    whole = nearness.nearest(view_of(part, None), point, PLACE, 100, anywhere=False)
    assert nearness.nearest(view, point, PLACE, 100, anywhere=False) == whole
    assert len(whole) == 100
    view = View(HashingEmbedder(), DIMENSION, (base.without(range(10)),))
    found = nearness.nearest(view, point, PLACE, 100, anywhere=False)
    assert found == [near for near in whole if near.claim_version_id >= 10]


def test_a_part_that_is_saved_is_read_again(points: Vectors, tmp_path: Path) -> None:
    part = part_of(points[:200], [OPEN, CLOSED])
    (tmp_path / parts.POINTS).write_bytes(points[:200].tobytes())
    parts.save(part, tmp_path)
    read = parts.load(tmp_path, DIMENSION, part.shelves)
    assert read.codes == part.codes
    assert (read.allowed(PLACE) == part.allowed(PLACE)).all()
    assert (read.vectors == part.vectors).all()
    point = questions(points)[0]
    one, other = view_of(part, None), view_of(read, None)
    assert nearness.nearest(
        one, point, PLACE, LIMIT, anywhere=False
    ) == nearness.nearest(other, point, PLACE, LIMIT, anywhere=False)
