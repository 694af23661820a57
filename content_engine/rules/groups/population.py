"""LB-01: what is said of a use lies inside the label's indication and population."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from content_engine.fidelity import canonical, conditions
from content_engine.fidelity.judging import Judged
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading
from content_engine.vocabulary import Intent, Outcome

DATA: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("population.yaml").read_text(encoding="utf-8")
)
ADULT = 18  # years
OPEN = frozenset({Outcome.UNSUBSTANTIATED, Outcome.DISTORTED, Outcome.EQUIVALENT})
PROMOTES = frozenset({Intent.PROMOTIONAL, Intent.REMINDER})
BOUND = r"(?P<sign>≤|<=|<|≥|>=|>)\s?(?P<bound>\d{1,3}(?:[.,]\d+)?)"
SAID = (
    r"\D{0,40}?(?P<value>\d{1,3}(?:[.,]\d+)?)(?!\s?(?:mg|months?|weeks?|monat|woche))"
)


def _expression(text: str) -> re.Pattern[str]:
    return re.compile(text.replace("\n", "").replace(" |", "|").replace(" )", ")"))


USES = _expression(DATA["uses"])
EXCLUDED = _expression(DATA["excluded"])
ADULTS = _expression(DATA["adults"])
AGES = _expression(DATA["ages"])


def outside_label(reading: Reading) -> Iterator[Objection]:
    """LB-01: a disease, a measure or an age that the label does not name for a use."""
    if reading.context.intent not in PROMOTES:
        return
    label = reading.supply.label
    inside = canonical.canonical(f"{label.indication} {label.population}").lower()
    for judged in _uses(reading):
        text = _words(judged)
        statement = judged.statement
        if what := next(_strays(text, inside), ""):
            yield Objection(
                f"The label's population holds no {what}: name only that of the label.",
                statement.part,
                statement.start,
                statement.end,
                statement.text,
                label.indication,
            )


def _words(judged: Judged) -> str:
    return canonical.canonical(judged.statement.text).lower()


def _uses(reading: Reading) -> Iterator[Judged]:
    """Statements of the writer's own that speak of using a product."""
    brand = reading.supply.brand
    names = (brand.name.lower(), brand.generic_name.lower())
    for part in reading.parts:
        for judged in part.judged:
            if judged.statement.outcome not in OPEN:
                continue
            text = _words(judged)
            is_use = any(name in text for name in names) or USES.search(text)
            if is_use and not EXCLUDED.search(text):
                yield judged


def _strays(text: str, inside: str) -> Iterator[str]:
    """By what a text leaves the label's population."""
    yield from sorted(conditions.named(text) - conditions.named(inside))
    for name, pattern in DATA["measures"].items():
        yield from _beyond(text, inside, name, pattern)
    if ADULTS.search(inside):
        for found in AGES.finditer(text):
            years = found["years"] or found["age"]
            if int(years) < ADULT:
                yield f"age of {years}"


def _beyond(text: str, inside: str, name: str, pattern: str) -> Iterator[str]:
    """Values of a measure on the wrong side of the label's bound."""
    given = re.search(rf"{pattern}\s?{BOUND}", inside)
    if not given:
        return
    bound = float(given["bound"].replace(",", "."))
    for found in re.finditer(pattern + SAID, text):
        value = float(found["value"].replace(",", "."))
        if (value > bound) if given["sign"] in {"≤", "<=", "<"} else (value < bound):
            yield f"{name.upper()} of {found['value']}"
