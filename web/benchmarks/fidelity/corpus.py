"""Draws a corpus from a lexicon: claims, what is made of them, and other sentences."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from web.benchmarks.fidelity import drawing
from web.benchmarks.fidelity.drawing import Values
from web.benchmarks.fidelity.lexicons import (
    FIELD,
    Area,
    Label,
    Lexicon,
    Pair,
    Template,
)

SEED = 4
MOST_ROUNDS = 40


@dataclass(frozen=True)
class Sizes:
    """How much is drawn at least, if the lexicon has it."""

    claims: int = 300
    corrupted: int = 3_000
    faithful: int = 2_000


ENOUGH = Sizes()


@dataclass
class Corpus:
    """Claims by area, pairs of a claim and a candidate, and what is no claim."""

    claims: dict[str, list[str]] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    others: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """How much of each there is."""
        labels = [pair.label for pair in self.pairs]
        return {
            "areas": len(self.claims),
            "claims": sum(map(len, self.claims.values())),
            "corrupted": labels.count(Label.DISTORTED),
            "faithful": labels.count(Label.FAITHFUL),
            "free": labels.count(Label.FREE),
            "others": sum(map(len, self.others.values())),
        }


def drawn(lexicon: Lexicon, seed: int = SEED, wanted: Sizes | None = None) -> Corpus:
    """A corpus; every round draws each template once, until there is enough."""
    corpus, enough = Corpus(), wanted or ENOUGH
    earlier: dict[str, Values] = {}
    for turn in range(MOST_ROUNDS):
        for area in lexicon.areas:
            for template in area.templates:
                place = f"{area.name}: {template.name}"
                chance = _chance(seed, place, turn)
                values = drawing.values(area, template, chance)
                before = earlier.setdefault(place, values)
                if _is_added(corpus, area, template, values, before, chance):
                    earlier[place] = values
        if _is_enough(corpus, enough):
            break
    for area in lexicon.areas:
        corpus.others[area.name] = list(_others(lexicon, area, seed))
    return corpus


def _is_added(
    corpus: Corpus,
    area: Area,
    template: Template,
    values: Values,
    before: Values,
    chance: random.Random,
) -> bool:
    """Take a claim and all that is made of it, unless the claim is there already."""
    claim = drawing.filled(template.claim, values)
    claims = corpus.claims.setdefault(area.name, [])
    if claim is None or claim in claims:
        return False
    claims.append(claim)
    forms = _forms(claim, template, values)
    mixed = _mixed(claim, template, values, before, area, chance)
    corpus.pairs.extend(dict.fromkeys((*forms, *mixed)))
    return True


def _chance(seed: int, *names: object) -> random.Random:
    return random.Random(f"{seed} {names}")  # noqa: S311 - figures, not secrets


def _is_enough(corpus: Corpus, wanted: Sizes) -> bool:
    counts = corpus.counts()
    return all(counts[name] >= least for name, least in vars(wanted).items())


def _forms(claim: str, template: Template, values: Values) -> Iterator[Pair]:
    """Every form of a template that came out otherwise than the claim."""
    for label, kind, text in template.forms():
        candidate = drawing.filled(text, values)
        if candidate is not None and candidate != claim:
            yield Pair(claim, candidate, label, kind)


def _mixed(
    claim: str,
    template: Template,
    values: Values,
    before: Values,
    area: Area,
    chance: random.Random,
) -> Iterator[Pair]:
    """The claim with one figure of another, and with all those of an older one."""
    named = set(FIELD.findall(template.claim))
    figures = [name for name in drawing.figures_of(area, values) if name in named]
    changed = [name for name in figures if before.get(name) != values[name]]
    if not changed:
        return
    one = chance.choice(changed)
    for kind, names in (("splice", [one]), ("outdated", changed)):
        if kind == "outdated" and len(changed) == 1:
            continue
        taken = {**values, **{name: before[name] for name in names}}
        candidate = drawing.filled(template.claim, taken)
        if candidate is not None:
            yield Pair(claim, candidate, Label.DISTORTED, kind)


def _others(lexicon: Lexicon, area: Area, seed: int) -> Iterator[str]:
    """What is no claim, said in an area; ``{brand}`` is one of its brands."""
    chance = _chance(seed, area.name)
    for sentence in lexicon.others:
        brand = chance.choice(area.brands)["name"][0]
        yield sentence.replace("{brand}", brand)
