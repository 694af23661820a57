"""Reads a rule pack and finds every fault in it at once."""

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

from content_engine.rules import phrases
from knowledge_base.kits import documents
from knowledge_base.kits.reading import in_words

FOLDER = Path(__file__).parent
SCHEMA = FOLDER / "rule_pack.schema.json"
MOST_FAULTS = 200
PHRASES = ("terms", "allowed", "near", "unless")
Fault = tuple[documents.Path, str]


class PackFaultsError(ValueError):
    """A document is no rule pack; ``faults`` holds one sentence for each fault."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


@dataclass(frozen=True, eq=False)
class PackDocument:
    """A pack without faults of its own; ``layers`` are the ids it builds on."""

    content: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The pack's id."""
        return str(self.content["id"])

    @property
    def id(self) -> str:
        """The pack's id with its version."""
        return f"{self.name}/{self.content['version']}"

    @property
    def layers(self) -> tuple[str, ...]:
        """The packs below, lowest first."""
        return tuple(self.content.get("layers", ()))

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """Words that its phrases name as a list."""
        return {key: tuple(words) for key, words in self.content["lists"].items()}

    def canonical(self) -> str:
        """The pack as one text, the same for the same content."""
        return json.dumps(self.content, sort_keys=True, ensure_ascii=False)


def read(text: str, source: str) -> PackDocument:
    """Read YAML or JSON; ``source`` names the file in sentences.

    Raises PackFaultsError with every fault, each with its line or its key.
    """
    try:
        document = documents.parse(text)
    except documents.UnreadableError as error:
        line = f", line {error.line}" if error.line else ""
        raise PackFaultsError((f"{source}{line}: {error.sentence}",)) from None
    found = [*document.faults, *_schema_faults(document.content)]
    if not found:
        found = list(_own_faults(document.content))
    if found:
        placed = [(document.line(path), path, words) for path, words in found]
        placed.sort(key=lambda fault: fault[0] or 0)
        sentences = (_sentence(source, *fault) for fault in placed)
        raise PackFaultsError(tuple(dict.fromkeys(sentences))[:MOST_FAULTS])
    return PackDocument({"lists": {}, "rules": [], **document.content})


def _sentence(source: str, line: int | None, path: documents.Path, words: str) -> str:
    dotted = "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in path)
    place = f"{source}, line {line}" if line else source
    return f"{place}: {dotted.lstrip('.') or 'the file'}: {words}."


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.FormatChecker(["date"])
    )


def _schema_faults(content: Any) -> list[Fault]:
    return [
        (tuple(error.absolute_path), in_words(error))
        for error in _validator().iter_errors(content)
    ]


def _own_faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    """What a schema cannot see: rules that stand twice, phrases nobody can read."""
    seen: set[str] = set()
    for place, rule in enumerate(content.get("rules", [])):
        if rule["id"] in seen:
            yield ("rules", place, "id"), f"the rule {rule['id']} stands twice"
        seen.add(rule["id"])
    yield from _phrase_faults(content)


def _phrase_faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    lists = {key: tuple(words) for key, words in content.get("lists", {}).items()}
    for path, words in word_places(content):
        for key in PHRASES:
            for number, phrase in enumerate(words.get(key, ())):
                # A list of a lower layer is only known once the layers are together.
                known = {**dict.fromkeys(phrases.LIST.findall(phrase), ("x",)), **lists}
                fault = phrases.fault(phrase, known)
                if fault:
                    yield (*path, key, number), fault.rstrip(".")


def word_places(
    content: Mapping[str, Any],
) -> Iterator[tuple[documents.Path, Mapping[str, Any]]]:
    """Every set of phrases in a pack, with its place."""
    for place, rule in enumerate(content.get("rules", [])):
        for language, words in rule.get("words", {}).items():
            yield ("rules", place, "words", language), words
    for rule_id, languages in content.get("phrases", {}).items():
        for language, words in languages.items():
            yield ("phrases", rule_id, language), words
