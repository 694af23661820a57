"""Reads what a corpus is drawn from: areas with slots and templates, edits by hand.

A lexicon is a folder of YAML files, one for each therapy area; ``shared.yaml`` holds
templates that every area with the slots for them takes part in. Its format is told in
the README beside this module.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

HERE = Path(__file__).parent / "lexicons"
SHARED = "shared.yaml"
FIELD = re.compile(r"\{(\w+(?:\.\w+)?)\}")
BAR = " | "
EDIT = "a line is: type | approved | candidate."
TYPES = frozenset({
    "digit", "decimal", "unit", "interval", "p_value", "sample_size", "dose",
    "frequency", "timepoint", "arm_swap", "comparator", "population", "endpoint",
    "product", "negation", "direction", "hedge_dropped", "hedge_added", "intensifier",
    "superlative", "causality", "relative_absolute", "statistic_dropped",
    "safety_dropped", "qualifier_dropped", "statement_added", "other",
})  # fmt: skip
MIXED = frozenset({"compound", "splice", "outdated"})
"""What bends more than one thing: detected or not, but of no one type."""

Forms = Mapping[str, tuple[str, ...]]
Entry = Mapping[str, tuple[str, ...]]


class LexiconError(ValidationError):
    """A lexicon cannot be drawn from; one sentence for each fault."""


class Label(StrEnum):
    """What a candidate is to its claim."""

    FAITHFUL = "faithful"
    FREE = "free"
    DISTORTED = "distorted"


@dataclass(frozen=True)
class Pair:
    """An approved wording, a candidate, and what the candidate is known to be.

    ``kind`` is the type of a distortion or the way of a faithful rewording.
    """

    approved: str
    candidate: str
    label: Label
    kind: str = ""


@dataclass(frozen=True)
class Number:
    """A figure drawn between two bounds, or beside another one for an interval."""

    kind: str
    low: float = 0.0
    high: float = 0.0
    decimals: int = 0
    around: str = ""
    spread: float = 0.0
    is_upper: bool = False


Slot = Number | tuple[Entry, ...]


@dataclass(frozen=True)
class Template:
    """A claim with open slots and, by kind, what may be made of it."""

    name: str
    claim: str
    faithful: Forms
    free: tuple[str, ...]
    distorted: Forms

    def forms(self) -> Iterator[tuple[Label, str, str]]:
        """Every form with its label and kind."""
        for kind, texts in self.faithful.items():
            yield from ((Label.FAITHFUL, kind, text) for text in texts)
        yield from ((Label.FREE, "", text) for text in self.free)
        for kind, texts in self.distorted.items():
            yield from ((Label.DISTORTED, kind, text) for text in texts)

    def fields(self) -> frozenset[str]:
        """Every field that the claim or one of its forms names."""
        texts = [self.claim, *(text for _, _, text in self.forms())]
        return frozenset(field for text in texts for field in FIELD.findall(text))


@dataclass(frozen=True)
class Area:
    """A therapy area: its invented brands, its slots, its templates."""

    name: str
    brands: tuple[Entry, ...]
    slots: Mapping[str, Slot]
    templates: tuple[Template, ...]


@dataclass(frozen=True)
class Lexicon:
    """All that one author wrote."""

    areas: tuple[Area, ...]
    others: tuple[str, ...]
    edits: tuple[Pair, ...]


def read(folder: Path) -> Lexicon:
    """The lexicon of a folder. Raises LexiconError with every fault."""
    shared = _document(folder / SHARED) if (folder / SHARED).exists() else {}
    paths = [path for path in sorted(folder.glob("*.yaml")) if path.name != SHARED]
    if not paths:
        raise LexiconError(f"{folder} holds no therapy area (*.yaml).")
    areas = [_area(path, shared) for path in paths]
    faults = [fault for area in areas for fault in _faults(area)]
    if faults:
        raise LexiconError(faults)
    return Lexicon(
        tuple(areas),
        tuple(_lines(folder / "others.txt")),
        tuple(map(_edit, _lines(folder / "edits.txt"))),
    )


def _document(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LexiconError(f"{path.name} cannot be read: {error}.") from error
    if not isinstance(document, dict):
        raise LexiconError(f"{path.name} is no lexicon of an area.")
    return document


def _area(path: Path, shared: Mapping[str, Any]) -> Area:
    document = _document(path)
    slots = {**shared.get("slots", {}), **document.get("slots", {})}
    area = Area(
        path.stem,
        tuple(map(_entry, document.get("brands", ()))),
        dict(_slots(slots)),
        tuple(_templates(document, path.name)),
    )
    known = _known(area)
    common = [one for one in _templates(shared, SHARED) if _fits(one.claim, known)]
    return Area(
        area.name, area.brands, area.slots, (*area.templates, *_cut(common, known))
    )


def _templates(document: Mapping[str, Any], name: str) -> Iterator[Template]:
    for number, row in enumerate(document.get("templates", ()), 1):
        yield Template(
            f"{name}, template {number}",
            row["claim"],
            _forms(row.get("faithful")),
            _texts(row.get("free")),
            _forms(row.get("distorted")),
        )


def _cut(templates: list[Template], known: frozenset[str]) -> Iterator[Template]:
    """Shared templates with those forms alone for which an area has the words."""
    for one in templates:
        faithful, distorted = (
            {
                kind: tuple(text for text in texts if _fits(text, known))
                for kind, texts in forms.items()
            }
            for forms in (one.faithful, one.distorted)
        )
        free = tuple(text for text in one.free if _fits(text, known))
        yield Template(one.name, one.claim, faithful, free, distorted)


def _fits(text: str, known: frozenset[str]) -> bool:
    return known.issuperset(FIELD.findall(text))


def _forms(forms: Mapping[str, Any] | None) -> Forms:
    return {kind: _texts(texts) for kind, texts in (forms or {}).items()}


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _entry(row: Any) -> Entry:
    """What a slot may be, by field: ``is`` and what may stand wrongly in its place."""
    given = row if isinstance(row, dict) else {"is": row}
    return {name: _texts(value) for name, value in given.items()}


def _slots(slots: Mapping[str, Any]) -> Iterator[tuple[str, Slot]]:
    """Of two slots around the same figure the first is the lower bound."""
    centres: set[str] = set()
    for name, given in slots.items():
        if isinstance(given, list):
            yield name, tuple(map(_entry, given))
            continue
        centre = given.get("around", "")
        try:
            yield name, Number(**given, is_upper=bool(centre) and centre in centres)
        except TypeError as error:
            raise LexiconError(f"The slot {name} cannot be drawn: {error}.") from error
        centres.add(centre)


def _known(area: Area) -> frozenset[str]:
    """Every field that a template of an area may name."""
    fields = {"brand", *(name for one in area.brands for name in one)}
    for name, slot in area.slots.items():
        fields.add(name)
        if isinstance(slot, Number):
            fields |= {f"{name}.{way}" for way in ("digit", "decimal", "not", "plain")}
        else:
            fields |= {f"{name}.{way}" for entry in slot for way in entry}
    return frozenset(fields)


def _faults(area: Area) -> Iterator[str]:
    known = _known(area)
    if not area.brands:
        yield f"{area.name} names no brand."
    for one in area.templates:
        for field in sorted(one.fields() - known):
            yield f"{one.name} asks for {{{field}}}, which {area.name} does not have."
        for kind in sorted(set(one.distorted) - TYPES - MIXED):
            yield f"{one.name}: {kind} is no type of distortion."


def _lines(path: Path) -> Iterator[str]:
    if path.exists():
        lines = path.read_text("utf-8").splitlines()
        yield from (line for line in lines if line.strip() and line[0] != "#")


def _edit(line: str) -> Pair:
    """A pair made by hand, ``type | approved | candidate``. Raises LexiconError."""
    name, _, rest = line.partition(BAR)
    approved, bar, candidate = rest.partition(BAR)
    label, _, kind = name.strip().partition(":")
    if label not in {Label.FAITHFUL, Label.FREE}:
        label, kind = Label.DISTORTED, name.strip()
        if kind not in TYPES | MIXED:
            raise LexiconError(f"{kind} is no type of distortion; {EDIT}")
    if not bar or not approved.strip() or not candidate.strip():
        raise LexiconError(f"{line[:60]!r} is no pair; {EDIT}")
    return Pair(_text(approved), _text(candidate), Label(label), kind)


def _text(field: str) -> str:
    return field.strip().replace("\\n", "\n")
