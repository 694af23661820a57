"""Linking is measured on claims of its own, beside a peer where that is installed."""

import contextlib
import functools
import io
import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from rich.console import Console

from content_engine import checking, shelves
from content_engine.pieces import Context
from web.benchmarks import linking, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures little, so that tests are quick."""
    monkeypatch.setattr(linking, "SIZES", (60, 120))
    monkeypatch.setattr(linking, "PIECES", 2)
    monkeypatch.setattr(linking, "WARM_UP", 1)
    monkeypatch.setattr(linking, "CHANGES", 3)


def told() -> dict[str, Any]:
    out = io.StringIO()
    call_command("benchmark", "linking", "--json", stdout=out)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def test_every_statement_finds_its_claim_and_fillers_find_none(brief: None) -> None:
    result = told()
    assert [one["claims"] for one in result["sizes"]] == [60, 120]
    assert result["statements_of_a_piece"] == 40
    assert result["growth"] > 0
    for one in result["sizes"]:
        assert one["checked"]["times"] == 2
        assert one["checked"]["recall@1 exact"] == 1
        assert one["checked"]["recall@1"] >= 0.95
        assert one["checked"]["false_links"] == 0
        assert one["first_check_s"] >= 0
        assert "kept_mb" in one
        assert one["changes"]["added"]["times"] == 3
        assert one["changes"]["withdrawn"]["p99_ms"] >= 0


def test_the_peer_stands_beside_it(brief: None) -> None:
    result = told()
    assert result["peer"] == linking.BM25
    for one in result["sizes"]:
        assert one["peers"][linking.BM25]["recall@1"] >= 0.9


def test_a_peer_that_is_not_installed_is_told(
    brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "_bm25s", lambda: None)
    result = told()
    assert result["peer"] == "bm25s is not installed: run make setup for it"
    assert [one["peers"] for one in result["sizes"]] == [{}, {}]
    shown = io.StringIO()
    tables.show(Console(file=shown, width=120), result)
    assert "bm25s is not installed" in shown.getvalue()


def test_a_person_reads_a_table_of_each_size(brief: None) -> None:
    shown = io.StringIO()
    tables.show(Console(file=shown, width=120), told())
    for words in ("60 claims", "120 claims", "every link verified", "recall@1"):
        assert words in shown.getvalue()
    assert "The median grows" in shown.getvalue()


def test_a_check_that_does_not_show_a_change_ends_the_measurement(
    brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(context: Context) -> object:
        with shelves.standing(context) as kept:
            return contextlib.nullcontext(kept)

    monkeypatch.setattr(checking, "shelves", mock.Mock(standing=functools.cache(stale)))
    with pytest.raises(CommandError, match="was unsubstantiated and not exact"):
        told()


def test_outside_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="claims of its own: leave --data"):
        call_command("benchmark", "linking", "--data", tmp_path)


@pytest.mark.parametrize("count", [1, 40])
def test_claims_are_the_same_each_time_and_none_is_another(count: int) -> None:
    texts = list(linking.texts(count))
    assert texts == list(linking.texts(count))
    assert len(set(texts)) == count


def test_a_piece_holds_what_its_shares_say() -> None:
    claims = list(linking.texts(50))
    asked = list(linking.piece(claims, 1))
    assert asked == list(linking.piece(claims, 1)) != list(linking.piece(claims, 2))
    counts = {kind: sum(one.kind == kind for one in asked) for kind in linking.SHARES}
    assert counts == linking.SHARES
    for one in asked:
        if one.kind == "filler":
            assert one.ref is None
            continue
        assert one.ref is not None
        claim = claims[int(one.ref.removeprefix("claim-").removesuffix("@1"))]
        assert (one.text == claim) == (one.kind == "exact")
