"""The index finds by nearness inside every limit, and notices when it is stale."""

import dataclasses
import datetime
import os
import shutil
from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from knowledge_base import claims, generations, index, indexed, references
from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.index import IndexUnavailableError
from knowledge_base.indexed import Scope
from knowledge_base.models import Brand, ClaimVersion
from tests import kits

QUERY = "urate below 6 mg/dL at week 24"


@pytest.fixture
def scope(brand: Brand, at: datetime.datetime) -> Scope:
    """A place where five claims may be said; in GB six."""
    return Scope(brand.pk, "US", "email", "HCP", at.date())


def found(scope: Scope, text: str = QUERY) -> list[str]:
    index.ensure()
    near = index.nearest(text, scope, 50)
    keys = dict(ClaimVersion.objects.values_list("pk", "claim__key"))
    return [keys[one.claim_version_id] for one in near]


def test_the_nearest_comes_first_and_each_claim_once(scope: Scope) -> None:
    keys = found(scope)
    assert keys[0] == "urate-target"
    assert len(keys) == len(set(keys)) == 5
    near = index.nearest(str(kits.CLAIMS[0]["text"]), scope, 50)
    assert near[0].similarity == pytest.approx(1, abs=1e-5)
    assert [n.similarity for n in near] == sorted(
        (n.similarity for n in near), reverse=True
    )


def test_another_approved_wording_finds_its_claim(scope: Scope) -> None:
    index.ensure()
    [variation] = kits.CLAIMS[0]["variations"]
    assert index.nearest(variation, scope, 1)[0].similarity == pytest.approx(
        1, abs=1e-5
    )


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, {"year-one-extension"}),
        ({"market": "GB"}, set()),
        ({"market": "GB", "channel": "sms"}, {"year-one-extension"}),
        ({"audience": "PAYER"}, {"all but once-daily"}),
        ({"audience": "PATIENT"}, {"all"}),
        ({"market": "DE"}, {"all"}),
        ({"brand_id": 0}, {"all"}),
        ({"day": datetime.date(2026, 1, 14)}, {"all"}),
        ({"day": datetime.date(2027, 12, 30)}, {"year-one-extension"}),
        ({"day": datetime.date(2027, 12, 31)}, {"all"}),
    ],
)
def test_every_limit_holds_inside_the_search(
    change: dict[str, Any], missing: set[str], scope: Scope
) -> None:
    keys = set(found(dataclasses.replace(scope, **change)))
    everything = {str(claim["key"]) for claim in kits.CLAIMS}
    if missing == {"all but once-daily"}:
        assert keys == {"once-daily"}
    elif missing == {"all"}:
        assert keys == set()
    else:
        assert keys == everything - missing


def test_a_reference_that_expires_ends_its_claims_in_the_index(scope: Scope) -> None:
    version = claims.approved_version("calvoryn", "year-one-extension")
    [entry] = [
        e for e in indexed.entries() if e.metadata["claim_version"] == version.pk
    ]
    assert entry.metadata["expires_on"] == 20271231
    brand = Brand.objects.get()
    brand.references.filter(key="CAIRN-EXT-2025").update(
        expires_on=datetime.date(2026, 12, 1), version=2
    )
    assert "year-one-extension" not in found(
        dataclasses.replace(scope, market="GB", day=datetime.date(2026, 12, 1))
    )


def test_it_is_built_once_and_then_fresh(scope: Scope) -> None:
    assert index.is_stale()
    index.ensure()
    path = generations.current()
    assert not index.is_stale()
    index.ensure()
    assert generations.current() == path


def test_it_becomes_stale_with_what_it_was_made_of(
    scope: Scope, medical: User, at: datetime.datetime
) -> None:
    index.ensure()
    version = claims.approved_version("calvoryn", "once-daily")
    claims.withdraw(claim_version_id=version.pk, reason="x", by=medical, at=at)
    assert index.is_stale()
    assert "once-daily" not in found(scope)
    reference = Brand.objects.get().references.get(key="LABEL-2026")
    references.retract(reference_id=reference.pk, reason="x", by=medical, at=at)
    assert index.is_stale()
    assert "common-reactions" not in found(scope)


def test_a_lost_index_is_built_anew(scope: Scope, settings: Settings) -> None:
    index.ensure()
    shutil.rmtree(settings.CHROMA_DIR)
    assert index.is_stale()
    with pytest.raises(IndexUnavailableError, match="no index of its own"):
        index.nearest(QUERY, scope, 5)
    assert found(scope)


def test_an_index_of_another_embedder_is_refused(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.ensure()
    other = HashingEmbedder()
    other.name = "hashing-2"
    monkeypatch.setattr(choosing, "chosen", lambda: other)
    assert index.is_stale()
    assert found(scope)
    assert generations.manifest()["embedder"] == "hashing-2"
    other.dimension = 64
    assert index.is_stale()
    assert found(scope)


def test_a_damaged_index_is_not_used_again(scope: Scope) -> None:
    index.ensure()
    index.rebuild()
    damage()
    with pytest.raises(IndexUnavailableError, match="cannot be read"):
        index.nearest(QUERY, scope, 5)
    assert index.is_stale()
    assert found(scope)


def test_a_damaged_index_does_not_hinder_the_next_build(
    scope: Scope, medical: User, at: datetime.datetime
) -> None:
    index.rebuild()
    index.rebuild()
    damage()
    version = claims.approved_version("calvoryn", "once-daily")
    claims.withdraw(claim_version_id=version.pk, reason="x", by=medical, at=at)
    assert len(found(scope)) == 4


def test_what_an_earlier_process_opened_is_left_to_it(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(scope)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert found(scope)
    assert {pid for pid, _ in index._OPEN} == {1}
    index._OPEN.clear()


def damage() -> None:
    """Break every file but the manifest."""
    path = generations.current()
    assert path
    for file in path.iterdir():
        if file.name != generations.MANIFEST:
            shutil.rmtree(file) if file.is_dir() else file.write_bytes(b"broken")


class Counting(HashingEmbedder):
    """Counts what it is asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Count, then embed."""
        self.texts += texts
        return super().embed(texts)


def test_known_wordings_are_not_embedded_again(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, requester: User
) -> None:
    embedder = Counting()
    monkeypatch.setattr(choosing, "chosen", lambda: embedder)
    steps: list[tuple[int, int]] = []
    assert index.rebuild(lambda done, total: steps.append((done, total))) == 7
    assert (len(embedder.texts), steps) == (7, [(7, 7)])
    assert index.rebuild() == 7
    assert len(embedder.texts) == 7


def test_an_empty_index_answers_with_nothing(db: None, at: datetime.datetime) -> None:
    index.ensure()
    assert generations.manifest()["entries"] == 0
    assert index.nearest(QUERY, Scope(1, "US", "email", "HCP", at.date()), 5) == []
    assert index.rebuild() == 0


def test_a_place_that_cannot_be_written_is_said(
    scope: Scope, settings: Settings
) -> None:
    settings.CHROMA_DIR.write_text("a file where a directory should be")
    with pytest.raises(IndexUnavailableError, match="cannot be built"):
        index.ensure()


def test_a_reader_sees_the_generation_that_another_process_made(
    scope: Scope, medical: User, at: datetime.datetime
) -> None:
    assert "once-daily" in found(scope)
    before = generations.current()
    version = claims.approved_version("calvoryn", "once-daily")
    claims.withdraw(claim_version_id=version.pk, reason="x", by=medical, at=at)
    index.rebuild()
    assert generations.current() != before
    near = index.nearest(QUERY, scope, 50)
    assert version.pk not in {one.claim_version_id for one in near}


def test_who_waited_for_the_lock_does_not_build_again(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.ensure()
    path = generations.current()
    answers = iter([True, False])
    monkeypatch.setattr(index, "is_stale", lambda: next(answers))
    index.ensure()
    assert generations.current() == path
