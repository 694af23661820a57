"""A piece as the word rules read it: every statement of every text, folded.

Words taken verbatim from the label, from references or from obligatory statements are
blanked, and so is the “New” or “Lower” of a town: they are not the writer's. Words of
a claim stay, for a market may forbid what another approved.
"""

import dataclasses
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from content_engine.fidelity.judging import PartReading
from content_engine.fidelity.matching import Source
from content_engine.rules import surfaces
from content_engine.rules.findings import Objection
from content_engine.rules.phrases import starts
from content_engine.rules.readings import Reading
from content_engine.rules.surfaces import Surface, SurfaceKind, folding
from content_engine.vocabulary import PartName
from knowledge_base.wording import statements
from knowledge_base.wording.normalise import Normalised, normalise

VERBATIM = frozenset({Source.SAFETY, Source.LABEL, Source.OBLIGATORY, Source.REFERENCE})
CLAIMS = frozenset({Source.CLAIM, Source.QUALIFIER})
LEAST_LABEL_WORDS = 3
STOPS = " \n.,"  # a statement of these alone says nothing
TOWN = re.compile(
    r"\b(?:in|at|to|from|near|of) (New|Lower|Upper|Higher|Greater)[ -]"
    r"([A-Z][a-z]{2,20})\b(?! [A-Z])"
)


@dataclass(frozen=True)
class Line:
    """A statement as words are sought in it.

    ``text`` is folded, with verbatim stretches blank; ``copy`` has approved claims
    blank as well, ``whole`` has nothing blank. Where ``is_closed``, gaps inside words
    were closed and lines joined, and only words that stood apart before count.
    """

    part: PartName
    original: str
    kind: SurfaceKind
    reading: Normalised
    text: str
    copy: str
    whole: str
    is_closed: bool = False

    @functools.cached_property
    def leads(self) -> frozenset[str]:
        """How its words begin, for telling soon which rules it may concern."""
        return frozenset({""}).union(*(leads for _, leads in starts(self.text)))

    def own_case(self) -> str:
        """The words that are no approved claim, as they are written."""
        pairs = zip(self.reading.text, self.copy, strict=True)
        return "".join(own if sought.strip() else " " for own, sought in pairs)

    def objection(
        self, start: int, end: int, message: str, suggestion: str = ""
    ) -> Objection:
        """An objection to a stretch of the text, at its original place."""
        first, last = self.span(start, end)
        text = self.original[first:last]
        return Objection(message, self.part, first, last, text, suggestion)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of a stretch of the text."""
        return self.reading.span(start, end)


class _Same:
    """A reading as a key of its own identity."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def __hash__(self) -> int:
        return id(self.reading)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.reading is other.reading


def lines(reading: Reading) -> tuple[tuple[Line, ...], ...]:
    """The statements of each text of a piece in order; read once for all rules."""
    return _lines(_Same(reading))


def written(reading: Reading) -> Iterator[Line]:
    """Every statement as it is written, none with its gaps closed."""
    for group in lines(reading):
        yield from (line for line in group if not line.is_closed)


def product_names(reading: Reading) -> tuple[str, ...]:
    """Brand and established name as they are sought."""
    brand = reading.supply.brand
    return folding.folded(brand.name), folding.folded(brand.generic_name)


@functools.lru_cache(maxsize=4)
def _lines(key: _Same) -> tuple[tuple[Line, ...], ...]:
    known = _Known(_label_text(key.reading), frozenset(product_names(key.reading)))
    found = [
        tuple(_read(part, surface, approved, known, is_closed=is_closed))
        for part in key.reading.parts
        for approved in [_Approved(_places(part, VERBATIM), _places(part, CLAIMS))]
        for surface in surfaces.read(part.original)
        for is_closed in (False, True)
    ]
    return tuple(group for group in found if group)


class _Known(NamedTuple):
    """The label's words, and the names that are no towns."""

    label: str
    products: frozenset[str]


class _Approved(NamedTuple):
    """The original places of a part's approved texts: found once for all surfaces."""

    verbatim: frozenset[int]
    claims: frozenset[int]


def _label_text(reading: Reading) -> str:
    """All words of the label in force, folded: who repeats them does not write."""
    text = "\n".join(reading.supply.label.section_texts)
    return folding.folded(normalise(text).text)


def _places(part: PartReading, sources: frozenset[Source]) -> frozenset[int]:
    """The original places of approved texts of some sources."""
    return frozenset(
        place
        for hit in part.hits
        if hit.approved.source in sources
        for place in range(*part.unmarked.span(hit.start, hit.end))
    )


def _towns(reading: Normalised, products: frozenset[str]) -> frozenset[int]:
    """The original places of “New” and the like in a town's name within a sentence.

    A product is no town, nor is a title whose every word has a capital.
    """
    return frozenset(
        place
        for found in TOWN.finditer(reading.text)
        if folding.folded(found.group(2)) not in products
        for place in reading.starts[slice(*found.span(1))]
    )


def _read(
    part: PartReading,
    surface: Surface,
    approved: _Approved,
    known: _Known,
    *,
    is_closed: bool,
) -> Iterator[Line]:
    """The statements of one text, as it stands or with the gaps in words closed."""
    reading = surface.reading
    if is_closed:
        reading = folding.closed(reading)
        if "\n" in reading.text.strip():
            reading = dataclasses.replace(reading, text=reading.text.replace("\n", " "))
        elif reading is surface.reading:
            return
    whole = folding.folded(reading.text)
    text = _without(whole, reading, approved.verbatim)
    text = _without(text, reading, _towns(reading, known.products))
    copy = _without(text, reading, approved.claims)
    for cut in statements.cut(reading.text):
        place = slice(cut.start, cut.end)
        if not text[place].strip(STOPS) or _is_label(whole[place], known.label):
            continue
        own = dataclasses.replace(
            reading,
            text=reading.text[place],
            starts=reading.starts[place],
            ends=reading.ends[place],
        )
        yield Line(
            part.name,
            part.original,
            surface.kind,
            own,
            text[place],
            copy[place],
            whole[place],
            is_closed,
        )


def _without(text: str, reading: Normalised, places: frozenset[int]) -> str:
    """A text with the letters blank that stand at certain original places."""
    if not places:
        return text
    return "".join(
        " " if start in places else letter
        for letter, start in zip(text, reading.starts, strict=True)
    )


def _is_label(sentence: str, label: str) -> bool:
    """Whether a sentence stands in the label word for word."""
    words = sentence.strip()
    return len(words.split()) >= LEAST_LABEL_WORDS and words in label
