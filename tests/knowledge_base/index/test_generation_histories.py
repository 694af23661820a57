"""Generations after any history: one is current, and one before it stays."""

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from knowledge_base import generations

LAW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
COUNTER = itertools.count()
STEPS = st.lists(
    st.sampled_from(["built", "failed", "lost", "distrusted"]), max_size=10
)


@pytest.fixture
def root(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the places of all examples lie."""
    return tmp_path_factory.mktemp("generations")


@LAW
@given(steps=STEPS)
def test_any_history_leaves_one_current_and_at_most_one_before(
    root: Path, settings: Settings, steps: list[str]
) -> None:
    settings.CHROMA_DIR = root / f"place-{next(COUNTER)}"
    built: list[str] = []
    wanted: dict[str, object] = {}
    for place, step in enumerate(steps):
        with generations.writing():
            if step == "lost":
                (generations.home() / "CURRENT").unlink(missing_ok=True)
                wanted = {}
                continue
            if step == "distrusted":
                if path := generations.current():
                    generations.distrust(path)
                    wanted = {}
                continue
            path = generations.fresh()
            assert list(path.iterdir()) == []
            assert path.name not in built
            if step == "built":
                wanted = {"place": place}
                generations.make_current(path, wanted)
                built.append(path.name)
                assert generations.current() == path
                assert len(generations.names()) <= 2
        assert generations.manifest() == wanted
    current = generations.current()
    if current and built:
        assert current.name in built
        assert current.is_dir()
    assert not generations.is_being_written()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("g1", True),
        ("g1\n", True),
        (" g1 ", True),
        ("g2", False),
        ("", False),
        (" \n", False),
        ("nowhere/g1", False),
    ],
)
def test_the_pointer_names_a_directory_that_is_there(
    text: str, is_one: bool, root: Path, settings: Settings
) -> None:
    settings.CHROMA_DIR = root / "place"
    with generations.writing():
        generations.make_current(generations.fresh(), {})
    (generations.home() / "CURRENT").write_text(text)
    assert (generations.current() is not None) is is_one


@pytest.mark.parametrize(
    "content", ["", "[]", "5", "null", "{", '"text"', "\ud7ff", '{"a": 1}']
)
def test_a_manifest_is_an_object_or_nothing(
    content: str, root: Path, settings: Settings
) -> None:
    settings.CHROMA_DIR = root / "place"
    with generations.writing():
        path = generations.fresh()
        generations.make_current(path, {})
    (path / generations.MANIFEST).write_text(content, encoding="utf-8")
    assert generations.manifest() == ({"a": 1} if content == '{"a": 1}' else {})


def test_numbers_rise_though_generations_are_gone(
    root: Path, settings: Settings
) -> None:
    settings.CHROMA_DIR = root / "place"
    with generations.writing():
        made = [generations.fresh() for _ in range(4)]
        made[1].rmdir()
        assert [path.name for path in made] == ["g1", "g2", "g3", "g4"]
        assert generations.fresh().name == "g5"
        assert set(generations.names()) == {"g1", "g3", "g4", "g5"}
