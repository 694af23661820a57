"""The words by which statements are judged, read once from the list beside this."""

import re
from collections.abc import Iterable
from importlib import resources
from typing import Any

import yaml

LISTS: dict[str, Any] = yaml.safe_load(
    resources.files(__package__).joinpath("words.yaml").read_text("utf-8")
)


def tell(name: str) -> re.Pattern[str]:
    """What finds any entry of a list, case aside."""
    return re.compile("|".join(map(_expression, LISTS[name])), re.IGNORECASE)


def beginnings(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these where a word begins, case aside."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})", re.IGNORECASE)


def _expression(entry: Any) -> str:
    """An entry's regular expression; see the head of the list for its forms."""
    if isinstance(entry, str):
        return entry
    if isinstance(entry, list):
        entry = {"start": r"\b", "any": entry, "end": r"\b"}
    choice = "|".join(map(_expression, entry["any"]))
    return f"{entry.get('start', '')}(?:{choice}){entry.get('end', '')}"
