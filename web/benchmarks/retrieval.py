"""Measures the search: fused, beside words alone and meaning alone, in one run.

On outside data (a BEIR folder) documents take the place of claims and go through the
same functions; without it the sample brands answer the questions written for them.
"""

import datetime
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

from knowledge_base.retrieval import chain, documents, filters, fusion, ranking
from knowledge_base.retrieval.documents import Document
from knowledge_base.retrieval.filters import Question
from knowledge_base.retrieval.fusion import Ranking
from web.benchmarks import judging, stores
from web.benchmarks.timing import Progress
from web.demo import seeding

Orders = dict[str, Sequence[str]]
ALONE = {"words": "BM25 alone", "meaning": "embeddings alone"}
FUSED = "fused"
METHODS = {**ALONE, FUSED: "fused"}
KEPT = Path(tempfile.gettempdir()) / "imprimatur-benchmark-points"
QUESTIONS = seeding.SAMPLES / "questions.yaml"
MEASURES: Mapping[str, tuple[Callable[..., float], int]] = {
    "ndcg@10": (judging.ndcg, 10),
    "recall@10": (judging.recall, 10),
    "recall@5": (judging.recall, 5),
    "found@5": (judging.is_hit, 5),
}


class NoCorpusError(ValidationError):
    """A directory holds no corpus, queries and judgements that can be read."""


@dataclass(frozen=True)
class Judged:
    """A question's results by each method, and what would be right."""

    orders: Orders
    grades: judging.Grades


def run(
    data: Path | None, *, at: datetime.datetime, progress: Progress
) -> dict[str, Any]:
    """Everything measured, as one object for machines.

    ``data`` is a directory with corpus.jsonl, queries.jsonl and qrels/*.tsv; None asks
    the sample brands. Raises NoCorpusError.
    """
    judged = tuple(_outside(data, progress) if data else _samples(progress))
    return {
        "benchmark": "retrieval",
        "data": str(data) if data else "the sample brands",
        "stores": "in memory" if data else "throwaway SQLite and index",
        "measured_on": at.date().isoformat(),
        "questions": len(judged),
        "weights": dict(fusion.WEIGHTS),
        "methods": {method: _told(judged, method) for method in METHODS},
    }


def _told(judged: Sequence[Judged], method: str) -> dict[str, Any]:
    return {
        name: judging.told(
            [measure(each.orders[method], each.grades, depth) for each in judged]
        )
        for name, (measure, depth) in MEASURES.items()
    }


def _orders(found: Mapping[str, Ranking], order: Callable[..., list[str]]) -> Orders:
    alone = {
        method: order([found[method]] if method in found else []) for method in ALONE
    }
    return {**alone, FUSED: order(found.values())}


# outside data


def _outside(data: Path, progress: Progress) -> Iterator[Judged]:
    """Only judged queries are asked."""
    grades = _judgements(data)
    texts = {row["_id"]: row["text"] for row in _rows(data / "queries.jsonl")}
    asked = [query for query in grades if query in texts]
    if not asked:
        raise NoCorpusError(f"No query of {data} is judged in qrels/*.tsv.")
    known = documents.corpus(_documents(data), KEPT, progress)
    for number, query in enumerate(asked, 1):
        found = documents.rankings(known, texts[query])
        orders = _orders(found, lambda some: documents.ordered(known, some))
        yield Judged(orders, grades[query])
        progress(number, len(asked))


def _documents(data: Path) -> list[Document]:
    return [
        Document(row["_id"], row.get("title", ""), row.get("text", ""))
        for row in _rows(data / "corpus.jsonl")
    ]


def _judgements(data: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for path in sorted((data / "qrels").glob("*.tsv")):
        with _reading(path):
            for line in path.read_text("utf-8").splitlines()[1:]:
                query, document, grade = line.split("\t")
                if int(grade) > 0:
                    grades.setdefault(query, {})[document] = int(grade)
    return grades


def _rows(path: Path) -> list[dict[str, str]]:
    with _reading(path):
        lines = path.read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        if any("_id" not in row for row in rows):
            raise ValueError("a line has no _id")
        return rows


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, TypeError) as error:
        raise NoCorpusError(f"{path.name} cannot be read: {error}.") from error


# the sample brands


def _samples(progress: Progress) -> Iterator[Judged]:
    asked = yaml.safe_load(QUESTIONS.read_text("utf-8"))
    day = datetime.date.fromisoformat(asked["asked_on"])
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    questions = [
        (_question(place, one["question"], day), one["claims"])
        for place in asked["places"]
        for one in place["questions"]
    ]
    with stores.throwaway():
        stores.load_samples(at=noon)
        for number, (question, keys) in enumerate(questions, 1):
            yield Judged(_answers(question), dict.fromkeys(keys, 1))
            progress(number, len(questions))


def _question(place: Mapping[str, str], text: str, day: datetime.date) -> Question:
    return Question(
        brand=place["brand"],
        market=place["market"],
        channel=place["channel"],
        audience=place["audience"],
        day=day,
        text=text,
    )


def _answers(question: Question) -> Orders:
    search = chain.search_of(filters.scope(question), question)
    ways = dict(zip(("key", "figures", "meaning", "words"), ranking.WAYS, strict=True))
    found = {name: way(search) for name, way in ways.items()}
    known = {name: one for name, one in found.items() if one is not None}
    pks = {hit.pk for one in known.values() for hit in one.hits}
    kept = filters.usable(pks, search.place)
    keys = {row.pk: row.claim.key for row in chain.versions(sorted(kept))}

    def order(some: Iterable[Ranking]) -> list[str]:
        ranked = ranking.joined(tuple(some), kept)
        return [keys[pk] for pk in sorted(ranked, key=lambda pk: -ranked[pk].score)]

    return _orders(known, order)
