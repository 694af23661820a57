"""A derived store changes in one step, and an old one stays while it may be read."""

import multiprocessing
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from knowledge_base import generations


@pytest.fixture
def home(settings: Settings) -> Path:
    """The store's directory, before it exists."""
    return Path(settings.CHROMA_DIR)


def build(**manifest: object) -> Path:
    with generations.writing():
        path = generations.fresh()
        generations.make_current(path, manifest)
    return path


def test_at_first_there_is_nothing(home: Path) -> None:
    assert generations.current() is None
    assert generations.manifest() == {}


def test_the_newest_is_current_and_one_before_it_stays(home: Path) -> None:
    paths = [build(number=number) for number in range(4)]
    assert generations.current() == paths[3]
    assert generations.manifest() == {"number": 3}
    assert sorted(home.glob("g*")) == paths[2:]
    assert [path.name for path in paths] == ["g1", "g2", "g3", "g4"]


def test_a_build_that_fails_leaves_the_current_one(home: Path) -> None:
    kept = build()
    with pytest.raises(RuntimeError):
        fail_midway()
    assert generations.current() == kept
    again = build()
    assert again.name == "g3"
    assert sorted(home.glob("g*")) == [kept, again]


def fail_midway() -> None:
    with generations.writing():
        generations.fresh()
        raise RuntimeError


@pytest.mark.parametrize("text", ["", "g9", "../elsewhere", "ü"])
def test_a_broken_pointer_is_as_none(text: str, home: Path) -> None:
    build()
    (home / "CURRENT").write_text(text)
    assert generations.current() is None
    assert generations.manifest() == {}


@pytest.mark.parametrize("text", ["", "[]", "{", "5"])
def test_a_broken_manifest_says_nothing(text: str, home: Path) -> None:
    path = build(number=1)
    (path / generations.MANIFEST).write_text(text)
    assert generations.manifest() == {}


def test_a_distrusted_generation_says_nothing(home: Path) -> None:
    path = build(number=1)
    generations.distrust(path)
    generations.distrust(path)
    assert generations.manifest() == {}


def test_a_generation_speaks_for_itself_though_another_is_current(home: Path) -> None:
    first, second = build(number=1), build(number=2)
    assert generations.manifest(first) == {"number": 1}
    assert generations.manifest(second) == generations.manifest() == {"number": 2}
    assert sorted(generations.names()) == ["g1", "g2"]


def test_a_place_has_a_name_that_stays_and_no_other_has(
    home: Path, settings: Settings, tmp_path: Path
) -> None:
    with generations.writing():
        name = generations.identity()
        assert generations.identity() == name
    settings.CHROMA_DIR = tmp_path / "elsewhere"
    with generations.writing():
        assert generations.identity() != name


def test_it_is_known_while_somebody_writes(home: Path) -> None:
    assert not generations.is_being_written()
    with generations.writing():
        assert generations.is_being_written()
    assert not generations.is_being_written()


def test_other_files_are_left_alone(home: Path) -> None:
    build()
    (home / "gallery").mkdir()
    (home / "g77").write_text("a file")
    build()
    assert (home / "gallery").is_dir()
    assert (home / "g77").is_file()


def write_slowly(home: Path, log: Path) -> None:
    with generations.writing():
        with log.open("a") as file:
            file.write("in ")
        time.sleep(0.2)
        with log.open("a") as file:
            file.write("out ")


def test_processes_write_one_after_another(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=write_slowly, args=(home, log)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert log.read_text() == "in out " * 3
