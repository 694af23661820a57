"""What free copy may never hold: a first refusal in words, before the gate's."""

import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any

import yaml

from content_engine.fidelity import canonical, lexicon
from content_engine.pieces import Context

LONGEST = 300
TOLD = 200
LISTS: dict[str, dict[str, Any]] = yaml.safe_load(
    resources.files(__package__).joinpath("copy_words.yaml").read_text("utf-8")
)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{pattern})(?![\w])", re.IGNORECASE)


def _rules() -> Iterator[tuple[re.Pattern[str], str]]:
    for what, pattern in LISTS["characters"].items():
        yield re.compile(pattern), what
    for what, lists in LISTS["words"].items():
        words = lists.get("words", "").split()
        yield _rule("|".join((*words, *lists.get("patterns", ())))), what


RULES = tuple(_rules())


def objections(text: str, context: Context) -> tuple[str, ...]:
    """What is wrong with a free copy text, one phrase for each kind of fault."""
    if not text.strip():
        return ("no words at all",)
    found = [
        f'{what} ("{match[0]}")'
        for pattern, what in (*RULES, *_brand(context))
        if (match := pattern.search(text))
    ]
    if len(text) > LONGEST:
        found.append(f"{len(text)} characters, at most {LONGEST} are allowed")
    return (*found, *_outside_vocabulary(text, context.language))


def _outside_vocabulary(text: str, language: str) -> Iterable[str]:
    """What the gate would not take for courtesy, told before it has to say so."""
    wording = canonical.canonical(text)
    if strange := lexicon.strange_words(wording, language):
        told = ", ".join(dict.fromkeys(strange))[:TOLD]
        yield f"words that are no plain courtesy ({told})"
    elif lexicon.kind_of(wording) is None:
        yield "too many words or exclamation marks for a courtesy"


def _brand(context: Context) -> Iterable[tuple[re.Pattern[str], str]]:
    parts = [re.escape(word) for word in re.split(r"[\W_]+", context.brand) if word]
    if parts:
        yield _rule(r"[\W_]*".join(parts)), "the name of the brand"
