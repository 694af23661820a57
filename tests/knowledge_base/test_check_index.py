"""The check names what index and database do not tell alike, and mends it."""

import dataclasses
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from knowledge_base import generations, index, indexed
from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.index import holding, parts, postings
from knowledge_base.index.parts import Part
from knowledge_base.models import ClaimState, ClaimVersion, WordingVector
from tests.knowledge_base.test_index import Failing

pytestmark = pytest.mark.usefixtures("brand")


def tamper(change: Callable[[Part], Part]) -> None:
    """Store another part than the one that was built, and forget what is open."""
    path, dimension = generations.current(), HashingEmbedder.dimension
    assert path
    read = parts.load(path, dimension, {})
    words = (np.array(getattr(read.postings, name)) for name in postings.NAMES)
    part = change(dataclasses.replace(read, postings=postings.Postings(*words)))
    parts.save(part, path)
    (path / parts.POINTS).write_bytes(np.array(part.vectors).tobytes())
    index.close()


def row_of(part: Part, key: str) -> int:
    return int(np.flatnonzero(part.keys == key.encode())[0])


def with_column(name: str, value: Any) -> Callable[[Part], Part]:
    def change(part: Part) -> Part:
        column = part.columns[name].copy()
        column[row_of(part, "once-daily")] = value
        columns = {**part.columns, name: column}
        columns["by_pk"] = np.argsort(columns["pks"])
        return dataclasses.replace(part, columns=columns)

    return change


def with_hash(part: Part) -> Part:
    hashes = part.hashes.copy()
    hashes[part.starts[row_of(part, "once-daily")]] ^= 1
    return dataclasses.replace(part, hashes=hashes)


def with_points(part: Part) -> Part:
    return dataclasses.replace(part, vectors=np.array(part.vectors)[::-1].copy())


def without_words(part: Part) -> Part:
    terms = np.sort(part.postings.terms ^ np.uint64(1))
    return dataclasses.replace(
        part, postings=dataclasses.replace(part.postings, terms=terms)
    )


def test_a_whole_index_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--quick"], ["--mend"]):
        call_command("check_index", *arguments)
        said = capsys.readouterr().out
        assert said == "Index and database agree: 7 wordings of 6 revisions.\n"
    call_command("check_index", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told == {"revisions": 6, "wordings": 7, "differences": []}


TAMPERED: list[tuple[Callable[[Part], Part], str]] = [
    (with_column("in_force", False), "once-daily (revision {pk}) has other limits"),
    (with_column("expires_on", 20300101), "has other limits in the index"),
    (with_column("brands", 77), "has other limits in the index"),
    (
        with_column("pks", 9_999),
        "Revision 9999 is in the index and not in the database",
    ),
    (with_column("pks", 9_999), "once-daily (revision {pk}) is not in the index"),
    (with_hash, "once-daily (revision {pk}) stands in other words in the index"),
    (with_points, "has other points"),
    (without_words, "cannot be found by its words"),
]


@pytest.mark.parametrize(("change", "said"), TAMPERED)
def test_each_difference_is_named_and_mended(
    change: Callable[[Part], Part], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    index.ensure()
    tamper(change)
    pk = ClaimVersion.objects.get(claim__key="once-daily").pk
    with pytest.raises(CommandError) as caught:
        call_command("check_index")
    assert said.format(pk=pk) in str(caught.value)
    assert "check_index --mend" in str(caught.value)
    call_command("check_index", "--mend")
    assert "agree" in capsys.readouterr().out
    assert index.check().differences == ()


def test_wrong_points_in_the_database_do_not_come_back() -> None:
    index.ensure()
    tamper(with_points)
    wrong = HashingEmbedder().embed(["something else"])[0].tobytes()
    WordingVector.objects.update(vector=wrong)
    call_command("check_index", "--mend", verbosity=0)
    assert index.check(is_quick=False).differences == ()


def lose(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Build an index that lacks a revision."""
    pk = ClaimVersion.objects.get(claim__key=key).pk
    order = indexed.order
    with monkeypatch.context() as patch:
        patch.setattr(indexed, "order", lambda: [n for n in order() if n != pk])
        index.rebuild()


def test_the_quick_look_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    lose(monkeypatch, "once-daily")
    with pytest.raises(CommandError, match="holds 5 revisions, the database 6"):
        call_command("check_index", "--quick")
    with pytest.raises(CommandError, match=r"once-daily .* is not in the index"):
        call_command("check_index")
    call_command("check_index", "--mend", "--quick", verbosity=0)
    assert index.check().differences == ()


def test_who_writes_while_it_counts_is_no_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index.ensure()
    counts = iter([5, 8])  # one before the view of 6, two after it
    monkeypatch.setattr(indexed, "count", lambda: next(counts))
    assert index.check(is_quick=True).differences == ()


def test_a_first_search_takes_a_quick_look(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    index.view()
    assert caplog.text == ""
    lose(monkeypatch, "once-daily")
    index.view()
    index.view()
    assert caplog.text.count("holds 5 revisions, the database 6") == 1


def test_much_that_differs_is_cut_short(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = tuple(f"difference {n}" for n in range(50))
    report = index.Report(1, 1, said)
    monkeypatch.setattr(index, "check", lambda **_: report)
    with pytest.raises(CommandError) as caught:
        call_command("check_index", "--json")
    lines = str(caught.value).splitlines()
    assert lines[:20] == list(said[:20])
    assert lines[20:] == ["… and 30 more.", "Run check_index --mend to build it anew."]
    assert json.loads(capsys.readouterr().out)["differences"] == list(said)


def test_what_changes_while_it_looks_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, at: datetime.datetime
) -> None:
    old = index.view()
    ClaimVersion.objects.filter(claim__key="once-daily").update(
        state=ClaimState.SUSPENDED, suspended_at=at
    )
    views = [old]
    synced = holding.synced
    monkeypatch.setattr(holding, "synced", lambda: views.pop() if views else synced())
    assert index.check().differences == ()


def test_what_is_not_embedded_yet_is_said(
    monkeypatch: pytest.MonkeyPatch, at: datetime.datetime
) -> None:
    index.ensure()
    with monkeypatch.context() as patch:
        patch.setattr(index.views.View, "_points_of", lambda self, pk: iter(()))
        patch.setattr(choosing, "chosen", Failing)
        WordingVector.objects.all().delete()
        ClaimVersion.objects.filter(claim__key="once-daily").update(
            state=ClaimState.SUSPENDED, suspended_at=at
        )
        found = index.checking._differing(
            index.view(), list(ClaimVersion.objects.values_list("pk", flat=True))
        )
    assert [said.split(" (")[0] for said in found.values()] == ["once-daily"]
    assert all("is not embedded yet" in said for said in found.values())


def test_without_a_place_it_says_so(settings: Settings, tmp_path: Path) -> None:
    settings.CHROMA_DIR = tmp_path / "file"
    settings.CHROMA_DIR.write_text("a file where a directory should be")
    with pytest.raises(CommandError, match="The index cannot be built"):
        call_command("check_index")
