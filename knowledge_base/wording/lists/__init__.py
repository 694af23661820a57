"""Reads the words that this room knows by heart from the data files beside it."""

from importlib import resources
from typing import Any

import yaml

# The quick reader where it was built; both read alike.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(name: str) -> dict[str, Any]:
    """The lists of one file by their names; for the loading of a module, not a call."""
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")
    lists: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506 - both are safe
    return lists


def either(patterns: list[str]) -> str:
    """One pattern that matches what any of them does, the first first."""
    return "|".join(patterns)
