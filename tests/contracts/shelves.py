"""What every Chroma must keep, embedded or as a server: inherit and give shelves."""

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from knowledge_base import generations
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.index import building, chroma, holding, nearness
from knowledge_base.index.chroma import ShelfError, Shelves
from knowledge_base.indexed import Scope
from knowledge_base.models import Brand

CHANCE = np.random.default_rng(3)
POINTS = CHANCE.standard_normal((300, 16), dtype=np.float32)
POINTS /= np.linalg.norm(POINTS, axis=1, keepdims=True)


class ShelvesContract(ABC):
    """Promises of the one adapter."""

    @abstractmethod
    @pytest.fixture
    def shelves(self) -> Shelves:
        """Shelves that hold nothing yet, settings that lead to them."""

    def test_what_is_near_comes_first(self, shelves: Shelves) -> None:
        assert list(shelves.fill("claims-a", 1_000, POINTS)) == [300]
        for row in (0, 150, 299):
            wanted = 1_000 + np.argsort(-(POINTS @ POINTS[row]), kind="stable")[:5]
            assert shelves.nearest("claims-a", POINTS[row], 5).tolist() == list(wanted)
        assert shelves.count("claims-a") == 300
        assert len(shelves.nearest("claims-a", POINTS[0], 300)) == 300

    def test_shelves_do_not_see_each_other(self, shelves: Shelves) -> None:
        list(shelves.fill("claims-a", 0, POINTS[:100]))
        list(shelves.fill("claims-b", 100, POINTS[100:]))
        assert shelves.nearest("claims-b", POINTS[0], 10).min() >= 100
        assert shelves.names("claims-") == ["claims-a", "claims-b"]
        assert shelves.names("claims-b") == ["claims-b"]
        shelves.drop("claims-a")
        assert shelves.names("") == ["claims-b"]

    def test_points_come_in_batches(
        self, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chroma, "BATCH", 90)
        assert list(shelves.fill("claims-a", 0, POINTS)) == [90, 90, 90, 30]
        assert shelves.count("claims-a") == 300

    def test_what_is_not_there_is_an_error_in_our_words(self, shelves: Shelves) -> None:
        list(shelves.fill("claims-a", 0, POINTS[:3]))
        for wrong in (
            lambda: shelves.nearest("claims-x", POINTS[0], 1),
            lambda: shelves.count("claims-x"),
            lambda: shelves.drop("claims-x"),
            lambda: list(shelves.fill("claims-a", 0, POINTS)),
            lambda: shelves.nearest("claims-a", POINTS[0, :7], 1),
        ):
            with pytest.raises(ShelfError, match="Chroma cannot answer"):
                wrong()

    def test_a_generation_is_searched_through_it(
        self,
        shelves: Shelves,
        brand: Brand,
        place: Scope,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        embedder = HashingEmbedder()
        [point] = embedder.embed(["adults with gout"])
        exact = nearness.nearest(holding.synced(), point, place, 5, anywhere=False)
        monkeypatch.setattr(nearness, "EXACT_AT_MOST", 0)
        with generations.writing():
            building.build(embedder)
        view = holding.synced()
        assert list(view.layers[0].part.shelves) == [brand.pk]
        with monkeypatch.context() as patch:
            patch.setattr(nearness, "WIDER", 1_000)
            found = nearness.nearest(view, point, place, 5, anywhere=False)
        assert [near.claim_version_id for near in found] == [
            near.claim_version_id for near in exact
        ]

    def test_old_generations_take_their_shelves_with_them(
        self,
        shelves: Shelves,
        brand: Brand,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(nearness, "EXACT_AT_MOST", 0)
        for _ in range(4):
            with generations.writing():
                building.build(HashingEmbedder())
        kept = [shelf["name"] for shelf in generations.manifest()["shelves"].values()]
        current = generations.current()
        assert current
        opened = chroma.opened(current / building.SHELVES)
        assert set(kept) <= set(opened.names(building.PREFIX))
        assert len(opened.names(building.PREFIX)) <= 2
        opened.close()
        assert len(list(Path(settings.CHROMA_DIR).glob("g*"))) == 2
