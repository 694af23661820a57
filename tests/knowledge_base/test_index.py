"""The index finds by nearness inside every limit, and takes up each change at once."""

import dataclasses
import datetime
import gc
import os
import shutil
from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from knowledge_base import claims, generations, index, indexed, references
from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.embeddings.service import EmbeddingServiceError
from knowledge_base.index import IndexUnavailableError, building, holding, points
from knowledge_base.indexed import Scope
from knowledge_base.models import Brand, ClaimState, ClaimVersion, WordingVector
from tests import kits

QUERY = "urate below 6 mg/dL at week 24"


@pytest.fixture
def scope(brand: Brand, at: datetime.datetime) -> Scope:
    """A place where five claims may be said; in GB six."""
    return Scope(brand.pk, "US", "email", "HCP", at.date())


def found(scope: Scope, text: str = QUERY, *, anywhere: bool = False) -> list[str]:
    near = index.nearest(index.view(), text, scope, 50, anywhere=anywhere)
    keys = dict(ClaimVersion.objects.values_list("pk", "claim__key"))
    return [keys[one.claim_version_id] for one in near]


def withdraw(key: str, by: User, at: datetime.datetime) -> None:
    version = claims.approved_version("calvoryn", key)
    claims.withdraw(claim_version_id=version.pk, reason="x", by=by, at=at)


def test_the_nearest_comes_first_and_each_claim_once(scope: Scope) -> None:
    keys = found(scope)
    assert keys[0] == "urate-target"
    assert len(keys) == len(set(keys)) == 5
    near = index.nearest(index.view(), QUERY, scope, 50)
    assert [n.similarity for n in near] == sorted(
        (n.similarity for n in near), reverse=True
    )
    assert index.nearest(index.view(), QUERY, scope, 2) == near[:2]


def test_each_approved_wording_is_embedded_under_its_heading(scope: Scope) -> None:
    version = claims.approved_version("calvoryn", "urate-target")
    [entry] = indexed.entries([version.pk])
    assert entry.heading.startswith("urate target. ")
    assert [text.removeprefix(f"{entry.heading} ") for text in entry.texts] == [
        version.text,
        *kits.CLAIMS[0]["variations"],
    ]
    for text in entry.texts:
        [best] = index.nearest(index.view(), text, scope, 1)
        assert best.claim_version_id == version.pk
        assert best.similarity == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "peak flow. efficacy."),
        (
            {"themes": ("lung_health", "sport")},
            "peak flow. lung health, sport, efficacy.",
        ),
        (
            {"endpoint": "morning flow", "timepoint": "week 12"},
            "peak flow. efficacy. morning flow. week 12.",
        ),
    ],
)
def test_a_heading_says_what_a_claim_is_about(told: dict[str, Any], said: str) -> None:
    usual = {"key": "peak-flow", "themes": (), "kind": "efficacy"}
    assert indexed.heading(**{**usual, "endpoint": "", "timepoint": "", **told}) == said


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, {"year-one-extension"}),
        ({"market": "GB"}, set()),
        ({"market": None}, set()),
        ({"market": "GB", "channel": "sms"}, {"year-one-extension"}),
        ({"market": "GB", "channel": None}, set()),
        ({"audience": "PAYER"}, {"all but once-daily"}),
        ({"audience": "PATIENT"}, {"all"}),
        ({"market": "DE"}, {"all"}),
        ({"market": ""}, {"all"}),
        ({"brand_id": 0}, {"all"}),
        ({"kind": "nonsense"}, {"all"}),
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


def test_kind_and_theme_narrow_where_they_are_given(scope: Scope) -> None:
    rows = ClaimVersion.objects.filter(claim__key__in=found(scope))
    kinds = dict(rows.values_list("claim__key", "claim__kind"))
    for kind in set(kinds.values()):
        keys = {key for key, own in kinds.items() if own == kind}
        assert set(found(dataclasses.replace(scope, kind=kind))) == keys
    themes = {row.claim.key: row.themes for row in rows.select_related("claim")}
    for theme in {theme for own in themes.values() for theme in own}:
        keys = {key for key, own in themes.items() if not own or theme in own}
        assert set(found(dataclasses.replace(scope, theme=theme))) == keys


def test_anywhere_finds_what_may_not_be_said_too(
    scope: Scope, medical: User, at: datetime.datetime
) -> None:
    withdraw("once-daily", medical, at)
    nowhere = dataclasses.replace(scope, market="DE", day=datetime.date(2040, 1, 1))
    everything = {str(claim["key"]) for claim in kits.CLAIMS}
    assert set(found(nowhere, anywhere=True)) == everything
    assert found(dataclasses.replace(nowhere, brand_id=0), anywhere=True) == []
    version = ClaimVersion.objects.get(claim__key="fewer-flares")
    ClaimVersion.objects.filter(pk=version.pk).update(state=ClaimState.SUPERSEDED)
    assert set(found(nowhere, anywhere=True)) == everything - {"fewer-flares"}


def test_a_reference_that_expires_ends_its_claims_in_the_index(scope: Scope) -> None:
    place = dataclasses.replace(scope, market="GB", day=datetime.date(2026, 12, 1))
    assert "year-one-extension" in found(place)
    Brand.objects.get().references.filter(key="CAIRN-EXT-2025").update(
        expires_on=datetime.date(2026, 12, 1), version=2
    )
    assert "year-one-extension" not in found(place)


def test_it_is_built_once(scope: Scope) -> None:
    assert index.is_stale()
    index.ensure()
    path = generations.current()
    assert not index.is_stale()
    found(scope)
    index.ensure()
    index.take_up()
    assert generations.current() == path


def test_changes_show_at_once_and_nothing_is_built(
    scope: Scope, medical: User, at: datetime.datetime
) -> None:
    index.ensure()
    path = generations.current()
    withdraw("once-daily", medical, at)
    assert "once-daily" not in found(scope)
    reference = Brand.objects.get().references.get(key="LABEL-2026")
    references.retract(reference_id=reference.pk, reason="x", by=medical, at=at)
    assert "common-reactions" not in found(scope)
    version = ClaimVersion.objects.get(claim__key="fewer-flares")
    for state, is_found in [("SUSPENDED", False), ("APPROVED", True)] * 2:
        ClaimVersion.objects.filter(pk=version.pk).update(state=state, suspended_at=at)
        assert ("fewer-flares" in found(scope)) == is_found
    assert generations.current() == path


def test_many_changes_make_many_layers_that_agree(
    scope: Scope, at: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.views, "TAIL", 2)
    monkeypatch.setattr(holding, "_is_in_transaction", lambda: False)
    index.ensure()
    for version in ClaimVersion.objects.filter(state=ClaimState.APPROVED):
        for state in ("SUSPENDED", "APPROVED"):
            ClaimVersion.objects.filter(pk=version.pk).update(
                state=state, suspended_at=at
            )
            assert (version.claim.key in found(scope, anywhere=True)) is True
    view = index.view()
    assert len(view.layers) > 3
    assert index.check().differences == ()
    assert set(found(scope)) == {str(c["key"]) for c in kits.CLAIMS} - {
        "year-one-extension"
    }


def test_a_lost_index_is_built_anew(scope: Scope, settings: Settings) -> None:
    index.ensure()
    shutil.rmtree(settings.CHROMA_DIR)
    assert index.is_stale()
    assert found(scope)
    assert not index.is_stale()


def test_without_a_place_to_build_everything_is_found_in_memory(
    scope: Scope, settings: Settings, medical: User, at: datetime.datetime
) -> None:
    everything = set(found(scope))
    shutil.rmtree(settings.CHROMA_DIR)
    settings.CHROMA_DIR.write_text("a file where a directory should be")
    with pytest.raises(IndexUnavailableError, match="cannot be built"):
        index.ensure()
    assert set(found(scope)) == everything
    withdraw("once-daily", medical, at)
    assert set(found(scope)) == everything - {"once-daily"}


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
    old = index.view()
    other.dimension = 64
    assert index.is_stale()
    with pytest.raises(IndexUnavailableError, match="another embedder"):
        index.nearest(old, QUERY, scope, 5)
    assert found(scope)
    assert not index.is_stale()


def test_an_index_of_another_database_is_not_used(scope: Scope) -> None:
    index.ensure()
    path = generations.current()
    said = generations.manifest()
    for wrong in ({"nonce": "0" * 32}, {"anchor": said["anchor"] + 1_000}):
        current = generations.current()
        assert current
        generations.make_current(current, {**said, **wrong})
        assert index.is_stale()
        index.close()
        assert found(scope)  # in memory, then built anew
        assert found(scope)
        assert not index.is_stale()
        assert generations.current() != path


@pytest.mark.parametrize(
    "file", ["columns.npz", "codes.json", "points.f32", "rows.npy"]
)
@pytest.mark.parametrize("content", [b"broken", None])
def test_a_damaged_index_is_not_used_again(
    file: str, content: bytes | None, scope: Scope
) -> None:
    everything = found(scope)
    index.close()
    path = generations.current()
    assert path
    if content is None:
        (path / file).unlink()
    else:
        (path / file).write_bytes(content)
    assert found(scope) == everything
    assert found(scope) == everything
    assert not index.is_stale()
    assert generations.current() != path


def test_what_an_earlier_process_opened_is_left_to_it(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(scope)
    parent = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert found(scope)
    assert {1, parent} <= holding._HELD.keys()
    assert (
        holding._HELD[1].view.layers[0].part
        is not holding._HELD[parent].view.layers[0].part
    )
    index.close()
    assert holding._HELD.keys() == {parent}


class Counting(HashingEmbedder):
    """Counts what it is asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Count, then embed."""
        self.texts += texts
        return super().embed(texts)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """The embedder in force, counting."""
    embedder = Counting()
    monkeypatch.setattr(choosing, "chosen", lambda: embedder)
    return embedder


def test_known_wordings_are_not_embedded_again(
    scope: Scope, counting: Counting, settings: Settings
) -> None:
    steps: list[tuple[int, int]] = []
    assert index.rebuild(lambda done, total: steps.append((done, total))) == 7
    assert (len(counting.texts), steps) == (7, [(6, 6)])
    assert index.rebuild() == 7
    WordingVector.objects.all().delete()
    assert index.rebuild() == 7  # from the generation before
    points.remember(counting, points.embedded(counting, {}))
    assert len(counting.texts) == 7
    shutil.rmtree(settings.CHROMA_DIR)
    assert index.rebuild() == 7
    assert len(counting.texts) == 14
    shutil.rmtree(settings.CHROMA_DIR)
    assert index.rebuild() == 7  # from the database
    assert len(counting.texts) == 14


def test_a_writer_embeds_for_everybody(
    counting: Counting,
    requester: User,
    at: datetime.datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    index.ensure()
    with django_capture_on_commit_callbacks(execute=True):
        kits.load_small_kit(by=requester, at=at)
    assert len(counting.texts) == WordingVector.objects.count() == 7
    index.close()
    assert len(index.view().layers) == 2
    index.take_up()
    assert len(counting.texts) == 7


class Failing(HashingEmbedder):
    """An endpoint that does not answer."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Fail."""
        raise EmbeddingServiceError("The embedding service failed: down.")


def test_while_nothing_can_be_embedded_the_index_says_so_and_goes_on(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing = Failing()
    monkeypatch.setattr(choosing, "chosen", lambda: failing)
    for door in (index.ensure, index.rebuild, index.take_up):
        with pytest.raises(IndexUnavailableError, match="down"):
            door()
    view = index.view()
    assert len(view.missing) == 7
    assert "cannot be embedded" in caplog.text
    with pytest.raises(IndexUnavailableError, match="still being built"):
        index.nearest(view, QUERY, scope, 5)
    assert (
        index.vectors(view, list(ClaimVersion.objects.values_list("pk", flat=True)))
        == {}
    )


def test_a_new_wording_waits_for_its_point_and_the_others_are_found(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, at: datetime.datetime
) -> None:
    index.ensure()
    monkeypatch.setattr(holding, "_is_in_transaction", lambda: False)
    version = claims.approved_version("calvoryn", "once-daily")
    monkeypatch.setattr(index.views, "EMBEDDED_AT_ONCE", 0)
    WordingVector.objects.all().delete()
    monkeypatch.setattr(
        index.views.View, "_points_of", lambda self, pk: iter(())
    )  # as if it were new
    ClaimVersion.objects.filter(pk=version.pk).update(
        state=ClaimState.SUSPENDED, suspended_at=at
    )
    monkeypatch.setattr(index.views.View.completed, "__kwdefaults__", {"embed": 0})
    view = index.view()
    assert len(view.missing) == 1
    assert view.has_meaning
    assert index.nearest(view, QUERY, scope, 1)[0].similarity > 0
    monkeypatch.setattr(index.views.View.completed, "__kwdefaults__", {"embed": 64})
    assert index.view().missing == {}


def test_vectors_are_of_the_revisions_own_wording(scope: Scope) -> None:
    version = claims.approved_version("calvoryn", "urate-target")
    [entry] = indexed.entries([version.pk])
    [point] = HashingEmbedder().embed([entry.texts[0]])
    found = index.vectors(index.view(), [version.pk, 0])
    assert list(found) == [version.pk]
    assert found[version.pk] == pytest.approx(point)


def test_an_empty_index_answers_with_nothing(db: None, at: datetime.datetime) -> None:
    index.ensure()
    assert generations.manifest()["entries"] == 0
    place = Scope(1, "US", "email", "HCP", at.date())
    assert index.nearest(index.view(), QUERY, place, 5) == []
    assert index.rebuild() == 0
    assert index.check().differences == ()


def test_a_reader_sees_the_generation_that_another_process_made(
    scope: Scope, medical: User, at: datetime.datetime
) -> None:
    assert "once-daily" in found(scope)
    before, old = generations.current(), index.view()
    withdraw("once-daily", medical, at)
    index.rebuild()
    assert generations.current() != before
    assert len(index.view().layers) == 1
    assert "once-daily" not in found(scope)
    assert len(index.nearest(old, QUERY, scope, 50)) == 5  # who reads on reads on


def test_who_waited_for_the_lock_does_not_build_again(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.ensure()
    path = generations.current()
    answers = iter([False, True])
    monkeypatch.setattr(building, "fits", lambda *_: next(answers))
    index.ensure()
    assert generations.current() == path


def test_a_large_library_is_built_beside_the_readers(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, at: datetime.datetime
) -> None:
    started: list[bool] = []
    monkeypatch.setattr(index, "BUILT_WHILE_WAITING", 2)
    monkeypatch.setattr(index, "_build_in_background", lambda: started.append(True))
    with pytest.raises(IndexUnavailableError, match="is being built"):
        index.ensure()
    assert len(found(scope)) == 5  # in memory, meanwhile
    assert len(started) == 2
    index.rebuild()
    monkeypatch.setattr(index, "MOST_FRESH", 0)
    ClaimVersion.objects.filter(claim__key="once-daily").update(
        state=ClaimState.SUPERSEDED
    )
    index.view()
    assert len(started) == 2  # what is gone needs no room
    ClaimVersion.objects.filter(claim__key="fewer-flares").update(
        state=ClaimState.SUSPENDED, suspended_at=at
    )
    index.view()
    index.take_up()
    assert len(started) == 4


def test_very_many_new_wordings_are_left_to_the_build(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, counting: Counting
) -> None:
    monkeypatch.setattr(index, "ensure", lambda: None)
    monkeypatch.setattr(holding, "MOST_MISSING", 3)
    assert len(index.view().missing) == 7
    assert counting.texts == []
    assert not index.view().has_meaning
    monkeypatch.setattr(holding, "MOST_MISSING", 7)
    assert index.view().has_meaning
    assert len(counting.texts) == 7


@pytest.mark.parametrize(
    ("large", "is_spared"), [(0, True), (holding.LARGE, False)], ids=["large", "small"]
)
def test_the_garbage_collector_leaves_a_large_view_alone(
    large: int, is_spared: bool, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.unfreeze()
    monkeypatch.setattr(holding, "LARGE", large)
    index.rebuild()
    index.close()
    assert found(scope)
    assert (gc.get_freeze_count() > 0) is is_spared
    gc.unfreeze()
