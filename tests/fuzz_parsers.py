"""Each parser of the gate by itself, and the gate itself, with texts that double."""

import dataclasses
import itertools
import random
import re
import time
from collections.abc import Iterable, Iterator, Mapping

from content_engine.channels import counting
from content_engine.fidelity import canonical, cascade, lexicon
from content_engine.fidelity.comparing import compare
from content_engine.rules import packs, phrases, surfaces
from content_engine.rules.approved import approvals
from content_engine.rules.surfaces import folding, markup
from knowledge_base.wording import (
    alternations,
    assertions,
    normalise,
    numerals,
    quantities,
    statements,
    stems,
)
from tests import fuzz_checks, fuzz_growth
from tests.content_engine.rules.staging import clean, staged, supply_for
from tests.content_engine.supplies import ADMISSIONS
from tests.fuzz_growth import Work
from tests.fuzz_strings import Attack

STATEMENT = cascade.LONGEST
SHORT = frozenset({"comparing", "comparing.reversed", "candidates"})


def patterns() -> dict[str, re.Pattern[str]]:
    """Every expression of the engine, each once: of modules, packs, and a check."""
    found = fuzz_growth.patterns()
    for market in fuzz_checks.MARKETS:
        for number, rule in enumerate(packs.pack_for(market).rules):
            for place, one in enumerate(_phrases(rule.looks)):
                for lead, pattern in one.by_lead.items():
                    name = f"pack {market} {rule.id} {number}.{place} {lead!r}"
                    found[name] = re.compile(pattern)
    with fuzz_growth.recording(found):
        for market in fuzz_checks.MARKETS:
            clean(market).check()
        staged("Velorin reduced it: 9.8% vs 13.1%.", "US").check()
        assertions.causality("It fell with Velorin.", "Velorin")
    once = {(one.pattern, one.flags): (name, one) for name, one in found.items()}
    return dict(once.values())


def _phrases(held: object) -> Iterator[phrases.Phrases]:
    """Every set of phrases that a rule's questions hold."""
    if isinstance(held, phrases.Phrases):
        yield held
    else:
        for value in _held_in(held):
            yield from _phrases(value)


def _held_in(held: object) -> Iterable[object]:
    """What a mapping, a tuple, a function or a record holds."""
    if isinstance(held, Mapping):
        return held.values()
    if isinstance(held, tuple):
        return held
    if dataclasses.is_dataclass(held):
        return [getattr(held, field.name) for field in dataclasses.fields(held)]
    return [cell.cell_contents for cell in getattr(held, "__closure__", None) or ()]


def parsers() -> dict[str, Work]:
    """What reads a text, by its name."""
    english = clean("US")
    shelf = approvals(english.supply, english.piece.context).shelf
    return {
        "normalise": normalise.normalise,
        "numerals": lambda text: numerals.find(text, "en"),
        "numerals.de": lambda text: numerals.find(text, "de"),
        "quantities": lambda text: quantities.read(text),
        "quantities.de": lambda text: quantities.read(text, "de"),
        "statements": statements.cut,
        "stems": stems.tokens,
        "alternations": alternations.fault,
        "assertions": lambda text: (
            assertions.direction(text),
            assertions.hedges(text),
            assertions.negations(text),
            assertions.causality(text, "Velorin"),
        ),
        "surfaces": surfaces.read,
        "markup": lambda text: list(markup.tokens(text)),
        "folded": folding.folded,
        "closed": lambda text: folding.closed(normalise.normalise(text)),
        "unmark": canonical.unmark,
        "courtesy": lambda text: lexicon.kind_of(text, "Acme"),
        "hits": lambda text: shelf.texts.hits(canonical.unmark(text)),
        "sms": counting.count,
        "candidates": lambda text: shelf.library.candidates(text, 20),
        "comparing": lambda text: compare(ADMISSIONS.text, text),
        "comparing.reversed": lambda text: compare(text, ADMISSIONS.text),
        "check": lambda text: staged({"body_adds": text}, "US").check(),
    }


def anew(work: Work) -> Work:
    """The work on texts that nothing remembers: each ends in another number."""
    numbers = itertools.count()
    return lambda text: work(f"{text}{next(numbers)}")


def attempts(seconds: float, seed: int) -> Iterator[tuple[str, str]]:
    """Walls of every kind for each parser in turn, until the time is over."""
    dice = random.Random(seed)  # noqa: S311 - no secret is made of it
    every = list(fuzz_growth.patterns().values())
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, work in parsers().items():
            if time.monotonic() > until:
                return
            unit = fuzz_checks.unit(dice, every, supply_for("US"))
            longest = STATEMENT if name in SHORT else fuzz_growth.LONGEST
            attack = Attack("", unit, "")
            yield fuzz_growth.grown(name, anew(work), attack, longest)
