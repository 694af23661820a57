"""Reads a brand kit and finds every fault in it at once."""

import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
from django.core.exceptions import ValidationError
from jsonschema.protocols import Validator

from knowledge_base.kits import crosschecks, documents

SCHEMA = Path(__file__).with_name("brand_kit.schema.json")
MOST_FAULTS = 500  # a file that is nothing like a kit need not fill the terminal
SENTENCES = {
    "additionalProperties": "{message}",
    "const": "this must be {wanted}, not {value}",
    "enum": "{value} is none of {wanted}",
    "format": "{value} is not a date such as 2026-11-21",
    "maxItems": "there are more than {wanted} entries",
    "maximum": "{value} is more than {wanted}",
    "maxLength": "the text is longer than {wanted} characters",
    "minItems": "there are fewer than {wanted} entries",
    "minimum": "{value} is less than {wanted}",
    "minLength": "the text is shorter than {wanted} characters",
    "pattern": "{value} does not have the form {wanted}",
    "required": "{message}",
    "type": "this must be {wanted}, not {value}",
}
TYPE_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "empty",
    "object": "a mapping",
    "string": "text (put it in quotes)",
}


class KitFaultsError(ValidationError):
    """The kit cannot be loaded; ``faults`` holds one sentence for each fault."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(list(faults))


@dataclass(frozen=True)
class Kit:
    """A kit without faults: its content and the name of where it came from."""

    source: str
    content: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Hash over the content, whatever its layout or language was."""
        text = json.dumps(self.content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read(text: str, source: str) -> Kit:
    """Read YAML or JSON; ``source`` names the file in sentences.

    Raises KitFaultsError with every fault, each with its line or its key.
    """
    try:
        document = documents.parse(text)
    except documents.UnreadableError as error:
        raise KitFaultsError((_sentence(source, error.line, error.sentence),)) from None
    found = list(document.faults)
    found += _schema_faults(document.content)
    if not found:
        found += crosschecks.faults(document.content)
    if found:
        raise KitFaultsError(_sentences(source, document, found))
    return Kit(source, document.content)


def entry_faults(part: str, entry: Any) -> list[tuple[documents.Path, str]]:
    """What is wrong with one entry of a kit's part by itself: places in it, clauses.

    ``part`` is ``references``, ``claims`` or ``copy``.
    """
    errors = _validator_of(part).iter_errors(entry)
    return [(tuple(error.absolute_path), in_words(error)) for error in errors]


def _sentences(
    source: str,
    document: documents.Document,
    found: list[tuple[documents.Path, str]],
) -> tuple[str, ...]:
    placed = [(document.line(path), path, message) for path, message in found]
    placed.sort(key=lambda fault: fault[0] or 0)
    sentences = [
        _sentence(source, line, f"{_dotted(path)}: {message}.")
        for line, path, message in placed
    ]
    return tuple(dict.fromkeys(sentences))[:MOST_FAULTS]


def _sentence(source: str, line: int | None, message: str) -> str:
    return f"{source}, line {line}: {message}" if line else f"{source}: {message}"


def _dotted(path: documents.Path) -> str:
    words = "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in path)
    shown = words.lstrip(".").encode("utf-8", "backslashreplace").decode()
    return shown or "the file"


@functools.cache
def _validator() -> Validator:
    return _made(json.loads(SCHEMA.read_text(encoding="utf-8")))


@functools.cache
def _validator_of(part: str) -> Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return _made(schema["properties"][part]["items"])


def _made(schema: dict[str, Any]) -> Validator:
    checker = jsonschema.FormatChecker(["date"])
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def _schema_faults(content: Any) -> list[tuple[documents.Path, str]]:
    return [
        (tuple(error.absolute_path), in_words(error))
        for error in _validator().iter_errors(content)
    ]


def in_words(error: jsonschema.ValidationError) -> str:
    """What a schema has against a value, as a clause."""
    said = str(error.validator)
    wanted = error.validator_value
    if said in NAMING:
        wanted = NAMING[said](wanted)
    return SENTENCES[said].format(
        wanted=wanted, value=crosschecks.shown(error.instance), message=error.message
    )


def _types(wanted: Any) -> str:
    names = [wanted] if isinstance(wanted, str) else wanted
    return " or ".join(TYPE_NAMES[name] for name in names)


def _listed(wanted: Any) -> str:
    return ", ".join("empty" if item is None else repr(item) for item in wanted)


NAMING: dict[str, Callable[[Any], str]] = {"enum": _listed, "type": _types}
