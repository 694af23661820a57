"""The measurement of the index works on its own claims and says what it measured."""

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rich.console import Console

from knowledge_base import index
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.models import Brand, ClaimVersion, WordingVector
from knowledge_base.retrieval.chain import Question
from web.benchmarks import index_scale, many_claims, tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_stores")]


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures little, so that tests are quick."""
    monkeypatch.setattr(index_scale, "SIZES", (20, 40))
    monkeypatch.setattr(index_scale, "SEARCHES", 4)
    monkeypatch.setattr(index_scale, "CHANGES", 2)
    monkeypatch.setattr(index_scale, "WARM_UP", 1)
    monkeypatch.setattr(index_scale, "EMBEDDER", "hashing")


def test_it_measures_both_sizes_and_a_change(brief: None) -> None:
    out = io.StringIO()
    call_command("benchmark", "index", "--json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    assert [one["claims"] for one in told["sizes"]] == [20, 40]
    for one in told["sizes"]:
        assert one["search"]["times"] == 4
        assert set(one["shows"]) == {"added", "withdrawn"}
        assert one["shows"]["added"]["times"] == 2
        assert "LIKE with limits" in one["peers"]
    assert "search_during_rebuild" in told["sizes"][0]
    assert told["growth"] > 0
    assert not Brand.objects.exists()
    shown = io.StringIO()
    tables.show(Console(file=shown, width=120), told)
    assert "40 claims" in shown.getvalue()
    assert "till it shows" in shown.getvalue()


def test_outside_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="claims of its own"):
        call_command("benchmark", "index", "--data", tmp_path)


def test_claims_are_as_many_as_asked_and_each_differs(at: Any) -> None:
    embedder = HashingEmbedder()
    for count in (30, 50):
        many_claims.add(count, embedder.embed, embedder=embedder.name, at=at)
        assert ClaimVersion.objects.count() == count
    texts = set(ClaimVersion.objects.values_list("text", flat=True))
    assert len(texts) == 50
    assert WordingVector.objects.count() == 60
    index.rebuild()
    assert WordingVector.objects.count() == 60  # nothing had to be embedded
    assert index.check().revisions == 50


def test_a_failing_build_is_said() -> None:
    build = subprocess.Popen(["false"], stderr=subprocess.PIPE, text=True)  # noqa: S607
    with pytest.raises(index_scale.NotBuiltError, match="was not built"):
        index_scale._finished(build)


def test_a_stale_answer_is_said(at: Any) -> None:
    embedder = HashingEmbedder()
    brand = many_claims.add(5, embedder.embed, embedder=embedder.name, at=at)
    version = brand.claims.earliest("pk").versions.get()
    question = Question(brand.slug, "XX", "email", "HCP", at.date(), "x")
    index_scale._expect(version, question, is_found=False)
    with pytest.raises(index_scale.StaleAnswerError, match="was not found"):
        index_scale._expect(version, question, is_found=True)
