"""The word lists of the comparison, read once from the data beside this module."""

import functools
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent / "words"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C where it is built
Groups = tuple[tuple[str, ...], ...]


def words(name: str) -> tuple[str, ...]:
    """A list of words or phrases, by ``file.list``. Raises KeyError."""
    return tuple(_list(name))


def groups(name: str) -> Groups:
    """A list of lists, by ``file.list``, named by their first. KeyError."""
    return tuple(tuple(group) for group in _list(name))


def names(file: str) -> frozenset[str]:
    """The names of the lists in a file."""
    return frozenset(_file(file))


def spellings(name: str) -> dict[str, str]:
    """One wording for each of others, by ``file.list``. Raises KeyError."""
    return dict(_list(name))


def _list(name: str) -> Any:
    file, _, key = name.partition(".")
    return _file(file)[key]


@functools.cache
def _file(name: str) -> dict[str, Any]:
    text = (HERE / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=LOADER))  # noqa: S506 - a safe loader
