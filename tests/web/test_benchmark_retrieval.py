"""The benchmark of the search: on a small outside folder, and how it judges."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from knowledge_base.retrieval import documents
from knowledge_base.retrieval.documents import Document
from web.benchmarks import retrieval
from web.benchmarks.retrieval import METHODS

DOCUMENTS = [
    ("d1", "Zonulin in testitis", "Zonulin rose in adults who had testitis."),
    ("d2", "Sleep and light.", "Blue light kept adults awake over 12 weeks."),
    ("d3", "", "Rice was grown with less water."),
    ("d4", "Bones?", "Bone density fell in 48% of mice."),
]
QUERIES = {"q1": "zonulin rises", "q2": "mice lose bone", "q3": "nobody judged it"}
JUDGED = [("q1", "d1", 1), ("q2", "d4", 2), ("q2", "d3", 0), ("q9", "d1", 1)]


def lines(rows: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(row) for row in rows) + "\n"


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Points of documents are kept where only this test looks."""
    monkeypatch.setattr(retrieval, "KEPT", tmp_path / "kept")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An outside collection as BEIR writes it."""
    place = tmp_path / "outside"
    (place / "qrels").mkdir(parents=True)
    rows = [{"_id": i, "title": title, "text": text} for i, title, text in DOCUMENTS]
    (place / "corpus.jsonl").write_text(lines(rows))
    asked = [{"_id": name, "text": text} for name, text in QUERIES.items()]
    (place / "queries.jsonl").write_text(lines(asked))
    told = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, r)) for r in JUDGED)]
    (place / "qrels" / "train.tsv").write_text("\n".join(told))
    return place


def measured(*arguments: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("benchmark", "retrieval", *arguments, "--json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_all_three_methods_are_measured_in_one_run(folder: Path) -> None:
    told = measured("--data", folder)
    assert told["questions"] == 2
    assert set(told["methods"]) == set(METHODS)
    for method in told["methods"].values():
        for measure in ("ndcg@10", "recall@10"):
            low, high = method[measure]["interval"]
            assert 0 <= low <= method[measure]["mean"] <= high <= 1
    assert told["methods"]["fused"]["ndcg@10"]["mean"] == 1


def test_a_second_run_is_the_same(folder: Path) -> None:
    assert measured("--data", folder) == measured("--data", folder)


def test_a_person_gets_a_table(folder: Path) -> None:
    out = io.StringIO()
    call_command("benchmark", "retrieval", "--data", folder, stdout=out)
    assert all(name in out.getvalue() for name in METHODS.values())


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_stores")
def test_without_data_the_sample_brands_are_asked() -> None:
    told = measured()
    assert told["questions"] >= 60
    assert told["methods"]["fused"]["found@5"]["mean"] > 0.8


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("corpus.jsonl", None, "corpus.jsonl cannot be read"),
        ("queries.jsonl", "{", "queries.jsonl cannot be read"),
        ("queries.jsonl", "", "is judged in qrels"),
        ("qrels/train.tsv", "a\tb\tc\n", "is judged in qrels"),
        ("qrels/train.tsv", "a\tb\tc\nq1\td1\n", "train.tsv cannot be read"),
        ("corpus.jsonl", '{"title": "x"}\n', "corpus.jsonl cannot be read"),
    ],
)
def test_a_broken_folder_is_refused(
    folder: Path, name: str, content: str | None, words: str
) -> None:
    path = folder / name
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(CommandError, match=words) as refused:
        measured("--data", folder)
    assert refused.value.returncode == 1


# documents


def test_documents_go_through_the_search_for_claims(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    rows = [Document(*row) for row in DOCUMENTS]
    known = documents.corpus(rows, tmp_path, lambda *told: heard.append(told))
    found = documents.rankings(known, "48% of mice")
    assert set(found) == {"figures", "meaning", "words"}
    assert documents.ordered(known, [found["figures"]]) == ["d4"]
    assert documents.ordered(known, found.values())[0] == "d4"
    assert heard == [(4, 4)]
    documents.corpus(rows, tmp_path, lambda *told: heard.append(told))
    assert len(heard) == 1
    for path in tmp_path.glob("*.npz"):
        path.write_bytes(b"broken")
    documents.corpus(rows, tmp_path, lambda *told: heard.append(told))
    assert len(heard) == 2
