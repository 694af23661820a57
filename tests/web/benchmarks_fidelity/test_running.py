"""The benchmark is run by its command: on the lexicons, or on outside pairs."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rich.console import Console

from tests.web.benchmarks_fidelity import tiny
from web.benchmarks import tables
from web.benchmarks.fidelity import (
    baselines,
    corpus,
    lexicons,
    measuring,
    pieces,
    running,
)
from web.benchmarks.fidelity.corpus import Sizes

METHODS = [
    measuring.OURS,
    measuring.SECONDED,
    measuring.ALONE,
    *baselines.METHODS,
]
MEASURES = {
    "numeric detected", "numeric and product detected", "mixed detected", "type named",
    "place shown", "corrupted accepted", "numeric accepted", "faithful linked",
    "faithful distorted", "free distorted", "detected, mean of types",
    "detected, worst type", "distorted, mean of types", "distorted, worst type",
}  # fmt: skip
PAIRS = (
    ("Flares fell by 40%.", "Flares fell by 40 %.", "faithful"),
    ("Flares fell by 40%.", "Flares fell by 46%.", "distorted"),
    ("Tophi shrank in a year.", "Within a year tophi got smaller.", "faithful"),
    ("Tophi shrank in a year.", "Tophi never shrank in a year.", "distorted"),
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One run on tiny lexicons, for all tests that only read it."""
    folder = tmp_path_factory.mktemp("lexicons")
    for name in running.SETS:
        tiny.written(folder / name)
    with pytest.MonkeyPatch.context() as patch:
        brief(patch, folder)
        return told()


def brief(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setattr(lexicons, "HERE", folder)
    patch.setattr(pieces, "PAGES", 2)
    patch.setattr(corpus, "ENOUGH", FEW)


FEW = Sizes(4, 8, 4)


def told(*arguments: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("benchmark", "fidelity", "--json", *arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def outside(folder: Path, *pairs: tuple[str, str, str]) -> Path:
    rows = [
        json.dumps(dict(zip(("approved", "candidate", "label"), pair, strict=True)))
        for pair in pairs
    ]
    (folder / "pairs.jsonl").write_text("\n".join(rows), "utf-8")
    return folder


def refusal(folder: Path) -> CommandError:
    with pytest.raises(CommandError) as refused:
        call_command("benchmark", "fidelity", "--data", folder)
    return refused.value


# On the lexicons


def test_what_was_run_is_told(result: dict[str, Any]) -> None:
    told_of = {"sets": result["sets"], "second_reader": result["second_reader"]}
    assert result == {
        **told_of,
        "benchmark": "fidelity",
        "data": "invented claims of three lexicons",
        "stores": "nothing is stored",
        "learned": "the weights of the second reader, from lexicons A and B",
        "seed": corpus.SEED,
    }


def test_the_second_reader_is_told_alone(result: dict[str, Any]) -> None:
    reader = result["second_reader"]
    assert set(reader) == {"pairs", "by folds over claims", "types left out"}
    assert set(reader["by folds over claims"]) == {"auroc", "at 1%", "at 5%", "at 10%"}
    of_a = set(result["sets"][0]["types"])
    assert set(reader["types left out"]) == of_a


@pytest.mark.parametrize("place", [0, 2, 4])
def test_what_the_second_reader_doubts_is_counted(
    place: int, result: dict[str, Any]
) -> None:
    measures = result["sets"][place]["measures"]
    linked = measures["faithful linked"]
    assert measures["faithful doubted"]["of"] == linked["of"]
    assert measures["faithful doubted"]["share"] <= linked["share"]


def test_development_and_held_out_stand_apart(result: dict[str, Any]) -> None:
    assert [one["name"] for one in result["sets"]] == [
        "development",
        "development, by hand alone",
        "development, second author",
        "development, second author, by hand alone",
        "held out by claim and author",
        "held out by claim and author, by hand alone",
    ]


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 5])
def test_each_set_has_its_parts(place: int, result: dict[str, Any]) -> None:
    one = result["sets"][place]
    parts = {"name", "sizes", "measures", "types", "ways", "methods"}
    assert set(one) == parts | ({"page"} if place % 2 == 0 else set())
    assert set(one["measures"]) >= MEASURES - {"mixed detected"}
    assert list(one["methods"]) == METHODS


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 5])
def test_each_measure_has_one_shape(place: int, result: dict[str, Any]) -> None:
    for one in result["sets"][place]["measures"].values():
        assert {"share", "interval", "of"} <= set(one)
        assert ("target" in one) == ("met" in one)
        if one["share"] is None:
            assert one["interval"] is None
        else:
            low, high = one["interval"]
            assert 0 <= low <= high <= 1


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_drawn_set_counts_what_was_drawn(place: int, result: dict[str, Any]) -> None:
    one = result["sets"][place]
    assert one["sizes"]["claims"] >= FEW.claims
    assert one["sizes"]["corrupted"] >= FEW.corrupted
    assert one["sizes"]["by_hand"] == len(tiny.EDITS)
    assert one["sizes"]["others"] == len(tiny.OTHERS)
    assert one["measures"]["others linked"]["of"] == len(tiny.OTHERS)
    assert one["page"]["times"] == 2


@pytest.mark.parametrize("place", [1, 3, 5])
def test_pairs_by_hand_stand_alone_too(place: int, result: dict[str, Any]) -> None:
    one = result["sets"][place]
    assert one["sizes"] == {"claims": 2, "corrupted": 1, "faithful": 1, "free": 1}
    assert list(one["types"]) == ["digit"]
    assert list(one["ways"]) == ["per_cent"]


def test_pairs_by_hand_count_with_the_drawn_ones(result: dict[str, Any]) -> None:
    whole, alone = result["sets"][:2]
    drawn = whole["measures"]["faithful linked"]["of"]
    assert drawn == whole["sizes"]["faithful"] + alone["sizes"]["faithful"]


def test_the_same_claims_are_measured_the_same(
    result: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in running.SETS:
        tiny.written(tmp_path / name)
    brief(monkeypatch, tmp_path)
    again = told()
    for one, same in zip(result["sets"], again["sets"], strict=True):
        for part in ("sizes", "measures", "types", "ways", "methods"):
            assert one[part] == same[part]


def test_a_lexicon_without_pairs_by_hand_is_one_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in running.SETS:
        tiny.written(tmp_path / name, edits=())
    brief(monkeypatch, tmp_path)
    assert [one["name"] for one in told()["sets"]] == list(running.SETS.values())


def test_a_faulty_lexicon_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.written(tmp_path / "a", tiny.gout(brands=[]))
    brief(monkeypatch, tmp_path)
    with pytest.raises(CommandError) as refused:
        call_command("benchmark", "fidelity")
    assert refused.value.returncode == 1
    assert str(refused.value).splitlines()[0] == "gout names no brand."


# On outside pairs


def test_outside_pairs_are_one_set(tmp_path: Path) -> None:
    found = told("--data", outside(tmp_path, *PAIRS))
    (one,) = found["sets"]
    assert found["data"] == str(tmp_path)
    assert one["name"] == "outside pairs"
    assert one["sizes"] == {"claims": 2, "corrupted": 2, "faithful": 2, "free": 0}
    assert (one["types"], one["ways"]) == ({}, {})
    assert list(one["methods"]) == METHODS
    assert one["methods"][measuring.OURS]["auroc"] == one["measures"]["AUROC"]["share"]


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("AUROC", 4),
        ("balanced accuracy", 4),
        ("distorted detected", 2),
        ("distorted called so", 2),
        ("faithful linked", 2),
    ],
)
def test_an_outside_measure_speaks_of_its_pairs(
    name: str, of: int, tmp_path: Path
) -> None:
    (one,) = told("--data", outside(tmp_path, *PAIRS))["sets"]
    assert one["measures"][name]["of"] == of


def test_what_is_right_throughout_is_told_so(tmp_path: Path) -> None:
    (one,) = told("--data", outside(tmp_path, *PAIRS[:2]))["sets"]
    shares = {name: told["share"] for name, told in one["measures"].items()}
    assert set(shares.values()) == {1.0}
    assert one["measures"]["AUROC"]["met"] is True
    assert one["measures"]["balanced accuracy"]["interval"] == [1.0, 1.0]


def test_what_is_wrong_throughout_is_told_so(tmp_path: Path) -> None:
    """The labels turned round: everything is called the other way."""
    turned = [(one, two, "distorted" if label == "faithful" else "faithful")
              for one, two, label in PAIRS[:2]]  # fmt: skip
    (one,) = told("--data", outside(tmp_path, *turned))["sets"]
    assert {told["share"] for told in one["measures"].values()} == {0.0}
    assert one["measures"]["AUROC"]["met"] is False
    assert one["measures"]["balanced accuracy"]["met"] is False


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "{} holds no faithful and no distorted pair (*.jsonl).",
                     id="no file"),
        pytest.param("{}", "pairs.jsonl, line 1: approved must be text.", id="no pair"),
        pytest.param(
            '{"approved": "a", "candidate": "b", "label": "free"}',
            "pairs.jsonl, line 1: label must be faithful or distorted.",
            id="an unknown label",
        ),
    ],
)  # fmt: skip
def test_outside_data_that_cannot_be_measured_ends_with_one(
    content: str | None, said: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "pairs.jsonl").write_text(content, "utf-8")
    error = refusal(tmp_path)
    assert (error.returncode, str(error)) == (1, said.format(tmp_path))


def test_a_place_that_is_no_directory_ends_with_two(tmp_path: Path) -> None:
    error = refusal(tmp_path / "nowhere")
    assert error.returncode == 2
    assert str(error) == f"{tmp_path / 'nowhere'} is no directory."


# For a person


def shown(result: dict[str, Any]) -> str:
    out = io.StringIO()
    tables.show(Console(file=out, width=160), result)
    return out.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        "Measured on invented claims of three lexicons; nothing is stored.",
        "held out by claim and author, by hand alone: 2 claims, 1 corrupted",
        "development, by type of distortion",
        "development, by faithful way",
        "development, score beside similarities",
        "rapidfuzz token_set_ratio",
        "embedding cosine",
        "≥ 0.97",
        "≤ 0.001",
        "A page of 40 statements: ",
        "Learned: the weights of the second reader, from lexicons A and B.",
        "Figures of different sets do not compare.",
    ],
)
def test_a_person_reads_it_all(words: str, result: dict[str, Any]) -> None:
    assert words in shown(result)


def test_a_verdict_stands_beside_its_target(result: dict[str, Any]) -> None:
    rows = {
        line.split("  ")[1].strip(): line
        for line in shown({**result, "sets": result["sets"][:1]}).splitlines()
        if "≥" in line or "≤" in line
    }
    asked = {n: m for n, m in result["sets"][0]["measures"].items() if "target" in m}
    assert len(rows) == len(asked)
    for name, one in asked.items():
        (row,) = [row for start, row in rows.items() if start.startswith(name)]
        verdict = {True: "met", False: "not met", None: "–"}[one["met"]]
        assert row.split(one["target"])[1].strip() == verdict


def test_outside_pairs_are_shown_without_types(tmp_path: Path) -> None:
    text = shown(told("--data", outside(tmp_path, *PAIRS)))
    assert "outside pairs: 2 claims, 2 corrupted, 2 faithful, 0 free" in text
    assert "AUROC" in text
    assert "by type of distortion" not in text
    assert "A page of" not in text
