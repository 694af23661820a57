"""How the commands of this floor end: with what was asked for, or with one sentence."""

import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from web import jobs
from web.benchmarks import tables
from web.management.commands import (
    benchmark,
    draw_api,
    draw_house,
    draw_settings,
    serve,
)

DRAWN = {
    "draw_api": draw_api.Command,
    "draw_house": draw_house.Command,
    "draw_settings": draw_settings.Command,
}
RESULT = {"benchmark": "delivery", "data": "näher", "stores": "throwaway"}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


@pytest.fixture
def measures(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What each measurement was asked for; it answers at once."""
    asked: list[tuple[Any, ...]] = []

    def measure(name: str) -> Any:
        def run(data: Path | None, *, at: Any, progress: Any) -> dict[str, Any]:
            asked.append((name, data, at.tzinfo is not None))
            progress(1, 2)
            progress(2, 2)
            return {**RESULT, "benchmark": name}

        return run

    monkeypatch.setattr(
        benchmark, "BUILT", {name: measure(name) for name in benchmark.BUILT}
    )
    return asked


def told(*arguments: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: Any) -> CommandError:
    with pytest.raises(CommandError) as error:
        call_command(*arguments)
    return error.value


# benchmark


@pytest.mark.parametrize("name", list(benchmark.BUILT))
def test_a_machine_gets_one_object_on_one_line(
    name: str, measures: list[tuple[Any, ...]]
) -> None:
    text = told("benchmark", name, "--json")
    assert text.count("\n") == 1
    assert json.loads(text) == {**RESULT, "benchmark": name}
    assert "näher" in text
    assert measures == [(name, None, True)]


@pytest.mark.parametrize("name", list(benchmark.BUILT))
def test_a_directory_is_handed_on_as_it_is(
    name: str, measures: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    told("benchmark", name, "--json", "--data", tmp_path)
    assert measures == [(name, tmp_path, True)]


def test_a_person_gets_the_tables(
    measures: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, Any]] = []

    def show(console: Any, result: dict[str, Any]) -> None:
        assert isinstance(console.file, OutputWrapper)
        console.print("the tables")
        shown.append(result)

    monkeypatch.setattr(tables, "show", show)
    assert told("benchmark", "delivery") == "the tables\n"
    assert shown == [RESULT]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *(
            (name, f"The benchmark {name} is not built yet; choose ")
            for name in benchmark.NOT_BUILT
        ),
        ("speed", "There is no benchmark speed; choose "),
        ("", "There is no benchmark ; choose "),
        ("Delivery", "There is no benchmark Delivery; choose "),
    ],
)
def test_a_measurement_that_is_not_there_ends_with_two(
    name: str, said: str, measures: list[tuple[Any, ...]]
) -> None:
    error = refused("benchmark", name)
    assert error.returncode == 2
    assert str(error) == f"{said}{' or '.join(benchmark.BUILT)}."
    assert measures == []


@pytest.mark.parametrize("made", [False, True], ids=["missing", "a file"])
def test_data_that_is_no_directory_ends_with_two(
    made: bool, tmp_path: Path, measures: list[tuple[Any, ...]]
) -> None:
    place = tmp_path / "data"
    if made:
        place.write_text("no directory")
    error = refused("benchmark", "delivery", "--data", place)
    assert (error.returncode, str(error)) == (2, f"{place} is no directory.")
    assert measures == []


@pytest.mark.parametrize(
    "faults", [["Only one."], ["First.", "Second.", "Third."]], ids=["one", "three"]
)
@pytest.mark.parametrize("as_json", [True, False], ids=["machine", "person"])
def test_a_refused_measurement_ends_with_one_and_every_fault(
    faults: list[str], as_json: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise ValidationError(faults)

    monkeypatch.setitem(benchmark.BUILT, "delivery", refuse)
    error = refused("benchmark", "delivery", *(["--json"] if as_json else []))
    assert error.returncode == 1
    assert str(error).splitlines() == faults


def test_an_unforeseen_failure_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("as foretold")

    monkeypatch.setitem(benchmark.BUILT, "delivery", fail)
    with pytest.raises(ZeroDivisionError, match="as foretold"):
        call_command("benchmark", "delivery")


# take_up_runs


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([], "0 runs were taken up again.\n"),
        ([7], "1 run was taken up again.\n"),
        ([7, 9], "2 runs were taken up again.\n"),
    ],
)
def test_taking_up_says_how_many(
    runs: list[int], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "take_up", lambda at: runs)
    assert told("take_up_runs") == said


# serve


@pytest.mark.parametrize("port", [1, 8000, 65_535])
def test_the_command_line_says_all_that_was_chosen(port: int) -> None:
    line = serve.command_line("0.0.0.0", port, 3)  # noqa: S104 - never bound
    assert line[1:4] == ["-m", "gunicorn", "web.wsgi:application"]
    assert f"--bind=0.0.0.0:{port}" in line
    assert "--workers=3" in line
    assert "--max-requests=2000" in line
    assert "--max-requests-jitter=200" in line
    assert "--timeout=60" in line


@pytest.mark.parametrize("port", [-1, 0, 65_536, 10**9])
def test_a_number_that_is_no_port_is_refused_with_the_bounds(port: int) -> None:
    error = refused("serve", f"--port={port}")
    assert str(error) == f"{port} is no port: choose one from 1 to 65535."


def test_a_port_that_somebody_has_is_refused_with_what_to_do(taken: int) -> None:
    error = refused("serve", f"--port={taken}")
    assert str(error) == (
        f"Port {taken} of 127.0.0.1 cannot be used (address already in use): stop what "
        "listens there or choose another with --port."
    )


@pytest.mark.parametrize("word", ["many", "1.5", ""])
@pytest.mark.parametrize("option", ["--port", "--workers"])
def test_what_is_no_number_is_refused_by_name(option: str, word: str) -> None:
    error = refused("serve", f"{option}={word}")
    assert str(error) == f"Error: argument {option}: invalid int value: {word!r}"


# Documents


@pytest.mark.parametrize("name", DRAWN)
def test_a_document_is_compared_or_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind: Any = DRAWN[name]
    copy = tmp_path / kind.path.name
    copy.write_text(kind.path.read_text())
    monkeypatch.setattr(kind, "path", copy)
    told(name)
    written = copy.read_text()
    told(name, "--check")
    told(name)
    assert copy.read_text() == written
    copy.write_text(f"{written}A line by hand.\n")
    if name != "draw_house":
        assert refused(name, "--check").returncode == 1
        assert copy.read_text() == f"{written}A line by hand.\n"
