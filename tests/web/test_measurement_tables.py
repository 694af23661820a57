"""What a person reads of a measurement: every figure in its row, under its heading."""

import io
import re
from typing import Any

import pytest
from rich.console import Console

from web.benchmarks import tables

TIMES = {"p50_ms": 1.25, "p95_ms": 2.5, "p99_ms": 3.75, "max_ms": 9.0, "times": 300}
MEASURE = {"mean": 0.5, "interval": [0.25, 0.75]}
FAMILY = {
    "brand": "testavra",
    "market": "GB",
    "channel": "sms",
    "asked": 8,
    "made": 7,
    "cells": {"all": 12, "filled": 5, "explained": 3, "not_needed": 4},
    "verdicts": {"cleared": 6, "review": 1, "blocked": 0},
    "composer": {"connective": {"self_bleu4": 0.125}},
}
SPEED = {
    "variants_per_second": 11.5,
    "gate_share": 0.625,
    "checks_per_variant": 1.25,
    "floor": "string.Template without any check",
    "floor_per_second": 9000.5,
    "times_the_floor": 782.7,
    "variants": 160,
    "rounds": 3,
}
SPREAD = {
    "connective": {
        "self_bleu4": {"mean": 0.11, "worst": 0.21},
        "distinct2": {"mean": 0.81, "worst": 0.71},
        "largest_jaccard": {"mean": 0.12, "worst": 0.22},
    },
    "full_text": {
        "self_bleu4": {"mean": 0.61, "worst": 0.62},
        "distinct2": {"mean": 0.51, "worst": 0.41},
        "largest_jaccard": {"mean": 0.63, "worst": 0.64},
    },
}
CHANCE = {
    "connective": {name: {"mean": 0.9, "worst": 0.95} for name in SPREAD["connective"]},
    "full_text": {name: {"mean": 0.8, "worst": 0.85} for name in SPREAD["full_text"]},
}


def summary(**changes: Any) -> dict[str, Any]:
    both = {"composer": SPREAD, "random choice": CHANCE}
    return {"families": 4, "full": 3, "made": 30, "unexplained": 0, **both, **changes}


def generation(**changes: Any) -> dict[str, Any]:
    return {
        "benchmark": "generation",
        "data": "the sample brands",
        "stores": "throwaway",
        "families": [FAMILY],
        "summary": {"8": summary()},
        "speed": SPEED,
        **changes,
    }


def delivery(**changes: Any) -> dict[str, Any]:
    def asked(rate: float, middle: float, tail: float) -> dict[str, float]:
        return {"requests_per_second": rate, "p50_ms": middle, "p99_ms": tail}

    return {
        "benchmark": "delivery",
        "data": "kits/outside",
        "stores": "throwaway",
        "assets": 8,
        "requests_of_each_kind": 400,
        "bare": asked(900.5, 1.111, 2.222),
        "fetch": asked(450.2, 2.345, 4.567),
        "list": asked(300.1, 3.456, 5.678),
        "times_the_peer": {
            "fetch": {"p50_ms": 2.11, "p99_ms": 2.06},
            "list": {"p50_ms": 3.11, "p99_ms": 2.56},
        },
        **changes,
    }


def retrieval() -> dict[str, Any]:
    names = ("ndcg@10", "recall@10", "recall@5", "found@5")
    methods = {
        method: {
            name: {"mean": (10 * row + place) / 100, "interval": [0.25, 0.75]}
            for place, name in enumerate(names, 1)
        }
        for row, method in enumerate(("words", "meaning", "fused"), 1)
    }
    head = {"benchmark": "retrieval", "data": "a folder", "stores": "in memory"}
    return {**head, "questions": 323, "methods": methods}


def index(**changes: Any) -> dict[str, Any]:
    size = {
        "claims": 10_000,
        "build_s": 12.5,
        "reader_mb": 64,
        "search": TIMES,
        "shows": {
            "added": {**TIMES, "p50_ms": 20.04},
            "withdrawn": {**TIMES, "p50_ms": 30.06},
        },
        "peers": {"LIKE with limits": {**TIMES, "p50_ms": 40.0}},
        **changes,
    }
    head = {"benchmark": "index", "data": "made", "stores": "throwaway"}
    return {**head, "sizes": [size], "growth": 1.75}


def shown(result: dict[str, Any]) -> str:
    out = io.StringIO()
    tables.show(Console(file=out, width=160), result)
    return out.getvalue()


def rows(result: dict[str, Any]) -> dict[str, list[str]]:
    """Each row by its first cell; cells stand two or more blanks apart."""
    found: dict[str, list[str]] = {}
    for line in shown(result).splitlines():
        cells = [cell for cell in re.split(r"\s{2,}", line.strip()) if cell]
        if cells:
            found.setdefault(cells[0], cells[1:])
    return found


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        pytest.param(
            generation(), "Measured on the sample brands; throwaway.", id="generation"
        ),
        pytest.param(delivery(), "Measured on kits/outside; throwaway.", id="delivery"),
        pytest.param(retrieval(), "Measured on a folder; in memory.", id="retrieval"),
        pytest.param(index(), "Measured on made; throwaway.", id="index"),
    ],
)
def test_the_first_line_says_on_what(result: dict[str, Any], sentence: str) -> None:
    assert shown(result).splitlines()[0] == sentence


def test_what_nobody_measures_has_no_table() -> None:
    with pytest.raises(KeyError, match="affinity"):
        shown({"benchmark": "affinity", "data": "none", "stores": "none"})


# Generation


def test_a_family_is_one_row() -> None:
    assert rows(generation())["testavra"] == [
        *("GB sms", "8", "7", "5 of 12", "3", "6", "1", "0.12"),
    ]


@pytest.mark.parametrize(
    ("count", "targets"),
    [
        pytest.param("8", ["≤ .15", "≥ .80", "≤ .10"], id="eight"),
        pytest.param("20", ["≤ .55", "≥ .55", "≤ .20"], id="twenty"),
        pytest.param("5", ["", "", ""], id="a count without targets"),
    ],
)
def test_targets_stand_beside_the_words_that_connect(
    count: str, targets: list[str]
) -> None:
    text = shown(generation(summary={count: summary()}))
    assert f"{count} variants: 3 full of 4 families" in text
    told = [line for line in text.splitlines() if "connecting" in line]
    names = ("self-BLEU4", "distinct-2", "largest Jaccard")
    for line, name, target in zip(told, names, targets, strict=True):
        assert name in line
        end = target or "0.95"
        assert line.rstrip().endswith(end)


@pytest.mark.parametrize(
    ("words", "measure", "cells"),
    [
        ("connecting", "self-BLEU4", ["0.11", "0.21", "0.90", "0.95"]),
        ("connecting", "distinct-2", ["0.81", "0.71", "0.90", "0.95"]),
        ("connecting", "largest Jaccard", ["0.12", "0.22", "0.90", "0.95"]),
        ("all", "self-BLEU4", ["0.61", "0.62", "0.80", "0.85"]),
        ("all", "distinct-2", ["0.51", "0.41", "0.80", "0.85"]),
        ("all", "largest Jaccard", ["0.63", "0.64", "0.80", "0.85"]),
    ],
)
def test_each_measure_stands_with_its_worst_and_the_peers(
    words: str, measure: str, cells: list[str]
) -> None:
    [line] = [
        line
        for line in shown(generation()).splitlines()
        if line.split()[:1] == [words] and measure in line
    ]
    assert line.split(measure)[1].split()[:4] == cells


@pytest.mark.parametrize("words", ["connecting", "all"])
def test_without_a_full_family_nothing_is_claimed(words: str) -> None:
    nothing = summary(full=0, composer={}, **{"random choice": {}})
    text = shown(generation(summary={"8": nothing}))
    assert "8 variants: 0 full of 4 families" in text
    told = [line for line in text.splitlines() if line.split()[:1] == [words]]
    assert [line.count("–") for line in told] == [4, 4, 4]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("checked variants a second", "11.5"),
        ("share of the gate", "62%"),
        ("checks for each variant", "1.25"),
        ("string.Template without any check, a second", "9000.5"),
        ("times the time of that floor", "782.7"),
        ("variants measured", "160"),
    ],
)
def test_speed_is_told_line_by_line(what: str, value: str) -> None:
    assert rows(generation())[what] == [value]


def test_every_count_of_variants_has_its_table() -> None:
    counts = {"8": summary(), "20": summary(families=9, full=1)}
    text = shown(generation(summary=counts))
    assert "8 variants: 3 full of 4 families" in text
    assert "20 variants: 1 full of 9 families" in text


# Delivery


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("bare view", ["900.5", "1.11", "2.22", "1", "1"]),
        ("fetch an asset", ["450.2", "2.35", "4.57", "2.1", "2.1"]),
        ("list assets", ["300.1", "3.46", "5.68", "3.1", "2.6"]),
    ],
)
def test_each_request_is_one_row(kind: str, cells: list[str]) -> None:
    assert rows(delivery())[kind] == cells


def test_the_heading_says_how_often_was_asked() -> None:
    text = shown(delivery())
    assert "400 requests of each kind in turn, 8 assets released" in text
    assert rows(delivery())["request"] == [
        *("a second", "p50 ms", "p99 ms", "p50 ×", "p99 ×"),
    ]


# Retrieval


@pytest.mark.parametrize(
    ("method", "means"),
    [
        ("BM25 alone", ["0.110", "0.120", "0.130", "0.140"]),
        ("embeddings alone", ["0.210", "0.220", "0.230", "0.240"]),
        ("fused", ["0.310", "0.320", "0.330", "0.340"]),
    ],
)
def test_each_method_is_one_row_with_its_doubt(method: str, means: list[str]) -> None:
    told = [f"{mean} (0.250 to 0.750)" for mean in means]
    assert rows(retrieval())[method] == told


def test_the_heading_counts_the_questions() -> None:
    assert "323 questions, mean and 95% interval" in shown(retrieval())
    measures = ["ndcg@10", "recall@10", "recall@5", "found@5"]
    assert rows(retrieval())["method"] == measures


# Index


@pytest.mark.parametrize(
    ("what", "first"),
    [
        pytest.param("search with filters", "1.2", id="search"),
        pytest.param("a claim added, till it shows", "20.0", id="added"),
        pytest.param("a claim withdrawn, till it is gone", "30.1", id="withdrawn"),
        pytest.param("LIKE with limits", "40.0", id="a peer"),
    ],
)
def test_each_question_to_the_index_is_one_row(what: str, first: str) -> None:
    assert rows(index())[what] == [first, "2.5", "3.8", "9.0"]


def test_searching_while_another_builds_is_shown_where_it_was_measured() -> None:
    name = "… while another process builds"
    assert name not in rows(index())
    busy = index(search_during_rebuild={**TIMES, "p50_ms": 7.0})
    assert rows(busy)[name] == ["7.0", "2.5", "3.8", "9.0"]


def test_the_growth_stands_last() -> None:
    lines = [line.strip() for line in shown(index()).splitlines() if line.strip()]
    assert lines[-1] == "The median grows 1.75 times."
    assert (
        "10000 claims: built in 12.5 s by another process, 64 MB more in a reader"
        in lines
    )
