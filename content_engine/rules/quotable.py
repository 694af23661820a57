"""Which sentences of a label a piece may quote: risk, dosing, populations."""

import functools
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).with_name("quotable.yaml")
LEAST_WORDS = 3


def is_warning(code: str, title: str) -> bool:
    """Whether a section, by its LOINC code or its title, speaks of risk or dosing."""
    data = _data()
    return code in data["codes"] or title.startswith(tuple(data["titles"]))


def may_be_quoted(sentence: str) -> bool:
    """Whether a sentence of such a section stands by itself and claims no benefit."""
    words = sentence.casefold()
    is_whole = sentence.endswith(".") and len(words.split()) >= LEAST_WORDS
    return is_whole and not any(word in words for word in _data()["benefit"])


@functools.cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found
