"""Outside pairs are JSON lines; every fault is told with its file and line."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.benchmarks.fidelity import outside
from web.benchmarks.fidelity.lexicons import Label, Pair
from web.benchmarks.fidelity.outside import NoPairsError

SAME = {"approved": "Flares fell.", "candidate": "Flares fell", "label": "faithful"}
BENT = {"approved": "Flares fell.", "candidate": "Flares rose.", "label": "distorted"}


def written(folder: Path, *rows: object, name: str = "pairs.jsonl") -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / name).write_text("\n".join(lines), "utf-8")
    return folder


def refusal(folder: Path) -> list[str]:
    with pytest.raises(NoPairsError) as refused:
        outside.read(folder)
    return list(refused.value.messages)


def test_each_line_is_a_pair(tmp_path: Path) -> None:
    assert outside.read(written(tmp_path, SAME, BENT)) == [
        Pair("Flares fell.", "Flares fell", Label.FAITHFUL),
        Pair("Flares fell.", "Flares rose.", Label.DISTORTED),
    ]


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    written(tmp_path, SAME, name="b.jsonl")
    written(tmp_path, BENT, name="a.jsonl")
    written(tmp_path, "no pair", name="notes.txt")
    labels = [pair.label for pair in outside.read(tmp_path)]
    assert labels == [Label.DISTORTED, Label.FAITHFUL]


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"id": 7, "source": "elsewhere"}, id="keys of the author's own"),
        pytest.param({"type": "digit"}, id="a type"),
    ],
)
def test_more_keys_do_no_harm(extra: dict[str, object], tmp_path: Path) -> None:
    assert len(outside.read(written(tmp_path, {**SAME, **extra}, BENT))) == 2


def test_empty_lines_are_no_fault_and_are_counted(tmp_path: Path) -> None:
    written(tmp_path, "", SAME, "   ", "x", BENT, "")
    assert refusal(tmp_path) == ["pairs.jsonl, line 4: this is not JSON."]


def test_a_line_separator_inside_a_wording_ends_no_line(tmp_path: Path) -> None:
    odd = {**SAME, "candidate": "Flares\u2028fell"}
    (tmp_path / "pairs.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in (odd, BENT)), "utf-8"
    )
    assert outside.read(tmp_path)[0].candidate == "Flares\u2028fell"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("{", "this is not JSON.", id="broken"),
        pytest.param("[" * 100_000, "this is not JSON.", id="nested without end"),
        pytest.param(
            [1],
            "a pair is an object with approved, candidate and label.",
            id="a list",
        ),
        pytest.param(
            "null", "a pair is an object with approved, candidate and label.", id="null"
        ),
        pytest.param(
            {**SAME, "approved": None}, "approved must be text.", id="no approved text"
        ),
        pytest.param(
            {"candidate": "x", "label": "faithful"},
            "approved must be text.",
            id="approved left out",
        ),
        pytest.param(
            {**SAME, "candidate": 4}, "candidate must be text.", id="a number"
        ),
        pytest.param(
            {**SAME, "label": "free"},
            "label must be faithful or distorted.",
            id="a label of our own",
        ),
        pytest.param(
            {**SAME, "label": True},
            "label must be faithful or distorted.",
            id="a truth",
        ),
        pytest.param(
            {"approved": "x", "candidate": "y"},
            "label must be faithful or distorted.",
            id="no label",
        ),
    ],
)
def test_a_line_that_is_no_pair_is_refused(
    row: object, said: str, tmp_path: Path
) -> None:
    written(tmp_path, SAME, row, BENT)
    assert refusal(tmp_path) == [f"pairs.jsonl, line 2: {said}"]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "{", SAME, name="a.jsonl")
    written(tmp_path, BENT, {**BENT, "label": ""}, name="b.jsonl")
    assert refusal(tmp_path) == [
        "a.jsonl, line 1: this is not JSON.",
        "b.jsonl, line 2: label must be faithful or distorted.",
    ]


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        pytest.param((), "no faithful and no distorted", id="nothing"),
        pytest.param((SAME,), "no distorted", id="nothing changed"),
        pytest.param((BENT,), "no faithful", id="nothing faithful"),
    ],
)
def test_both_labels_are_needed(
    rows: tuple[object, ...], missing: str, tmp_path: Path
) -> None:
    written(tmp_path, *rows)
    assert refusal(tmp_path) == [f"{tmp_path} holds {missing} pair (*.jsonl)."]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pairs.jsonl").write_bytes(b"\xff\xfe")
    (told,) = refusal(tmp_path)
    assert told.startswith("pairs.jsonl cannot be read: ")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=4))
def test_what_is_written_is_read(pairs: list[tuple[str, str]], tmp_path: Path) -> None:
    rows = [
        {"approved": one, "candidate": two, "label": label.value}
        for one, two in pairs
        for label in outside.LABELS
    ]
    read = outside.read(written(tmp_path, *rows))
    assert [(one.approved, one.candidate, one.label.value) for one in read] == [
        tuple(row.values()) for row in rows
    ]
