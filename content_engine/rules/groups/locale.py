"""WD-12, MK-06: spelling, figures and language are those of the market."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from content_engine.fidelity import canonical, lexicon
from content_engine.rules.findings import Objection
from content_engine.rules.lines import written
from content_engine.rules.readings import Reading
from content_engine.vocabulary import StatementKind

DATA = Path(__file__).with_name("locale.yaml")
WORD = re.compile(r"[^\W\d_]+")
POINT = re.compile(r"(?<![\d.])\d{1,4}\.\d{1,2}(?![\d.])(?= ?%| ?(?:mg|ml|g|kg)\b)")
COMMA = re.compile(r"(?<![\d,])\d{1,4},\d{1,2}(?![\d,])(?= ?%| ?(?:mg|ml|g|kg)\b)")
COMMA_LANGUAGES = frozenset({"de", "fr", "it", "es", "nl"})
LEAST_WORDS, LEAST_MARKERS = 6, 3
LEAST_COURTESY = 2  # a single word may belong to either language
FREE = frozenset({StatementKind.COURTESY, StatementKind.NAVIGATION})


def misspelt(reading: Reading) -> Iterator[Objection]:
    """WD-12: the brand as registered, other words as the market spells them."""
    wrong = _spellings().get(reading.context.language, {})
    name = reading.supply.brand.name
    brand = re.compile(rf"(?<![\w@./-]){re.escape(name)}(?![\w@.-]*[@/.]\w)", re.I)
    for line in written(reading):
        text = line.reading.text
        for found in brand.finditer(text):
            if (
                found.group() not in {name, name.upper()}
                and line.copy[found.start()] != " "
            ):
                yield line.objection(
                    *found.span(), f"The brand is written {name}.", name
                )
        for found in WORD.finditer(line.copy):
            right = wrong.get(found.group())
            if right:
                message = f"In this market the word is spelt {right}."
                yield line.objection(*found.span(), message, right)


def foreign(reading: Reading) -> Iterator[Objection]:
    """MK-06: sentences and decimal signs of the market's own language."""
    own = reading.context.language[:2].lower()
    sign = POINT if own in COMMA_LANGUAGES else COMMA
    for line in written(reading):
        other = _language(line.copy, own)
        if other:
            message = f"This is {other}; the piece's language is {own}."
            yield line.objection(0, len(line.text.rstrip()), message)
        for found in sign.finditer(line.copy):
            turned = found.group().translate(str.maketrans(".,", ",."))
            message = f"Decimals are written {turned} in this market."
            yield line.objection(*found.span(), message, turned)
    yield from _foreign_courtesy(reading, own)


def _foreign_courtesy(reading: Reading, own: str) -> Iterator[Objection]:
    """Greetings and the like in another language, too short to be told by markers."""
    maker = reading.supply.brand.manufacturer
    for part in reading.parts:
        approved = {part.unmarked.span(hit.start, hit.end) for hit in part.hits}
        for judged in part.judged:
            told = judged.statement
            if told.kind not in FREE or (told.start, told.end) in approved:
                continue
            other = lexicon.language_of(canonical.canonical(told.text), maker)
            if (
                other
                and other != own
                and len(WORD.findall(told.text)) >= LEAST_COURTESY
            ):
                yield Objection(
                    f"This is {other}; the piece's language is {own}.",
                    told.part,
                    told.start,
                    told.end,
                    told.text,
                )


def _language(text: str, own: str) -> str:
    """The language that a sentence is in, if it is clearly not the piece's own."""
    words = WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return ""
    counts = {
        language: len(markers.intersection(words))
        for language, markers in _markers().items()
    }
    best = max(sorted(counts), key=lambda language: counts[language])
    is_clear = counts[best] >= LEAST_MARKERS and counts[best] > 2 * counts.get(own, 0)
    return best if best != own and is_clear else ""


@functools.cache
def _data() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found


@functools.cache
def _markers() -> dict[str, frozenset[str]]:
    """Small words by the language that they give away."""
    languages = _data()["languages"]
    return {name: frozenset(words.split()) for name, words in languages.items()}


@functools.cache
def _spellings() -> dict[str, dict[str, str]]:
    """By language, the right spelling of each word that another market spells."""
    american = _data()["spellings"]
    return {
        "en-GB": dict(american),
        "en-US": {british: own for own, british in american.items()},
    }
